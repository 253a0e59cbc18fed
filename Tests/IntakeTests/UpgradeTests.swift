import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// Stores as every former version of the program left them, and what that version showed of them.
///
/// `Tests/Fixtures/store` holds a dump and the output of `show --json` for each; both were made by the program of that time.
struct UpgradeTests {
    static let versions = ["2026.1", "2026.2", "2026.3", "2026.4", "2026.5"]

    private static let fixtures = Place.repository.appendingPathComponent("Tests/Fixtures/store")

    /// A store as that version left it.
    private func store(_ version: String) throws -> String {
        let directory = Tokens.store()
        let script = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2], encoding='utf-8').read())"
        let dump = Self.fixtures.appendingPathComponent("\(version).sql").path
        let run = try Run("/usr/bin/python3", ["-c", script, directory.appendingPathComponent("eingang.sqlite").path, dump])
        try #require(run.status == 0, "\(run.errors)")
        return directory.path
    }

    private func shown(_ version: String) throws -> [[String: Any]] {
        let text = try String(contentsOf: Self.fixtures.appendingPathComponent("\(version).jsonl"), encoding: .utf8)
        return try text.split(separator: "\n").compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
    }

    private func text(_ object: Any?) throws -> String {
        String(
            decoding: try JSONSerialization.data(withJSONObject: [object ?? NSNull()], options: [.sortedKeys, .prettyPrinted]),
            as: UTF8.self
        )
    }

    /// The last version without the clerks' desk; 2026.6 lived for some hours only.
    private static let last = "2026.7"

    @Test(arguments: versions + [last])
    func `a store of every former version shows what it showed then`(version: String) throws {
        let store = try store(version)
        let cases = try shown(version)
        #expect(cases.count >= 6)
        for before in cases {
            let number = try #require(before["case"] as? String)
            let run = try Run.eingang("show", "--json", "--store", store, number)
            let after = try #require(try run.objects.first, "\(run.errors)")
            // Letters had no enclosures, and events no actor.
            func former(_ decision: Any?) -> Any? {
                var decision = decision as? [String: Any]
                var letter = decision?["followUp"] as? [String: Any]
                letter?["enclosures"] = nil
                if let letter { decision?["followUp"] = letter }
                return decision
            }
            func events(_ shown: [String: Any]) -> [[String: Any]] {
                (shown["events"] as? [[String: Any]] ?? []).map { $0.filter { $0.key != "actor" } }
            }
            #expect(try text(former(after["decision"])) == text(former(before["decision"])), "\(number)")
            #expect(try text(events(after)) == text(events(before)), "\(number)")
            let (old, new) = (before["outbox"] as? [[String: Any]] ?? [], after["outbox"] as? [[String: Any]] ?? [])
            #expect(new.map { $0["kind"] as? String } == old.map { $0["kind"] as? String })
        }
    }

    @Test(arguments: versions)
    func `what rests on less than is known now never leaves, and the chain of events holds`(version: String) async throws {
        let store = try store(version)
        let completed = try #require(try Run.eingang("show", "--json", "--store", store, "WG-2026-000001").objects.first)
        let outbox = completed["outbox"] as? [[String: Any]] ?? []
        #expect(outbox.first?["kind"] as? String == "follow-up" && outbox.first?["state"] as? String == "superseded")
        #expect(outbox.last?["kind"] as? String == "handover" && outbox.last?["state"] as? String == "pending")
        #expect(completed["phase"] as? String == "complete")
        let rows = try Archive(directory: store).rows
        #expect(try await rows.firstBrokenEvent() == nil)
        #expect(try await rows.events(ofCase: "WG-2026-000001", office: "office").count > 6)
    }

    @Test func `the cases of a store from before the desk are found by name, and its chain of events holds`() async throws {
        let store = try store(Self.last)
        let rows = try Archive(directory: store).rows
        #expect(try await rows.cases(office: "office", matching: "Hartwig", after: nil, limit: 10).count == 2)
        #expect(try await rows.firstBrokenEvent() == nil)
    }

    @Test func `a changed event of an old store is noticed`() async throws {
        let store = try store("2026.2")
        let script =
            "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(\"UPDATE event SET detail = 'x' WHERE id = 5\"); db.commit()"
        _ = try Run("/usr/bin/python3", ["-c", script, store + "/eingang.sqlite"])
        #expect(try await Archive(directory: store).rows.firstBrokenEvent() == 5)
    }

    @Test func `an answer completes a case that a former version opened`() throws {
        let store = try store("2026.3")
        let form = try String(
            contentsOf: Place.repository.appendingPathComponent("SampleForms/01-mietzuschuss-vollstaendig/message.eml"),
            encoding: .utf8
        )
        .replacing("Subject: Antrag auf Mietzuschuss", with: "Subject: Re: Ihre Angaben \(Tokens.of("WG-2026-000003"))")
        let run = try Run.eingang("ingest", "--store", store, "-", input: Data(form.utf8))
        #expect(run.output.hasPrefix("WG-2026-000003  handover"), "\(run.output)\(run.errors)")
        let after = try #require(try Run.eingang("show", "--json", "--store", store, "WG-2026-000003").objects.first)
        let states = (after["outbox"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
        #expect(states.first == "superseded" && states.last == "pending", "\(states)")
    }

    @Test func `a store of a later version is refused, not damaged`() throws {
        let store = try store("2026.3")
        let script =
            "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(\"INSERT INTO grdb_migrations VALUES ('2099.1')\"); db.commit()"
        _ = try Run("/usr/bin/python3", ["-c", script, store + "/eingang.sqlite"])
        let run = try Run.eingang("cases", "--store", store)
        #expect(run.status == 3)
        #expect(run.errors.contains("neueren Version"))
    }

    /// Whoever changes what a decision consists of sees it here: then `DecisionSnapshot.current` is raised, a step brings the shape
    /// before it up to date, a store of it comes to the fixtures, and this file is written anew.
    ///
    /// Notes and envelopes have no version: what is added to them must be read where it is missing.
    @Test func `the shape of what is kept is that of its version`() async throws {
        let store = Tokens.store().path
        let trust = Place.repository.appendingPathComponent("SampleForms/trust").path
        _ = try Run.eingang("ingest", "--store", store, "--trust", trust, "SampleForms/02-mietzuschuss-unvollstaendig", "SampleForms")
        let stranger = "From: x@example.org\nSubject: Re: \(Tokens.of("WG-2026-000001-5"))\n\n> 1. Einzugsdatum\n01.06.2021\n"
        _ = try Run.eingang("ingest", "--store", store, "-", input: Data(stranger.utf8))
        var enveloped = Submission(source: "a", bytes: [1])
        (enveloped.envelope.sender, enveloped.envelope.recipients) = ("a@example.org", ["b@example.org"])
        _ = try await Archive(directory: store).receive(enveloped, office: "office", now: Instant(seconds: 1_795_425_300))
        let script = """
            import json, sqlite3, sys
            paths = set()
            def walk(value, path):
                if isinstance(value, dict):
                    for key, inner in value.items(): walk(inner, path + "." + key)
                elif isinstance(value, list):
                    for inner in value: walk(inner, path + "[]")
                else: paths.add(path)
            rows = sqlite3.connect(sys.argv[1])
            for version, body in rows.execute("SELECT version, body FROM decision"): walk(json.loads(body), str(version))
            for notes, in rows.execute("SELECT notes FROM caseFile"): walk(json.loads(notes), "notes")
            for envelope, in rows.execute("SELECT envelope FROM submission"): walk(json.loads(envelope), "envelope")
            print("\\n".join(sorted(paths)))
            """
        let actual = try Run("/usr/bin/python3", ["-c", script, store + "/eingang.sqlite"]).output
        let file = Self.fixtures.appendingPathComponent("shape.txt")
        let expected = try String(contentsOf: file, encoding: .utf8)
        if actual != expected { try Data(actual.utf8).write(to: Self.fixtures.appendingPathComponent("shape.actual.txt")) }
        #expect(actual.count > 1000)
        #expect(actual == expected, "see Tests/Fixtures/store/shape.actual.txt")
    }
}
