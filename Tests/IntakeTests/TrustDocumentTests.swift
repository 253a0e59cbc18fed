import Foundation
import Intake
import Presentation
import TestSupport
import Testing
import Vocabulary

/// Documents signed by real products, each verdict explained and compared with other tools in `Documentation/Verdicts.md`.
@Suite struct TrustDocumentTests {
    struct Document: Sendable, CustomTestStringConvertible {
        var name: String
        /// Sub-indications of its signatures in order; nil for one that passes.
        var verdicts: [String?]
        /// Whether the signature itself is right, whatever its certificate.
        var isRight: [Bool]

        var testDescription: String { name }
    }

    /// Without any anchor: nothing passes, and what is wrong is told apart from what is only unknown.
    static let documents = [
        Document(name: "cades-countersigned.p7m", verdicts: ["NO_CERTIFICATE_CHAIN_FOUND"], isRight: [true]),
        Document(name: "cades-enveloping.p7m", verdicts: ["NO_CERTIFICATE_CHAIN_FOUND"], isRight: [true]),
        Document(name: "cades-german.p7m", verdicts: ["NO_CERTIFICATE_CHAIN_FOUND"], isRight: [true]),
        Document(name: "pades-baseline.pdf", verdicts: ["NO_CERTIFICATE_CHAIN_FOUND"], isRight: [true]),
        Document(name: "pades-certified-changes-permitted.pdf", verdicts: ["NO_CERTIFICATE_CHAIN_FOUND"], isRight: [true]),
        Document(name: "pades-german-qualified.pdf", verdicts: ["NO_CERTIFICATE_CHAIN_FOUND"], isRight: [true]),
        Document(name: "pades-hash-failure.pdf", verdicts: ["SIG_CRYPTO_FAILURE"], isRight: [false]),
        Document(name: "pades-shadow-hide.pdf", verdicts: ["FORMAT_FAILURE"], isRight: [true]),
        Document(name: "pades-shadow-replace.pdf", verdicts: ["FORMAT_FAILURE"], isRight: [true]),
        Document(name: "pades-timestamp.pdf", verdicts: ["NO_CERTIFICATE_CHAIN_FOUND"], isRight: [true]),
        Document(name: "xades-altered-reference-removed.xml", verdicts: ["SIG_CRYPTO_FAILURE"], isRight: [false]),
        Document(name: "xades-in-trusted-list.xml", verdicts: ["NO_CERTIFICATE_CHAIN_FOUND", "HASH_FAILURE"], isRight: [true, false]),
        Document(name: "xades-signed.xml", verdicts: ["NO_CERTIFICATE_CHAIN_FOUND"], isRight: [true]),
    ]

    @Test("a document of a real product gets its verdict", arguments: documents)
    func verdict(_ document: Document) async throws {
        guard let url = Place.shared("signed/\(document.name)") else { return }
        let bytes = Array(try Data(contentsOf: url))
        let reading = try await TrustFixtures.read(bytes, name: document.name, at: "2026-11-24T12:00:00+01:00")
        #expect(reading.verification.reports.map(\.subIndication) == document.verdicts)
        #expect(reading.verification.reports.map { $0.checks.first { $0.name == "Signatur" }?.indication == .passed } == document.isRight)
        #expect(!reading.verification.writtenForm)
    }

    @Test func `the German trust list is taken with its own signature, and leads real signatures to their anchors`() throws {
        guard let list = Place.shared("trust/de-tl.xml") else { return }
        let trust = Place.temporary()
        for folder in ["lists", "list-signers"] {
            try FileManager.default.createDirectory(at: trust.appendingPathComponent(folder), withIntermediateDirectories: true)
        }
        let text = try String(contentsOf: list, encoding: .utf8)
        try Data(text.utf8).write(to: trust.appendingPathComponent("lists/de.xml"))
        let certificate = try #require(text.components(separatedBy: "X509Certificate>").dropLast().last?.prefix { $0 != "<" })
        let pem = "-----BEGIN CERTIFICATE-----\n\(certificate)\n-----END CERTIFICATE-----\n"
        let signer = trust.appendingPathComponent("list-signers/operator.pem")
        try Data(pem.utf8).write(to: signer)
        let file = try #require(Place.shared("signed/cades-german.p7m")).path
        // In 2014 the certificate held; whether it was revoked nobody has said.
        let then = try Run.eingang("verify", "--json", "--trust", trust.path, "--at", "2014-12-01T12:00:00+01:00", file)
        #expect(then.errors == "")
        let verification = try #require(try then.objects.first?["verification"] as? [String: Any])
        #expect(verification["subIndication"] as? String == "TRY_LATER")
        // A list with one letter changed is not used, and the program says so.
        try Data(text.replacing("<TSLSequenceNumber>22<", with: "<TSLSequenceNumber>23<").utf8).write(
            to: trust.appendingPathComponent("lists/de.xml")
        )
        let forged = try Run.eingang("verify", "--json", "--trust", trust.path, "--at", "2014-12-01T12:00:00+01:00", file)
        #expect(forged.errors.contains("lists/de.xml: Die Vertrauensliste wird nicht verwendet"))
        let without = try #require(try forged.objects.first?["verification"] as? [String: Any])
        #expect(without["subIndication"] as? String == "NO_CERTIFICATE_CHAIN_FOUND")
    }

    @Test func `a report is the same again years later, and each form of it says so`() throws {
        let sample = "SampleForms/31-pdf-qualifiziert-signiert"
        let arguments = ["verify", "--trust", "SampleForms/trust", "--at", "2026-10-12T10:15:00+02:00", sample, "--format"]
        let runs = try ["json", "json", "etsi", "html"].map { try Run(Place.program, arguments + [$0]) }
        #expect(runs.allSatisfy { $0.status == 0 })
        #expect(runs[0].output == runs[1].output)
        #expect(runs[2].output.contains("urn:etsi:019102:mainindication:total-passed"))
        #expect(runs[3].output.contains("default-src 'none'"))
    }

    @Test func `every kind of report has the form that TS 119 102-2 prescribes, and refers only to what it lists`() async throws {
        let directory = Place.temporary()
        var files: [String] = []
        for item in TrustFixtures.cases {
            let bytes = try TrustFixtures.bytes(item)
            let reading = try await TrustFixtures.read(bytes, name: item.file ?? item.name + ".eml", at: item.at)
            let time = try #require(Instant(iso: item.at))
            let name = "\(item.name) & <]]>.eml"
            let report = reading.verification.etsi(source: name, digest: Digest(of: bytes), receivedAt: time)
            let listed = Set(report.matches(of: /<ValidationObject id="([^"]+)"/).map { String($0.1) })
            let referred = report.matches(of: /VOReference="([^"]+)"/).flatMap { $0.1.split(separator: " ").map(String.init) }
            #expect(listed.isSuperset(of: referred), "\(item.name)")
            let file = directory.appendingPathComponent(item.name + ".xml")
            try Data(report.utf8).write(to: file)
            files.append(file.path)
        }
        let schema = Place.repository.appendingPathComponent("Tests/Fixtures/trust/report.rng").path
        let run = try Run("/usr/bin/xmllint", ["--noout", "--relaxng", schema] + files)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.split(separator: "\n").filter { $0.hasSuffix("validates") }.count == files.count)
    }
}
