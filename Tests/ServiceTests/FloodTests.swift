import Foundation
import TestSupport
import Testing
import Vocabulary

/// Messages that are made to cost much hold up no others.
struct FloodTests {
    @Test func `a message of 1.4 million empty parts gets its number and a finding, and those after it are decided at once`() async throws {
        let (folder, lmtp) = (Place.temporary(), try freePort())
        let service = try Running(
            """
            office: { addresses: [amt@example.org] }
            sources: { lmtp: { lmtp: { listen: "127.0.0.1:\(lmtp)" } } }
            """,
            in: folder
        )
        func mail(_ message: Data) throws -> String {
            try send(message, from: "a@example.org", to: ["amt@example.org"], port: lmtp, lmtp: true)
        }
        try await wait("the service") { try mail(letter("a")) == "" }
        let head = "From: b@example.org\nSubject: Wohngeld\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        #expect(try mail(Data(head.utf8) + Data(String(repeating: "--b\n\n", count: 1_400_000).utf8) + Data("--b--\n".utf8)) == "")
        for number in 1...5 { #expect(try mail(letter("c\(number)")) == "") }
        try await wait("the decisions") { try service.ask("cases", office: "office").count == 7 }
        let numbers = try service.ask("cases", office: "office").compactMap { $0["case"] as? String }
        let findings = try numbers.map { try service.ask("show", $0, office: "office").description.contains("limit.parts") }
        #expect(findings.filter { $0 }.count == 1)
        let memory = try service.peakMemory()
        #expect(memory < 300 << 20)
    }
}
