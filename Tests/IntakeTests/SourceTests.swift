import Foundation
import Intake
import TestSupport
import Testing
import Vocabulary

/// What cannot be read, or not to its end, is an error with its path and never a submission of fewer bytes.
struct SourceTests {
    private let letter = "From: a@example.org\nSubject: Guten Tag\n\nGuten Tag.\n"

    /// The sources and digests of what came, and what was said of the rest.
    private func read(_ paths: [String], most: Int = 1 << 20) throws -> (came: [Submission], said: [String]) {
        var (came, said): ([Submission], [String]) = ([], [])
        for item in try SubmissionSource(paths: paths, receivedAt: nil, most: most) {
            switch item {
            case .success(let submission): came.append(submission)
            case .failure(let error): said.append(error.description)
            }
        }
        return (came, said)
    }

    private func folder(_ names: String...) throws -> URL {
        let folder = Place.temporary()
        for name in names { try Data((letter + name).utf8).write(to: folder.appendingPathComponent(name)) }
        return folder
    }

    @Test func `a file that goes away between listing and reading is named, and the others are read`() throws {
        let folder = try folder("a.eml", "b.eml", "c.eml")
        var source = try SubmissionSource(paths: [folder.path], receivedAt: nil, most: 1000)
        try FileManager.default.removeItem(at: folder.appendingPathComponent("b.eml"))
        var results: [SubmissionSource.Element] = []
        while let item = source.next() { results.append(item) }
        #expect(results.count == 3)
        #expect(try results[0].get().source.hasSuffix("a.eml") && results[2].get().source.hasSuffix("c.eml"))
        #expect(throws: SourceError.self) { try results[1].get() }
        guard case .failure(let error) = results[1] else { return }
        #expect(error.description.contains("b.eml“ wurde nicht gelesen: Die Datei gibt es nicht oder nicht mehr"))
    }

    @Test func `FIFOs, sockets, devices and circles of symbolic links are named and left out`() throws {
        let folder = try folder("a.eml")
        let inner = folder.appendingPathComponent("unter")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        #expect(unsafe mkfifo(folder.appendingPathComponent("b.eml").path, 0o600) == 0)
        for (name, target) in [
            ("unter/kreis", "../"), ("c.eml", "d.eml"), ("d.eml", "c.eml"), ("null.eml", "/dev/null"), ("weg.eml", "gibt-es-nicht"),
        ] {
            try FileManager.default.createSymbolicLink(atPath: folder.appendingPathComponent(name).path, withDestinationPath: target)
        }
        let (came, said) = try read([folder.path])
        #expect(came.map { $0.source.suffix(5) } == ["a.eml"])
        for (name, why) in [
            ("b.eml", "FIFO"), ("c.eml", "im Kreis"), ("d.eml", "im Kreis"), ("null.eml", "Gerät"), ("weg.eml", "nicht mehr"),
            ("kreis", "im Kreis"),
        ] {
            #expect(said.contains { $0.contains("\(name)“") && $0.contains(why) }, "\(name): \(said)")
        }
        #expect(said.count == 6)
    }

    @Test func `a folder that cannot be opened is named`() throws {
        let folder = try folder("a.eml")
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("z"), withIntermediateDirectories: true)
        // Whoever tests may be root, whom no mode stops: the system is made to refuse.
        let run = try Run.traced(
            "inject=openat:error=EACCES:when=1",
            path: folder.appendingPathComponent("z").path,
            ["process", folder.path]
        )
        #expect(run.status == 1)
        #expect(run.errors.contains("/z“ wurde nicht gelesen: Das Recht zum Lesen fehlt"))
        #expect(run.output.contains("a.eml"))
    }

    @Test(arguments: ["openat", "read", "newfstatat"])
    func `a file that cannot be read to its end is an error with its path and opens no case`(call: String) throws {
        let folder = try folder("a.eml", "b.eml", "c.eml")
        let store = Place.temporary().path
        let broken = folder.appendingPathComponent("b.eml").path
        let run = try Run.traced("inject=\(call):error=EIO:when=1", path: broken, ["ingest", "--store", store, folder.path])
        #expect(run.status == 1)
        #expect(run.errors.contains("b.eml“ wurde nicht gelesen"), "\(run.errors)")
        #expect(run.output.split(separator: "\n").count == 2, "\(run.output)")
        let again = try Run.eingang("ingest", "--store", store, folder.path)
        #expect(again.status == 0 && again.output.split(separator: "\n").filter { !$0.contains("schon bekannt") }.count == 1)
    }

    @Test func `a mailbox that breaks off gives the messages before, and not half of one`() throws {
        let box = Place.temporary().appendingPathComponent("post.mbox")
        let one = "From a Mon Oct 12 10:00:00 2026\n" + letter + String(repeating: "x\n", count: 100_000)
        try Data((one + "\n" + one + "\n" + one).utf8).write(to: box)
        let whole = try read([box.path])
        #expect(whole.came.count == 3 && whole.said.isEmpty)
        let run = try Run.traced("inject=read:error=EIO:when=2", path: box.path, ["process", "--json", box.path])
        #expect(run.status == 1 && run.errors.contains("post.mbox“ wurde nicht gelesen: Der Datenträger meldet einen Lesefehler"))
        let digests = try run.objects.compactMap { $0["digest"] as? String }
        #expect(digests == [whole.came[0].digest.description])
    }

    @Test func `of a large file only the beginning is held, and all of it is kept`() async throws {
        let file = Place.temporary().appendingPathComponent("gross.eml")
        var bytes = Array(letter.utf8)
        bytes += (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try Data(bytes).write(to: file)
        let (came, said) = try read([file.path], most: 100_000)
        let submission = try #require(came.first)
        #expect(said.isEmpty && submission.bytes.count == 100_001 && submission.size == bytes.count)
        #expect(submission.digest == Digest(of: bytes))
        var again: [UInt8] = []
        try submission.whole?({ again += $0 })
        #expect(again == bytes)
    }

    @Test func `messages of a mailbox come back with exactly their bytes`() throws {
        let box = Place.temporary().appendingPathComponent("post.mbox")
        let file = "From a Mon\nSubject: 1\n\n>From dem Amt\n>>From x\nEnde\n\nFrom b Mon\nSubject: 2\n\nText\nFrom mitten\n"
        try Data(file.utf8).write(to: box)
        let messages = try read([box.path]).came.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(messages == ["Subject: 1\n\nFrom dem Amt\n>From x\nEnde\n", "Subject: 2\n\nText\nFrom mitten\n"])
    }

    @Test func `a mailbox may have messages and lines longer than what is held`() throws {
        let box = Place.temporary().appendingPathComponent("post.mbox")
        let long = letter + String(repeating: "y", count: 700_000) + "\n>From mir\n>>From dir\nFrom selbst\n\nEnde\n"
        try Data("From a Mon\n\(long)\nFrom b Mon\nkurz\n\n".utf8).write(to: box)
        let (came, _) = try read([box.path], most: 1000)
        let expected = long.replacing("\n>From", with: "\nFrom").replacing("\n>>From", with: "\n>From")
        #expect(came.map(\.size) == [expected.utf8.count, 5])
        #expect(came.first?.digest == Digest(of: expected.utf8))
        #expect(came.last?.bytes == Array("kurz\n".utf8))
    }

    @Test func `a file many times the limit is taken in whole without being held`() throws {
        let file = Place.temporary().appendingPathComponent("riesig.eml")
        try Data(letter.utf8).write(to: file)
        #expect(unsafe truncate(file.path, 400 << 20) == 0)
        let store = Place.temporary()
        // The most memory the program itself ever had, as the kernel counts it.
        let script = """
            import subprocess, sys, time
            p = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
            peak = 0
            while p.poll() is None:
                try: peak = max([peak] + [int(row.split()[1]) for row in open(f"/proc/{p.pid}/status") if row.startswith("VmHWM")])
                except OSError: pass
                time.sleep(0.005)
            print(p.returncode, peak)
            """
        let run = try Run("/usr/bin/python3", ["-c", script, Place.program, "ingest", "--store", store.path, file.path])
        let numbers = run.output.split(separator: " ").compactMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        try #require(numbers.count == 2, "\(run.output)\(run.errors)")
        #expect(numbers[0] == 0)
        // The limit of 50 MB for the message, once more for the frame that goes to the reader, and the program.
        #expect(numbers[1] > 50_000 && numbers[1] < 200_000, "\(numbers[1]) KB")
        let kept = try FileManager.default.subpathsOfDirectory(atPath: store.path + "/raw").filter { $0.count > 60 }
        let sizes = try kept.map { try FileManager.default.attributesOfItem(atPath: "\(store.path)/raw/\($0)")[.size] as? Int }
        #expect(sizes == [400 << 20])
        try FileManager.default.removeItem(at: store)
        try FileManager.default.removeItem(at: file)
    }

    @Test func `names that would move the cursor are printed escaped`() throws {
        let folder = try folder("a\u{1B}[2Jb.eml", "c\u{202E}d\n.eml")
        let store = Place.temporary().path
        for arguments in [["ingest", "--store", store], ["process"], ["read"], ["verify"]] {
            let run = try Run(Place.program, arguments + [folder.path])
            #expect(!(run.output + run.errors).unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E }, "\(arguments)")
            #expect(run.output.contains("a\\u{1B}[2Jb.eml"), "\(arguments): \(run.output)")
        }
        let gone = try Run.eingang("process", folder.path + "/x\u{1B}]0;y.eml")
        #expect(gone.status == 2 && gone.errors.contains("x\\u{1B}]0;y.eml"))
    }
}

extension Run {
    /// Runs `eingang` while the system refuses calls about one path; strace makes the fault.
    static func traced(_ fault: String, path: String, _ arguments: [String]) throws -> Run {
        let call = fault.split(separator: "=")[1].split(separator: ":")[0]
        let trace = Place.temporary().appendingPathComponent("trace").path
        return try Run(
            "/usr/bin/strace",
            ["-f", "-qq", "-o", trace, "-P", path, "-e", "trace=\(call)", "-e", fault, Place.program] + arguments
        )
    }
}
