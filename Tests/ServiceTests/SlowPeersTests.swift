import Foundation
import TestSupport
import Testing
import Vocabulary

/// Who sends next to nothing holds up nobody.
struct SlowPeersTests {
    @Test func `two hundred that send a byte a second, over each way, keep nobody out, and are cut off`() async throws {
        let folder = Place.temporary()
        try Data("geheim".utf8).write(to: folder.appendingPathComponent("token"))
        let (lmtp, http) = (try freePort(), try freePort())
        let service = try Running(
            """
            office: { addresses: [amt@example.org] }
            sources: { lmtp: { lmtp: { listen: "127.0.0.1:\(lmtp)" } }, portal: { http: { tokenFile: token } } }
            http: { listen: "127.0.0.1:\(http)" }
            """,
            in: folder
        )
        func mail(_ name: String) throws -> String {
            try send(letter(name), from: "a@example.org", to: ["amt@example.org"], port: lmtp, lmtp: true)
        }
        try await wait("the service") { try mail("0") == "" }
        let counts = folder.appendingPathComponent("cut")
        let peers = try Peer("slow_peers.py", ["\(lmtp)", "\(http)", "200", counts.path])
        #expect(try peers.number("open") == 400)
        var number = 0
        try await wait("the end of all that are slow") {
            number += 1
            let (byMail, byUpload) = (try mail("\(number)"), try upload(letter("h\(number)"), to: http))
            #expect(byMail == "" && byUpload == 201)
            let cut = (try? JSONSerialization.jsonObject(with: Data(contentsOf: counts))) as? [String: Int] ?? [:]
            return cut.count == 4 && cut.values.allSatisfy { $0 >= 100 }
        }
        #expect(service.isRunning)
    }
}
