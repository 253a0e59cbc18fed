internal import Vocabulary

/// A certificate where paths may end, known by digest and name: of the hundreds on a trust list a message needs a few, and only those
/// are read further.
struct Anchor: Hashable, Sendable {
    let digest: Digest
    /// The certificate's encoding.
    let encoded: [UInt8]
    /// The encoding of its holder's name.
    let subject: [UInt8]

    init(_ certificate: Certificate) {
        digest = certificate.digest
        encoded = certificate.encoded
        subject = certificate.subject.encoded
    }

    /// Takes what was an anchor before.
    init(encoded: [UInt8], subject: [UInt8]) {
        digest = Digest(of: encoded)
        self.encoded = encoded
        self.subject = subject
    }

    static func == (a: Anchor, b: Anchor) -> Bool { a.digest == b.digest }
    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

/// The authorities of trust lists by name, whose OCSP responders may speak for others.
struct Authorities: Sendable {
    private let bySubject: [[UInt8]: [Anchor]]

    init(_ anchors: [Anchor] = []) { bySubject = Dictionary(grouping: anchors, by: \.subject) }

    /// Those of a name, in the order of the lists.
    func named(_ name: DistinguishedName) -> [Certificate] { (bySubject[name.encoded] ?? []).compactMap { Certificate($0.encoded) } }
}
