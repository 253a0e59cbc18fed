internal import Foundation
internal import Vocabulary

/// Words as cases are found by them: small letters without accents, ä as ae and ß as ss, whatever else somebody typed.
///
/// Kept are the words of a case with a space before and behind each. A word of three letters or more is found anywhere, one of two
/// where a word begins, a single one where it stands alone; so three characters in a row, of which the index is made, are enough.
enum SearchWords {
    /// More words of a case are not kept.
    private static let mostKept = 200
    /// Of what is searched for, more words are not looked at.
    private static let mostAsked = 8
    /// More letters of a word, and more signs of a text, are not looked at.
    private static let (longestWord, longestText) = (64, 1000)

    /// The words of some texts, each once, with what was kept before.
    static func kept(_ texts: [String], before: String = "") -> String {
        var seen: Set<Substring> = []
        let words = ([before] + texts.map(folded)).joined(separator: " ").split(separator: " ")
        let kept = words.filter { seen.insert($0).inserted }.prefix(mostKept).map { $0.prefix(longestWord) }
        return kept.isEmpty ? "" : " " + kept.joined(separator: " ") + " "
    }

    /// What has to stand in the words of a case, for each word that somebody searches for; empty for none.
    static func asked(_ text: String) -> [String] {
        folded(text).split(separator: " ").prefix(mostAsked).map { word in
            let word = day(word) ?? String(word.prefix(longestWord))
            return switch word.unicodeScalars.count {
            case 1: " \(word) "
            case 2: " \(word)"
            default: word
            }
        }
    }

    /// A day as it is kept, however it is written.
    private static func day(_ word: Substring) -> String? {
        if let date = CalendarDate(iso: word) { return date.german }
        let parts = word.split(separator: ".").map { Int($0) }
        guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2] else { return nil }
        return CalendarDate(year: year, month: month, day: day)?.german
    }

    static func folded(_ text: String) -> String {
        var folded = ""
        let text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(longestText)))
        for character in text.precomposedStringWithCanonicalMapping.lowercased() {
            if let plain = plain[character] {
                folded += plain
            } else if character.isWhitespace {
                folded += " "
            } else {
                for scalar in String(character).decomposedStringWithCanonicalMapping.unicodeScalars {
                    switch scalar.properties.generalCategory {
                    case .nonspacingMark, .format: continue
                    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: folded += " "
                    default: folded.unicodeScalars.append(scalar)
                    }
                }
            }
        }
        return folded
    }

    /// Letters that stand for others where a keyboard lacks them, as machines read passports (ICAO 9303).
    private static let plain: [Character: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    ]
}
