internal import Definitions
internal import Documents
internal import Foundation
internal import Vocabulary

/// Finds text near an anchor, on a page with places or in plain lines.
struct TextSearch {
    /// What was found.
    struct Hit {
        var text: String
        var page: Int?
        var rect: Rect?
        var line: Int
    }

    private let document: OpenDocument
    private let layout: TextLayout
    private let rule: TextRule
    /// The words of each anchor as they are compared.
    private let anchors: [[String]]
    /// Patterns look at so many characters: a search that goes wrong must stay cheap.
    private static let mostSearched = 20_000

    init(_ document: OpenDocument, _ rule: TextRule) {
        self.document = document
        layout = document.text()
        self.rule = rule
        anchors = rule.direction == .contains ? [] : rule.anchors.map { $0.split(separator: " ").map { Self.bare(String($0)) } }
    }

    func first() -> Hit? {
        switch rule.direction {
        case .pattern: pattern()
        case .contains: contained()
        case .all: layout.lines.isEmpty ? nil : Hit(text: layout.text, line: 1)
        case .rightOf, .below: near()
        case .region: region()
        }
    }

    private func near() -> Hit? {
        var occurrence = 0
        for (index, line) in layout.lines.enumerated() where rule.page == nil || line.page == rule.page {
            guard let span = anchor(in: line) else { continue }
            occurrence += 1
            guard occurrence == rule.occurrence else { continue }
            if line.words[span].allSatisfy({ $0.rect != nil }) { return onPage(line, span) }
            return rule.direction == .rightOf ? plainRight(line, span) : plainBelow(index)
        }
        return nil
    }

    /// The words of a line that are one of the anchors.
    private func anchor(in line: TextLayout.Line) -> Range<Int>? {
        for wanted in anchors {
            guard !wanted.isEmpty, line.words.count >= wanted.count else { continue }
            for start in 0...(line.words.count - wanted.count)
            where (0..<wanted.count).allSatisfy({ Self.bare(line.words[start + $0].text) == wanted[$0] }) {
                return start..<start + wanted.count
            }
        }
        return nil
    }

    /// A word without the colon or full stop behind a label.
    private static func bare(_ word: String) -> String {
        var word = Converter.folded(word)
        while let last = word.last, last == ":" || last == "." || last == "," { word.removeLast() }
        return word
    }

    // MARK: On a page

    private func onPage(_ line: TextLayout.Line, _ span: Range<Int>) -> Hit? {
        guard let anchor = line.words[span].compactMap(\.rect).reduce(nil, { (whole: Rect?, rect) in whole?.union(rect) ?? rect }) else {
            return nil
        }
        let height = anchor.y1 - anchor.y0
        let words = layout.lines.filter { $0.page == line.page }.flatMap(\.words)
        let row: [TextLayout.Word]
        if rule.direction == .rightOf {
            row = words.filter { word in
                word.rect.map { abs(Self.middle($0) - Self.middle(anchor)) < height * 0.6 && $0.x0 >= anchor.x1 - 1 } ?? false
            }
        } else {
            let under = words.filter { word in
                word.rect.map { Self.middle($0) < anchor.y0 && Self.middle($0) > anchor.y0 - 3 * height && $0.x0 >= anchor.x0 - 4 } ?? false
            }
            guard let top = under.compactMap(\.rect).map(Self.middle).max() else { return nil }
            row = under.filter { word in word.rect.map { top - Self.middle($0) < height * 0.6 } ?? false }
        }
        let sorted = row.sorted { ($0.rect?.x0 ?? 0) < ($1.rect?.x0 ?? 0) }
        let taken = upToEnd(sorted)
        guard !taken.isEmpty else { return nil }
        let rect = taken.compactMap(\.rect).reduce(nil) { (whole: Rect?, rect) in whole?.union(rect) ?? rect }
        return Hit(text: taken.map(\.text).joined(separator: " "), page: line.page, rect: rect, line: line.number)
    }

    private static func middle(_ rect: Rect) -> Double { (rect.y0 + rect.y1) / 2 }

    /// The words before an `until` phrase.
    private func upToEnd(_ words: [TextLayout.Word]) -> [TextLayout.Word] {
        let texts = words.map { Self.bare($0.text) }
        var end = words.count
        for phrase in rule.until {
            let wanted = phrase.split(separator: " ").map { Self.bare(String($0)) }
            guard !wanted.isEmpty, texts.count >= wanted.count else { continue }
            for start in 0...(texts.count - wanted.count) where Array(texts[start..<start + wanted.count]) == wanted {
                end = min(end, start)
                break
            }
        }
        return Array(words[..<end])
    }

    // MARK: In plain lines

    private func plainRight(_ line: TextLayout.Line, _ span: Range<Int>) -> Hit? {
        let rest = upToEnd(Array(line.words[span.upperBound...]))
        guard !rest.isEmpty else { return nil }
        return Hit(text: rest.map(\.text).joined(separator: " "), page: line.page, line: line.number)
    }

    private func plainBelow(_ index: Int) -> Hit? {
        guard let next = layout.lines.dropFirst(index + 1).first(where: { !$0.words.isEmpty }) else { return nil }
        return Hit(text: next.text, page: next.page, line: next.number)
    }

    /// The words whose middle lies in the region, row by row.
    private func region() -> Hit? {
        guard let region = rule.region else { return nil }
        let words = layout.lines.filter { $0.page == (rule.page ?? 1) }.flatMap(\.words).filter { word in
            guard let rect = word.rect else { return false }
            let (x, y) = ((rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2)
            return (region.x0...region.x1).contains(x) && (region.y0...region.y1).contains(y)
        }
        let rows = TextTable.visualRows(words)
        guard let first = rows.first?.first else { return nil }
        let text = rows.map { $0.map(\.text).joined(separator: " ") }.joined(separator: "\n")
        return Hit(text: text, page: rule.page ?? 1, rect: rows.joined().reduce(first.rect) { $0.union($1.rect) }, line: 0)
    }

    private func contained() -> Hit? {
        let text = document.folded()
        let everywhere = 0..<text.bytes.count
        guard let phrase = rule.anchors.lazy.map(FoldedText.init).first(where: { Self.holds(text, everywhere, $0) }) else { return nil }
        let line = text.firstLine { Self.holds(text, $0, phrase) }.map { layout.lines[$0] }
        return Hit(text: phrase.text, page: line?.page, rect: line?.rect, line: line?.number ?? 1)
    }

    /// Whether a phrase stands in a part of the text as whole words: `miete` is not in `Vermieter`.
    private static func holds(_ text: FoldedText, _ part: Range<Int>, _ phrase: FoldedText) -> Bool {
        guard phrase.isPlain else { return holds(text.text(in: part), phrase.text) }
        var rest = part
        while let range = text.range(of: phrase, in: rest) {
            guard text.isPlain else { return holds(text.text(in: part), phrase.text) }
            let length = phrase.bytes.count
            let isBegun = !text.hasLetter(before: range.lowerBound, from: part.lowerBound) || !phrase.hasLetter(at: 0, to: length)
            let isEnded = !text.hasLetter(at: range.upperBound, to: part.upperBound) || !phrase.hasLetter(before: length, from: 0)
            if isBegun, isEnded { return true }
            rest = range.upperBound..<part.upperBound
        }
        return false
    }

    /// The same by characters, for text in which these are not told by their bytes.
    private static func holds(_ text: String, _ phrase: String) -> Bool {
        var rest = text[...]
        while let range = rest.range(of: phrase) {
            let before = range.lowerBound == text.startIndex ? nil : text[text.index(before: range.lowerBound)]
            let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
            let isWord = before.map { !$0.isLetter || phrase.first?.isLetter == false } ?? true
            if isWord, after.map({ !$0.isLetter || phrase.last?.isLetter == false }) ?? true { return true }
            rest = text[range.upperBound...]
        }
        return false
    }

    private func pattern() -> Hit? {
        let text = document.beginning(Self.mostSearched)
        guard let range = Self.range(of: rule.patterns, in: text) else { return nil }
        let before = text[..<range.lowerBound].utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        let line = layout.lines.indices.contains(before) ? layout.lines[before] : nil
        return Hit(text: String(text[range]), page: line?.page, rect: line?.rect, line: line?.number ?? before + 1)
    }

    /// What the first pattern that matches means: its first group that took part, else all of it.
    static func range(of patterns: [NSRegularExpression], in text: String) -> Range<String.Index>? {
        for pattern in patterns {
            guard let match = pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) else { continue }
            let group = (1..<max(1, match.numberOfRanges)).first { match.range(at: $0).location != NSNotFound } ?? 0
            if let range = Range(match.range(at: group), in: text), !range.isEmpty { return range }
        }
        return nil
    }
}
