public import Vocabulary

/// What came in, and what READ found in it: the first part of a decision, and all that it rests on.
///
/// No clock, no files: the same input always gives the same decision.
public struct Received: Sendable, Codable {
    /// A document as the decision shows it.
    public struct DocumentSummary: Sendable, Codable {
        /// The display name.
        public var name: String
        /// `pdf`, `xml`, `text`, `image`, `archive` or `other`.
        public var type: String
        /// The digest of its bytes.
        public var digest: Digest
        /// What is wrong with it.
        public var findings: [Finding]

        /// Makes a summary.
        public init(name: String, type: String, digest: Digest, findings: [Finding]) {
            self.name = name
            self.type = type
            self.digest = digest
            self.findings = findings
        }
    }

    /// Where the submission came from.
    public var source: String
    /// Its digest.
    public var digest: Digest
    /// The time of receipt.
    public var receivedAt: Instant
    /// Whether the time of receipt is known, or only the time of processing.
    public var isReceiptKnown = true
    /// What is verified.
    public var verification = Verification()
    /// Its Message-ID.
    public var messageId: String?
    /// Who sent it, as a person reads it.
    public var sender: String?
    /// The author's address.
    public var from: String?
    /// Where a reply goes.
    public var replyTo: String?
    /// Whether a machine sent it on its own.
    public var isAutomatic = false
    /// What confirmations name it by, if it is a De-Mail.
    public var deMail: DeMailIdentity?
    /// Which forms it could be.
    public var recognition = Recognition()
    /// What the chosen form's rules read.
    public var mapping: MappedForm?
    /// The documents.
    public var documents: [DocumentSummary] = []
    /// What was found while reading.
    public var findings: [Finding] = []

    /// What was mapped stands in the record of the decision and is not kept twice.
    private enum CodingKeys: String, CodingKey {
        case source, digest, receivedAt, isReceiptKnown, verification, messageId, sender, from, replyTo, isAutomatic, deMail, recognition
        case documents, findings
    }

    /// A submission about which nothing is known yet.
    public init(source: String, digest: Digest, receivedAt: Instant) {
        (self.source, self.digest, self.receivedAt) = (source, digest, receivedAt)
    }

    /// A submission with what READ found in it.
    public init(_ submission: Submission, _ reading: Reading) {
        self.init(source: submission.source, digest: submission.digest, receivedAt: reading.receivedAt)
        let message = reading.message
        isReceiptKnown = reading.isReceiptKnown
        verification = reading.verification
        messageId = message?.messageId
        sender = message?.from?.description
        from = message?.from?.address
        replyTo = message?.replyTo?.address
        isAutomatic = message?.isAutomatic ?? false
        deMail = message?.deMailIdentity
        recognition = reading.recognition
        mapping = reading.mapping
        documents = reading.documents.map {
            DocumentSummary(name: $0.name, type: $0.kind.rawValue, digest: $0.digest, findings: $0.findings)
        }
        findings = reading.findings + (message?.findings ?? [])
    }

    /// Whether it comes from whoever sent the application, as far as an address shows that.
    ///
    /// Author and place of reply must both be known; anybody can write somebody else's address into either.
    func isAnswer(from addresses: Set<String>) -> Bool {
        let named = [from, replyTo].compactMap { $0?.lowercased() }
        return !named.isEmpty && addresses.isSuperset(of: named)
    }

    /// Everything found in the message, its documents and the form, before anything is decided.
    var allFindings: [Finding] {
        findings + documents.flatMap(\.findings) + recognition.findings + (mapping?.findings ?? [])
    }
}
