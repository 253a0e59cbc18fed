internal import Definitions
internal import Vocabulary

/// Everything a form designer looks up - keys, sources, types, rules, findings - as one page of Markdown, made of the tables that the program goes by.
public enum DefinitionReference {
    /// The page, in German.
    public static var markdown: String {
        let parts = [
            "# Nachschlagen",
            "Diese Seite macht das Programm aus seinen eigenen Tabellen: `eingang help reference > Documentation/Reference.md`. Wie man anfängt, steht in "
                + "[Designing-forms.md](Designing-forms.md), wie alles zusammenhängt in [Definitions.md](Definitions.md).",
            "## Schlüssel", DefinitionKeys.all.map(table).joined(separator: "\n\n"),
            "## Arten von Angaben",
            "Die Art einer Angabe (`type`) sagt auch, wie gelesen wird, was auf dem Formular steht; eine andere nennt `as`. Was nicht zur Art passt, ist *ungültig* und "
                + "behält seinen Wortlaut. Alle Schreibweisen stehen in [Converters.md](Converters.md).",
            types,
            "## Regeln von `schema lint`",
            "Ein Fehler: Die Datei wird nicht geladen. Eine Warnung: Sie wird geladen, aber vermutlich ist etwas anderes gemeint. Mehr zu jeder: `eingang help REGEL`.",
            rules, "## Befunde", "Was zu einer Nachricht gesagt wird. Mehr zu jedem: `eingang help CODE`.", findings,
        ]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func table(_ keys: DefinitionKeys) -> String {
        let rows = keys.keys.map { key in
            "| `\(key.name)`\(key.isNeeded ? " (nötig)" : "") | \(words(key.shape)) | \(cell(key.meaning)) |"
        }
        return "### \(cell(keys.title)) (`\(keys.name)`)\n| Schlüssel | dahinter | sagt |\n|---|---|---|\n" + rows.joined(separator: "\n")
    }

    /// What stands behind a key.
    private static func words(_ shape: DefinitionKeys.Shape) -> String {
        switch shape {
        case .text: "Text"
        case .boolean: "true oder false"
        case .integer: "ganze Zahl"
        case .day: "Tag wie 2026-07-01"
        case .expression: "FEEL-Ausdruck"
        case .one(let choices): choices.map { "`\($0)`" }.joined(separator: ", ")
        case .keys(let name): "Schlüssel von `\(name)`"
        case .map(let inner): "Zuordnung: \(words(inner))"
        case .list(let inner): "Liste: \(words(inner))"
        case .either(let shapes): shapes.map(words).joined(separator: "; oder ")
        }
    }

    /// What stands on forms, for each type something it takes and something it does not.
    private static let samples: [Field.Kind: [String]] = [
        .text: ["Lindenweg 7"], .name: ["Zoë Müller-Öz", "Müller 3"], .code: ["verheiratet", "vielleicht"],
        .boolean: ["ja", "x", "vielleicht"],
        .integer: ["3", "3 Personen", "drei"], .decimal: ["64,5 m²", "viel"], .money: ["1.234,56 €", "650,-", "ca. 600"],
        .date: ["03.02.84", "3. Februar 1984", "31.02.1984"], .month: ["10/2026", "Herbst"],
        .time: ["2026-10-12T10:15:00+02:00", "10 Uhr"],
        .iban: ["DE02 1203 0000 0000 2020 51", "DE02 1203 0000 0000 2020 52"], .bic: ["BYLADEM1001", "Sparkasse"],
        .postcode: ["D-39104", "3910"],
        .email: ["a.b@example.org", "a.b"], .phone: ["0391 / 555 01", "keins"], .member: ["0", "ich"],
    ]

    private static var types: String {
        let rows = Field.Kind.allCases.map { kind in
            let shown = samples[kind, default: []].map { sample in
                let value = Conversions.describe(sample, as: kind, referenceYear: 2026)
                return "`\(sample)` → \(value.replacing("refused: ", with: "abgelehnt: ").replacing(" unsure", with: " (unsicher)"))"
            }
            return "| `\(kind.rawValue)` | \(kind.german) | \(cell(shown.joined(separator: "; "))) |"
        }
        return "| `type` | ist | Beispiele |\n|---|---|---|\n" + rows.joined(separator: "\n")
    }

    private static var rules: String {
        let rows = DefinitionRule.all.map { rule in
            "| `\(rule.id)` | \(rule.severity == .error ? "Fehler" : "Warnung") | \(cell(rule.cause)) | \(cell(rule.help)) |"
        }
        return "| Regel | wiegt | Ursache | Abhilfe |\n|---|---|---|---|\n" + rows.joined(separator: "\n")
    }

    private static var findings: String {
        let rows = FindingKind.all.map { kind in
            "| `\(kind.code)` | \(kind.severity.german) | \(kind.consequence.german) | \(cell(kind.clerk)) |"
        }
        return "| Code | wiegt | Folge | fürs Amt |\n|---|---|---|---|\n" + rows.joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|").replacing("\n", with: " ") }
}
