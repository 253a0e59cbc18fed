internal import Vocabulary

/// A certificate revocation list (RFC 5280, 5).
struct RevocationList: Sendable {
    let issuer: DistinguishedName
    let thisUpdate: Instant
    let nextUpdate: Instant?
    /// When each serial number was revoked.
    let revoked: [[UInt8]: Instant]
    /// Which are only suspended (certificateHold).
    let held: Set<[UInt8]>
    let keepsExpired: Bool
    private let signed: [UInt8]
    private let value: [UInt8]
    private let algorithm: SignatureAlgorithm
    private let scope: Scope

    /// Which certificates a list speaks of (RFC 5280, 5.2.5).
    private enum Scope: Sendable { case all, endEntities, authorities }

    init?(_ bytes: [UInt8]) {
        guard let whole = DER(bytes), case let parts = whole.children, parts.count == 3, parts[0].tag == DER.sequence,
            let algorithm = SignatureAlgorithm(parts[1]), let value = parts[2].bits
        else { return nil }
        var fields = parts[0].children
        if fields.first?.tag == 0x02 { fields.removeFirst() }
        guard fields.count >= 3, let thisUpdate = fields[2].time else { return nil }
        issuer = DistinguishedName(fields[1])
        self.thisUpdate = thisUpdate
        nextUpdate = fields.dropFirst(3).first?.time
        var revoked: [[UInt8]: Instant] = [:]
        var held: Set<[UInt8]> = []
        for entry in fields.dropFirst(3).first(where: { $0.tag == DER.sequence })?.children ?? [] {
            let parts = entry.children
            guard parts.count >= 2, parts[0].tag == 0x02, let time = parts[1].time else { return nil }
            let serial = Array(parts[0].content.drop { $0 == 0 })
            let reason = parts.dropFirst(2).first?.children.first { $0.children.first?.oid == "2.5.29.21" }?.children.last?.octets
            if reason.flatMap({ DER($0) })?.content.elementsEqual([6]) == true { held.insert(serial) } else { revoked[serial] = time }
        }
        (self.revoked, self.held) = (revoked, held)
        (signed, self.value, self.algorithm) = (Array(parts[0].encoded), Array(value), algorithm)
        var keepsExpired = false
        var scope = Scope.all
        for item in fields.last(where: { $0.tag == 0xA0 })?.children.first?.children ?? [] {
            let members = item.children
            guard let oid = members.first?.oid, let content = members.last?.octets else { return nil }
            let isCritical = members.count > 2 && members[1].boolean == true
            switch oid {
            case "2.5.29.60": keepsExpired = true
            case "2.5.29.28":
                // Indirect lists and those for some reasons only say too little.
                guard let point = DER(content), [3, 4, 5].allSatisfy({ point.child(tagged: $0) == nil }) else { return nil }
                if point.child(tagged: 1) != nil { scope = .endEntities }
                if point.child(tagged: 2) != nil { scope = .authorities }
            case "2.5.29.27": return nil
            case "2.5.29.35", "2.5.29.20": break
            default: if isCritical { return nil }
            }
        }
        self.keepsExpired = keepsExpired
        self.scope = scope
    }

    func covers(_ certificate: Certificate) -> Bool {
        switch scope {
        case .all: true
        case .endEntities: !certificate.isAuthority
        case .authorities: certificate.isAuthority
        }
    }

    func isSigned(by authority: Certificate) -> Bool {
        guard authority.subject == issuer, authority.keyUsage?.contains(.crlSign) ?? true else { return false }
        return PublicKey.verify(value, over: signed, by: authority.publicKey, algorithm) == true
    }
}
