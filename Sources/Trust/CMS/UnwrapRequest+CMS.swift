internal import Vocabulary

extension UnwrapRequest {
    /// What is asked for a RecipientInfo (RFC 5652, 6.2): nothing for kinds that take no private key.
    static func requests(of recipient: DER, keyBytes: Int) -> [UnwrapRequest] {
        switch recipient.tag {
        case DER.sequence: transport(recipient, keyBytes)
        case 0xA1: agreement(recipient, keyBytes)
        default: []
        }
    }

    /// KeyTransRecipientInfo.
    private static func transport(_ recipient: DER, _ keyBytes: Int) -> [UnwrapRequest] {
        let fields = recipient.children
        guard fields.count == 4, let holder = Recipient(fields[1]), let scheme = Scheme(transport: fields[2]),
            let key = fields[3].octets
        else { return [] }
        return [UnwrapRequest(recipient: holder, scheme: scheme, encryptedKey: Array(key), keyBytes: keyBytes)]
    }

    /// KeyAgreeRecipientInfo with a key that the sender made for this message.
    private static func agreement(_ recipient: DER, _ keyBytes: Int) -> [UnwrapRequest] {
        let fields = recipient.children
        guard let origin = recipient.child(tagged: 0)?.child(tagged: 1)?.children, origin.count == 2, let point = origin[1].bits,
            let last = fields.last, fields.count >= 4,
            let scheme = Scheme(agreement: fields[fields.count - 2], point: Array(point), ukm: recipient.child(tagged: 1))
        else { return [] }
        return last.children.compactMap { entry in
            let parts = entry.children
            guard parts.count == 2, let holder = Recipient(parts[0]), let key = parts[1].octets else { return nil }
            return UnwrapRequest(recipient: holder, scheme: scheme, encryptedKey: Array(key), keyBytes: keyBytes)
        }
    }
}

extension UnwrapRequest.Recipient {
    /// IssuerAndSerialNumber, or a key identifier: alone in a RecipientIdentifier, first of several in a RecipientKeyIdentifier.
    fileprivate init?(_ identifier: DER) {
        if identifier.tag == DER.sequence {
            let parts = identifier.children
            guard parts.count == 2 else { return nil }
            self = .certificate(issuer: Array(parts[0].encoded), serial: Array(parts[1].encoded))
        } else if identifier.tag == 0x80 {
            self = .subjectKey(Array(identifier.content))
        } else if identifier.tag == 0xA0, let key = identifier.children.first?.octets {
            self = .subjectKey(Array(key))
        } else {
            return nil
        }
    }
}

extension UnwrapRequest.Scheme {
    private static let digests = [
        "1.3.14.3.2.26": "SHA1", "2.16.840.1.101.3.4.2.4": "SHA224", "2.16.840.1.101.3.4.2.1": "SHA256",
        "2.16.840.1.101.3.4.2.2": "SHA384", "2.16.840.1.101.3.4.2.3": "SHA512",
    ]
    /// dhSinglePass with X9.63, standard and cofactor, which is one on the curves in use (RFC 5753, 7.1.4).
    private static let agreements = [
        "1.3.133.16.840.63.0.2": "SHA1", "1.3.132.1.11.0": "SHA224", "1.3.132.1.11.1": "SHA256", "1.3.132.1.11.2": "SHA384",
        "1.3.132.1.11.3": "SHA512", "1.3.133.16.840.63.0.3": "SHA1", "1.3.132.1.14.0": "SHA224", "1.3.132.1.14.1": "SHA256",
        "1.3.132.1.14.2": "SHA384", "1.3.132.1.14.3": "SHA512",
    ]
    private static let wraps: [String: (name: String, bits: Int)] = [
        "2.16.840.1.101.3.4.1.5": ("aes128", 128), "2.16.840.1.101.3.4.1.25": ("aes192", 192),
        "2.16.840.1.101.3.4.1.45": ("aes256", 256), "1.2.840.113549.1.9.16.3.6": ("des3", 192),
    ]

    /// An AlgorithmIdentifier of key transport.
    fileprivate init?(transport algorithm: DER) {
        let parts = algorithm.children
        switch parts.first?.oid {
        case "1.2.840.113549.1.1.1":
            self = .pkcs1
        case "1.2.840.113549.1.1.7":
            // RSAES-OAEP-params (RFC 4055, 4.1): what is not there is SHA-1 and no label.
            let parameters = parts.count > 1 ? parts[1] : nil
            let digest = parameters?.child(tagged: 0)?.children.first?.children.first?.oid
            let mask = parameters?.child(tagged: 1)?.children.first?.children.last?.children.first?.oid
            let label = parameters?.child(tagged: 2)?.children.first?.children.last?.octets
            guard let digest = Self.digests[digest ?? "1.3.14.3.2.26"], let mask = Self.digests[mask ?? "1.3.14.3.2.26"] else { return nil }
            self = .oaep(digest: digest, mask: mask, label: Array(label ?? []))
        default:
            return nil
        }
    }

    /// An AlgorithmIdentifier of key agreement, whose parameter is that of the key wrap.
    fileprivate init?(agreement algorithm: DER, point: [UInt8], ukm: DER?) {
        let parts = algorithm.children
        guard parts.count == 2, let digest = parts[0].oid.flatMap({ Self.agreements[$0] }), let name = parts[1].children.first?.oid,
            let wrap = Self.wraps[name]
        else { return nil }
        // ECC-CMS-SharedInfo (RFC 5753, 7.2).
        let bits = [0, 0, UInt8(wrap.bits >> 8), UInt8(wrap.bits & 0xFF)]
        let info =
            Array(parts[1].encoded) + (ukm.map { DER.encode(0xA0, $0.content) } ?? [])
            + DER.encode(0xA2, DER.encode(0x04, bits))
        self = .agreement(point: point, digest: digest, info: DER.encode(DER.sequence, info), wrap: wrap.name)
    }
}
