import Foundation
import TestSupport
import Testing
import Vocabulary

/// What people ask and say about a store beside the service.
struct VerbTests {
    /// A store with an application that lacks something, and a complete one of somebody else.
    private func store() throws -> String {
        let store = Tokens.store().path
        let trust = Place.repository.appendingPathComponent("SampleForms/trust").path
        let run = try Run.eingang(
            "ingest",
            "--store",
            store,
            "--trust",
            trust,
            "SampleForms/02-mietzuschuss-unvollstaendig",
            "SampleForms/03-lastenzuschuss-vollstaendig"
        )
        try #require(run.status == 0, "\(run.errors)")
        return store
    }

    @Test func `an export proves itself whole, and a copy opens like the store`() throws {
        let store = try store()
        let (out, copy) = (store + "/export", Place.temporary().appendingPathComponent("kopie").path)
        #expect(try Run.eingang("export", "WG-2026-000002-3", "--store", store, "--out", out).status == 0)
        let check = try Run("/usr/bin/sha256sum", ["--quiet", "-c", "SHA256SUMS"], directory: URL(fileURLWithPath: out))
        #expect(check.status == 0 && check.errors == "")
        let files = try FileManager.default.subpathsOfDirectory(atPath: out)
        for wanted in ["datensatz.json", "datensatz.xml", "manifest.json", "vorgang.json"] { #expect(files.contains(wanted)) }
        #expect(files.contains { $0.hasPrefix("nachrichten/E-000002-") } && files.contains { $0.hasPrefix("vertrauen/") })
        #expect(try Run("/usr/bin/xmllint", ["--noout", out + "/datensatz.xml"]).status == 0)
        #expect(try Run.eingang("export", "WG-2026-000002-3", "--store", store, "--out", out).status == 2, "nothing is written over")
        #expect(try Run.eingang("backup", copy, "--store", store).status == 0)
        #expect(try Run.eingang("audit", "verify", "--store", copy).status == 0)
        #expect(try Run.eingang("cases", "--json", "--store", copy).objects.count == 2)
        #expect(FileManager.default.contents(atPath: copy + "/token.key") == FileManager.default.contents(atPath: store + "/token.key"))
        #expect(try Run.eingang("migrate", "--store", copy).status == 0)
    }

    @Test func `a message is traced by the number its sender was told, and a wrong digit is noticed`() throws {
        let store = try store()
        let trace = try Run.eingang("trace", "E-000001-7", "--store", store)
        #expect(trace.output.contains("Vorgang WG-2026-000001-5") && trace.output.contains("decided"), "\(trace.errors)")
        #expect(try Run.eingang("trace", "E-000002-7", "--store", store).status == 2)
        #expect(try Run.eingang("trace", "WG-2026-000002-3", "--store", store).output.contains("handover"))
    }

    @Test func `what other authorities and the back office say is kept, and refused where it cannot be`() throws {
        let store = try store()
        func phase() throws -> [String: Any]? { try Run.eingang("show", "--json", "WG-2026-000002-3", "--store", store).objects.first }
        #expect(try Run.eingang("antedate", "WG-2026-000002-3", "--at", "2026-09-30T09:00:00+02:00", "--store", store).status == 0)
        #expect(try phase()?["receivedAtFirstAuthority"] as? String == "2026-09-30T09:00:00+02:00")
        #expect(try Run.eingang("antedate", "WG-2026-000002-3", "--at", "2026-12-24", "--store", store).status == 2)
        #expect(try Run.eingang("handover", "accept", "WG-2026-000002-3", "--store", store).status == 2, "it is not handed over yet")
        #expect(try phase()?["completeAt"] is String)
        #expect(try Run.eingang("audit", "verify", "--store", store).status == 0)
    }

    @Test func `a draft is discarded once, and the case goes to a clerk`() throws {
        let store = try store()
        let id = try #require(try Run.eingang("replies", "list", "--json", "--store", store).objects.first?["id"] as? Int)
        #expect(try Run.eingang("replies", "discard", "\(id)", "--by", "Frau Sommer", "--store", store).status == 0)
        #expect(try Run.eingang("replies", "discard", "\(id)", "--store", store).status == 2)
        #expect(try Run.eingang("show", "--json", "WG-2026-000001-5", "--store", store).objects.first?["phase"] as? String == "review")
    }

    @Test func `a letter sent by post counts as sent, and its questions can be answered by their numbers alone`() throws {
        let store = try store()
        let (number, id) = ("WG-2026-000001-5", try #require(try replies(store).first?["id"] as? Int))
        let letter = try Run.eingang("replies", "show", "\(id)", "--store", store).output
        #expect(letter.contains(Tokens.of(number)), "what is printed can be answered by mail as well")
        #expect(try Run.eingang("replies", "posted", "\(id)", "--on", "2099-01-01", "--store", store).status == 2)
        #expect(try Run.eingang("replies", "posted", "\(id)", "--by", "Frau Sommer", "--store", store).status == 0)
        #expect(try Run.eingang("replies", "posted", "\(id)", "--store", store).status == 2, "it has left already")
        #expect(try Run.eingang("replies", "discard", "\(id)", "--store", store).status == 2)
        let trace = try Run.eingang("trace", number, "--store", store).output
        #expect(trace.contains("follow-up by post on") && trace.contains("Frau Sommer"), "\(trace)")
        let answers = ["Einzugsdatum": "03.06.2021", "Grundmiete (kalt)": "417 Euro", "Vermögen über der Grenze": "nein"]
        let lines = try answers.map { title, answer in
            let line = try #require(letter.split(separator: "\n").first { $0.hasSuffix(". \(title)") }, "\(title)")
            return "\(line.prefix { $0 != "." }): \(answer)"
        }
        #expect(try ingest("Guten Tag,\n\n\(lines.joined(separator: "\n"))\n99: was auch immer", re: Tokens.of(number), store).status == 0)
        let shown = try #require(try Run.eingang("show", "--json", number, "--store", store).objects.first)
        let record = try #require((shown["decision"] as? [String: Any])?["record"] as? [String: Any])
        #expect("\(record)".contains("2021-06-03") && "\(record)".contains("417"), "\(record)")
        #expect("\(shown)".contains("answer.by-hand"), "a number that no question has is for a clerk")
    }

    @Test func `numbers answer nothing where no letter asked`() throws {
        let store = try store()
        #expect(try ingest("1: 03.06.2021\n2: nein", re: Tokens.of("WG-2026-000001-5", 7), store).status == 0)
        let shown = try #require(try Run.eingang("show", "--json", "WG-2026-000001-5", "--store", store).objects.first)
        let decision = try #require(shown["decision"] as? [String: Any])
        #expect(!"\(decision["record"] ?? "")".contains("2021-06-03"), "the letter with this token was never sent")
        #expect("\(shown)".contains("answer.by-hand"))
    }

    /// What a mail program that quotes nothing sends.
    private func ingest(_ text: String, re token: String, _ store: String) throws -> Run {
        let file = Place.temporary().appendingPathComponent("antwort.eml")
        let head = "From: Sabine Weber <sabine.weber@example.org>\nSubject: Re: Ihr Antrag \(token)\nMessage-ID: <\(UUID())@example.org>\n"
        try Data("Received: from a by b; Fri, 16 Oct 2026 10:15:00 +0200\n\(head)\n\(text)\n".utf8).write(to: file)
        return try Run.eingang("ingest", "--store", store, file.path)
    }

    private func replies(_ store: String) throws -> [[String: Any]] { try Run.eingang("replies", "--json", "--store", store).objects }

    @Test func `a replay says what would come out otherwise, and changes nothing`() throws {
        let store = try store()
        #expect(try Run.eingang("replay", "--store", store).status == 0)
        let schemas = Place.temporary().appendingPathComponent("Schemas")
        try FileManager.default.copyItem(at: Place.schemas, to: schemas)
        let file = schemas.appendingPathComponent("wohngeld/record.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacing("wantedWhen: 'antrag.art != null and antrag.art != \"erst\"'", with: "required: true")
        try Data(text.utf8).write(to: file)
        let run = try Run.eingang("replay", "--json", "--store", store, "--schemas", schemas.path)
        #expect(run.status == 1, "\(run.output)\(run.errors)")
        let change = try #require(try run.objects.first { $0["case"] as? String == "WG-2026-000002-3" })
        #expect(change["before"] as? String == "handover" && change["now"] as? String == "follow-up")
        #expect(try Run.eingang("show", "--json", "WG-2026-000002-3", "--store", store).objects.first?["phase"] as? String == "complete")
    }

    @Test func `a service that cannot listen says so in one line, and its log holds no password`() async throws {
        let folder = Place.temporary()
        try Data("sehr-geheim".utf8).write(to: folder.appendingPathComponent("kennwort"))
        let port = try freePort()
        let held = try Running(
            """
            office: { addresses: [amt@example.org] }
            sources: { post: { lmtp: { listen: "127.0.0.1:\(port)" } } }
            outgoing: { mail: { url: "smtp://127.0.0.1:25", user: amt, passwordFile: kennwort } }
            """,
            in: folder
        )
        try await wait("the first to listen") { held.said.contains("listening for mail") }
        let config = ["--config", folder.path + "/eingang.yaml", "--store", folder.path + "/zweiter"]
        let second = try Run(Place.program, ["serve"] + config).errors
        #expect(second.contains("in use") && second.count < 4000, "\(second)")
        #expect(held.stop() == 0)
        for log in [second, held.said] { for word in ["sehr-geheim", "password", "tokenKey"] { #expect(!log.contains(word), "\(log)") } }
    }

    @Test func `doctor looks at every office, its keys, sources and what waits, and says what needs attention`() throws {
        let folder = Place.temporary()
        let store = try store()
        for name in ["keys", "nord"] {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let config = folder.appendingPathComponent("eingang.yaml")
        let text = """
            offices:
              nord: { name: Nord, addresses: [nord@example.org], keys: keys, handover: { folder: nord } }
              sued: { name: Süd, addresses: [sued@example.org] }
            sources: { post: { lmtp: { listen: "127.0.0.1:9" } } }
            """
        try Data(text.utf8).write(to: config)
        func doctor() throws -> Run {
            try Run.eingang("doctor", "--config", config.path, "--store", store, "--trust", "SampleForms/trust")
        }
        let first = try doctor()
        #expect(first.status == 1)
        for line in [
            "in Ordnung  Leseprozess (nord)", "in Ordnung  Leseprozess (sued)", "in Ordnung  Schlüssel der Behörde (nord)",
            "Achtung     Speicher: Unter", "Es ist kein Server eingerichtet, der Schreiben hinausgibt",
            "„Süd“ hat kein Ziel für die Übergabe",
        ] { #expect(first.output.contains(line), "\(line)\n\(first.output)\(first.errors)") }
        #expect(!first.output.contains("„Nord“ hat kein Ziel") && !first.output.contains("angehalten"))
        #expect(try Run.eingang("sources", "pause", "post", "--config", config.path, "--store", store).status == 0)
        #expect(try doctor().output.contains("Die Quelle „post“ ist angehalten."))
    }

    @Test func `a report counts, and names nobody`() throws {
        let store = try store()
        let report = try #require(
            try Run.eingang("report", "--json", "--from", "2026-10-01", "--to", "2026-10-31", "--store", store).objects.first
        )
        #expect(report["submissions"] as? Int == 2)
        let tables = report["tables"] as? [[String: Any]] ?? []
        let outcome = tables.first { $0["id"] as? String == "outcome" }?["rows"] as? [[String: Any]] ?? []
        #expect(outcome.map { $0["count"] as? Int } == [1, 1])
        for format in ["text", "html", "json"] {
            let text = try Run.eingang("report", "--format", format, "--from", "2026-10-01", "--store", store).output
            #expect(!text.isEmpty)
            for word in ["Weber", "Hartwig", "example.org", "DE02", "Sabine"] { #expect(!text.contains(word), "\(format)") }
        }
    }
}
