import Foundation
import TestSupport
import Testing

/// A proxy that stands for the revocation services of the world; ends when it goes out of use.
private final class RevocationServices {
    let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init() throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        let script = Place.repository.appendingPathComponent("Tests/Fixtures/trust/responder.py").path
        process.arguments = [script, TrustFixtures.directory.appendingPathComponent("served").path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") { line += String(decoding: output.fileHandleForReading.readData(ofLength: 1), as: UTF8.self) }
        port = try #require(Int(line.dropLast()))
    }

    var environment: [String: String] { ["http_proxy": "http://127.0.0.1:\(port)", "no_proxy": ""] }

    /// Ends the proxy and tells what it was asked.
    func requests() throws -> [String] {
        try input.fileHandleForWriting.close()
        let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n").map(
            String.init
        )
        process.waitUntilExit()
        return lines
    }
}

@Suite struct TrustFetchTests {
    private static let trust = TrustFixtures.directory.appendingPathComponent("trust").path

    private static func message(_ name: String) -> String {
        TrustFixtures.directory.appendingPathComponent("messages/\(name).eml").path
    }

    private func verify(_ name: String, _ more: [String], _ services: RevocationServices) throws -> (String?, Run) {
        let arguments = ["verify", "--json", "--trust", Self.trust, "--at", "2026-11-24T10:00:00+01:00"] + more + [Self.message(name)]
        let run = try Run(Place.program, arguments, environment: services.environment)
        let object = try #require(try run.objects.first?["verification"] as? [String: Any])
        return (object["subIndication"] as? String ?? object["indication"] as? String, run)
    }

    @Test(arguments: [
        ("online-crl-good", "passed", "GET http://sperrliste.invalid/good.crl 200"),
        ("online-crl-revoked", "REVOKED", "GET http://sperrliste.invalid/revoked.crl 200"),
        ("online-ocsp-good", "passed", "POST http://ocsp.invalid/auskunft 200"),
        ("online-ocsp-revoked", "REVOKED", "POST http://ocsp.invalid/auskunft 200"),
        ("online-crl-lost", "TRY_LATER", "GET http://sperrliste.invalid/gibt-es-nicht.crl 404"),
        ("online-crl-nonsense", "TRY_LATER", "GET http://sperrliste.invalid/unsinn.crl 200"),
    ])
    func `revocation is asked for when the office has set it`(name: String, expected: String, request: String) throws {
        let services = try RevocationServices()
        let (verdict, _) = try verify(name, ["--fetch-revocation"], services)
        #expect(verdict == expected)
        #expect(try services.requests() == [request])
    }

    @Test(arguments: ["online-crl-in-a-directory", "online-crl-in-a-file", "online-crl-by-a-stranger", "valid"])
    func `nobody is asked over other protocols, for strangers, or without need`(name: String) throws {
        let services = try RevocationServices()
        _ = try verify(name, ["--fetch-revocation"], services)
        #expect(try services.requests() == [])
    }

    @Test func `nobody is asked without the setting`() throws {
        let services = try RevocationServices()
        #expect(try verify("online-crl-good", [], services).0 == "TRY_LATER")
        #expect(try services.requests() == [])
    }

    @Test func `the configuration sets it too`() throws {
        let services = try RevocationServices()
        let file = Place.temporary().appendingPathComponent("c.yaml")
        try Data("trust: { fetchRevocation: true }".utf8).write(to: file)
        #expect(try verify("online-crl-good", ["--config", file.path], services).0 == "passed")
        #expect(try services.requests().count == 1)
    }

    @Test func `a service that does not answer is a finding that names it`() throws {
        let services = try RevocationServices()
        let arguments = ["process", "--json", "--trust", Self.trust, "--fetch-revocation", Self.message("online-crl-lost")]
        let object = try #require(try Run(Place.program, arguments, environment: services.environment).objects.first)
        let findings = try #require(object["findings"] as? [[String: Any]])
        let finding = try #require(findings.first { $0["code"] as? String == "trust.revocation-unreachable" })
        #expect((finding["message"] as? String)?.contains("http://sperrliste.invalid/gibt-es-nicht.crl") == true)
        #expect(try services.requests().count == 1)
    }

    @Test func `a service is asked once for messages of the same kind`() throws {
        let services = try RevocationServices()
        let message = Self.message("online-crl-good")
        let arguments = ["verify", "--json", "--trust", Self.trust, "--fetch-revocation", message, message, message]
        #expect(try Run(Place.program, arguments, environment: services.environment).objects.count == 3)
        #expect(try services.requests().count == 1)
    }

    @Test func `what was got is kept with the case and serves years later without network`() throws {
        let services = try RevocationServices()
        let store = Place.temporary().path
        let arguments = [
            "ingest", "--json", "--store", store, "--trust", Self.trust, "--at", "2026-11-24T10:00:00+01:00", "--fetch-revocation",
            Self.message("online-crl-revoked"),
        ]
        let ingested = try Run(Place.program, arguments, environment: services.environment)
        #expect(try services.requests().count == 1)
        let number = try #require(ingested.objects.first?["case"] as? String)
        let later = try #require(try Run.eingang("verify", "--json", "--store", store, "--case", number).objects.first)
        #expect((later["verification"] as? [String: Any])?["subIndication"] as? String == "REVOKED")
    }
}
