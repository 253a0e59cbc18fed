/// What READ found in a submission (Auslesung): everything a decision needs, as values.
public struct Reading: Sendable {
    /// The message; nil for a bare document.
    public var message: Message?
    /// What the letter of ours carries that it answers.
    public var thread: ThreadToken?
    /// The documents in it, with fields only when extraction was asked for.
    public var documents: [Document] = []
    /// The text of each document, when extraction was asked for.
    public var texts: [Digest: String] = [:]
    /// The bytes of each document in Base64, when they were asked for.
    public var contents: [Digest: String] = [:]
    /// How large the pages of each document are when they are shown, if that was asked for.
    public var frames: [Digest: [PageFrame?]] = [:]
    /// The pages that were drawn, in that order.
    public var pictures: [PagePicture] = []
    /// The form that was filled in, if that was asked for.
    public var filled: FilledForm?
    /// The elements of a file in document order, when they were asked for.
    public var elements: [XMLNode] = []
    /// What is verified.
    public var verification = Verification()
    /// Which forms it could be.
    public var recognition = Recognition()
    /// What it looks like, where no form was recognised: the same for messages that look alike.
    public var shape: String?
    /// What the chosen form's rules read.
    public var mapping: MappedForm?
    /// When it was received.
    public var receivedAt: Instant
    /// Whether that is known, or only the time of processing.
    public var isReceiptKnown = false
    /// What was found beside message and documents, such as a reader that died.
    public var findings: [Finding] = []
    /// Who could be asked about the revocation of certificates it is not known of.
    public var revocationServices: [RevocationService] = []
    /// What they answered, if they were asked.
    public var fetched: [[UInt8]] = []
    /// Microseconds of processor time by stage.
    public var timings: [String: Int] = [:]

    /// A reading in which nothing is found yet.
    public init(receivedAt: Instant) { self.receivedAt = receivedAt }
}
