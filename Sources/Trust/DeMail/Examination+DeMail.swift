internal import Mail
internal import Vocabulary

extension Examination {
    /// Verifies the seal of a De-Mail and what it says of its sender.
    func verify(_ deMail: DeMail, _ opened: Message.Opened) {
        let covers = [Verification.Covered](leaves(of: opened, under: nil))
        var report: Verification.Report
        switch deMail.check() {
        case .signed(let facts): report = sealed(facts, deMail, opened.message)
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

    /// The verdict on the provider's seal: only what the office declared for the sender's domain can seal.
    private func sealed(_ facts: SignatureFacts, _ deMail: DeMail, _ message: Message) -> Verification.Report {
        guard let domain = deMail.domain(of: message) else {
            return refused(.signatureConstraints, "Als Absender nennt die Nachricht nicht eindeutig die Adresse, für die gesiegelt wurde.")
        }
        guard let provider = DeMailProvider.of(domain, among: deMailProviders) else {
            return refused(.noChain, "Für die Domäne „\(domain)“ ist hier kein De-Mail-Anbieter hinterlegt.")
        }
        let judgement = judge(facts, sealOf: provider)
        let isStranger = judgement.subIndication == .noChain || judgement.subIndication == .chainGeneral
        if isStranger, let certificate = facts.certificate,
            let other = deMailProviders.first(where: { $0.seals(with: certificate, at: existence) })
        {
            return refused(
                .signatureConstraints,
                "Gesiegelt hat der Anbieter der Domäne „\(other.domain)“, nicht der Anbieter der Domäne „\(domain)“."
            )
        }
        if isStranger {
            let who = judgement.signer ?? "unbekannt"
            return refused(.noChain, "Gesiegelt hat „\(who)“; das ist nicht der Anbieter der Domäne „\(domain)“.")
        }
        var report = Verification.Report(judgement, channel: .deMail, document: nil, what: "Die De-Mail")
        if judgement.subIndication == .chainConstraints { report.indication = .failed }
        return report
    }

    /// A seal that is none, whatever its certificate is worth elsewhere.
    private func refused(_ sub: SubIndication, _ why: String) -> Verification.Report {
        var report = deMailReport(sub, "Die De-Mail ist nicht verlässlich. \(why)")
        report.indication = .failed
        report.checks = [.init("Anbieter", .failed, why)]
        return report
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
}
