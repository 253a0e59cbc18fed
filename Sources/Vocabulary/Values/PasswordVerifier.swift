internal import COpenSSL

/// What a password is known by: scrypt (RFC 7914) with a salt of its own, by libcrypto; nobody can read the password out of it.
public struct PasswordVerifier: Hashable, Sendable, CustomStringConvertible {
    /// As it is kept: `scrypt$15$8$1$SALT$HASH`, the cost as a power of two, salt and hash in hexadecimal.
    public let description: String
    /// 2^15 blocks of 8·128 bytes: 32 MB and about a tenth of a second for each try.
    private static let (cost, block, lanes) = (15, 8, 1)
    /// More is no password but an attempt to keep us busy.
    private static let mostBytes = 1024

    /// Takes a password.
    ///
    /// - Parameter password: the password; nil comes of one that is empty or longer than a kilobyte.
    public init?(of password: String) {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        guard let hash = Self.hash(password, salt, cost: Self.cost, Self.block, Self.lanes) else { return nil }
        description = "scrypt$\(Self.cost)$\(Self.block)$\(Self.lanes)$\(Digest.hex(salt))$\(Digest.hex(hash))"
    }

    /// Takes what was kept.
    public init(kept: String) { description = kept }

    /// Whether this is the password; always takes as long as if it were.
    public func fits(_ password: String) -> Bool {
        let parts = description.split(separator: "$")
        guard parts.count == 6, parts[0] == "scrypt", let cost = Int(parts[1]), let block = Int(parts[2]), let lanes = Int(parts[3]),
            cost < 20, let salt = Self.bytes(parts[4]), let wanted = Self.bytes(parts[5]),
            let hash = Self.hash(password, salt, cost: cost, block, lanes)
        else { return false }
        return HMAC.isSame(hash, wanted)
    }

    private static func hash(_ password: String, _ salt: [UInt8], cost: Int, _ block: Int, _ lanes: Int) -> [UInt8]? {
        let bytes = Array(password.utf8)
        guard !bytes.isEmpty, bytes.count <= mostBytes else { return nil }
        var output = [UInt8](repeating: 0, count: 32)
        let done = unsafe bytes.withUnsafeBytes { pass in
            unsafe EVP_PBE_scrypt(
                pass.baseAddress?.assumingMemoryBound(to: CChar.self),
                bytes.count,
                salt,
                salt.count,
                1 << UInt64(cost),
                UInt64(block),
                UInt64(lanes),
                64 << 20,
                &output,
                output.count
            )
        }
        return done == 1 ? output : nil
    }

    private static func bytes(_ hex: Substring) -> [UInt8]? {
        guard hex.count % 2 == 0 else { return nil }
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
