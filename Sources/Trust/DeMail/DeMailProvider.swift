internal import Vocabulary

/// What may seal the De-Mails of one domain's senders, as the office declared it in `demail/<domain>.pem`.
///
/// A De-Mail proves its sender only by the seal of the provider that holds the account (De-Mail-G, § 5 Abs. 5). Whoever else has a
/// certificate, a qualified one of a person included, seals nothing. Not Sendable on purpose: it holds OpenSSL's certificates.
struct DeMailProvider {
    /// The domain in lower case; it stands for its subdomains too.
    let domain: String
    /// Paths that end at the provider's certificates or at the authority that issues to it, and nowhere else.
    let paths: PathBuilder

    init(_ declared: TrustStore.DeMailDeclaration) {
        domain = declared.domain
        paths = PathBuilder(anchors: declared.certificates.map(Anchor.init))
    }

    /// Whether a domain is this one or below it.
    private func holds(_ other: String) -> Bool { other == domain || other.hasSuffix("." + domain) }

    /// Whether a certificate is the provider's.
    func seals(with certificate: Certificate, at time: Instant) -> Bool {
        if case .path = paths.path(from: certificate, through: [], at: time) { true } else { false }
    }

    /// The provider of a sender's domain: of several that hold it the one that names it most closely.
    static func of(_ domain: String, among providers: [DeMailProvider]) -> DeMailProvider? {
        providers.filter { $0.holds(domain) }.max { $0.domain.utf8.count < $1.domain.utf8.count }
    }
}

extension DeMail {
    /// The domain of the sender, in lower case; nil if the message does not say in one voice who that is.
    ///
    /// People see From, the provider vouches for `x-de-mail-sender`: they must be the same single address.
    func domain(of message: Message) -> String? {
        guard !message.isSenderUnclear, let address = message.from.flatMap({ MailAddress($0.address) }), MailAddress(sender) == address
        else { return nil }
        return address.domain
    }
}
