internal import Vocabulary

/// Whether a signature is qualified, and why (eIDAS Regulation, Articles 3 and 32; ETSI TS 119 615).
struct Qualification {
    /// The provider was granted the service when the certificate was issued and at that time, says a trust list or the office.
    private(set) var provider: String?
    /// In German sentences.
    private(set) var reason = "Der Aussteller ist nicht als qualifizierter Anbieter bekannt."
    /// What certificate and trust list say of the certificate.
    private var statements = QualifiedStatements(nil)

    /// Not qualified: nobody is known to have issued the certificate.
    init() {}

    /// The seal of a provider that the office declared for a domain: its word is what De-Mail rests on, whatever its certificate states.
    init(deMailProvider: DeMailProvider, of path: [Certificate]) {
        statements = path.first?.qualified ?? QualifiedStatements(nil)
        provider = path.last?.subject.person
        reason = "Das Siegel ist von der Behörde für De-Mails der Domäne „\(deMailProvider.domain)“ hinterlegt."
    }

    /// Judges a path from the signer's certificate to its anchor at a time.
    init(of path: [Certificate], at time: Instant, _ trust: TrustStore) {
        guard let leaf = path.first else { return }
        statements = leaf.qualified
        let issuers = Set((path.count > 1 ? path.dropFirst() : path[...]).map(\.digest))
        if let declared = trust.qualified.first(where: { issuers.contains($0.digest) }) {
            provider = declared.subject.person
            reason = "Der Aussteller „\(declared.subject.person)“ ist von der Behörde als qualifiziert eingetragen."
        }
        for list in trust.lists {
            for service in list.services
            where service.isQualifiedCA && service.anchors.contains(where: { issuers.contains($0.digest) }) {
                consult(service, of: list, leaf, at: time)
            }
        }
        if provider != nil { explain(leaf.qualified) }
    }

    /// Takes in what a list says of the service that issued the certificate; a service that was granted outweighs one that was not.
    private mutating func consult(_ service: TrustedList.Service, of list: TrustedList, _ leaf: Certificate, at time: Instant) {
        let name = "„\(service.name)“ (\(list.title))"
        func refuse(_ why: String) { if provider == nil { reason = why } }
        guard let status = service.status(at: time), status.isGranted else {
            let label = service.status(at: time).map { " (\($0.label))" } ?? ""
            return refuse("Der Dienst \(name) war am \(time.localDate.german) nicht als qualifiziert zugelassen\(label).")
        }
        guard service.status(at: leaf.notBefore)?.isGranted == true else {
            let issued = leaf.notBefore.localDate.german
            return refuse("Der Dienst \(name) war nicht als qualifiziert zugelassen, als er das Zertifikat am \(issued) ausstellte.")
        }
        guard list.nextUpdate ?? time >= time else {
            let issued = list.issued.localDate.german
            return refuse("Ob der Dienst \(name) qualifiziert war, ist offen: Die Vertrauensliste vom \(issued) ist veraltet.")
        }
        var listed = leaf.qualified
        listed.apply(Set(status.qualifications.flatMap { $0.applying(to: leaf) }))
        guard status.purposes.isEmpty || status.purposes.contains(listed.isSeal ? "ForeSeals" : "ForeSignatures") else {
            let what = listed.isSeal ? "Siegel" : "Unterschriften"
            return refuse("Der Dienst \(name) ist nicht für \(what) als qualifiziert zugelassen.")
        }
        provider = service.name
        statements = listed
        reason =
            "Der Dienst \(name) war am \(time.localDate.german) als qualifiziert zugelassen (Liste vom \(list.issued.localDate.german))."
    }

    /// Says what certificate and trust list add or lack.
    private mutating func explain(_ own: QualifiedStatements) {
        if !statements.isCompliant {
            reason +=
                own.isCompliant
                ? " Die Vertrauensliste nimmt dieses Zertifikat aber davon aus (NotQualified)."
                : " Das Zertifikat selbst ist aber nicht als qualifiziert ausgestellt (QcCompliance fehlt)."
        } else if statements.isSeal {
            reason += " Das Zertifikat ist für Siegel einer Organisation, nicht für Unterschriften einer Person."
        } else if !statements.isForSignatures {
            reason += " Das Zertifikat ist nicht für Unterschriften ausgestellt (QcType)."
        } else if !statements.hasDevice {
            let source = own.hasDevice ? "laut Vertrauensliste" : "QcSSCD fehlt"
            reason += " Der Schlüssel liegt aber in keiner qualifizierten Signaturerstellungseinheit (\(source))."
        }
    }

    /// The level of a signature that passed.
    var level: Verification.Level {
        guard provider != nil, statements.isCompliant else { return .advanced }
        if statements.isSeal { return statements.hasDevice ? .qualifiedSeal : .advancedQualifiedCertificate }
        return statements.hasDevice && statements.isForSignatures ? .qualified : .advancedQualifiedCertificate
    }
}

extension QualifiedStatements {
    /// Overrides what stands in the certificate by what the trust list says of it (TS 119 612, 5.5.9.2.3); what takes away outweighs
    /// what gives.
    fileprivate mutating func apply(_ qualifiers: Set<String>) {
        if qualifiers.contains("QCStatement") { isCompliant = true }
        if qualifiers.contains("NotQualified") { isCompliant = false }
        if !qualifiers.isDisjoint(with: ["QCWithQSCD", "QCWithSSCD", "QCQSCDManagedOnBehalf"]) { hasDevice = true }
        if !qualifiers.isDisjoint(with: ["QCNoQSCD", "QCNoSSCD"]) { hasDevice = false }
        let listed = [
            ("QCForESig", Self.signatureType), ("QCForESeal", Self.sealType), ("QCForLegalPerson", Self.sealType),
            ("QCForWSA", "0.4.0.1862.1.6.3"),
        ].filter { qualifiers.contains($0.0) }.map(\.1)
        if !listed.isEmpty { types = listed.count > 1 ? listed.filter { $0 != Self.signatureType } : listed }
    }
}
