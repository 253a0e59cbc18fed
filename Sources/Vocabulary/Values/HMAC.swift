internal import COpenSSL

/// Keyed digests of bytes: HMAC with SHA-256 (RFC 2104, FIPS 198-1), by libcrypto.
public enum HMAC {
    /// Computes the code of a message.
    ///
    /// - Parameters:
    ///   - message: the bytes it is about.
    ///   - key: the secret; any length.
    /// - Returns: 32 bytes.
    public static func sha256(_ message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
        let message = Array(message)
        var (output, size) = ([UInt8](repeating: 0, count: 32), UInt32(0))
        let done = unsafe COpenSSL.HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &output, &size)
        precondition(unsafe done != nil && size == 32, "libcrypto has no HMAC")
        return output
    }

    /// Whether two codes are the same, in a time that does not tell where they differ.
    public static func isSame(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
        a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
