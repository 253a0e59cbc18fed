public import Documents
public import Vocabulary

extension Examination {
    /// Looks at a file before it is opened: verifies the signatures in it and says which bytes of it may be read.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: its label.
    /// - Returns: what may be read: all of it, or what a signature covers.
    public func reveal(_ bytes: [UInt8], name: String) -> Opener.Revealed {
        files.append((name, nil, bytes))
        if let type = SignedData.type(of: bytes), type == ObjectID.signedData { return revealCMS(bytes, name) }
        if SignedData.type(of: bytes) == ObjectID.envelopedData {
            switch Envelope.open(bytes, unwrap: unwrap) {
            case .content(let inner): return reveal(inner, name: Self.innerName(name))
            // An encrypted part of a message comes here too, and is said already.
            case .notTried(let finding): if !findings.contains(where: { $0.isA(.smimeLocked) }) { findings.append(finding) }
            case .locked: break
            }
            return Opener.Revealed(name: name, bytes: bytes)
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) { verifyContainer(bytes, name) }
        if let xml = revealXML(bytes, name) { return xml }
        if let pdf = PDFSignatures(bytes) { return reveal(pdf, name) }
        return Opener.Revealed(name: name, bytes: bytes)
    }

    /// A CMS file: what is in it is read in its place; one without content waits for its file.
    private func revealCMS(_ bytes: [UInt8], _ name: String) -> Opener.Revealed {
        var revealed = Opener.Revealed(name: name, bytes: bytes)
        revealed.isSigned = true
        if verified.contains(Digest(of: bytes)) { return revealed }
        do throws(SignedData.Failure) {
            let data = try SignedData(bytes)
            guard let content = data.content else {
                detached.append((name, data))
                return revealed
            }
            let inner = Array(content)
            verify(data, detached: nil, name: name, covers: [.init(name: Self.innerName(name), digest: Digest(of: inner))])
            // A signature inside a signature is opened in turn.
            if SignedData.type(of: inner) == ObjectID.signedData { return revealCMS(inner, Self.innerName(name)) }
            revealed.name = Self.innerName(name)
            revealed.bytes = inner
        } catch {
            guard case .format(let why) = error else { return revealed }
            reports.append(fault(.formatFailure, "„\(name)“: \(why).", document: name))
        }
        return revealed
    }

    private static func innerName(_ name: String) -> String {
        for ending in [".p7m", ".p7s", ".p7"] where name.lowercased().hasSuffix(ending) && name.count > ending.count {
            return String(name.dropLast(ending.count))
        }
        return name
    }

    /// Ends a submission: pairs the signatures that lie beside their files, by digest, and hands on what covers what.
    public func finish(_ documents: [Document]) {
        for (name, data) in detached { pair(name, data) }
        detached = []
        noteStaleLists()
        for index in reports.indices {
            var digests = Set(reports[index].covers.map(\.digest))
            // Documents stand behind the one they lie in.
            for document in documents where document.within.map(digests.contains) == true {
                if digests.insert(document.content).inserted {
                    reports[index].covers.append(.init(name: document.name, digest: document.content))
                }
            }
        }
    }

    /// Says how old a trust list is that was out of date when it was needed.
    private func noteStaleLists() {
        guard !reports.isEmpty else { return }
        for list in trust.lists {
            guard let end = list.nextUpdate, end < existence else { continue }
            findings.append(
                Finding(
                    .trustListStale,
                    ["list": list.title, "issued": list.issued.localDate.german, "end": end.localDate.german]
                )
            )
        }
    }

    private func pair(_ name: String, _ data: SignedData) {
        let match = files.first { file in data.signers.contains { $0.isOver(file.bytes) } }
        if let match {
            verify(data, detached: match.bytes, name: match.name, covers: [.init(name: match.name, digest: Digest(of: match.bytes))])
        } else {
            verify(data, detached: nil, name: name, covers: [])
        }
    }
}
