internal import Vocabulary

/// The messages of a mailbox file in the mboxrd format (RFC 4155 with reversible quoting of `From ` lines), one by one.
///
/// Each message has its exact bytes: one `>` is taken from lines that begin with `>From `, because signatures were made
/// before it was added. Only a piece of the mailbox and the beginning of the current message are held, however large they are.
struct Mbox {
    private let name: String
    private let most: Int
    private let receivedAt: Instant?
    private var next: () throws(SourceError) -> [UInt8]
    private var buffer: [UInt8]
    private var position = 0
    private var isAtEnd = false
    private var number = 0
    /// Whether the separator of the next message was read already.
    private var hasSeparator = false

    /// Whether the bytes begin like a mailbox file.
    static func isMailbox(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: from) }

    private static let from = Array("From ".utf8)
    /// So much of a line is looked at to tell what it is.
    private static let longestMark = 4096

    /// Reads a mailbox.
    ///
    /// - Parameters:
    ///   - name: what its messages are called, each with its number.
    ///   - head: its first bytes.
    ///   - most: how many bytes of a message are held.
    ///   - receivedAt: when all of them were received, if that is known.
    ///   - next: gives the bytes behind, piece by piece; an empty piece is the end.
    init(_ name: String, head: [UInt8], most: Int, receivedAt: Instant?, next: @escaping () throws(SourceError) -> [UInt8]) {
        (self.name, buffer, self.most, self.receivedAt, self.next) = (name, head, most, receivedAt, next)
    }

    /// The next message; nil at the end.
    ///
    /// - Throws: ``SourceError`` when the mailbox cannot be read to its end; what was read of the message at hand is not given out.
    mutating func message() throws(SourceError) -> Submission? {
        if !hasSeparator, try !readSeparator() { return nil }
        hasSeparator = false
        number += 1
        var message = Collected(path: "\(name)#\(number)", most: most)
        // The empty line before the next separator belongs to the mailbox.
        var emptyLine: ArraySlice<UInt8> = []
        while let line = try line() {
            if !emptyLine.isEmpty, line.starts(with: Self.from) {
                hasSeparator = true
                try skipLine(after: line)
                break
            }
            try message.add(emptyLine)
            emptyLine = []
            if line.allSatisfy({ $0 == 0x0A || $0 == 0x0D }) {
                emptyLine = line
            } else {
                try message.add(Self.isQuotedFrom(line) ? line.dropFirst() : line)
                try copyLine(after: line, to: &message)
            }
        }
        return message.submission("\(name)#\(number)", receivedAt: receivedAt)
    }

    private mutating func readSeparator() throws(SourceError) -> Bool {
        guard let line = try line() else { return false }
        try skipLine(after: line)
        return true
    }

    private static func isQuotedFrom(_ line: ArraySlice<UInt8>) -> Bool {
        line.first == UInt8(ascii: ">") && line.drop { $0 == UInt8(ascii: ">") }.starts(with: from)
    }

    // MARK: Lines

    /// A line with its end, or the beginning of one that is longer than anything that has to be told; nil at the end.
    private mutating func line() throws(SourceError) -> ArraySlice<UInt8>? {
        var scanned = position
        while true {
            if let end = buffer[scanned...].firstIndex(of: 0x0A) { return take(to: end + 1) }
            if buffer.count - position >= Self.longestMark || isAtEnd {
                return position < buffer.count ? take(to: buffer.count) : nil
            }
            scanned = buffer.count - position
            try fill()
        }
    }

    private mutating func take(to end: Int) -> ArraySlice<UInt8> {
        defer { position = end }
        return buffer[position..<end]
    }

    private mutating func fill() throws(SourceError) {
        buffer.removeFirst(position)
        position = 0
        let more = try next()
        isAtEnd = more.isEmpty
        buffer += more
    }

    /// The rest of a line of which only the beginning was taken.
    private mutating func rest(after line: ArraySlice<UInt8>) throws(SourceError) -> ArraySlice<UInt8>? {
        guard line.last != 0x0A else { return nil }
        if position == buffer.count, !isAtEnd { try fill() }
        guard position < buffer.count else { return nil }
        let end = buffer[position...].firstIndex(of: 0x0A).map { $0 + 1 } ?? buffer.count
        return take(to: end)
    }

    private mutating func skipLine(after line: ArraySlice<UInt8>) throws(SourceError) {
        var last = line
        while let more = try rest(after: last) { last = more }
    }

    private mutating func copyLine(after line: ArraySlice<UInt8>, to message: inout Collected) throws(SourceError) {
        var last = line
        while let more = try rest(after: last) {
            try message.add(more)
            last = more
        }
    }
}
