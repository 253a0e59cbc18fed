public import Mail
public import Vocabulary

/// Verifies channels and signatures: the front door of this module, one for each reader process.
///
/// Not Sendable on purpose: it holds OpenSSL's store.
public final class Verifier {
    let validator: SignatureValidator
    /// What was found so far in the submission at hand.
    public internal(set) var reports: [Verification.Report] = []
    /// What was found beside the reports.
    public internal(set) var findings: [Finding] = []
    /// What the message says a provider confirms; nothing in it is read as an application.
    public private(set) var confirmation: Confirmation?
    /// Who could say what is not known about the revocation of certificates on paths to an anchor.
    public var revocationServices: [RevocationService] { validator.services }
    /// When everything in the submission provably existed.
    var existence = Instant(seconds: 0)
    var limits = Limits()
    /// The signatures of multipart/signed, which are no files of their own.
    var verified: Set<Digest> = []
    /// Signatures that lie beside what they sign, until all files are there.
    var detached: [(name: String, data: SignedData)] = []
    /// The bytes of files, for those signatures and for containers.
    var files: [(name: String, container: String?, bytes: [UInt8])] = []

    /// Makes a verifier for one directory of trust.
    public init(_ trust: TrustStore, limits: Limits = Limits()) {
        validator = SignatureValidator(trust)
        self.limits = limits
    }

    /// Begins with another submission.
    ///
    /// - Parameters:
    ///   - existence: the time of receipt if our own server vouches for it, else the present.
    ///   - revocation: CRLs and OCSP responses that were got for this submission.
    public func begin(existence: Instant, revocation: [[UInt8]] = []) {
        self.existence = existence
        validator.begin(fetched: revocation)
        reports = []
        findings = []
        confirmation = nil
        verified = []
        detached = []
        files = []
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

    private func verify(_ deMail: DeMail, _ opened: Message.Opened) {
        let covers = [Verification.Covered](leaves(of: opened, under: nil))
        var report: Verification.Report
        switch deMail.check() {
        case .signed(let facts):
            let judgement = validator.validate(facts, existence: existence)
            report = Verification.Report(judgement, channel: .deMail, document: nil, what: "Die De-Mail")
        case .hashOnly:
            report = deMailReport(
                .noSigningCertificate,
                "Die De-Mail ist unverändert, aber kein Anbieter bestätigt mit einem Siegel, von wem sie kommt."
            )
        case .fault(let sub, let detail):
            report = deMailReport(sub, "Die De-Mail ist nicht verlässlich. \(detail)")
        }
        report.isAuthoritative = deMail.isAuthoritative
        report.covers = covers
        conclude(&report, deMail)
        reports.append(report)
        if deMail.isConfirmation {
            let found = confirmation(deMail, opened)
            confirmation = found.confirmation
            findings.append(found.finding)
        }
    }

    private func deMailReport(_ sub: SubIndication, _ message: String) -> Verification.Report {
        var report = Verification.Report(
            channel: .deMail,
            indication: sub.indication,
            subIndication: sub.rawValue,
            document: nil,
            message: message
        )
        report.checks = [.init("Prüfsumme", sub.indication, message)]
        report.provenTime = existence
        return report
    }

    /// What De-Mail adds to a signature: the confirmed sender (De-Mail-G, § 5).
    private func conclude(_ report: inout Verification.Report, _ deMail: DeMail) {
        let version = deMail.version
        if !DeMail.versions.contains(version) {
            report.checks.append(.init("Version", .indeterminate, "Die Version „\(version)“ ist nicht bekannt; bekannt sind 1.0 bis 1.8."))
            if report.indication == .passed {
                (report.indication, report.subIndication) = (.indeterminate, SubIndication.formatFailure.rawValue)
            }
        }
        let provider = report.signer
        guard deMail.isAuthoritative else {
            if report.indication == .passed {
                report.message =
                    "Die De-Mail von \(deMail.holder) ist unverändert und von \(provider ?? "ihrem Anbieter") gesiegelt; die Absenderin oder der Absender ist nicht bestätigt."
                report.signer = deMail.holder
            }
            return
        }
        if deMail.isPseudonym {
            (report.indication, report.subIndication) = (.failed, SubIndication.signatureConstraints.rawValue)
            report.message =
                "Die De-Mail gibt sich als absenderbestätigt aus und kommt von einer Pseudonym-Adresse. Das gibt es nicht; ihr ist nicht zu trauen."
        } else if report.indication == .passed {
            report.signer = deMail.holder
            report.message =
                "Die De-Mail kommt von \(deMail.holder) (\(deMail.sender)), absenderbestätigt und gesiegelt von \(provider ?? "ihrem Anbieter"); sie ist unverändert."
        } else {
            // Who claims a confirmed sender has to prove it.
            report.indication = .failed
            report.message =
                "Die De-Mail gibt sich als absenderbestätigt aus, aber das Siegel des Anbieters belegt das nicht. " + report.message
        }
    }

    /// Verifies the signed parts of a message and opens what is wrapped.
    private func verifyParts(of opened: inout Message.Opened, raw: [UInt8], depth: Int) {
        for part in opened.message.parts {
            if part.type == "multipart/signed" {
                verifySigned(part, opened, raw)
            } else if let content = opened.contents[part.index], !isDetachedSignature(part, in: opened), isWrapped(part, content) {
                unwrap(part, content, &opened, depth)
            }
        }
    }

    /// S/MIME content; a file with that ending is opened as a file later.
    private func isWrapped(_ part: Part, _ content: [UInt8]) -> Bool {
        guard let type = SignedData.type(of: content) else { return false }
        return type == ObjectID.envelopedData || type == ObjectID.authEnvelopedData
            || (part.type.hasSuffix("pkcs7-mime") && type == ObjectID.signedData)
    }

    private func isDetachedSignature(_ part: Part, in opened: Message.Opened) -> Bool {
        part.parent.map { opened.message.parts[$0].type == "multipart/signed" } == true && part.type.hasSuffix("pkcs7-signature")
    }

    private func verifySigned(_ part: Part, _ opened: Message.Opened, _ raw: [UInt8]) {
        let children = opened.message.parts.filter { $0.parent == part.index }
        guard children.count >= 2, let content = opened.contents[children[1].index] else {
            return reports.append(fault(.formatFailure, "Die Nachricht ist als signiert bezeichnet, aber die Signatur fehlt."))
        }
        let entity = children[0]
        verified.insert(Digest(of: content))
        let signed = LineEnds.canonical(raw[entity.headerRange.lowerBound..<entity.bodyRange.upperBound])
        let covers = leaves(of: opened, under: entity.index)
        verifyCMS(content, detached: signed, name: nil, covers: covers)
    }

    private func unwrap(_ part: Part, _ content: [UInt8], _ opened: inout Message.Opened, _ depth: Int) {
        guard depth < 8 else {
            return reports.append(fault(.formatFailure, "Die Nachricht ist zu oft ineinander verpackt."))
        }
        let entity: [UInt8]
        var data: SignedData?
        if SignedData.type(of: content) == ObjectID.signedData {
            data = try? SignedData(content)
            guard let inner = data?.content else {
                return verifyCMS(content, detached: nil, name: part.name, covers: [])
            }
            entity = Array(inner)
        } else {
            guard let inner = Envelope.open(content, keys: validator.trust.decryptionKeys) else {
                findings.append(
                    Finding(
                        "smime.locked",
                        .error,
                        "Die Nachricht ist verschlüsselt, und kein Schlüssel der Behörde passt. Bitte öffnen Sie sie im Mailprogramm oder bitten Sie um erneute Sendung."
                    )
                )
                return
            }
            entity = inner
        }
        guard Self.isEntity(entity) else { return }
        var inner = Message.open(entity, limits: limits)
        verifyParts(of: &inner, raw: entity, depth: depth + 1)
        // What is encrypted inside a signature is signed too, and the other way round.
        if data != nil {
            let whole = Verification.Covered(name: "signierter Inhalt", digest: Digest(of: entity))
            verifyCMS(content, detached: nil, name: nil, covers: [whole] + leaves(of: inner, under: nil))
        }
        opened.embed(inner, in: part.index)
    }

    /// Whether bytes begin with a header field.
    static func isEntity(_ bytes: [UInt8]) -> Bool {
        let name = bytes.prefix(100).prefix { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        return !name.isEmpty && name.count < bytes.count && bytes[name.count] == UInt8(ascii: ":")
    }

    /// The content under a part, or of the whole message.
    func leaves(of opened: Message.Opened, under ancestor: Int?) -> [Verification.Covered] {
        opened.message.parts.filter { part in
            guard !part.isContainer, let ancestor else { return !part.isContainer }
            return Self.lies(part, under: ancestor, in: opened.message)
        }.compactMap { part in
            part.digest.map {
                Verification.Covered(name: part.name ?? (part.isBody ? "Nachrichtentext" : "Anhang \(part.index)"), digest: $0)
            }
        }
    }

    private static func lies(_ part: Part, under ancestor: Int, in message: Message) -> Bool {
        var current: Int? = part.index
        while let index = current {
            if index == ancestor { return true }
            current = message.parts[index].parent
        }
        return false
    }

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
