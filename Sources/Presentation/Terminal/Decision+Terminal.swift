public import Deciding
public import Definitions
internal import Foundation
public import Vocabulary

extension Catalogue {
    /// The decision as a clerk reads it on a terminal: who, what, trust in one sentence, the record, what is missing, the
    /// reply.
    ///
    /// Specially protected values are masked.
    ///
    /// - Parameters:
    ///   - decision: the decision.
    ///   - outcome: what became of it since; nil for what was decided.
    ///   - notes: what was found in later messages that say nothing about the record.
    /// - Returns: several lines.
    public func plain(_ decision: Decision, outcome: Decision.Outcome? = nil, notes: [Finding] = []) -> String {
        let outcome = outcome ?? decision.outcome
        let type = decision.record.flatMap { records[$0.type] }
        let received = decision.received
        var lines = [
            "Nachricht:   \(Label.escaped(received.source))",
            "Von:         \(received.sender ?? "unbekannt (kein Absender)")",
            "Eingang:     \(received.isReceiptKnown ? received.receivedAt.german : "unbekannt")",
            "Prüfung:     \(trustSentence(decision, type))",
            "Formular:    \(decision.record.flatMap { form($0.form)?.title } ?? "nicht erkannt")",
            "Ergebnis:    \(Self.outcomeSentence(decision, outcome))",
        ]
        if let type { lines += recordLines(decision, type) }
        lines += findingLines(decision, notes, type)
        if let followUp = decision.followUp {
            let draft = outcome == .review ? "Entwurf der Antwort" : "Antwort"
            lines.append("\(draft) an \(followUp.to ?? "(keine Adresse bekannt, per Post)"), Betreff „\(followUp.subject)“:")
            lines += followUp.text.split(separator: "\n", omittingEmptySubsequences: false).map { "    │ \($0)" }
            if !followUp.enclosures.isEmpty { lines.append("    Anlagen: \(followUp.enclosures.joined(separator: ", "))") }
        }
        return Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n")
    }

    /// What is verified of the message, and what that means for the written form.
    package func trustSentence(_ decision: Decision, _ type: RecordType?) -> String {
        let verification = decision.received.verification
        let seen =
            verification.sentence ?? "Die Nachricht trägt keine Signatur und kam nicht per De-Mail; der Absender ist nicht nachgewiesen."
        guard let type else { return seen }
        let form =
            verification.writtenForm || type.needsWrittenForm
            ? verification.writtenFormReason ?? "" : "Schriftform: hier nicht nötig."
        return "\(seen) \(form)"
    }

    /// What became of it, in a sentence.
    package static func outcomeSentence(_ decision: Decision, _ outcome: Decision.Outcome) -> String {
        switch outcome {
        case .handover where decision.followUp != nil: "vollständig, geht an die Fachanwendung; Unterlagen werden angefordert"
        case .handover: "vollständig, geht an die Fachanwendung"
        case .followUp where decision.assessment.findings.contains { $0.isA(.writtenFormMissing) }:
            "eilige Rückfrage: Die Schriftform fehlt"
        case .followUp:
            switch decision.assessment.missing.count {
            case 0: "Rückfrage an die Bürgerin oder den Bürger"
            case 1: "Rückfrage: eine nötige Angabe fehlt oder ist unlesbar"
            case let count: "Rückfrage: \(count) nötige Angaben fehlen oder sind unlesbar"
            }
        case .review: "Ansehen: Hier muss ein Mensch entscheiden"
        case .rejected: "kein Antrag, wird nur aufbewahrt"
        }
    }

    private func recordLines(_ decision: Decision, _ type: RecordType) -> [String] {
        let sheet = RecordSheet(decision, type, showsSensitive: false)
        guard !sheet.sections.isEmpty else { return [] }
        var lines = ["Datensatz:   \(type.title)"]
        for section in sheet.sections {
            lines.append("  \(section.heading)")
            for row in section.rows {
                let label = row.label.padding(toLength: max(row.label.count, 34), withPad: " ", startingAt: 0)
                lines.append("    \(label) \(row.value)\(row.note.map { "  [\($0)]" } ?? "")")
            }
        }
        return lines
    }

    private func findingLines(_ decision: Decision, _ notes: [Finding], _ type: RecordType?) -> [String] {
        var lines: [String] = []
        if let type, !decision.assessment.missing.isEmpty {
            lines.append("Es fehlt oder ist unlesbar:")
            lines += decision.assessment.missing.map { "  • \(type.title(of: $0))" }
        }
        let told: [FindingKind] = [.fieldMissing, .fieldWanted, .fieldUnsure]
        let others = (decision.assessment.findings + notes).filter { finding in !told.contains(where: finding.isA) }
        if !others.isEmpty {
            lines.append("Hinweise:")
            lines += others.map { "  \($0.severity == .error ? "!" : $0.severity == .warning ? "▸" : "·") \($0.message)" }
        }
        return lines
    }
}
