internal import Documents

/// What a trust list says of those certificates of a service that fulfil a criterion, whatever stands in them
/// (ETSI TS 119 612, 5.5.9.2).
struct ListedQualification: Sendable {
    /// The last parts of the qualifiers' URIs, such as `QCWithQSCD`.
    var qualifiers: Set<String>
    var criterion: Criterion

    /// What a certificate must have for the qualifiers to apply.
    indirect enum Criterion: Sendable {
        case all([Criterion])
        case atLeastOne([Criterion])
        case none([Criterion])
        /// The bits of the key usage and what each must be.
        case keyUsage([Certificate.KeyUsage: Bool])
        case policies([String])
        case purposes([String])
        /// Attributes the name of the subject must have.
        case subjectAttributes([String])
        case notUnderstood
    }

    /// Qualifiers that take something away: they apply also when it is not understood whom they mean.
    private static let restricting: Set = ["NotQualified", "QCNoQSCD", "QCNoSSCD", "QCForESeal", "QCForWSA", "QCForLegalPerson"]

    /// The qualifiers that apply to a certificate.
    func applying(to certificate: Certificate) -> Set<String> {
        switch criterion.isMet(by: certificate) {
        case true: qualifiers
        case false: []
        case nil: qualifiers.intersection(Self.restricting)
        }
    }
}

extension ListedQualification {
    /// Reads a `QualificationElement`.
    init(_ element: XMLTree.Element) {
        let uris = element.all("Qualifiers", "Qualifier").compactMap { $0.attribute("uri") }
        let lists = element.all("CriteriaList")
        self.init(
            qualifiers: Set(uris.compactMap { $0.split(separator: "/").last.map(String.init) }),
            criterion: lists.count == 1 ? Criterion(lists[0]) : .notUnderstood
        )
    }
}

extension ListedQualification.Criterion {
    /// Reads a `CriteriaList` or one of its members.
    fileprivate init(_ element: XMLTree.Element) {
        /// What follows the last colon: `1.2.3` of `urn:oid:1.2.3`.
        func identifiers() -> [String] {
            element.descendants("Identifier").map { String($0.text.withoutSpace.split(separator: ":").last ?? "") }
        }
        switch element.name {
        case "CriteriaList": self = Self.list(element)
        case "KeyUsage": self = Self.keyUsage(element)
        case "PolicySet": self = .policies(identifiers())
        case "ExtendedKeyUsage": self = .purposes(identifiers())
        case "CertSubjectDNAttribute": self = .subjectAttributes(identifiers())
        default: self = .notUnderstood
        }
    }

    private static func list(_ element: XMLTree.Element) -> Self {
        let members = element.children.filter { $0.name != "Description" }
            .flatMap { $0.name == "otherCriteriaList" ? $0.children : [$0] }.map(Self.init)
        guard !members.isEmpty else { return .notUnderstood }
        return switch element.attribute("assert") {
        case "all": .all(members)
        case "atLeastOne": .atLeastOne(members)
        case "none": .none(members)
        default: .notUnderstood
        }
    }

    /// The bits by the names they have in lists.
    private static let uses = Dictionary(uniqueKeysWithValues: Certificate.KeyUsage.allCases.map { ("\($0)", $0) })

    private static func keyUsage(_ element: XMLTree.Element) -> Self {
        var bits: [Certificate.KeyUsage: Bool] = [:]
        for bit in element.all("KeyUsageBit") {
            let value = ["true": true, "1": true, "false": false, "0": false][bit.text.withoutSpace]
            guard let use = bit.attribute("name").flatMap({ uses[$0] }), let value else { return .notUnderstood }
            bits[use] = value
        }
        return bits.isEmpty ? .notUnderstood : .keyUsage(bits)
    }

    /// Whether a certificate fulfils it; nil when it is not understood.
    fileprivate func isMet(by certificate: Certificate) -> Bool? {
        switch self {
        case .all(let members):
            let met = members.map { $0.isMet(by: certificate) }
            return met.contains(false) ? false : met.contains(nil) ? nil : true
        case .atLeastOne(let members):
            let met = members.map { $0.isMet(by: certificate) }
            return met.contains(true) ? true : met.contains(nil) ? nil : false
        case .none(let members): return Self.atLeastOne(members).isMet(by: certificate).map { !$0 }
        case .keyUsage(let bits):
            let usage = certificate.keyUsage ?? []
            return bits.allSatisfy { usage.contains($0.key) == $0.value }
        case .policies(let wanted): return Set(wanted).isSubset(of: certificate.policies)
        case .purposes(let wanted): return Set(wanted).isSubset(of: certificate.extendedKeyUsage ?? [])
        case .subjectAttributes(let wanted): return Set(wanted).isSubset(of: certificate.subject.attributes.map(\.type))
        case .notUnderstood: return nil
        }
    }
}
