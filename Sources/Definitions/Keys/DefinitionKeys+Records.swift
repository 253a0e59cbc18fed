/// What stands in records, shared types and code lists.
extension DefinitionKeys {
    /// `record.yaml`.
    public static let record = DefinitionKeys(
        "record",
        "Ein Datensatz: welche Angaben ein Antrag hat, welche nötig sind, was geprüft und was gefragt wird.",
        [
            .must("record", .text, "Der Name des Datensatzes, wie Formulare ihn nennen."),
            .must("version", .text, "Die Fassung der Definition, etwa \"2026.1\"."),
            .must("title", .text, "Wie Schreiben den Antrag nennen: „Antrag auf Wohngeld“."),
            .may("writtenForm", .one(["required", "not-required"]), "Ob der Antrag die Schriftform braucht."),
            .may("prefix", .text, "Die Buchstaben, mit denen Aktenzeichen beginnen, etwa WG."),
            .may("objection", .keys("objection"), "Woraus sich die Frist eines Widerspruchs ergibt."),
            .may(
                "addressee",
                .list(.texts),
                "An wen Schreiben gehen: Listen von Feldern; es gilt die erste, deren letztes Feld bekannt ist."
            ),
            .may("identity", .texts, "Felder, an denen auffällt, dass dieselbe Sache schon einmal kam."),
            .may("search", .texts, "Felder, mit denen sich ein Vorgang außerdem finden lässt."),
            .may("blankForms", .list(.keys("blankForm")), "Leere Formulare, die mit einem Schreiben hinausgehen, wenn zu vieles fehlt."),
            .must("fields", .map(.keys("field")), "Die Felder in ihrer Reihenfolge."),
            .may("checks", .list(.keys("check")), "Prüfungen über mehrere Felder."),
        ]
    )

    /// `record-*.yaml`.
    public static let part = DefinitionKeys(
        "part",
        "Die Fortsetzung eines Datensatzes in einer weiteren Datei.",
        [
            .may("fields", .map(.keys("field")), "Weitere Felder."),
            .may("checks", .list(.keys("check")), "Weitere Prüfungen."),
        ]
    )

    /// A field.
    public static let field = DefinitionKeys(
        "field",
        "Ein Feld, eine Gruppe oder eine Liste.",
        [
            .may("label", .text, "Wie das Feld auf Formularen und in Schreiben heißt."),
            .may("type", .text, "Der Typ: \(Field.Kind.allCases.map(\.rawValue).joined(separator: ", ")), oder ein Baustein aus shared/."),
            .may("codes", .either([.text, codes]), "Bei code: der Name einer Codeliste, oder Schlüssel mit Namen."),
            .may("many", .boolean, "Ob mehrere Werte möglich sind."),
            .may("unit", .text, "Die Einheit, etwa EUR/Monat."),
            .may("required", .boolean, "Ohne das Feld ist keine Entscheidung möglich; es wird danach gefragt."),
            .may("requiredWhen", .expression, "Wann das so ist."),
            .may(
                "wanted",
                .either([.boolean, .one(["first", "last"])]),
                "Es wird danach gefragt, aber nichts aufgehalten; first und last ordnen die Fragen."
            ),
            .may("wantedWhen", .expression, "Wann das so ist."),
            .may("when", .expression, "Wann es das Feld, oder alles in der Gruppe, überhaupt gibt."),
            .may("ask", .text, "Die Frage an die Bürgerin oder den Bürger; bei attachment die Ergänzung zu „Bitte schicken Sie uns …“."),
            .may("law", .text, "Die Rechtsgrundlage, für die Sachbearbeitung."),
            .may("sensitive", .text, "Die Art der Empfindlichkeit, etwa art9: nicht zu sehen, wo es nicht gebraucht wird."),
            .may("critical", .boolean, "Ob ein nicht ganz sicherer Wert einen Menschen braucht."),
            .may(
                "default",
                .text,
                "Der Schlüssel, der gilt, solange niemand etwas anderes sagt; bei einem Text \"{office}\" für den Namen der Behörde."
            ),
            .may("urgent", .boolean, "Ob danach auch gefragt wird, wenn alles andere einem leeren Formular überlassen wird."),
            .may("row", .text, "Bei list: wie eine Zeile heißt, etwa Person."),
            .may("identity", .texts, "Bei list: die Felder, an denen eine Zeile in einer späteren Nachricht erkannt wird."),
            .may("members", .boolean, "Bei list: ob ihre Zeilen die Personen sind, die Felder vom Typ member zählen."),
            .may("shows", .texts, "Bei attachment: Wörter im Dateinamen oder Text, an denen der Nachweis erkannt wird."),
            .may("system", .one(Field.System.allCases.map(\.rawValue)), "Was das Programm selbst einträgt."),
            .may("fields", .map(.keys("field")), "Bei group und list: die Felder darin."),
        ]
    )

    /// A check.
    public static let check = DefinitionKeys(
        "check",
        "Eine Prüfung über mehrere Felder.",
        [
            .must("id", .text, "Ihr Name im Datensatz."),
            .must("assert", .expression, "Was gelten muss."),
            .may("each", .text, "Die Liste, deren Zeilen einzeln geprüft werden."),
            .may("path", .text, "Das Feld, auf das der Befund zeigt."),
            .may("severity", .one(["error", "warning", "info"]), "error und warning werden gefragt, info nur nebenbei."),
            .must("clerk", .text, "Was die Sachbearbeitung wissen soll, wenn es nicht gilt."),
            .may("ask", .text, "Was dann gefragt wird."),
        ]
    )

    /// What the period of an objection depends on.
    public static let objection = DefinitionKeys(
        "objection",
        "Die Felder, aus denen sich die Frist eines Widerspruchs ergibt (§§ 58, 70 VwGO).",
        [
            .must("decided", .text, "Der Tag des Bescheids."),
            .must("received", .text, "Wann er ankam."),
            .must("notice", .text, "Ob die Rechtsbehelfsbelehrung da und richtig ist."),
            .must("way", .text, "Wie er ankam."),
        ]
    )

    /// A blank form that goes out with a letter.
    public static let blankForm = DefinitionKeys(
        "blankForm",
        "Ein leeres Formular in blank/ neben dem Datensatz.",
        [
            .must("file", .text, "Der Name der Datei."),
            .must("title", .text, "Wie Menschen es nennen."),
            .may("when", .expression, "Wann es das richtige ist."),
        ]
    )

    /// A shared type.
    public static let type = DefinitionKeys(
        "type",
        "Ein Baustein: Felder unter einem Namen, den jeder Datensatz als Typ verwenden kann.",
        [
            .must("type", .text, "Der Name des Typs."),
            .must("fields", .map(.keys("field")), "Seine Felder."),
        ]
    )

    /// A code list.
    public static let codeList = DefinitionKeys(
        "codeList",
        "Eine Codeliste.",
        [
            .must("codes", .text, "Der Name der Liste."),
            .may("title", .text, "Was sie aufzählt."),
            .must("values", codes, "Schlüssel mit Namen."),
        ]
    )

    /// An entry of a code list.
    public static let code = DefinitionKeys(
        "code",
        "Ein Eintrag, der sich mit der Zeit ändert.",
        [
            .must("label", .text, "Wie er jetzt heißt."),
            .may("from", .day, "Sein erster Tag."),
            .may("until", .day, "Sein letzter Tag."),
            .may("earlier", .list(.keys("formerName")), "Frühere Namen."),
            .may("also", .texts, "Andere Wörter, die ihn meinen."),
        ]
    )

    /// A former name of an entry.
    public static let formerName = DefinitionKeys(
        "formerName",
        "Ein früherer Name.",
        [
            .must("label", .text, "Der Name."),
            .must("until", .day, "Sein letzter Tag."),
        ]
    )

    private static let codes = Shape.map(.either([.text, .keys("code")]))
}
