internal import Foundation

/// What somebody declares in a sentence (Erklärung), as a pattern of words in order.
///
/// `leg* … (widerspruch|einspruch) … ein`: words, endings left open by `*`, alternatives in brackets; `…` stands for any words in
/// between, `..` for at most three, `^` for the beginning of the sentence and `$` for its end. `{name}` is a named list of words.
/// Letters are compared without case, umlauts as two letters.
public struct Declaration: Sendable, Equatable {
    /// A step of the pattern.
    enum Piece: Sendable, Equatable {
        /// One of these words.
        case word([Word])
        /// At most so many other words.
        case gap(Int)
        case start, end
    }

    /// A word of which the beginning or the end may be open.
    struct Word: Sendable, Equatable {
        var text: [UInt8]
        var isOpenBefore = false
        var isOpenBehind = false

        init?(_ pattern: some StringProtocol) {
            var rest = Substring(Declaration.plain(String(pattern)))
            if rest.hasPrefix("*") { (isOpenBefore, rest) = (true, rest.dropFirst()) }
            if rest.hasSuffix("*") { (isOpenBehind, rest) = (true, rest.dropLast()) }
            guard !rest.isEmpty, rest.allSatisfy({ $0.isLetter || $0.isNumber }) else { return nil }
            text = Array(rest.utf8)
        }

        func fits(_ word: ArraySlice<UInt8>) -> Bool {
            guard word.count >= text.count else { return false }
            switch (isOpenBefore, isOpenBehind) {
            case (false, false): return word.elementsEqual(text)
            case (false, true): return word.starts(with: text)
            case (true, false): return word.suffix(text.count).elementsEqual(text)
            case (true, true): return (0...(word.count - text.count)).contains { word.dropFirst($0).starts(with: text) }
            }
        }
    }

    let pieces: [Piece]
    /// Words of which one must stand somewhere in the letter; none are needed when it is empty.
    let about: [Word]
    /// The pattern as it was written.
    public let pattern: String

    /// Reads a pattern; nil if it is none.
    ///
    /// - Parameters:
    ///   - pattern: the pattern.
    ///   - about: words of which one must stand somewhere in the letter.
    ///   - lists: named lists of words.
    public init?(_ pattern: String, about: [String], lists: [String: [String]]) {
        var pieces: [Piece] = []
        for step in pattern.split(separator: " ") {
            switch step {
            case "…", "...": pieces.append(.gap(.max))
            case "..": pieces.append(.gap(3))
            case "^": pieces.append(.start)
            case "$": pieces.append(.end)
            default:
                var texts = [String(step)]
                if step.hasPrefix("{"), step.hasSuffix("}") {
                    guard let list = lists[String(step.dropFirst().dropLast())] else { return nil }
                    texts = list
                } else if step.hasPrefix("("), step.hasSuffix(")") {
                    texts = step.dropFirst().dropLast().split(separator: "|").map(String.init)
                }
                let words = texts.compactMap { Word($0) }
                guard !words.isEmpty, words.count == texts.count else { return nil }
                pieces.append(.word(words))
            }
        }
        guard pieces.contains(where: { if case .word = $0 { true } else { false } }) else { return nil }
        let words = about.compactMap { Word($0) }
        guard words.count == about.count else { return nil }
        (self.pieces, self.about, self.pattern) = (pieces, words, pattern)
    }

    /// Whether two patterns fit the same sentences of the same letters.
    public static func == (a: Declaration, b: Declaration) -> Bool { a.pieces == b.pieces && a.about == b.about }

    /// Lower case, umlauts and sharp s as two letters, so that who has no such keys is understood.
    public static func plain(_ text: String) -> String {
        var plain = ""
        plain.reserveCapacity(text.utf8.count)
        for character in text.precomposedStringWithCanonicalMapping.lowercased() {
            switch character {
            case "ä": plain += "ae"
            case "ö": plain += "oe"
            case "ü": plain += "ue"
            case "ß": plain += "ss"
            default: plain.append(character)
            }
        }
        return plain
    }
}
