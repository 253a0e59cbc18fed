import Documents
import Forms
import Foundation
import Intake
import TestSupport
import Testing
import Vocabulary

/// Signed messages and what must come out of them, made once per run by `Tests/Fixtures/trust/make.py`.
enum TrustFixtures {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var at: String
        var indication: String
        var sub: String?
        var level: String?
        var writtenForm: Bool?
        var signer: String?
        var binding: String?
        var reports: Int?
        var covers: String?
        var uncovered: String?
        var check: String?
        var finding: String?
        var file: String?
        var documentFinding: String?
        var field: String?
        var text: String?
        var notText: String?

        var testDescription: String { name }
    }

    static let directory: URL = {
        let url = Place.temporary()
        let script = Place.repository.appendingPathComponent("Tests/Fixtures/trust/make.py").path
        guard let run = try? Run("/usr/bin/python3", [script, url.path]), run.status == 0 else {
            preconditionFailure("Tests/Fixtures/trust/make.py failed; it needs python3-cryptography, python3-pikepdf, openssl and xmlsec1")
        }
        return url
    }()

    static let cases: [Case] = {
        guard let data = try? Data(contentsOf: directory.appendingPathComponent("cases.json")),
            let cases = try? JSONDecoder().decode([Case].self, from: data)
        else { preconditionFailure("cases.json is not there or not readable") }
        return cases
    }()

    static let pipeline: Pipeline = {
        let schemas = Place.repository.appendingPathComponent("Schemas")
        guard let catalogue = try? Catalogue(directory: schemas) else { preconditionFailure("the definitions cannot be read") }
        let arguments = ["reader", "--schemas", schemas.path, "--trust", directory.appendingPathComponent("trust").path]
        let pool = ReaderPool(ReaderCommand(executable: Place.program, arguments: arguments), count: 2, limits: Limits())
        return Pipeline(catalogue: catalogue, office: Office(), pool: pool)
    }()

    static func bytes(_ item: Case) throws -> [UInt8] {
        Array(try Data(contentsOf: directory.appendingPathComponent("messages/" + (item.file ?? item.name + ".eml"))))
    }

    static func read(_ bytes: [UInt8], name: String, at: String) async throws -> Reading {
        let time = try #require(Instant(iso: at))
        let submission = Submission(source: name, bytes: bytes, receivedAt: time)
        return await pipeline.extract(submission, now: time)
    }
}

@Suite struct TrustTests {
    @Test("a signed message gets the verdict the standard gives it", arguments: TrustFixtures.cases)
    func verdict(_ item: TrustFixtures.Case) async throws {
        let reading = try await TrustFixtures.read(try TrustFixtures.bytes(item), name: item.file ?? item.name + ".eml", at: item.at)
        let verification = reading.verification
        let seen = "\(verification.json)"
        #expect(verification.indication.rawValue == item.indication, "\(seen)")
        #expect(verification.subIndication == item.sub, "\(seen)")
        if let written = item.writtenForm { #expect(verification.writtenForm == written, "\(seen)") }
        if let signer = item.signer { #expect(verification.signer == signer) }
        if let level = item.level { #expect(verification.reports.map(\.level.rawValue).contains(level), "\(seen)") }
        if let binding = item.binding { #expect(verification.reports.first?.binding == binding) }
        if let count = item.reports { #expect(verification.reports.count == count) }
        let covered = verification.reports.filter { $0.indication == .passed }.flatMap(\.covers).map(\.name)
        if let name = item.covers { #expect(covered.contains(name), "\(seen)") }
        if let name = item.uncovered { #expect(!covered.contains(name), "\(seen)") }
        if let check = item.check { #expect(verification.reports.flatMap(\.checks).map(\.detail).contains(check), "\(seen)") }
        if let code = item.documentFinding { #expect(reading.documents.flatMap(\.findings).map(\.code).contains(code)) }
        if let value = item.field { #expect(reading.documents.flatMap(\.fields).first { $0.name == "betrag" }?.values == [value]) }
        let text = reading.texts.values.joined()
        if let wanted = item.text { #expect(text.contains(wanted), "\(text)") }
        if let hidden = item.notText { #expect(!text.contains(hidden), "\(text)") }
        if let code = item.finding { #expect(reading.findings.map(\.code).contains(code)) }
    }
}
