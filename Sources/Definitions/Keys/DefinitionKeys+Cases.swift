extension DefinitionKeys {
    /// A file of cases: one that is compared whole, or a table of many small ones.
    public static let testCase = DefinitionKeys(
        "case",
        "Ein Testfall, oder eine Tabelle von kleinen.",
        [
            .may("case", .text, "Was der Fall zeigt, für Menschen."),
            .may("received", .text, "Wann es eingeht, etwa 2026-10-12T10:00:00+02:00; sonst an diesem Tag."),
            .may("form", .text, "Das Formular, das mit fields ausgefüllt wird."),
            .may("fields", .map(.text), "Namen von Formularfeldern und was darin steht; true kreuzt ein Kästchen an."),
            .may("file", .text, "Eine Datei daneben, die eingeht: PDF, XML, JSON oder eine Nachricht (.eml)."),
            .may("mail", .keys("mail"), "Eine E-Mail, die eingeht."),
            .may("record", .text, "Der Datensatz zu given und rules; sonst der des Ordners."),
            .may("given", .map(.texts), "Werte, wie der Datensatz sie schreibt, ohne Formular."),
            .may(
                "rules",
                .map(.keys("rulePair")),
                "Eine Tabelle: zu einem Pfad oder einer Prüfung, wann danach gefragt oder sie gemeldet wird."
            ),
            .may("letters", .list(.keys("letter")), "Eine Tabelle von Briefen und dem, was aus ihnen gelesen wird."),
        ]
    )

    /// A mail that comes in with a case.
    public static let mail = DefinitionKeys(
        "mail",
        "Eine E-Mail in einem Testfall.",
        [
            .may("from", .text, "Wer sie schreibt: Name <adresse@example.org>."), .may("subject", .text, "Der Betreff."),
            .may("text", .text, "Der Text."), .may("attached", .texts, "Dateien daneben, die anhängen."),
        ]
    )

    /// Values with which a rule fires, and some with which it does not.
    public static let rulePair = DefinitionKeys(
        "rulePair",
        "Werte zu einer Bedingung oder Prüfung.",
        [
            .may("fires", .map(.texts), "Werte, mit denen gefragt oder gemeldet wird."),
            .may("quiet", .map(.texts), "Werte, mit denen das nicht geschieht."),
        ]
    )

    /// A letter of a table.
    public static let letter = DefinitionKeys(
        "letter",
        "Ein Brief in einer Tabelle von Testfällen.",
        [
            .must("id", .text, "Sein Name in der Tabelle."), .must("form", .text, "Das Formular, als das er erkannt wird, oder none."),
            .may("from", .text, "Wer ihn schreibt."), .may("subject", .text, "Der Betreff."), .may("text", .text, "Der Text."),
            .may("values", .map(.text), "Werte, die gelesen werden, einige davon."), .may("why", .text, "Wozu es diesen Fall gibt."),
        ]
    )
}
