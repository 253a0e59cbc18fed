internal import Vocabulary

/// One signer of a CMS signature (RFC 5652, 5.3) with its CAdES attributes (ETSI EN 319 122-1).
struct SignerInfo {
    private enum Identifier {
        case issuer([UInt8], serial: [UInt8])
        case key([UInt8])
    }

    private let identifier: Identifier
    /// The digest algorithm's name; nil if it is unknown.
    let digest: String?
    let algorithm: SignatureAlgorithm?
    let signature: [UInt8]
    private let signedAttributes: [String: [DER]]
    private let signedBytes: [UInt8]?
    private let unsignedAttributes: [String: [DER]]

    init(_ info: DER) throws(SignedData.Failure) {
        var fields = info.children[...]
        guard fields.count >= 5, fields.popFirst()?.tag == 0x02, let sid = fields.popFirst(), let hash = fields.popFirst() else {
            throw .format("Die Angaben zum Unterzeichner sind nicht lesbar")
        }
        if sid.tag == 0x80 {
            identifier = .key(Array(sid.content))
        } else {
            let parts = sid.children
            guard parts.count == 2 else { throw .format("Die Angaben zum Unterzeichner sind nicht lesbar") }
            identifier = .issuer(Array(parts[0].encoded), serial: Array(parts[1].content.drop { $0 == 0 }))
        }
        digest = SignatureAlgorithm.hash(hash)
        if let attributes = fields.first, attributes.tag == 0xA0 {
            fields.removeFirst()
            signedAttributes = try Self.attributes(attributes)
            // Signed is the DER encoding, whatever order they were sent in (RFC 5652, 5.4; X.690, 11.6).
            let sorted = attributes.children.map(\.encoded).sorted { $0.lexicographicallyPrecedes($1) }
            signedBytes = DER.encode(DER.set, sorted.flatMap(\.self))
        } else {
            signedAttributes = [:]
            signedBytes = nil
        }
        guard let scheme = fields.popFirst(), let value = fields.popFirst()?.octets else {
            throw .format("Die Angaben zum Unterzeichner sind nicht lesbar")
        }
        algorithm = SignatureAlgorithm(scheme, digest: digest)
        signature = Array(value)
        unsignedAttributes = try fields.first.map { (item) throws(SignedData.Failure) in try Self.attributes(item) } ?? [:]
    }

    private static func attributes(_ set: DER) throws(SignedData.Failure) -> [String: [DER]] {
        var found: [String: [DER]] = [:]
        for attribute in set.children {
            let parts = attribute.children
            guard parts.count == 2, let oid = parts[0].oid, parts[1].tag == DER.set else {
                throw .format("Ein Attribut der Signatur ist nicht lesbar")
            }
            if found[oid] != nil, ObjectID.single.contains(oid) { throw .format("Ein Attribut der Signatur steht doppelt da (\(oid))") }
            found[oid, default: []] += parts[1].children
        }
        if found.isEmpty && !set.content.isEmpty { throw .format("Die Attribute der Signatur sind nicht lesbar") }
        return found
    }

    /// What the signer's clock said.
    var claimedTime: Instant? { signedAttributes[ObjectID.signingTime]?.first?.time }
    /// RFC 3161 tokens over the signature.
    var signatureTimestamps: [[UInt8]] { (unsignedAttributes[ObjectID.signatureTimestamp] ?? []).map { Array($0.encoded) } }
    /// RFC 3161 tokens over the content, made before it was signed.
    var contentTimestamps: [[UInt8]] { (signedAttributes[ObjectID.contentTimestamp] ?? []).map { Array($0.encoded) } }
    /// Signatures over this signature (RFC 5652, 11.4).
    var countersignatures: [SignerInfo] { (unsignedAttributes[ObjectID.countersignature] ?? []).compactMap { try? SignerInfo($0) } }
    /// Names of all hashes it relies on.
    var hashes: [String] { [digest].compactMap(\.self) + (algorithm?.hashes ?? []) }

    /// Revocation data among the attributes: Adobe's and those of CAdES-X.
    var revocation: RevocationData {
        var data = RevocationData()
        for value in (signedAttributes["1.2.840.113583.1.1.8"] ?? []) + (unsignedAttributes["1.2.840.113549.1.9.16.2.24"] ?? []) {
            for item in value.children.flatMap(\.children).flatMap({ $0.children.first?.tag == DER.sequence ? [$0] + $0.children : [$0] }) {
                data.add(Array(item.encoded))
            }
        }
        return data
    }

    /// Certificates among the attributes (CAdES certificate values).
    var certificates: [Certificate] {
        (unsignedAttributes["1.2.840.113549.1.9.16.2.23"] ?? []).flatMap(\.children).prefix(PathBuilder.mostCertificates).compactMap {
            Certificate($0.encoded)
        }
    }

    /// The signer's certificate among some; nil if it is not there or not the one the signer named (RFC 5035).
    func certificate(among certificates: [Certificate]) -> Certificate? {
        let named = certificates.first { candidate in
            switch identifier {
            case .issuer(let name, let serial): candidate.issuer.encoded == name && candidate.serial == serial
            case .key(let id): candidate.extension("2.5.29.14")?.octets.map(Array.init) == id
            }
        }
        guard let named else { return nil }
        let hash: String
        let value: DER?
        if let version2 = signedAttributes[ObjectID.signingCertificateV2]?.first {
            let id = version2.children.first?.children.first?.children ?? []
            hash = id.first?.tag == DER.sequence ? id.first.flatMap(SignatureAlgorithm.hash) ?? "" : "sha256"
            value = id.first { $0.tag == 0x04 }
        } else if let version1 = signedAttributes[ObjectID.signingCertificate]?.first {
            hash = "sha1"
            value = version1.children.first?.children.first?.children.first
        } else {
            return named
        }
        guard let wanted = value?.octets, PublicKey.digest(hash, of: named.encoded) == Array(wanted) else { return nil }
        return named
    }

    /// Whether its digest is that of some bytes, so that it may be a signature over them.
    func isOver(_ bytes: [UInt8]) -> Bool {
        guard let digest, let stated = signedAttributes[ObjectID.messageDigest]?.first?.octets else { return false }
        return PublicKey.digest(digest, of: bytes) == Array(stated)
    }

    /// Checks the signature itself over some content.
    ///
    /// - Returns: nil if it is right.
    func fault(over content: some Collection<UInt8>, contentType: String?, by certificate: Certificate) -> SubIndication? {
        guard let digest, let algorithm else { return .cryptoConstraints }
        let bytes: [UInt8]
        if let signedBytes {
            guard signedAttributes[ObjectID.messageDigest]?.count == 1, let stated = signedAttributes[ObjectID.messageDigest]?.first?.octets
            else { return .formatFailure }
            if let contentType, signedAttributes[ObjectID.contentType]?.first?.oid != contentType { return .formatFailure }
            guard let actual = PublicKey.digest(digest, of: content) else { return .cryptoConstraints }
            if actual != Array(stated) { return .hashFailure }
            bytes = signedBytes
        } else {
            // Without attributes only plain data may be signed, and nothing that could be taken for attributes.
            guard contentType == nil || contentType == ObjectID.data, content.first != DER.set else { return .formatFailure }
            bytes = Array(content)
        }
        switch PublicKey.verify(signature, over: bytes, by: certificate.publicKey, algorithm) {
        case true: return nil
        case false: return .cryptoFailure
        case nil: return .cryptoConstraints
        }
    }
}
