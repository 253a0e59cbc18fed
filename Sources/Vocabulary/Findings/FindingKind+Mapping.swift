/// Kinds of findings about forms and answers: what `Mapping` makes.
extension FindingKind {
    static let mapping = [
        formUnknown, formAsPhoto, formAsFile, letterQuestion, formAmbiguous, formSeveral, formGiven, formEmpty, formDefaultLeft,
        formFieldUnread,
        pdfFieldConcealed,
        answerInOwnWords, answerUnplaced,
    ]

    /// No form was recognised.
    public static let formUnknown = FindingKind(
        "form.unknown",
        .warning,
        .clerk,
        clerk: "Kein bekanntes Formular wurde erkannt.{scores} Bitte lesen Sie die Nachricht und ordnen Sie sie zu.",
        english: "No known form was recognised."
    )
    /// A photo or a scan in place of a form.
    public static let formAsPhoto = FindingKind(
        "form.photo",
        .warning,
        .unread,
        clerk:
            "„{document}“ ist ein {what}; daraus wird nichts gelesen. Bitte lesen Sie die Angaben am Bild ab und ordnen Sie die Nachricht zu.",
        citizen:
            "Ihre Datei „{document}“ ist ein {what}. Schneller geht es, wenn Sie unser PDF-Formular am Computer oder Telefon ausfüllen und uns die Datei schicken. Sie können uns die Angaben auch in einer E-Mail oder mit der Post schreiben.",
        english: "The message brings a photo or a scan in place of a form."
    )
    /// A file of an office suite in place of a form.
    public static let formAsFile = FindingKind(
        "form.office-file",
        .warning,
        .unread,
        clerk: "„{document}“ ist eine {what}; daraus wird nichts gelesen. Bitte öffnen Sie sie und ordnen Sie die Nachricht zu.",
        citizen:
            "Ihre Datei „{document}“ ist eine {what}. Bitte speichern Sie sie als PDF-Datei und schicken Sie sie uns noch einmal. Sie können uns die Angaben auch in einer E-Mail oder mit der Post schreiben.",
        english: "The message brings a file of an office suite in place of a form."
    )
    /// A letter that asks something and brings no form.
    public static let letterQuestion = FindingKind(
        "letter.question",
        .warning,
        .clerk,
        clerk: "Die Nachricht stellt eine Frage und bringt kein bekanntes Formular. Bitte beantworten Sie sie.",
        english: "The letter asks a question and brings no known form."
    )
    /// A document that two forms fit equally well.
    public static let formAmbiguous = FindingKind(
        "form.ambiguous",
        .error,
        .clerk,
        clerk:
            "„{document}“ passt auf zwei Formulare gleich gut: „{form}“ und „{rival}“.{scores} Bitte entscheiden Sie, welches es ist.",
        english: "The document fits two forms equally well."
    )
    /// More than one form in a message.
    public static let formSeveral = FindingKind(
        "form.several",
        .error,
        .unread,
        clerk:
            "Die Nachricht enthält mehrere Formulare: „{first}“ und „{document}“. Gelesen wurde das erste. Bitte prüfen Sie, ob es zwei Anträge sind.",
        english: "The message holds several forms, of which only the first was read."
    )
    /// A person said which form it is.
    public static let formGiven = FindingKind(
        "form.given",
        .info,
        .note,
        clerk: "Dass es „{form}“ ist, hat eine Person bestimmt. Was darin nicht gefunden wurde, fehlt.",
        english: "A person said which form it is."
    )
    /// A form without a single entry.
    public static let formEmpty = FindingKind(
        "form.empty",
        .error,
        .clerk,
        clerk: "Das Formular „{form}“ ist nicht ausgefüllt. Bitte fragen Sie nach, ob eine falsche Datei gesendet wurde.",
        english: "The form is not filled in."
    )
    /// Fields as the empty form has them.
    public static let formDefaultLeft = FindingKind(
        "form.default-left",
        .info,
        .note,
        clerk:
            "Diese Felder stehen noch so, wie sie im leeren Formular vorbelegt sind, und gelten als nicht beantwortet: {fields}.",
        english: "Fields still hold what the empty form holds and count as not answered."
    )
    /// Filled fields that the definition of the form does not read.
    public static let formFieldUnread = FindingKind(
        "form.field-unread",
        .info,
        .note,
        clerk: "Diese ausgefüllten Felder des Formulars liest keine Regel: {fields}. Bitte beachten Sie sie im Original.",
        english: "Fields are filled in that no rule of the form reads."
    )
    /// A value in a field that nobody who looks at the page can see.
    public static let pdfFieldConcealed = FindingKind(
        "pdf.field-concealed",
        .warning,
        .clerk,
        clerk:
            "In „{document}“ stehen Angaben in Feldern, die beim Ansehen niemand sieht: {fields}. Bitte klären Sie mit der Absenderin oder dem Absender, ob sie gemeint sind.",
        english: "Fields of the PDF hold values that nobody who looks at its pages can see."
    )
    /// An answer about a list, in the citizen's own words.
    public static let answerInOwnWords = FindingKind(
        "answer.by-hand",
        .error,
        .clerk,
        clerk: "Die Antwort zu „{title}“ steht in eigenen Worten in der Nachricht. Bitte übertragen Sie ihn von Hand.",
        english: "The message holds an answer that has to be transferred by hand."
    )
    /// Text that answers no question in a way that can be placed.
    public static let answerUnplaced = answerInOwnWords.worded(
        "Die Nachricht enthält Text, der keiner Frage zugeordnet werden konnte. Bitte übertragen Sie ihn von Hand."
    )
}

extension Finding {
    /// Whether it is about reading forms and answers, not about a message or a record.
    public var isAboutForms: Bool { FindingKind.mapping.contains(where: isA) }
}
