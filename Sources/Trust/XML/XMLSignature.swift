internal import CXMLSec
internal import Vocabulary

/// One XML signature and exactly what it covers (XML-DSig; XAdES, ETSI EN 319 132-1).
struct XMLSignature {
    struct Covered {
        /// The file of the container it lies in; nil for content of the document itself.
        var name: String?
        /// The bytes that were hashed.
        var bytes: [UInt8]
    }

    var fault: SubIndication?
    var faultDetail: String?
    var certificate: Certificate?
    var certificates: [Certificate] = []
    var revocation = RevocationData()
    var hashes: [String] = []
    var claimedTime: Instant?
    var timestamps: [(token: [UInt8], over: [UInt8])] = []
    var coversWholeDocument = false
    var covered: [Covered] = []
    /// Where the signature stands.
    var path = ""

    /// Verifies every signature of a document.
    ///
    /// - Parameters:
    ///   - bytes: the document.
    ///   - files: the files of the container it lies in, which references may name.
    /// - Returns: the signatures in document order.
    static func read(_ bytes: [UInt8], files: [(name: String, bytes: [UInt8])] = []) -> [XMLSignature] {
        // One block of memory for all names and files, lent to the call.
        var block: [UInt8] = []
        var places: [(name: Int, data: Int, size: Int)] = []
        for file in files {
            let start = block.count
            block += Array(file.name.utf8) + [0]
            places.append((start, block.count, file.bytes.count))
            block += file.bytes
        }
        return unsafe block.withUnsafeBufferPointer { buffer in
            let list = unsafe places.compactMap { place in
                unsafe buffer.baseAddress.map { base in
                    unsafe eg_xml_file(
                        name: UnsafeRawPointer(base + place.name).assumingMemoryBound(to: CChar.self),
                        data: base + place.data,
                        size: place.size
                    )
                }
            }
            guard let found = unsafe eg_xml_verify(bytes, bytes.count, list, list.count) else { return [] }
            defer { unsafe eg_xml_signatures_free(found) }
            return (0..<(unsafe found.pointee.count)).map { unsafe XMLSignature(found.pointee.signatures[$0]) }
        }
    }

    private init(_ signature: eg_xml_signature) {
        func text(_ pointer: UnsafePointer<CChar>?) -> String? { unsafe pointer.map { unsafe String(cString: $0) } }
        func bytes(_ item: eg_bytes) -> [UInt8] { unsafe Array(UnsafeBufferPointer(start: item.data, count: item.size)) }
        path = unsafe text(signature.path) ?? ""
        certificates = unsafe (0..<signature.certificate_count).compactMap { unsafe Certificate(bytes(signature.certificates[$0])) }
        certificate = certificates.first
        for index in 0..<(unsafe signature.revocation_count) { unsafe revocation.add(bytes(signature.revocation[index])) }
        claimedTime = unsafe text(signature.signing_time).flatMap { Instant(iso: $0.filter { !$0.isWhitespace }) }
        let value = unsafe bytes(signature.value)
        timestamps = unsafe (0..<signature.timestamp_count).map { unsafe (bytes(signature.timestamps[$0]), value) }
        let method = unsafe text(signature.method)
        hashes = [method.flatMap(Self.hash)].compactMap(\.self)
        var isAnyWrong = false
        for index in 0..<(unsafe signature.reference_count) {
            let reference = unsafe signature.references[index]
            if unsafe reference.is_right == 0 { isAnyWrong = true }
            let digest = unsafe text(reference.hash).flatMap(Self.hash)
            hashes.append(digest ?? "unbekannt")
            guard unsafe reference.is_right != 0, unsafe reference.is_property == 0 else { continue }
            let uri = unsafe text(reference.uri) ?? ""
            covered.append(Covered(name: uri.isEmpty || uri.hasPrefix("#") ? nil : uri, bytes: unsafe bytes(reference.content)))
            if uri.isEmpty || uri == "#xpointer(/)" { coversWholeDocument = true }
        }
        unsafe judge(signature, isAnyWrong: isAnyWrong)
    }

    private mutating func judge(_ signature: eg_xml_signature, isAnyWrong: Bool) {
        if let problem = unsafe signature.problem {
            let words = unsafe String(cString: problem)
            fault = words == "kein Zertifikat" ? .noSigningCertificate : .formatFailure
            faultDetail = "Die XML-Signatur wird nicht anerkannt: \(words)."
        } else if certificate == nil {
            fault = .noSigningCertificate
        } else if unsafe signature.could_run == 0 {
            fault = .formatFailure
            faultDetail = "Die XML-Signatur konnte nicht gerechnet werden."
        } else if isAnyWrong {
            fault = .hashFailure
        } else if unsafe signature.is_right == 0 {
            fault = .cryptoFailure
        } else if covered.isEmpty {
            fault = .dataNotFound
        } else if let digest = unsafe signature.certificate_digest, let method = unsafe signature.certificate_hash {
            // The signer named the certificate under the signature (EN 319 132-1, 5.2.2): it must be the one that fits.
            let hash = unsafe Self.hash(String(cString: method)) ?? ""
            let wanted = unsafe Base64.decode(String(cString: digest))
            if let match = certificates.first(where: { PublicKey.digest(hash, of: $0.encoded) == wanted }),
                match.publicKey == certificate?.publicKey
            {
                certificate = match
            } else {
                fault = .noSigningCertificate
            }
        }
        if fault != nil { covered = [] }
    }

    /// The hash an algorithm's URI names (RFC 9231).
    static func hash(_ uri: String) -> String? {
        let name = uri.split(whereSeparator: { $0 == "#" || $0 == "/" }).last.map { $0.lowercased() } ?? ""
        let known = ["sha1", "sha224", "sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512", "md5", "ripemd160"]
        return known.sorted { $0.count > $1.count }.first { name.hasSuffix($0) || name.hasPrefix($0 + "-") }
    }
}
