internal import COpenSSL
internal import Vocabulary

/// Opens encrypted content with the office's keys (RFC 5652, 6).
enum Envelope {
    /// Decrypts.
    ///
    /// - Parameters:
    ///   - bytes: the CMS structure.
    ///   - keys: PEM files, each with a private key and its certificate.
    /// - Returns: the content; nil if no key fits.
    static func open(_ bytes: [UInt8], keys: [[UInt8]]) -> [UInt8]? {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            defer { ERR_clear_error() }
            var start = buffer.baseAddress
            guard let message = unsafe d2i_CMS_ContentInfo(nil, &start, buffer.count) else { return nil }
            defer { unsafe CMS_ContentInfo_free(message) }
            for pem in keys {
                guard let key = unsafe read(pem, { unsafe PEM_read_bio_PrivateKey($0, nil, nil, nil) }),
                    let certificate = unsafe read(pem, { unsafe PEM_read_bio_X509($0, nil, nil, nil) })
                else { continue }
                defer {
                    unsafe EVP_PKEY_free(key)
                    unsafe X509_free(certificate)
                }
                guard let output = unsafe BIO_new(BIO_s_mem()) else { return nil }
                defer { unsafe BIO_free(output) }
                if unsafe CMS_decrypt(message, key, certificate, nil, output, 0) == 1 {
                    var data: UnsafeMutablePointer<CChar>?
                    let size = unsafe eg_bio_data(output, &data)
                    guard size > 0, let data = unsafe data else { return nil }
                    return unsafe Array(UnsafeRawBufferPointer(start: data, count: size))
                }
            }
            return nil
        }
    }

    private static func read(_ pem: [UInt8], _ body: (OpaquePointer?) -> OpaquePointer?) -> OpaquePointer? {
        unsafe pem.withUnsafeBytes { buffer in
            guard let bio = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count)) else { return nil }
            defer { unsafe BIO_free(bio) }
            return unsafe body(bio)
        }
    }
}
