internal import Documents
internal import Vocabulary

/// A trust list (ETSI TS 119 612, versions 4 to 6; the fields used are the same in all).
struct TrustedList: Sendable {
    /// A trust service with its history.
    struct Service: Sendable {
        var name: String
        var type: String
        var certificates: [Certificate]
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
        guard let tree = XMLTree.read(covered.bytes), tree.root.hasSuffix("}TrustServiceStatusList") else { throw .unreadable }
        func text(_ path: String) -> String? { tree.matches(path).first?.value }
        func step(_ name: String) -> String { "*[local-name()='\(name)']" }
        let scheme = "/*/" + step("SchemeInformation")
        guard let issued = text("\(scheme)/\(step("ListIssueDateTime"))").flatMap(Instant.init(iso:)) else { throw .unreadable }
        title = "Vertrauensliste " + (text("\(scheme)/\(step("SchemeTerritory"))") ?? name)
        version = text("\(scheme)/\(step("TSLVersionIdentifier"))").flatMap { Int($0) } ?? 0
        self.issued = issued
        nextUpdate = text("\(scheme)/\(step("NextUpdate"))/\(step("dateTime"))").flatMap(Instant.init(iso:))
        services = tree.matches("//\(step("TSPService"))").map { service in
            let info = service.pathOfLocalNames + "/" + step("ServiceInformation")
            let instances = tree.matches("\(service.pathOfLocalNames)/\(step("ServiceHistory"))/\(step("ServiceHistoryInstance"))").map(
                \.pathOfLocalNames
            )
            return Service(
                name: text("\(info)/\(step("ServiceName"))/\(step("Name"))")?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                    ?? "",
                type: text("\(info)/\(step("ServiceTypeIdentifier"))") ?? "",
                certificates: tree.matches("\(info)/\(step("ServiceDigitalIdentity"))//\(step("X509Certificate"))").compactMap {
                    Base64.decode($0.value).flatMap { Certificate($0) }
                },
                history: ([info] + instances).compactMap { place in
                    guard let uri = text("\(place)/\(step("ServiceStatus"))"),
                        let start = text("\(place)/\(step("StatusStartingTime"))").flatMap(Instant.init(iso:))
                    else { return nil }
                    return Status(uri: uri.filter { !$0.isWhitespace }, start: start)
                }.sorted { $0.start > $1.start }
            )
        }
    }
}
