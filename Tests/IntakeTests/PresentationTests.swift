import Foundation
import Presentation
import Testing
import Vocabulary

/// Foreign text in our pages: never markup, never a control character.
struct PresentationTests {
    private static let payloads = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{#reports}}", "&lt;b&gt;", "a\u{202E}b\u{0}c\u{1B}[31m", "]]><x>",
        "'--><svg/onload=1>",
    ]

    private func verification(_ text: String) -> Verification {
        var report = Verification.Report(channel: .smime, indication: .passed, subIndication: text, document: text, message: text)
        report.signer = text
        report.covers = [.init(name: text, digest: Digest(of: [1]))]
        report.checks = [.init(text, .passed, text)]
        let time = Instant(seconds: 1_795_425_300)
        report.path = [.init(subject: text, issuer: text, serial: text, digest: Digest(of: [2]), notBefore: time, notAfter: time)]
        var verification = Verification()
        (verification.reports, verification.sentence, verification.writtenFormReason) = ([report], text, text)
        return verification
    }

    @Test(arguments: payloads)
    func `foreign text is never markup in a page or a report`(payload: String) {
        let time = Instant(seconds: 1_795_425_300)
        let verification = verification(payload)
        let page = verification.html(source: payload, digest: Digest(of: [3]), receivedAt: time)
        let report = verification.etsi(source: payload, digest: Digest(of: [3]), receivedAt: time)
        for text in [page, report] {
            for mark in ["<script", "<img", "<svg", "<x>", "\u{202E}", "\u{0}", "\u{1B}"] { #expect(!text.contains(mark), "\(mark)") }
        }
        // Whatever the text, the page has the same elements.
        let plain = self.verification("a").html(source: "a", digest: Digest(of: [3]), receivedAt: time)
        #expect(page.count { $0 == "<" } == plain.count { $0 == "<" })
    }
}
