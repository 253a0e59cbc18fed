internal import Vocabulary

extension Explanation {
    /// For a terminal.
    public var text: String {
        var lines = [
            "Nachricht   \(Label.escaped(source))", "Eingang     \(received)", "Ergebnis    \(outcome)", "", "Prüfung der Nachricht",
        ]
        lines += trust.map { "  \($0)" }
        lines += ["", "Welches Formular?", "  \(choice)"]
        lines += scores.map { score in
            let percent = String(repeating: " ", count: max(0, 3 - "\(score.percent)".count)) + "\(score.percent) %"
            let lacking =
                score.lacking.isEmpty
                ? "" : "; es fehlt: \(score.lacking.prefix(4).joined(separator: ", "))\(score.lacking.count > 4 ? " …" : "")"
            return
                "  \(score.isChosen ? ">" : " ") \(percent)  \(score.title) (\(score.id)) in „\(Label.escaped(score.document))“\(lacking)"
        }
        for entry in entries {
            lines += ["", "\(entry.title) (\(entry.path)): \(entry.value)  [\(entry.state)]"]
            lines += entry.steps.flatMap(Self.lines)
            lines += entry.conditions.flatMap(Self.lines)
            lines += entry.findings.map { "  Befund    \($0)" }
        }
        if !checks.isEmpty { lines += ["", "Prüfungen"] + checks.flatMap(Self.lines) }
        if !findings.isEmpty { lines += ["", "Befunde zur ganzen Nachricht"] + findings.map { "  \($0)" } }
        return Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n")
    }

    private static func lines(_ step: Step) -> [String] {
        guard !step.rule.isEmpty else { return ["  \(step.looks)"] }
        var lines = ["  Regel     \(step.rule)   \(step.definition)"]
        if let place = step.place {
            lines.append("  dort      „\(Label.escaped(step.raw ?? ""))“  (\(place))")
            lines.append("  ergibt    \(step.outcome)")
        } else {
            lines.append("  sucht     \(step.looks): \(step.outcome)")
        }
        return lines
    }

    private static func lines(_ condition: Condition) -> [String] {
        var lines = ["  \(condition.role) \(condition.expression)", "            \(condition.outcome)"]
        if !condition.inputs.isEmpty { lines[1] += ", weil \(condition.inputs.joined(separator: ", "))" }
        return lines
    }
}
