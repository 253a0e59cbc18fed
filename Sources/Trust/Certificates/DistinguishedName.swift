/// The name of a certificate's holder or issuer (RFC 5280, 4.1.2.4).
struct DistinguishedName: Hashable, Sendable {
    /// The attributes in order, each an object identifier and its text.
    let attributes: [(type: String, value: String)]
    /// The encoding, by which names are compared.
    let encoded: [UInt8]

    init(_ name: DER) {
        encoded = Array(name.encoded)
        attributes = name.children.flatMap(\.children).compactMap { pair in
            let parts = pair.children
            guard parts.count == 2, let type = parts[0].oid, let value = parts[1].string else { return nil }
            return (type, value)
        }
    }

    static func == (a: DistinguishedName, b: DistinguishedName) -> Bool { a.encoded == b.encoded }
    func hash(into hasher: inout Hasher) { hasher.combine(encoded) }

    /// The first value of an attribute.
    subscript(type: String) -> String? { attributes.first { $0.type == type }?.value }

    /// The common name.
    var commonName: String? { self["2.5.4.3"] }

    /// Whether it names a pseudonym: the attribute, or the ending German providers use (VDG, § 12).
    var isPseudonym: Bool { self["2.5.4.65"] != nil || commonName?.hasSuffix(":PN") == true }

    /// The name as a person reads it: `Erika Muster`, `Erika Muster (Beispiel GmbH)`, or whatever the name says.
    var person: String {
        let given = self["2.5.4.42"]
        let surname = self["2.5.4.4"]
        let full = [given, surname].compactMap(\.self).joined(separator: " ")
        let name = commonName ?? self["2.5.4.65"] ?? (full.isEmpty ? nil : full)
        let organisation = self["2.5.4.10"]
        switch (name, organisation) {
        case (let name?, let organisation?) where name != organisation: return "\(name) (\(organisation))"
        case (let name?, _): return name
        case (nil, let organisation?): return organisation
        case (nil, nil): return attributes.last?.value ?? "ohne Namen"
        }
    }

    /// The name after RFC 4514, the most specific attribute first.
    var description: String {
        attributes.reversed().map { "\(Self.labels[$0.type] ?? $0.type)=\($0.value)" }.joined(separator: ", ")
    }

    private static let labels = [
        "2.5.4.3": "CN", "2.5.4.4": "SN", "2.5.4.5": "serialNumber", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.10": "O",
        "2.5.4.11": "OU", "2.5.4.42": "GN", "2.5.4.65": "pseudonym", "2.5.4.97": "organizationIdentifier",
        "1.2.840.113549.1.9.1": "emailAddress",
    ]
}
