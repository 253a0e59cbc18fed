public import Vocabulary

/// An Internet message as values: its header, its parts, and what is wrong with it.
public struct Message: Sendable, Codable {
    /// One header field with its place in the raw message.
    public struct HeaderField: Hashable, Sendable, Codable {
        /// The name as written.
        public var name: String
        /// The value, unfolded and with encoded words decoded (RFC 2047).
        public var value: String
        /// The bytes of the whole field in the raw message, its folded lines and last line break included.
        public var range: Range<Int>
    }

    /// A mailbox of an address header.
    public struct Mailbox: Hashable, Sendable, Codable {
        /// The display name, empty when there is none.
        public var name: String
        /// The addr-spec, as written.
        public var address: String

        /// Makes a mailbox.
        public init(name: String, address: String) {
            self.name = name
            self.address = address
        }

        /// `Name <address>`, or the address alone.
        public var description: String { name.isEmpty ? address : "\(name) <\(address)>" }
    }

    /// The header fields of the message itself, in order.
    public var header: [HeaderField] = []
    /// The first author.
    public var from: Mailbox?
    /// Where an answer goes: Reply-To, else From.
    public var replyTo: Mailbox?
    /// The recipients of To and Cc.
    public var to: [Mailbox] = []
    /// The subject, empty when there is none.
    public var subject = ""
    /// What the sender's clock said.
    public var date: Instant?
    /// When the last server, ours, took it: the time in the topmost `Received` field.
    public var receivedAt: Instant?
    /// The Message-ID without angle brackets.
    public var messageId: String?
    /// The ids of In-Reply-To and References.
    public var references: [String] = []
    /// All parts, depth first; the first is the message's own content.
    public var parts: [Part] = []
    /// What is wrong with it.
    public var findings: [Finding] = []

    /// The first value of a header field, whatever its case.
    public subscript(name: String) -> String? {
        header.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Whether a machine sent it on its own: answers to such a message start loops (RFC 3834).
    public var isAutomatic: Bool {
        if let submitted = self["Auto-Submitted"]?.lowercased(), !submitted.hasPrefix("no") { return true }
        if let precedence = self["Precedence"]?.lowercased(), ["bulk", "junk", "list"].contains(precedence) { return true }
        if self["Return-Path"].map({ $0.filter { $0 != " " } }) == "<>" { return true }
        return parts.first?.type == "multipart/report"
    }
}

/// One part of a message: a multipart, an embedded message, or content.
public struct Part: Sendable, Codable {
    /// The place in the list of parts.
    public var index: Int
    /// The multipart or message it lies in; nil for the outermost.
    public var parent: Int?
    /// How deep it lies, 0 for the outermost.
    public var depth: Int
    /// `type/subtype` in lower case.
    public var type: String
    /// The charset the part declares, in lower case.
    public var charset: String?
    /// The file name it declares (RFC 2183, RFC 2231): a label, never a path.
    public var name: String?
    /// Whether it is declared as an attachment.
    public var isAttachment: Bool
    /// Whether it is an alternative to a part before it that says the same (multipart/alternative).
    public var isAlternative = false
    /// The bytes of its header in the raw message, without the empty line.
    public var headerRange: Range<Int>
    /// The bytes of its body in the raw message, still encoded.
    public var bodyRange: Range<Int>
    /// Whether it was encrypted or signed around other parts, which now stand under it.
    public var isOpened = false
    /// The decoded content's size in bytes; 0 for multiparts and messages.
    public var size = 0
    /// The decoded content's digest; nil for multiparts and messages.
    public var digest: Digest?

    /// Whether this is text the sender wrote as the message itself.
    public var isBody: Bool {
        !isAttachment && name == nil && (type == "text/plain" || type == "text/html")
    }

    /// Whether it holds other parts instead of content.
    public var isContainer: Bool { type.hasPrefix("multipart/") || type == "message/rfc822" || isOpened }
}

extension Message.Opened {
    /// Puts the parts of a message that was wrapped inside a part, encrypted or signed, under that part.
    ///
    /// Their byte ranges stay those within the wrapped message.
    public mutating func embed(_ inner: Message.Opened, in index: Int) {
        let offset = message.parts.count
        for var part in inner.message.parts {
            part.index += offset
            part.parent = part.parent.map { $0 + offset } ?? index
            part.depth += message.parts[index].depth + 1
            message.parts.append(part)
            contents[part.index] = inner.contents[part.index - offset]
        }
        message.parts[index].isOpened = true
        contents[index] = nil
        message.findings += inner.message.findings
    }
}
