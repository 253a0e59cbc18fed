internal import COpenSSL
internal import Vocabulary

/// Opens encrypted content (RFC 5652, 6 and RFC 5083), with content keys that another process gives out: there are no keys here.
enum Envelope {
    /// What became of it.
    enum Opened {
        case content([UInt8])
        /// No key of the office fits.
        case locked
        /// The keys could not be tried, for the reason the finding gives.
        case notTried(Finding)
    }

    /// More recipients than this are not asked for.
    private static let mostRecipients = 200

    /// Decrypts.
    ///
    /// - Parameters:
    ///   - bytes: the CMS structure.
    ///   - unwrap: gives out a recipient's content key.
    /// - Returns: the content, or why there is none.
    static func open(_ bytes: [UInt8], unwrap: (UnwrapRequest) -> UnwrapAnswer) -> Opened {
        guard let envelope = Parts(bytes), let keyBytes = keyBytes(of: envelope.algorithm) else { return .locked }
        for recipient in envelope.recipients.prefix(mostRecipients) {
            for request in UnwrapRequest.requests(of: recipient, keyBytes: keyBytes).prefix(mostRecipients) {
                switch unwrap(request) {
                case .key(let key): if let content = envelope.decrypt(with: key) { return .content(content) }
                case .noKey: break
                case .busy: return .notTried(Finding(.smimeTooMany))
                case .unavailable: return .notTried(Finding(.smimeNotTried))
                }
            }
        }
        return .locked
    }

    /// The length of key that a cipher takes.
    private static func keyBytes(of algorithm: String) -> Int? {
        let cipher = unsafe EVP_get_cipherbyname(OBJ_nid2sn(OBJ_txt2nid(algorithm)))
        guard let cipher = unsafe cipher else { return nil }
        return Int(unsafe EVP_CIPHER_get_key_length(cipher))
    }
}

extension Envelope {
    /// EnvelopedData or AuthEnvelopedData, taken apart.
    struct Parts {
        /// The kind of envelope, as DER.
        private let type: DER
        /// What stands before and after the recipients.
        private let before: [DER]
        private let after: [DER]
        let recipients: [DER]
        /// The cipher of the content.
        let algorithm: String

        init?(_ bytes: [UInt8]) {
            guard let plain = SignedData.withoutBER(bytes), let whole = DER(plain), case let info = whole.children, info.count == 2,
                info[0].oid == ObjectID.envelopedData || info[0].oid == ObjectID.authEnvelopedData,
                case let fields = info[1].children.first?.children ?? [],
                let place = fields.firstIndex(where: { $0.tag == DER.set }), place + 1 < fields.count,
                case let content = fields[place + 1].children, content.count == 3, let algorithm = content[1].children.first?.oid
            else { return nil }
            (type, before, after) = (info[0], Array(fields[..<place]), Array(fields[(place + 1)...]))
            recipients = fields[place].children
            self.algorithm = algorithm
        }

        /// The content; nil when the key does not fit.
        ///
        /// OpenSSL takes a content key only as what a recipient unwraps. So the recipients are replaced by one whose key is all zeros: what
        /// is wrapped with it never leaves this function.
        func decrypt(with key: [UInt8]) -> [UInt8]? {
            var wrapping = [UInt8](repeating: 0, count: 32)
            guard let wrapped = Self.wrap(key, with: wrapping) else { return nil }
            let bytes = sealed(with: wrapped)
            defer { ERR_clear_error() }
            return unsafe bytes.withUnsafeBufferPointer { buffer -> [UInt8]? in
                var start = buffer.baseAddress
                guard let message = unsafe d2i_CMS_ContentInfo(nil, &start, buffer.count) else { return nil }
                defer { unsafe CMS_ContentInfo_free(message) }
                guard unsafe CMS_decrypt_set1_key(message, &wrapping, wrapping.count, nil, 0) == 1,
                    let output = unsafe BIO_new(BIO_s_mem())
                else { return nil }
                defer { unsafe BIO_free(output) }
                guard unsafe CMS_decrypt(message, nil, nil, nil, output, 0) == 1 else { return nil }
                var data: UnsafeMutablePointer<CChar>?
                let size = unsafe eg_bio_data(output, &data)
                guard size > 0, let data = unsafe data else { return nil }
                return unsafe Array(UnsafeRawBufferPointer(start: data, count: size))
            }
        }

        /// The same with one recipient, a KEKRecipientInfo (RFC 5652, 6.2.3).
        private func sealed(with wrapped: [UInt8]) -> [UInt8] {
            // id-aes256-wrap, 2.16.840.1.101.3.4.1.45
            let algorithm: [UInt8] = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2D]
            let identifier = DER.encode(DER.sequence, DER.encode(0x04, [0]))
            let recipient = DER.encode(
                0xA2,
                DER.encode(0x02, [4]) + identifier + DER.encode(DER.sequence, algorithm) + DER.encode(0x04, wrapped)
            )
            let fields = before.flatMap(\.encoded) + DER.encode(DER.set, recipient) + after.flatMap(\.encoded)
            return DER.encode(DER.sequence, type.encoded + DER.encode(0xA0, DER.encode(DER.sequence, fields)))
        }

        private static func wrap(_ key: [UInt8], with wrapping: [UInt8]) -> [UInt8]? {
            guard (16...64).contains(key.count), let context = unsafe EVP_CIPHER_CTX_new() else { return nil }
            defer { unsafe EVP_CIPHER_CTX_free(context) }
            unsafe EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
            var output = [UInt8](repeating: 0, count: key.count + 16)
            var size: Int32 = 0
            guard unsafe EVP_EncryptInit_ex(context, EVP_aes_256_wrap(), nil, wrapping, nil) == 1,
                unsafe EVP_EncryptUpdate(context, &output, &size, key, Int32(key.count)) == 1, size > 0
            else { return nil }
            return Array(output.prefix(Int(size)))
        }
    }
}
