import Deadlines
import Deciding
import Definitions
import TestSupport
import Testing
import Vocabulary

/// The decision table of the objection record: form and period together say what follows.
struct ObjectionTests {
    private static let signed: Verification = {
        var verification = Verification()
        (verification.channel, verification.indication, verification.writtenForm) = (.pades, .passed, true)
        return verification
    }()

    /// Dated 22 September 2026, received by post on 25 September: the period ends on 26 October at the earliest, and on 29 October
    /// if it was posted as late as it can have been.
    private static let decided = [
        "bescheid.datum": "2026-09-22", "bescheid.zugang": "2026-09-25", "bescheid.aktenzeichen": "MD-1", "bescheid.behoerde": "Stadt",
        "bescheid.zugangsart": "post",
        "widersprechende[0].familienname": "Neumann", "kontakt.email": "a@example.org",
    ]

    @Test(arguments: [
        (true, "2026-10-26", "rechtzeitig", "objection.in-time", Decision.Outcome.handover),
        (true, "2026-10-27", "unklar", "objection.unclear", .review), (true, "2026-10-30", "verfristet", "objection.late", .review),
        (false, "2026-10-12", "rechtzeitig", "objection.urgent", .followUp),
        (false, "2026-10-26", "rechtzeitig", "objection.urgent", .followUp),
        (false, "2026-11-30", "verfristet", "objection.form-missing-late", .followUp),
    ])
    func `form and period together say what follows`(
        isSigned: Bool,
        received: String,
        result: String,
        code: String,
        outcome: Decision.Outcome
    )
        throws
    {
        let desk = Desk(record: "widerspruch", received: received, verification: isSigned ? Self.signed : Verification())
        let decision = try desk.decide(Self.decided)
        let finding = try #require(decision.assessment.findings.first { $0.code.hasPrefix("objection.") })
        #expect(finding.code == code)
        #expect(decision.readings.first { $0.path == "frist.ergebnis" }?.value == .text(result))
        #expect(decision.readings.first { $0.path == "frist.ende" }?.value == CalendarDate(iso: "2026-10-26").map(Value.date))
        #expect(decision.outcome == outcome || result == "verfristet")
    }

    @Test func `the notice about a missing form names the last day`() throws {
        let letter = try #require(try Desk(record: "widerspruch").decide(Self.decided).followUp)
        #expect(letter.subject.contains("sofort"))
        #expect(letter.text.contains("spätestens am 26.10.2026 um 24 Uhr"))
    }

    @Test(arguments: ["nein", "unrichtig"])
    func `with a missing or wrong notice on legal remedies the period is a year`(notice: String) throws {
        var values = Self.decided
        values["bescheid.belehrung"] = notice
        let decision = try Desk(record: "widerspruch", received: "2027-03-01", verification: Self.signed).decide(values)
        #expect(decision.readings.first { $0.path == "frist.ergebnis" }?.value == .text("rechtzeitig"))
        #expect(decision.assessment.findings.contains { $0.code == "objection.in-time" })
    }

    @Test func `a late objection names the day if the notice should be wrong`() throws {
        let decision = try Desk(record: "widerspruch", received: "2026-12-01", verification: Self.signed).decide(Self.decided)
        let finding = try #require(decision.assessment.findings.first { $0.code == "objection.late" })
        #expect(finding.message.contains("27.09.2027") && finding.message.contains("§ 44 SGB X"))
    }

    @Test func `without the day of receipt the earliest case is computed and marked unclear`() throws {
        var values = Self.decided
        values["bescheid.zugang"] = nil
        let decision = try Desk(record: "widerspruch", verification: Self.signed).decide(values)
        #expect(decision.readings.first { $0.path == "frist.ergebnis" }?.value == .text("unklar"))
        #expect(decision.readings.first { $0.path == "frist.ende" }?.state == .unsure)
        #expect(decision.assessment.findings.contains { $0.code == "objection.unclear" && $0.message.contains("wäre er rechtzeitig") })
        #expect(decision.outcome == .review)
    }

    @Test func `a signed repetition after the end does not live on the mail before it`() throws {
        let mail = try Desk(record: "widerspruch").decide(Self.decided)
        let known = KnownCase(number: "WS-2026-000001-7", readings: mail.readings)
        let signed = try Desk(record: "widerspruch", received: "2026-10-30", verification: Self.signed).decide(Self.decided, known: known)
        #expect(signed.readings.first { $0.path == "frist.ergebnis" }?.value == .text("verfristet"))
        #expect(signed.readings.first { $0.path == "eingang" }?.value == Instant(iso: "2026-10-12").map(Value.time))
    }

    @Test(arguments: [("persoenlich", "2026-10-26", "2026-10-26"), ("zustellung", "2026-10-26", "2026-10-27")])
    func `handed over or served, the day it came counts`(way: String, end: String, received: String) throws {
        var values = Self.decided
        values["bescheid.zugangsart"] = way
        let decision = try Desk(record: "widerspruch", received: received, verification: Self.signed).decide(values)
        #expect(decision.readings.first { $0.path == "frist.ende" }?.value == CalendarDate(iso: end).map(Value.date))
        #expect(decision.readings.first { $0.path == "frist.ergebnis" }?.value == .text(received <= end ? "rechtzeitig" : "verfristet"))
    }

    @Test func `letters go to whoever acts for the objecting person`() throws {
        let values = Self.decided.merging(["bevollmaechtigter.name": "Jana Klein"]) { $1 }
        #expect(try Desk(record: "widerspruch").decide(values).followUp?.text.contains("Guten Tag Jana Klein") == true)
    }

    @Test func `the holidays of the office's Land count`() throws {
        let values = Self.decided.merging(["bescheid.datum": "2026-04-30", "bescheid.zugang": "2026-05-02"]) { $1 }
        for (land, end) in [(Land.he, "2026-06-05"), (.st, "2026-06-04")] {
            let desk = Desk(record: "widerspruch", received: "2026-05-20", office: Office(land: land))
            let decision = try desk.decide(values)
            #expect(decision.readings.first { $0.path == "frist.ende" }?.value == CalendarDate(iso: end).map(Value.date))
        }
    }
}
