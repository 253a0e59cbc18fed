/// What stands in forms.
extension DefinitionKeys {
    /// `forms/*.yaml`.
    public static let form = DefinitionKeys(
        "form",
        "Ein Formular: woran es erkannt wird, und wie es auf einen Datensatz abgebildet wird.",
        [
            .must("form", .text, "Der Name des Formulars."),
            .may("title", .text, "Wie Menschen es nennen."),
            .must("record", .text, "Der Datensatz, auf den es abgebildet wird."),
            .must("recognise", .keys("fingerprint"), "Woran es erkannt wird."),
            .may("template", .text, "Das leere PDF in blank/ neben dem Datensatz; schema lint vergleicht die Regeln damit."),
            .may("unread", .texts, "Felder des leeren PDF, die mit Absicht nicht gelesen werden, etwa „Nur vom Amt auszufüllen“."),
            .may("blank", .map(.text), "Werte, die das leere Formular schon hat: Niemand hat sie gewählt."),
            .may("map", map, "Wie die Felder des Datensatzes gelesen werden."),
            .may("answers", .boolean, "Ob es Antworten auf unsere Schreiben sind."),
            .may("withdraws", .boolean, "Ob damit etwas zurückgenommen wird; ein Mensch entscheidet, was folgt."),
            .may("schema", .text, "Das XML-Schema, das neben dem Formular liegt."),
            .may("namespaces", .map(.text), "Namensräume zu den Vorsätzen, die XPath verwendet."),
        ]
    )

    /// What a form is recognised by.
    public static let fingerprint = DefinitionKeys(
        "fingerprint",
        "Woran ein Formular erkannt wird.",
        [
            .may("acroform", .texts, "Namen von Formularfeldern."),
            .may("xml", .texts, "Das Wurzelelement, {Namensraum}Name, oder {*}Name in jedem Namensraum."),
            .may(
                "json",
                .either([.text, .list(.texts)]),
                "Namen von Angaben in einem JSON-Dokument; ein Eintrag ist ein Name oder eine Liste von möglichen."
            ),
            .may(
                "text",
                .either([.text, .list(.texts)]),
                "Wortfolgen im Text; ein Eintrag ist eine Wortfolge oder eine Liste von möglichen."
            ),
            .may("declares", .list(.either([.text, .keys("declaration")])), "Was ein Brief erklären muss, als Muster aus Wörtern."),
            .may("words", .map(.texts), "Listen von Wörtern für die Muster."),
            .may("without", .texts, "Wortfolgen, von denen keine vorkommen darf."),
        ]
    )

    /// A pattern of words with what it has to be about.
    public static let declaration = DefinitionKeys(
        "declaration",
        "Eine Erklärung, die nur mit bestimmten anderen Wörtern zählt.",
        [
            .must("says", .text, "Das Muster aus Wörtern."),
            .may("about", .texts, "Wörter, von denen eines irgendwo im Brief stehen muss."),
        ]
    )

    /// Where a value is looked for.
    public static let source = DefinitionKeys(
        "source",
        "Eine Quelle: wo ein Wert steht, und was aus ihm wird.",
        [
            .may("acro", .texts, "Formularfelder; mehrere werden verbunden. Kästchen und Auswahlen geben ihren Exportwert."),
            .may("join", .text, "Womit mehrere Formularfelder verbunden werden; sonst mit einem Leerzeichen."),
            .may("yes", .text, "Das Kästchen für Ja."),
            .may("no", .text, "Das Kästchen für Nein."),
            .may("xml", .text, "Ein XPath in XML."),
            .may("xfa", .text, "Ein XPath in XFA-Daten."),
            .may("text", .keys("text"), "Text auf der Seite oder in der Nachricht."),
            .may("column", .text, "Die Spalte einer Tabelle, durch ihre Überschrift."),
            .may("body", .texts, "Eine Zeile „Name: Wert“ der Nachricht."),
            .may("message", .one(["from.name", "from.address", "date", "received", "subject"]), "Etwas aus dem Kopf der Nachricht."),
            .may("letter", .one(letterParts), "Wer einen Brief schreibt und wo diese Person wohnt."),
            .may("value", .text, "Eine Konstante."),
            .may("as", .text, "Ein anderer Umwandler als der des Feldes."),
            .may("part", .text, "Ein regulärer Ausdruck, dessen erste Klammer der gemeinte Teil ist."),
            .may("codes", .map(.text), "Schlüssel zu dem, was auf dem Formular steht."),
            .may("then", .text, "Der Wert, sobald überhaupt etwas gefunden wird."),
        ]
    )

    /// Text near an anchor.
    public static let text = DefinitionKeys(
        "text",
        "Text auf der Seite oder in der Nachricht.",
        [
            .may("right-of", .texts, "Was rechts neben diesen Wörtern steht."),
            .may("below", .texts, "Was unter diesen Wörtern steht."),
            .may("pattern", .texts, "Reguläre Ausdrücke; der erste, der passt, gilt."),
            .may("contains", .texts, "Wortfolgen, von denen eine vorkommt."),
            .may("all", .text, "Der ganze Text."),
            .may("region", .list(.text), "Ein Rechteck: links, unten, rechts, oben in Punkten vom linken unteren Rand der Seite."),
            .may("until", .texts, "Wörter, vor denen der Wert endet."),
            .may("page", .integer, "Die Seite, ab 1."),
            .may("occurrence", .integer, "Das wievielte Vorkommen, ab 1."),
        ]
    )

    /// The rows of a list.
    public static let rows = DefinitionKeys(
        "rows",
        "Zeilen einer Liste; ohne „rows“ eine einzige.",
        [
            .may(
                "rows",
                .either([.text, .keys("repetition")]),
                "Wie sie sich wiederholen: ein Feldname mit {n}, oder eine der anderen Arten."
            ),
            .may("map", map, "Wie die Felder einer Zeile gelesen werden."),
        ]
    )

    /// How rows repeat.
    public static let repetition = DefinitionKeys(
        "repetition",
        "Wie sich Zeilen wiederholen.",
        [
            .may("fields", .text, "Ein Feldname mit {n}."),
            .may("names", .list(.text), "Was bei „fields“ für {n} steht."),
            .may("xml", .text, "Ein XPath; jeder Knoten ist eine Zeile."),
            .may("lines", .text, "Ein Textfeld; jede seiner Zeilen ist eine."),
            .may("table", .list(.text), "Die Überschriften einer Tabelle auf der Seite."),
            .may("until", .texts, "Wörter, vor denen die Tabelle endet."),
            .may("page", .integer, "Die Seite der Tabelle, ab 1."),
        ]
    )

    /// The parts of who writes a letter.
    public static let letterParts = ["surname", "given", "birthday", "street", "number", "postcode", "town", "representative"]

    private static let map = Shape.map(
        .either([.keys("source"), .list(.keys("source")), .keys("rows"), .list(.keys("rows"))])
    )
}
