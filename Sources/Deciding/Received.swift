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
    /// What its subject says; not kept with the decision, only looked up by.
    public var subject: String?
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
    /// What it looks like, where no form was recognised; kept with the case.
    public var shape: String?
    /// What the chosen form's rules read.
    public var mapping: MappedForm?
    /// The documents.
    public var documents: [DocumentSummary] = []
    /// What was found while reading.
    public var findings: [Finding] = []
    /// The letter of ours it says it answers.
    public var thread: ThreadToken?
    /// The ids of the messages it refers to.
    public var references: [String] = []
    /// Whether a mail server says that a message could not be delivered.
    public var isFailureReport = false
    /// What tells whose matter it is.
    public var identity: Digest?
    /// How it belongs to a case; told by the match.
    var reply = Reply.none

    /// How sure it is that a message belongs to a case.
    enum Reply: Sendable {
        /// It opens one.
        case none
        /// It carries what only our letter said.
        case proven
        /// It names the case, but anybody could.
        case unproven
    }

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
        subject = message?.subject
        // Where mail programs could disagree, nobody is compared or answered.
        if let message, !message.isSenderUnclear { (from, replyTo) = (message.from?.address, message.replyTo?.address) }
        // A null sender is nobody to answer (RFC 5321, 4.5.5).
        isAutomatic = (message?.isAutomatic ?? false) || submission.envelope.sender == ""
        (thread, references, isFailureReport) = (reading.thread, message?.references ?? [], message?.isFailureReport ?? false)
        deMail = message?.deMailIdentity
        recognition = reading.recognition
        (mapping, shape) = (reading.mapping, reading.shape)
        documents = reading.documents.map {
            DocumentSummary(name: $0.name, type: $0.kind.rawValue, digest: $0.digest, findings: $0.findings)
        }
        findings = reading.findings + (message?.findings ?? [])
    }

    /// Whether it came by De-Mail, and that is proven.
    public var isDeMail: Bool { verification.channel == .deMail && verification.indication == .passed }

    /// Whether it comes from whoever sent the application, as far as an address shows that.
    ///
    /// Author and place of reply must both be known; anybody can write somebody else's address into either.
    func isAnswer(from addresses: Set<MailAddress>) -> Bool {
        let named = [from, replyTo].compactMap(\.self)
        return !named.isEmpty && named.allSatisfy { MailAddress($0).map(addresses.contains) ?? false }
    }

    /// The same with only the addresses that whoever signed stands for.
    ///
    /// Somebody who passes a signed document on must get neither the letters about it nor a say in its case. An address counts if it is
    /// in the certificate, in what was signed, or known to the case; else that of the certificate takes its place, if there is one.
    func heedingOnlySigned(_ known: KnownCase?) -> Received {
        guard let signedFor = verification.signedFor else { return self }
        let certain = verification.certainAddresses
        let isCertain = verification.indication == .passed
        let written = (isCertain ? mapping?.readings ?? [] : []).filter { !$0.isFromHeader }.compactMap { reading in
            if case .text(let text)? = reading.value { MailAddress(text) } else { nil }
        }
        // The address is known to the case, but the certificate is somebody else's.
        let known = known?.addresses ?? []
        let isStranger = !signedFor.isEmpty && !known.isEmpty && known.isDisjoint(with: signedFor.compactMap { MailAddress($0) })
        let vouched = Set(signedFor.compactMap { MailAddress($0) }).union(written).union(known)
        func isVouched(_ address: String?) -> Bool { address.flatMap { MailAddress($0) }.map(vouched.contains) ?? true }
        guard !isVouched(from) || !isVouched(replyTo) || isStranger else { return self }
        var received = self
        let own = certain.map(\.description).min() ?? written.first?.description
        received.from = isVouched(from) ? from : own
        received.replyTo = isVouched(replyTo) ? replyTo : received.from
        let named = Set([from, replyTo].filter { isStranger || !isVouched($0) }.compactMap(\.self)).sorted().joined(separator: ", ")
        // Of a De-Mail that is not what it claims to be, everything is said already.
        guard verification.channel != .deMail else { return received }
        let finding = Finding(
            .trustAddressNotSigned,
            severity: signedFor.isEmpty ? .info : .warning,
            [
                "signer": verification.signer ?? "jemand, dessen Name nicht bekannt ist",
                "addresses": Label.withoutControls(named),
                "certified": signedFor.isEmpty ? "keine Adresse" : signedFor.joined(separator: ", "),
            ]
        )
        received.findings.append(finding)
        return received
    }

    /// Everything found in the message, its documents and the form, before anything is decided.
    var allFindings: [Finding] {
        findings + documents.flatMap(\.findings) + recognition.findings + (mapping?.findings ?? [])
    }
}
