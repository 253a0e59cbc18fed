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

    /// A CMS structure as DER; nil if it is none.
    static func withoutBER(_ bytes: [UInt8]) -> [UInt8]? {
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
