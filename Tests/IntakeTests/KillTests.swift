import Deciding
import Foundation
import Glibc
import Store
import TestSupport
import Testing
import Vocabulary

/// The program is killed anywhere between receiving and keeping: nothing that was received is lost, nothing is there twice.
struct KillTests {
    /// How many times it is killed; `EINGANG_KILLS=500` for a long run.
    private static let count = ProcessInfo.processInfo.environment["EINGANG_KILLS"].flatMap { Int($0) } ?? 20
    /// How many times in a row, before it may finish.
    private static let inARow = 5

    /// What had happened to the submissions when the program was killed.
    private struct Stages: CustomStringConvertible {
        var onlyBytes = 0, onlyRow = 0, numbered = 0, kept = 0, halfFiles = 0
        var description: String {
            "runs that left bytes without a row \(onlyBytes), rows without a number \(onlyRow), with a number \(numbered), "
                + "some kept and some not \(kept), half-written files \(halfFiles)"
        }
    }

    /// Ten messages of several kinds, and an answer to the first of them.
    private func messages() throws -> URL {
        let folder = Place.temporary()
        for (index, sample) in ["02-mietzuschuss-unvollstaendig", "07-xml", "08-widerspruch-brief", "18-formlos", "19-abwesenheit"]
            .enumerated()
        {
            let file = Place.repository.appendingPathComponent("SampleForms/\(sample)/message.eml")
            let text = try String(contentsOf: file, encoding: .utf8)
            for copy in 0..<2 {
                let changed = text.replacing("Message-ID: <", with: "Message-ID: <\(copy)-")
                try Data(changed.utf8).write(to: folder.appendingPathComponent("\(copy)\(index).eml"))
            }
        }
        let answer = """
            Received: from a by b; Tue, 20 Oct 2026 10:15:00 +0200
            From: Sabine Weber <sabine.weber@example.org>
            Subject: Re: \(Tokens.of("WG-2026-000001-5"))
            Content-Type: text/plain; charset=utf-8

            > 1. Einzugsdatum
            01.06.2021
            """
        try Data(answer.utf8).write(to: folder.appendingPathComponent("05.eml"))
        return folder
    }

    /// Where a run is killed: at a file of the raw directory, at a size of the database's log, or at a line it prints.
    private enum Moment {
        case file(Int)
        case log(Int)
        case line(Int)

        init(_ random: inout SplitMix) {
            switch random.below(5) {
            case 0: self = .file(random.below(11))
            case 1: self = .line(random.below(8))
            default: self = .log(random.below(400_000))
            }
        }

        func hasCome(_ store: String, _ output: String) -> Bool {
            switch self {
            case .file(let wanted): KillTests.rawFiles(store).count >= wanted
            case .log(let wanted): KillTests.size(store + "/eingang.sqlite-wal") >= wanted
            case .line(let wanted): KillTests.size(output) >= wanted * 30 + 1
            }
        }
    }

    private static func rawFiles(_ store: String) -> [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: store + "/raw")) ?? []).filter { $0.contains("/") }
    }

    private static func size(_ path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Starts the program and kills it at a moment; false when it finished before.
    private func kill(_ store: String, _ mails: URL, at moment: Moment) throws -> Bool {
        let output = Place.temporary().appendingPathComponent("out").path
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Place.program)
        process.arguments = ["ingest", "--store", store, "--schemas", Place.schemas.path, mails.path]
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !moment.hasCome(store, output) { sched_yield() }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    private func note(_ store: String, _ stages: inout Stages) async throws {
        let rows = try Archive(directory: store).rows
        let open = try await rows.unfinished(office: "office", after: 0, limit: 100)
        let kept = try await rows.cases(office: "office", limit: 100).count
        let files = Self.rawFiles(store)
        let whole = files.filter { !$0.hasSuffix(".neu") }.count
        if files.count > whole { stages.halfFiles += 1 }
        if whole > open.count + kept { stages.onlyBytes += 1 }
        if open.contains(where: { $0.caseNumber == nil }) { stages.onlyRow += 1 }
        if open.contains(where: { $0.caseNumber != nil }) { stages.numbered += 1 }
        if kept > 0, !open.isEmpty { stages.kept += 1 }
    }

    @Test func `killed at any moment, what was received is kept once`() async throws {
        let mails = try messages()
        let single = Place.temporary()
        try FileManager.default.copyItem(at: mails.appendingPathComponent("00.eml"), to: single.appendingPathComponent("00.eml"))
        var random = SplitMix(seed: 20_261_125)
        var stages = Stages()
        var kills = 0
        while kills < Self.count {
            let store = Tokens.store().path
            for _ in 0..<Self.inARow where try kill(store, mails, at: Moment(&random)) {
                kills += 1
                try await note(store, &stages)
            }
            try await check(store, mails, single)
        }
        print("killed \(kills) times; \(stages)")
        #expect(stages.onlyRow > 0 || stages.numbered > 0)
    }

    /// Goes on from the rows alone, then with everything, and looks whether each submission is there once with all that follows.
    private func check(_ store: String, _ mails: URL, _ single: URL) async throws {
        let archive = try Archive(directory: store)
        let received = try await archive.rows.unfinished(office: "office", after: 0, limit: 100)
        for receipt in received { #expect(try archive.submission(of: receipt, most: .max - 1).digest == receipt.digest, "whole bytes") }
        let resumed = try Run.eingang("ingest", "--store", store, single.path)
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try await archive.rows.unfinished(office: "office", after: 0, limit: 100).isEmpty, "gone on from the rows")
        for receipt in received { #expect(try await archive.rows.receipt(of: receipt.digest, office: "office")?.stage == .kept) }
        #expect(try Run.eingang("ingest", "--store", store, mails.path).status == 0)
        let cases = try await archive.rows.cases(office: "office", limit: 100)
        #expect(cases.count == 10)
        #expect(Set(cases.map(\.number)).count == 10)
        for item in cases {
            // The answer found its case, however often the run between them was killed.
            let messages = item.number == "WG-2026-000001-5" ? 2 : 1
            #expect(try await archive.rows.receipts(ofCase: item.number, office: "office").count == messages)
            let kinds = try await archive.rows.events(ofCase: item.number, office: "office").map(\.event.kind)
            #expect(kinds == Array(repeating: [.received, .read, .decided], count: messages).flatMap(\.self), "\(item.number): \(kinds)")
            let outbox = try await archive.rows.outbox(ofCase: item.number, office: "office").filter { $0.state != .superseded }
            #expect(outbox.count == Set(outbox.map(\.item.kind)).count, "nothing leaves twice")
        }
        #expect(try await archive.rows.firstBrokenEvent() == nil)
    }
}

/// What was received once and cannot be read any more.
struct DamagedTests {
    @Test func `a received message whose bytes were changed is named and holds up nobody`() async throws {
        let store = Tokens.store().path
        let archive = try Archive(directory: store)
        let now = Instant(seconds: 1_795_425_300)
        let sample = Place.repository.appendingPathComponent("SampleForms/07-xml/message.eml")
        let good = Submission(source: "gut.eml", bytes: Array(try Data(contentsOf: sample)))
        let bad = Submission(source: "schlecht.eml", bytes: Array("From: a@example.org\n\nText".utf8))
        for submission in [bad, good] { _ = try await archive.receive(submission, office: "office", now: now) }
        let file = store + "/raw/\(bad.digest.hex.prefix(2))/\(bad.digest.hex)"
        try Data("anders".utf8).write(to: URL(fileURLWithPath: file))
        let run = try Run.eingang("ingest", "--store", store, "SampleForms/08-widerspruch-brief/message.eml")
        #expect(run.status == 1)
        #expect(run.errors.contains("schlecht.eml") && run.errors.contains(bad.digest.description))
        #expect(run.output.contains("gut.eml") && run.output.contains("08-widerspruch-brief"))
        #expect(try await archive.rows.unfinished(office: "office", after: 0, limit: 10).map(\.digest) == [bad.digest], "its row stays")
    }
}
