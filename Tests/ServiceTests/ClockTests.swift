import Foundation
import TestSupport
import Testing
import Vocabulary

/// The service while somebody sets the clock.
struct ClockTests {
    /// A wall clock of its own for a program.
    private struct Clock {
        let environment: [String: String]
        private let file: URL

        init(in folder: URL) throws {
            file = folder.appendingPathComponent("clock")
            let library = folder.appendingPathComponent("clock.so").path
            let source = Place.repository.appendingPathComponent("Tests/Fixtures/clock.c").path
            let run = try Run("/usr/bin/env", ["clang", "-O1", "-fPIC", "-shared", "-o", library, source])
            try #require(run.status == 0, "\(run.errors)")
            environment = ["LD_PRELOAD": library, "CLOCK_OFFSET": file.path]
            try Data(count: 8).write(to: file)
        }

        func jump(days: Int) throws {
            let handle = try FileHandle(forWritingTo: file)
            try handle.write(contentsOf: unsafe withUnsafeBytes(of: days * 86_400) { unsafe Data($0) })
            try handle.close()
        }
    }

    @Test func `a clock that jumps by months in both ways makes nothing decided or sent twice, and reminds nobody`() async throws {
        let folder = Place.temporary()
        for name in ["sink", "uebergabe"] {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let (letters, clock) = (Letters(folder: folder.appendingPathComponent("sink")), try Clock(in: folder))
        let (sink, lmtp) = (try Peer("smtp_sink.py", [letters.folder.path]), try freePort())
        let service = try Running(
            """
            office:
              addresses: [amt@example.org]
              handover: { folder: uebergabe }
              replies: { automatic: [ { letters: [follow-up, proof, form-missing, reminder] } ] }
            sources: { lmtp: { lmtp: { listen: "127.0.0.1:\(lmtp)" } } }
            outgoing: { mail: { url: "smtp://127.0.0.1:\(try sink.number("port"))" } }
            """,
            in: folder
        )
        service.kill()
        try service.start(clock.environment)
        func mail(_ name: String) async throws {
            try await wait("the service") {
                try send(letter(name), from: "\(name)@example.org", to: ["amt@example.org"], port: lmtp, lmtp: true) == ""
            }
        }
        // Back, forward, back and forward again, with a restart while it is wrong.
        for (number, days) in [0, -90, 90, -1, 30].enumerated() {
            try clock.jump(days: days)
            if days == 30 {
                #expect(service.stop() == 0)
                try service.start(clock.environment)
            }
            try await mail("a\(number)")
            try await wait("the letter") { try letters.all().count == number + 1 }
        }
        #expect(service.stop() == 0, "\(service.said)")
        let cases = try service.ask("cases", office: "office")
        #expect(cases.count == 5, "each is decided once")
        for number in cases.compactMap({ $0["case"] as? String }) {
            let shown = try #require(try service.ask("show", number, office: "office").first)
            let kinds = (shown["events"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
            #expect(kinds.filter { $0 == "received" }.count == 1 && !kinds.contains("reminded"), "\(kinds)")
            #expect(shown["phase"] as? String == "requested", "\(shown["phase"] ?? "")")
        }
        let sent = try letters.all().map { $0.header["Message-ID"] ?? "" }
        #expect(sent.count == 5 && Set(sent).count == 5)
        #expect(try Run.eingang("audit", "verify", "--store", service.store).status == 0)
    }
}
