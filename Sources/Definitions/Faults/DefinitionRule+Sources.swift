/// Rules about the sources under `map`, and about letters.
extension DefinitionRule {
    static let sources = [
        sourceMissing, sourceUnknownField, sourceRepeated, sourceOverlap, sourceConstantFirst, exportUnknown, exportUnmapped, xpathInvalid,
        xpathUnknown,
    ]
    static let letters = [letterUnknown, letterMissing, letterSyntax, letterName, letterScope]

    /// A source that says not where it reads.
    public static let sourceMissing = DefinitionRule(
        "source.missing",
        .error,
        cause: "Der Quelle fehlt, woher sie liest.",
        help: "Nennen Sie acro, yes und no, xml, xfa, text, column, body, message, letter oder value.",
        wrong: "name: { as: name }",
        right: "name: { acro: ant_name, as: name }"
    )
    /// A field that the blank PDF does not have.
    public static let sourceUnknownField = DefinitionRule(
        "field.unknown-source",
        .warning,
        cause:
            "Ein Feld, das eine Regel liest, hat das leere Formular nicht: Die Regel läse nie etwas, und das Schreiben fragte nach dem, was dasteht.",
        help: "Berichtigen Sie den Feldnamen; alle nennt: eingang read DATEI.pdf",
        wrong: "name: { acro: ant_nmae }",
        right: "name: { acro: ant_name }"
    )
    /// A source that stands twice.
    public static let sourceRepeated = DefinitionRule(
        "source.repeated",
        .warning,
        cause: "Dieselbe Quelle steht in einer Regel zweimal; die zweite kann nichts mehr beitragen.",
        help: "Löschen Sie die zweite, oder nennen Sie das Feld, das gemeint war.",
        wrong: "ort: [{ acro: ort }, { acro: ort }]",
        right: "ort: [{ acro: ort }, { acro: wohnort }]"
    )
    /// A box that fills two fields.
    public static let sourceOverlap = DefinitionRule(
        "source.overlap",
        .warning,
        cause: "Zwei Regeln lesen dasselbe Feld des Formulars ganz in zwei verschiedene Felder des Datensatzes.",
        help: "Nennen Sie bei einer das richtige Feld, oder teilen Sie den Inhalt mit „part:“.",
        wrong: "vorname: { acro: name }\nnachname: { acro: name }",
        right: "vorname: { acro: name, part: '^(\\S+) ' }\nnachname: { acro: name, part: ' (\\S+)$' }"
    )
    /// A constant that stands before other sources.
    public static let sourceConstantFirst = DefinitionRule(
        "source.constant-first",
        .warning,
        cause: "Die Konstante steht vor anderen Quellen: Was jemand anderes ausfüllt, widerspräche ihr immer.",
        help: "Setzen Sie „value:“ an das Ende; dort gilt es, wenn nichts ausgefüllt ist.",
        wrong: "art: [{ value: erst }, { acro: art }]",
        right: "art: [{ acro: art }, { value: erst }]"
    )
    /// A code for an export value that the field does not have.
    public static let exportUnknown = DefinitionRule(
        "code.unknown-export",
        .warning,
        cause: "Unter „codes:“ steht ein Wert, den das Kästchen oder die Auswahl im leeren Formular nicht annehmen kann.",
        help: "Setzen Sie einen der Exportwerte ein; alle nennt: eingang read DATEI.pdf",
        wrong: "art: { acro: art, codes: { Erstantrg: erst } }",
        right: "art: { acro: art, codes: { Erstantrag: erst } }"
    )
    /// An export value that no code takes.
    public static let exportUnmapped = DefinitionRule(
        "code.unmapped-export",
        .warning,
        cause:
            "Einen Wert, den das Kästchen oder die Auswahl annehmen kann, ordnet die Regel nicht zu: Wer ihn wählt, hätte „ungültig“ angegeben.",
        help: "Ergänzen Sie den Wert unter „codes:“, oder bei der Codeliste unter „also:“.",
        wrong: "art: { acro: art, codes: { A: erst } }     # die Auswahl hat A und B",
        right: "art: { acro: art, codes: { A: erst, B: folge } }"
    )
    /// What is no XPath.
    public static let xpathInvalid = DefinitionRule(
        "xpath.invalid",
        .error,
        cause: "Das ist kein XPath 1.0.",
        help: "Prüfen Sie Klammern und Anführungszeichen.",
        wrong: "name: { xml: '//person[' }",
        right: "name: { xml: '//person/name' }"
    )
    /// An XPath that selects nothing.
    public static let xpathUnknown = DefinitionRule(
        "xpath.unknown",
        .warning,
        cause: "Das XML-Schema des Formulars kennt dieses Element oder Attribut nicht; der XPath findet nie etwas.",
        help: "Berichtigen Sie den Namen und den Namensraum; Vorsätze stehen unter „namespaces:“.",
        wrong: "name: { xml: /w:antrag/w:nmae }",
        right: "name: { xml: /w:antrag/w:name }"
    )
    /// A letter of a kind that is not there.
    public static let letterUnknown = DefinitionRule(
        "letter.unknown",
        .error,
        cause: "Ein Schreiben dieser Art gibt es nicht; niemand würde es je verschicken.",
        help: "Benennen Sie die Datei nach einer der Arten, etwa follow-up.de.mustache.",
        wrong: "replies/followup.de.mustache",
        right: "replies/follow-up.de.mustache"
    )
    /// A letter that has to be there.
    public static let letterMissing = DefinitionRule(
        "letter.missing",
        .error,
        cause: "Ein Datensatz, der Schriftform braucht, braucht auch das Schreiben, das sie anfordert.",
        help: "Legen Sie replies/form-missing.de.mustache an.",
        wrong: "writtenForm: required",
        right: "writtenForm: required     # mit replies/form-missing.de.mustache"
    )
    /// A text that is no letter.
    public static let letterSyntax = DefinitionRule(
        "letter.syntax",
        .error,
        cause: "Der Text ist kein Schreiben: Die erste Zeile ist der Betreff, dann kommen eine leere Zeile und der Text, beides Mustache.",
        help: "Prüfen Sie den Betreff, und ob jeder Abschnitt {{#…}} mit {{/…}} endet.",
        wrong: "Guten Tag,",
        right: "Betreff: {{title}}\n\nGuten Tag,"
    )
    /// A name that stands outside of its section.
    public static let letterScope = DefinitionRule(
        "letter.scope",
        .warning,
        cause: "Dieser Name steht nur in den Zeilen eines Abschnitts für etwas; außerhalb bliebe eine Lücke.",
        help: "Setzen Sie ihn in den Abschnitt.",
        wrong: "{{#questions}}{{title}}{{/questions}} {{ask}}",
        right: "{{#questions}}{{title}} {{ask}}{{/questions}}"
    )
    /// A name that a letter cannot use.
    public static let letterName = DefinitionRule(
        "letter.name",
        .error,
        cause: "Diesen Namen gibt es in einem Schreiben an dieser Stelle nicht; dort bliebe eine Lücke.",
        help: "Berichtigen Sie den Namen; Documentation/Definitions.md nennt alle.",
        wrong: "{{#questions}}{{titel}}{{/questions}}",
        right: "{{#questions}}{{title}}{{/questions}}"
    )
}
