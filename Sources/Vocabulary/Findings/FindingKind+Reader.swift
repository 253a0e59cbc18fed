/// Kinds of findings about reading as such: what `ReaderWorker`, and `Readers` beside it, make.
extension FindingKind {
    static let reader = [
        readerUnavailable, readerNotStarted, readerKilled, readerCrashed,
        limitWall, limitOutput, limitCPU, limitMessageBytes, messageMemory, messageFiles,
        receiptClaimed, receiptUnknown,
    ]

    /// A reader that cannot work.
    public static let readerUnavailable = FindingKind(
        "reader.unavailable",
        .error,
        .unread,
        clerk: "Die Nachricht konnte nicht gelesen werden: {reason}",
        english: "The message could not be read because no reader process could work."
    )
    /// A reader that cannot be started.
    public static let readerNotStarted = readerUnavailable.worded(
        broken("konnte nicht gelesen werden, weil kein Leseprozess gestartet werden kann")
    )
    /// A reader that was ended by somebody else.
    public static let readerKilled = FindingKind(
        "reader.killed",
        .error,
        .unread,
        clerk: broken("konnte nicht zu Ende gelesen werden, weil der Leseprozess beendet wurde"),
        english: "The message could not be read to its end because the reader process was killed."
    )
    /// A reader that crashed.
    public static let readerCrashed = FindingKind(
        "reader.crashed",
        .error,
        .unread,
        clerk: broken("hat den Leseprozess zum Absturz gebracht"),
        english: "The message crashed the reader process."
    )

    // MARK: Limits

    /// Too much time by the clock.
    public static let limitWall = FindingKind(
        "limit.wall",
        .error,
        .unread,
        clerk: broken("brauchte länger als {seconds} Sekunden und wurde abgebrochen"),
        english: "Reading the message took too long and was broken off."
    )
    /// Too much that was read.
    public static let limitOutput = FindingKind(
        "limit.output",
        .error,
        .unread,
        clerk: broken("ergab zu viele Daten und wurde abgebrochen"),
        english: "Reading the message yielded too much data and was broken off."
    )
    /// Too much processor time.
    public static let limitCPU = FindingKind(
        "limit.cpu",
        .error,
        .unread,
        clerk: broken("brauchte mehr als {seconds} Sekunden Rechenzeit und wurde abgebrochen"),
        english: "Reading the message took too much processor time and was broken off."
    )
    /// Too many bytes.
    public static let limitMessageBytes = FindingKind(
        "limit.message-bytes",
        .warning,
        .unread,
        clerk: "Die Nachricht ist größer als {most} MB; gelesen wurde der Anfang. Bitte sehen Sie das Original durch.",
        english: "The message is too large; only its beginning was read."
    )
    /// Too much memory for a whole message.
    public static let messageMemory = limitMemory.worded(broken("brauchte zu viel Speicher und wurde abgebrochen"))
    /// Too many files in a whole message.
    public static let messageFiles = limitParts.worded(
        "Die Nachricht enthält mehr als {most} Dateien; „{document}“ und alles danach wurde nicht gelesen. Bitte sehen Sie das Original durch."
    )

    // MARK: Receipt

    /// Only the sender says when it was sent.
    public static let receiptClaimed = FindingKind(
        "receipt.claimed",
        .info,
        .note,
        clerk:
            "Der Zeitpunkt des Eingangs ist die Zeit, die der Absender angibt; der Posteingang hat keine vermerkt. Bitte prüfen Sie ihn, wenn eine Frist davon abhängt.",
        english: "The time of receipt is the time the sender claims, because no server noted one."
    )
    /// Nobody says when it came.
    public static let receiptUnknown = FindingKind(
        "receipt.unknown",
        .info,
        .note,
        clerk: "Der Zeitpunkt des Eingangs ist nicht bekannt. Bitte tragen Sie ihn nach.",
        english: "The time of receipt is not known."
    )

    // MARK: Common words

    private static func broken(_ what: String) -> String {
        "Die Nachricht \(what). Was bis dahin gelesen war, ist erhalten. Bitte öffnen Sie das Original."
    }
}
