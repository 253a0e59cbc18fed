import Foundation
import TestSupport
import Testing

/// Answers to a letter of ours as the mail programs of citizens write them: each finds its case and brings its values, and ours are
/// never taken for theirs.
struct MailProgramTests {
    /// A store whose case waits for an answer, and the letter that asked.
    private struct Asked: Sendable {
        var folder: URL
        var letter: Data
        let number = "WG-2026-000001-5"
        /// Somebody else's case, and the id of the letter to them.
        let other = "WG-2026-000002-3"
        var otherLetter: String

        /// What comes of a message in a copy of the store.
        func ingested(_ message: Data) throws -> Kept {
            let store = Place.temporary().appendingPathComponent("store").path
            try FileManager.default.copyItem(atPath: folder.appendingPathComponent("store").path, toPath: store)
            let words = ["--config", folder.appendingPathComponent("eingang.yaml").path, "--store", store]
            let run = try Run(Place.program, ["ingest"] + words + ["-"], input: message)
            let cases = try Run(Place.program, ["cases", "--json"] + words).objects
            func shown(_ number: String) throws -> [String: Any] {
                try #require(try Run(Place.program, ["show", "--json", number] + words).objects.first, "\(run.errors)")
            }
            return Kept(cases: cases, shown: try shown(number), other: try shown(other))
        }

        func kept() throws -> Kept {
            let words = ["--config", folder.appendingPathComponent("eingang.yaml").path, "--store", folder.path + "/store"]
            func shown(_ number: String) throws -> [String: Any] {
                try #require(try Run(Place.program, ["show", "--json", number] + words).objects.first)
            }
            return Kept(cases: [], shown: try shown(number), other: try shown(other))
        }
    }

    /// What is kept of a case.
    private struct Kept {
        var cases: [[String: Any]]
        var shown: [String: Any]
        var other: [String: Any]
        var decision: [String: Any] { shown["decision"] as? [String: Any] ?? [:] }

        /// Its values by path, without those that only tell when.
        var values: [String: String] {
            let fields = decision["fields"] as? [[String: Any]] ?? []
            let pairs = fields.compactMap { field -> (String, String)? in
                guard let path = field["path"] as? String, let value = field["value"], !(value is NSNull) else { return nil }
                return path == "antrag.vollstaendigAm" ? nil : ("\(path) \(field["state"] ?? "")", "\(value)")
            }
            return Dictionary(pairs) { first, _ in first }
        }
    }

    /// Made once: the service receives an application with gaps, and its letter reaches the citizen.
    private static let asked = Task {
        let folder = Place.temporary()
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("sink"), withIntermediateDirectories: true)
        let sink = try Peer("smtp_sink.py", [folder.appendingPathComponent("sink").path])
        let lmtp = try freePort()
        let service = try Running(
            """
            office:
              name: Wohngeldbehörde Magdeburg
              addresses: [wohngeld@magdeburg.example]
              contact: ["Telefon 0391 555-0", "IBAN der Stadtkasse: DE02100500000054540402"]
              replies: { \(Town.automatic) }
            sources: { post: { lmtp: { listen: "127.0.0.1:\(lmtp)" }, gateway: true } }
            outgoing: { mail: { url: "smtp://127.0.0.1:\(try sink.number("port"))" } }
            """,
            in: folder
        )
        try await wait("the listener") { service.said.contains("listening for mail") }
        let application = Data(try sample("02-mietzuschuss-unvollstaendig").utf8)
        #expect(try send(application, from: "sabine.weber@example.org", to: ["wohngeld@magdeburg.example"], port: lmtp, lmtp: true) == "")
        let letters = Letters(folder: folder.appendingPathComponent("sink"))
        try await wait("the letter") { try letters.all().count == 1 }
        let other = Data(try sample("04-lastenzuschuss-unvollstaendig").utf8)
        #expect(try send(other, from: "d.hartwig@example.org", to: ["wohngeld@magdeburg.example"], port: lmtp, lmtp: true) == "")
        try await wait("the other letter") { try letters.all().count == 2 }
        try await wait("the phases") {
            try service.ask("cases", office: "office").allSatisfy { $0["phase"] as? String == "requested" }
        }
        #expect(service.stop() == 0)
        let letter = try Data(contentsOf: folder.appendingPathComponent("sink/1.eml"))
        return Asked(folder: folder, letter: letter, otherLetter: try #require(try letters.all().last?.header["Message-ID"]))
    }

    private static let script = Place.repository.appendingPathComponent("Tests/Fixtures/mail_programs.py").path
    private static let programs =
        (try? Run("/usr/bin/python3", [script]))?.output.split(separator: "\n").map(String.init) ?? ["the script does not run"]

    /// What the answers say, and nothing else.
    private static let expected = [
        "wohnung.einzugsdatum answered": "2021-06-01", "miete.grundmiete answered": "410", "vermoegen.erheblich answered": "0",
        "bank.iban answered": "DE02120300000000202051", "bank.kontoinhaber answered": "applicant",
    ]

    private func reply(_ program: String, to letter: Data) throws -> Data {
        let answers = String(decoding: try JSONEncoder().encode(Citizen.answers), as: UTF8.self)
        let place = Place.temporary().appendingPathComponent("antwort.eml")
        let run = try Run("/usr/bin/python3", [Self.script, program, answers, place.path], input: letter)
        try #require(run.status == 0, "\(run.errors)")
        return try Data(contentsOf: place)
    }

    @Test(arguments: programs)
    func `an answer finds its case with its values, whichever program wrote it`(program: String) async throws {
        let asked = try await Self.asked.value
        let before = try asked.kept()
        let after = try asked.ingested(try reply(program, to: asked.letter))
        #expect(after.cases.count == 2, "\(after.cases)")
        #expect(after.shown["phase"] as? String == "complete", "\(after.decision["findings"] ?? "")")
        #expect(before.values.allSatisfy { after.values[$0.key] == $0.value }, "nothing that was known changes")
        let new = after.values.filter { before.values[$0.key] == nil }
        #expect(new == Self.expected)
    }

    /// Something wrong about what an answer says it belongs to.
    struct Stray: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What stands in place of the token.
        var token: String
        var from = "sabine.weber@example.org"
        /// Whether it refers to the letter to somebody else.
        var refersElsewhere = false
        /// What a clerk is told.
        var finding: String
        /// Where: in her case, in the other one, or in a new one.
        var place: Place

        enum Place { case hers, other, new }
    }

    private static let (number, other) = ("WG-2026-000001-5", "WG-2026-000002-3")
    private static let strays = [
        Stray(testDescription: "the token of another case", token: Tokens.of(other), finding: "case.other-sender", place: .other),
        Stray(
            testDescription: "the right token from another sender",
            token: Tokens.of(number),
            from: "max.weber@example.org",
            finding: "case.other-sender",
            place: .hers
        ),
        Stray(testDescription: "a code that is made up", token: "[\(number)-R1-AAAAAAAA]", finding: "case.token-unknown", place: .hers),
        Stray(testDescription: "no code", token: "[\(number)-R1]", finding: "case.token-unknown", place: .hers),
        Stray(
            testDescription: "the code of another letter",
            token: Tokens.of(number).replacing("-R1-", with: "-R2-"),
            finding: "case.token-unknown",
            place: .hers
        ),
        Stray(
            testDescription: "the code of another case",
            token: Tokens.of(other).replacing(other, with: number),
            finding: "case.token-unknown",
            place: .hers
        ),
        Stray(
            testDescription: "the code of another office",
            token: Tokens.of(number, office: "nebenan"),
            finding: "case.token-unknown",
            place: .hers
        ),
        Stray(
            testDescription: "her token and the id of the letter to somebody else",
            token: Tokens.of(number),
            refersElsewhere: true,
            finding: "case.token-unknown",
            place: .hers
        ),
        Stray(
            testDescription: "the token of a case that is not here",
            token: Tokens.of("WG-2026-000009-8"),
            finding: "case.not-at-hand",
            place: .new
        ),
    ]

    @Test(arguments: strays)
    func `an answer that does not surely belong goes to a clerk and changes nothing`(stray: Stray) async throws {
        let asked = try await Self.asked.value
        let before = try asked.kept()
        let references = stray.refersElsewhere ? "In-Reply-To: \(asked.otherLetter)\n" : ""
        let answer = """
            From: Weber <\(stray.from)>
            Subject: Re: Ihre Angaben \(stray.token)
            \(references)Content-Type: text/plain; charset=utf-8

            > 4. IBAN
            DE02120300000000202051
            """
        let after = try asked.ingested(Data(answer.utf8))
        #expect(after.decision["fields"] as? NSArray == before.decision["fields"] as? NSArray)
        #expect(
            (after.other["decision"] as? [String: Any])?["fields"] as? NSArray == (before.other["decision"] as? [String: Any])?["fields"]
                as? NSArray
        )
        #expect(after.shown["phase"] as? String == "requested" && after.other["phase"] as? String == "requested")
        #expect(after.cases.count == (stray.place == .new ? 3 : 2))
        if stray.place == .new {
            #expect(after.cases.contains { $0["outcome"] as? String == "review" && $0["phase"] as? String == "review" })
        } else {
            let shown = stray.place == .hers ? after.shown : after.other
            #expect(shown.description.contains(stray.finding), "\(shown)")
            let looked = after.cases.first { $0["needsLook"] as? Bool == true }?["case"] as? String
            #expect(looked == (stray.place == .hers ? asked.number : asked.other))
        }
    }

    @Test func `an objection that answers a letter about an application is a case of its own`() async throws {
        let asked = try await Self.asked.value
        let before = try asked.kept()
        let objection = try sample("08-widerspruch-brief").replacing("Subject: ", with: "In-Reply-To: <x@example.org>\nX-Subject: ")
            .replacing("From: ", with: "Subject: Re: Ihr Antrag \(Tokens.of(asked.number))\nFrom: ")
        let after = try asked.ingested(Data(objection.utf8))
        #expect(after.cases.count == 3)
        #expect(after.decision["fields"] as? NSArray == before.decision["fields"] as? NSArray)
        let own = try #require(after.cases.first { $0["recordType"] as? String == "widerspruch" })
        #expect(own["outcome"] as? String == "follow-up", "as if it had come by itself: \(own)")
    }
}
