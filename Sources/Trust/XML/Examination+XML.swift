internal import Documents
internal import Vocabulary

extension Examination {
    /// Verifies the signatures of an XML document; what may be read is only what they cover.
    func revealXML(_ bytes: [UInt8], _ name: String) -> Opener.Revealed? {
        guard bytes.prefix(256).contains(UInt8(ascii: "<")), Scan.contains("http://www.w3.org/2000/09/xmldsig#", in: bytes) else {
            return nil
        }
        let signatures = XMLSignature.read(bytes)
        guard !signatures.isEmpty, !verified.contains(Digest(of: bytes)) else { return nil }
        var revealed = Opener.Revealed(name: name, bytes: bytes)
        revealed.isSigned = true
        var best: [UInt8]?
        for signature in signatures {
            let content = signature.covered.filter { $0.name == nil }.map(\.bytes)
            let whole = content.max { $0.count < $1.count }
            if let whole, whole.count > best?.count ?? 0 { best = whole }
            report(signature, name: name, covers: content.map { .init(name: name, digest: Digest(of: $0)) })
        }
        // Beside what is covered nothing is read: an element moved next to the signed one is never seen.
        if let best { revealed.bytes = best }
        return revealed
    }

    func report(_ signature: XMLSignature, name: String, covers: [Verification.Covered]) {
        var facts = SignatureFacts()
        facts.fault = signature.fault
        facts.faultDetail = signature.faultDetail
        facts.certificate = signature.certificate
        facts.certificates = signature.certificates
        facts.revocation = signature.revocation
        facts.hashes = signature.hashes
        facts.claimedTime = signature.claimedTime
        facts.timestamps = signature.timestamps
        let judgement = judge(facts)
        var report = Verification.Report(judgement, channel: .xmldsig, document: name, what: "„\(name)“")
        report.covers = covers
        reports.append(report)
    }
}

/// A container with signatures beside its files: ASiC-S and ASiC-E (ETSI EN 319 162-1).
extension Examination {
    /// Verifies the signatures in META-INF over the files of a container.
    func verifyContainer(_ bytes: [UInt8], _ name: String) {
        let files = ZipFiles.read(bytes, limits: limits)
        let meta = files.filter { $0.name.hasPrefix("META-INF/") }
        guard meta.contains(where: { $0.name.lowercased().contains("signature") }) else { return }
        let data = files.filter { !$0.name.hasPrefix("META-INF/") && $0.name != "mimetype" }
        for file in meta.prefix(Self.mostSignatureFiles) {
            let lower = file.name.lowercased()
            verified.insert(Digest(of: file.bytes))
            if lower.hasSuffix(".xml"), lower.contains("signatures") {
                for signature in XMLSignature.read(file.bytes, files: data) {
                    let covers = signature.covered.compactMap { item in
                        item.name.map { Verification.Covered(name: Label.of($0), digest: Digest(of: item.bytes)) }
                    }
                    report(signature, name: name, covers: covers)
                }
            } else if lower.hasSuffix(".p7s") {
                verifyDetached(file.bytes, data, manifests: meta.filter { $0.name.contains("ASiCManifest") }, name)
            }
        }
    }

    private static let mostSignatureFiles = 20

    /// A CMS signature in a container: over its only file, or over a manifest that names files by digest.
    private func verifyDetached(
        _ bytes: [UInt8],
        _ files: [(name: String, bytes: [UInt8])],
        manifests: [(name: String, bytes: [UInt8])],
        _ name: String
    ) {
        guard let data = try? SignedData(bytes) else {
            return reports.append(fault(.formatFailure, "„\(name)“: Eine Signatur im Container ist nicht lesbar.", document: name))
        }
        func isOver(_ file: (name: String, bytes: [UInt8])) -> Bool { data.signers.contains { $0.isOver(file.bytes) } }
        if let manifest = manifests.first(where: isOver) {
            verify(data, detached: manifest.bytes, name: name, covers: Self.named(in: manifest.bytes, files))
        } else if let file = files.first(where: isOver) ?? (files.count == 1 ? files.first : nil) {
            verify(data, detached: file.bytes, name: name, covers: [.init(name: Label.of(file.name), digest: Digest(of: file.bytes))])
        } else {
            verify(data, detached: nil, name: name, covers: [])
        }
    }

    /// The files an ASiCManifest names, as far as their digests are right (EN 319 162-1, A.4).
    private static func named(in manifest: [UInt8], _ files: [(name: String, bytes: [UInt8])]) -> [Verification.Covered] {
        (XMLTree.read(manifest)?.rootElement?.descendants("DataObjectReference") ?? []).compactMap { reference in
            let uri = reference.attribute("URI")
            let method = reference.all("DigestMethod").first?.attribute("Algorithm")
            let value = reference.all("DigestValue").first.flatMap { Base64.decode($0.text) }
            guard let file = files.first(where: { $0.name == uri }), let hash = method.flatMap(XMLSignature.hash), let value,
                PublicKey.digest(hash, of: file.bytes) == value
            else { return nil }
            return .init(name: Label.of(file.name), digest: Digest(of: file.bytes))
        }
    }
}
