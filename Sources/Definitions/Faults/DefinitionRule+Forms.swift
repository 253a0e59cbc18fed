/// Rules about forms: how they are recognised, and their blank PDFs.
extension DefinitionRule {
    static let forms = [
        formRepeated, recogniseMissing, recogniseUnknown, recogniseTie, templateUnreadable, templateFieldUnread, rowsInvalid, tableHeading,
    ]

    /// Two forms of one id.
    public static let formRepeated = DefinitionRule(
        "form.repeated",
        .error,
        cause: "Zwei Formulare haben denselben Namen; das zweite wird nicht geladen.",
        help: "Geben Sie einem der beiden einen anderen Namen unter „form:“.",
        wrong: "forms/a.yaml: form: antrag\nforms/b.yaml: form: antrag",
        right: "forms/a.yaml: form: antrag-2025\nforms/b.yaml: form: antrag-2026"
    )
    /// A form without a feature.
    public static let recogniseMissing = DefinitionRule(
        "recognise.missing",
        .error,
        cause: "Ohne Erkennungsmerkmal wird das Formular nie erkannt.",
        help: "Nennen Sie unter „recognise:“ Feldnamen (acroform), ein Wurzelelement (xml), Wörter (text) oder Erklärungen (declares).",
        wrong: "recognise: {}",
        right: "recognise: { acroform: [name, geburtsdatum, iban] }"
    )
    /// A feature that the blank form does not have.
    public static let recogniseUnknown = DefinitionRule(
        "recognise.unknown-field",
        .warning,
        cause: "Ein Feld, an dem das Formular erkannt werden soll, hat das leere Formular nicht.",
        help: "Berichtigen Sie den Feldnamen; alle nennt: eingang read DATEI.pdf",
        wrong: "acroform: [ant_nmae, ant_geb]",
        right: "acroform: [ant_name, ant_geb]"
    )
    /// Two forms that cannot be told apart.
    public static let recogniseTie = DefinitionRule(
        "recognise.tie",
        .warning,
        cause:
            "Zwei Formulare haben dieselben Merkmale: Kein Dokument lässt sich einem von ihnen zuordnen, jedes ginge an die Sachbearbeitung.",
        help: "Nennen Sie bei jedem ein Merkmal, das das andere nicht hat, bei Texten etwa mit „without:“.",
        wrong: "a.yaml: recognise: { acroform: [name, ort] }\nb.yaml: recognise: { acroform: [name, ort] }",
        right: "a.yaml: recognise: { acroform: [name, ort, miete] }\nb.yaml: recognise: { acroform: [name, ort, darlehen] }"
    )
    /// A blank PDF without fields.
    public static let templateUnreadable = DefinitionRule(
        "template.unreadable",
        .warning,
        cause: "Das leere Formular ist kein PDF mit Formularfeldern; die Regeln konnten nicht damit verglichen werden.",
        help: "Legen Sie unter „template:“ das ausfüllbare PDF ab.",
        wrong: "template: antrag-gescannt.pdf",
        right: "template: antrag-ausfuellbar.pdf"
    )
    /// Fields of the blank PDF without a rule.
    public static let templateFieldUnread = DefinitionRule(
        "template.field-unread",
        .warning,
        cause: "Diese Felder des leeren Formulars liest keine Regel; was dort steht, muss die Sachbearbeitung im Original nachlesen.",
        help: "Ergänzen Sie Regeln unter „map:“. Was mit Absicht nicht gelesen wird, nennen Sie unter „unread:“.",
        wrong: "map: { name: { acro: name } }     # das PDF hat auch „telefon“",
        right: "map: { name: { acro: name }, telefon: { acro: telefon } }"
    )
    /// Rows that say not how they repeat.
    public static let rowsInvalid = DefinitionRule(
        "rows.invalid",
        .error,
        cause: "Die Zeilen sagen nicht, wie sie sich wiederholen.",
        help: "„rows“ ist ein Feldname mit „{n}“, oder eine Zuordnung mit fields, xml, lines oder table.",
        wrong: "rows: kind_name",
        right: "rows: kind{n}_name"
    )
    /// A column that a table does not have.
    public static let tableHeading = DefinitionRule(
        "table.heading",
        .error,
        cause: "Eine Regel nennt eine Spalte, die unter „table“ nicht steht.",
        help: "Berichtigen Sie „column:“ oder ergänzen Sie die Überschrift unter „table:“.",
        wrong: "rows: { table: [Name, Ort] }\nmap: { name: { column: Nam } }",
        right: "rows: { table: [Name, Ort] }\nmap: { name: { column: Name } }"
    )
}
