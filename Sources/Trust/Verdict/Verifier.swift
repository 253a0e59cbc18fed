public import Vocabulary

/// Verifies channels and signatures: the front door of this module, one for each reader process.
///
/// It never changes. What belongs to one message is in the ``Examination`` it makes. Not Sendable on purpose: it holds OpenSSL's store.
public final class Verifier {
    let trust: TrustStore
    let limits: Limits
    /// Asks for the content key of an encrypted message.
    let unwrap: (UnwrapRequest) -> UnwrapAnswer
    /// Remembers paths, by the certificates and the time they were built from.
    let paths: PathBuilder
    /// Who may seal De-Mails, by the domain of their senders.
    let deMailProviders: [DeMailProvider]
    /// The authorities of the trust lists.
    let listed: Authorities

    /// Makes a verifier for one directory of trust.
    ///
    /// - Parameters:
    ///   - trust: whom the office trusts.
    ///   - limits: how much is read.
    ///   - unwrap: asks who has the office's keys for a content key.
    public init(
        _ trust: TrustStore,
        limits: Limits = Limits(),
        unwrap: @escaping (UnwrapRequest) -> UnwrapAnswer = { _ in .noKey }
    ) {
        self.trust = trust
        self.limits = limits
        self.unwrap = unwrap
        listed = Authorities(trust.listed)
        paths = PathBuilder(anchors: trust.allAnchors)
        deMailProviders = trust.deMail.map(DeMailProvider.init)
    }

    /// Begins with a message.
    ///
    /// - Parameters:
    ///   - existence: the time of receipt if our own server vouches for it, else the present.
    ///   - revocation: CRLs and OCSP responses that were got for this message; they count for no other.
    /// - Returns: what is to be asked about this message.
    public func examination(existence: Instant, revocation: [[UInt8]] = []) -> Examination {
        var fetched = RevocationData()
        for bytes in revocation { fetched.add(file: bytes) }
        return Examination(SignatureValidator(self, fetched: fetched), limits: limits, existence: existence, unwrap: unwrap)
    }
}
