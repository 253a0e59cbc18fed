import Deciding
import Foundation
import Intake
import Presentation
import Readers
import TestSupport
import Testing
import Vocabulary

extension TrustFixtures {
    /// Made once; the readers stay for all tests.
    static let pipeline = Task {
        var profile = ReaderProfile(schemas: Place.schemas.path)
        profile.trust = directory.appendingPathComponent("trust").path
        return try await Pipelines.make(profile).0
    }

    static func read(_ bytes: [UInt8], name: String, at: String) async throws -> Reading {
        let time = try #require(Instant(iso: at))
        let submission = Submission(source: name, bytes: bytes, receivedAt: time)
        return try await pipeline.value.extract(submission, now: time)
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

    @Test("a confirmation of a provider is evidence and never an application", arguments: TrustFixtures.cases.filter { $0.outcome != nil })
    func confirmation(_ item: TrustFixtures.Case) async throws {
        let time = try #require(Instant(iso: item.at))
        let submission = Submission(source: item.name, bytes: try TrustFixtures.bytes(item), receivedAt: time)
        let decision = try await TrustFixtures.pipeline.value.process(submission, now: time).decision
        #expect(decision.outcome.rawValue == item.outcome)
        #expect(decision.record?.type == nil && decision.followUp == nil)
        #expect(
            decision.assessment.findings.contains { $0.message.contains("De-Mail 20261124-0007@dmda.de-mail.de vom 24.11.2026, 09:15 Uhr") }
        )
    }

    @Test func `a signed letter lends nothing to an unsigned form beside it`() async throws {
        let item = try #require(TrustFixtures.cases.first { $0.name == "qes" })
        let signed = String(decoding: try TrustFixtures.bytes(item), as: UTF8.self)
        let entity = try #require(signed.components(separatedBy: "MIME-Version: 1.0\r\n").last)
        let sample = Place.repository.appendingPathComponent("SampleForms/01-mietzuschuss-vollstaendig/message.eml")
        let form = String(decoding: try Data(contentsOf: sample), as: UTF8.self)
        let start = try #require(form.range(of: "Content-Type: multipart/mixed"))
        let message =
            "From: Erika Muster <erika.muster@example.org>\r\nSubject: Antrag\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=aussen\r\n\r\n--aussen\r\n\(entity)\r\n--aussen\r\n"
            + form[start.lowerBound...] + "\r\n--aussen--\r\n"
        let time = try #require(Instant(iso: item.at))
        let submission = Submission(source: "beside", bytes: Array(message.utf8), receivedAt: time)
        let decision = try await TrustFixtures.pipeline.value.process(submission, now: time).decision
        #expect(decision.record?.type == "wohngeld")
        #expect(decision.received.verification.indication == .indeterminate)
        #expect(decision.received.verification.subIndication == "SIGNED_DATA_NOT_FOUND")
        #expect(!decision.received.verification.writtenForm)
    }

    @Test func `an encrypted message is verified again from the store only with the keys, which are not kept there`() throws {
        let store = Place.temporary()
        let trust = TrustFixtures.directory.appendingPathComponent("trust").path
        let message = TrustFixtures.directory.appendingPathComponent("messages/signed-then-encrypted.eml").path
        let ingested = try Run.eingang(
            "ingest",
            "--json",
            "--store",
            store.path,
            "--trust",
            trust,
            "--at",
            "2026-11-24T10:00:00+01:00",
            message
        )
        let number = try #require(ingested.objects.first?["case"] as? String)
        let kept = try FileManager.default.subpathsOfDirectory(atPath: store.path)
        #expect(kept.contains { $0.hasSuffix("anchors") })
        #expect(!kept.contains { $0.contains("decryption") })
        #expect(try Run.eingang("verify", "--store", store.path, "--case", number, "--keys", trust + "/decryption").status == 0)
        #expect(try Run.eingang("verify", "--store", store.path, "--case", number).status == 1)
    }

    private func ingest(_ name: String, _ store: String) throws -> [String: Any] {
        let directory = TrustFixtures.directory
        let run = try Run.eingang(
            "ingest",
            "--json",
            "--store",
            store,
            "--trust",
            directory.appendingPathComponent("trust").path,
            "--at",
            "2026-11-24T10:00:00+01:00",
            directory.appendingPathComponent("messages/\(name).eml").path
        )
        return try #require(run.objects.first)
    }

    @Test(arguments: ["demail-confirms", "demail-confirms-our-letter"])
    func `a confirmation is filed to the case of the message it confirms and changes nothing in it`(name: String) throws {
        let store = Place.temporary().path
        let first = try ingest("demail-signed-late", store)
        let number = try #require(first["case"] as? String)
        let outcome = try #require((first["decision"] as? [String: Any])?["outcome"] as? String)
        let filed = try ingest(name, store)
        #expect(filed["case"] as? String == number)
        #expect((filed["decision"] as? [String: Any])?["outcome"] as? String == "rejected")
        let kept = try #require(try Run.eingang("show", "--json", "--store", store, number).objects.first?["decision"] as? [String: Any])
        #expect(kept["outcome"] as? String == outcome)
        let findings = try #require(kept["findings"] as? [[String: Any]])
        let confirmed = try #require(findings.first { $0["code"] as? String == "case.confirmed" }?["message"] as? String)
        #expect(confirmed.contains("bestätigung des De-Mail-Anbieters vom 24.11.2026, 09:15 Uhr"))
    }

    @Test(arguments: [
        ("demail-confirms-other-content", "demail.confirmation-differs", "review"),
        ("demail-confirms-with-altered-xml", "demail.confirmation", "review"),
    ])
    func `a confirmation that does not fit is for a clerk`(name: String, code: String, outcome: String) throws {
        let store = Place.temporary().path
        let number = try #require(try ingest("demail-signed-late", store)["case"] as? String)
        let filed = try ingest(name, store)
        #expect(filed["case"] as? String != number)
        let decision = try #require(filed["decision"] as? [String: Any])
        #expect(decision["outcome"] as? String == outcome)
        #expect((decision["findings"] as? [[String: Any]])?.contains { $0["code"] as? String == code } == true)
    }

    @Test func `a confirmation of a message that is not kept says so`() throws {
        let decision = try #require(try ingest("demail-confirms", Place.temporary().path)["decision"] as? [String: Any])
        #expect(decision["outcome"] as? String == "rejected")
        let codes = (decision["findings"] as? [[String: Any]])?.compactMap { $0["code"] as? String }
        #expect(codes?.contains("demail.confirmation-unmatched") == true)
    }

    @Test func `a De-Mail exported in a mailbox can still be checked`() throws {
        let item = try #require(TrustFixtures.cases.first { $0.name == "demail-for-mailbox" })
        let message = String(decoding: try TrustFixtures.bytes(item), as: UTF8.self)
        // mboxrd: one more > before every line that begins with From and any number of >.
        let quoted = message.components(separatedBy: "\r\n").map { line in
            line.drop { $0 == ">" }.hasPrefix("From ") ? ">" + line : line
        }.joined(separator: "\r\n")
        let mailbox = "From erika Tue Nov 24 09:15:00 2026\r\n\(quoted)\r\nFrom erika Tue Nov 24 09:15:00 2026\r\n\(quoted)\r\n"
        let file = Place.temporary().appendingPathComponent("konto.mbox")
        try Data(mailbox.utf8).write(to: file)
        let trust = TrustFixtures.directory.appendingPathComponent("trust").path
        let run = try Run.eingang("verify", "--json", "--trust", trust, "--at", item.at, file.path)
        let verdicts = try run.objects.map { ($0["verification"] as? [String: Any])?["indication"] as? String }
        #expect(verdicts == ["passed", "passed"])
    }
}
