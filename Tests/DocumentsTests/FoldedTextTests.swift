import Documents
import Vocabulary
import Foundation
import Testing

struct FoldedTextTests {
    /// What folding means, character by character.
    private func folded(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The words that stand in a text, character by character.
    private func words(_ text: String) -> Set<String> { Set(text.split { !$0.isLetter && !$0.isNumber }.map(String.init)) }

    private func expectSame(_ text: String, at value: UInt32) {
        let made = FoldedText(text)
        let wanted = folded(text)
        #expect(Array(made.text.unicodeScalars) == Array(wanted.unicodeScalars), "U+\(String(value, radix: 16))")
        let known = words(wanted).union(["ab", "xy"])
        #expect(made.words(among: WordSet(known)) == words(wanted), "U+\(String(value, radix: 16))")
    }

    @Test func `every character is folded as by its definition, whatever stands beside it`() {
        for value in UInt32(1)..<0x3100 {
            guard let scalar = Unicode.Scalar(value), !isPrepended(scalar) else { continue }
            expectSame("AB\(scalar)xY \(scalar)\(scalar) z\n\(scalar) \u{DC}\(scalar)\u{E9}", at: value)
        }
        for value: UInt32 in [0xAC00, 0xFB01, 0xFE0F, 0xFEFF, 0xFFFD, 0x1F600, 0x1F468, 0x1F1E9] {
            guard let scalar = Unicode.Scalar(value) else { continue }
            expectSame("AB\(scalar)xY \(scalar)\(scalar) z\r\n\(scalar) \u{DC}\(scalar)\u{E9}\r\nx", at: value)
        }
    }

    /// Signs of Arabic and Indic scripts that make one character even with the space behind them.
    private func isPrepended(_ scalar: Unicode.Scalar) -> Bool { "\(scalar) ".count == 1 }

    @Test func `a mark of its own at the beginning of a line joins with nothing`() {
        for text in ["a\n\u{301}b", "a \u{301}b", "\u{301}", "Stra\u{DF}e\r\n\u{308}", "e\u{301} E\u{301}", "\u{130}stanbul", "H\u{331}"] {
            #expect(FoldedText(text).text == folded(text))
        }
    }

    @Test func `a phrase is found in its first place`() {
        let text = FoldedText("Der Vermieter will mehr Miete: M\u{FC}ller zahlt die Miete")
        let phrase = FoldedText("MIETE")
        let everywhere = 0..<text.bytes.count
        #expect(text.range(of: phrase, in: everywhere) == 7..<12)
        #expect(text.range(of: phrase, in: 8..<text.bytes.count) == 24..<29)
        #expect(text.range(of: FoldedText("m\u{FC}ller zahlt"), in: everywhere) == 31..<44)
        #expect(text.range(of: FoldedText("m\u{FC}llerin"), in: everywhere) == nil)
        #expect(text.range(of: FoldedText(""), in: everywhere) == nil)
        #expect(text.hasLetter(before: 7, from: 0) && !text.hasLetter(before: 24, from: 0) && !text.hasLetter(before: 24, from: 24))
        #expect(text.hasLetter(at: 12, to: text.bytes.count) && !text.hasLetter(at: 29, to: text.bytes.count))
    }

    @Test(arguments: [
        "a b\u{A0}c\u{2009}d", "  \u{DC}ber\t stra\u{DF}e \u{2013} \u{201E}Ja\u{201C}", "e\u{301} \u{301}x", "\u{1F600}\u{FE0F} y", "",
        " \n\r\nx\r\ny",
    ])
    func `plain text has the words between its white space`(text: String) {
        var opener = Opener()
        let document = opener.open(Array(text.utf8), name: "a.txt")[0]
        // A line end of two bytes is made one before.
        guard let plain = document.plain else { return }
        let lines = plain.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = lines.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        #expect(document.text().lines.map { $0.words.map(\.text) } == expected)
        #expect(document.folded().text == folded(document.text().text))
        #expect(document.beginning(3) == String(document.text().text.prefix(3)))
    }
}
