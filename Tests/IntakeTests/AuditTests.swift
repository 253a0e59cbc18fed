import Foundation
import Readers
import Store
import TestSupport
import Testing
import Vocabulary

/// What is kept is compared with what it was, and read again after an upgrade.
struct AuditTests {
    private func store() throws -> URL {
        let store = Place.temporary()
        let trust = Place.repository.appendingPathComponent("SampleForms/trust").path
        let run = try Run.eingang(
            "ingest",
            "--store",
            store.path,
            "--trust",
            trust,
            "SampleForms/02-mietzuschuss-unvollstaendig",
            "SampleForms/08-widerspruch-brief",
            "SampleForms/18-formlos"
        )
        #expect(run.status == 0, "\(run.errors)")
        return store
    }

    private func sql(_ statement: String, _ store: URL) throws {
        let script = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()"
        let run = try Run("/usr/bin/python3", ["-c", script, store.path + "/eingang.sqlite", statement])
        #expect(run.status == 0, "\(run.errors)")
    }

    private func verify(_ store: URL) throws -> Run { try Run.eingang("audit", "verify", "--store", store.path) }

    private func originals(_ store: URL) throws -> [URL] {
        try FileManager.default.subpathsOfDirectory(atPath: store.path + "/raw").filter { $0.count > 60 }.sorted()
            .map { store.appendingPathComponent("raw/\($0)") }
    }

    @Test func `what was not changed holds`() throws {
        let run = try verify(try store())
        #expect(run.status == 0)
        #expect(run.output == "Alles stimmt: die Ereignisse, 3 Originale und 1 Stand der Prüfdaten.\n")
    }

    @Test(arguments: [
        ("UPDATE event SET detail = 'x' WHERE id = 2", "Das Ereignis 2"), ("DELETE FROM event WHERE id = 3", "Das Ereignis 3"),
        ("UPDATE event SET at = at + 1 WHERE id = 1", "Das Ereignis 1"), ("DELETE FROM event WHERE id >= 7", "fehlen die Ereignisse"),
    ])
    func `an event that was changed or is gone is named`(statement: String, place: String) throws {
        let store = try store()
        try sql(statement, store)
        let run = try verify(store)
        #expect(run.status == 1)
        #expect(run.output.contains(place), "\(run.output)")
    }

    @Test func `a time of receipt that was changed is named`() throws {
        let store = Place.temporary()
        _ = try Run.eingang("ingest", "--store", store.path, "--at", "2026-10-31T23:30:00+01:00", "SampleForms/18-formlos/message.eml")
        #expect(try verify(store).status == 0)
        try sql("UPDATE submission SET receivedAt = receivedAt + 3600", store)
        let run = try verify(store)
        #expect(run.status == 1)
        #expect(run.output.contains("Der Zeitpunkt des Eingangs der Einsendung 1 (Vorgang WG-2026-000001-5"), "\(run.output)")
    }

    @Test func `an original that was changed or is gone is named, in the case too, and comes back with the same bytes`() throws {
        let store = try store()
        for damage in [{ try Data("anders".utf8).write(to: $0) }, { try FileManager.default.removeItem(at: $0) }] as [(URL) throws -> Void]
        {
            let file = try #require(try originals(store).first)
            try damage(file)
            let run = try verify(store)
            #expect(run.status == 1)
            #expect(run.output.contains("Das Original der Einsendung") && run.output.contains(file.lastPathComponent), "\(run.output)")
            let number = try #require(run.output.split(separator: " ").first { $0.contains("-2026-") }?.dropLast().description)
            let shown = try Run.eingang("show", "--store", store.path, number)
            #expect(shown.output.contains("Achtung:     Das Original der Einsendung"))
            #expect((try Run.eingang("show", "--json", "--store", store.path, number).objects.first?["faults"] as? [String])?.count == 1)
            let again = try Run.eingang("ingest", "--store", store.path, "SampleForms")
            #expect(again.status == 0, "\(again.errors)")
            #expect(try verify(store).status == 0)
            #expect(try !Run.eingang("show", "--store", store.path, number).output.contains("Achtung"))
        }
    }

    @Test func `kept trust data that was changed is named`() throws {
        let store = try store()
        let file = try #require(
            try FileManager.default.subpathsOfDirectory(atPath: store.path + "/trust").first { $0.hasSuffix("anchors/mail.pem") }
        )
        try Data("x".utf8).write(to: store.appendingPathComponent("trust/\(file)"))
        let run = try verify(store)
        #expect(run.status == 1 && run.output.contains("Die aufbewahrten Prüfdaten"))
    }

    @Test func `a case is read again after an upgrade, and only what comes out differently is kept`() throws {
        let store = try store()
        // The former version had no form for letters.
        let old = Place.temporary().appendingPathComponent("Schemas")
        try FileManager.default.copyItem(at: Place.schemas, to: old)
        try FileManager.default.removeItem(at: old.appendingPathComponent("wohngeld/forms/wohngeld-formlos.yaml"))
        let letter = Data(
            "Received: from a by b; Mon, 12 Oct 2026 10:00:00 +0200\nFrom: a@example.org\nSubject: x\n\nIch beantrage Wohngeld.\n".utf8
        )
        let first = try Run.eingang("ingest", "--store", store.path, "--schemas", old.path, "-", input: letter)
        #expect(first.output.hasPrefix("EG-2026-000001-8  review"), "\(first.output)")
        #expect(try Run.eingang("retry", "--store", store.path, "--schemas", old.path, "EG-2026-000001-8").output.contains("dasselbe"))
        let retried = try Run.eingang("retry", "--store", store.path, "EG-2026-000001-8")
        #expect(retried.output == "EG-2026-000001-8  follow-up  neu entschieden\n", "\(retried.errors)")
        let shown = try #require(try Run.eingang("show", "--json", "--store", store.path, "EG-2026-000001-8").objects.first)
        let kinds = (shown["events"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
        #expect(kinds == ["received", "read", "decided", "reread", "decided"])
        let fields = (shown["decision"] as? [String: Any])?["fields"] as? [[String: Any]] ?? []
        #expect(
            fields.contains {
                $0["path"] as? String == "antrag.eingang" && ($0["value"] as? String)?.hasPrefix("2026-10-12T10:00:00") == true
            }
        )
        #expect(try Run.eingang("retry", "--store", store.path, "EG-2026-000001-8").output.contains("dasselbe"))
        #expect(try verify(store).status == 0)
        #expect(try Run.eingang("retry", "--store", store.path, "WG-2026-009999-4").status == 2)
    }

    @Test func `a message whose reader is killed is read once more, alone, and then goes to a clerk`() async throws {
        let command = ReaderCommand(executable: Place.reader, profile: ReaderProfile(schemas: Place.schemas.path))
        let pool = ReaderPool(command, count: 2)
        let now = Instant(seconds: 1_795_425_300)
        let request = ReadRequest(.extraction, source: "a", receivedAt: nil, now: now)
        let slow = Submission(source: "flood.pdf", bytes: try Fixtures.bytes("flood.pdf"))
        let task = Task { try await pool.read(slow, request) }
        var killed: Set<Int32> = []
        while killed.count < 2 {
            for id in pool.processIds where !killed.contains(id) {
                // Once it works: a process that has not begun is not yet anybody's reader.
                guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { continue }
                let ticks = status.split(separator: " ").dropFirst(13).first.flatMap { Int($0) } ?? 0
                if ticks > 20, kill(id, SIGKILL) == 0 { killed.insert(id) }
            }
            await Task.yield()
        }
        let reading = try await task.value
        #expect(reading.findings.contains { $0.code == "reader.killed" && $0.consequence == .unread })
        let quick = Submission(source: "a.eml", bytes: Array("From: a@example.org\nSubject: x\n\nText\n".utf8))
        #expect(try await pool.read(quick, request).message?.subject == "x", "all readers are back")
        await pool.shutDown()
    }
}
