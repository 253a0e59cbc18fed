public import Definitions
internal import Foundation
internal import Vocabulary

extension DefinitionRule {
    /// The rule as a person reads it.
    public var plain: String {
        """
        Regel:       \(id)
        Schwere:     \(severity == .error ? "Fehler: Die Datei wird nicht geladen." : "Warnung: Die Datei wird geladen; nur schema lint nennt es.")
        Ursache:     \(cause)
        Hilfe:       \(help)
        Falsch:      \(Self.indented(wrong))
        Richtig:     \(Self.indented(right))
        """
    }

    private static func indented(_ text: String) -> String { text.replacing("\n", with: "\n             ") }

    /// All rules, a line each.
    public static var overview: String {
        let width = (all.map(\.id.count).max() ?? 0) + 2
        let lines = all.map { rule in
            rule.id.padding(toLength: width, withPad: " ", startingAt: 0) + (rule.severity == .error ? "Fehler   " : "Warnung  ")
                + rule.cause
        }
        return lines.joined(separator: "\n") + "\nMehr: eingang help REGEL"
    }
}

extension DefinitionReport {
    /// What is wrong, for a terminal: place, cause, the line with a caret, what to do.
    ///
    /// - Parameter what: what the definitions hold, where nothing is wrong.
    /// - Returns: a text of several lines.
    public func plain(_ what: String) -> String {
        let lines = faults.map { fault in
            let word = fault.severity == .warning ? "Warnung: " : ""
            let place = "\(fault.file):\(fault.line):\(fault.column): "
            return place + word + fault.message + " [\(fault.rule)]\n" + (fault.excerpt.isEmpty ? "" : fault.excerpt + "\n")
                + "    Hilfe: \(fault.help)\n"
        }
        return Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n") + (faults.isEmpty ? "" : "\n") + summary(what)
    }

    private func summary(_ what: String) -> String {
        let told = warnings == 0 ? "" : warnings == 1 ? ", 1 Warnung" : ", \(warnings) Warnungen"
        return errors > 0 ? "\(errors) Fehler\(told)" : "Keine Fehler\(told): \(what)."
    }
}
