import Deciding
import Definitions
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Whom letters address, and where their words come from.
struct LettersTests {
    private static let applicant = ["antragsteller.familienname": "Weber", "antragsteller.vornamen": "Sabine"]

    @Test func `a letter addresses the applicant`() throws {
        let letter = try #require(try Desk(record: "wohngeld").decide(Self.applicant).followUp)
        #expect(letter.kind == .followUp && letter.text.hasPrefix("Guten Tag Sabine Weber,"))
    }

    @Test func `whoever acts for the applicant gets the letter`() throws {
        let values = Self.applicant.merging(["antragsteller.vertreter.name": "Jana Klein"]) { $1 }
        #expect(try Desk(record: "wohngeld").decide(values).followUp?.text.hasPrefix("Guten Tag Jana Klein,") == true)
    }

    @Test func `an office's letter outweighs that of the record`() throws {
        var desk = Desk(record: "wohngeld")
        desk.office.letters = ["": [.followUp: try LetterTemplate("Betreff: Unser {{title}}\n\nBis {{deadline}}.\n")]]
        let letter = try #require(try desk.decide(Self.applicant).followUp)
        #expect(letter.subject == "Unser Antrag auf Wohngeld" && letter.text == "Bis 02.11.2026.\n")
        desk.office.letters["wohngeld"] = [.followUp: try LetterTemplate("Betreff: a\n\nb")]
        #expect(try desk.decide(Self.applicant).followUp?.subject == "a", "that for one record outweighs that for all")
    }

    @Test func `a record for which nobody wrote a letter has a neutral one`() throws {
        let type = RecordType(id: "hund", version: "1", title: "Hundesteuer", needsWrittenForm: false, prefix: "HS", fields: [name])
        let form = Form(id: "f", title: "f", record: "hund", isAnswer: false)
        let catalogue = Catalogue(records: ["hund": type], forms: [form], letters: [:], faults: [])
        let time = try #require(Instant(iso: "2026-10-12"))
        var received = Received(source: "a", digest: Digest(of: [1]), receivedAt: time)
        received.mapping = MappedForm(form: "f", record: "hund", document: Digest(of: [1]), readings: [], findings: [])
        let letter = try #require(catalogue.decide(received, known: nil, office: Office()).followUp)
        #expect(letter.subject == "Hundesteuer: Bitte ergänzen Sie Ihre Angaben")
        #expect(letter.text.contains("1. Name des Hundes\n   Bitte geben Sie an: Name des Hundes."))
    }

    private var name: Field {
        var field = Field(name: "name", path: "name", label: "Name des Hundes", kind: .text)
        field.requirement = Field.Requirement(isHard: true)
        return field
    }

    @Test(arguments: ["Text ohne Betreff", "Betreff: a", "Betreff: a\n\n", "Betreff: {{a\n\nText", "Betreff: a\n\n{{#a}}Text"])
    func `a text that is no letter is refused with a reason`(text: String) {
        let failure = #expect(throws: LetterTemplate.Failure.self) { try LetterTemplate(text) }
        #expect((failure?.reason.count ?? 0) > 20)
    }

    @Test func `a value with a line break stays within the subject`() throws {
        let letter = try LetterTemplate("Betreff: {{title}}\n\nText").written([.title: "a\r\nBcc: x@example.org\u{2028}b"])
        #expect(letter.subject == "a Bcc: x@example.org b")
    }
}
