internal import COpenSSL
internal import Vocabulary

extension OfficeKey {
    /// Digests that may be named.
    private static let digests: Set<String> = ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512"]

    /// The content key; nil when it cannot be unwrapped, and never why.
    func unwrap(_ request: UnwrapRequest) -> [UInt8]? {
        defer { ERR_clear_error() }
        guard [16, 24, 32].contains(request.keyBytes), !request.encryptedKey.isEmpty else { return nil }
        switch request.scheme {
        case .pkcs1:
            return transported(request)
        case .oaep(let digest, let mask, let label):
            guard Self.digests.contains(digest), Self.digests.contains(mask) else { return nil }
            let (found, size) = unsafe decrypt(request.encryptedKey) { context in
                unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0
                    && EVP_PKEY_CTX_set_rsa_oaep_md_name(context, digest, nil) > 0
                    && EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, mask, nil) > 0 && Self.setLabel(label, context)
            }
            return size > 0 ? Array(found.prefix(size)) : nil
        case .agreement(let point, let digest, let info, let wrap):
            guard Self.digests.contains(digest), let cipher = KeyWrap(rawValue: wrap),
                var key = agree(with: point, digest, info, cipher.keyBytes)
            else { return nil }
            defer { unsafe key.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) } }
            return cipher.unwrap(request.encryptedKey, with: key)
        }
    }

    // MARK: RSA

    /// After PKCS #1 v1.5 there is always a key: whether the padding was right must not be seen (RFC 3218, Bleichenbacher).
    ///
    /// The key that stands in is the same whenever the same is asked, or two questions would tell it from a real one.
    private func transported(_ request: UnwrapRequest) -> [UInt8]? {
        guard unsafe EVP_PKEY_get_base_id(handle) == EVP_PKEY_RSA else { return nil }
        let standIn = standIn(for: request)
        let (found, size) = unsafe decrypt(request.encryptedKey) { unsafe EVP_PKEY_CTX_set_rsa_padding($0, RSA_PKCS1_PADDING) > 0 }
        guard found.count >= request.keyBytes else { return nil }
        let mask: UInt8 = size == request.keyBytes ? 0xFF : 0
        return (0..<request.keyBytes).map { found[$0] & mask | standIn[$0] & ~mask }
    }

    private func standIn(for request: UnwrapRequest) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        let input = [UInt8(clamping: request.keyBytes)] + request.encryptedKey
        _ = unsafe HMAC(EVP_sha256(), secret, Int32(secret.count), input, input.count, &bytes, nil)
        return bytes
    }

    /// What stands in the output, and how much of it; no byte when it cannot be decrypted.
    private func decrypt(_ bytes: [UInt8], _ prepare: (OpaquePointer) -> Bool) -> (output: [UInt8], size: Int) {
        guard unsafe EVP_PKEY_get_base_id(handle) == EVP_PKEY_RSA, let context = unsafe EVP_PKEY_CTX_new(handle, nil) else {
            return ([], 0)
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_decrypt_init(context) > 0, unsafe prepare(context) else { return ([], 0) }
        var output = [UInt8](repeating: 0, count: Int(unsafe EVP_PKEY_get_size(handle)))
        var size = output.count
        let isDone = unsafe EVP_PKEY_decrypt(context, &output, &size, bytes, bytes.count) > 0
        return (output, isDone && size <= output.count ? size : 0)
    }

    private static func setLabel(_ label: [UInt8], _ context: OpaquePointer) -> Bool {
        if label.isEmpty { return true }
        guard let copy = unsafe CRYPTO_memdup(label, label.count, nil, 0) else { return false }
        if unsafe EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, Int32(label.count)) > 0 { return true }
        unsafe CRYPTO_free(copy, nil, 0)
        return false
    }

    // MARK: Elliptic curves

    /// The key that a content key is wrapped with: ECDH with the sender's point, which must lie on the curve, then X9.63.
    private func agree(with point: [UInt8], _ digest: String, _ info: [UInt8], _ count: Int) -> [UInt8]? {
        guard unsafe EVP_PKEY_get_base_id(handle) == EVP_PKEY_EC, let peer = unsafe EVP_PKEY_new() else { return nil }
        defer { unsafe EVP_PKEY_free(peer) }
        guard unsafe EVP_PKEY_copy_parameters(peer, handle) > 0,
            unsafe EVP_PKEY_set1_encoded_public_key(peer, point, point.count) > 0,
            let context = unsafe EVP_PKEY_CTX_new(handle, nil)
        else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_derive_init(context) > 0, unsafe EVP_PKEY_derive_set_peer(context, peer) > 0,
            unsafe EVP_PKEY_CTX_set_ecdh_kdf_type(context, Int32(EVP_PKEY_ECDH_KDF_X9_63)) > 0,
            unsafe EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_get_digestbyname(digest)) > 0,
            unsafe EVP_PKEY_CTX_set_ecdh_kdf_outlen(context, Int32(count)) > 0,
            let shared = unsafe CRYPTO_memdup(info, info.count, nil, 0)
        else { return nil }
        guard unsafe EVP_PKEY_CTX_set0_ecdh_kdf_ukm(context, shared.assumingMemoryBound(to: UInt8.self), Int32(info.count)) > 0 else {
            unsafe CRYPTO_free(shared, nil, 0)
            return nil
        }
        var key = [UInt8](repeating: 0, count: count)
        var size = count
        return unsafe EVP_PKEY_derive(context, &key, &size) > 0 && size == count ? key : nil
    }
}

/// How a content key is wrapped with the key that was agreed on (RFC 3394, RFC 3217).
enum KeyWrap: String {
    case aes128, aes192, aes256, des3

    var keyBytes: Int {
        switch self {
        case .aes128: 16
        case .aes192, .des3: 24
        case .aes256: 32
        }
    }

    private var cipher: OpaquePointer? {
        switch self {
        case .aes128: unsafe EVP_aes_128_wrap()
        case .aes192: unsafe EVP_aes_192_wrap()
        case .aes256: unsafe EVP_aes_256_wrap()
        case .des3: unsafe EVP_des_ede3_wrap()
        }
    }

    /// The key in it; nil when it was wrapped with another.
    func unwrap(_ wrapped: [UInt8], with key: [UInt8]) -> [UInt8]? {
        guard wrapped.count <= 128, wrapped.count % 8 == 0, let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        unsafe EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
        var output = [UInt8](repeating: 0, count: wrapped.count + 32)
        var size: Int32 = 0
        guard unsafe EVP_DecryptInit_ex(context, cipher, nil, key, nil) == 1,
            unsafe EVP_DecryptUpdate(context, &output, &size, wrapped, Int32(wrapped.count)) == 1, size > 0
        else { return nil }
        return Array(output.prefix(Int(size)))
    }
}
