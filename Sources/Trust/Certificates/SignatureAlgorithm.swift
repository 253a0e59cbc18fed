/// A signature algorithm with its parameters.
struct SignatureAlgorithm: Hashable, Sendable {
    enum Scheme: String, Sendable {
        /// RSASSA-PKCS1-v1_5 (RFC 8017).
        case rsa = "RSA"
        /// RSASSA-PSS (RFC 8017).
        case pss = "RSASSA-PSS"
        /// ECDSA, the signature as SEQUENCE of two integers (RFC 5753).
        case ecdsa = "ECDSA"
        /// ECDSA, the signature as two numbers side by side (BSI TR-03111, 5.2.1).
        case plainECDSA = "ECDSA (plain)"
        /// EdDSA (RFC 8419).
        case eddsa = "EdDSA"
    }

    /// Lower-case names as OpenSSL and the TRs write them, such as `sha256`.
    var hash: String?
    var scheme: Scheme
    /// Of RSASSA-PSS.
    var saltLength = 20
    /// Of RSASSA-PSS.
    var maskHash: String?

    /// Every digest it rests on: that of the content, and of RSASSA-PSS that of the mask.
    var hashes: [String] { [hash, maskHash].compactMap(\.self) }

    init(_ scheme: Scheme, hash: String?) {
        self.scheme = scheme
        self.hash = hash
    }

    /// Reads an AlgorithmIdentifier that names a signature.
    ///
    /// - Parameters:
    ///   - identifier: the element.
    ///   - digest: the digest algorithm beside it, for identifiers that name only the key's (RFC 3370, 3.2).
    init?(_ identifier: DER, digest: String? = nil) {
        let parts = identifier.children
        guard let oid = parts.first?.oid else { return nil }
        if let known = Self.table[oid] {
            self.init(known.0, hash: known.1 ?? digest)
        } else if oid == "1.2.840.113549.1.1.10" {
            self.init(.pss, hash: "sha1")
            maskHash = "sha1"
            guard readPSS(parts.dropFirst().first?.children ?? []) else { return nil }
        } else {
            return nil
        }
        // Two places that disagree about the digest leave nothing to verify.
        if let digest, let hash, digest != hash { return nil }
    }

    /// RSASSA-PSS-params (RFC 8017, A.2.3).
    private mutating func readPSS(_ parameters: [DER]) -> Bool {
        for parameter in parameters {
            guard let value = parameter.children.first else { return false }
            switch parameter.tag {
            case 0xA0: hash = Self.hash(value)
            case 0xA1:
                guard value.children.first?.oid == "1.2.840.113549.1.1.8" else { return false }
                maskHash = value.children.last.flatMap(Self.hash)
            case 0xA2: saltLength = value.integer ?? -1
            case 0xA3: if value.integer != 1 { return false }
            default: return false
            }
        }
        return hash != nil && maskHash != nil && (0...512).contains(saltLength)
    }

    /// The digest an AlgorithmIdentifier names.
    static func hash(_ identifier: DER) -> String? { identifier.children.first?.oid.flatMap { hashes[$0] } }

    static let hashes = [
        "1.2.840.113549.2.5": "md5", "1.3.14.3.2.26": "sha1", "1.3.36.3.2.1": "ripemd160", "2.16.840.1.101.3.4.2.4": "sha224",
        "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512",
        "2.16.840.1.101.3.4.2.8": "sha3-256", "2.16.840.1.101.3.4.2.9": "sha3-384", "2.16.840.1.101.3.4.2.10": "sha3-512",
    ]

    private static let table: [String: (Scheme, String?)] = [
        "1.2.840.113549.1.1.1": (.rsa, nil), "1.2.840.113549.1.1.4": (.rsa, "md5"), "1.2.840.113549.1.1.5": (.rsa, "sha1"),
        "1.2.840.113549.1.1.11": (.rsa, "sha256"), "1.2.840.113549.1.1.12": (.rsa, "sha384"), "1.2.840.113549.1.1.13": (.rsa, "sha512"),
        "1.2.840.113549.1.1.14": (.rsa, "sha224"), "1.3.36.3.3.1.2": (.rsa, "ripemd160"),
        "1.2.840.10045.2.1": (.ecdsa, nil), "1.2.840.10045.4.1": (.ecdsa, "sha1"), "1.2.840.10045.4.3.1": (.ecdsa, "sha224"),
        "1.2.840.10045.4.3.2": (.ecdsa, "sha256"), "1.2.840.10045.4.3.3": (.ecdsa, "sha384"), "1.2.840.10045.4.3.4": (.ecdsa, "sha512"),
        "0.4.0.127.0.7.1.1.4.1.1": (.plainECDSA, "sha1"), "0.4.0.127.0.7.1.1.4.1.2": (.plainECDSA, "sha224"),
        "0.4.0.127.0.7.1.1.4.1.3": (.plainECDSA, "sha256"), "0.4.0.127.0.7.1.1.4.1.4": (.plainECDSA, "sha384"),
        "0.4.0.127.0.7.1.1.4.1.5": (.plainECDSA, "sha512"),
        "1.3.101.112": (.eddsa, nil), "1.3.101.113": (.eddsa, nil),
    ]
}
