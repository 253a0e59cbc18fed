/// What makes a De-Mail that one: its id and its integrity header (BSI TR-01201 part 3.4, 3.1.13).
public struct DeMailIdentity: Hashable, Sendable, Codable {
    /// The value of `x-de-mail-message-id`.
    public var id: String
    /// The digest of the value of `x-de-mail-integrity` without white space, which folding changes.
    public var integrity: Digest

    /// Makes an identity from its parts.
    public init(id: String, integrity: Digest) { (self.id, self.integrity) = (id, integrity) }

    /// Makes an identity.
    ///
    /// - Parameters:
    ///   - id: the value of `x-de-mail-message-id`.
    ///   - integrity: the value of `x-de-mail-integrity`, with or without the field's name, folded in any way.
    public init(id: String, integrity: String) {
        let value = integrity.filter { !$0.isWhitespace }
        let name = "x-de-mail-integrity:"
        self.id = id.trimmed
        self.integrity = Digest(of: (value.lowercased().hasPrefix(name) ? String(value.dropFirst(name.count)) : value).utf8)
    }
}

/// What a De-Mail provider confirms about a message (BSI TR-01201 part 3.4, 3.4-3.5).
public struct Confirmation: Hashable, Sendable, Codable {
    /// In German: Versandbestätigung, Eingangsbestätigung or Abholbestätigung.
    public var kind: String
    /// The message; nil when the confirmation does not name it with its integrity header.
    public var message: DeMailIdentity?
    /// What the sender of the message wrote into `x-de-mail-private-id`; our letters carry the case number there.
    public var privateId: String?
    /// When it was dispatched, received or retrieved.
    public var time: Instant?

    /// Makes a confirmation of nothing in particular.
    public init(kind: String) { self.kind = kind }
}

extension Message {
    /// What a confirmation of a provider would name this message by; nil when it is no De-Mail.
    public var deMailIdentity: DeMailIdentity? {
        guard let id = self["x-de-mail-message-id"], let integrity = self["x-de-mail-integrity"] else { return nil }
        return DeMailIdentity(id: id, integrity: integrity)
    }
}

extension String {
    fileprivate var trimmed: String { String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
}
