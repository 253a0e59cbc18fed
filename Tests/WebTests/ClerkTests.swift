import Deciding
import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing
import Vocabulary

/// What a clerk does to a case at the desk, and takes back again.
struct ClerkTests {
    /// A clerk in front of a case.
    private struct Clerk {
        let town: DeskTests.Town
        let cookie: String
        let number: String
        var path: String { "/b/office/vorgang/\(number)" }

        init(_ town: DeskTests.Town, _ name: String = "clerk", at number: String) async throws {
            (self.town, self.number) = (town, number)
            cookie = try await town.enter(name)
        }

        func page(_ more: String = "") async throws -> DeskTests.Reply { try await town.ask(path + more, as: cookie) }

        /// Clicks on a page that is open; on a fresh one where none is given.
        func say(_ what: String, _ more: [String: String] = [:], on open: DeskTests.Reply? = nil) async throws -> DeskTests.Reply {
            var page = open
            if page == nil { page = try await self.page() }
            let hidden = Dictionary(
                ["mark", "version", "stand", "eintrag"].compactMap { name in page?.value(of: name).map { (name, $0) } }
            ) { first, _ in first }
            return try await town.ask(path, .post, as: cookie, hidden.merging(["tun": what]) { $1 }.merging(more) { $1 })
        }

        func file() async throws -> CaseFile { try #require(try await town.archive.rows.find(number, office: "office")) }
        func value(_ path: String) async throws -> FieldReading? { try await file().decision?.readings.first { $0.path == path } }
        func outbox() async throws -> [OutboxEntry] { try await town.archive.rows.outbox(ofCase: number, office: "office") }
    }

    @Test func `corrections are taken back and made again one by one, across reloads, and every step is written down`() async throws {
        let town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
        let clerk = try await Clerk(town, at: "WG-2026-000001-5")
        let before = try await clerk.file()
        #expect(try await !clerk.page().text.contains("value=\"zurueck\""), "there is nothing to take back yet")
        #expect(try await clerk.say("zurueck").status == 409)
        for rent in ["410,00", "420,00"] {
            #expect(try await clerk.say("berichtigen", ["feld": "miete.grundmiete", "wert:miete.grundmiete": rent]).status == 303)
        }
        #expect(try await clerk.value("miete.grundmiete")?.value == .number(420))
        #expect(try await clerk.say("zurueck").status == 303)
        #expect(try await clerk.value("miete.grundmiete")?.value == .number(410))
        #expect(try await clerk.say("zurueck").status == 303)
        let back = try await clerk.file()
        #expect(
            back.decision?.record?.value == before.decision?.record?.value
                && back.decision?.assessment.missing == before.decision?.assessment.missing
        )
        #expect(try await clerk.outbox().filter { $0.state == .draft }.map(\.item.body) == [before.decision?.followUp?.text])
        #expect(try await clerk.say("wieder").status == 303)
        #expect(try await clerk.value("miete.grundmiete")?.value == .number(410))
        #expect(try await clerk.say("berichtigen", ["feld": "miete.grundmiete", "wert:miete.grundmiete": "430"]).status == 303)
        #expect(try await clerk.say("wieder").status == 409, "whoever goes on from there has left the other way")
        let kinds = try await town.archive.rows.events(ofCase: clerk.number, office: "office").map(\.event.kind).filter { $0 != .decided }
        #expect(kinds.suffix(6) == [.corrected, .corrected, .undone, .undone, .redone, .corrected])
        #expect(try await town.archive.rows.firstBrokenEvent() == nil)
    }

    @Test func `the letter grows with what is marked as missing, and nothing leaves before a clerk lets it`() async throws {
        let town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
        let clerk = try await Clerk(town, at: "WG-2026-000001-5")
        #expect(try await clerk.say("fehlt", ["feld": "antragsteller.geburtsdatum"]).status == 303)
        let page = try await clerk.page()
        #expect(page.text.contains("6 offene Punkte"))
        let drafts = try await clerk.outbox().filter { $0.state == .draft }
        #expect(drafts.count == 1 && drafts.first?.item.body.contains("Geburtsdatum") == true)
        let letter = try await town.ask("/b/office/schreiben/\(drafts[0].id)", as: clerk.cookie)
        #expect(letter.text.contains("Freigeben und senden"))
    }

    @Test func `a field that does not apply needs a reason, is not asked for any more, and stays so`() async throws {
        let town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
        let clerk = try await Clerk(town, at: "WG-2026-000001-5")
        #expect(try await clerk.say("entfaellt", ["feld": "bank.kontoinhaber", "grund": " "]).status == 409)
        #expect(try await clerk.say("entfaellt", ["feld": "bank.kontoinhaber", "grund": "zahlt an den Vermieter"]).status == 303)
        #expect(try await clerk.file().decision?.assessment.missing.contains("bank.kontoinhaber") == false)
        #expect(try await clerk.say("berichtigen", ["feld": "miete.grundmiete", "wert:miete.grundmiete": "410"]).status == 303)
        let reading = try await clerk.value("bank.kontoinhaber")
        #expect(reading?.state == .notApplicable && reading?.provenance.first?.raw == "zahlt an den Vermieter")
    }

    @Test func `a record that a clerk completed leaves when they say so, waits a moment, and can be called back until then`() async throws {
        let town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
        let clerk = try await Clerk(town, at: "WG-2026-000001-5")
        for (field, value) in [
            ("wohnung.einzugsdatum", "1.6.2021"), ("miete.grundmiete", "410,00"), ("vermoegen.erheblich", "nein"),
            ("bank.iban", "DE02 1203 0000 0000 2020 51"), ("bank.kontoinhaber", "antragstellende Person"),
        ] {
            #expect(try await clerk.say("berichtigen", ["feld": field, "wert:\(field)": value]).status == 303, "\(field)")
        }
        #expect(try await clerk.file().state.phase == .review)
        #expect(try await clerk.outbox().last?.state == .draft)
        let open = try await clerk.page()
        #expect(open.text.contains("Datensatz übergeben"))
        let gone = try await clerk.say("uebergeben", on: open)
        #expect(gone.place == "/b/office/naechster?erledigt=1&nach=\(clerk.number)", "\(gone.text)")
        #expect(try await clerk.file().state.phase == .complete)
        #expect(try await clerk.say("uebergeben", on: open).status == 409, "a double click hands over once")
        #expect(try await clerk.say("zurueckholen").status == 303)
        #expect(try await clerk.file().state.phase == .review)
        #expect(try await clerk.outbox().last?.state == .draft)
        #expect(try await clerk.say("zurueck").status == 303, "and the last correction can still be taken back")
        #expect(try await clerk.file().decision?.assessment.missing == ["bank.kontoinhaber"])
    }

    @Test func `two clerks on one case see each other, and the later one sees what changed and loses nothing`() async throws {
        let town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
        let verifier = try #require(PasswordVerifier(of: DeskTests.password))
        try await town.archive.people.keep(
            Account(name: "Winter", role: .clerk, offices: ["office"], password: verifier),
            by: "test",
            at: Instant(Date())
        )
        let (first, second) = (try await Clerk(town, at: "WG-2026-000001-5"), try await Clerk(town, "Winter", at: "WG-2026-000001-5"))
        let (here, there) = (try await first.page(), try await second.page())
        #expect(!here.text.contains("Auch geöffnet bei") && there.text.contains("Auch geöffnet bei: clerk"))
        #expect(try await first.page("/stand").text.contains("Winter"))
        #expect(try await first.say("berichtigen", ["feld": "miete.grundmiete", "wert:miete.grundmiete": "410"], on: here).status == 303)
        let late = try await second.say(
            "berichtigen",
            ["feld": "wohnung.einzugsdatum", "wert:wohnung.einzugsdatum": "1.6.2021"],
            on: there
        )
        #expect(late.status == 409 && late.text.contains("Grundmiete") && late.text.contains("410,00") && late.text.contains("1.6.2021"))
        #expect(late.text.contains("Zuletzt war daran: clerk"))
        #expect(try await second.value("wohnung.einzugsdatum")?.value == nil)
        // The form of that page carries the entry on, to the case as it is now.
        let again = try await second.say(
            "berichtigen",
            ["feld": "wohnung.einzugsdatum", "wert:wohnung.einzugsdatum": "1.6.2021"],
            on: late
        )
        #expect(again.status == 303)
        #expect(try await second.value("miete.grundmiete")?.value == .number(410))
        #expect(try await second.value("wohnung.einzugsdatum")?.state == .corrected)
    }

    @Test func `a case is taken, put off until a day, taken up again and set aside`() async throws {
        let town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
        let clerk = try await Clerk(town, at: "WG-2026-000001-5")
        #expect(try await clerk.say("uebernehmen").status == 303)
        #expect(try await clerk.file().state.assignee == "clerk")
        #expect(try await clerk.say("zurueckstellen", ["bis": "2020-01-01"]).status == 409)
        let tomorrow = town.time.now.localDate.adding(days: 1)
        #expect(try await clerk.say("zurueckstellen", ["bis": "\(tomorrow)"]).status == 303)
        #expect(try await clerk.file().state.deferredUntil == tomorrow)
        #expect(try await clerk.say("wiedervorlegen").status == 303)
        #expect(try await clerk.say("abgeben").status == 303)
        #expect(try await clerk.file().state.assignee == nil)
        #expect(try await clerk.say("ablegen").status == 303)
        #expect(try await clerk.file().state.phase == .setAside)
        #expect(try await clerk.outbox().allSatisfy { $0.state == .superseded })
        #expect(try await clerk.say("aufnehmen").status == 303)
    }
}
