public import Mail
public import Vocabulary

/// What is verified of one message: made new for each by ``Verifier/examination(existence:revocation:)``, so that nothing of one
/// message can count for another.
///
/// Not Sendable on purpose: it belongs to the one message that is being read.
public final class Examination {
    let trust: TrustStore
    let limits: Limits
    /// Asks for the content key of an encrypted message.
    let unwrap: (UnwrapRequest) -> UnwrapAnswer
    private let validator: SignatureValidator
    /// When everything in the message provably existed.
    let existence: Instant
    /// What was found so far.
    public internal(set) var reports: [Verification.Report] = []
    /// What was found beside the reports.
    public internal(set) var findings: [Finding] = []
    /// What the message says a provider confirms; nothing in it is read as an application.
    public internal(set) var confirmation: Confirmation?
    /// Who could say what is not known about the revocation of certificates on paths to an anchor, each once.
    public private(set) var revocationServices: [RevocationService] = []
    /// The signatures of multipart/signed, which are no files of their own.
    var verified: Set<Digest> = []
    /// Signatures that lie beside what they sign, until all files are there.
    var detached: [(name: String, data: SignedData)] = []
    /// The bytes of files, for those signatures and for containers.
    var files: [(name: String, container: String?, bytes: [UInt8])] = []

    init(_ validator: SignatureValidator, limits: Limits, existence: Instant, unwrap: @escaping (UnwrapRequest) -> UnwrapAnswer) {
        self.unwrap = unwrap
        self.validator = validator
        self.limits = limits
        self.existence = existence
        trust = validator.trust
    }

    /// Verifies the message itself: De-Mail and S/MIME.
    ///
    /// Encrypted and opaque parts are opened, and what is in them takes
    /// its place among the parts.
    public func verify(_ opened: inout Message.Opened, raw: [UInt8]) {
        verifyParts(of: &opened, raw: raw, depth: 0)
        if let deMail = DeMail(opened.message, raw: raw) { verify(deMail, opened) }
        for index in reports.indices where reports[index].channel == .smime { bind(&reports[index], to: opened.message) }
    }

    /// Who may seal De-Mails.
    var deMailProviders: [DeMailProvider] { validator.deMailProviders }

    /// The verdict on one signature of the message; what it leaves open about revocation can be asked for.
    func judge(_ facts: SignatureFacts, sealOf provider: DeMailProvider? = nil) -> Judgement {
        let judgement = validator.validate(facts, existence: existence, sealOf: provider)
        for service in judgement.services where !revocationServices.contains(service) { revocationServices.append(service) }
        return judgement
    }

    /// A report on what is no signature as it should be.
    func fault(_ sub: SubIndication, _ message: String, channel: Verification.Channel = .smime, document: String? = nil)
        -> Verification.Report
    {
        var report = Verification.Report(
            channel: channel,
            indication: sub.indication,
            subIndication: sub.rawValue,
            document: document,
            message: message
        )
        report.checks = [.init("Aufbau", sub.indication, message)]
        return report
    }
}
