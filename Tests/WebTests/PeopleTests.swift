import Deciding
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing
import Vocabulary

/// Who may use the desk, as administrators say it there, and what auditors see.
struct PeopleTests {
    private func say(_ what: [String: String], in town: DeskTests.Town, as cookie: String) async throws -> DeskTests.Reply {
        let mark = try #require(try await town.ask("/konten", as: cookie).mark)
        return try await town.ask("/konten", .post, as: cookie, what.merging(["mark": mark]) { $1 })
    }

    @Test func `an administrator makes an account, changes and removes it, and each of that is an event with their name`() async throws {
        let town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
        let cookie = try await town.enter("administrator")
        let new = ["tun": "anlegen", "konto": "Jürgen Groß", "rolle": "clerk", "behoerde": "office"]
        #expect(try await say(new.merging(["kennwort": "zu kurz"]) { $1 }, in: town, as: cookie).status == 409)
        #expect(try await say(new.merging(["konto": " ", "kennwort": DeskTests.password]) { $1 }, in: town, as: cookie).status == 409)
        #expect(
            try await say(new.merging(["behoerde": "gibt-es-nicht", "kennwort": DeskTests.password]) { $1 }, in: town, as: cookie).status
                == 404
        )
        #expect(try await say(new.merging(["kennwort": DeskTests.password]) { $1 }, in: town, as: cookie).status == 303)
        #expect(try await say(new.merging(["kennwort": DeskTests.password]) { $1 }, in: town, as: cookie).status == 409, "there is one")
        // Some keyboards write ü as two letters.
        let own = try await town.enter("Ju\u{308}rgen Groß")
        #expect(try await town.ask("/b/office", as: own).status == 200)
        #expect(try await town.ask("/b/anderswo", as: own).status == 404)
        #expect(
            try await say(["tun": "aendern", "konto": "Jürgen Groß", "rolle": "auditor", "behoerde": ""], in: town, as: cookie).status
                == 303
        )
        #expect(try await town.ask("/b/office", as: own).status == 303, "whoever may do something else logs in again")
        #expect(try await say(["tun": "loeschen", "konto": "Jürgen Groß"], in: town, as: cookie).status == 303)
        #expect(try await town.archive.people.account("Jürgen Groß") == nil)
        let events = try await town.archive.rows.events(office: "", before: nil, limit: 3).map(\.event.event)
        #expect(
            events.map(\.detail) == [
                "removed account=Jürgen Groß", "role=auditor offices= account=Jürgen Groß", "role=clerk offices=office account=Jürgen Groß",
            ]
        )
        #expect(events.allSatisfy { $0.kind == .account && $0.actor == "administrator" })
        #expect(try await town.archive.rows.firstBrokenEvent() == nil)
        let page = try await town.ask("/konten", as: cookie)
        #expect(page.text.contains("administrator: Jürgen Groß: Sachbearbeitung") && page.text.contains("Jürgen Groß: gelöscht"))
    }

    @Test func `nobody shuts themselves out, but everybody may set their own password`() async throws {
        let town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
        let cookie = try await town.enter("administrator")
        for what in ["aendern", "loeschen"] {
            let reply = try await say(["tun": what, "konto": "administrator", "rolle": "clerk", "behoerde": ""], in: town, as: cookie)
            #expect(reply.status == 409 && reply.text.contains("aussperren"))
        }
        #expect(try await town.archive.people.account("administrator")?.role == .administrator)
        let page = try await town.ask("/konten", as: cookie)
        #expect(page.text.contains("Neues Kennwort") && !page.text.contains(DeskTests.password))
    }

    @Test func `an auditor sees what happened by number, time and person, and nothing that a citizen wrote`() async throws {
        let town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
        let page = try await town.ask("/b/office/ereignisse", as: try await town.enter("auditor"))
        #expect(
            page.text.contains("WG-2026-000001-5") && page.text.contains("eingegangen")
                && page.text.contains("Die Kette der Ereignisse stimmt")
        )
        for word in ["Weber", "example.org", "outcome=", "wohnung."] { #expect(!page.text.contains(word), "\(word)") }
        #expect(try await town.ask("/b/office/ereignisse", as: try await town.enter("administrator")).status == 403)
    }
}
