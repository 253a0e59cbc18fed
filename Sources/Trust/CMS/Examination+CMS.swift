internal import Mail
internal import Vocabulary

extension Examination {
    /// Verifies every signer of a CMS signature.
    ///
    /// - Parameters:
    ///   - bytes: the CMS structure.
    ///   - detached: what is signed, if it lies outside.
    ///   - name: the file it belongs to; nil for the message.
    ///   - covers: what the signed bytes are in the submission.
    ///   - channel: the kind of signature.
    func verifyCMS(
        _ bytes: [UInt8],
        detached: [UInt8]?,
        name: String?,
        covers: [Verification.Covered],
        channel: Verification.Channel = .smime
    ) {
        do throws(SignedData.Failure) {
            let data = try SignedData(bytes)
            verify(data, detached: detached, name: name, covers: covers, channel: channel)
        } catch {
            guard case .format(let why) = error else { return }
            reports.append(fault(.formatFailure, "\(name.map { "„\($0)“" } ?? "Die Nachricht"): \(why).", channel: channel, document: name))
        }
    }

    func verify(
        _ data: SignedData,
        detached: [UInt8]?,
        name: String?,
        covers: [Verification.Covered],
        channel: Verification.Channel = .smime,
        extra: SignatureFacts = SignatureFacts()
    ) {
        let what = name.map { "„\($0)“" } ?? "Die Nachricht"
        guard !data.signers.isEmpty else {
            return reports.append(
                fault(.formatFailure, "\(what): Die Signatur nennt keinen Unterzeichner.", channel: channel, document: name)
            )
        }
        guard let content = detached.map({ $0[...] }) ?? data.content else {
            return reports.append(fault(.dataNotFound, "\(what): \(SubIndication.dataNotFound.german).", channel: channel, document: name))
        }
        for signer in data.signers {
            var facts = facts(of: signer, data, extra)
            if let certificate = facts.certificate {
                facts.fault = signer.fault(over: content, contentType: data.contentType, by: certificate)
            }
            facts.timestamps = signer.signatureTimestamps.map { ($0, signer.signature) } + extra.timestamps
            let judgement = judge(facts)
            var report = Verification.Report(judgement, channel: channel, document: name, what: what)
            report.covers = covers
            report.addresses = facts.certificate?.addresses ?? []
            for counter in signer.countersignatures { report.checks.append(check(counter, of: signer, data)) }
            reports.append(report)
        }
    }

    private func facts(of signer: SignerInfo, _ data: SignedData, _ extra: SignatureFacts) -> SignatureFacts {
        var facts = SignatureFacts()
        facts.certificates = data.certificates + signer.certificates + extra.certificates
        facts.certificate = signer.certificate(among: facts.certificates + trust.intermediates)
        facts.revocation = data.revocation
        facts.revocation.add(signer.revocation)
        facts.revocation.add(extra.revocation)
        facts.hashes = signer.hashes
        facts.claimedTime = signer.claimedTime ?? extra.claimedTime
        return facts
    }

    /// A countersignature is a remark on its signature: somebody has seen it.
    private func check(_ counter: SignerInfo, of signer: SignerInfo, _ data: SignedData) -> Verification.Check {
        var facts = facts(of: counter, data, SignatureFacts())
        if let certificate = facts.certificate { facts.fault = counter.fault(over: signer.signature, contentType: nil, by: certificate) }
        facts.timestamps = counter.signatureTimestamps.map { ($0, counter.signature) }
        let judgement = judge(facts)
        let who = judgement.signer ?? "unbekannt"
        let result = judgement.subIndication.map { "\($0.german) (\($0.rawValue))" } ?? "gültig"
        return .init("Gegensignatur", judgement.indication, "Gegensigniert von \(who): \(result).")
    }

    /// Compares the addresses in the certificate with those of the message (RFC 8550, 3).
    func bind(_ report: inout Verification.Report, to message: Message) {
        guard report.document == nil, report.binding == nil, !report.addresses.isEmpty else { return }
        let fields = ["From": message.from?.address, "Sender": message["Sender"], "Reply-To": message.replyTo?.address]
        let order = ["From", "Sender", "Reply-To"]
        // Which of several From fields a person sees depends on the mail program (RFC 5322, 3.6 allows one).
        let isAmbiguous = message.isSenderUnclear
        let matching = order.first { name in
            guard !isAmbiguous, let value = fields[name] ?? nil else { return false }
            let address = value.split(separator: "<").last.map { String($0.prefix { $0 != ">" }) } ?? value
            return MailAddress(address.filter { $0 != " " && $0 != "\t" }).map { report.addresses.contains($0.description) } ?? false
        }
        report.binding = matching ?? "mismatch"
        let certified = report.addresses.joined(separator: ", ")
        guard matching == "From" else {
            let sender = message.from?.address ?? "unbekannt"
            let detail =
                matching.map { "Das Zertifikat gilt für \(certified) aus dem Feld \($0), nicht für den Absender \(sender)." }
                ?? (isAmbiguous
                    ? "Das Zertifikat gilt für \(certified); von wem die Nachricht kommt, ist aber nicht eindeutig (siehe die Hinweise zu ihrem Kopf)."
                    : "Das Zertifikat gilt für \(certified), nicht für den Absender \(sender).")
            report.checks.append(.init("Absender", .indeterminate, detail))
            if report.indication == .passed {
                (report.indication, report.subIndication) = (.indeterminate, SubIndication.signatureConstraints.rawValue)
                report.message = "Die Signatur von \(report.signer ?? "unbekannt") ist rechnerisch richtig. \(detail)"
            }
            return
        }
        report.checks.append(.init("Absender", .passed, "Das Zertifikat gilt für \(certified) aus dem Feld From."))
    }
}
