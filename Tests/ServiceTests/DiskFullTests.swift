import Foundation
import TestSupport
import Testing
import Vocabulary

/// What senders are told when there is no space left, and what follows once there is again.
struct DiskFullTests {
    /// A small file system; gone with its owner.
    private final class Disk {
        let path: String

        init?(_ path: String, megabytes: Int) {
            self.path = path
            // Without the folder mounting fails, and that is looked at.
            try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            let run = try? Run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=700", "tmpfs", path])
            guard run?.status == 0 else { return nil }
        }

        deinit { _ = try? Run("/bin/umount", ["-l", path]) }
    }

    private static let mayMount = Disk(Place.temporary().path, megabytes: 1) != nil

    @Test(.enabled(if: mayMount, "a file system cannot be mounted here (root only), so a full disk is not tested"))
    func `a full disk is told to senders, and everything goes on by itself once there is space`() async throws {
        let folder = Place.temporary()
        let disk = try #require(Disk(folder.appendingPathComponent("store").path, megabytes: 32))
        try FileManager.default.copyItem(atPath: Tokens.store().appendingPathComponent("token.key").path, toPath: disk.path + "/token.key")
        try Data(count: 14 << 20).write(to: URL(fileURLWithPath: disk.path + "/ballast"))
        try Data("geheim".utf8).write(to: folder.appendingPathComponent("token"))
        let (lmtp, smtp, http) = (try freePort(), try freePort(), try freePort())
        let service = try Running(
            """
            office: { addresses: [amt@example.org] }
            sources:
              lmtp: { lmtp: { listen: "127.0.0.1:\(lmtp)" } }
              smtp: { smtp: { listen: "127.0.0.1:\(smtp)" } }
              portal: { http: { tokenFile: token } }
            http: { listen: "127.0.0.1:\(http)" }
            """,
            in: folder
        )
        var (number, accepted) = (0, 0)
        /// Sends another letter by a way; gives what the sender is told.
        func bring(_ way: String) throws -> String {
            number += 1
            let text = Self.message("n\(number)")
            if way == "http" {
                let status = try upload(text, to: http)
                accepted += status == 201 ? 1 : 0
                return "\(status)"
            }
            let port = way == "lmtp" ? lmtp : smtp
            let answer = try send(text, from: "a@example.org", to: ["amt@example.org"], port: port, lmtp: way == "lmtp")
            accepted += answer.isEmpty ? 1 : 0
            return answer
        }
        try await wait("the service") { try bring("lmtp") == "" }
        var answer = ""
        while answer.isEmpty, number < 500 { answer = try bring("lmtp") }
        #expect(answer.contains("452") && answer.contains("4.3.1"), "after \(number): \(answer)")
        try await wait("the refusals") {
            let (byMail, byUpload) = (try bring("smtp"), try bring("http"))
            return byMail.contains("452") && byMail.contains("4.3.1") && byUpload == "507"
        }
        #expect(service.isRunning)
        try FileManager.default.removeItem(atPath: disk.path + "/ballast")
        let answers = try ["smtp", "lmtp", "http"].map(bring)
        #expect(answers == ["", "", "201"])
        try await wait("the decisions") { try service.ask("cases", office: "office").count == accepted }
        #expect(service.isRunning && !service.said.contains("Fatal"), "\(service.said)")
        #expect(service.stop() == 0)
        #expect(try Run.eingang("audit", "verify", "--store", service.store).status == 0)
    }

    /// A letter with a file that takes some space.
    private static func message(_ name: String) -> Data {
        let head = "From: \(name)@example.org\nSubject: Wohngeld\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n"
        let text = "\n--b\n\nIch beantrage Wohngeld.\n--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
        return Data((head + text + String(repeating: String(repeating: "QUJD", count: 18) + "\n", count: 6000) + "--b--\n").utf8)
    }
}
