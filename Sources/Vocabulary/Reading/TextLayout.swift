/// Text with places: lines of words, page by page.
public struct TextLayout: Sendable, Codable {
    /// A word and where it stands.
    public struct Word: Sendable, Codable, Hashable {
        /// The word.
        public var text: String
        /// Where it stands; nil in plain text.
        public var rect: Rect?

        /// Makes a word.
        public init(text: String, rect: Rect? = nil) { (self.text, self.rect) = (text, rect) }
    }

    /// A line of words.
    public struct Line: Sendable, Codable, Hashable {
        /// The page of a PDF, from 1; nil in plain text.
        public var page: Int?
        /// The line's number on its page or in the text, from 1.
        public var number: Int
        /// The words from left to right.
        public var words: [Word]

        /// Makes a line.
        public init(page: Int? = nil, number: Int, words: [Word]) { (self.page, self.number, self.words) = (page, number, words) }

        /// The words with single spaces between them.
        public var text: String { words.map(\.text).joined(separator: " ") }

        /// The smallest rectangle around all words.
        public var rect: Rect? {
            words.compactMap(\.rect).reduce(nil) { whole, rect in whole?.union(rect) ?? rect }
        }
    }

    /// The lines in reading order.
    public var lines: [Line] = []
    /// Whether text beyond the limit was left out.
    public var isCut = false

    /// No text.
    public init() {}

    /// Plain text: a line for each line, without places.
    public init(plain text: String) {
        for (index, line) in Lines.of(text).enumerated() {
            let words = PlainText.words(line) ?? line.split(whereSeparator: \.isWhitespace).map(String.init)
            lines.append(Line(number: index + 1, words: words.map { Word(text: $0) }))
        }
    }

    /// The whole text, a line break after each line.
    public var text: String {
        var whole = ""
        for (index, line) in lines.enumerated() {
            if index > 0 { whole += "\n" }
            for (place, word) in line.words.enumerated() {
                if place > 0 { whole += " " }
                whole += word.text
            }
        }
        return whole
    }
}
