import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

struct ArchiveTests {
    private let now = Instant(seconds: 1_795_425_300)

    @Test func `the raw bytes come back unchanged, and a changed file is noticed`() async throws {
        let directory = Place.temporary()
        let archive = try Archive(directory: directory.path)
        let submission = Submission(source: "a", bytes: Array("Antrag".utf8))
        let receipt = try await archive.receive(submission, office: "office", now: now).receipt
        #expect(try archive.bytes(of: submission.digest) == submission.bytes)
        #expect(try archive.submission(of: receipt, most: 1000).bytes == submission.bytes)
        let file = directory.appendingPathComponent("raw/\(submission.digest.hex.prefix(2))/\(submission.digest.hex)")
        try Data("anders".utf8).write(to: file)
        #expect(throws: StoreError.self) { try archive.bytes(of: submission.digest) }
    }

    @Test func `any number of receivers may bring the same bytes at once`() async throws {
        let directory = Place.temporary()
        let archives = try [Archive(directory: directory.path), Archive(directory: directory.path)]
        let submission = Submission(source: "a", bytes: [UInt8](repeating: 7, count: 300_000))
        let firsts = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask { try await archives[number % 2].receive(submission, office: "office", now: now).isNew }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(firsts == 1, "exactly one of them was first")
        #expect(try archives[0].bytes(of: submission.digest) == submission.bytes)
        let files = try FileManager.default.subpathsOfDirectory(atPath: directory.appendingPathComponent("raw").path)
        #expect(!files.contains { $0.hasSuffix(".neu") })
    }

    @Test func `what was half written a day ago is removed, what is being written stays`() async throws {
        let directory = Place.temporary()
        let submission = Submission(source: "a", bytes: Array("Antrag".utf8))
        _ = try await Archive(directory: directory.path).receive(submission, office: "office", now: now)
        let (old, new) = (directory.appendingPathComponent("raw/neu/alt.neu"), directory.appendingPathComponent("raw/neu/neu.neu"))
        for file in [old, new] { try Data("halb".utf8).write(to: file) }
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -90_000)], ofItemAtPath: old.path)
        let archive = try Archive(directory: directory.path)
        #expect(!FileManager.default.fileExists(atPath: old.path) && FileManager.default.fileExists(atPath: new.path))
        #expect(try archive.bytes(of: submission.digest) == submission.bytes)
    }

    @Test func `a directory that cannot be used is an error with a sentence`() {
        let error = #expect(throws: StoreError.self) { try Archive(directory: "/proc/eingang") }
        #expect(error?.code == .unusable)
    }

    @Test func `a trust directory is kept as it was, each state once and without the keys`() throws {
        let trust = Place.temporary()
        for folder in ["anchors", "decryption"] {
            try FileManager.default.createDirectory(at: trust.appendingPathComponent(folder), withIntermediateDirectories: true)
            try Data("eins".utf8).write(to: trust.appendingPathComponent("\(folder)/a.pem"))
        }
        let archive = try Archive(directory: Place.temporary().path)
        let first = try archive.keepTrust(trust.path, entries: ["anchors", "lists"])
        #expect(try archive.keepTrust(trust.path, entries: ["anchors", "lists"]).state == first.state)
        try Data("zwei".utf8).write(to: trust.appendingPathComponent("anchors/b.pem"))
        let second = try archive.keepTrust(trust.path, entries: ["anchors", "lists"])
        #expect(second.state != first.state)
        let files = try FileManager.default.subpathsOfDirectory(atPath: archive.trustDirectory(of: first.state)).sorted()
        #expect(files == ["anchors", "anchors/a.pem"])
        let (old, new) = (first.path + "/anchors/a.pem", second.path + "/anchors/a.pem")
        let places = try [old, new].map { try FileManager.default.attributesOfItem(atPath: $0)[.systemFileNumber] as? Int }
        #expect(places[0] == places[1], "a file that did not change is kept once")
        try FileManager.default.removeItem(atPath: new)
        #expect(throws: StoreError.self) { try archive.trustDirectory(of: second.state) }
        #expect(try archive.trustDirectory(of: first.state) == first.path)
    }
}
