internal import Vocabulary

/// An X.509 certificate (RFC 5280) as values; OpenSSL parses it again where a path is built.
struct Certificate: Hashable, Sendable {
    /// The encoding.
    let encoded: [UInt8]
    /// The SHA-256 fingerprint.
    let digest: Digest
    let subject: DistinguishedName
    let issuer: DistinguishedName
    /// The serial number as unsigned bytes.
    let serial: [UInt8]
    let notBefore: Instant
    let notAfter: Instant
    /// The SubjectPublicKeyInfo, encoded.
    let publicKey: [UInt8]
    /// The algorithm the issuer signed with.
    let signature: SignatureAlgorithm?
    /// What the issuer signed, and its signature.
    let signed: [UInt8]
    let signatureValue: [UInt8]
    /// Extension values by object identifier.
    private let extensions: [String: [UInt8]]

    /// Reads a DER certificate; nil if the structure is not that of one.
    init?(_ bytes: some Collection<UInt8>) {
        let bytes = Array(bytes)
        guard let whole = DER(bytes), whole.tag == DER.sequence, whole.encoded.count == bytes.count else { return nil }
        let parts = whole.children
        guard parts.count == 3 else { return nil }
        var fields = parts[0].children
        if fields.first?.tag == 0xA0 { fields.removeFirst() }
        guard fields.count >= 6, fields[0].tag == 0x02 else { return nil }
        let validity = fields[3].children
        guard validity.count == 2, let from = validity[0].time, let to = validity[1].time else { return nil }
        encoded = bytes
        digest = Digest(of: bytes)
        serial = Array(fields[0].content.drop { $0 == 0 })
        issuer = DistinguishedName(fields[2])
        (notBefore, notAfter) = (from, to)
        subject = DistinguishedName(fields[4])
        publicKey = Array(fields[5].encoded)
        signature = SignatureAlgorithm(parts[1])
        signed = Array(parts[0].encoded)
        signatureValue = Array(parts[2].bits ?? [])
        var found: [String: [UInt8]] = [:]
        for item in fields.dropFirst(6).first(where: { $0.tag == 0xA3 })?.children.first?.children ?? [] {
            let members = item.children
            guard let oid = members.first?.oid, let value = members.last?.octets, found[oid] == nil else { return nil }
            found[oid] = Array(value)
        }
        extensions = found
    }

    func `extension`(_ oid: String) -> DER? { extensions[oid].flatMap { DER($0) } }

    /// Whether the holder of another certificate signed this one.
    func isIssued(by other: Certificate) -> Bool {
        guard issuer == other.subject, let signature else { return false }
        return PublicKey.verify(signatureValue, over: signed, by: other.publicKey, signature) == true
    }

    func isIssued(byOneOf others: [Certificate]) -> Bool { others.contains { isIssued(by: $0) } }

    var isSelfIssued: Bool { subject == issuer }

    /// Whether it was valid at a time.
    func isValid(at time: Instant) -> Bool { notBefore <= time && time <= notAfter }

    /// The bits of the key usage (RFC 5280, 4.2.1.3), bit 0 first; nil when the certificate does not restrict it.
    var keyUsage: Set<KeyUsage>? {
        guard let bits = self.extension("2.5.29.15")?.bits.map(Array.init), !bits.isEmpty else { return nil }
        return Set(
            KeyUsage.allCases.filter { use in
                let place = Int(use.rawValue / 8)
                return place < bits.count && bits[place] & (0x80 >> (use.rawValue % 8)) != 0
            }
        )
    }

    enum KeyUsage: UInt8, CaseIterable {
        case digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement, keyCertSign, crlSign
        case encipherOnly, decipherOnly
    }

    /// The purposes of the extended key usage; nil when it is not restricted.
    var extendedKeyUsage: [String]? { self.extension("2.5.29.37")?.children.compactMap(\.oid) }

    /// The certificate policies it was issued under (RFC 5280, 4.2.1.4).
    var policies: [String] { self.extension("2.5.29.32")?.children.compactMap { $0.children.first?.oid } ?? [] }

    /// The e-mail addresses it was issued for (RFC 8550, 3), as they are compared; what cannot be compared is left out.
    var addresses: [String] {
        let names = (self.extension("2.5.29.17")?.children ?? []).filter { $0.tag == 0x81 }.compactMap(\.string)
        let old = subject.attributes.filter { $0.type == "1.2.840.113549.1.9.1" }.map(\.value)
        return (names + old).compactMap { MailAddress($0)?.description }
    }

    /// Whether it says where its revocation can be looked up: a CRL distribution point, or an OCSP responder.
    var namesRevocationService: Bool {
        let access = self.extension("1.3.6.1.5.5.7.1.1")?.children ?? []
        return extensions["2.5.29.31"] != nil || access.contains { $0.children.first?.oid == "1.3.6.1.5.5.7.48.1" }
    }

    /// Whether its revocation need not be asked for: id-pkix-ocsp-nocheck, or validity assured for a short term (EN 319 412-1).
    var needsNoRevocation: Bool { extensions["1.3.6.1.5.5.7.48.1.5"] != nil || extensions["0.4.0.194121.2.1"] != nil }

    var isAuthority: Bool {
        guard let constraints = self.extension("2.5.29.19") else { return false }
        return constraints.children.first?.boolean ?? false
    }

    /// What the qualified certificate statements say (ETSI EN 319 412-5).
    var qualified: QualifiedStatements { QualifiedStatements(self.extension("1.3.6.1.5.5.7.1.3")) }
}
