/// A mailbox file in the mboxrd format (RFC 4155 with reversible quoting of `From ` lines).
public enum Mbox {
    /// Whether the bytes begin like a mailbox file.
    public static func isMbox(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: from) }

    /// The messages in order, each with its exact bytes: one `>` is taken from lines that begin with `>From `, because
    /// signatures were made before it was added.
    public static func messages(in bytes: [UInt8]) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        var current: [UInt8]?
        var afterEmptyLine = true
        var start = 0
        while start < bytes.count {
            let end = RawBytes.nextLine(in: bytes, from: start)
            let line = bytes[start..<end]
            if afterEmptyLine, line.starts(with: from) {
                if let done = current { messages.append(withoutSeparator(done)) }
                current = []
            } else {
                current?.append(contentsOf: isQuotedFrom(line) ? line.dropFirst() : line)
            }
            afterEmptyLine = line.allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            start = end
        }
        if let done = current { messages.append(withoutSeparator(done)) }
        return messages
    }

    private static let from = Array("From ".utf8)

    private static func isQuotedFrom(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == UInt8(ascii: ">") && line.drop { $0 == UInt8(ascii: ">") }.starts(with: from)
    }

    /// The empty line before the next `From ` belongs to the mailbox, not to the message.
    private static func withoutSeparator(_ message: [UInt8]) -> [UInt8] {
        if message.suffix(4).elementsEqual("\r\n\r\n".utf8) { return message.dropLast(2) }
        if message.suffix(2).elementsEqual("\n\n".utf8) { return message.dropLast(1) }
        return message
    }
}
