import Deciding
import Foundation
import Store
import TestSupport
import Testing
import Vocabulary
import Web

/// The lists of the desk: where a case is found, why it stands there, and what nobody else learns.
struct QueueTests {
    private typealias Town = DeskTests.Town

    /// The numbers of the cases that a page shows, in its order.
    private func numbers(_ page: DeskTests.Reply) -> [String] {
        page.text.components(separatedBy: "<tr><td><a href=\"/b/office/vorgang/").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    private func alter(_ number: String, in town: Town, _ change: (inout CaseState) -> Void) async throws {
        let file = try #require(try await town.archive.rows.find(number, office: "office"))
        var state = file.state
        change(&state)
        try await town.archive.rows.keep(Transition(state: state), number, office: "office", expecting: file.version, now: town.time.now)
    }

    @Test func `each case stands in one list, with why it stands there`() async throws {
        let town = try await Town("02-mietzuschuss-unvollstaendig", "04-lastenzuschuss-unvollstaendig", "17-scan", "08-widerspruch-brief")
        let clerk = try await town.enter("clerk")
        var seen: [String: Int] = [:]
        for shelf in ["ansehen", "unbekannt", "schreiben", "nachgefordert", "vollstaendig", "zurueckgestellt"] {
            let page = try await town.ask("/b/office?was=\(shelf)", as: clerk)
            for number in numbers(page) { seen[number, default: 0] += 1 }
            #expect(page.text.contains("?was=\(shelf)\" aria-current=\"page\""), "\(shelf)")
        }
        let all = numbers(try await town.ask("/b/office?was=alle", as: clerk))
        #expect(all.count == 4 && seen == Dictionary(uniqueKeysWithValues: all.map { ($0, 1) }), "\(seen)")
        let letters = try await town.ask("/b/office?was=schreiben", as: clerk)
        #expect(letters.text.contains("<span class=\"reason\">Frist "), "\(letters.text)")
        #expect(letters.text.contains("Schreiben <span class=\"count\">\(numbers(letters).count)</span>"))
        try await alter(all[0], in: town) { $0.deferredUntil = town.time.now.localDate.adding(days: 3) }
        let later = try await town.ask("/b/office?was=zurueckgestellt", as: clerk)
        #expect(numbers(later) == [all[0]] && later.text.contains("Zurückgestellt bis"))
        try await alter(all[0], in: town) { ($0.deferredUntil, $0.needsLook, $0.phase) = (nil, true, .requested) }
        #expect(try await town.ask("/b/office", as: clerk).text.contains("Neues eingegangen"))
    }

    @Test func `a list is narrowed down by kind, clerk, day and what is proven, and says so in its address`() async throws {
        let town = try await Town("02-mietzuschuss-unvollstaendig", "04-lastenzuschuss-unvollstaendig")
        let clerk = try await town.enter("clerk")
        let all = numbers(try await town.ask("/b/office?was=schreiben", as: clerk))
        try #require(all.count == 2)
        try await alter(all[0], in: town) { ($0.assignee, $0.dueOn) = ("clerk", CalendarDate(iso: "2026-01-05")) }
        try await alter(all[1], in: town) { ($0.isVerified, $0.dueOn) = (true, CalendarDate(iso: "2026-02-05")) }
        for (query, wanted) in [
            ("wer=ich", [all[0]]), ("wer=niemand", [all[1]]), ("art=wohngeld", all), ("art=widerspruch", []), ("bis=2026-01-31", [all[0]]),
            ("geprueft=ja", [all[1]]), ("geprueft=nein", [all[0]]), ("wer=ich&geprueft=ja", []), ("abteilung=Nord+1", []),
            ("bis=quatsch", all),
            ("wer=%3Cb%3E", all), ("nach=quatsch", all),
        ] {
            let page = try await town.ask("/b/office?was=schreiben&\(query)", as: clerk)
            #expect(page.status == 200 && numbers(page) == wanted, "\(query): \(numbers(page))")
        }
        let evil = try await town.ask(
            "/b/office?was=schreiben&art=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&erledigt=%3Cimg%20src=x%3E",
            as: clerk
        )
        #expect(evil.status == 200 && !evil.text.contains("<script>alert") && !evil.text.contains("<img"))
    }

    @Test func `a clerk finds a case by who it is about, and nobody else finds any`() async throws {
        let town = try await Town("01-mietzuschuss-vollstaendig", "08-widerspruch-brief")
        let clerk = try await town.enter("clerk")
        func found(_ words: String, as cookie: String) async throws -> Int {
            let words = try #require(words.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let page = try await town.ask("/b/office?suche=\(words)", as: cookie)
            #expect(page.status == 200)
            return numbers(page).count
        }
        let file = try #require(try await town.archive.rows.find("WG-2026-000001-5", office: "office"))
        let readings = try #require(file.decision?.readings)
        func value(_ path: String) throws -> String { try #require(readings.first { $0.path == path }?.value?.german) }
        let (name, birth) = (try value("antragsteller.familienname"), try value("antragsteller.geburtsdatum"))
        #expect(try await found(name, as: clerk) == 1)
        #expect(try await found("\(birth) \(name.uppercased())", as: clerk) == 1)
        #expect(try await found("Antrag auf", as: clerk) >= 1, "by the subject")
        #expect(try await found("000001-5", as: clerk) == 1)
        #expect(try await found("gibtesnicht", as: clerk) == 0)
        for words in ["\"", "\u{0}", "NEAR(", "*", String(repeating: "ä", count: 3000)] { #expect(try await found(words, as: clerk) == 0) }
        for role in ["auditor", "designer", "administrator"] {
            let page = try await town.ask("/b/office?suche=\(name)", as: try await town.enter(role))
            #expect(!page.text.contains("name=\"suche\"") && !page.text.contains("WG-2026-000001-5"), "\(role)")
        }
        let page = try await town.ask("/b/anderswo?suche=\(name)", as: try await town.enter("fremd"))
        #expect(page.status == 200 && !page.text.contains("WG-2026"))
    }

    @Test func `a line says whether everything runs, in words`() async throws {
        let town = try await Town("01-mietzuschuss-vollstaendig")
        let clerk = try await town.enter("clerk")
        #expect(try await town.ask("/b/office", as: clerk).text.contains("Alles läuft."))
        let submission = Submission(source: "x", bytes: Array("From: a@example.org\n\nGuten Tag\n".utf8), receivedAt: town.time.now)
        _ = try await town.archive.receive(submission, office: "office", now: town.time.now)
        let reading = try await town.ask("/b/office", as: clerk)
        #expect(reading.text.contains("Alles läuft.") && reading.text.contains("Eine Nachricht wird gerade gelesen."))
        town.time.pass(11 * 60)
        try await town.archive.rows.pause("postfach", true)
        let late = try await town.ask("/b/office", as: clerk)
        #expect(late.text.contains("Seit 11 Minuten wartet eine Nachricht") && late.text.contains("Angehalten ist „postfach“"))
        #expect(!late.text.contains("Alles läuft."))
        let other = try await town.ask("/b/anderswo", as: try await town.enter("fremd"))
        #expect(!other.text.contains("Nachricht"), "what waits elsewhere is nobody's business")
    }
}
