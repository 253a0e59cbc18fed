public import Vocabulary

/// The row of a submission (Eingangsvermerk): written before anyone is told that it was received.
public struct Receipt: Sendable, Hashable {
    /// How far a submission is.
    public enum Stage: String, Sendable, Codable {
        /// Its bytes and this row are on disk.
        case received
        /// It is decided and belongs to a case.
        case kept
    }

    /// Its place in the order of receipt, from 1.
    public var id: Int
    /// The key of the office.
    public var office: String
    /// The digest of the bytes.
    public var digest: Digest
    /// Where it came from.
    public var source: String
    /// How it came.
    public var channel: String
    /// What the server that brought it said.
    public var envelope: Submission.Envelope
    /// When it was received; nil when only the message itself can say.
    public var receivedAt: Instant?
    /// How far it is.
    public var stage: Stage
    /// Its case, or the number that is set aside for it.
    public var caseNumber: String?
    /// The kept state of the trust directory it was verified with.
    public var trust: Digest?

    /// The submission with its bytes.
    func submission(_ bytes: [UInt8]) -> Submission {
        var submission = Submission(source: source, bytes: bytes, digest: digest, receivedAt: receivedAt)
        (submission.channel, submission.envelope) = (channel, envelope)
        return submission
    }
}
