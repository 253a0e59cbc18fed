import Foundation
import TestSupport
import Testing
import Vocabulary

/// Two offices in one installation, and two installations that write to each other.
@Suite(.serialized) struct OfficesTests {
    @Test func `two offices run side by side, each with its own cases, periods, letters and departments`() async throws {
        let folder = Place.temporary()
        let lmtp = try freePort()
        let example = Place.repository.appendingPathComponent("SampleForms/offices")
        for name in ["magdeburg", "main-taunus-kreis"] {
            try FileManager.default.copyItem(at: example.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        }
        let configuration = try String(contentsOf: example.appendingPathComponent("eingang.yaml"), encoding: .utf8)
            .replacing("127.0.0.1:2424", with: "127.0.0.1:\(lmtp)").replacing("127.0.0.1:8380", with: "127.0.0.1:\(try freePort())")
        let service = try Running(configuration, in: folder)
        try await wait("the listener") { service.said.contains("listening for mail") }
        let application = Data(try sample("01-mietzuschuss-vollstaendig").utf8)
        for address in ["wohngeld@magdeburg.example", "Wohngeld+Antrag@MTK.example"] {
            #expect(try send(application, from: "sabine.weber@example.org", to: [address], port: lmtp, lmtp: true) == "")
        }
        #expect(try send(application, from: "x@example.org", to: ["niemand@magdeburg.example"], port: lmtp, lmtp: true).contains("550"))
        func draft(_ office: String) throws -> [String: Any]? { try service.ask("replies", "list", office: office).first }
        try await wait("both drafts") { try draft("magdeburg") != nil && draft("main-taunus-kreis") != nil }
        let first = try #require(try draft("magdeburg"))
        let second = try #require(try draft("main-taunus-kreis"))
        let number = try #require(first["case"] as? String)
        #expect(number.hasPrefix("MD-WG-2026-00000") && (second["case"] as? String)?.hasPrefix("WG-2026-00000") == true)
        #expect((first["text"] as? String)?.contains("bei der Stadt Magdeburg eingegangen") == true)
        #expect((second["text"] as? String)?.contains("beim Main-Taunus-Kreis eingegangen") == true)
        let shown = try #require(try service.ask("show", number, office: "magdeburg").first)
        #expect(shown["department"] as? String == "Mietzuschuss")
        #expect(try service.ask("cases", office: "main-taunus-kreis").count == 1)
        #expect(try service.tell("show", number, office: "main-taunus-kreis").status == 2)
        #expect(service.stop() == 0)
    }

    @Test func `two installations that answer each other stop after one letter`() async throws {
        let ports = [try freePort(), try freePort()]
        let services = try (0..<2).map { index in
            let folder = Place.temporary()
            return try Running(
                """
                office:
                  addresses: [amt\(index)@amt\(index).example]
                  replies: { receipts: true, automatic: [ { letters: [follow-up, proof, form-missing, receipt, unreadable] } ] }
                sources: { welt: { smtp: { listen: "127.0.0.1:\(ports[index])" } } }
                outgoing: { mail: { url: "smtp://127.0.0.1:\(ports[1 - index])" } }
                """,
                in: folder
            )
        }
        for service in services { try await wait("the listener") { service.said.contains("listening for mail") } }
        // The second office seems to apply at the first.
        let message = try sample("02-mietzuschuss-unvollstaendig").replacing("sabine.weber@example.org", with: "amt1@amt1.example")
        #expect(try send(Data(message.utf8), from: "amt1@amt1.example", to: ["amt0@amt0.example"], port: ports[0]) == "")
        try await wait("the letter at the other") { try services[1].ask("cases", office: "office").count == 1 }
        #expect(try services[1].ask("cases", office: "office").first?["phase"] as? String == "set-aside")
        // A second application in the same thread within the day waits until tomorrow.
        for service in services { #expect(service.stop() == 0) }
        #expect(
            services[0].said.components(separatedBy: " left\n").count == 2 && services[1].said.components(separatedBy: " left\n").count == 1
        )
    }
}
