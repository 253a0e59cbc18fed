internal import Vocabulary

extension Verification.Report {
    /// A report from a verdict.
    ///
    /// - Parameters:
    ///   - judgement: the verdict.
    ///   - channel: the kind of signature.
    ///   - document: the file's name; nil for the message.
    ///   - what: how the signed thing is called in a sentence, such as `Die Nachricht` or `„antrag.pdf“`.
    init(_ judgement: Judgement, channel: Verification.Channel, document: String?, what: String) {
        self.init(
            channel: channel,
            indication: judgement.indication,
            subIndication: judgement.subIndication?.rawValue,
            document: document,
            message: ""
        )
        signer = judgement.signer
        isPseudonym = judgement.isPseudonym
        claimedTime = judgement.claimedTime
        provenTime = judgement.provenTime
        checks = judgement.checks
        path = judgement.path.map(Verification.CertificateSummary.init)
        if judgement.indication == .passed {
            level = judgement.qualification.level
            isQualifiedProvider = judgement.qualification.provider != nil
            checks.append(.init("Qualifikation", .none, judgement.qualification.reason))
        }
        message = Self.sentence(judgement, what, level)
    }

    private static func sentence(_ judgement: Judgement, _ what: String, _ level: Verification.Level) -> String {
        let signer = judgement.signer.map { "von \($0)" } ?? "(ohne Angabe, von wem)"
        let time = (judgement.claimedTime).map { " am \($0.german)" } ?? ""
        let pseudonym = judgement.isPseudonym ? " Der Name ist ein Pseudonym." : ""
        switch judgement.indication {
        case .passed:
            switch level {
            case .qualified: return "\(what) ist qualifiziert signiert \(signer)\(time); die Signatur ist gültig.\(pseudonym)"
            case .qualifiedSeal:
                return "\(what) trägt ein gültiges qualifiziertes Siegel \(signer)\(time); ein Siegel ist keine Unterschrift einer Person."
            default:
                return
                    "\(what) ist signiert \(signer)\(time); die Signatur ist gültig, aber nicht qualifiziert. \(judgement.qualification.reason)"
            }
        case .failed: return "\(what): Die Signatur \(signer) ist ungültig. \(judgement.subIndication?.german ?? "")."
        default:
            return "\(what): Die Signatur \(signer) konnte nicht bestätigt werden. \(judgement.subIndication?.german ?? "").\(pseudonym)"
        }
    }
}

extension Verification.CertificateSummary {
    init(_ certificate: Certificate) {
        self.init(
            subject: certificate.subject.description,
            issuer: certificate.issuer.description,
            serial: certificate.serial.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
            digest: certificate.digest,
            notBefore: certificate.notBefore,
            notAfter: certificate.notAfter
        )
    }
}
