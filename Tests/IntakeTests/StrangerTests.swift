import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// Who may complete somebody's case, and what a stranger can do to it.
struct StrangerTests {
    private let answer = "> 1. Einzugsdatum\n01.06.2021\n"

    private func store() throws -> String {
        let store = Tokens.store().path
        _ = try Run.eingang("ingest", "--store", store, "SampleForms/02-mietzuschuss-unvollstaendig/message.eml")
        return store
    }

    private func mail(from: String, replyTo: String?) -> Data {
        let reply = replyTo.map { "Reply-To: \($0)\n" } ?? ""
        return Data(
            """
            Received: from a by b; Tue, 20 Oct 2026 10:15:00 +0200
            From: \(from)
            \(reply)Subject: Re: \(Tokens.of("WG-2026-000001-5"))
            Content-Type: text/plain; charset=utf-8

            \(answer)
            """.utf8
        )
    }

    private func show(_ store: String) throws -> (phase: String, missing: Int, codes: [String]) {
        let object = try #require(try Run.eingang("show", "--json", "--store", store, "WG-2026-000001-5").objects.first)
        let decision = try #require(object["decision"] as? [String: Any])
        let codes = (decision["findings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
        return (object["phase"] as? String ?? "", (decision["missing"] as? [Any])?.count ?? -1, codes)
    }

    @Test(arguments: [
        ("Mallory <mallory@evil.example>", "sabine.weber@example.org"), ("Mallory <mallory@evil.example>", nil),
        ("Sabine Weber <sabine.weber@example.org>", "mallory@evil.example"),
    ])
    func `neither a strange author nor a strange place of reply answers for the citizen`(from: String, replyTo: String?) throws {
        let store = try store()
        let before = try show(store)
        _ = try Run.eingang("ingest", "--store", store, "-", input: mail(from: from, replyTo: replyTo))
        let after = try show(store)
        #expect(after.missing == before.missing && after.phase == before.phase, "nothing is taken in, and the procedure goes on")
        #expect(after.codes.contains("case.other-sender"))
        let line = try Run.eingang("cases", "--json", "--store", store).objects.first
        #expect(line?["needsLook"] as? Bool == true)
    }

    @Test func `the citizen answers from the address of the application`() throws {
        let store = try store()
        let before = try show(store)
        _ = try Run.eingang("ingest", "--store", store, "-", input: mail(from: "S. Weber <Sabine.Weber@example.org>", replyTo: nil))
        #expect(try show(store).missing < before.missing)
    }

    @Test func `what is taken back in reply to our letter is looked at in its own case`() throws {
        let store = try store()
        let reply = """
            Received: from a by b; Tue, 20 Oct 2026 10:15:00 +0200
            From: Sabine Weber <sabine.weber@example.org>
            Subject: AW: \(Tokens.of("WG-2026-000001-5"))
            Content-Type: text/plain; charset=utf-8

            Guten Tag,

            ich ziehe meinen Antrag zurück.

            > 1. Einzugsdatum
            """
        _ = try Run.eingang("ingest", "--store", store, "-", input: Data(reply.utf8))
        let cases = try Run.eingang("cases", "--json", "--store", store).objects
        #expect(cases.count == 1)
        let shown = try show(store)
        #expect(shown.phase == "review")
        #expect(shown.codes.contains("case.withdrawn") && !shown.codes.contains("form.ambiguous"))
    }

    @Test func `nobody answers by mail for an application that came without an address`() throws {
        let store = Tokens.store().path
        let text = try String(
            contentsOf: Place.repository.appendingPathComponent("SampleForms/02-mietzuschuss-unvollstaendig/message.eml"),
            encoding: .utf8
        )
        // As a portal or a scanner would bring it: the same parts, no author.
        let anonymous = text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("From:") && !$0.hasPrefix("Reply-To:") }.joined(separator: "\n")
        let run = try Run.eingang("ingest", "--store", store, "-", input: Data(anonymous.utf8))
        try #require(run.output.hasPrefix("WG-2026-000001-5"), "\(run.output)")
        let before = try show(store)
        _ = try Run.eingang("ingest", "--store", store, "-", input: mail(from: "mallory@evil.example", replyTo: nil))
        let after = try show(store)
        #expect(after.missing == before.missing)
        #expect(after.codes.contains("case.other-sender"))
    }

    @Test func `the same thousand times is said once`() throws {
        let store = try store()
        let folder = Place.temporary()
        for number in 0..<20 {
            let data = mail(from: "mallory@evil.example", replyTo: nil) + Data("\(number)\n".utf8)
            try data.write(to: folder.appendingPathComponent("\(number).eml"))
        }
        _ = try Run.eingang("ingest", "--store", store, folder.path)
        #expect(try show(store).codes.filter { $0 == "case.other-sender" }.count == 1)
    }

    @Test func `bytes that the disk lost are written again when they come again`() async throws {
        let directory = Place.temporary()
        let archive = try Archive(directory: directory.path)
        let submission = Submission(source: "a", bytes: Array("Antrag".utf8))
        let now = Instant(seconds: 1_795_425_300)
        _ = try await archive.receive(submission, office: "a", now: now)
        let file = directory.appendingPathComponent("raw/\(submission.digest.hex.prefix(2))/\(submission.digest.hex)")
        try Data().write(to: file)
        _ = try await archive.receive(submission, office: "b", now: now)
        #expect(try archive.bytes(of: submission.digest) == submission.bytes)
    }

    @Test func `times and months that nobody can count with are refused when they are read`() {
        for text in [#"{"seconds":9223372036854775807}"#, #"{"seconds":-9223372036854775808}"#] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(Instant.self, from: Data(text.utf8)) }
        }
        for text in [#"{"year":99999,"month":1}"#, #"{"year":2026,"month":0}"#] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(YearMonth.self, from: Data(text.utf8)) }
        }
        for seconds in [-62_135_596_800, 253_402_300_799] {
            #expect(Instant(seconds: seconds).german.count > 5)
            #expect(Instant(seconds: seconds).description.count > 5)
        }
    }
}
