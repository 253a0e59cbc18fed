internal import Mail
internal import Vocabulary

/// The integrity of a De-Mail message (BSI TR-01201 part 3.4, 3.1.13-14 and 3.1.21).
///
/// The algorithm is DKIM's (RFC 6376) with deviations: always simple/simple, no `l=`, hash and scheme with a slash, repeated
/// fields counted from the top, and the key only from the certificate in the header.
struct DeMail {
    private let message: Message
    private let raw: [UInt8]

    /// nil when the message has no De-Mail header field at all.
    init?(_ message: Message, raw: [UInt8]) {
        guard message.header.contains(where: { $0.name.lowercased().hasPrefix("x-de-mail-") }) else { return nil }
        self.message = message
        self.raw = raw
    }

    var isAuthoritative: Bool { field("x-de-mail-authoritative") == "yes" }
    var sender: String { field("x-de-mail-sender") ?? "" }
    /// Pseudonym addresses begin so (TR-01201 part 2.1).
    var isPseudonym: Bool { sender.hasPrefix("pn_") || (field("x-de-mail-account-holder") ?? "").hasPrefix("pn_") }
    var holder: String { field("x-de-mail-account-holder") ?? sender }
    var type: String { field("x-de-mail-message-type") ?? "" }
    var version: String { field("x-de-mail-version") ?? "" }
    /// Dispatch, receipt or retrieval confirmed by a provider.
    var isConfirmation: Bool { type.hasPrefix("confirmation of ") }

    static let versions: Set<String> = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"]

    /// The first value from the top.
    private func field(_ name: String) -> String? {
        message.header.first { $0.name.lowercased() == name }.map { $0.value.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    /// Fields that must be under the hash when they are there (TR-01201 part 3.4, 3.1.13).
    private static let protected: Set<String> = [
        "from", "date", "message-id", "subject", "reply-to", "x-de-mail-confirmation-of-dispatch", "x-de-mail-confirmation-of-receipt",
        "x-de-mail-confirmation-of-retrieve", "x-de-mail-authoritative", "x-de-mail-private", "x-de-mail-sender",
        "x-de-mail-chosen-recipient",
        "x-de-mail-auth-mechanism", "x-de-mail-auth-level", "x-de-mail-originator-provider", "x-de-mail-message-type", "x-de-mail-version",
        "x-de-mail-private-id", "x-de-mail-message-id", "x-de-mail-account-holder",
    ]

    /// What the check of hash and signature gave; the certificate's path is judged afterwards.
    enum Outcome {
        /// Both hashes are right and a provider signed them.
        case signed(SignatureFacts)
        /// The hashes are right, but nobody says who made them.
        case hashOnly
        /// Wrong, and why.
        case fault(SubIndication, String)
    }

    func check() -> Outcome {
        guard let integrity = message.header.first(where: { $0.name.lowercased() == "x-de-mail-integrity" }) else {
            return .fault(.dataNotFound, "Die Kopfzeile mit der Prüfsumme (x-de-mail-integrity) fehlt.")
        }
        let tags = Self.tags(String(decoding: raw[integrity.range].drop { $0 != UInt8(ascii: ":") }.dropFirst(), as: UTF8.self))
        guard let tags, let names = tags["h"], let bodyHash = tags["bh"].flatMap(Base64.decode),
            let value = tags["b"].flatMap(Base64.decode)
        else {
            return .fault(.formatFailure, "Die Kopfzeile mit der Prüfsumme ist unvollständig.")
        }
        let method = (tags["a"] ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let hash = method.first, ["sha256", "sha384", "sha512"].contains(hash), method.count <= 2,
            method.count == 1 || ["rsa", "ec-dsa", "rsassa-pss"].contains(method[1])
        else { return .fault(.formatFailure, "Das Verfahren „\(tags["a"] ?? "")“ gibt es bei De-Mail nicht.") }
        guard (tags["c"] ?? "simple/simple") == "simple/simple" else {
            return .fault(.formatFailure, "Die Normalisierung „\(tags["c"] ?? "")“ gibt es bei De-Mail nicht.")
        }
        let listed = names.split(separator: ":").map { $0.filter { !$0.isWhitespace }.lowercased() }
        if let uncovered = message.header.first(where: {
            Self.protected.contains($0.name.lowercased()) && !listed.contains($0.name.lowercased())
        }) {
            return .fault(.formatFailure, "Die Prüfsumme schließt die Kopfzeile „\(uncovered.name)“ nicht ein.")
        }
        guard PublicKey.digest(hash, of: body) == bodyHash else { return .fault(.hashFailure, bodyFault(hash, bodyHash)) }
        let header = headerBytes(listed, integrity)
        if method.count == 1 {
            return PublicKey.digest(hash, of: header) == value
                ? .hashOnly : .fault(.hashFailure, "Die Kopfzeilen wurden unterwegs verändert.")
        }
        return signed(hash, scheme: method[1], value, header)
    }

    private func signed(_ hash: String, scheme: String, _ value: [UInt8], _ header: [UInt8]) -> Outcome {
        guard let certificate = field("x-de-mail-signature-certificate").flatMap(Base64.decode).flatMap({ Certificate($0) }) else {
            return .fault(.noSigningCertificate, "Das Zertifikat des Anbieters fehlt in der Nachricht oder ist nicht lesbar.")
        }
        var algorithm = SignatureAlgorithm(scheme == "rsa" ? .rsa : scheme == "rsassa-pss" ? .pss : .ecdsa, hash: hash)
        algorithm.maskHash = hash
        // The TR names no length of salt: any is taken.
        algorithm.saltLength = -2
        var isRight = PublicKey.verify(value, over: header, by: certificate.publicKey, algorithm)
        if isRight == false, scheme == "ec-dsa" {
            algorithm.scheme = .plainECDSA
            isRight = PublicKey.verify(value, over: header, by: certificate.publicKey, algorithm)
        }
        switch isRight {
        case true: break
        case false:
            return .fault(.cryptoFailure, "Die Kopfzeilen wurden verändert, oder die Signatur stammt nicht vom Zertifikat des Anbieters.")
        case nil: return .fault(.cryptoConstraints, "Das Zertifikat des Anbieters passt nicht zum Verfahren.")
        }
        var facts = SignatureFacts()
        facts.certificate = certificate
        facts.hashes = [hash]
        facts.claimedTime = message.date
        return .signed(facts)
    }

    /// The tags of a list (RFC 6376, 3.2); nil if one stands twice or a piece is none.
    private static func tags(_ text: String) -> [String: String]? {
        var tags: [String: String] = [:]
        for piece in text.split(separator: ";") {
            let halves = piece.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
            if halves.allSatisfy(\.isEmpty) { continue }
            guard halves.count == 2, tags.updateValue(halves[1], forKey: halves[0]) == nil else { return nil }
        }
        return tags
    }

    /// The body after simple canonicalisation (RFC 6376, 3.4.3): one line break at the end.
    private var body: ArraySlice<UInt8> { Self.simple(raw[(message.parts.first?.bodyRange.lowerBound ?? raw.count)...]) }

    private static func simple(_ body: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = body
        while end.suffix(4).elementsEqual("\r\n\r\n".utf8) { end = end.dropLast(2) }
        if end.elementsEqual("\r\n".utf8) || end.isEmpty { return [0x0D, 0x0A] }
        return end.suffix(2).elementsEqual("\r\n".utf8) ? end : end + [0x0D, 0x0A]
    }

    /// Says whether only line ends were changed, as some mailbox servers do.
    private func bodyFault(_ hash: String, _ wanted: [UInt8]) -> String {
        let start = message.parts.first?.bodyRange.lowerBound ?? raw.count
        let repaired = Self.simple(LineEnds.canonical(raw[start...])[...])
        return PublicKey.digest(hash, of: repaired) == wanted
            ? "Der Inhalt ist unverändert bis auf die Zeilenenden, die ein Server umgeschrieben hat. Bitte besorgen Sie die Nachricht im Original."
            : "Der Inhalt der Nachricht wurde unterwegs verändert."
    }

    /// The fields of `h=`, each taken from the top, and the integrity field with an empty `b=` (RFC 6376, 3.7).
    private func headerBytes(_ names: [String], _ integrity: Message.HeaderField) -> [UInt8] {
        var used: [String: Int] = [:]
        var bytes: [UInt8] = []
        for name in names {
            let fields = message.header.filter { $0.name.lowercased() == name }
            let position = used[name, default: 0]
            if position < fields.count { bytes += raw[fields[position].range] }
            used[name] = position + 1
        }
        return bytes + Self.withoutValue(raw[integrity.range])
    }

    /// The field without the value of `b=` and without its last line break.
    static func withoutValue(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        var tag: [UInt8] = []
        var isName = true
        var isValueOfB = false
        for byte in field {
            if byte == UInt8(ascii: ";") {
                (isName, isValueOfB, tag) = (true, false, [])
                out.append(byte)
            } else if isValueOfB {
                continue
            } else {
                out.append(byte)
                if byte == UInt8(ascii: "="), isName {
                    isValueOfB = tag == [UInt8(ascii: "b")]
                    isName = false
                } else if byte == UInt8(ascii: ":"), !out.contains(UInt8(ascii: "=")) {
                    tag = []
                } else if byte > 0x20 {
                    tag.append(byte)
                }
            }
        }
        while out.last == 0x0A || out.last == 0x0D { out.removeLast() }
        return out
    }
}

/// Line ends of text that is signed (RFC 8551, 3.1.1).
enum LineEnds {
    /// The bytes with CRLF for every line end.
    static func canonical(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 32)
        var last: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A, last != 0x0D { out.append(0x0D) }
            out.append(byte)
            last = byte
        }
        return out
    }
}
