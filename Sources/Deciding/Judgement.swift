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
        outcome = Self.outcome(found)
        findings = found + (received.isAutomatic ? [Finding(.mailAutomaticWithForm)] : [])
        gaps = validation.gaps
        absent = validation.absent
        self.lacksForm = lacksForm
    }

    /// Whether a letter is to be written.
    ///
    /// A missing form is told at once, whatever else a clerk has to look at: the period runs. A complete application goes on at
    /// once; documents that belong to it can follow. Whoever sent an empty form has nothing to complete; a clerk finds out what was meant.
    var hasToAsk: Bool {
        let isEmpty = findings.contains { $0.isA(.formEmpty) }
        let isDraft = outcome == .review && !missing.isEmpty && !isEmpty
        let lacksProof = outcome == .handover && gaps.contains { $0.isHard && $0.isAttachment }
        return outcome == .followUp || isDraft || lacksForm || lacksProof
    }

    /// What a person has to look at goes to a clerk; what the citizen can mend is asked, unless it is only asked along.
    ///
    /// A needed field that is missing and a form that is not met are findings too.
    private static func outcome(_ findings: [Finding]) -> Decision.Outcome {
        if findings.contains(where: { $0.consequence == .clerk || $0.consequence == .unread }) { return .review }
        return findings.contains { $0.consequence == .citizen && $0.severity != .info } ? .followUp : .handover
    }

    /// Judges the written form where the record type needs it; missing when it is certain that it is not met.
    private static func writtenForm(_ type: RecordType, _ verification: Verification) -> (finding: Finding?, isMissing: Bool) {
        guard type.needsWrittenForm, !verification.writtenForm else { return (nil, false) }
        if verification.indication == .indeterminate {
            return (Finding(.writtenFormUnchecked), false)
        }
        return (Finding(.writtenFormMissing), true)
    }

    /// A signature or seal that is wrong is looked at by a clerk: somebody may pretend to be somebody else.
    private static func failure(_ verification: Verification, isTold: Bool) -> Finding? {
        guard verification.indication == .failed else { return nil }
        let sentence = verification.sentence ?? "Die Prüfung ist fehlgeschlagen."
        return Finding(.trustFailed, severity: isTold ? .warning : .error, ["sentence": sentence])
    }
}
