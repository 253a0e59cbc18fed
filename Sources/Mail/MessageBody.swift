internal import Vocabulary

/// The text a person wrote in a message, told from what they quoted.
public struct MessageBody: Sendable {
    /// One line of the message text.
    public struct Line: Sendable, Hashable {
        /// The line's number in the text, from 1.
        public var number: Int
        /// The line without its quote marks.
        public var text: String
        /// Whether it repeats an earlier message.
        public var isQuoted: Bool
    }

    /// All lines, in order.
    public var lines: [Line]

    /// What the sender wrote, without quotations.
    public var ownText: String { lines.filter { !$0.isQuoted }.map(\.text).joined(separator: "\n") }

    /// What the sender quoted.
    public var quotedText: String { lines.filter(\.isQuoted).map(\.text).joined(separator: "\n") }

    /// Tells own lines from quoted ones: lines marked with `>`, and everything behind an attribution line that mail
    /// programs put before an unmarked quotation.
    public init(_ text: String) {
        var behindAttribution = false
        var lines: [Line] = []
        for (index, raw) in Lines.of(text).enumerated() {
            var rest = raw[...]
            var marked = false
            // Most lines are not quoted, and their first byte says so.
            while rest.utf8.first == UInt8(ascii: ">") || marked,
                let first = rest.first, first == ">" || (marked && first == " " && rest.dropFirst().first == ">")
            {
                rest = rest.dropFirst()
                marked = true
            }
            if marked, rest.first == " " { rest = rest.dropFirst() }
            if !marked, Self.isAttribution(rest) { behindAttribution = true }
            lines.append(Line(number: index + 1, text: String(rest), isQuoted: marked || behindAttribution))
        }
        self.lines = Self.withAttribution(lines)
    }

    /// `-----Ursprüngliche Nachricht-----` and its relatives: what follows is quoted without marks.
    private static func isAttribution(_ line: Substring) -> Bool {
        let marks: [UInt8] = [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "), UInt8(ascii: "\t")]
        // Nearly all lines are told here: nothing at either end is to be trimmed.
        let ends = [line.utf8.first, line.utf8.last].compactMap(\.self)
        guard ends.contains(where: marks.contains) else { return false }
        let plain = line.trimming(while: { $0 == "-" || $0 == "_" || $0 == " " || $0 == "\t" })
        guard plain.utf8.count <= 64, plain.count < line.count - 3 else { return false }
        return ["Ursprüngliche Nachricht", "Original Message", "Originalnachricht", "Weitergeleitete Nachricht"]
            .contains { plain.caseInsensitiveEquals($0) }
    }

    /// `Am 3. Mai 2026 schrieb die Wohngeldstelle:` right before marked lines belongs to the quotation.
    private static func withAttribution(_ lines: [Line]) -> [Line] {
        var lines = lines
        for index in lines.indices.dropLast() where !lines[index].isQuoted && lines[index + 1].isQuoted {
            let text = lines[index].text
            if text.hasSuffix(":"), text.contains("schrieb") || text.contains("wrote") { lines[index].isQuoted = true }
        }
        return lines
    }
}

extension Substring {
    fileprivate func trimming(while predicate: (Character) -> Bool) -> Substring {
        var slice = drop(while: predicate)
        while let last = slice.last, predicate(last) { slice = slice.dropLast() }
        return slice
    }

    fileprivate func caseInsensitiveEquals(_ other: String) -> Bool { lowercased() == other.lowercased() }
}
