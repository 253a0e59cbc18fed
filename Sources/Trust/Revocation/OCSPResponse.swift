internal import Vocabulary

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
    func answer(about certificate: Certificate, issuedBy issuer: Certificate, services: Authorities) -> Answer? {
        let found = answers.first { answer in
            answer.serial == certificate.serial && PublicKey.digest(answer.hash, of: issuer.subject.encoded) == answer.issuerName
                && PublicKey.digest(answer.hash, of: DER(issuer.publicKey)?.children.last?.bits ?? []) == answer.issuerKey
        }
        guard let found else { return nil }
        let delegates = certificates.filter {
            $0.extendedKeyUsage?.contains("1.3.6.1.5.5.7.3.9") == true && $0.isValid(at: producedAt)
                && $0.isIssued(byOneOf: [issuer] + services.named($0.issuer))
        }
        let isSigned = ([issuer] + delegates).contains {
            PublicKey.verify(value, over: signed, by: $0.publicKey, algorithm) == true
        }
        return isSigned ? found : nil
    }
}
