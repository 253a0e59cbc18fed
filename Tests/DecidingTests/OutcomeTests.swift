import Deciding
import Testing
import Vocabulary

/// What becomes of a complete record, one finding after the other.
struct OutcomeTests {
    private static let complete = [
        "bescheid.datum": "2026-09-22", "bescheid.zugang": "2026-09-25", "bescheid.aktenzeichen": "MD-1", "bescheid.behoerde": "Stadt",
        "bescheid.zugangsart": "post", "widersprechende[0].familienname": "Neumann", "kontakt.email": "a@example.org",
    ]

    private func decide(_ finding: Finding) throws -> Decision {
        var verification = Verification()
        (verification.channel, verification.indication, verification.writtenForm) = (.pades, .passed, true)
        return try Desk(record: "widerspruch", verification: verification, findings: [finding]).decide(Self.complete)
    }

    @Test(arguments: FindingKind.all.filter { $0 != .check })
    func `a finding has the consequence that stands in the catalogue, and a lesser one none`(kind: FindingKind) throws {
        let places = (kind.clerk + (kind.citizen ?? "")).matches(of: /\{([a-z]+)\}/).map { (String($0.1), "x") }
        let words = Dictionary(places) { first, _ in first }
        let expected: Decision.Outcome =
            switch kind.consequence {
            case .clerk, .unread: .review
            case .citizen: .followUp
            case .note: .handover
            }
        #expect(try decide(Finding(kind, words)).outcome == expected)
        if kind.severity != .info { #expect(try decide(Finding(kind, severity: .info, words)).outcome == .handover) }
    }

    @Test func `what a check asks is asked, and holds things up unless it is only asked along`() throws {
        let (clerk, ask) = ("Bitte prüfen Sie.", "Wie viele Personen wohnen bei Ihnen?")
        func outcome(_ severity: Finding.Severity, _ ask: String?) throws -> Decision.Outcome {
            try decide(Finding(check: "anzahl", severity, path: nil, clerk: clerk, ask: ask)).outcome
        }
        #expect(try outcome(.error, nil) == .review)
        #expect(try outcome(.error, ask) == .followUp)
        #expect(try outcome(.warning, ask) == .followUp)
        #expect(try outcome(.warning, nil) == .handover)
        #expect(try outcome(.info, ask) == .handover)
        let letter = try #require(
            try decide(Finding(check: "anzahl", .warning, path: nil, clerk: clerk, ask: ask)).followUp
        )
        #expect(letter.text.contains(ask))
    }

    @Test func `a file that could not be read is asked for where a letter goes out anyway`() throws {
        let finding = Finding(.pdfLocked, document: "antrag.pdf")
        let letter = try #require(try Desk(record: "wohngeld", findings: [finding]).decide(["miete.gesamt": "500"]).followUp)
        #expect(letter.text.contains("Ihre Datei „antrag.pdf“ ist mit einem Kennwort geschützt."))
        #expect(try decide(finding).letters.isEmpty, "nothing else is missing, so a clerk looks first")
    }
}
