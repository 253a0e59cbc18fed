/// An e-mail address as it is compared (RFC 5321, 2.4).
///
/// Letters of ASCII count alike in either case, everything else only as the same bytes: a Kelvin sign is no `k`, whatever Unicode's
/// lower case makes of it, and no look-alike is ever the letter it looks like.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address with ASCII letters in lower case.
    public let description: String

    /// Takes an addr-spec (RFC 5322, 3.4.1; RFC 6531 for letters beyond ASCII).
    ///
    /// - Returns: nil for what is none or cannot be compared: without a local part or domain, with more than one `@`, or with white space
    ///   or control characters.
    public init?(_ text: String) {
        let bytes = text.utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > 0, at < bytes.count - 1,
            !bytes[(at + 1)...].contains(UInt8(ascii: "@"))
        else { return nil }
        description = String(decoding: bytes, as: UTF8.self)
    }

    /// What stands behind the `@`.
    public var domain: String {
        String(description[description.index(after: description.firstIndex(of: "@") ?? description.startIndex)...])
    }

    /// Whether it has letters beyond ASCII, which may look like others.
    public var isLookAlike: Bool { description.utf8.contains { $0 > 0x7F } }
}
