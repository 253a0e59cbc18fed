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

    private func trustSentence(_ decision: Decision, _ type: RecordType?) -> String {
        let verification = decision.received.verification
        let seen =
            verification.sentence ?? "Die Nachricht trägt keine Signatur und kam nicht per De-Mail; der Absender ist nicht nachgewiesen."
        guard let type else { return seen }
        let form =
            verification.writtenForm || type.needsWrittenForm
            ? verification.writtenFormReason ?? "" : "Schriftform: hier nicht nötig."
        return "\(seen) \(form)"
    }

    private static func outcomeSentence(_ decision: Decision, _ outcome: Decision.Outcome) -> String {
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
        let shown = decision.readings.filter { $0.state != .missing && $0.state != .notApplicable }
        guard !shown.isEmpty else { return [] }
        let order = Dictionary(type.leaves.enumerated().map { ($1.path, $0) }) { first, _ in first }
        let sorted = shown.enumerated().sorted { a, b in
            let (pa, pb) = (order[FieldPath.generic(a.element.path)] ?? 0, order[FieldPath.generic(b.element.path)] ?? 0)
            let (ga, gb) = (Self.rowGroup(a.element.path), Self.rowGroup(b.element.path))
            return ga.list == gb.list && ga.row != gb.row ? ga.row < gb.row : (pa, a.offset) < (pb, b.offset)
        }
        var lines = ["Datensatz:   \(type.title)"]
        var heading = ""
        for (_, reading) in sorted {
            guard let field = type.field(at: FieldPath.generic(reading.path)) else { continue }
            let group = Self.heading(of: reading.path, in: type)
            if group != heading || lines.count == 1 { lines.append("  \(group.isEmpty ? "Allgemeines" : group)") }
            heading = group
            let value = reading.value.map { Self.shown($0, field, on: decision.received.receivedAt.localDate) } ?? "–"
            let label = field.label.padding(toLength: max(field.label.count, 34), withPad: " ", startingAt: 0)
            lines.append("    \(label) \(value)\(Self.note(reading))")
        }
        return lines
    }

    /// The labels of the groups and the row a path lies in.
    private static func heading(of path: String, in type: RecordType) -> String {
        var names: [String] = []
        var prefix = ""
        for step in path.split(separator: ".").dropLast() {
            prefix += (prefix.isEmpty ? "" : ".") + step
            guard let field = type.field(at: FieldPath.generic(prefix)) else { continue }
            let row = step.firstIndex(of: "[").flatMap { Int(step[step.index(after: $0)...].dropLast()) }
            names.append(row.map { "\(field.rowLabel ?? field.label) \($0 + 1)" } ?? field.label)
        }
        return names.joined(separator: " › ")
    }

    /// The list and row a path lies in, so that rows stay together.
    private static func rowGroup(_ path: String) -> (list: String, row: Int) {
        guard let open = path.firstIndex(of: "["), let close = path.firstIndex(of: "]") else { return ("", 0) }
        return (String(path[..<open]), Int(path[path.index(after: open)..<close]) ?? 0)
    }

    private static func shown(_ value: Value, _ field: Field, on day: CalendarDate) -> String {
        if field.sensitive != nil { return "(angegeben, besonders geschützt)" }
        let label: (Value) -> String = { value in
            switch (value, field.kind) {
            case (.text(let key), .code): field.codes.first { $0.key == key }?.label(on: day) ?? key
            case (.text(let text), _): text.split(whereSeparator: \.isNewline).joined(separator: " ")
            case (.number(let number), .integer): "\(number)"
            case (.number(let number), .money): Value.german(number, fraction: 2)
            case (.number(0), .member): "antragstellende Person"
            case (.number(let number), .member): "weitere Person \(number)"
            default: value.german
            }
        }
        let text = if case .list(let values) = value { values.map(label).joined(separator: ", ") } else { label(value) }
        return field.unit.map { "\(text) \($0)" } ?? text
    }

    private static func note(_ reading: FieldReading) -> String {
        switch reading.state {
        case .unsure: "  [unsicher gelesen]"
        case .invalid: "  [ungültig: \(reading.reason ?? "nicht lesbar")]"
        case .conflict: "  [widersprüchlich]"
        case .answered: "  [auf Nachfrage beantwortet]"
        case .corrected: "  [von Hand berichtigt]"
        case .read, .missing, .notApplicable: ""
        }
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
