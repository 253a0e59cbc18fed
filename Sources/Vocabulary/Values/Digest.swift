internal import COpenSSL

/// The SHA-256 digest of some bytes, written `sha256:` and 64 hexadecimal digits: the identity of a submission and
/// of each document in it.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The digest as it is written everywhere: `sha256:` and 64 lower-case hexadecimal digits.
    public let description: String

    /// Computes the digest of `bytes` with libcrypto.
    public init(of bytes: some Sequence<UInt8>) {
        let output: [UInt8] =
            unsafe bytes.withContiguousStorageIfAvailable { unsafe Self.sha256($0) }
            ?? Array(bytes).withUnsafeBufferPointer { unsafe Self.sha256($0) }
        description = "sha256:" + Self.hex(output)
    }

    /// Takes a digest that was written before; nil unless it has the written form.
    public init?(_ text: String) {
        let utf8 = text.utf8
        guard utf8.count == 71, utf8.starts(with: "sha256:".utf8), utf8.dropFirst(7).allSatisfy({ $0 &- 48 < 10 || $0 &- 97 < 6 })
        else { return nil }
        description = text
    }

    /// The 64 hexadecimal digits alone, as a file name.
    public var hex: String { String(description.dropFirst(7)) }

    /// The 32 bytes, for formats that write them in their own way.
    public var bytes: [UInt8] {
        stride(from: 0, to: 64, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }

    private static func sha256(_ input: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        let done = unsafe EVP_Digest(input.baseAddress, input.count, &output, nil, EVP_sha256(), nil)
        precondition(done == 1, "libcrypto has no SHA-256")
        return output
    }

    /// Bytes as hexadecimal digits.
    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Digest {
    /// Computes the digest of bytes that come piece by piece.
    @safe public final class Builder {
        private let context: OpaquePointer?

        /// Begins with nothing.
        public init() {
            unsafe context = EVP_MD_CTX_new()
            let begun = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
            precondition(begun == 1, "libcrypto has no SHA-256")
        }

        deinit { unsafe EVP_MD_CTX_free(context) }

        /// Takes the next piece.
        public func add(_ bytes: ArraySlice<UInt8>) {
            _ = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        }

        /// The digest of all pieces; nothing may be added afterwards.
        public func finish() -> Digest {
            var output = [UInt8](repeating: 0, count: 32)
            let done = unsafe EVP_DigestFinal_ex(context, &output, nil)
            precondition(done == 1, "libcrypto has no SHA-256")
            return Digest(output)
        }
    }

    private init(_ output: [UInt8]) { description = "sha256:" + Self.hex(output) }
}

extension Digest: Codable {
    /// Reads the written form.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let digest = Digest(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a SHA-256 digest")
            )
        }
        self = digest
    }

    /// Writes the written form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
