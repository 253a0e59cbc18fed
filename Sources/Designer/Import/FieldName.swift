internal import Foundation

/// Names of fields made from what people call them: `Straße und Hausnummer` is `strasseUndHausnummer`.
enum FieldName {
    /// No longer than this: paths of deep groups must stay readable.
    private static let longest = 30

    /// Words that mean something else in conditions, and the number of a row.
    private static let taken: Set<String> = [
        "and", "or", "not", "in", "if", "then", "else", "for", "return", "some", "every", "satisfies", "between", "instance", "of", "true",
        "false", "null", "function", "external", "date", "time", "duration", "item", "nummer", "eintrag", "partial",
    ]

    /// A name from words; nil when there is no letter in them.
    static func of(_ text: String) -> String? {
        let whole = text.replacing(/\([^()]*\)/, with: " ")
        let words = plain(whole.contains(where: \.isLetter) ? whole : text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
        var name = ""
        for word in words {
            let isShouted = word.count > 1 && word == word.uppercased()
            let tail = isShouted ? word.dropFirst().lowercased() : String(word.dropFirst())
            let next = (name.isEmpty ? word.prefix(1).lowercased() : word.prefix(1).uppercased()) + tail
            if !name.isEmpty, name.count + next.count > longest { break }
            name += next
        }
        name = String(name.prefix(longest))
        guard let first = name.first else { return nil }
        if !first.isLetter { name = "feld" + name }
        return taken.contains(name) ? name + "Angabe" : name
    }

    /// What people call something that has only a name: `geburtsDatum` is `Geburts Datum`.
    static func label(_ name: String) -> String {
        let spaced = name.replacing(/(\p{Ll}|\d)(\p{Lu})/) { "\($0.1) \($0.2)" }.replacing(/[_\-.]+/, with: " ")
        let words = spaced.split(separator: " ").joined(separator: " ")
        return words.isEmpty ? name : words.prefix(1).uppercased() + words.dropFirst()
    }

    /// A name that is not among others yet.
    static func unique(_ name: String, among others: Set<String>) -> String {
        guard others.contains(name) else { return name }
        var number = 2
        while others.contains("\(name)\(number)") { number += 1 }
        return "\(name)\(number)"
    }

    /// The text in letters of ASCII: umlauts as two letters, others without their accents.
    private static func plain(_ text: String) -> String {
        var out = ""
        for character in text.precomposedStringWithCanonicalMapping {
            switch character {
            case "ä": out += "ae"
            case "ö": out += "oe"
            case "ü": out += "ue"
            case "Ä": out += "Ae"
            case "Ö": out += "Oe"
            case "Ü": out += "Ue"
            case "ß", "ẞ": out += "ss"
            default:
                let folded = String(character).folding(options: .diacriticInsensitive, locale: Locale(identifier: "en_US_POSIX"))
                out += folded.allSatisfy(\.isASCII) ? folded : " "
            }
        }
        return out
    }
}
