/// One received message or document, byte-exact (Einsendung), before anything has looked into it.
public struct Submission: Sendable {
    /// Where it came from: a path, `-`, or a mailbox and number such as `posteingang.mbox#3`.
    public var source: String
    /// The bytes as received; of more than may be read only the beginning.
    public var bytes: [UInt8]
    /// How many bytes were received.
    public var size: Int
    /// Gives all bytes again, piece by piece, where there are more than ``bytes``; nil where these are all.
    ///
    /// Throws when they cannot be read any more.
    public var whole: (@Sendable (_ take: ([UInt8]) throws -> Void) throws -> Void)?
    /// The digest of the bytes: its identity.
    public var digest: Digest
    /// When it was received, which every deadline counts from; nil when only the message itself can say.
    public var receivedAt: Instant?
    /// How it came: `file`, `folder`, `maildir`, `lmtp`, `smtp`, `imap`, `http`.
    public var channel = "file"
    /// What the server that brought it said.
    public var envelope = Envelope()

    /// Who sent it and to whom, by the word of the server and not of the message (RFC 5321, 2.3.1).
    public struct Envelope: Hashable, Sendable, Codable {
        /// The reverse path; empty for the null path, nil when none was said.
        public var sender: String?
        /// The forward paths.
        public var recipients: [String] = []
        /// The key an upload came with: the same one means the same upload, tried again.
        public var key: String?

        /// Nothing is known.
        public init() {}
    }

    /// Makes a submission and computes its digest.
    public init(source: String, bytes: [UInt8], receivedAt: Instant? = nil) {
        self.init(source: source, bytes: bytes, digest: Digest(of: bytes), receivedAt: receivedAt)
    }

    /// Makes a submission whose digest is known.
    public init(source: String, bytes: [UInt8], digest: Digest, receivedAt: Instant?) {
        (self.source, self.bytes, self.digest, self.receivedAt, size) = (source, bytes, digest, receivedAt, bytes.count)
    }
}
