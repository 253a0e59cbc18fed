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

        /// Makes a field.
        public init(name: String, value: String, range: Range<Int>) {
            (self.name, self.value, self.range) = (name, value, range)
        }
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
    /// Whether mail programs could disagree about who sent it and where an answer goes; then no address of it counts.
    public var isSenderUnclear = false
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
    /// The ids of In-Reply-To and References, and of the messages that a report of a mail server is about.
    public var references: [String] = []
    /// Whether a mail server says that a message could not be delivered (RFC 3464).
    public var isFailureReport = false
    /// All parts, depth first; the first is the message's own content.
    public var parts: [Part] = []
    /// What is wrong with it.
    public var findings: [Finding] = []

    /// A message about which nothing is known yet.
    public init() {}

    /// The first value of a header field, whatever its case.
    public subscript(name: String) -> String? {
        header.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Whether a machine sent it on its own, or to many: answers to such a message start loops (RFC 3834, RFC 2919).
    public var isAutomatic: Bool {
        if let submitted = self["Auto-Submitted"]?.lowercased(), !submitted.hasPrefix("no") { return true }
        if let precedence = self["Precedence"]?.lowercased(), ["bulk", "junk", "list"].contains(precedence) { return true }
        if self["Return-Path"].map({ $0.filter { $0 != " " } }) == "<>" { return true }
        if self["X-Auto-Response-Suppress"].map({ $0.lowercased().contains("all") || $0.lowercased().contains("autoreply") }) ?? false {
            return true
        }
        if ["List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond"].contains(where: { self[$0] != nil }) { return true }
        return parts.first?.type == "multipart/report"
    }
}
