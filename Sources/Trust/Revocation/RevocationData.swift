internal import Vocabulary

/// What is known about a certificate's revocation at a time.
enum RevocationStatus: Hashable, Sendable {
    /// Not revoked, says the source produced at that time.
    case good(source: String, at: Instant)
    /// Revoked from a time on.
    case revoked(since: Instant, source: String)
    /// The certificate names no service, and there is no data about it.
    case notOffered
    /// No usable data.
    case unknown(reason: String)
}

/// Certificate revocation lists and OCSP responses at hand, from the trust directory or from beside a signature.
struct RevocationData: Sendable {
    private var lists: [DistinguishedName: [RevocationList]] = [:]
    private var responses: [[UInt8]: [OCSPResponse]] = [:]

    /// Takes in a CRL or an OCSP response; false if the bytes are neither.
    @discardableResult
    mutating func add(_ bytes: [UInt8]) -> Bool {
        if let list = RevocationList(bytes) {
            lists[list.issuer, default: []].append(list)
        } else if let response = OCSPResponse(bytes) {
            for single in response.answers { responses[single.serial, default: []].append(response) }
        } else {
            return false
        }
        return true
    }

    /// Takes in a file of CRLs and OCSP responses, DER or PEM; false if something in it is neither.
    @discardableResult
    mutating func add(file bytes: [UInt8]) -> Bool {
        let blocks = PEM.blocks(of: bytes)
        return (blocks.isEmpty ? [bytes] : blocks.map(\.bytes)).map { add($0) }.allSatisfy { $0 }
    }

    /// Takes in everything of another one.
    mutating func add(_ other: RevocationData) {
        lists.merge(other.lists) { $0 + $1 }
        responses.merge(other.responses) { $0 + $1 }
    }

    /// The status of a certificate at the time that counts.
    ///
    /// A source counts if it was still current then or was produced later. One that was out of date then, or that is produced
    /// when the certificate had expired already and may have been dropped from it, says nothing.
    ///
    /// - Parameters:
    ///   - certificate: whose status.
    ///   - issuer: who issued it.
    ///   - time: the time that counts.
    ///   - services: authorities of trust lists, whose OCSP responders may speak for others, as German ones do.
    /// - Returns: the status.
    func status(
        of certificate: Certificate,
        issuedBy issuer: Certificate,
        at time: Instant,
        services: Authorities = Authorities()
    ) -> RevocationStatus {
        var reason: String?
        var good: (source: String, at: Instant)?
        var held: (source: String, at: Instant)?
        func latest(_ known: (source: String, at: Instant)?, _ source: String, _ at: Instant) -> (source: String, at: Instant) {
            if let known, known.at >= at { return known }
            return ("\(source) vom \(at.german)", at)
        }
        for response in responses[certificate.serial] ?? [] {
            guard let answer = response.answer(about: certificate, issuedBy: issuer, services: services) else { continue }
            guard answer.validUntil ?? Instant(seconds: answer.thisUpdate.seconds + 86400) >= time else {
                reason = "die OCSP-Auskunft vom \(answer.thisUpdate.german) ist veraltet"
                continue
            }
            switch answer.status {
            case .revoked(let since): return .revoked(since: since, source: "OCSP-Auskunft vom \(answer.thisUpdate.german)")
            case .held: held = latest(held, "OCSP-Auskunft", answer.thisUpdate)
            case .good: good = latest(good, "OCSP-Auskunft", answer.thisUpdate)
            case .unknown: reason = "die OCSP-Auskunft kennt das Zertifikat nicht"
            }
        }
        for list in lists[certificate.issuer] ?? [] where list.covers(certificate) {
            guard list.isSigned(by: issuer) else {
                reason = "die Sperrliste ist nicht vom Aussteller unterschrieben"
                continue
            }
            if let since = list.revoked[certificate.serial] {
                return .revoked(since: since, source: "Sperrliste vom \(list.thisUpdate.german)")
            }
            if list.held.contains(certificate.serial) {
                held = latest(held, "Sperrliste", list.thisUpdate)
                continue
            }
            guard list.nextUpdate ?? list.thisUpdate >= time || list.thisUpdate >= time else {
                reason = "die Sperrliste vom \(list.thisUpdate.german) ist veraltet"
                continue
            }
            guard list.keepsExpired || certificate.notAfter >= list.thisUpdate else {
                reason = "die Sperrliste ist jünger als das Ende des Zertifikats"
                continue
            }
            good = latest(good, "Sperrliste", list.thisUpdate)
        }
        // A suspension counts until something later knows nothing of it.
        if let held, held.at >= good?.at ?? held.at { return .unknown(reason: "laut \(held.source) ist es vorübergehend gesperrt") }
        if let good { return .good(source: good.source, at: good.at) }
        if certificate.needsNoRevocation { return .good(source: "Zertifikat ohne Sperrprüfung", at: time) }
        if let reason { return .unknown(reason: reason) }
        return certificate.namesRevocationService ? .unknown(reason: "es liegt keine Sperrliste und keine OCSP-Auskunft vor") : .notOffered
    }
}
