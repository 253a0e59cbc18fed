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
