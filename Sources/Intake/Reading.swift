public import Documents
public import Forms
public import Mail
internal import Trust
public import Vocabulary

/// What READ found in a submission (Auslesung): everything a decision needs, as values.
public struct Reading: Sendable {
    /// The message; nil for a bare document.
    public var message: Message?
    /// The documents in it, with fields only when extraction was asked for.
    public var documents: [Document] = []
    /// The text of each document, when extraction was asked for.
    public var texts: [Digest: String] = [:]
    /// What is verified.
    public var verification = Verification()
    /// Which forms it could be.
    public var recognition = Recognition()
    /// What the chosen form's rules read.
    public var mapping: Mapping?
    /// When it was received.
    public var receivedAt: Instant
    /// Whether that is known, or only the time of processing.
    public var isReceiptKnown = false
    /// What was found beside message and documents, such as a reader that died.
    public var findings: [Finding] = []
    /// Who could be asked about the revocation of certificates it is not known of.
    var revocationServices: [RevocationService] = []
    /// What they answered, if they were asked.
    var fetched: [[UInt8]] = []
    /// Microseconds of processor time by stage.
    public var timings: [String: Int] = [:]

    init(receivedAt: Instant) { self.receivedAt = receivedAt }

    /// Takes in what a reader process sent.
    mutating func take(_ event: ReadEvent) {
        switch event {
        case .receipt(let instant, let isKnown): (receivedAt, isReceiptKnown) = (instant, isKnown)
        case .message(let message): self.message = message
        case .document(let document): documents.append(document)
        case .text(let digest, let text): texts[digest] = text
        case .documentFindings(let digest, let findings):
            for index in documents.indices where documents[index].digest == digest { documents[index].findings = findings }
        case .verification(let verification): self.verification = verification
        case .recognition(let recognition): self.recognition = recognition
        case .mapping(let mapping): self.mapping = mapping
        case .finding(let finding): findings.append(finding)
        case .revocationServices(let services): revocationServices = services
        case .done(let timings): self.timings = timings
        }
    }

    /// What a decision is made from.
    func evidence(for submission: Submission) -> Evidence {
        var evidence = Evidence(source: submission.source, digest: submission.digest, receivedAt: receivedAt)
        evidence.isReceiptKnown = isReceiptKnown
        evidence.verification = verification
        evidence.messageId = message?.messageId
        evidence.sender = message?.from?.description
        evidence.replyTo = message?.replyTo?.address
        evidence.isAutomatic = message?.isAutomatic ?? false
        evidence.recognition = recognition
        evidence.mapping = mapping
        evidence.documents = documents.map {
            Decision.DocumentSummary(name: $0.name, type: $0.kind.rawValue, digest: $0.digest, findings: $0.findings)
        }
        evidence.findings = findings + (message?.findings ?? [])
        return evidence
    }
}

/// One thing a reader process found; sent as soon as it is known, so that nothing is lost when the process dies.
enum ReadEvent: Sendable, Codable {
    case receipt(Instant, isKnown: Bool)
    case message(Message)
    case document(Document)
    case text(Digest, String)
    case documentFindings(Digest, [Finding])
    case verification(Verification)
    case recognition(Recognition)
    case mapping(Mapping)
    case finding(Finding)
    case revocationServices([RevocationService])
    case done(timings: [String: Int])
}

/// What a reader process is asked to do; the bytes follow in a frame of their own.
struct ReadRequest: Sendable, Codable {
    enum Purpose: String, Sendable, Codable {
        /// Everything up to the mapped values.
        case mapping
        /// All fields and texts, before any form is recognised.
        case extraction
    }

    var purpose: Purpose
    var source: String
    var receivedAt: Instant?
    var now: Instant
    /// How many frames with CRLs and OCSP responses follow after the bytes.
    var revocation = 0
}
