import Foundation
import Store
import TestSupport
import Testing
import Vocabulary

/// What becomes of messages when the system refuses: nothing acknowledged is lost, nothing half is kept, every failure names its file.
struct FaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var call, error: String
        /// Which of the calls about the store fail: `3`, `3+7`, `2..5`.
        var when: String

        var testDescription: String { "\(call) \(error) \(when)" }
    }

    static let faults: [Fault] = [
        ("openat", "EACCES"), ("openat", "EIO"), ("openat", "ENOSPC"), ("read", "EIO"), ("write", "EIO"), ("write", "ENOSPC"),
        ("fsync", "EIO"), ("fsync", "ENOSPC"), ("rename", "EIO"), ("rename", "EACCES"), ("rename", "ENOSPC"), ("pwrite64", "ENOSPC"),
        ("pwrite64", "EIO"),
        ("pread64", "EIO"), ("fdatasync", "EIO"),
    ].flatMap { call, error in ["1", "20", "40+9", "77+31"].map { Fault(call: call, error: error, when: $0) } }

    private static let mails: URL = {
        let folder = Place.temporary()
        for number in 10..<60 {
            let text =
                "Received: from a by b; Mon, 12 Oct 2026 10:00:\(number) +0200\nFrom: a\(number)@example.org\nSubject: Wohngeld\n\nIch beantrage Wohngeld.\n"
            try? Data(text.utf8).write(to: folder.appendingPathComponent("\(number).eml"))
        }
        return folder
    }()

    @Test func `a system that does not hand over the command line is an error, and no request for help`() throws {
        let trace = Place.temporary().appendingPathComponent("trace").path
        // The runtime looks for the words of the command line by way of this file.
        _ = try Run("/usr/bin/strace", ["-f", "-qq", "-o", trace, "-e", "trace=openat", Place.program, "cases"])
        let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
        let place = try #require(calls.firstIndex { $0.contains("\"/proc/self/maps\"") })
        let fault = "inject=openat:error=EIO:when=\(place + 1)"
        let run = try Run("/usr/bin/strace", ["-f", "-qq", "-o", trace, "-e", "trace=openat", "-e", fault, Place.program, "cases"])
        #expect(run.status == 70 && run.output.isEmpty)
        #expect(run.errors == "eingang: Das System gibt die Angaben der Kommandozeile nicht her. Bitte starten Sie noch einmal.\n")
    }

    @Test("a fault of the disk loses nothing that was acknowledged", arguments: faults)
    func fault(_ fault: Fault) async throws {
        let store = Place.temporary()
        let trace = Place.temporary().appendingPathComponent("trace").path
        // Only what concerns the store and the messages fails; the program's own libraries are not the disk's fault.
        let isWrite = ["write", "fsync", "rename"].contains(fault.call)
        let paths = isWrite ? [] : ["-P", store.path + "/eingang.sqlite", "-P", store.path + "/eingang.sqlite-wal"]
        var arguments = [
            "-f", "-qq", "-o", trace, "-e", "trace=\(fault.call)", "-e", "inject=\(fault.call):error=\(fault.error):when=\(fault.when)",
        ]
        arguments += paths + [Place.program, "ingest", "--store", store.path, Self.mails.path]
        let run = try Run("/usr/bin/strace", arguments)
        let acknowledged = run.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        if run.status != 0 {
            #expect([1, 3, 70].contains(run.status), "\(run.status)")
            // Where every first write fails, so does the one that would say so.
            let isMute = fault.call == "write" && run.errors.isEmpty
            #expect(isMute || (run.errors.contains("„") && run.errors.contains("“")), "a failure names its file: \(run.errors)")
        }
        // Whatever is there is whole, and what was printed is there.
        for file in (try? FileManager.default.subpathsOfDirectory(atPath: store.path + "/raw")) ?? [] where file.count > 60 {
            let bytes = try Data(contentsOf: store.appendingPathComponent("raw/\(file)"))
            let found = try #require(Self.digests[file.suffix(64).description], "\(file)")
            #expect(bytes == found)
        }
        let resumed = try Run.eingang("ingest", "--store", store.path, Self.mails.path)
        #expect(resumed.status == 0, "\(resumed.errors)")
        let archive = try Archive(directory: store.path)
        let numbers = try await archive.rows.cases(office: "office", limit: 1000).map(\.number)
        #expect(numbers.count == 50 && Set(acknowledged).isSubset(of: Set(numbers)))
        #expect(try await archive.rows.firstBrokenEvent() == nil)
        for number in numbers {
            for receipt in try await archive.rows.receipts(ofCase: number, office: "office") {
                _ = try archive.submission(of: receipt, most: 1000)
            }
        }
    }

    private static let digests: [String: Data] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: mails.path)) ?? []
        let files = names.compactMap { try? Data(contentsOf: mails.appendingPathComponent($0)) }
        return Dictionary(files.map { (String(Digest(of: $0).hex), $0) }) { first, _ in first }
    }()

    @Test func `two that take in the same mails at once, into a store that is new to both, finish`() async throws {
        for _ in 0..<4 {
            let store = Place.temporary().appendingPathComponent("neu").path
            let trust = Place.repository.appendingPathComponent("SampleForms/trust").path
            let runs = try await withThrowingTaskGroup(of: Run.self) { group in
                for _ in 0..<4 { group.addTask { try Run.eingang("ingest", "--store", store, "--trust", trust, Self.mails.path) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(runs.allSatisfy { $0.status == 0 && $0.errors == "" }, "\(runs.map(\.errors))")
            let new = runs.flatMap { $0.output.split(separator: "\n") }.filter { !$0.contains("schon bekannt") }
            #expect(new.count == 50)
            #expect(try await Archive(directory: store).rows.cases(office: "office", limit: 1000).count == 50)
        }
    }

    @Test(arguments: ["000", "022", "277"])
    func `nobody else can look into the store, whatever the umask`(umask: String) throws {
        let parent = Place.temporary()
        let store = parent.appendingPathComponent("a/b").path
        let trust = Place.repository.appendingPathComponent("SampleForms/trust").path
        let command = "umask \(umask); exec '\(Place.program)' ingest --store '\(store)' --trust '\(trust)' SampleForms/18-formlos"
        let run = try Run("/bin/sh", ["-c", command])
        #expect(run.status == 0, "\(run.errors)")
        let paths = [store] + (try FileManager.default.subpathsOfDirectory(atPath: store)).map { "\(store)/\($0)" }
        #expect(paths.count > 8)
        for path in paths {
            let found = try FileManager.default.attributesOfItem(atPath: path)
            let isFolder = found[.type] as? FileAttributeType == .typeDirectory
            #expect(found[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(path)")
        }
        // What an earlier version left open is closed when the store is opened.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: store)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: store + "/eingang.sqlite")
        _ = try Run.eingang("cases", "--store", store)
        #expect(try FileManager.default.attributesOfItem(atPath: store)[.posixPermissions] as? Int == 0o700)
        #expect(try FileManager.default.attributesOfItem(atPath: store + "/eingang.sqlite")[.posixPermissions] as? Int == 0o600)
    }
}
