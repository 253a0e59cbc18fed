/// The messages of a mailbox file in the mboxrd format (RFC 4155 with reversible quoting of `From ` lines), one by one.
///
/// Each message has its exact bytes: one `>` is taken from lines that begin with `>From `, because signatures were made
/// before it was added. Only the current message is held, however large the mailbox is.
public struct Mbox<Lines: IteratorProtocol>: IteratorProtocol where Lines.Element == [UInt8] {
    private var lines: Lines
    private var isStarted = false
    private var isAtEnd = false

    /// Reads from lines that still have their line ends.
    public init(_ lines: Lines) { self.lines = lines }

    /// The next message; nil at the end.
    public mutating func next() -> [UInt8]? {
        guard !isAtEnd else { return nil }
        var message: [UInt8] = []
        var afterEmptyLine = true
        while let line = lines.next() {
            if afterEmptyLine, line.starts(with: MboxFormat.from) {
                if isStarted { return MboxFormat.withoutSeparator(message) }
                isStarted = true
            } else if isStarted {
                message += MboxFormat.isQuotedFrom(line) ? line.dropFirst() : line[...]
            }
            afterEmptyLine = line.allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        }
        isAtEnd = true
        return isStarted ? MboxFormat.withoutSeparator(message) : nil
    }
}

/// What makes a file a mailbox.
public enum MboxFormat {
    static let from = Array("From ".utf8)

    /// Whether the bytes begin like a mailbox file.
    public static func isMbox(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: from) }

    static func isQuotedFrom(_ line: [UInt8]) -> Bool {
        line.first == UInt8(ascii: ">") && line.drop { $0 == UInt8(ascii: ">") }.starts(with: from)
    }

    /// The empty line before the next `From ` belongs to the mailbox, not to the message.
    static func withoutSeparator(_ message: [UInt8]) -> [UInt8] {
        if message.suffix(4).elementsEqual("\r\n\r\n".utf8) { return message.dropLast(2) }
        if message.suffix(2).elementsEqual("\n\n".utf8) { return message.dropLast(1) }
        return message
    }
}
