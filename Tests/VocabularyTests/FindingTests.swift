import Foundation
import Testing
import Vocabulary

struct FindingTests {
    private typealias Check = (severity: Finding.Severity, ask: String?, expected: FindingKind.Consequence)
    private typealias Kept = (code: String, severity: String, citizen: String?, expected: FindingKind.Consequence)

    @Test func `the texts are those of the kind, filled once`() {
        let finding = Finding(.pdfLocked, document: "antrag.pdf")
        #expect(finding.message.hasPrefix("Das Dokument „antrag.pdf“ ist mit einem Kennwort geschützt"))
        #expect(finding.citizen?.hasPrefix("Ihre Datei „antrag.pdf“ ist mit einem Kennwort geschützt.") == true)
        #expect(finding.isA(.pdfLocked) && finding.kind == .pdfLocked && finding.consequence == .unread)
        // A name that looks like a place is a name.
        let odd = Finding(.formAmbiguous, document: "{form}", ["form": "{rival}", "rival": "}{", "scores": ""])
        #expect(odd.message == "„{form}“ passt auf zwei Formulare gleich gut: „{rival}“ und „}{“. Bitte entscheiden Sie, welches es ist.")
    }

    @Test func `what matters less than usual is a note`() {
        #expect(Finding(.fieldConflict, ["title": "Geburtsdatum"]).consequence == .clerk)
        #expect(Finding(.fieldConflict, severity: .warning, ["title": "Geburtsdatum"]).consequence == .note)
        #expect(Finding(.xmlDoctype).consequence == .unread)
        #expect(Finding(.xmlDoctype, severity: .info).consequence == .note)
    }

    @Test func `what follows from a check depends on what it asks`() {
        let checks: [Check] = [
            (.error, "Wie viele?", .citizen), (.warning, "Wie viele?", .citizen), (.info, "Wie viele?", .citizen),
            (.error, nil, .clerk), (.warning, nil, .note), (.info, nil, .note),
        ]
        for check in checks {
            let clerk = "Bitte prüfen Sie {das}."
            let finding = Finding(check: "personenzahl", check.severity, path: "personen", clerk: clerk, ask: check.ask)
            #expect(finding.code == "check.personenzahl" && finding.kind == .check)
            #expect(finding.message == clerk && finding.citizen == check.ask)
            #expect(finding.consequence == check.expected, "\(check)")
        }
    }

    @Test func `a finding that was kept without its consequence has the one it had`() throws {
        let kept: [Kept] = [
            ("pdf.locked", "error", "Ihre Datei …", .unread), ("limit.memory", "error", nil, .unread),
            ("field.conflict", "error", nil, .clerk), ("field.conflict", "warning", nil, .note), ("mail.automatic", "info", nil, .note),
            ("case.other-sender", "error", nil, .clerk), ("check.undetermined", "warning", nil, .note),
            ("check.summe", "warning", "Wie viel?", .citizen), ("check.summe", "error", nil, .clerk),
            ("check.summe", "warning", nil, .note),
            ("former.code", "error", nil, .clerk), ("former.code", "warning", nil, .note),
        ]
        for item in kept {
            let citizen = item.citizen.map { ",\"citizen\":\"\($0)\"" } ?? ""
            let old = "{\"code\":\"\(item.code)\",\"severity\":\"\(item.severity)\",\"message\":\"…\"\(citizen)}"
            let finding = try JSONDecoder().decode(Finding.self, from: Data(old.utf8))
            #expect(finding.consequence == item.expected, "\(item)")
            #expect(try JSONDecoder().decode(Finding.self, from: JSONEncoder().encode(finding)) == finding)
        }
    }
}
