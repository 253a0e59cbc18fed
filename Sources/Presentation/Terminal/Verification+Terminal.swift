public import Vocabulary

extension Reading {
    /// The verdict as a person reads it on a terminal.
    ///
    /// - Parameters:
    ///   - source: what was verified.
    ///   - digest: its digest.
    /// - Returns: several lines.
    public func verificationText(source: String, digest: Digest) -> String {
        var lines = ["\(Label.escaped(source))  (\(digest))", "  beurteilt zum \(receivedAt.german)"]
        lines.append("  " + (verification.sentence ?? "Es gibt nichts zu prüfen: keine Signatur, keine De-Mail."))
        if let reason = verification.writtenFormReason { lines.append("  " + reason) }
        for (index, report) in verification.reports.enumerated() {
            let code = report.subIndication.map { " (\($0))" } ?? ""
            lines.append("  \(index + 1). \(report.document ?? "Nachricht"): \(Self.word(report.indication))\(code)")
            for check in report.checks { lines.append("     \(Self.mark(check.indication)) \(check.name): \(check.detail)") }
            for item in report.covers { lines.append("     abgedeckt: \(item.name)  \(item.digest)") }
        }
        for finding in findings + documents.flatMap(\.findings) { lines.append("  Hinweis: \(finding.message)") }
        return Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n") + "\n"
    }

    private static func word(_ indication: Verification.Indication) -> String {
        switch indication {
        case .passed: "gültig"
        case .failed: "ungültig"
        case .indeterminate: "nicht bestätigt"
        case .none: "nichts zu prüfen"
        }
    }

    private static func mark(_ indication: Verification.Indication) -> String {
        switch indication {
        case .passed: "[ja]  "
        case .failed: "[nein]"
        case .indeterminate: "[?]   "
        case .none: "[-]   "
        }
    }
}
