import Foundation
import TestSupport
import Testing

/// The whole way over a real Postfix: an application with gaps comes in, a letter goes out, the answer comes back, the record is handed over.
@Suite(.serialized) struct LoopTests {
    @Test func `an application with gaps is asked for, answered below the questions, and handed over complete`() async throws {
        let town = try await Town(Town.automatic)
        try town.mail(try sample("02-mietzuschuss-unvollstaendig"))
        try await wait("the letter") { try town.letters.all().count == 1 }
        let letter = try #require(try town.letters.all().first)
        #expect(letter.to.contains("sabine.weber@example.org") && letter.header["Auto-Submitted"] == "auto-replied")
        #expect(letter.subject.contains(Tokens.of("WG-2026-000001-5")) && letter.text.contains(Tokens.of("WG-2026-000001-5")))
        #expect(!letter.text.contains("Weber"), "open mail names nobody")
        try await wait("the phase") { try town.phase("WG-2026-000001-5") == "requested" }
        try town.mail(Citizen.answer(to: letter))
        try await wait("the record") { !town.records().isEmpty }
        try await wait("the end") { try town.phase("WG-2026-000001-5") == "handed-over" }
        let record = town.folder.appendingPathComponent("uebergabe/\(town.records()[0])")
        let check = try Run("/usr/bin/sha256sum", ["--quiet", "-c", "SHA256SUMS"], directory: record)
        #expect(check.status == 0, "\(check.output)")
        let data =
            try JSONSerialization.jsonObject(with: try Data(contentsOf: record.appendingPathComponent("datensatz.json"))) as? [String: Any]
        #expect((data?["bank"] as? [String: Any])?["iban"] as? String == "DE02120300000000202051")
        let messages = try FileManager.default.contentsOfDirectory(atPath: record.appendingPathComponent("nachrichten").path)
        #expect(messages.count == 2)
        #expect(town.service.stop() == 0)
        #expect(try Run.eingang("audit", "verify", "--store", town.service.store).status == 0)
    }

    @Test func `an answer that brings the form again completes the case as well`() async throws {
        let town = try await Town(Town.automatic)
        try town.mail(try sample("02-mietzuschuss-unvollstaendig"))
        try await wait("the letter") { try town.letters.all().count == 1 }
        let letter = try #require(try town.letters.all().first)
        let form = try sample("01-mietzuschuss-vollstaendig")
            .replacing(
                "Subject: Antrag auf Mietzuschuss",
                with: "Subject: AW: ohne Kennzeichen\nIn-Reply-To: \(letter.header["Message-ID"] ?? "")"
            )
        try town.mail(form)
        try await wait("the record") { !town.records().isEmpty }
        let cases = try town.service.ask("cases", office: "office")
        #expect(cases.count == 1, "found by the Message-ID of our letter alone: \(cases)")
    }

    @Test func `a letter waits for a clerk unless the office says otherwise, who may change it`() async throws {
        let town = try await Town()
        try town.mail(try sample("02-mietzuschuss-unvollstaendig"))
        try await wait("the draft") { try town.service.ask("replies", "list", office: "office").count == 1 }
        let draft = try #require(try town.service.ask("replies", "list", office: "office").first)
        let text = town.folder.appendingPathComponent("brief.txt")
        try Data("Betreff: \(try #require(draft["subject"] as? String))\n\nGuten Tag,\n\nbitte rufen Sie uns an.\n".utf8).write(to: text)
        #expect(try town.letters.all().isEmpty)
        let approved = try town.service.tell(
            "replies",
            "approve",
            "\(draft["id"] as? Int ?? 0)",
            "--text",
            text.path,
            "--by",
            "Frau Sommer",
            office: "office"
        )
        #expect(approved.status == 0, "\(approved.errors)")
        try await wait("the letter") { try town.letters.all().count == 1 }
        let letter = try #require(try town.letters.all().first)
        #expect(letter.text.contains("bitte rufen Sie uns an") && letter.header["Auto-Submitted"] == nil)
        let shown = try #require(try town.service.ask("show", "WG-2026-000001-5", office: "office").first)
        let events = shown["events"] as? [[String: Any]] ?? []
        #expect(events.contains { $0["kind"] as? String == "approved" && $0["actor"] as? String == "Frau Sommer" })
        let again = try town.service.tell("replies", "approve", "\(draft["id"] as? Int ?? 0)", office: "office")
        #expect(again.status == 2, "nobody approves what is gone")
    }

    @Test func `what was said by De-Mail is answered by De-Mail, and its confirmation comes back to the case`() async throws {
        let town = try await Town(Town.automatic)
        func deMail(_ name: String) throws -> String {
            try String(contentsOf: TrustFixtures.directory.appendingPathComponent("messages/\(name).eml"), encoding: .utf8)
        }
        try town.mail(try deMail("demail-signed-late"), from: "erika.muster@dmda.de-mail.de")
        try await wait("the letter") { try town.deMails.all().count == 1 }
        let letter = try #require(try town.deMails.all().first)
        #expect(letter.to.contains("dmda.de-mail.de") && letter.header["X-De-Mail-Private-ID"] == "WG-2026-000001-5")
        // From the gateway itself: a mail server on the way would cut lines of more than 998 bytes, and the seal with them.
        let confirmation = Data(try deMail("demail-confirms-our-letter").utf8)
        #expect(try send(confirmation, from: "", to: ["poststelle@stadt-beispiel.de-mail.de"], port: town.lmtp, lmtp: true) == "")
        try await wait("the confirmation") {
            try town.service.ask("show", "WG-2026-000001-5", office: "office").description.contains("case.confirmed")
        }
    }

    @Test func `an objection that was not signed is told so at once, and heals when it comes signed`() async throws {
        let town = try await Town(Town.automatic, trust: Place.repository.appendingPathComponent("SampleForms/trust"))
        try town.mail(try sample("26-widerspruch-einfach-signiert"), from: "paul.neumann@example.org")
        try await wait("the letter") { try town.letters.all().count == 1 }
        let letter = try #require(try town.letters.all().first)
        #expect(letter.subject.contains("Bitte handeln Sie sofort"))
        let signed = try sample("25-widerspruch-qualifiziert-signiert").replacing(
            "Subject: ",
            with: "References: \(letter.header["Message-ID"] ?? "")\nSubject: "
        )
        try town.mail(signed, from: "paul.neumann@example.org")
        try await wait("both in one case") {
            let shown = try town.service.ask("show", "WS-2026-000001-7", office: "office").first
            return (shown?["events"] as? [[String: Any]] ?? []).count { $0["kind"] as? String == "received" } == 2
        }
    }

    @Test func `a letter that comes back is noticed in its case, and nobody answers the mail server`() async throws {
        let town = try await Town(Town.automatic)
        let message = try sample("02-mietzuschuss-unvollstaendig").replacing("sabine.weber@example.org", with: "nie@example.org")
        try town.mail(message, from: "nie@example.org")
        try await wait("the bounce") {
            try town.service.ask("show", "WG-2026-000001-5", office: "office").description.contains("letter.undelivered")
        }
        let line = try #require(try town.service.ask("cases", office: "office").first)
        #expect(line["needsLook"] as? Bool == true)
        #expect(try town.service.ask("cases", office: "office").count == 1)
        #expect(try town.letters.all().isEmpty)
    }
}
