import Deadlines
import Testing
import Vocabulary

struct WiderspruchsfristTests {
    /// Posted, Land, Bekanntgabe, end, end with a missing or wrong notice.
    static let vectors: [(String, Land, String, String, String)] = [
        ("2024-12-27", .st, "2024-12-30", "2025-01-30", "2025-12-30"),
        ("2025-01-02", .st, "2025-01-06", "2025-02-06", "2026-01-07"),
        ("2025-01-02", .he, "2025-01-06", "2025-02-06", "2026-01-06"),
        ("2026-01-27", .he, "2026-01-31", "2026-03-02", "2027-02-01"),
        ("2026-02-23", .st, "2026-02-27", "2026-03-27", "2027-03-01"),
        ("2026-04-30", .he, "2026-05-04", "2026-06-05", "2027-05-04"),
        ("2026-04-30", .st, "2026-05-04", "2026-06-04", "2027-05-04"),
        ("2026-09-27", .st, "2026-10-01", "2026-11-02", "2027-10-01"),
        ("2026-11-23", .st, "2026-11-27", "2026-12-28", "2027-11-29"),
    ]

    @Test(arguments: vectors)
    func `the period ends on the day that was computed by hand`(
        posted: String,
        land: Land,
        bekanntgabe: String,
        end: String,
        yearEnd: String
    ) throws {
        let act = Bekanntgabe(sent: try #require(CalendarDate(iso: posted)), by: .post)
        #expect(act.date.description == bekanntgabe)
        #expect(Widerspruchsfrist(after: act, land: land, hasNotice: true).end.description == end)
        #expect(Widerspruchsfrist(after: act, land: land, hasNotice: false).end.description == yearEnd)
    }

    @Test func `a later real receipt beats the fiction`() throws {
        let act = Bekanntgabe(received: try #require(CalendarDate(iso: "2026-05-11")))
        #expect(Widerspruchsfrist(after: act, land: .he, hasNotice: true).end.description == "2026-06-11")
    }

    @Test func `every step names its paragraph`() throws {
        let act = Bekanntgabe(sent: try #require(CalendarDate(iso: "2026-01-27")), by: .electronic)
        let steps = Widerspruchsfrist(after: act, land: .he, hasNotice: true).steps
        #expect(steps.count == 4)
        #expect(steps.allSatisfy { $0.contains("§") })
        #expect(steps[2].contains("Den 31. gibt es in diesem Monat nicht"))
    }
}
