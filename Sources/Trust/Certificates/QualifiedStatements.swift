/// The QCStatements of a certificate (ETSI EN 319 412-5).
struct QualifiedStatements: Hashable, Sendable {
    /// esi4-qcStatement-1: issued as a qualified certificate.
    var isCompliant = false
    /// esi4-qcStatement-4: the key lies in a qualified device.
    var hasDevice = false
    /// esi4-qcStatement-6: for signatures, seals or web sites.
    var types: [String] = []

    static let signatureType = "0.4.0.1862.1.6.1"
    static let sealType = "0.4.0.1862.1.6.2"

    init(_ value: DER?) {
        for statement in value?.children ?? [] {
            let parts = statement.children
            switch parts.first?.oid {
            case "0.4.0.1862.1.1": isCompliant = true
            case "0.4.0.1862.1.4": hasDevice = true
            case "0.4.0.1862.1.6": types += parts.dropFirst().first?.children.compactMap(\.oid) ?? []
            default: break
            }
        }
    }

    /// Whether it is for electronic seals of an organisation and not for signatures of a person.
    var isSeal: Bool { types.contains(Self.sealType) && !types.contains(Self.signatureType) }
    /// Whether it is for signatures: stated, or issued before the statement existed.
    var isForSignatures: Bool { types.isEmpty || types.contains(Self.signatureType) }
}
