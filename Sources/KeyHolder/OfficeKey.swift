internal import COpenSSL
internal import Vocabulary

/// A private key of the office with what its certificate says of it.
///
/// Not Sendable on purpose: it belongs to the one loop of this process.
@safe final class OfficeKey {
    let handle: OpaquePointer
    /// The issuer's name and the serial number, as DER.
    let issuer: [UInt8]
    let serial: [UInt8]
    /// The identifier in the certificate; nil when it has none.
    let identifier: [UInt8]?
    /// The first digits of the certificate's digest, for the log.
    let name: String
    /// What stands in for keys that cannot be unwrapped is made of this: the same after every start, and known to nobody.
    let secret: [UInt8]

    /// Reads a PEM file with a private key and its certificate; nil when one of them is missing or they do not belong together.
    init?(pem: [UInt8]) {
        defer { ERR_clear_error() }
        // A key with a password is not used; nobody is here to be asked for it.
        var password: CChar = 0
        let key = unsafe Self.read(pem) { bio in unsafe PEM_read_bio_PrivateKey(bio, nil, nil, &password) }
        guard let key = unsafe key else { return nil }
        guard let certificate = unsafe Self.read(pem, { unsafe PEM_read_bio_X509($0, nil, nil, nil) }) else {
            unsafe EVP_PKEY_free(key)
            return nil
        }
        defer { unsafe X509_free(certificate) }
        guard unsafe X509_check_private_key(certificate, key) == 1 else {
            unsafe EVP_PKEY_free(key)
            return nil
        }
        unsafe handle = key
        issuer = unsafe Self.bytes { unsafe i2d_X509_NAME(X509_get_issuer_name(certificate), $0) }
        serial = unsafe Self.bytes { unsafe i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate), $0) }
        identifier = unsafe X509_get0_subject_key_id(certificate).map { text in
            unsafe Array(UnsafeBufferPointer(start: ASN1_STRING_get0_data(text), count: Int(ASN1_STRING_length(text))))
        }
        name = String(Digest(of: unsafe Self.bytes { unsafe i2d_X509(certificate, $0) }).hex.prefix(12))
        var encoded = unsafe Self.bytes { unsafe i2d_PrivateKey(key, $0) }
        secret = Array(Digest(of: encoded).hex.utf8)
        unsafe encoded.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    deinit { unsafe EVP_PKEY_free(handle) }

    private static func read(_ pem: [UInt8], _ body: (OpaquePointer?) -> OpaquePointer?) -> OpaquePointer? {
        unsafe pem.withUnsafeBytes { buffer in
            guard let bio = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else { return nil }
            defer { unsafe BIO_free(bio) }
            return unsafe body(bio)
        }
    }

    private static func bytes(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>) -> Int32) -> [UInt8] {
        var output: UnsafeMutablePointer<UInt8>?
        let size = unsafe encode(&output)
        guard size > 0, let start = unsafe output else { return [] }
        defer { unsafe CRYPTO_clear_free(start, Int(size), nil, 0) }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(size)))
    }
}
