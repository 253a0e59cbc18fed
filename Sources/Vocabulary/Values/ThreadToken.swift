/// What our letters carry in their subject and their text, so that an answer finds its case: `[WG-2026-000123-4-R1-7K2M9XQA]`.
///
/// It holds the number of the case, which letter of it, and a code that only this installation can make: who merely knows or guesses a
/// number cannot write into its case.
public struct ThreadToken: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The number of the case.
    public var number: String
    /// Which letter of the case, from 1.
    public var round: Int
    /// The code as written; nil where there is none.
    public var code: String?

    /// Makes a token without a code.
    public init(number: String, round: Int) { (self.number, self.round) = (number, round) }

    /// Takes a token apart; nil for what is none.
    ///
    /// - Parameter text: what stands between the brackets.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 80, text.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 &- 0x41 < 26 || $0 == UInt8(ascii: "-") }) else {
            return nil
        }
        var parts = Substring(text).split(separator: "-", omittingEmptySubsequences: false)
        guard !parts.contains(where: \.isEmpty) else { return nil }
        func round(_ part: Substring?) -> Int? {
            guard let part, part.hasPrefix("R"), part.count <= 5 else { return nil }
            return Int(part.dropFirst())
        }
        if round(parts.last) == nil { code = parts.popLast().map(String.init) }
        guard let last = round(parts.popLast()), last > 0, parts.count >= 2 else { return nil }
        (number, self.round) = (parts.joined(separator: "-"), last)
    }

    /// As it is written between brackets.
    public var description: String { "\(number)-R\(round)" + (code.map { "-\($0)" } ?? "") }

    /// The first token in a text, between brackets; one with a code counts more than one without.
    public static func first(in texts: some Sequence<String>) -> ThreadToken? {
        var plain: ThreadToken?
        for text in texts where text.utf8.contains(UInt8(ascii: "[")) {
            for piece in text.split(separator: "[", omittingEmptySubsequences: false).dropFirst() {
                guard let end = piece.firstIndex(of: "]"), let token = ThreadToken(piece[..<end].filter { !$0.isWhitespace }) else {
                    continue
                }
                if token.code != nil { return token }
                plain = plain ?? token
            }
        }
        return plain
    }
}

/// The secret that codes of tokens and ids of messages are made with; one for each installation.
public struct TokenKey: Sendable {
    private let bytes: [UInt8]

    /// Takes a secret.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The code of a token: 40 bits of an HMAC over office, number and letter, eight letters and digits that are not mixed up.
    public func code(of token: ThreadToken, office: String) -> String {
        Self.written(HMAC.sha256("thread\n\(office)\n\(token.number)\n\(token.round)".utf8, key: bytes).prefix(5))
    }

    /// The token with its code.
    public func sealed(_ token: ThreadToken, office: String) -> ThreadToken {
        var token = token
        token.code = code(of: token, office: office)
        return token
    }

    /// Whether this installation made the token.
    public func holds(_ token: ThreadToken, office: String) -> Bool {
        token.code.map { HMAC.isSame(Array($0.utf8), Array(code(of: token, office: office).utf8)) } ?? false
    }

    /// A text whose tokens have their codes.
    public func sealing(_ text: String, office: String) -> String {
        var pieces = text.split(separator: "[", omittingEmptySubsequences: false).map(String.init)
        for index in pieces.indices.dropFirst() {
            let piece = pieces[index]
            guard let end = piece.firstIndex(of: "]"), let token = ThreadToken(piece[..<end]), token.code == nil else { continue }
            pieces[index] = sealed(token, office: office).description + piece[end...]
        }
        return pieces.joined(separator: "[")
    }

    /// A name that nobody can guess for something with a number of its own, always the same for the same.
    public func name(_ purpose: String, _ office: String, _ number: Int) -> String {
        Self.written(HMAC.sha256("\(purpose)\n\(office)\n\(number)".utf8, key: bytes).prefix(15))
    }

    /// Five bits a character, without I, L, O and U (Crockford's Base 32).
    private static func written(_ bytes: some Collection<UInt8>) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        var (text, bits, count) = ("", 0, 0)
        for byte in bytes {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[bits >> count & 31])
            }
            bits &= (1 << count) - 1
        }
        return text
    }
}
