internal import Foundation
public import Vocabulary

/// Turns what stands on a form into a value of the field's type, or refuses with a reason; it never guesses silently.
public struct Converter: Sendable {
    /// What came of it.
    public enum Conversion: Equatable, Sendable {
        /// A value; unsure when a rule had to decide between two readings.
        case value(Value, isUnsure: Bool = false)
        /// No value of that type; the reason completes the sentence „… ist“.
        case refused(String)
    }

    /// The year of receipt, against which two-digit years are read.
    public var referenceYear: Int

    /// Makes a converter.
    ///
    /// - Parameter referenceYear: the year of receipt.
    public init(referenceYear: Int) { self.referenceYear = referenceYear }

    /// Converts text.
    ///
    /// - Parameters:
    ///   - raw: what stands there.
    ///   - field: the field it is for.
    ///   - kind: the type to read it as, usually the field's own.
    ///   - codes: keys for what is written on this form, folded.
    /// - Returns: the value, or why there is none.
    public func convert(_ raw: String, for field: Field, as kind: Field.Kind, codes: [String: String] = [:]) -> Conversion {
        let text = Self.isTight(raw) ? raw : raw.trimmingCharacters(in: .whitespacesAndNewlines)
        if text.isEmpty { return .refused("leer") }
        if text.unicodeScalars.count > 10_000 { return .refused("zu lang") }
        switch kind {
        case .text, .attachment: return .value(.text(text))
        case .name: return name(text)
        case .code: return code(text, field, codes)
        case .boolean: return boolean(text, codes)
        case .integer, .member: return integer(text)
        case .decimal: return Self.number(text, units: ["m²", "qm", "m2", "Quadratmeter", "%", "Prozent", "v.H."], mostFraction: 4)
        case .money:
            return Self.number(
                text,
                units: ["im Monat", "pro Monat", "im Jahr", "pro Jahr", "monatlich", "jährlich", "mtl.", "€", "EUR", "Euro"],
                mostFraction: 2
            )
        case .date: return date(text)
        case .month: return month(text)
        case .time: return Instant(iso: text).map { .value(.time($0)) } ?? .refused("kein Zeitpunkt")
        case .iban: return BankAccount.iban(text)
        case .bic: return BankAccount.bic(text)
        case .postcode: return postcode(text)
        case .email: return email(text)
        case .phone: return phone(text)
        case .group, .list: return .refused("kein einzelner Wert")
        }
    }

    /// Whether text begins and ends with a sign of ASCII, so that there is nothing to trim; most texts on forms do.
    static func isTight(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return true }
        return first &- 0x21 < 0x5E && last &- 0x21 < 0x5E
    }

    private func name(_ text: String) -> Conversion {
        let joined = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").precomposedStringWithCanonicalMapping
        // DIN 91379 allows letters, combining marks and a few separators in names of persons.
        let allowed = joined.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
                || " -'’.,()/".unicodeScalars.contains(scalar)
        }
        guard allowed, joined.contains(where: \.isLetter), joined.count <= 200 else { return .refused("kein Name") }
        return .value(.text(joined))
    }

    private func code(_ text: String, _ field: Field, _ codes: [String: String]) -> Conversion {
        let wanted = Self.folded(text)
        if let key = codes[wanted] { return .value(.text(key)) }
        if let code = field.codes.first(where: { $0.words.contains(text) }) { return .value(.text(code.key)) }
        if let code = field.codes.first(where: { $0.words.contains { Self.folded($0) == wanted } }) { return .value(.text(code.key)) }
        // `Gehalt Fa. Schmidt` contains `Gehalt`: a hint, not an answer, unless it is the only one.
        let hints = Set(codes.filter { wanted.contains($0.key) }.map(\.value))
        if hints.count == 1, let key = hints.first { return .value(.text(key), isUnsure: true) }
        return .refused("nicht zuzuordnen")
    }

    private func boolean(_ text: String, _ codes: [String: String]) -> Conversion {
        let folded = Self.folded(text)
        let wanted = codes[folded] ?? folded
        if ["ja", "yes", "true", "1", "on", "x", "wahr", "bestätigt", "verstanden"].contains(wanted) { return .value(.boolean(true)) }
        if ["nein", "no", "false", "0", "off", "falsch"].contains(wanted) { return .value(.boolean(false)) }
        return .refused("weder Ja noch Nein")
    }

    private func integer(_ text: String) -> Conversion {
        let digits = text.hasSuffix(" Personen") ? String(text.dropLast(9)) : text
        guard (1...9).contains(digits.utf8.count), let number = Int(digits), digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return .refused("keine ganze Zahl")
        }
        return .value(.number(Decimal(number)))
    }

    private func postcode(_ text: String) -> Conversion {
        let upper = text.uppercased()
        let digits = upper.hasPrefix("D-") ? String(upper.dropFirst(2)) : upper
        guard digits.utf8.count == 5, digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits), number >= 1001,
            number <= 99_998
        else { return .refused("keine Postleitzahl mit fünf Ziffern") }
        return .value(.text(digits))
    }

    private func email(_ text: String) -> Conversion {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        let isAddress =
            halves.count == 2 && !halves[0].isEmpty && halves[1].contains(".") && !halves[1].hasPrefix(".") && !halves[1].hasSuffix(".")
            && text.allSatisfy { $0.isLetter || $0.isNumber || "@.-_+".contains($0) }
        return isAddress && text.utf8.count <= 254 ? .value(.text(text)) : .refused("keine E-Mail-Adresse")
    }

    private func phone(_ text: String) -> Conversion {
        let digits = text.filter(\.isNumber).count
        let isPhone = (5...20).contains(digits) && text.allSatisfy { $0.isNumber || " +-/()".contains($0) }
        return isPhone ? .value(.text(text)) : .refused("keine Telefonnummer")
    }

    /// Lower case without surrounding space, in normal form C, single spaces.
    public static func folded(_ text: String) -> String { FoldedText(text).text }
}

/// What converters make of a text, for trying them out and for testing the documentation.
public enum Conversions {
    /// The value as JSON writes it, ` unsure` behind it where a rule had to decide, or `refused: ` and the reason.
    ///
    /// A code is tried against the codes `ledig` and, where the form says `verheiratet`, `verh`.
    public static func describe(_ raw: String, as kind: Field.Kind, referenceYear: Int) -> String {
        var field = Field(name: "x", path: "x", label: "x", kind: kind)
        field.codes = [Code(key: "ledig", label: "ledig")]
        switch Converter(referenceYear: referenceYear).convert(raw, for: field, as: kind, codes: ["verheiratet": "verh"]) {
        case .refused(let reason): return "refused: \(reason)"
        case .value(let value, let isUnsure):
            let text = if case .string(let text) = value.json { text } else { value.json.description }
            return isUnsure && kind != .code ? text + " unsure" : text
        }
    }
}
