internal import Vocabulary

/// Validates signatures after ETSI EN 319 102-1: format, certificate, path, revocation, algorithms, times.
///
/// Every verdict depends on what is given here and nothing else. Not Sendable on purpose: it holds OpenSSL's store.
struct SignatureValidator {
    let trust: TrustStore
    private let paths: PathBuilder
    private let listed: Authorities
    let deMailProviders: [DeMailProvider]
    /// Revocation data that was got for the message at hand.
    private let fetched: RevocationData

    init(_ verifier: Verifier, fetched: RevocationData) {
        trust = verifier.trust
        paths = verifier.paths
        listed = verifier.listed
        deMailProviders = verifier.deMailProviders
        self.fetched = fetched
    }

    /// The verdict on one signature.
    ///
    /// - Parameters:
    ///   - facts: what the format found out.
    ///   - existence: when the signature provably existed: the time of receipt, if nothing proves an earlier one.
    ///   - provider: the De-Mail provider whose seal it has to be; nil for a signature of anyone the office trusts.
    /// - Returns: the verdict with its steps.
    func validate(_ facts: SignatureFacts, existence: Instant, sealOf provider: DeMailProvider? = nil) -> Judgement {
        var judgement = Judgement(provenTime: existence, claimedTime: facts.claimedTime)
        judgement.signer = facts.certificate?.subject.person
        judgement.isPseudonym = facts.certificate?.subject.isPseudonym ?? false
        if let fault = facts.fault {
            judgement.end(fault, "Signatur", facts.faultDetail ?? fault.german)
            return judgement
        }
        guard let certificate = facts.certificate else {
            judgement.end(.noSigningCertificate, "Zertifikat", SubIndication.noSigningCertificate.german)
            return judgement
        }
        judgement.note("Signatur", "Die Signatur ist rechnerisch richtig; der Inhalt ist unverändert.")
        for timestamp in facts.timestamps { apply(timestamp, facts, &judgement) }
        guard let path = path(from: certificate, facts, provider?.paths ?? paths, &judgement) else { return judgement }
        judgePurpose(certificate, facts, &judgement)
        judgeValidity(path, facts, &judgement)
        judgeRevocation(provider == nil ? path : beyond(path, judgement.provenTime), facts, &judgement)
        judgeAlgorithms(path, facts, &judgement)
        judgement.qualification =
            provider.map { Qualification(deMailProvider: $0, of: path) } ?? Qualification(of: path, at: judgement.provenTime, trust)
        return judgement
    }

    private func apply(_ timestamp: (token: [UInt8], over: [UInt8]), _ facts: SignatureFacts, _ judgement: inout Judgement) {
        let stamped = validateTimestamp(timestamp.token, over: timestamp.over, facts, existence: judgement.provenTime)
        judgement.services += stamped.judgement.services
        if stamped.judgement.indication == .passed, let time = stamped.time {
            judgement.note("Zeitstempel", "Ein gültiger Zeitstempel beweist, dass es die Signatur am \(time.german) gab.")
            judgement.provenTime = min(judgement.provenTime, time)
        } else {
            let why = stamped.judgement.subIndication?.german ?? "Er ist nicht lesbar"
            judgement.checks.append(.init("Zeitstempel", .indeterminate, "Ein Zeitstempel beweist nichts: \(why)."))
        }
    }

    /// Validates an RFC 3161 token.
    ///
    /// - Returns: the verdict and the time it states.
    func validateTimestamp(_ token: [UInt8], over bytes: [UInt8], _ around: SignatureFacts, existence: Instant) -> (
        judgement: Judgement, time: Instant?
    ) {
        var facts = SignatureFacts(isTimestamp: true)
        guard let data = try? SignedData(token), data.contentType == ObjectID.timestampInfo, let content = data.content,
            let info = DER(content), case let fields = info.children, fields.count >= 5, let time = fields[4].time,
            let signer = data.signers.first, data.signers.count == 1
        else {
            facts.fault = .formatFailure
            return (validate(facts, existence: existence), nil)
        }
        let imprint = fields[2].children
        facts.certificates = data.certificates + around.certificates
        facts.certificate = signer.certificate(among: facts.certificates)
        facts.revocation = data.revocation
        facts.revocation.add(around.revocation)
        facts.hashes = signer.hashes
        if imprint.count != 2
            || SignatureAlgorithm.hash(imprint[0]).flatMap({ PublicKey.digest($0, of: bytes) }) != imprint[1].octets.map(Array.init)
        {
            facts.fault = .hashFailure
        } else if let certificate = facts.certificate {
            facts.fault = signer.fault(over: content, contentType: data.contentType, by: certificate)
        }
        // The token's own certificate has to hold when it was made; later the token protects what is older.
        return (validate(facts, existence: min(existence, time)), time)
    }

    private func path(
        from certificate: Certificate,
        _ facts: SignatureFacts,
        _ paths: PathBuilder,
        _ judgement: inout Judgement
    ) -> [Certificate]? {
        guard facts.certificates.count <= PathBuilder.mostCertificates else {
            judgement.end(.chainGeneral, "Zertifikatspfad", "Die Signatur bringt zu viele Zertifikate mit.")
            return nil
        }
        switch paths.path(from: certificate, through: facts.certificates + trust.intermediates, at: judgement.provenTime) {
        case .path(let path):
            judgement.path = path
            let anchor = path.last?.subject.person ?? ""
            judgement.note("Zertifikatspfad", "Der Pfad führt über \(path.count) Zertifikat\(path.count == 1 ? "" : "e") zu „\(anchor)“.")
            return path
        case .none(let sub, let reason, let path):
            judgement.path = path.isEmpty ? [certificate] : path
            judgement.end(sub, "Zertifikatspfad", "\(sub.german) (Aussteller: \(certificate.issuer.person); OpenSSL: \(reason)).")
            return nil
        }
    }

    /// The path on from a certificate that is declared itself, so that its issuer can still revoke it; the same where nobody is known.
    private func beyond(_ path: [Certificate], _ time: Instant) -> [Certificate] {
        guard path.count == 1, case .path(let longer) = paths.path(from: path[0], through: trust.intermediates, at: time) else {
            return path
        }
        return longer
    }

    private static let signingPurposes: Set<String> = [
        "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "2.5.29.37.0", "1.2.840.113583.1.1.5", "1.3.6.1.4.1.311.10.3.12", "1.3.6.1.5.5.7.3.2",
    ]

    private func judgePurpose(_ certificate: Certificate, _ facts: SignatureFacts, _ judgement: inout Judgement) {
        let purposes = certificate.extendedKeyUsage
        let isRight: Bool
        if facts.isTimestamp {
            isRight = purposes?.contains("1.3.6.1.5.5.7.3.8") ?? false
        } else {
            let usage = certificate.keyUsage
            isRight =
                (usage.map { !$0.isDisjoint(with: [.digitalSignature, .nonRepudiation]) } ?? true)
                && (purposes.map { !Self.signingPurposes.isDisjoint(with: $0) } ?? true)
        }
        if isRight {
            judgement.note("Verwendungszweck", "Das Zertifikat ist dafür bestimmt.")
        } else {
            judgement.end(.chainConstraints, "Verwendungszweck", SubIndication.chainConstraints.german + ".")
        }
    }

    private func judgeValidity(_ path: [Certificate], _ facts: SignatureFacts, _ judgement: inout Judgement) {
        let time = judgement.provenTime
        for (index, certificate) in path.enumerated() where !certificate.isValid(at: time) && (index == 0 || index < path.count - 1) {
            let period =
                "Gültig war „\(certificate.subject.person)“ vom \(certificate.notBefore.german) bis \(certificate.notAfter.german)."
            if time < certificate.notBefore {
                judgement.end(.notYetValid, "Gültigkeit", period)
            } else if index == 0, let claimed = facts.claimedTime, claimed > certificate.notAfter {
                judgement.end(.expired, "Gültigkeit", period + " Signiert wurde nach eigener Angabe erst danach.")
            } else {
                judgement.end(.outOfBounds, "Gültigkeit", period + " Dass vorher signiert wurde, ist nicht bewiesen.")
            }
            return
        }
        if judgement.subIndication == nil { judgement.note("Gültigkeit", "Alle Zertifikate galten am \(time.german).") }
    }

    private func judgeRevocation(_ path: [Certificate], _ facts: SignatureFacts, _ judgement: inout Judgement) {
        var data = facts.revocation
        data.add(trust.revocation)
        data.add(fetched)
        for (index, (certificate, issuer)) in zip(path, path.dropFirst()).enumerated() {
            let name = "Sperrung von „\(certificate.subject.person)“"
            switch data.status(of: certificate, issuedBy: issuer, at: judgement.provenTime, services: listed) {
            case .good(let source, _): judgement.note(name, "Nicht gesperrt (\(source)).")
            case .notOffered:
                judgement.checks.append(.init(name, .none, "Der Aussteller nennt keinen Sperrdienst; es gibt nichts abzufragen."))
            case .unknown(let reason):
                judgement.end(.tryLater, name, "\(SubIndication.tryLater.german): \(reason).")
                judgement.services += RevocationService.all(of: certificate, issuedBy: issuer)
            case .revoked(let since, let source) where since > judgement.provenTime:
                judgement.note(name, "Gesperrt erst seit \(since.german) (\(source)), also danach.")
            case .revoked(let since, let source):
                let detail = "Gesperrt seit \(since.german) (\(source))."
                if index > 0 {
                    judgement.end(.revokedAuthority, name, detail)
                } else if let claimed = facts.claimedTime, claimed >= since {
                    judgement.end(.revoked, name, detail + " Signiert wurde nach eigener Angabe erst danach.")
                } else {
                    judgement.end(.revokedNoProof, name, detail + " Dass vorher signiert wurde, ist nicht bewiesen.")
                }
            }
        }
    }

    private func judgeAlgorithms(_ path: [Certificate], _ facts: SignatureFacts, _ judgement: inout Judgement) {
        let below = path.count > 1 ? path.dropLast() : path[...]
        let keys = below.map { PublicKey.strength($0.publicKey) ?? PublicKey.Strength(kind: "unbekannt", bits: 0) }
        let hashes = facts.hashes + (path.count > 1 ? below.flatMap { $0.signature?.hashes ?? [] } : [])
        guard let end = trust.algorithms.end(ofHashes: hashes, keys: keys), end < judgement.provenTime else {
            judgement.note(
                "Verfahren",
                Set(hashes).sorted().joined(separator: ", ") + "; " + keys.map { "\($0.kind) \($0.bits)" }.joined(separator: ", ")
            )
            return
        }
        let used = (Set(hashes).sorted() + keys.map { "\($0.kind) \($0.bits)" }).joined(separator: ", ")
        let detail = "Verwendet wurden \(used); davon gilt ein Verfahren seit \(end.german) nicht mehr als sicher."
        if let claimed = facts.claimedTime, claimed > end {
            judgement.end(.cryptoConstraints, "Verfahren", detail)
        } else {
            judgement.end(.cryptoConstraintsNoProof, "Verfahren", detail)
        }
    }
}
