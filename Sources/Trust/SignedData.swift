internal import COpenSSL
internal import Vocabulary

/// A CMS SignedData (RFC 5652, 5) as values.
///
/// OpenSSL turns BER into DER; then each signer is read and checked by itself, because libraries give one answer for all of
/// them and know neither countersignatures nor plain ECDSA.
struct SignedData {
    /// The type of the content that is signed.
    let contentType: String
    /// The content; nil when it lies outside (detached).
    let content: ArraySlice<UInt8>?
    let certificates: [Certificate]
    let revocation: RevocationData
    let signers: [SignerInfo]

    /// More signers than this are an attack.
    static let mostSigners = 50

    enum Failure: Error {
        /// Not CMS, or not as the standard wants it; the words say what.
        case format(String)
    }

    /// Reads a ContentInfo with SignedData; bytes behind it, such as a PDF's padding, are ignored.
    init(_ bytes: [UInt8]) throws(Failure) {
        if let whole = DER(bytes), let made = try Self.parse(whole) {
            self = made
        } else if let plain = Self.withoutBER(bytes), let whole = DER(plain), let made = try Self.parse(whole) {
            self = made
        } else {
            throw .format("Die Signaturdatei ist keine lesbare CMS-Struktur")
        }
    }

    /// nil when it cannot be read as DER.
    private static func parse(_ whole: DER) throws(Failure) -> SignedData? {
        let info = whole.children
        guard info.count == 2, info[0].oid == ObjectID.signedData, let data = info[1].children.first else { return nil }
        let fields = data.children
        guard fields.count >= 4, case let inner = fields[2].children, let type = inner.first?.oid else { return nil }
        var content: ArraySlice<UInt8>?
        if inner.count > 1 {
            guard let wrapped = inner[1].children.first else { return nil }
            // PKCS #7 allowed any type here; what is signed then is its content.
            guard wrapped.tag != 0x24 else { return nil }
            content = wrapped.content
        }
        let encoded = data.child(tagged: 0)?.children ?? []
        guard encoded.count <= PathBuilder.mostCertificates else {
            throw .format(
                "Die Signatur bringt \(encoded.count) Zertifikate mit; mehr als \(PathBuilder.mostCertificates) werden nicht geprüft"
            )
        }
        var revocation = RevocationData()
        for item in data.child(tagged: 1)?.children ?? [] {
            if item.tag == DER.sequence {
                revocation.add(Array(item.encoded))
            } else if item.tag == 0xA1, let response = item.children.last {
                revocation.add(Array(response.encoded))
            }
        }
        guard let last = fields.last, last.tag == DER.set else { return nil }
        let signers = last.children
        guard signers.count <= mostSigners else { throw .format("Die Signatur hat mehr als \(mostSigners) Unterzeichner") }
        if signers.isEmpty && !last.content.isEmpty { return nil }
        return SignedData(
            contentType: type,
            content: content,
            certificates: encoded.compactMap { $0.tag == DER.sequence ? Certificate($0.encoded) : nil },
            revocation: revocation,
            signers: try signers.map { (item) throws(Failure) in try SignerInfo(item) }
        )
    }

    private init(
        contentType: String,
        content: ArraySlice<UInt8>?,
        certificates: [Certificate],
        revocation: RevocationData,
        signers: [SignerInfo]
    ) {
        self.contentType = contentType
        self.content = content
        self.certificates = certificates
        self.revocation = revocation
        self.signers = signers
    }

    private static func withoutBER(_ bytes: [UInt8]) -> [UInt8]? {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            defer { ERR_clear_error() }
            var start = buffer.baseAddress
            guard let message = unsafe d2i_CMS_ContentInfo(nil, &start, buffer.count) else { return nil }
            defer { unsafe CMS_ContentInfo_free(message) }
            var output: UnsafeMutablePointer<UInt8>?
            let size = unsafe i2d_CMS_ContentInfo(message, &output)
            guard size > 0, let result = unsafe output else { return nil }
            defer { unsafe CRYPTO_free(result, nil, 0) }
            return unsafe Array(UnsafeBufferPointer(start: result, count: Int(size)))
        }
    }
}

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
            // RFC 5652, 5.3: no attribute twice.
            guard found[oid] == nil || oid == ObjectID.countersignature else { throw .format("Ein Attribut der Signatur steht doppelt da") }
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

/// Object identifiers of CMS and CAdES.
enum ObjectID {
    static let data = "1.2.840.113549.1.7.1"
    static let signedData = "1.2.840.113549.1.7.2"
    static let envelopedData = "1.2.840.113549.1.7.3"
    static let authEnvelopedData = "1.2.840.113549.1.9.16.1.23"
    static let timestampInfo = "1.2.840.113549.1.9.16.1.4"
    static let contentType = "1.2.840.113549.1.9.3"
    static let messageDigest = "1.2.840.113549.1.9.4"
    static let signingTime = "1.2.840.113549.1.9.5"
    static let countersignature = "1.2.840.113549.1.9.6"
    static let signingCertificate = "1.2.840.113549.1.9.16.2.12"
    static let signingCertificateV2 = "1.2.840.113549.1.9.16.2.47"
    static let signatureTimestamp = "1.2.840.113549.1.9.16.2.14"
    static let contentTimestamp = "1.2.840.113549.1.9.16.2.20"
}

extension SignedData {
    /// The type of a ContentInfo, such as ``ObjectID/envelopedData``; nil if it is none.
    static func type(of bytes: [UInt8]) -> String? {
        // Works for BER too: the type stands first.
        guard bytes.count > 2, bytes[0] == DER.sequence else { return nil }
        let header = bytes[1] < 0x80 || bytes[1] == 0x80 ? 2 : 2 + Int(bytes[1] & 0x7F)
        guard header < bytes.count else { return nil }
        return DER(bytes[header...])?.oid
    }
}
