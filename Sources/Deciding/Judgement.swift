internal import Definitions
internal import Vocabulary

/// What a record lacks, what was found, and what follows: the weighing in a decision.
struct Judgement {
    /// Everything found.
    let findings: [Finding]
    /// What the citizen can be asked for.
    let gaps: [Validation.Gap]
    /// The paths without which no decision is possible.
    let missing: [String]
    /// Whether it is certain that the written form is not met.
    let lacksForm: Bool
    /// What becomes of the record.
    let outcome: Decision.Outcome
    /// Fields about which only their absence is known.
    let absent: [FieldReading]

    var assessment: Assessment { Assessment(missing: missing, findings: findings) }

    /// Validates the record and weighs what was found; the day is that of the decision and tells whether a period still runs.
    init(_ record: MergedRecord, _ type: RecordType, _ objection: Objection?, _ received: Received, day: CalendarDate) {
        let validation = Validation(type, record.readings)
        let form = Self.writtenForm(type, received.verification)
        let lacksForm = form.isMissing
        let failure = Self.failure(received.verification, isTold: lacksForm)
        let path = type.leaves.first { $0.system == .periodEnd }?.path
        let period = objection.map { $0.finding(isFormMissing: lacksForm, today: day, at: path) }
        let found = received.allFindings + validation.findings + [form.finding, failure, period].compactMap(\.self)
        missing = validation.gaps.filter { $0.isHard && !$0.isAttachment }.map(\.path)
        outcome = Self.outcome(found, isMissing: !missing.isEmpty, lacksForm: lacksForm)
        findings = found + (received.isAutomatic ? [Self.automaticForm] : [])
        gaps = validation.gaps
        absent = validation.absent
        self.lacksForm = lacksForm
    }

    /// Whether a letter is to be written.
    ///
    /// A missing form is told at once, whatever else a clerk has to look at: the period runs. A complete application goes on at
    /// once; documents that belong to it can follow. Whoever sent an empty form has nothing to complete; a clerk finds out what was meant.
    var hasToAsk: Bool {
        let isEmpty = findings.contains { $0.code == "form.empty" }
        let isDraft = outcome == .review && !missing.isEmpty && !isEmpty
        let lacksProof = outcome == .handover && gaps.contains { $0.isHard && $0.isAttachment }
        return outcome == .followUp || isDraft || lacksForm || lacksProof
    }

    /// Errors that the citizen can mend by answering; everything else that went wrong needs a clerk.
    private static let answerable: Set<String> = ["field.missing", "field.invalid", "form.written-form-missing"]
    /// Where these codes begin, something of the message was not read, so it cannot be taken as complete.
    private static let incomplete = [
        "limit.", "mail.", "archive.", "xml.", "pdf.embedded", "pdf.damaged", "pdf.locked", "reader.", "form.several",
    ]

    private static func outcome(_ findings: [Finding], isMissing: Bool, lacksForm: Bool) -> Decision.Outcome {
        let needsClerk = findings.contains { finding in
            let isUnread = finding.severity != .info && Self.incomplete.contains { finding.code.hasPrefix($0) }
            let isOpen = finding.severity == .error && !Self.answerable.contains(finding.code) && finding.citizen == nil
            return isUnread || isOpen
        }
        if needsClerk { return .review }
        let asks = findings.contains { $0.code.hasPrefix("check.") && $0.severity != .info && $0.citizen != nil }
        return isMissing || lacksForm || asks ? .followUp : .handover
    }

    /// Judges the written form where the record type needs it; missing when it is certain that it is not met.
    private static func writtenForm(_ type: RecordType, _ verification: Verification) -> (finding: Finding?, isMissing: Bool) {
        guard type.needsWrittenForm, !verification.writtenForm else { return (nil, false) }
        if verification.indication == .indeterminate {
            let finding = Finding(
                "form.written-form-unchecked",
                .error,
                "Ob die Schriftform erfüllt ist, konnte nicht festgestellt werden: Signatur oder Versandweg sind noch nicht geprüft. Bitte prüfen Sie sie, bevor die Frist endet."
            )
            return (finding, false)
        }
        let finding = Finding(
            "form.written-form-missing",
            .error,
            "Die Schriftform ist nicht erfüllt: Die Nachricht trägt keine gültige qualifizierte Signatur und kam nicht auf einem sicheren Weg (§ 70 Abs. 1 VwGO). "
                + "Solange die Frist läuft, kann die Erklärung wirksam nachgeholt werden. Bitte antworten Sie sofort."
        )
        return (finding, true)
    }

    /// A signature or seal that is wrong is looked at by a clerk: somebody may pretend to be somebody else.
    private static func failure(_ verification: Verification, isTold: Bool) -> Finding? {
        guard verification.indication == .failed else { return nil }
        return Finding(
            "trust.failed",
            isTold ? .warning : .error,
            "\(verification.sentence ?? "Die Prüfung ist fehlgeschlagen.") Bitte klären Sie, von wem die Nachricht stammt, bevor Sie antworten oder entscheiden."
        )
    }

    private static let automaticForm = Finding(
        "mail.automatic-with-form",
        .warning,
        "Die Nachricht wurde automatisch erzeugt, enthält aber ein Formular. Es wird nicht geantwortet. Bitte sehen Sie sie an."
    )
}
