internal import Foundation
internal import Vocabulary

/// Reads what a citizen answered to one of our follow-ups: under each quoted question, by its number, or by its label.
struct AnswerReader {
    let type: RecordType
    let letter: Letter
    let converter: Converter

    /// `WG-2026-000123` from the token `[WG-2026-000123-R1]` that our subject carries.
    var caseNumber: String? {
        for text in [letter.subject] + letter.lines.map(\.text) {
            guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else { continue }
            let parts = text[text.index(after: open)..<close].split(separator: "-")
            if parts.count == 4, parts[0] == type.prefix, parts[3].hasPrefix("R") { return parts[0..<3].joined(separator: "-") }
        }
        return nil
    }

    /// Questions about whole lists were answered in words; a person has to enter them.
    func findings() -> [Finding] {
        let lists = Set(type.lists.map { Converter.folded(type.title(of: $0.path)) })
        let asked = letter.lines.filter(\.isQuoted).compactMap { Self.numbered($0.text.trimmingCharacters(in: .whitespaces)) }
        return asked.filter { lists.contains(Converter.folded($0.1)) }.map { _, title in
            Finding(
                "answer.by-hand",
                .error,
                "Die Antwort zu „\(title)“ steht in eigenen Worten in der Nachricht. Bitte übertragen Sie sie von Hand."
            )
        }
    }

    /// One reading for each question answered.
    func readings() -> [FieldReading] {
        let titles = Dictionary(type.leaves.map { (Converter.folded(type.title(of: $0.path)), $0.path) }) { first, _ in first }
        var questions: [Int: String] = [:]
        var open: String?
        var readings: [FieldReading] = []
        for line in letter.lines {
            let text = line.text.trimmingCharacters(in: .whitespaces)
            if line.isQuoted {
                if let (number, title) = Self.numbered(text), let path = path(of: title, titles) {
                    questions[number] = path
                    open = path
                }
            } else if !text.isEmpty {
                if let path = open, questions.values.contains(path) {
                    readings.append(reading(path, text, line))
                    open = nil
                } else if let (label, value) = Self.labelled(text), let path = path(of: label, titles) {
                    readings.append(reading(path, value, line))
                }
            }
        }
        let answered = Set(readings.map(\.path))
        for line in letter.lines where !line.isQuoted {
            guard let (number, value) = Self.numbered(line.text.trimmingCharacters(in: .whitespaces)), let path = questions[number],
                !answered.contains(path)
            else { continue }
            readings.append(reading(path, value, line))
        }
        return readings
    }

    private func reading(_ path: String, _ raw: String, _ line: Letter.Line) -> FieldReading {
        var provenance = Provenance(document: letter.digest, name: "Nachrichtentext", rule: "answer", raw: raw)
        provenance.line = line.number
        guard let field = type.field(at: Mapper.generic(path)) else {
            return FieldReading(path: path, state: .invalid, provenance: [provenance], reason: "unbekannt")
        }
        switch converter.convert(raw, for: field, as: field.kind) {
        case .value(let value, _):
            return FieldReading(path: path, state: .answered, value: field.isMany ? .list([value]) : value, provenance: [provenance])
        case .refused(let reason):
            return FieldReading(path: path, state: .invalid, provenance: [provenance], reason: reason)
        }
    }

    /// `Geburtsdatum (Person 2)` names a row; the number is the citizen's count from 1.
    private func path(of title: String, _ titles: [String: String]) -> String? {
        let folded = Converter.folded(title)
        if let path = titles[folded] { return path }
        guard let open = folded.lastIndex(of: "("), folded.hasSuffix(")") else { return nil }
        let inside = folded[folded.index(after: open)...].dropLast()
        guard let space = inside.lastIndex(of: " "), let number = Int(inside[inside.index(after: space)...]), number >= 1 else {
            return nil
        }
        let generic = folded[..<open] + "(" + inside[..<space] + ")"
        return titles[String(generic)].map { $0.replacing("[]", with: "[\(number - 1)]", maxReplacements: 1) }
    }

    /// `3. Geburtsdatum` or `zu 3: …`.
    private static func numbered(_ text: String) -> (Int, String)? {
        var rest = text[...]
        if rest.lowercased().hasPrefix("zu ") { rest = rest.dropFirst(3) }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        guard let number = Int(digits), let mark = rest.first, mark == "." || mark == ":" || mark == ")" else { return nil }
        let value = rest.dropFirst().trimmingCharacters(in: .whitespaces)
        return value.isEmpty ? nil : (number, value)
    }

    private static func labelled(_ text: String) -> (String, String)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        return value.isEmpty ? nil : (String(text[..<colon]), value)
    }
}
