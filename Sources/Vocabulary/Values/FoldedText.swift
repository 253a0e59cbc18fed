private import Foundation

/// Text as it is compared: lower case, in normal form C, single spaces between words and none around them.
///
/// The letters and signs of European languages stand for themselves, whatever stands beside them. Text of these alone is *plain*: its
/// bytes can be folded and compared instead of its characters, which is many times faster. Other lines go the slow way, to the same end.
public struct FoldedText: Sendable {
    /// The folded text in UTF-8.
    public private(set) var bytes: [UInt8] = []
    /// Where each line of the text begins, at the space that stands for the line break before it.
    private var starts: [Int] = []
    /// Lines that are not plain.
    private var slow: [Range<Int>] = []

    /// Folds text.
    public init(_ text: String) {
        bytes.reserveCapacity(text.utf8.count)
        starts = [0]
        if PlainText.fold(text, into: &bytes) { return }
        bytes.removeAll(keepingCapacity: true)
        // A line break never joins with what stands before or behind it.
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) { fold([String(Substring(line))]) }
    }

    /// Folds text with places.
    public init(_ layout: TextLayout) {
        for line in layout.lines {
            starts.append(bytes.count)
            fold(line.words.map(\.text))
        }
    }

    /// Adds the words of a line.
    private mutating func fold(_ words: [String]) {
        let start = bytes.count
        if words.allSatisfy({ PlainText.fold($0, into: &bytes) }) { return }
        bytes.removeSubrange(start...)
        let folded = Self.foldedSlowly(words.joined(separator: " "))
        if !bytes.isEmpty, !folded.isEmpty { bytes.append(UInt8(ascii: " ")) }
        bytes += folded.utf8
        slow.append(start..<bytes.count)
    }

    private static func foldedSlowly(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Whether bytes can be compared instead of characters.
    public var isPlain: Bool { slow.isEmpty }

    /// The folded text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The folded text in a range of its bytes.
    public func text(in range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    // MARK: Searching

    /// The first place of a phrase's bytes, skipping what cannot match (Horspool 1980).
    ///
    /// In text that is not plain it may be no place of the phrase's characters; but where there is none of these, there is none of those.
    public func range(of phrase: FoldedText, in range: Range<Int>) -> Range<Int>? {
        let wanted = phrase.bytes
        guard let last = wanted.last, wanted.count <= range.count else { return nil }
        var skips = [Int](repeating: wanted.count, count: 256)
        for (index, byte) in wanted.dropLast().enumerated() { skips[Int(byte)] = wanted.count - 1 - index }
        let (text, pattern) = (bytes.span, wanted.span)
        var end = range.lowerBound + wanted.count - 1
        while end < range.upperBound {
            let byte = text[end]
            if byte == last {
                var matched = 1
                while matched < pattern.count, text[end - matched] == pattern[pattern.count - 1 - matched] { matched += 1 }
                if matched == pattern.count { return end + 1 - matched..<end + 1 }
            }
            end += skips[Int(byte)]
        }
        return nil
    }

    /// The number of the first line that meets a condition, from 0.
    public func firstLine(where holds: (Range<Int>) -> Bool) -> Int? {
        starts.indices.first { holds(starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : bytes.count)) }
    }

    /// Whether the character before a place is a letter; the text must be plain.
    public func hasLetter(before place: Int, from start: Int) -> Bool {
        guard place > start else { return false }
        var first = place - 1
        while first > start, bytes[first] & 0xC0 == 0x80 { first -= 1 }
        return hasLetter(at: first, to: place)
    }

    /// Whether the character at a place is a letter; the text must be plain.
    public func hasLetter(at place: Int, to end: Int) -> Bool {
        PlainText.scalar(in: bytes.span, at: place, to: end)?.properties.isAlphabetic ?? false
    }

    /// Those of some words that stand in the text: letters and digits between anything else.
    public func words(among wanted: WordSet) -> Set<String> {
        var found: Set<String> = []
        var start = 0
        for range in slow {
            collect(wanted, in: start..<range.lowerBound, &found)
            let words = text(in: range).split { !$0.isLetter && !$0.isNumber }.map(String.init)
            found.formUnion(words.filter { wanted.words.contains($0) })
            start = range.upperBound
        }
        collect(wanted, in: start..<bytes.count, &found)
        return found
    }

    private func collect(_ wanted: WordSet, in range: Range<Int>, _ found: inout Set<String>) {
        let text = bytes.span
        var start = range.lowerBound
        var mark = WordSet.Mark()
        var place = start
        while place < range.upperBound {
            let byte = text[place]
            if byte &- 0x61 < 26 {
                mark.take(byte)
                place += 1
                continue
            }
            let length = PlainText.wordCharacter(in: text, at: place, to: range.upperBound)
            if length > 0 {
                for index in place..<place + length { mark.take(text[index]) }
                place += length
                continue
            }
            if start < place, wanted.mayContain(mark) { found.insert(String(decoding: bytes[start..<place], as: UTF8.self)) }
            place -= length
            start = place
            mark = WordSet.Mark()
        }
        if start < place, wanted.mayContain(mark) { found.insert(String(decoding: bytes[start..<place], as: UTF8.self)) }
    }
}

/// Words to be looked for, so prepared that most other words are passed over without being compared.
public struct WordSet: Sendable {
    fileprivate let words: Set<String>
    private var marks = [Bool](repeating: false, count: Mark.count)

    /// Prepares words.
    public init(_ words: some Sequence<String>) {
        self.words = Set(words)
        for word in self.words {
            var mark = Mark()
            for byte in word.utf8 { mark.take(byte) }
            marks[mark.place] = true
        }
    }

    fileprivate func mayContain(_ mark: Mark) -> Bool { marks[mark.place] }

    /// A number made of a word's bytes (Fowler, Noll and Vo, 1a).
    fileprivate struct Mark {
        static let count = 1 << 14
        private var hash: UInt32 = 2_166_136_261
        mutating func take(_ byte: UInt8) { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        var place: Int { Int(hash ^ hash >> 16) % Self.count }
    }
}
