/// Kinds of findings about the structure of messages: what `Mail` makes.
extension FindingKind {
    static let mail = [
        mailUnreadable, mailMalformedMultipart, mailTruncatedBase64, mailWinmail, mailWrongCharset, mailSenderUnclear,
        mailAlternativeFuller, messageDepth, messageParts,
    ]

    /// Bytes that are no message.
    public static let mailUnreadable = FindingKind(
        "mail.unreadable",
        .error,
        .unread,
        clerk: "Die Nachricht ist keine lesbare E-Mail. Bitte öffnen Sie das Original und prüfen Sie, was gesendet wurde.",
        english: "The message is not a readable e-mail."
    )
    /// A boundary between parts is missing.
    public static let mailMalformedMultipart = FindingKind(
        "mail.malformed-multipart",
        .warning,
        .unread,
        clerk:
            "Der Aufbau der Nachricht ist fehlerhaft: Eine Trennlinie zwischen Teilen fehlt. Bitte prüfen Sie im Original, ob ein Anhang verloren ging.",
        english: "The structure of the message is faulty: a boundary between its parts is missing."
    )
    /// An attachment that is not whole.
    public static let mailTruncatedBase64 = FindingKind(
        "mail.truncated-base64",
        .warning,
        .unread,
        clerk:
            "Der Anhang „{name}“ ist unvollständig oder beschädigt angekommen (Base64). Bitte lassen Sie ihn erneut senden, wenn Angaben daraus fehlen.",
        english: "The attachment arrived incomplete or damaged."
    )
    /// Outlook's own format for attachments.
    public static let mailWinmail = FindingKind(
        "mail.winmail",
        .warning,
        .unread,
        clerk:
            "Die Nachricht enthält „winmail.dat“ (Outlook-Format TNEF), das nicht geöffnet wird. Darin können Anhänge stecken. Bitte lassen Sie die Nachricht im Format „Nur Text“ oder „HTML“ erneut senden.",
        english: "The message contains winmail.dat, Outlook's own format, which is not opened and may hold attachments."
    )
    /// Text in another encoding than it says.
    public static let mailWrongCharset = FindingKind(
        "mail.wrong-charset",
        .info,
        .note,
        clerk:
            "Der Text nennt eine Zeichenkodierung, die nicht zu ihm passt; er wurde mit der wahrscheinlichen gelesen. Bitte prüfen Sie Umlaute in Namen und Adressen.",
        english: "The text declares a character encoding that does not fit it and was read in the most likely one."
    )
    /// A header that does not say in one voice who sent the message.
    public static let mailSenderUnclear = FindingKind(
        "mail.sender-unclear",
        .warning,
        .clerk,
        clerk:
            "Von wem die Nachricht kommt und wohin eine Antwort geht, ist nicht eindeutig: {reason}. Keine dieser Adressen wird verwendet. Bitte sehen Sie das Original an, bevor Sie antworten.",
        english: "The header can be read in more than one way as to who sent the message and where an answer goes."
    )
    /// Text and HTML of a message that do not say the same.
    public static let mailAlternativeFuller = FindingKind(
        "mail.alternative-fuller",
        .info,
        .note,
        clerk:
            "Die Nachricht hat zwei Fassungen, die nicht dasselbe sagen. Gelesen wurde die ausführlichere (HTML), die auch Mailprogramme zeigen.",
        english: "The text of the message says less than its HTML, which was read."
    )
    /// Parts inside parts inside parts of a message.
    public static let messageDepth = limitDepth.worded(
        "Die Nachricht hat mehr als {most} ineinander geschachtelte Ebenen; die übrigen wurden nicht gelesen. Bitte sehen Sie das Original durch."
    )
    /// Too many parts of a message.
    public static let messageParts = limitParts.worded(
        "Die Nachricht hat mehr als {most} Teile; die übrigen wurden nicht gelesen. Bitte sehen Sie das Original durch."
    )
}
