/// One received message or document, byte-exact (Einsendung), before anything has looked into it.
public struct Submission: Sendable {
    /// Where it came from: a path, `-`, or a mailbox and number such as `posteingang.mbox#3`.
    public var source: String
    /// The bytes as received.
    public var bytes: [UInt8]
    /// The digest of the bytes: its identity.
    public var digest: Digest
    /// When it was received, which every deadline counts from; nil when only the message itself can say.
    public var receivedAt: Instant?

    /// Makes a submission and computes its digest.
    public init(source: String, bytes: [UInt8], receivedAt: Instant? = nil) {
        self.source = source
        self.bytes = bytes
        self.receivedAt = receivedAt
        digest = Digest(of: bytes)
    }
}
