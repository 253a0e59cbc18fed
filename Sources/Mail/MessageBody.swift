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
        /// Whether a mark says so; without one somebody may have written between the lines.
        public var isMarked: Bool
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
            // GroupWise: `>>> Wohngeldstelle 03.05.2026 09:00 >>>`, and nothing marked behind it.
            if !marked ? Self.isAttribution(rest) : raw.hasPrefix(">>> ") && raw.hasSuffix(" >>>") { behindAttribution = true }
            lines.append(Line(number: index + 1, text: String(rest), isQuoted: marked || behindAttribution, isMarked: marked))
        }
        self.lines = Self.withAttribution(Self.withLetter(lines))
    }

    /// A letter of ours that is repeated behind a block of header lines and without marks, as Outlook and webmail do.
    ///
    /// Only our letters carry a token; whoever passes somebody else's words on, or writes `Von:` and `Betreff:` above a letter of their
    /// own, quotes nothing.
    private static func withLetter(_ lines: [Line]) -> [Line] {
        guard let start = lines.indices.first(where: { !lines[$0].isQuoted && beginsHeader(lines[$0...]) }),
            ThreadToken.first(in: [lines[start...].map(\.text).joined(separator: "\n")]) != nil
        else { return lines }
        var lines = lines
        for index in lines.indices[start...] { lines[index].isQuoted = true }
        return lines
    }

    /// Whether lines begin as mail programs repeat a header: who, when and about what, up to the next empty line.
    private static func beginsHeader(_ lines: ArraySlice<Line>) -> Bool {
        guard let first = lines.first, label(first.text) != nil else { return false }
        let block = Set(lines.prefix(12).prefix { !$0.text.allSatisfy(\.isWhitespace) }.compactMap { label($0.text) })
        return block.count == 3
    }

    private enum HeaderLabel { case author, time, subject }

    /// What a line such as `*Gesendet:* Montag` is about.
    private static func label(_ text: String) -> HeaderLabel? {
        // Most lines are none, and their first byte says so.
        guard let first = text.utf8.first, "*VFGSDBvfgsdb ".utf8.contains(first), let colon = text.firstIndex(of: ":") else { return nil }
        switch text[..<colon].lowercased().filter({ $0.isLetter }) {
        case "von", "from": return .author
        case "gesendet", "sent", "datum", "date": return .time
        case "betreff", "subject": return .subject
        default: return nil
        }
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

    /// `Am 3. Mai 2026 schrieb die Wohngeldstelle:` before marked lines belongs to the quotation, however it is wrapped.
    private static func withAttribution(_ lines: [Line]) -> [Line] {
        var lines = lines
        for end in lines.indices where !lines[end].isQuoted && lines[end].text.hasSuffix(":") {
            guard lines[(end + 1)...].first(where: { !$0.text.isEmpty })?.isQuoted == true else { continue }
            let reach = lines[max(0, end - 2)...end]
            guard let said = reach.lastIndex(where: { $0.text.contains("schrieb") || $0.text.contains("wrote") }) else { continue }
            let start = reach[...said].lastIndex { $0.text.hasPrefix("Am ") || $0.text.hasPrefix("On ") } ?? said
            for index in start...end { lines[index].isQuoted = true }
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
