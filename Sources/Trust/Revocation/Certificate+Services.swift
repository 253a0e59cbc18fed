internal import COpenSSL
internal import Vocabulary

extension RevocationService {
    /// The services a certificate names, at most four (RFC 5280, 4.2.1.13 and 4.2.2.1).
    static func all(of certificate: Certificate, issuedBy issuer: Certificate) -> [RevocationService] {
        let access = certificate.extension("1.3.6.1.5.5.7.1.1")?.children.map(\.children) ?? []
        let responders = access.filter { $0.count == 2 && $0[0].oid == "1.3.6.1.5.5.7.48.1" }.compactMap { address($0[1]) }
        let points = certificate.extension("2.5.29.31")?.children ?? []
        let lists = points.flatMap { $0.child(tagged: 0)?.child(tagged: 0)?.children ?? [] }.compactMap(address)
        let request = responders.isEmpty ? nil : request(about: certificate, issuedBy: issuer)
        let services = request.map { request in responders.map { RevocationService(url: $0, request: request) } } ?? []
        return Array((services + lists.map { RevocationService(url: $0) }).prefix(4))
    }

    /// A uniformResourceIdentifier that is asked over HTTP; LDAP is not.
    private static func address(_ name: DER) -> String? {
        guard name.tag == 0x86, let url = name.string, url.count <= 2000, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        let scheme = url.lowercased()
        return scheme.hasPrefix("http://") || scheme.hasPrefix("https://") ? url : nil
    }

    /// A request without nonce, as responders that answer from a cache expect (RFC 5019).
    private static func request(about certificate: Certificate, issuedBy issuer: Certificate) -> [UInt8]? {
        defer { ERR_clear_error() }
        let id = unsafe PathBuilder.withX509(certificate) { subject in
            unsafe PathBuilder.withX509(issuer) { unsafe OCSP_cert_to_id(EVP_sha1(), subject, $0) }
        }
        guard let request = unsafe OCSP_REQUEST_new() else { return nil }
        defer { unsafe OCSP_REQUEST_free(request) }
        guard let id = unsafe id, let id = unsafe id, unsafe OCSP_request_add0_id(request, id) != nil else { return nil }
        var output: UnsafeMutablePointer<UInt8>?
        let size = unsafe i2d_OCSP_REQUEST(request, &output)
        guard size > 0, let start = unsafe output else { return nil }
        defer { unsafe CRYPTO_free(start, nil, 0) }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(size)))
    }
}
