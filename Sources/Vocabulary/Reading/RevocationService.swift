/// Where the revocation of a certificate can be asked for: a CRL distribution point or an OCSP responder.
///
/// Only certificates on a path to an anchor get so far, so the address is the word of an authority the office trusts, never of the sender.
public struct RevocationService: Hashable, Sendable, Codable {
    /// The address; http or https.
    public var url: String
    /// The OCSP request to post (RFC 6960, appendix A); nil where a CRL is to be got.
    public var request: [UInt8]?

    /// Makes a service.
    public init(url: String, request: [UInt8]? = nil) { (self.url, self.request) = (url, request) }
}
