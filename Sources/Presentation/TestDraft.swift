public import Deciding
public import Definitions
internal import Foundation
internal import Vocabulary

/// A case as a trial for form designers (Testfall): its form filled in once more, with invented values in place of the personal ones.
///
/// What was chosen - codes, yes and no - stays, because rules depend on it. Names, addresses, accounts and free text are invented; dates and
/// amounts are others of the same look, the same for what was read and for what a person made of it.
public struct TestDraft: Sendable {
    /// The file, as `eingang test` reads it.
    public let text: String

    /// Makes a draft; nil where no record came of the case.
    ///
    /// - Parameters:
    ///   - decision: what was decided about it last.
    ///   - catalogue: the definitions.
    public init?(_ decision: Decision, _ catalogue: Catalogue) {
        guard let record = decision.record, let type = catalogue.records[record.type] else { return nil }
        let invention = Invention(type)
        var lines = ["case: \(type.title) mit erfundenen Angaben", "received: \(decision.received.receivedAt)"]
        let fields = Self.fields(record.readings, catalogue.form(record.form), invention)
        if fields.isEmpty {
            lines += ["record: \(type.id)", "given:"]
            lines += record.readings.compactMap { reading in
                guard !reading.isAbsence, let value = reading.value, type.field(at: FieldPath.generic(reading.path))?.system == nil else {
                    return nil
                }
                return "  \(JSON.string(reading.path)): \(Self.yaml(invention.value(value, at: reading.path)))"
            }
        } else {
            lines += ["form: \(record.form)", "fields:"] + fields.map { "  \(JSON.string($0.name)): \(JSON.string($0.value))" }
        }
        let corrected = record.readings.filter { $0.state == .corrected }
        if !corrected.isEmpty { lines.append("# Das hat ein Mensch berichtigt; so sollte es gelesen werden:") }
        lines += corrected.map { reading in
            "#   \(reading.path): \(reading.value.map { Self.yaml(invention.value($0, at: reading.path)) } ?? "trifft nicht zu oder fehlt")"
        }
        text = lines.map { $0.replacing("\n", with: " ") }.joined(separator: "\n") + "\n"
    }

    /// What stood in the fields of the form, by their names, each once.
    private static func fields(_ readings: [FieldReading], _ form: Form?, _ invention: Invention) -> [(name: String, value: String)] {
        var seen: Set<String> = []
        return readings.flatMap { reading -> [(name: String, value: String)] in
            // What was corrected keeps where it was read; a doubtful one keeps its look, because that was the trouble.
            let places = reading.provenance + (reading.history ?? []).flatMap(\.provenance)
            let isPlain = reading.state == .read && reading.history?.isEmpty ?? true
            return places.compactMap { place in
                guard let name = place.field, !name.isEmpty, place.page != nil, seen.insert(name).inserted else { return nil }
                let rule = form?.rules.first { $0.place == place.rule }
                let isBox = rule.map { $0.fields.count == 2 && $0.converter == .boolean } ?? false
                return (name, isBox ? "true" : invention.text(place.raw, at: reading.path, isPlain: isPlain))
            }
        }
    }

    /// A value as cases have it: texts, several in a list.
    private static func yaml(_ value: Value) -> String {
        guard case .list(let values) = value else { return "\(JSON.string(word(value)))" }
        return "[" + values.map { "\(JSON.string(word($0)))" }.joined(separator: ", ") + "]"
    }

    private static func word(_ value: Value) -> String { if case .string(let text) = value.json { text } else { value.json.description } }
}

/// Invents values in place of personal ones.
private struct Invention {
    private let type: RecordType

    init(_ type: RecordType) { self.type = type }

    /// What stands in place of a value.
    func value(_ value: Value, at path: String) -> Value {
        switch value {
        case .text(let text): .text(kind(path) == .code ? text : self.text(text, at: path, isPlain: true))
        case .number(let number) where kind(path) == .money || kind(path) == .decimal:
            Decimal(string: Self.digits("\(number)")).map(Value.number) ?? value
        case .date(let date): CalendarDate(iso: Self.date(date.description)).map(Value.date) ?? value
        case .list(let values): .list(values.map { self.value($0, at: path) })
        default: value
        }
    }

    /// What stands in place of a text.
    ///
    /// - Parameters:
    ///   - raw: the text.
    ///   - path: where it stands in the record.
    ///   - isPlain: whether it was read without doubt; else its look is kept.
    /// - Returns: an invented text of the same kind.
    func text(_ raw: String, at path: String, isPlain: Bool) -> String {
        switch kind(path) {
        case .code, .boolean, .integer, .member, .time, .group, .list: raw
        case .date, .month: Self.date(raw)
        case .money, .decimal: Self.digits(raw)
        case .iban where isPlain: "DE02 1203 0000 0000 2020 51"
        case .bic where isPlain: "BYLADEM1001"
        case .postcode where isPlain: "39104"
        case .email where isPlain: "erika.beispiel@example.org"
        case .phone where isPlain: "0391 555 0100"
        case .name where isPlain, .text where isPlain: Self.words(for: path)
        default: Self.scrambled(raw)
        }
    }

    private func kind(_ path: String) -> Field.Kind { type.field(at: FieldPath.generic(path))?.kind ?? .text }

    /// Words that fit what a field is called.
    private static let usual = [
        ("familienname", "Beispiel"), ("vorname", "Erika"), ("name", "Erika Beispiel"), ("strasse", "Lindenweg"), ("hausnummer", "12"),
        ("gebort", "Musterstadt"), ("geburtsort", "Musterstadt"), ("ort", "Musterstadt"), ("staat", "deutsch"),
        ("institut", "Beispielbank"),
    ]

    private static func words(for path: String) -> String {
        let last = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return usual.first { last.contains($0.0) }?.1 ?? "Beispiel"
    }

    // MARK: Others of the same look

    /// Other digits; a nought stays one, so that nothing grows or shrinks by it, and so does what is part of a word: `m2`.
    private static func digits(_ text: String) -> String {
        var before: Character = " "
        return String(
            text.map { character in
                defer { before = character }
                guard let digit = character.wholeNumberValue, !before.isLetter else { return character }
                return Character("\(other[digit])")
            }
        )
    }
    private static let other = [0, 3, 5, 7, 6, 8, 9, 2, 4, 1]

    /// Another day of the same look: days beyond the 28th stay, because they may be the trouble.
    private static func date(_ text: String) -> String {
        let groups = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard !groups.isEmpty, groups.allSatisfy({ $0 < 10_000 }) else { return digits(text) }
        let isYearFirst = groups[0] > 31
        var out = ""
        var (place, rest) = (0, Substring(text))
        while let first = rest.first {
            guard first.isNumber else {
                out.append(rest.removeFirst())
                continue
            }
            let group = rest.prefix(while: \.isNumber)
            out += part(group, at: place, of: groups, isYearFirst: isYearFirst)
            (place, rest) = (place + 1, rest.dropFirst(group.count))
        }
        return out
    }

    private static func part(_ group: Substring, at place: Int, of groups: [Int], isYearFirst: Bool) -> String {
        guard let number = Int(group) else { return String(group) }
        let isYear = isYearFirst ? place == 0 : place == groups.count - 1 && groups.count > 1
        let isDay = groups.count > 2 || !isYearFirst ? place == (isYearFirst ? 2 : 0) : false
        let other = isYear ? number - 1 : isDay && groups.count > 1 ? (number <= 28 ? number * 3 % 28 + 1 : number) : number
        let text = "\(max(0, other))"
        return String(repeating: "0", count: max(0, group.count - text.count)) + text
    }

    /// Other letters and digits; what stands between them stays.
    private static func scrambled(_ text: String) -> String {
        var state: UInt32 = 2_166_136_261
        return String(
            text.map { character in
                for byte in String(character).utf8 { state = (state ^ UInt32(byte)) &* 16_777_619 }
                if let digit = character.wholeNumberValue { return Character("\(other[digit])") }
                guard character.isLetter else { return character }
                let letters = Array(character.isUppercase ? "BDFGHKLMNPRSTW" : "abdefghiklmnoprstu")
                return letters[Int(state >> 8) % letters.count]
            }
        )
    }
}
