/// Kinds of findings about records, senders and cases: what `Deciding` makes, but for objections.
extension FindingKind {
    static let deciding = [
        fieldMissing, fieldWanted, fieldInvalid, fieldConflict, fieldUnsure, codeNotInForce, evidenceMissing,
        check, checkUndetermined,
        writtenFormMissing, writtenFormUnchecked, trustFailed, trustAddressNotSigned,
        mailAutomatic, mailAutomaticWithForm,
        caseConfirmed, caseWithdrawn, caseOtherSender, caseNotAtHand, caseTokenUnknown, caseOtherMatter,
        caseSimilar, answerUnread, letterUndelivered, deMailConfirmationDiffers, deMailConfirmationUnmatched,
    ]

    // MARK: Fields

    /// A field without which no decision is possible.
    public static let fieldMissing = FindingKind(
        "field.missing",
        .error,
        .citizen,
        clerk: "„{title}“ fehlt{law}.",
        english: "An entry without which no decision is possible is missing."
    )
    /// A field that would help.
    public static let fieldWanted = FindingKind(
        "field.wanted",
        .info,
        .note,
        clerk: "„{title}“ wurde nicht angegeben{law}; der Antrag kann trotzdem bearbeitet werden.",
        english: "An entry that would help was not made; the application can be processed without it."
    )
    /// A value that is none; a field that is not needed is only noted.
    public static let fieldInvalid = FindingKind(
        "field.invalid",
        .error,
        .citizen,
        clerk: "„{title}“: Die Angabe ist {reason}. Bitte vergleichen Sie sie mit dem Original.",
        english: "An entry was made but is not a valid value."
    )
    /// Two places that differ; a field that is neither needed nor critical is only noted.
    public static let fieldConflict = FindingKind(
        "field.conflict",
        .error,
        .clerk,
        clerk: "„{title}“: Zwei Stellen sagen Verschiedenes. Bitte entscheiden Sie, welche gilt.",
        english: "Two places say different things about the same entry."
    )
    /// A value that may be misread; a field that is not critical is only noted.
    public static let fieldUnsure = FindingKind(
        "field.unsure",
        .error,
        .clerk,
        clerk: "„{title}“ wurde nicht sicher gelesen. Bitte vergleichen Sie mit dem Original.",
        english: "An entry could not be read with certainty."
    )
    /// A code of another time.
    public static let codeNotInForce = FindingKind(
        "code.not-in-force",
        .warning,
        .note,
        clerk: "„{title}“: „{label}“ gab es am {day} nicht. Bitte prüfen Sie die Angabe.",
        english: "The chosen code was not in force on the day of receipt."
    )
    /// A document to enclose.
    public static let evidenceMissing = FindingKind(
        "evidence.missing",
        .warning,
        .note,
        clerk: "Der Nachweis „{title}“ liegt nicht bei{law}.",
        english: "A document that belongs to the application is not enclosed."
    )

    // MARK: Checks of definitions

    /// A check in the definition of a record that does not hold.
    ///
    /// The definition gives the texts and says how much it matters; what follows depends on whether it asks something.
    public static let check = FindingKind(
        "check.{id}",
        .error,
        .citizen,
        clerk:
            "Text und Schwere stehen bei der Prüfung in der Definition des Datensatzes (clerk, severity). Einen Fehler ohne Frage (ask) sieht ein Mensch an.",
        citizen: "Die Frage steht bei der Prüfung in der Definition des Datensatzes (ask).",
        english: "A check in the definition of the record does not hold."
    )
    /// A check that could not be made.
    public static let checkUndetermined = FindingKind(
        "check.undetermined",
        .warning,
        .note,
        clerk: "Die Prüfung „{check}“ konnte nicht durchgeführt werden. Bitte prüfen Sie selbst: {clerk}",
        english: "A check in the definition of the record could not be made."
    )

    // MARK: Form and sender

    /// The written form is certainly not met.
    public static let writtenFormMissing = FindingKind(
        "form.written-form-missing",
        .error,
        .citizen,
        clerk:
            "Die Schriftform ist nicht erfüllt: Die Nachricht trägt keine gültige qualifizierte Signatur und kam nicht auf einem sicheren Weg (§ 70 Abs. 1 VwGO). Solange die Frist läuft, kann die Erklärung wirksam nachgeholt werden. Bitte antworten Sie sofort.",
        english: "The requirement of written form is not met: there is no valid qualified signature, and the message came by no secure way."
    )
    /// Whether the written form is met is open.
    public static let writtenFormUnchecked = FindingKind(
        "form.written-form-unchecked",
        .error,
        .clerk,
        clerk:
            "Ob die Schriftform erfüllt ist, konnte nicht festgestellt werden: Signatur oder Versandweg sind noch nicht geprüft. Bitte prüfen Sie sie, bevor die Frist endet.",
        english: "It could not be determined whether the requirement of written form is met."
    )
    /// A wrong signature or seal; only noted where the citizen is told anyway.
    public static let trustFailed = FindingKind(
        "trust.failed",
        .error,
        .clerk,
        clerk: "{sentence} Bitte klären Sie, von wem die Nachricht stammt, bevor Sie antworten oder entscheiden.",
        english: "A signature or seal is wrong, so it is open who sent the message."
    )
    /// A header address that whoever signed does not stand for; only noted where the certificate names none.
    public static let trustAddressNotSigned = FindingKind(
        "trust.address-not-signed",
        .warning,
        .clerk,
        clerk:
            "Unterschrieben hat {signer}; das Zertifikat nennt {certified}. Die Nachricht nennt als Absender oder für die Antwort {addresses}. Das ist nicht mitunterschrieben und wurde nicht übernommen. Bitte klären Sie, wohin die Antwort gehen soll.",
        english: "The message names an address that the signature does not cover and the certificate does not hold; it was not taken over."
    )
    /// A message of a machine.
    public static let mailAutomatic = FindingKind(
        "mail.automatic",
        .info,
        .note,
        clerk:
            "Die Nachricht wurde automatisch erzeugt (etwa eine Abwesenheitsnotiz oder Zustellmeldung) und ist kein Antrag. Sie bleibt aufbewahrt; es wird nicht geantwortet.",
        english: "The message was generated automatically and is not an application."
    )
    /// A message of a machine that brings a form.
    public static let mailAutomaticWithForm = FindingKind(
        "mail.automatic-with-form",
        .warning,
        .clerk,
        clerk:
            "Die Nachricht wurde automatisch erzeugt, enthält aber ein Formular. Es wird nicht geantwortet. Bitte sehen Sie sie an.",
        english: "The message was generated automatically but holds a form."
    )

    // MARK: Cases

    /// A provider's confirmation that fits the case.
    public static let caseConfirmed = FindingKind(
        "case.confirmed",
        .info,
        .note,
        clerk: "Zu diesem Vorgang liegt eine {confirmation} des De-Mail-Anbieters{time} vor.",
        english: "A De-Mail provider's confirmation belongs to this case.",
        staysWithCase: true
    )
    /// An application or an objection that is taken back.
    public static let caseWithdrawn = FindingKind(
        "case.withdrawn",
        .error,
        .clerk,
        clerk:
            "Die Nachricht nimmt etwas zurück ({title}). Es wird nichts nachgefordert. Bitte prüfen Sie, ob die Rücknahme gemeint und wirksam ist.",
        english: "An application or an objection is taken back.",
        staysWithCase: true
    )
    /// An answer from an address the case does not know.
    public static let caseOtherSender = FindingKind(
        "case.other-sender",
        .error,
        .clerk,
        clerk:
            "Eine Antwort kam von einer anderen Adresse als der Antrag. Ihre Angaben wurden nicht übernommen. Bitte prüfen Sie, ob sie dazugehört.",
        english: "An answer came from another address than the application, and nothing of it was taken over.",
        staysWithCase: true
    )
    /// An answer to a letter whose case is not kept here.
    public static let caseNotAtHand = FindingKind(
        "case.not-at-hand",
        .warning,
        .clerk,
        clerk:
            "Die Nachricht beantwortet unsere Nachforderung zum Vorgang{number}, der hier nicht vorliegt. Bitte ordnen Sie sie dem Vorgang zu.",
        english: "The message answers a letter of ours about a case that is not kept here.",
        staysWithCase: true
    )
    /// An answer that names a case without what only our letter said.
    public static let caseTokenUnknown = FindingKind(
        "case.token-unknown",
        .error,
        .clerk,
        clerk:
            "Die Nachricht nennt diesen Vorgang, aber nicht mit dem Kennzeichen aus unserem Schreiben. Ihre Angaben wurden nicht übernommen. Bitte prüfen Sie, ob sie dazugehört.",
        english: "The message names this case without the token of a letter of ours, or with that of another one.",
        staysWithCase: true
    )
    /// Something of another kind that came as the answer to a letter.
    public static let caseOtherMatter = FindingKind(
        "case.other-matter",
        .info,
        .note,
        clerk:
            "Die Nachricht kam als Antwort auf ein Schreiben zum Vorgang {number}. Sie ist etwas anderes und hat deshalb einen eigenen Vorgang.",
        english: "The message answers a letter about one matter and brings another, which got a case of its own."
    )
    /// Somebody of the same name and day of birth has a case already.
    public static let caseSimilar = FindingKind(
        "case.similar",
        .error,
        .clerk,
        clerk:
            "Zu derselben Person gibt es schon den Vorgang {number}. Bitte prüfen Sie, ob diese Einsendung ihn wiederholt oder berichtigt. Den Vergleich zeigt der Vorgang.",
        english: "There is a case of the same person already, which this may repeat or correct."
    )
    /// A message that belongs to a case and in which nothing could be read.
    public static let answerUnread = FindingKind(
        "answer.unread",
        .error,
        .clerk,
        clerk: "Eine Antwort zu diesem Vorgang konnte keinem Formular zugeordnet werden. Bitte sehen Sie sie an.",
        english: "An answer was received in which no form was recognised.",
        staysWithCase: true
    )
    /// A letter of ours that did not arrive.
    public static let letterUndelivered = FindingKind(
        "letter.undelivered",
        .error,
        .clerk,
        clerk:
            "Ein Schreiben zu diesem Vorgang konnte nicht zugestellt werden: Der Mailserver hat es zurückgeschickt. Bitte erreichen Sie die Person auf einem anderen Weg.",
        english: "A mail server returned a letter of ours.",
        staysWithCase: true
    )
    /// A confirmation of a De-Mail that is kept with other bytes.
    public static let deMailConfirmationDiffers = FindingKind(
        "demail.confirmation-differs",
        .error,
        .clerk,
        clerk:
            "Die {confirmation} nennt eine De-Mail aus dem Vorgang {number}, aber mit anderer Prüfsumme. Bitte vergleichen Sie beide.",
        english: "The confirmation names a De-Mail that is kept here with another checksum."
    )
    /// A confirmation of a De-Mail that is not kept here.
    public static let deMailConfirmationUnmatched = FindingKind(
        "demail.confirmation-unmatched",
        .info,
        .note,
        clerk:
            "Die bestätigte De-Mail ist hier nicht aufbewahrt. Bitte legen Sie die {confirmation} von Hand zur richtigen Akte.",
        english: "The confirmed De-Mail is not kept here, so the confirmation has to be filed by hand."
    )
}
