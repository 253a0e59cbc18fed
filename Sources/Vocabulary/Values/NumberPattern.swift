/// How the case numbers of an office look (Aktenzeichen); they hold nothing personal (WoGG § 35(2)).
public struct NumberPattern: Hashable, Sendable {
    /// The pattern that holds where an office says nothing.
    public static let usual = NumberPattern(parts: [.stem, .text("-"), .year, .text("-"), .count, .text("-"), .check])

    private enum Part: Hashable, Sendable {
        case text(String)
        case stem
        case year
        case count
        case check
    }

    private let parts: [Part]

    private init(parts: [Part]) { self.parts = parts }

    /// Reads a pattern such as `{prefix}-{year}-{count}-{check}`.
    ///
    /// - Returns: nil unless it has prefix, year, count and check once each, and otherwise capital letters, digits and hyphens.
    public init?(_ text: String) {
        var (parts, rest): ([Part], Substring) = ([], text[...])
        let places: [(String, Part)] = [("{prefix}", .stem), ("{year}", .year), ("{count}", .count), ("{check}", .check)]
        while let first = rest.first {
            if let place = places.first(where: { rest.hasPrefix($0.0) }) {
                parts.append(place.1)
                rest = rest.dropFirst(place.0.count)
            } else {
                guard first.isASCII, first.isUppercase || first.isNumber || first == "-" else { return nil }
                parts.append(.text(String(first)))
                rest = rest.dropFirst()
            }
        }
        guard places.allSatisfy({ place in parts.count { $0 == place.1 } == 1 }), !text.hasPrefix("-"), !text.hasSuffix("-"),
            text.utf8.count < 50
        else { return nil }
        self.init(parts: parts)
    }

    /// A number.
    ///
    /// - Parameters:
    ///   - prefix: what its record type begins with.
    ///   - year: the year it was opened.
    ///   - count: which of that year, from 1; six digits or more.
    /// - Returns: the number with its check digit.
    public func number(prefix: String, year: Int, count: Int) -> String {
        let digits = String(count)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        return parts.map { part in
            switch part {
            case .text(let text): text
            case .stem: "\(prefix)"
            case .year: String(year)
            case .count: padded
            case .check: String(Self.check("\(prefix)\(year)\(padded)"))
            }
        }.joined()
    }

    /// Whether a number could have been made for a prefix and a year, as far as its beginning tells.
    public func fits(_ number: String, prefix: String, year: Int) -> Bool {
        var start = ""
        for part in parts {
            switch part {
            case .text(let text): start += text
            case .stem: start += prefix
            case .year: start += String(year)
            case .count, .check: return number.hasPrefix(start)
            }
        }
        return number.hasPrefix(start)
    }

    /// The check digit of letters and digits (ISO 7064, MOD 11,10, as in tax numbers): every wrong digit shows, and nearly every swap.
    ///
    /// Letters count by their place in the alphabet, modulo ten.
    public static func check(_ text: String) -> Int {
        var product = 10
        for byte in text.utf8 {
            let digit = byte &- 0x30 < 10 ? Int(byte - 0x30) : Int(byte & 0x1F) % 10
            let sum = (digit + product) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (11 - product) % 10
    }
}
