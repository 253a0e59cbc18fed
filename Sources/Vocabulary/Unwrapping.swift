/// What a reader asks of the process that holds the keys: the content key for one recipient of an encrypted content (RFC 5652, 6.2).
public struct UnwrapRequest: Hashable, Sendable, Codable {
    /// Whose key the content key is encrypted with.
    public enum Recipient: Hashable, Sendable, Codable {
        /// The holder of a certificate, by its issuer's name and its serial number, each as DER.
        case certificate(issuer: [UInt8], serial: [UInt8])
        /// The holder of a key, by its identifier.
        case subjectKey([UInt8])
    }

    /// How it is encrypted.
    public enum Scheme: Hashable, Sendable, Codable {
        /// RSA with PKCS #1 v1.5 (RFC 3370, 4.2.1).
        case pkcs1
        /// RSA with OAEP (RFC 3560): the names of the digests, and the label.
        case oaep(digest: String, mask: String, label: [UInt8])
        /// Elliptic curves (RFC 5753): the sender's point, the digest of X9.63, its shared information as DER, the name of the key wrap.
        case agreement(point: [UInt8], digest: String, info: [UInt8], wrap: String)
    }

    /// Whose key it is encrypted with.
    public var recipient: Recipient
    /// How it is encrypted.
    public var scheme: Scheme
    /// The encrypted content key.
    public var encryptedKey: [UInt8]
    /// How many bytes the content key must have.
    public var keyBytes: Int

    /// Makes a request.
    public init(recipient: Recipient, scheme: Scheme, encryptedKey: [UInt8], keyBytes: Int) {
        (self.recipient, self.scheme) = (recipient, scheme)
        (self.encryptedKey, self.keyBytes) = (encryptedKey, keyBytes)
    }
}

/// What the process that holds the keys says.
public enum UnwrapAnswer: Hashable, Sendable, Codable {
    /// The content key; after PKCS #1 v1.5 perhaps one that opens nothing.
    case key([UInt8])
    /// No key; never why.
    case noKey
    /// Too many were asked for in too short a time.
    case busy
    /// Nobody could be asked.
    case unavailable
}
