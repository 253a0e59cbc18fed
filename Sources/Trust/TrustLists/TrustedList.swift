internal import Documents
internal import Vocabulary

/// A trust list (ETSI TS 119 612, versions 4 to 6; the fields used are the same in all).
struct TrustedList: Sendable {
    /// A trust service with its history.
    struct Service: Sendable {
        var name: String
        var type: String
        /// The certificates it is identified by.
        var anchors: [Anchor]
        /// Each status with its start, the latest first.
        var history: [Status]

        /// Whether it issues qualified certificates.
        var isQualifiedCA: Bool { type.hasSuffix("/Svctype/CA/QC") }

        /// The status at a time; nil when it was not on the list yet.
        func status(at time: Instant) -> Status? { history.first { $0.start <= time } }
    }

    struct Status: Sendable {
        var uri: String
        var start: Instant
        /// What the list says of certificates beyond what stands in them.
        var qualifications: [ListedQualification]
        /// What it is granted for, such as `ForeSignatures`; empty when the list does not restrict it (TS 119 612, 5.5.9.4).
        var purposes: Set<String>

        /// The last part of its URI, as the lists are read.
        var label: String { uri.split(separator: "/").last.map(String.init) ?? uri }

        /// Granted, or what was that before the eIDAS Regulation applied (TS 119 612, 5.5.4 and annex J).
        var isGranted: Bool { ["granted", "undersupervision", "supervisionincessation", "accredited"].contains(label) }
    }

    enum Failure: Error, CustomStringConvertible {
        case unreadable
        case unsigned(String)

        var description: String {
            switch self {
            case .unreadable: "Das ist keine lesbare Vertrauensliste (ETSI TS 119 612). Sie wird nicht verwendet."
            case .unsigned(let why): "Die Vertrauensliste wird nicht verwendet: \(why)"
            }
        }
    }

    let title: String
    let version: Int
    let issued: Instant
    let nextUpdate: Instant?
    let services: [Service]

    /// Reads a list and checks its signature.
    ///
    /// - Parameters:
    ///   - bytes: the list.
    ///   - name: its file's name.
    ///   - signers: the certificates whose signature is accepted.
    /// - Throws: ``Failure`` if it is no list, or not signed by one of them.
    init(_ bytes: [UInt8], name: String, signers: [Certificate]) throws(Failure) {
        guard !signers.isEmpty else { throw .unsigned("In list-signers liegt kein Zertifikat, mit dem sie geprüft werden kann.") }
        let signatures = XMLSignature.read(bytes)
        let good = signatures.first {
            $0.fault == nil && $0.coversWholeDocument && $0.certificate.map { signers.map(\.digest).contains($0.digest) } == true
        }
        guard let good, let covered = good.covered.first else {
            throw .unsigned("Ihre Signatur fehlt, ist falsch oder stammt von keinem Zertifikat in list-signers.")
        }
        // Only what the signature covers is read.
        guard let root = XMLTree.read(covered.bytes)?.rootElement, root.name == "TrustServiceStatusList",
            let scheme = root.all("SchemeInformation").first,
            let issued = scheme.all("ListIssueDateTime").first.flatMap({ Instant(iso: $0.text) })
        else { throw .unreadable }
        title = "Vertrauensliste " + (scheme.all("SchemeTerritory").first?.text ?? name)
        version = scheme.all("TSLVersionIdentifier").first.flatMap { Int($0.text) } ?? 0
        self.issued = issued
        nextUpdate = scheme.all("NextUpdate", "dateTime").first.flatMap { Instant(iso: $0.text) }
        // Most services stand in the list many times with the same certificate.
        var known: [String: Anchor?] = [:]
        services = root.all("TrustServiceProviderList", "TrustServiceProvider", "TSPServices", "TSPService").compactMap {
            Service($0, known: &known)
        }
    }
}

extension TrustedList.Service {
    /// Reads a `TSPService`.
    fileprivate init?(_ service: XMLTree.Element, known: inout [String: Anchor?]) {
        guard let current = service.all("ServiceInformation").first else { return nil }
        name = current.all("ServiceName", "Name").first?.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
        type = current.all("ServiceTypeIdentifier").first?.text.withoutSpace ?? ""
        anchors = current.all("ServiceDigitalIdentity", "DigitalId", "X509Certificate").compactMap { element in
            let text = element.text
            if let anchor = known[text] { return anchor }
            let anchor = Base64.decode(text).flatMap { Certificate($0) }.map(Anchor.init)
            known[text] = .some(anchor)
            return anchor
        }
        history = ([current] + service.all("ServiceHistory", "ServiceHistoryInstance"))
            .compactMap(TrustedList.Status.init).sorted { $0.start > $1.start }
    }
}

extension TrustedList.Status {
    /// Reads the status of a service, or of an instance of its history.
    fileprivate init?(_ instance: XMLTree.Element) {
        guard let uri = instance.all("ServiceStatus").first?.text,
            let start = instance.all("StatusStartingTime").first.flatMap({ Instant(iso: $0.text) })
        else { return nil }
        self.uri = uri.withoutSpace
        self.start = start
        let extensions = instance.all("ServiceInformationExtensions", "Extension")
        qualifications = extensions.flatMap { $0.all("Qualifications", "QualificationElement") }.map(ListedQualification.init)
        purposes = Set(
            extensions.flatMap { $0.all("AdditionalServiceInformation", "URI") }
                .compactMap { $0.text.withoutSpace.split(separator: "/").last.map(String.init) }
                .filter { $0.hasPrefix("Fore") || $0 == "ForWebSiteAuthentication" }
        )
    }
}
