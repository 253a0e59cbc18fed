internal import Definitions
internal import FEEL
internal import Vocabulary

/// The conditions and checks of a record as FEEL text (OMG DMN 1.5, chapter 10), each with what it is for.
struct RecordRules {
    private let type: RecordType

    init(_ type: RecordType) { self.type = type }

    var text: String {
        var blocks = [
            """
            // \(Self.line(type.title)) (\(type.id) \(type.version)): alle Bedingungen und Prüfungen.
            // Namen sind die Pfade des Datensatzes; in den Zeilen einer Liste („liste[]“) auch die Felder der Zeile und „nummer“, ihre Nummer ab 1.
            """
        ]
        blocks += conditions(type.fields)
        for check in type.checks {
            let where_ = check.each.map { " in jeder Zeile von \($0)[]" } ?? ""
            let severity = ["error": "Fehler", "warning": "Warnung", "info": "Hinweis"][check.severity.rawValue] ?? check.severity.rawValue
            blocks.append(block("Prüfung \(check.id)\(where_) (\(severity)): \(check.clerk)", check.assertion))
        }
        for form in type.blankForms {
            if let condition = form.condition { blocks.append(block("Leeres Formular \(form.file): \(form.title)", condition)) }
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private func conditions(_ fields: [Field]) -> [String] {
        fields.flatMap { field -> [String] in
            var blocks: [String] = []
            let name = "\(field.path) („\(field.label)“)"
            if let condition = field.applies { blocks.append(block("\(name) gilt nur, wenn", condition)) }
            if let requirement = field.requirement, let condition = requirement.condition {
                blocks.append(block("\(name) ist \(requirement.isHard ? "nötig" : "erwünscht"), wenn", condition))
            }
            return blocks + conditions(field.fields)
        }
    }

    private func block(_ words: String, _ expression: FEEL.Expression) -> String { "// \(Self.line(words))\n\(expression.text)" }

    private static func line(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
