/// Kinds of findings about signatures, seals and encryption: what `Trust` makes.
extension FindingKind {
    static let trust = [
        smimeLocked, smimeNotTried, smimeTooMany, pdfSignaturesCut, pdfChangedAfterSignature, trustListStale, deMailConfirmation,
    ]

    /// A message that no key of the office opens.
    public static let smimeLocked = FindingKind(
        "smime.locked",
        .error,
        .unread,
        clerk:
            "Die Nachricht ist verschlüsselt, und kein Schlüssel der Behörde passt. Bitte öffnen Sie sie im Mailprogramm oder bitten Sie um erneute Sendung.",
        english: "The message is encrypted, and no key of the office fits."
    )
    /// A message that was not decrypted, because nobody who has the keys answers.
    public static let smimeNotTried = smimeLocked.worded(
        "Die Nachricht ist verschlüsselt und konnte nicht entschlüsselt werden, weil der Schlüsselprozess nicht antwortet. Bitte lassen Sie sie später noch einmal lesen (eingang retry) oder öffnen Sie sie im Mailprogramm."
    )
    /// A message that was not decrypted, because too many others were.
    public static let smimeTooMany = smimeLocked.worded(
        "Die Nachricht ist verschlüsselt und wurde nicht entschlüsselt, weil in einer Minute zu viele zu entschlüsseln waren. Bitte lassen Sie sie später noch einmal lesen (eingang retry) oder öffnen Sie sie im Mailprogramm."
    )
    /// More signatures in a PDF than are verified.
    public static let pdfSignaturesCut = FindingKind(
        "pdf.signatures-cut",
        .warning,
        .note,
        clerk: "„{document}“ hat mehr als {most} Unterschriften; die weiteren wurden nicht geprüft. Bitte prüfen Sie diese von Hand.",
        english: "The PDF has more signatures than are verified."
    )
    /// A PDF that was changed after it was signed.
    public static let pdfChangedAfterSignature = FindingKind(
        "pdf.changed-after-signature",
        .warning,
        .note,
        clerk:
            "In „{document}“ wurden nach der Unterschrift {what} geändert. Gelesen wurde, was unterschrieben ist. Bitte vergleichen Sie beide Fassungen im Original.",
        english: "The PDF was changed after it was signed; what was signed is what was read."
    )
    /// A trust list that is out of date.
    public static let trustListStale = FindingKind(
        "trust.list-stale",
        .warning,
        .note,
        clerk:
            "Die {list} vom {issued} war nur bis {end} aktuell. Was sie über Anbieter sagt, gilt danach nicht als gesichert. Bitte legen Sie die neue Liste bereit.",
        english: "A trust list was out of date when it was needed, so what it says of providers is not certain."
    )
    /// A provider confirms that a De-Mail was sent, received or collected.
    public static let deMailConfirmation = FindingKind(
        "demail.confirmation",
        .info,
        .note,
        clerk:
            "Das ist eine {confirmation} des De-Mail-Anbieters für {subject}{time}. Sie gehört als Nachweis zur Akte und ist kein Antrag.",
        english: "This is a De-Mail provider's confirmation; it belongs in the file as proof and is not an application."
    )
}
