@testable import Intake
import Testing

/// Whom the program asks on the word of a certificate: services of the world, never machines of the office.
struct RevocationAddressTests {
    @Test(arguments: [
        "http://localhost/crl", "http://127.0.0.1/", "http://10.0.0.1:8080/x", "http://169.254.169.254/metadata", "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.0.0.1/", "http://intranet/crl", "http://a.localhost./", "keine Adresse",
    ])
    func `an address of the office's own net is not asked`(url: String) { #expect(RevocationFetcher.isInside(url)) }

    @Test(arguments: ["http://crl.d-trust.net/a.crl", "https://ocsp.example.de:8443/", "http://crl1.telesec.de/x?y=1", "http://ca.de"])
    func `a service with a name is asked`(url: String) { #expect(!RevocationFetcher.isInside(url)) }
}
