import Deadlines
import Testing
import Vocabulary

struct WohngeldbeginnTests {
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    @Test(arguments: [("2026-10-12", "2026-10-01"), ("2026-10-31", "2026-10-01"), ("2012-03-15", "2012-03-01")])
    func `Wohngeld begins on the first of the month of the application`(received: String, start: String) throws {
        #expect(Wohngeldbeginn(received: try day(received)).start.description == start)
    }

    @Test func `conditions that are met later move the start`() throws {
        let begin = Wohngeldbeginn(received: try day("2026-10-12"), conditionsFrom: try day("2026-12-15"))
        #expect(begin.start.description == "2026-12-01")
    }

    @Test(arguments: [("2026-10-31", "2026-07-01"), ("2026-11-30", "2026-07-01"), ("2026-12-01", "2026-12-01")])
    func `after a rejection the start goes back when the application comes by the end of the next month`(received: String, start: String)
        throws
    {
        let rejection = Wohngeldbeginn.Rejection(from: try day("2026-07-10"), known: try day("2026-10-05"))
        #expect(Wohngeldbeginn(received: try day(received), rejection: rejection).start.description == start)
    }

    @Test(arguments: [
        ("2026-12-10", "2027-02-01", "2027-04-01"), ("2027-02-20", "2027-02-20", "2027-04-01"), ("2027-04-05", "2027-04-05", "2027-04-01"),
    ])
    func `an early renewal counts from the first of the second month before the end`(received: String, filed: String, start: String) throws
    {
        let renewal = Wohngeldbeginn(renewalReceived: try day(received), currentEnd: try day("2027-03-31"))
        #expect(renewal.filed.description == filed)
        #expect(renewal.start.description == start)
        #expect(renewal.steps.allSatisfy { $0.contains("WoGG") })
    }
}

struct WiedereinsetzungTests {
    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(iso: text)) }

    @Test(arguments: [
        ("2026-06-05", "2026-06-20", "2026-07-06", false), ("2026-06-05", "2026-12-11", "2026-12-28", false),
        ("2026-06-05", "2027-06-01", "2027-06-05", false), ("2026-06-05", "2027-07-01", "2027-06-05", true),
    ])
    func `reinstatement can be asked for within two weeks and one year`(missed: String, ended: String, end: String, isTooLate: Bool) throws
    {
        let period = Wiedereinsetzung(missed: try day(missed), obstacleEnded: try day(ended), land: .st)
        #expect(period.end.description == end)
        #expect(period.isTooLate == isTooLate)
    }

    @Test func `a day the authority fixed with the hint of the law is not moved`() throws {
        let sunday = try day("2026-11-01")
        #expect(Period(until: sunday, isFixed: true, known: sunday, land: .he).end == sunday)
        #expect(Period(until: sunday, isFixed: false, known: sunday, land: .he).end.description == "2026-11-02")
        #expect(Period(days: 14, after: try day("2026-12-11"), land: .st).end.description == "2026-12-28")
    }
}
