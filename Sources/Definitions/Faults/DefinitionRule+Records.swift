/// Rules about records, their fields, codes and checks.
extension DefinitionRule {
    static let records = [
        recordUnknown, recordRepeated, recordPrefixShared, fieldUnknown, fieldRepeated, fieldIsGroup, fieldEmptyGroup, fieldNoLabel,
        fieldNoQuestion, fieldUnfillable, typeUnknown, requirementTwice, conditionCycle, conditionShared, codesUnknown, codesMissing,
        codeUnknown, codeUnreached, checkNoQuestion,
    ]

    /// A record that is not there.
    public static let recordUnknown = DefinitionRule(
        "record.unknown",
        .error,
        cause: "Ein Formular nennt einen Datensatz, den es nicht gibt.",
        help: "Berichtigen Sie „record:“; der Name steht in record.yaml.",
        wrong: "record: wohngeldd",
        right: "record: wohngeld"
    )
    /// Two records of one id.
    public static let recordRepeated = DefinitionRule(
        "record.repeated",
        .error,
        cause: "Zwei Ordner beschreiben einen Datensatz mit demselben Namen; der zweite wird nicht geladen.",
        help: "Geben Sie einem der beiden einen anderen Namen unter „record:“.",
        wrong: "a/record.yaml: record: antrag\nb/record.yaml: record: antrag",
        right: "a/record.yaml: record: antrag\nb/record.yaml: record: beschwerde"
    )
    /// Two records whose cases begin alike.
    public static let recordPrefixShared = DefinitionRule(
        "record.prefix-shared",
        .warning,
        cause: "Die Aktenzeichen zweier Datensätze beginnen mit denselben Buchstaben; man sieht ihnen nicht an, worum es geht.",
        help: "Geben Sie jedem Datensatz ein eigenes „prefix:“.",
        wrong: "a/record.yaml: prefix: WG\nb/record.yaml: prefix: WG",
        right: "a/record.yaml: prefix: WG\nb/record.yaml: prefix: WS"
    )
    /// A field that the record does not have.
    public static let fieldUnknown = DefinitionRule(
        "field.unknown",
        .error,
        cause: "Dieses Feld gibt es im Datensatz nicht.",
        help: "Berichtigen Sie den Pfad; Gruppen und Felder verbindet ein Punkt.",
        wrong: "map:\n  antragsteller.name: { acro: name }",
        right: "map:\n  antragsteller.familienname: { acro: name }"
    )
    /// A field that two files define.
    public static let fieldRepeated = DefinitionRule(
        "field.repeated",
        .error,
        cause: "Zwei Dateien eines Datensatzes beschreiben dasselbe Feld; eine der Beschreibungen ginge verloren.",
        help: "Löschen Sie eine der beiden.",
        wrong: "record.yaml: fields: { name: … }\nrecord-2.yaml: fields: { name: … }",
        right: "record.yaml: fields: { name: … }\nrecord-2.yaml: fields: { ort: … }"
    )
    /// A rule for a group.
    public static let fieldIsGroup = DefinitionRule(
        "field.is-group",
        .error,
        cause: "Eine Regel füllt ein Feld, keine Gruppe von Feldern.",
        help: "Ordnen Sie den Feldern der Gruppe etwas zu.",
        wrong: "anschrift: { acro: adresse }",
        right: "anschrift.ort: { acro: ort }"
    )
    /// A group without fields.
    public static let fieldEmptyGroup = DefinitionRule(
        "field.empty-group",
        .error,
        cause: "Eine Gruppe oder Liste hat keine Felder.",
        help: "Ergänzen Sie „fields:“.",
        wrong: "anschrift: { type: group, label: Anschrift }",
        right: "anschrift: { type: group, label: Anschrift, fields: { ort: { label: Ort } } }"
    )
    /// A field without a label.
    public static let fieldNoLabel = DefinitionRule(
        "field.no-label",
        .warning,
        cause: "Das Feld hat keinen Namen für Menschen; in Schreiben und am Bildschirm stünde sein technischer Name.",
        help: "Ergänzen Sie „label:“.",
        wrong: "gebdat: { type: date }",
        right: "gebdat: { label: Geburtsdatum, type: date }"
    )
    /// A field that is asked for without a question.
    public static let fieldNoQuestion = DefinitionRule(
        "field.no-question",
        .warning,
        cause: "Das Feld wird gebraucht, aber es steht nicht da, wie danach gefragt wird; das Schreiben sagte nur „Bitte geben Sie an: …“.",
        help: "Ergänzen Sie „ask:“ mit einer Frage in einfachen Worten.",
        wrong: "iban: { label: IBAN, type: iban, required: true }",
        right: "iban: { label: IBAN, type: iban, required: true, ask: \"Auf welches Konto sollen wir zahlen?\" }"
    )
    /// A field that is needed and that no form can fill.
    public static let fieldUnfillable = DefinitionRule(
        "field.unfillable",
        .warning,
        cause:
            "Das Feld wird gebraucht, aber kein Formular füllt es und keine Antwort auf ein Schreiben wird dafür gelesen: Jeder Antrag bliebe unvollständig.",
        help:
            "Ergänzen Sie eine Regel unter „map:“ eines Formulars, oder ein Formular mit „answers: true“, das Antworten auf Schreiben liest.",
        wrong: "record.yaml: iban: { required: true }\nforms/antrag.yaml: map: { name: { acro: name } }",
        right: "forms/antrag.yaml: map: { name: { acro: name }, iban: { acro: iban } }"
    )
    /// A type that is not there.
    public static let typeUnknown = DefinitionRule(
        "type.unknown",
        .error,
        cause: "Den Typ, oder den Baustein in shared/, gibt es nicht.",
        help: "Berichtigen Sie „type:“.",
        wrong: "geburt: { type: datum }",
        right: "geburt: { type: date }"
    )
    /// A field that is both required and wanted.
    public static let requirementTwice = DefinitionRule(
        "requirement.twice",
        .error,
        cause: "„required“, „requiredWhen“, „wanted“ und „wantedWhen“ schließen einander aus.",
        help: "Behalten Sie eines davon.",
        wrong: "{ required: true, wantedWhen: 'x = 1' }",
        right: "{ requiredWhen: 'x = 1' }"
    )
    /// Conditions that need each other.
    public static let conditionCycle = DefinitionRule(
        "condition.cycle",
        .error,
        cause: "Bedingungen unter „when“ hängen im Kreis voneinander ab: Keines dieser Felder würde je erfragt.",
        help: "Nehmen Sie eine der Bedingungen heraus.",
        wrong: "a: { when: 'b = true' }\nb: { when: 'a = true' }",
        right: "a: { type: boolean }\nb: { when: 'a = true' }"
    )
    /// A condition in a shared type.
    public static let conditionShared = DefinitionRule(
        "condition.in-shared",
        .error,
        cause: "Ein Baustein in shared/ kennt den Datensatz nicht, in dem er verwendet wird, und kann nichts über ihn sagen.",
        help: "Schreiben Sie die Bedingung in den Datensatz, bei dem Feld, das den Baustein verwendet.",
        wrong: "shared/person.yaml: geburtsname: { wantedWhen: 'familienstand != \"ledig\"' }",
        right: "record.yaml: person: { type: person, fields: { geburtsname: { wantedWhen: … } } }"
    )
    /// A code list that is not there.
    public static let codesUnknown = DefinitionRule(
        "codes.unknown",
        .error,
        cause: "Die Codeliste gibt es in shared/codes nicht.",
        help: "Berichtigen Sie den Namen, oder legen Sie die Liste an.",
        wrong: "codes: anreden",
        right: "codes: anrede"
    )
    /// A code field without codes.
    public static let codesMissing = DefinitionRule(
        "codes.missing",
        .error,
        cause: "Einem Feld vom Typ code fehlen seine Schlüssel, oder einem Eintrag sein Name.",
        help: "Ergänzen Sie „codes:“ mit dem Namen einer Liste oder mit Schlüsseln und Namen.",
        wrong: "art: { label: Art, type: code }",
        right: "art: { label: Art, type: code, codes: { erst: Erstantrag } }"
    )
    /// A key that a code list does not have.
    public static let codeUnknown = DefinitionRule(
        "code.unknown",
        .error,
        cause: "Diesen Schlüssel hat die Codeliste des Feldes nicht.",
        help: "Berichtigen Sie den Schlüssel, oder ergänzen Sie ihn in der Liste.",
        wrong: "art: { acro: art, codes: { Erstantrag: erste } }",
        right: "art: { acro: art, codes: { Erstantrag: erst } }"
    )
    /// Codes that no form can yield.
    public static let codeUnreached = DefinitionRule(
        "code.unreached",
        .warning,
        cause: "Kein Formular kann diese Einträge der Codeliste liefern, und es wird auch nicht danach gefragt.",
        help: "Ordnen Sie den Einträgen unter „codes:“ etwas zu, oder nehmen Sie sie aus der Liste.",
        wrong: "codes: { erst: Erstantrag, folge: Folgeantrag }\nart: { acro: art, codes: { A: erst, B: erst } }",
        right: "art: { acro: art, codes: { A: erst, B: folge } }"
    )
    /// A check that is an error and asks nobody.
    public static let checkNoQuestion = DefinitionRule(
        "check.no-question",
        .warning,
        cause: "Die Prüfung hält den Antrag auf, aber niemand wird gefragt; jeder Fall geht an die Sachbearbeitung.",
        help: "Ergänzen Sie „ask:“, oder setzen Sie „severity: warning“.",
        wrong: "{ id: datum, assert: bis > von, severity: error, clerk: … }",
        right: "{ id: datum, assert: bis > von, severity: error, clerk: …, ask: \"Bis wann …?\" }"
    )
}
