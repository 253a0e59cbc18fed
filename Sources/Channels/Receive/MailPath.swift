/// A reverse or forward path of MAIL or RCPT, read strictly (RFC 5321, 4.1.2; RFC 6531, 3.3).
struct MailPath {
    /// Whose path it is: only a sender may be empty, only a recipient may be `postmaster` without a domain.
    enum Role { case sender, recipient }

    /// The longest domain and the longest local part and path in octets (RFC 5321, 4.5.3.1).
    static let longestDomain = 255
    private static let (longestLocalPart, longestPath, longestLabel) = (64, 256, 63)

    /// The address without brackets, route and needless quotation; empty for `<>`.
    let address: String
    /// Whether it needs no SMTPUTF8.
    let isASCII: Bool
    /// What stands behind the path.
    let rest: ArraySlice<UInt8>

    /// Reads the path that a text begins with; nil when it does not, or breaks a rule.
    init?(_ text: ArraySlice<UInt8>, of role: Role) {
        guard let inner = text.dropping("<"), let (parsed, after) = Self.mailbox(inner, role) else { return nil }
        guard let rest = after.dropping(">"), rest.startIndex - text.startIndex <= Self.longestPath else { return nil }
        guard rest.isEmpty || rest.first == .space else { return nil }
        (address, isASCII, self.rest) = (String(decoding: parsed, as: UTF8.self), parsed.allSatisfy { $0 < 0x80 }, rest)
    }

    /// Reads parameters, `NAME` or `NAME=value`, each behind one space; nil when that is not what is there, or one comes twice.
    static func parameters(_ text: ArraySlice<UInt8>) -> [(name: String, value: String?)]? {
        var found: [(name: String, value: String?)] = []
        for word in text.split(separator: .space, omittingEmptySubsequences: false).dropFirst() {
            let halves = word.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = halves[0].first, first.isLetterOrDigit, halves[0].allSatisfy({ $0.isLetterOrDigit || $0 == .hyphen })
            else { return nil }
            let name = halves[0].upperCased
            guard !found.contains(where: { $0.name == name }) else { return nil }
            if halves.count == 2 {
                guard !halves[1].isEmpty, !halves[1].contains(UInt8(ascii: "=")) else { return nil }
                found.append((name, String(decoding: halves[1], as: UTF8.self)))
            } else {
                found.append((name, nil))
            }
        }
        return found
    }

    private typealias Parsed = (value: [UInt8], after: ArraySlice<UInt8>)

    private static func mailbox(_ text: ArraySlice<UInt8>, _ role: Role) -> Parsed? {
        if role == .sender, text.first == UInt8(ascii: ">") { return ([], text) }
        guard let text = skippingRoute(text), let (local, after) = localPart(text) else { return nil }
        guard let behind = after.dropping("@") else {
            return role == .recipient && local[...].upperCased == "POSTMASTER" ? (local, after) : nil
        }
        let domain = behind.prefix { $0 != UInt8(ascii: ">") }
        guard isDomain(domain) || isLiteral(domain) else { return nil }
        return (local + [UInt8(ascii: "@")] + domain, behind[domain.endIndex...])
    }

    /// A source route is read and ignored (RFC 5321, appendix C).
    private static func skippingRoute(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard text.first == UInt8(ascii: "@") else { return text }
        let route = text.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ">") }
        let hops = route.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard hops.allSatisfy({ $0.first == UInt8(ascii: "@") && isDomain($0.dropFirst()) }) else { return nil }
        return text[route.endIndex...].dropping(":")
    }

    /// Reads a local part; one that is quoted without need means the same as without quotation (RFC 5321, 4.1.2).
    private static func localPart(_ text: ArraySlice<UInt8>) -> Parsed? {
        guard text.first == UInt8(ascii: "\"") else {
            let atoms = text.prefix { isAtom($0) || $0 == .dot }
            return isDotString(atoms) && atoms.count <= longestLocalPart ? (Array(atoms), text[atoms.endIndex...]) : nil
        }
        var (plain, quoted, index) = ([UInt8](), [UInt8(ascii: "\"")], text.startIndex + 1)
        while index < text.endIndex, text[index] != UInt8(ascii: "\"") {
            if text[index] == UInt8(ascii: "\\") { index += 1 }
            guard index < text.endIndex else { return nil }
            if text[index] == UInt8(ascii: "\\") || text[index] == UInt8(ascii: "\"") { quoted.append(UInt8(ascii: "\\")) }
            plain.append(text[index])
            quoted.append(text[index])
            index += 1
        }
        guard index < text.endIndex, index + 1 - text.startIndex <= longestLocalPart else { return nil }
        quoted.append(UInt8(ascii: "\""))
        return (isDotString(plain[...]) ? plain : quoted, text[(index + 1)...])
    }

    private static func isDotString(_ text: ArraySlice<UInt8>) -> Bool {
        text.split(separator: .dot, omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtom) }
    }

    /// RFC 5322, 3.2.3, with what RFC 6531, 3.3 adds.
    private static func isAtom(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || byte >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    /// Labels of letters, digits and hyphens; underscores too, which are no letters but in use.
    private static func isDomain(_ text: ArraySlice<UInt8>) -> Bool {
        text.count <= longestDomain
            && text.split(separator: .dot, omittingEmptySubsequences: false).allSatisfy { label in
                !label.isEmpty && label.count <= longestLabel && label.first != .hyphen && label.last != .hyphen
                    && label.allSatisfy { $0.isLetterOrDigit || $0 >= 0x80 || $0 == .hyphen || $0 == UInt8(ascii: "_") }
            }
    }

    /// An IP address in brackets (RFC 5321, 4.1.3); which one does not matter here.
    private static func isLiteral(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count > 2, text.count <= longestDomain, text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") else {
            return false
        }
        return text.dropFirst().dropLast().allSatisfy { $0.isLetterOrDigit || $0 == .dot || $0 == .hyphen || $0 == UInt8(ascii: ":") }
    }
}

extension UInt8 {
    static let (carriageReturn, lineFeed, space, delete) = (0x0D as UInt8, 0x0A as UInt8, 0x20 as UInt8, 0x7F as UInt8)
    static let (dot, hyphen) = (UInt8(ascii: "."), UInt8(ascii: "-"))

    /// Whether it is an ASCII letter or digit.
    var isLetterOrDigit: Bool { (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}

extension ArraySlice<UInt8> {
    /// As text with ASCII letters in upper case; other letters stay, so that none turns into ASCII.
    var upperCased: String { String(decoding: map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }, as: UTF8.self) }

    /// Without spaces at the end, which are tolerated (RFC 5321, 4.1.1).
    var trimmingEnd: Self {
        var slice = self
        while slice.last == .space { slice.removeLast() }
        return slice
    }

    /// What follows some ASCII letters in upper case, whatever case they have here; nil when others are there.
    func dropping(_ letters: String) -> Self? {
        prefix(letters.utf8.count).upperCased == letters ? dropFirst(letters.utf8.count) : nil
    }
}
