internal import Foundation
internal import Vocabulary

extension Converter {
    /// Reads a number as German forms hold it: `1.234,56 €`, `650,-`, `650.00`, `65,5 m²`.
    ///
    /// A point before exactly three digits groups thousands; anything that could be read two ways is refused.
    static func number(_ text: String, units: [String], mostFraction: Int) -> Conversion {
        var rest = text
        // Digits and separators alone have no unit.
        let isBare = text.utf8.allSatisfy { $0 &- 48 < 10 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }
        for unit in isBare ? [] : units {
            if rest.lowercased().hasSuffix(unit.lowercased()) { rest = String(rest.dropLast(unit.count)) }
            if rest.lowercased().hasPrefix(unit.lowercased()) { rest = String(rest.dropFirst(unit.count)) }
            rest = rest.trimmingCharacters(in: .whitespaces)
        }
        for ending in [",--", ",-", ",–", ",—", ".-"] where rest.hasSuffix(ending) { rest = String(rest.dropLast(ending.count)) }
        let plain = rest.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" && $0 != "'" }
        if plain.count < rest.count, !isGrouped(rest) { return .refused("keine eindeutige Zahl") }
        guard let digits = canonical(plain, mostFraction: mostFraction), digits.utf8.count <= 16,
            let number = Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX"))
        else { return .refused("keine eindeutige Zahl") }
        return .value(.number(number))
    }

    /// Spaces may only group thousands.
    private static func isGrouped(_ text: String) -> Bool {
        let groups = text.split(whereSeparator: { $0 == " " || $0 == "\u{A0}" || $0 == "\u{202F}" || $0 == "'" })
        return groups.dropFirst().allSatisfy {
            $0.prefix(3).count == 3 && $0.prefix(3).allSatisfy(\.isNumber) && ($0.count == 3 || !($0.dropFirst(3).first?.isNumber ?? false))
        }
    }

    /// The number with a point and without groups; nil if the separators do not say one thing.
    private static func canonical(_ text: String, mostFraction: Int) -> String? {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }), text.first?.isNumber == true else {
            return nil
        }
        let commas = text.split(separator: ",", omittingEmptySubsequences: false)
        let points = text.split(separator: ".", omittingEmptySubsequences: false)
        switch (points.count, commas.count) {
        case (1, 1): return text
        case (1, 2): return (1...mostFraction).contains(commas[1].count) ? "\(commas[0]).\(commas[1])" : nil
        case (2, 1) where points[1].count < 3 && !points[1].isEmpty: return text
        case (_, 1): return grouped(points)
        case (_, 2):
            if text.lastIndex(of: ",") ?? text.startIndex > text.lastIndex(of: ".") ?? text.startIndex {
                let whole = grouped(commas[0].split(separator: ".", omittingEmptySubsequences: false))
                return (1...mostFraction).contains(commas[1].count) ? whole.map { "\($0).\(commas[1])" } : nil
            }
            guard points.count == 2, (1...mostFraction).contains(points[1].count) else { return nil }
            return grouped(points[0].split(separator: ",", omittingEmptySubsequences: false)).map { "\($0).\(points[1])" }
        default: return nil
        }
    }

    private static func grouped(_ groups: [Substring]) -> String? {
        guard let first = groups.first, (1...3).contains(first.count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        return groups.joined()
    }
}

/// Bank account numbers.
enum BankAccount {
    /// Lengths of IBANs in the SEPA area (ISO 13616 registry).
    private static let lengths: [String: Int] = [
        "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
        "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
        "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
        "VA": 22,
    ]

    /// An IBAN of the SEPA area with valid check digits (ISO 7064, MOD 97-10), without spaces.
    static func iban(_ text: String) -> Converter.Conversion {
        let letters = text.uppercased().filter { !$0.isWhitespace && $0 != "." && $0 != "-" }
        guard letters.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }), let length = lengths[String(letters.prefix(2))] else {
            return .refused("keine IBAN eines Landes im SEPA-Raum")
        }
        guard letters.count == length else { return .refused("keine IBAN mit \(length) Stellen") }
        var remainder = 0
        for character in letters.dropFirst(4) + letters.prefix(4) {
            guard let value = character.wholeNumberValue ?? character.asciiValue.map({ Int($0) - 55 }) else {
                return .refused("keine IBAN")
            }
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
        }
        return remainder == 1 ? .value(.text(letters)) : .refused("keine gültige IBAN, die Prüfziffer stimmt nicht")
    }

    /// A business identifier code (ISO 9362).
    static func bic(_ text: String) -> Converter.Conversion {
        let letters = Array(text.uppercased().filter { !$0.isWhitespace })
        let isCode =
            (letters.count == 8 || letters.count == 11) && letters.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            && letters.prefix(6).allSatisfy(\.isLetter)
        return isCode ? .value(.text(String(letters))) : .refused("keine BIC mit 8 oder 11 Stellen")
    }
}
