internal import COpenSSL

/// What libcrypto does with a key and some bytes.
enum PublicKey {
    /// A key as policy looks at it.
    struct Strength: Hashable, Sendable {
        /// `RSA`, `EC` or another name of libcrypto's.
        var kind: String
        var bits: Int
    }

    /// Keys beyond this size are not used: verifying with them would be an attack on our time.
    static let mostBits = 8192

    /// Kind and size of a SubjectPublicKeyInfo; nil if libcrypto cannot read it.
    static func strength(_ key: [UInt8]) -> Strength? {
        unsafe withKey(key) { pkey in
            let kind: String
            switch unsafe EVP_PKEY_get_base_id(pkey) {
            case EVP_PKEY_RSA, EVP_PKEY_RSA_PSS: kind = "RSA"
            case EVP_PKEY_EC: kind = "EC"
            case EVP_PKEY_ED25519, EVP_PKEY_ED448: kind = "EdDSA"
            default: kind = "unbekannt"
            }
            return Strength(kind: kind, bits: Int(unsafe EVP_PKEY_get_bits(pkey)))
        }
    }

    /// Whether a signature over some bytes was made with the private half of a key.
    ///
    /// - Returns: nil when the check could not run: an unknown algorithm, a key of another kind or beyond ``mostBits``.
    static func verify(_ signature: [UInt8], over bytes: [UInt8], by key: [UInt8], _ algorithm: SignatureAlgorithm) -> Bool? {
        guard let strength = strength(key), strength.bits <= mostBits else { return nil }
        switch algorithm.scheme {
        case .rsa, .pss: guard strength.kind == "RSA" else { return nil }
        case .ecdsa, .plainECDSA: guard strength.kind == "EC" else { return nil }
        case .eddsa: guard strength.kind == "EdDSA" else { return nil }
        }
        var signature = signature
        if algorithm.scheme == .plainECDSA {
            guard let sequence = ecdsaSequence(signature) else { return false }
            signature = sequence
        }
        return unsafe withKey(key) { pkey in unsafe run(pkey, signature, bytes, algorithm) } ?? nil
    }

    private static func run(_ pkey: OpaquePointer, _ signature: [UInt8], _ bytes: [UInt8], _ algorithm: SignatureAlgorithm) -> Bool? {
        guard let context = unsafe EVP_MD_CTX_new() else { return nil }
        defer { unsafe EVP_MD_CTX_free(context) }
        var settings: OpaquePointer?
        let hash = unsafe algorithm.scheme == .eddsa ? nil : algorithm.hash.flatMap { unsafe EVP_get_digestbyname($0) }
        guard unsafe algorithm.scheme == .eddsa || hash != nil,
            unsafe EVP_DigestVerifyInit(context, &settings, hash, nil, pkey) == 1
        else { return nil }
        if algorithm.scheme == .pss {
            guard unsafe EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1,
                let mask = unsafe (algorithm.maskHash ?? algorithm.hash).flatMap({ unsafe EVP_get_digestbyname($0) }),
                unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(settings, mask) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, Int32(algorithm.saltLength)) == 1
            else { return nil }
        }
        return unsafe EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
    }

    /// The digest of some bytes; nil for an algorithm libcrypto does not have.
    static func digest(_ algorithm: String, of bytes: some Sequence<UInt8>) -> [UInt8]? {
        guard let type = unsafe EVP_get_digestbyname(algorithm) else { return nil }
        var output = [UInt8](repeating: 0, count: 64)
        var size: UInt32 = 0
        let input = Array(bytes)
        guard unsafe EVP_Digest(input, input.count, &output, &size, type, nil) == 1 else { return nil }
        return Array(output.prefix(Int(size)))
    }

    /// r and s side by side as the SEQUENCE libcrypto wants.
    private static func ecdsaSequence(_ plain: [UInt8]) -> [UInt8]? {
        guard !plain.isEmpty, plain.count % 2 == 0 else { return nil }
        let halves = [plain.prefix(plain.count / 2), plain.suffix(plain.count / 2)]
        let numbers = halves.map { half -> [UInt8] in
            let digits = Array(half.drop { $0 == 0 })
            return DER.encode(0x02, digits.first.map { $0 >= 0x80 } ?? true ? [0] + digits : digits)
        }
        return DER.encode(DER.sequence, numbers.flatMap(\.self))
    }

    private static func withKey<Result>(_ key: [UInt8], _ body: (OpaquePointer) -> Result) -> Result? {
        unsafe key.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            guard let pkey = unsafe d2i_PUBKEY(nil, &start, buffer.count) else {
                ERR_clear_error()
                return nil
            }
            defer {
                unsafe EVP_PKEY_free(pkey)
                ERR_clear_error()
            }
            return unsafe body(pkey)
        }
    }
}
