/// Kinds of findings about documents: what `Documents` makes.
extension FindingKind {
    static let documents = [
        documentEmpty, documentUnknownType, documentOfficeFormat,
        pdfLocked, pdfDamaged, pdfRepaired, pdfImageOnly, pdfEmbeddedFiles, pdfAppearanceDiffers,
        archiveLocked, archiveDamaged,
        jsonMalformed, xmlMalformed, xmlEntitiesRefused, xmlDoctype, xmlSchema, xmlSchemaNotChecked,
        limitMemory, limitDepth, limitParts, limitPages, limitFields, limitText, limitArchiveFiles, limitArchiveRatio, limitXMLNodes,
    ]

    /// A file without bytes.
    public static let documentEmpty = FindingKind(
        "document.empty",
        .warning,
        .note,
        clerk: "Die Datei „{document}“ ist leer. Bitte lassen Sie sie erneut senden.",
        english: "The file is empty."
    )
    /// A file in a format that is not read.
    public static let documentUnknownType = FindingKind(
        "document.unknown-type",
        .info,
        .note,
        clerk: "Die Datei „{document}“ hat ein Format, das nicht gelesen wird. Sie bleibt als Anlage erhalten.",
        english: "The file has a format that is not read; it is kept as an enclosure."
    )
    /// A file of an office suite.
    public static let documentOfficeFormat = FindingKind(
        "document.office-format",
        .warning,
        .note,
        clerk:
            "„{document}“ ist eine {what} und wird nicht gelesen. Bitte öffnen Sie sie, oder lassen Sie sie als PDF-Datei erneut senden.",
        english: "The document is an office file, which is not read."
    )

    // MARK: PDF

    /// A PDF that needs a password.
    public static let pdfLocked = unreadable(
        "pdf.locked",
        "ist mit einem Kennwort geschützt",
        english: "The PDF is protected with a password and could not be read."
    )
    /// A PDF that cannot be opened; the place says why.
    public static let pdfDamaged = unreadable("pdf.damaged", "{reason}", english: "The PDF is damaged and could not be read.")
    /// A PDF that was mended while it was read.
    public static let pdfRepaired = FindingKind(
        "pdf.repaired",
        .info,
        .note,
        clerk:
            "Das Dokument „{document}“ war beschädigt und wurde beim Lesen repariert. Bitte vergleichen Sie die Angaben mit dem Original.",
        english: "The PDF was damaged and was repaired while it was read."
    )
    /// A PDF of nothing but images.
    public static let pdfImageOnly = FindingKind(
        "pdf.image-only",
        .warning,
        .note,
        clerk: "Das Dokument „{document}“ besteht nur aus Bildern, zum Beispiel einem Scan. Bitte lesen Sie die Angaben am Bild ab.",
        english: "The PDF consists of images only, such as a scan, so no text could be read from it."
    )
    /// A PDF whose embedded files were not all read.
    public static let pdfEmbeddedFiles = FindingKind(
        "pdf.embedded-files",
        .warning,
        .unread,
        clerk:
            "Das Dokument „{document}“ enthält eingebettete Dateien, die nicht alle gelesen werden konnten. Bitte sehen Sie das Original durch.",
        english: "Not all of the files embedded in the PDF could be read."
    )
    /// A PDF whose fields show something else than they hold.
    public static let pdfAppearanceDiffers = FindingKind(
        "pdf.appearance-differs",
        .warning,
        .note,
        clerk:
            "Das Dokument „{document}“ zeigt in {fields} etwas anderes, als gespeichert ist. Bitte vergleichen Sie die Anzeige mit dem gelesenen Wert.",
        english: "Fields of the PDF show something other than the value stored in them."
    )

    // MARK: Archives

    /// A zip archive that needs a password.
    public static let archiveLocked = unreadable(
        "archive.locked",
        "ist mit einem Kennwort geschützt",
        english: "The archive is protected with a password and could not be read."
    )
    /// A zip archive of which only a part could be unpacked.
    public static let archiveDamaged = FindingKind(
        "archive.damaged",
        .warning,
        .unread,
        clerk:
            "Das Dokument „{document}“ ist beschädigt; was lesbar war, wurde gelesen. Bitte lassen Sie es erneut senden, wenn etwas fehlt.",
        english: "The archive is damaged; what could be unpacked was read."
    )

    // MARK: XML and JSON

    /// JSON that is none.
    public static let jsonMalformed = FindingKind(
        "json.malformed",
        .warning,
        .unread,
        clerk: "Das JSON ist in Zeile {line} fehlerhaft ({what}) und wurde nicht gelesen. Bitte lassen Sie es erneut senden.",
        english: "The JSON is not well-formed and was not read."
    )

    /// XML that is not well-formed.
    public static let xmlMalformed = FindingKind(
        "xml.malformed",
        .warning,
        .unread,
        clerk: "Das XML ist fehlerhaft{line} und wurde nicht gelesen. Bitte lassen Sie es erneut senden.",
        english: "The XML is not well-formed and was not read."
    )
    /// XML that declares entities.
    public static let xmlEntitiesRefused = FindingKind(
        "xml.entities-refused",
        .warning,
        .unread,
        clerk:
            "Das XML definiert eigene Entitäten. Das ist ein bekannter Angriffsweg; es wurde nicht gelesen. Bitte lassen Sie es ohne DOCTYPE erneut senden.",
        english: "The XML declares entities of its own, which is a known way of attack, and was not read."
    )
    /// XML that refers to a DTD; in a file of its own only a note.
    public static let xmlDoctype = FindingKind(
        "xml.doctype",
        .warning,
        .unread,
        clerk: "Das XML verweist auf eine DTD; sie wurde nicht geladen.",
        english: "The XML refers to a DTD, which was not loaded."
    )
    /// XML that breaks the XML Schema of its form.
    public static let xmlSchema = FindingKind(
        "xml.schema",
        .error,
        .clerk,
        clerk:
            "Das XML entspricht in Zeile {line} nicht seinem Schema (Element „{element}“). Bitte vergleichen Sie die Angabe mit dem Original.",
        english: "The XML does not conform to the XML Schema of its form."
    )
    /// XML that could not be validated.
    public static let xmlSchemaNotChecked = FindingKind(
        "xml.schema-not-checked",
        .error,
        .clerk,
        clerk: "Das XML konnte nicht gegen sein Schema geprüft werden.",
        english: "The XML could not be validated against the XML Schema of its form."
    )

    // MARK: Limits

    /// A document that needs too much memory.
    public static let limitMemory = unreadable(
        "limit.memory",
        "braucht zum Öffnen zu viel Speicher",
        english: "Reading took more memory than is allowed and was broken off."
    )
    /// Files inside files inside files.
    public static let limitDepth = limit(
        "depth",
        "Ebenen ineinander",
        english: "Parts or files are nested too deeply; the rest was not read."
    )
    /// Too many files.
    public static let limitParts = limit("parts", "Dateien", english: "There are too many parts or files; the rest was not read.")
    /// Too many pages.
    public static let limitPages = limit("pages", "Seiten", english: "The document has too many pages; the rest was not read.")
    /// Too many form fields.
    public static let limitFields = limit(
        "fields",
        "Formularfelder",
        english: "The document has too many form fields; the rest was not read."
    )
    /// Too much text.
    public static let limitText = FindingKind(
        "limit.text",
        .warning,
        .unread,
        clerk: "Das Dokument „{document}“ enthält mehr Text, als gelesen wird. Bitte sehen Sie den Rest im Original durch.",
        english: "The document holds more text than is read."
    )
    /// Too many files in an archive.
    public static let limitArchiveFiles = limit(
        "archive-files",
        "Dateien",
        english: "The archive holds too many files; the rest was not read."
    )
    /// An archive that grows too much.
    public static let limitArchiveRatio = limit(
        "archive-ratio",
        "-fache Vergrößerung beim Auspacken",
        english: "The archive grows too much when it is unpacked; the rest was not read."
    )
    /// Too many elements.
    public static let limitXMLNodes = FindingKind(
        "limit.xml-nodes",
        .warning,
        .unread,
        clerk: "Das XML hat mehr als {most} Elemente und wurde nicht gelesen. Bitte öffnen Sie das Original.",
        english: "The XML has too many elements and was not read."
    )

    // MARK: Common words

    /// A document that cannot be read, and why.
    private static func unreadable(_ code: String, _ why: String, english: String) -> FindingKind {
        FindingKind(
            code,
            .error,
            .unread,
            clerk:
                "Das Dokument „{document}“ \(why) und konnte nicht gelesen werden. Bitte lassen Sie es als ungeschützte, lesbare PDF-Datei erneut senden.",
            citizen:
                "Ihre Datei „{document}“ \(why). Bitte senden Sie uns die Datei noch einmal als PDF-Datei, die sich ohne Kennwort öffnen lässt. Sie können sie auch ausdrucken und mit der Post schicken.",
            english: english
        )
    }

    /// A limit that was reached; everything within it was read.
    private static func limit(_ what: String, _ unit: String, english: String) -> FindingKind {
        FindingKind(
            "limit.\(what)",
            .warning,
            .unread,
            clerk:
                "Das Dokument „{document}“ hat mehr als {most} \(unit); der Rest wurde nicht gelesen. Bitte sehen Sie das Original durch.",
            english: english
        )
    }
}
