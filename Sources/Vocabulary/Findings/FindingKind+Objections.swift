/// Kinds of findings about objections: whether one came in time, and what follows together with its form (`Deciding`).
extension FindingKind {
    static let objections = [objectionInTime, objectionUrgent, objectionFormMissingLate, objectionLate, objectionUnclear]

    /// In time, and in the right form as far as known.
    public static let objectionInTime = FindingKind(
        "objection.in-time",
        .info,
        .note,
        clerk:
            "Der Widerspruch kam rechtzeitig; die Frist endete oder endet am {day}, 24 Uhr. Bitte bestätigen Sie den Eingang und geben Sie ihn an die Widerspruchsstelle.",
        english: "The objection came in time."
    )
    /// The form is missing, and it can still be made good.
    public static let objectionUrgent = FindingKind(
        "objection.urgent",
        .warning,
        .note,
        clerk:
            "EILIG: Die Form fehlt, die Frist läuft noch. {until} Die Nachricht an die widersprechende Person muss sofort hinaus.",
        english: "Urgent: the objection lacks the written form while the period still runs."
    )
    /// The form is missing, and the period has ended or may have.
    public static let objectionFormMissingLate = FindingKind(
        "objection.form-missing-late",
        .warning,
        .note,
        clerk:
            "Die Form fehlt, und die Frist {ended} ({day}). Bitte prüfen Sie Wiedereinsetzung (§ 60 VwGO) und fragen Sie nach dem Grund.",
        english: "The objection lacks the written form, and the period has ended or may have ended."
    )
    /// Too late.
    public static let objectionLate = FindingKind(
        "objection.late",
        .error,
        .clerk,
        clerk:
            "Der Widerspruch kam nach dem Ende der Frist am {day}.{year} Bitte prüfen Sie die Belehrung, hören Sie an, prüfen Sie Wiedereinsetzung (§ 60 VwGO) und einen Antrag auf Überprüfung (§ 44 SGB X).",
        english: "The objection came after the end of the period."
    )
    /// Nobody can tell yet.
    public static let objectionUnclear = FindingKind(
        "objection.unclear",
        .error,
        .clerk,
        clerk:
            "Ob der Widerspruch rechtzeitig kam, ist unklar: Wann der Bescheid abgesandt oder bekannt gegeben wurde, ist nicht bekannt. {what} Bitte sehen Sie in der Akte nach.",
        english: "It is not clear whether the objection came in time."
    )
}
