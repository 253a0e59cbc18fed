import Foundation
import TestSupport
import Testing

/// What the back office says of a record, and what an operator says to a source, while the service runs.
@Suite(.serialized) struct HandoverTests {
    private let village: Village
    private let number = "WG-2026-000001-5"

    init() throws { village = try Village() }

    private func handedOver() async throws {
        try await village.ready()
        #expect(try village.deliver(try sample("03-lastenzuschuss-vollstaendig"), from: "d.hartwig@example.org") == "")
        try await wait("the end") { try village.phase(number) == "handed-over" }
    }

    @Test func `a record that the back office takes is noted as taken, once it was handed over`() async throws {
        try await handedOver()
        #expect(try village.service.tell("handover", "accept", number, office: "office").status == 0)
        #expect(try village.phase(number) == "handed-over")
        #expect(try village.events(number).last == "accepted")
        let unknown = try village.service.tell("handover", "accept", "WG-2026-000009-8", office: "office")
        #expect(unknown.status == 2)
    }

    @Test func `a record that the back office sends back is with a clerk again, with the reason`() async throws {
        try await handedOver()
        let reason = "Die Bankverbindung ist erloschen."
        #expect(try village.service.tell("handover", "reject", number, "--reason", reason + "\u{1B}[2J", office: "office").status == 0)
        let shown = try village.shown(number)
        #expect(shown["phase"] as? String == "review")
        let last = (shown["events"] as? [[String: Any]])?.last
        #expect(last?["kind"] as? String == "returned" && (last?["detail"] as? String)?.hasPrefix(reason) == true)
        #expect((last?["detail"] as? String)?.contains("\u{1B}") == false, "nothing controls a terminal")
        #expect(try village.service.tell("handover", "accept", number, office: "office").status == 2, "it is not handed over any more")
        #expect(try village.service.tell("handover", "reject", number, "--reason", reason, office: "office").status == 2)
        #expect(village.records().count == 1, "what was handed over stays where it is")
        #expect(village.service.stop() == 0)
        #expect(try Run.eingang("audit", "verify", "--store", village.service.store).status == 0)
    }

    @Test func `a paused source says that it takes nothing now, and nothing is lost`() async throws {
        try await village.ready()
        func list() throws -> String { try village.service.tell("sources", "list", office: "office").output }
        #expect(try list() == "post  läuft  \n")
        #expect(try village.service.tell("sources", "pause", "post", office: "office").status == 0)
        #expect(try list() == "post  angehalten  \n")
        let message = try sample("03-lastenzuschuss-vollstaendig")
        let refused = try village.deliver(message, from: "d.hartwig@example.org")
        #expect(refused.contains("(451"), "\(refused)")
        #expect(try village.cases().isEmpty)
        #expect(try village.service.tell("sources", "resume", "post", office: "office").status == 0)
        #expect(try village.deliver(message, from: "d.hartwig@example.org") == "", "the mail server tries again")
        try await wait("the case") { try village.cases().count == 1 }
        #expect(try village.service.tell("sources", "pause", "gibtesnicht", office: "office").status == 2)
    }

    @Test func `draining a source pauses it and ends when everything it brought is decided`() async throws {
        try await village.ready()
        for name in ["02-mietzuschuss-unvollstaendig", "03-lastenzuschuss-vollstaendig", "08-widerspruch-brief", "11-ungueltige-angaben"] {
            #expect(try village.deliver(try sample(name)) == "")
        }
        let drained = try village.service.tell("sources", "drain", "post", "--at-most", "120", office: "office")
        #expect(drained.status == 0, "\(drained.errors)")
        #expect(try village.cases().count == 4)
        #expect(try village.deliver(try sample("10-umlaute")).contains("(451"))
    }
}
