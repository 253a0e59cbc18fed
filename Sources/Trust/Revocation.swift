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
        services: [Certificate] = []
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

/// A certificate revocation list (RFC 5280, 5).
struct RevocationList: Sendable {
    let issuer: DistinguishedName
    let thisUpdate: Instant
    let nextUpdate: Instant?
    /// When each serial number was revoked.
    let revoked: [[UInt8]: Instant]
    /// Which are only suspended (certificateHold).
    let held: Set<[UInt8]>
    let keepsExpired: Bool
    private let signed: [UInt8]
    private let value: [UInt8]
    private let algorithm: SignatureAlgorithm
    private let scope: Scope

    /// Which certificates a list speaks of (RFC 5280, 5.2.5).
    private enum Scope: Sendable { case all, endEntities, authorities }

    init?(_ bytes: [UInt8]) {
        guard let whole = DER(bytes), case let parts = whole.children, parts.count == 3, parts[0].tag == DER.sequence,
            let algorithm = SignatureAlgorithm(parts[1]), let value = parts[2].bits
        else { return nil }
        var fields = parts[0].children
        if fields.first?.tag == 0x02 { fields.removeFirst() }
        guard fields.count >= 3, let thisUpdate = fields[2].time else { return nil }
        issuer = DistinguishedName(fields[1])
        self.thisUpdate = thisUpdate
        nextUpdate = fields.dropFirst(3).first?.time
        var revoked: [[UInt8]: Instant] = [:]
        var held: Set<[UInt8]> = []
        for entry in fields.dropFirst(3).first(where: { $0.tag == DER.sequence })?.children ?? [] {
            let parts = entry.children
            guard parts.count >= 2, parts[0].tag == 0x02, let time = parts[1].time else { return nil }
            let serial = Array(parts[0].content.drop { $0 == 0 })
            let reason = parts.dropFirst(2).first?.children.first { $0.children.first?.oid == "2.5.29.21" }?.children.last?.octets
            if reason.flatMap({ DER($0) })?.content.elementsEqual([6]) == true { held.insert(serial) } else { revoked[serial] = time }
        }
        (self.revoked, self.held) = (revoked, held)
        (signed, self.value, self.algorithm) = (Array(parts[0].encoded), Array(value), algorithm)
        var keepsExpired = false
        var scope = Scope.all
        for item in fields.last(where: { $0.tag == 0xA0 })?.children.first?.children ?? [] {
            let members = item.children
            guard let oid = members.first?.oid, let content = members.last?.octets else { return nil }
            let isCritical = members.count > 2 && members[1].boolean == true
            switch oid {
            case "2.5.29.60": keepsExpired = true
            case "2.5.29.28":
                // Indirect lists and those for some reasons only say too little.
                guard let point = DER(content), [3, 4, 5].allSatisfy({ point.child(tagged: $0) == nil }) else { return nil }
                if point.child(tagged: 1) != nil { scope = .endEntities }
                if point.child(tagged: 2) != nil { scope = .authorities }
            case "2.5.29.27": return nil
            case "2.5.29.35", "2.5.29.20": break
            default: if isCritical { return nil }
            }
        }
        self.keepsExpired = keepsExpired
        self.scope = scope
    }

    func covers(_ certificate: Certificate) -> Bool {
        switch scope {
        case .all: true
        case .endEntities: !certificate.isAuthority
        case .authorities: certificate.isAuthority
        }
    }

    func isSigned(by authority: Certificate) -> Bool {
        guard authority.subject == issuer, authority.keyUsage?.contains(.crlSign) ?? true else { return false }
        return PublicKey.verify(value, over: signed, by: authority.publicKey, algorithm) == true
    }
}

/// A basic OCSP response (RFC 6960).
struct OCSPResponse: Sendable {
    enum Status: Sendable {
        case good
        case revoked(Instant)
        /// Suspended (certificateHold).
        case held
        case unknown
    }

    struct Answer: Sendable {
        var hash: String
        var issuerName: [UInt8]
        var issuerKey: [UInt8]
        var serial: [UInt8]
        var status: Status
        var thisUpdate: Instant
        var validUntil: Instant?
    }

    let answers: [Answer]
    private let producedAt: Instant
    private let certificates: [Certificate]
    private let signed: [UInt8]
    private let value: [UInt8]
    private let algorithm: SignatureAlgorithm

    /// Reads an OCSPResponse or a BasicOCSPResponse, as PDFs and CMS carry them.
    init?(_ bytes: [UInt8]) {
        guard let whole = DER(bytes), whole.tag == DER.sequence else { return nil }
        var basic = whole
        if whole.children.first?.tag == 0x0A {
            guard whole.children[0].integer == 0, let inner = whole.child(tagged: 0)?.children.first?.children, inner.count == 2,
                inner[0].oid == "1.3.6.1.5.5.7.48.1.1", let octets = inner[1].octets, let response = DER(octets)
            else { return nil }
            basic = response
        }
        let parts = basic.children
        guard parts.count >= 3, let algorithm = SignatureAlgorithm(parts[1]), let value = parts[2].bits else { return nil }
        var fields = parts[0].children
        if fields.first?.tag == 0xA0 { fields.removeFirst() }
        guard fields.count >= 3, let producedAt = fields[1].time, fields[2].tag == DER.sequence else { return nil }
        answers = fields[2].children.compactMap(Self.answer)
        guard !answers.isEmpty else { return nil }
        self.producedAt = producedAt
        certificates = (parts.dropFirst(3).first?.children.first?.children ?? []).prefix(10).compactMap { Certificate($0.encoded) }
        (signed, self.value, self.algorithm) = (Array(parts[0].encoded), Array(value), algorithm)
    }

    private static func answer(_ single: DER) -> Answer? {
        let parts = single.children
        guard parts.count >= 3, let thisUpdate = parts[2].time else { return nil }
        let id = parts[0].children
        guard id.count == 4, let hash = SignatureAlgorithm.hash(id[0]), let name = id[1].octets, let key = id[2].octets else { return nil }
        let status: Status
        switch parts[1].tag {
        case 0x80: status = .good
        case 0xA1:
            let isHeld = parts[1].child(tagged: 0)?.children.first?.content.elementsEqual([6]) == true
            status = isHeld ? .held : parts[1].children.first?.time.map(Status.revoked) ?? .unknown
        default: status = .unknown
        }
        return Answer(
            hash: hash,
            issuerName: Array(name),
            issuerKey: Array(key),
            serial: Array(id[3].content.drop { $0 == 0 }),
            status: status,
            thisUpdate: thisUpdate,
            validUntil: parts.dropFirst(3).first { $0.tag == 0xA0 }?.children.first?.time
        )
    }

    /// What it says about a certificate, if the issuer or its delegate signed it (RFC 6960, 4.2.2.2).
    func answer(about certificate: Certificate, issuedBy issuer: Certificate, services: [Certificate]) -> Answer? {
        let found = answers.first { answer in
            answer.serial == certificate.serial && PublicKey.digest(answer.hash, of: issuer.subject.encoded) == answer.issuerName
                && PublicKey.digest(answer.hash, of: DER(issuer.publicKey)?.children.last?.bits ?? []) == answer.issuerKey
        }
        guard let found else { return nil }
        let delegates = certificates.filter {
            $0.extendedKeyUsage?.contains("1.3.6.1.5.5.7.3.9") == true && $0.isValid(at: producedAt)
                && $0.isIssued(byOneOf: [issuer] + services)
        }
        let isSigned = ([issuer] + delegates).contains {
            PublicKey.verify(value, over: signed, by: $0.publicKey, algorithm) == true
        }
        return isSigned ? found : nil
    }
}
