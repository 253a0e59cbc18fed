/// Rules about files and what holds in all of them.
extension DefinitionRule {
    static let files = [
        fileUnreadable, fileMissing, yamlSyntax, yamlCharacter, yamlDuplicateKey, yamlAnchor, keyUnknown, keyMissing, value, expression,
        patternInvalid, patternExplodes, sharedUnused, schemaInvalid,
    ]

    /// A file that is empty or no text.
    public static let fileUnreadable = DefinitionRule(
        "file.unreadable",
        .error,
        cause: "Die Datei ist leer, kein Text in UTF-8, oder nicht von der Art, die ihr Name sagt.",
        help: "Bitte speichern Sie die Datei als Text in UTF-8.",
        wrong: "record.yaml, gespeichert in „Windows-1252“",
        right: "record.yaml, gespeichert in „UTF-8“"
    )
    /// A file that a definition names and that is not there.
    public static let fileMissing = DefinitionRule(
        "file.missing",
        .error,
        cause: "Eine Definition nennt eine Datei, die nicht da ist.",
        help: "Bitte legen Sie die Datei an ihren Platz oder berichtigen Sie ihren Namen.",
        wrong: "template: antrag-2025.pdf      # in blank/ liegt nur antrag-2026.pdf",
        right: "template: antrag-2026.pdf"
    )
    /// What is no YAML.
    public static let yamlSyntax = DefinitionRule(
        "yaml.syntax",
        .error,
        cause: "Die Datei ist kein YAML.",
        help: "Prüfen Sie Einrückung, Doppelpunkte, Klammern und Anführungszeichen in dieser und der vorigen Zeile.",
        wrong: "ask: Wie heißen Sie: Vor- und Nachname?",
        right: "ask: \"Wie heißen Sie: Vor- und Nachname?\""
    )
    /// A character that may not stand in a file.
    public static let yamlCharacter = DefinitionRule(
        "yaml.character",
        .error,
        cause: "Die Datei enthält ein Zeichen, das in YAML nicht stehen darf.",
        help: "Löschen Sie das Zeichen; es ist oft unsichtbar und kam beim Kopieren mit.",
        wrong: "label: Name\\u0001",
        right: "label: Name"
    )
    /// A key that stands twice in one mapping.
    public static let yamlDuplicateKey = DefinitionRule(
        "yaml.duplicate-key",
        .error,
        cause: "Ein Schlüssel steht in derselben Zuordnung zweimal; einer der beiden Einträge ginge verloren.",
        help: "Löschen Sie einen der beiden Einträge oder geben Sie ihm einen anderen Namen.",
        wrong: "name: { acro: vorname }\nname: { acro: nachname }",
        right: "vorname: { acro: vorname }\nname: { acro: nachname }"
    )
    /// Anchors and aliases.
    public static let yamlAnchor = DefinitionRule(
        "yaml.anchor",
        .error,
        cause: "Anker und Verweise von YAML sagen etwas weit von dem Ort, an dem es gilt.",
        help: "Schreiben Sie den Inhalt an jede Stelle, oder machen Sie einen Baustein in shared/ daraus.",
        wrong: "a: &x { label: Name }\nb: *x",
        right: "a: { label: Name }\nb: { label: Name }"
    )
    /// A key that nothing is known by.
    public static let keyUnknown = DefinitionRule(
        "key.unknown",
        .error,
        cause: "Diesen Schlüssel gibt es an dieser Stelle nicht.",
        help: "Berichtigen Sie den Namen des Schlüssels.",
        wrong: "name: { lable: Name }",
        right: "name: { label: Name }"
    )
    /// A key that has to be there.
    public static let keyMissing = DefinitionRule(
        "key.missing",
        .error,
        cause: "Hier fehlt ein Schlüssel, ohne den die Definition nichts besagt.",
        help: "Ergänzen Sie den Schlüssel.",
        wrong: "form: antrag\nrecognise: { acroform: [name] }",
        right: "form: antrag\nrecord: wohngeld\nrecognise: { acroform: [name] }"
    )
    /// A value of the wrong kind.
    public static let value = DefinitionRule(
        "value.unexpected",
        .error,
        cause: "Hier steht ein Wert, den es an dieser Stelle nicht gibt.",
        help: "Setzen Sie einen der Werte ein, die hier möglich sind.",
        wrong: "required: vielleicht",
        right: "required: true"
    )
    /// An expression that is no FEEL or does not fit the record.
    public static let expression = DefinitionRule(
        "expression",
        .error,
        cause: "Der Ausdruck ist kein FEEL, oder seine Namen und Typen passen nicht zum Datensatz.",
        help: "Probieren Sie ihn aus mit: eingang eval 'AUSDRUCK'",
        wrong: "requiredWhen: 'antrag.art = \"erste\"'",
        right: "requiredWhen: 'antrag.art = \"erst\"'"
    )
    /// A pattern that is no regular expression.
    public static let patternInvalid = DefinitionRule(
        "pattern.invalid",
        .error,
        cause: "Das Muster ist kein regulärer Ausdruck, oder kein Muster aus Wörtern.",
        help: "Prüfen Sie Klammern und Rückstriche; ein Muster gehört in einfache Anführungszeichen.",
        wrong: "text: { pattern: 'Miete (\\d+' }",
        right: "text: { pattern: 'Miete (\\d+)' }"
    )
    /// A pattern on which some text takes for ever.
    public static let patternExplodes = DefinitionRule(
        "pattern.explodes",
        .error,
        cause:
            "Auf manchen Texten probiert das Muster mit jedem Zeichen doppelt so viele Wege; eine Nachricht könnte den Leseprozess aufhalten.",
        help: "Vermeiden Sie Wiederholungen in Wiederholungen und zwei Wege für dieselben Zeichen.",
        wrong: "pattern: '(\\w+\\s?)+:'",
        right: "pattern: '[\\w ]+:'"
    )
    /// A code list or a shared type that nothing uses.
    public static let sharedUnused = DefinitionRule(
        "shared.unused",
        .warning,
        cause: "Diese Codeliste oder diesen Baustein verwendet kein Datensatz.",
        help: "Löschen Sie die Datei, oder verwenden Sie sie mit „codes:“ oder „type:“.",
        wrong: "shared/codes/anrede.yaml ohne „codes: anrede“ in einem Datensatz",
        right: "anrede: { label: Anrede, type: code, codes: anrede }"
    )
    /// An XML Schema that cannot be used.
    public static let schemaInvalid = DefinitionRule(
        "schema.invalid",
        .error,
        cause: "Das XML-Schema fehlt oder ist fehlerhaft. Es muss eine einzige Datei sein: Nichts, worauf es verweist, wird geladen.",
        help: "Legen Sie die Datei neben das Formular und prüfen Sie sie mit einem XML-Werkzeug.",
        wrong: "schema: ../antrag.xsd",
        right: "schema: antrag.xsd"
    )
}
