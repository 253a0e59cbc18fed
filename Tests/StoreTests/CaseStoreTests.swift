import Forms
import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

struct CaseStoreTests {
    private let now = Instant(seconds: 1_795_425_300)

    private func decision(_ submission: Submission, _ outcome: Decision.Outcome = .handover) -> Decision {
        var evidence = Evidence(source: submission.source, digest: submission.digest, receivedAt: now)
        evidence.replyTo = "a@example.org"
        guard let catalogue = try? Catalogue(directory: Place.repository.appendingPathComponent("Schemas")) else {
            preconditionFailure("Schemas")
        }
        var decision = catalogue.decide(evidence, known: nil, office: Office())
        decision.outcome = outcome
        return decision
    }

    @Test func `the raw bytes come back unchanged, and a changed file is noticed`() throws {
        let directory = Place.temporary()
        let store = try CaseStore(directory: directory.path)
        let submission = Submission(source: "a", bytes: Array("Antrag".utf8))
        try store.keepRaw(submission)
        #expect(try store.rawBytes(of: submission.digest) == submission.bytes)
        let file = directory.appendingPathComponent("raw/\(submission.digest.hex.prefix(2))/\(submission.digest.hex)")
        try Data("anders".utf8).write(to: file)
        #expect(throws: StoreError.self) { try store.rawBytes(of: submission.digest) }
    }

    @Test func `the same bytes twice are one submission`() throws {
        let store = try CaseStore(directory: Place.temporary().path)
        let submission = Submission(source: "a", bytes: [1])
        let first = try store.keep(submission, answers: nil, prefix: "WG", now: now) { _ in decision(submission) }
        let second = try store.keep(submission, answers: nil, prefix: "WG", now: now) { _ in decision(submission) }
        #expect(first?.number == "WG-2026-000001")
        #expect(second == nil)
        #expect(try store.cases().count == 1)
        #expect(try store.caseNumber(of: submission.digest) == "WG-2026-000001")
    }

    @Test func `numbers count up for each kind and survive a restart`() throws {
        let directory = Place.temporary().path
        for (index, prefix) in ["WG", "WG", "WS", "WG"].enumerated() {
            let store = try CaseStore(directory: directory)
            let submission = Submission(source: "a", bytes: [UInt8(index)])
            _ = try store.keep(submission, answers: nil, prefix: prefix, now: now) { _ in decision(submission) }
        }
        #expect(
            Set(try CaseStore(directory: directory).cases().map(\.number)) == [
                "WG-2026-000001", "WG-2026-000002", "WS-2026-000001", "WG-2026-000003",
            ]
        )
    }

    @Test func `an answer changes its case and every step is an event`() throws {
        let store = try CaseStore(directory: Place.temporary().path)
        let first = Submission(source: "a", bytes: [1])
        let second = Submission(source: "b", bytes: [2])
        _ = try store.keep(first, answers: nil, prefix: "WG", now: now) { _ in decision(first, .followUp) }
        let kept = try store.keep(second, answers: "WG-2026-000001", prefix: "WG", now: now) { known in
            #expect(known.number == "WG-2026-000001")
            #expect(known.address == "a@example.org")
            return decision(second)
        }
        #expect(kept?.number == "WG-2026-000001")
        #expect(try store.find("WG-2026-000001")?.decision.outcome == .handover)
        #expect(try store.events(of: "WG-2026-000001").map(\.kind) == ["received", "read", "decided", "received", "read", "decided"])
        #expect(try store.outbox(of: "WG-2026-000001").map(\.kind) == [.handover])
    }

    @Test func `a directory that cannot be used is an error with a sentence`() {
        let error = #expect(throws: StoreError.self) { try CaseStore(directory: "/proc/eingang") }
        #expect(error?.code == .unusable)
    }

    @Test func `a trust directory is kept as it was, each state once and without the keys`() throws {
        let trust = Place.temporary()
        for folder in ["anchors", "decryption"] {
            try FileManager.default.createDirectory(at: trust.appendingPathComponent(folder), withIntermediateDirectories: true)
            try Data("eins".utf8).write(to: trust.appendingPathComponent("\(folder)/a.pem"))
        }
        let store = try CaseStore(directory: Place.temporary().path)
        let first = try store.keepTrust(trust.path, entries: ["anchors", "lists"])
        #expect(try store.keepTrust(trust.path, entries: ["anchors", "lists"]).state == first.state)
        try Data("zwei".utf8).write(to: trust.appendingPathComponent("anchors/b.pem"))
        let second = try store.keepTrust(trust.path, entries: ["anchors", "lists"])
        #expect(second.state != first.state)
        let files = try FileManager.default.subpathsOfDirectory(atPath: store.trustDirectory(of: first.state)).sorted()
        #expect(files == ["anchors", "anchors/a.pem"])
        let (old, new) = (first.path + "/anchors/a.pem", second.path + "/anchors/a.pem")
        let places = try [old, new].map { try FileManager.default.attributesOfItem(atPath: $0)[.systemFileNumber] as? Int }
        #expect(places[0] == places[1], "a file that did not change is kept once")
        try FileManager.default.removeItem(atPath: new)
        #expect(throws: StoreError.self) { try store.trustDirectory(of: second.state) }
        #expect(try store.trustDirectory(of: first.state) == first.path)
    }

    @Test func `a submission remembers the state it was verified with`() throws {
        let store = try CaseStore(directory: Place.temporary().path)
        let state = Digest(of: Array("Stand".utf8))
        let (first, second) = (Submission(source: "a", bytes: [1]), Submission(source: "b", bytes: [2]))
        for (submission, trust) in [(first, state), (second, nil)] {
            try store.keepRaw(submission)
            _ = try store.keep(submission, answers: "WG-2026-000001", prefix: "WG", trust: trust, now: now) { _ in decision(submission) }
        }
        let kept = try store.submissions(of: "WG-2026-000001")
        #expect(kept.map(\.submission.bytes) == [[1], [2]])
        #expect(kept.map(\.submission.receivedAt) == [now, now])
        #expect(kept.map(\.trust) == [state, nil])
        #expect(try store.events(of: "WG-2026-000001").filter { $0.detail.contains("trust=\(state)") }.count == 1)
    }
}
