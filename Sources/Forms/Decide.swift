public import Vocabulary

/// Everything a decision is made from.
///
/// No clock, no files: the same input always gives the same decision.
public struct Evidence: Sendable {
    /// Where the submission came from.
    public var source: String
    /// Its digest.
    public var digest: Digest
    /// The time of receipt.
    public var receivedAt: Instant
    /// Whether the time of receipt is known, or only the time of processing.
    public var isReceiptKnown = true
    /// What is verified.
    public var verification: Verification
    /// The Message-ID.
    public var messageId: String?
    /// Who sent it, as a person reads it.
    public var sender: String?
    /// Where a reply goes.
    public var replyTo: String?
    /// Whether a machine sent it on its own.
    public var isAutomatic = false
    /// Which forms it could be.
    public var recognition: Recognition
    /// What the chosen form's rules read.
    public var mapping: Mapping?
    /// The documents.
    public var documents: [Decision.DocumentSummary]
    /// What was found while reading.
    public var findings: [Finding]

    /// Evidence of a submission about which nothing is known yet.
    public init(source: String, digest: Digest, receivedAt: Instant) {
        self.source = source
        self.digest = digest
        self.receivedAt = receivedAt
        verification = Verification()
        recognition = Recognition()
        documents = []
        findings = []
    }
}

/// What is already known of the case a submission belongs to.
public struct KnownCase: Sendable {
    /// Its number, such as `WG-2026-000123`.
    public var number: String
    /// What was read before; empty for a new case.
    public var readings: [FieldReading]
    /// The address its replies go to: an answer from another one is not taken in unseen.
    public var address: String?
    /// How many times the citizen was asked before.
    public var followUps = 0
    /// The day of the decision, from which a new period runs; nil to count from the receipt.
    public var today: CalendarDate?

    /// Makes a known case.
    public init(number: String, readings: [FieldReading] = [], address: String? = nil) {
        self.number = number
        self.readings = readings
        self.address = address
    }
}

extension Catalogue {
    /// Decides what becomes of a submission: merge, validate, weigh, reply.
    ///
    /// - Parameters:
    ///   - evidence: what was read.
    ///   - known: the case it belongs to; nil when nothing is kept.
    ///   - office: for whom.
    /// - Returns: the decision, the same for the same input.
    public func decide(_ evidence: Evidence, known: KnownCase?, office: Office) -> Decision {
        var decision = Decision(evidence)
        let hasDocuments = evidence.documents.contains { $0.type != "text" }
        let isLetter = evidence.mapping.map { form($0.form)?.isAnswer == false } ?? false
        if evidence.verification.confirmation != nil { return rejected(decision) }
        if evidence.isAutomatic, !hasDocuments, !isLetter { return rejected(decision) }
        guard let mapping = evidence.mapping, let type = records[mapping.record] else {
            return unread(decision, evidence, office: office)
        }
        decision.form = mapping.form
        decision.recordType = type.id
        decision.recordVersion = type.version
        let isOrphan = mapping.answers != nil && known?.readings.isEmpty ?? true && form(mapping.form)?.isAnswer == true
        if let known, mapping.answers != nil, let address = known.address, address.lowercased() != evidence.replyTo?.lowercased() {
            return foreign(decision)
        }
        let message = Merge.Message(digest: evidence.digest, receivedAt: evidence.receivedAt, indication: evidence.verification.indication)
        decision.readings = Merge(type: type, message: message).merged(known?.readings ?? [], mapping.readings)
        if isOrphan { return orphan(decision, number: mapping.answers) }
        judge(&decision, type, evidence, known: known, office: office)
        if evidence.isAutomatic { silence(&decision) }
        return decision
    }

    /// Validates the merged record, weighs what was found, and writes the letter when there is something to ask.
    private func judge(_ decision: inout Decision, _ type: RecordType, _ evidence: Evidence, known: KnownCase?, office: Office) {
        // How the form is met is judged anew with each message; a signed one may mend an unsigned one.
        let renewed: [Field.System] = [.writtenForm, .periodEnd, .periodSteps, .periodResult]
        decision.readings.removeAll { type.field(at: $0.path)?.system.map(renewed.contains) ?? false }
        decision.readings += systemReadings(type, decision, evidence)
        let objection = type.objection.map {
            Objection($0, decision.readings, receivedAt: effectiveReceipt(decision, type, known), land: office.land)
        }
        decision.readings += objection?.readings(type) ?? []
        let validation = Validation(type, decision.readings)
        decision.readings += validation.absent
        decision.findings += validation.findings
        decision.missing = validation.gaps.filter { $0.isHard && !$0.isAttachment }.map(\.path)
        let formGap = noteWrittenForm(&decision, type)
        noteFailure(&decision, isTold: formGap)
        let day = max(decision.receivedAt.localDate, known?.today ?? decision.receivedAt.localDate)
        if let objection {
            let path = type.leaves.first { $0.system == .periodEnd }?.path
            decision.findings.append(objection.finding(isFormMissing: formGap, today: day, at: path))
        }
        decision.outcome = outcome(decision, formGap: formGap)
        if decision.outcome == .handover { complete(&decision, type) }
        // Whoever sent an empty form has nothing to complete; a clerk finds out what was meant.
        let isEmpty = decision.findings.contains { $0.code == "form.empty" }
        let isDraft = decision.outcome == .review && !decision.missing.isEmpty && !isEmpty
        // A missing form is told at once, whatever else a clerk has to look at: the period runs.
        // A complete application goes on at once; documents that belong to it can follow.
        let lacksEvidence = decision.outcome == .handover && validation.gaps.contains { $0.isHard && $0.isAttachment }
        if decision.outcome == .followUp || isDraft || formGap || lacksEvidence {
            var letter = FollowUpLetter(type: type, office: office, decision: decision, gaps: validation.gaps)
            letter.lastDay = objection?.end
            letter.isLastDayPast = objection?.end.map { $0 < day } ?? false
            decision.followUp = letter.written(to: evidence.replyTo, known: known, needsWrittenForm: formGap)
        }
    }

    /// Errors that the citizen can mend by answering; everything else that went wrong needs a clerk.
    private static let answerable: Set<String> = ["field.missing", "field.invalid", "form.written-form-missing"]
    /// Where these codes begin, something of the message was not read, so it cannot be taken as complete.
    private static let incomplete = [
        "limit.", "mail.", "archive.", "xml.", "pdf.embedded", "pdf.damaged", "pdf.locked", "reader.", "form.several",
    ]

    private func outcome(_ decision: Decision, formGap: Bool) -> Decision.Outcome {
        let needsClerk = decision.findings.contains { finding in
            let isUnread = finding.severity != .info && Self.incomplete.contains { finding.code.hasPrefix($0) }
            let isOpen = finding.severity == .error && !Self.answerable.contains(finding.code) && finding.citizen == nil
            return isUnread || isOpen
        }
        if needsClerk { return .review }
        let asks = decision.findings.contains { $0.code.hasPrefix("check.") && $0.severity != .info && $0.citizen != nil }
        return !decision.missing.isEmpty || formGap || asks ? .followUp : .handover
    }

    /// Scanners and portals send on their own as well: what they bring is looked at, but nobody answers a machine.
    private func silence(_ decision: inout Decision) {
        decision.followUp = nil
        decision.outcome = .review
        decision.findings.append(
            Finding(
                "mail.automatic-with-form",
                .warning,
                "Die Nachricht wurde automatisch erzeugt, enthält aber ein Formular. Es wird nicht geantwortet. Bitte sehen Sie sie an."
            )
        )
    }

    private func rejected(_ decision: Decision) -> Decision {
        var decision = decision
        decision.outcome = .rejected
        decision.isSetAside = true
        decision.findings.removeAll { $0.code == "form.unknown" }
        decision.findings.append(
            Finding(
                "mail.automatic",
                .info,
                "Die Nachricht wurde automatisch erzeugt (etwa eine Abwesenheitsnotiz oder Zustellmeldung) und ist kein Antrag. Sie bleibt aufbewahrt; es wird nicht geantwortet."
            )
        )
        return decision
    }

    /// Nothing could be mapped: a clerk looks, and where a document could not be opened the citizen can be asked for it again.
    private func unread(_ decision: Decision, _ evidence: Evidence, office: Office) -> Decision {
        var decision = decision
        let requests = decision.findings.compactMap(\.citizen)
        if !requests.isEmpty {
            decision.followUp = FollowUpLetter.unreadable(
                requests,
                to: evidence.replyTo,
                office: office,
                receivedAt: evidence.receivedAt
            )
        }
        return decision
    }

    /// An answer from an address the case does not know: nothing of it is taken in until a clerk has looked.
    private func foreign(_ decision: Decision) -> Decision {
        var decision = decision
        decision.isSetAside = true
        decision.findings.append(
            Finding(
                "case.other-sender",
                .error,
                "Eine Antwort kam von einer anderen Adresse als der Antrag. Ihre Angaben wurden nicht übernommen. Bitte prüfen Sie, ob sie dazugehört."
            )
        )
        return decision
    }

    private func orphan(_ decision: Decision, number: String?) -> Decision {
        var decision = decision
        let name = number.map { " „\($0)“" } ?? ""
        decision.findings.append(
            Finding(
                "case.not-at-hand",
                .warning,
                "Die Nachricht beantwortet unsere Nachforderung zum Vorgang\(name), der hier nicht vorliegt. Bitte ordnen Sie sie dem Vorgang zu."
            )
        )
        return decision
    }

    private func systemReadings(_ type: RecordType, _ decision: Decision, _ evidence: Evidence) -> [FieldReading] {
        let present = Set(decision.readings.map(\.path))
        return type.leaves.compactMap { field in
            guard !present.contains(field.path) else { return nil }
            switch field.system {
            case .received where evidence.isReceiptKnown:
                return FieldReading(path: field.path, state: .read, value: .time(decision.receivedAt))
            case .receivedMonth where evidence.isReceiptKnown:
                let day = decision.receivedAt.localDate
                return YearMonth(year: day.year, month: day.month).map { FieldReading(path: field.path, state: .read, value: .month($0)) }
            case .writtenForm where decision.verification.indication != .indeterminate:
                let means = decision.verification.channel == .deMail ? "deMailAbsenderbestaetigt" : "qes"
                let value = decision.verification.writtenForm ? means : "keine"
                return FieldReading(path: field.path, state: .read, value: .text(value))
            case nil: return field.preset.map { FieldReading(path: field.path, state: .read, value: .text($0)) }
            default: return nil
            }
        }
    }

    /// When the declaration was received in a valid form: that of the first message only if that one met the form already.
    private func effectiveReceipt(_ decision: Decision, _ type: RecordType, _ known: KnownCase?) -> Instant {
        let wasMet = known?.readings.contains { reading in
            type.field(at: reading.path)?.system == .writtenForm && reading.value != nil && reading.value != .text("keine")
        }
        let path = type.leaves.first { $0.system == .received }?.path
        guard wasMet == true, case .time(let first)? = decision.readings.first(where: { $0.path == path })?.value else {
            return decision.receivedAt
        }
        return first
    }

    private func complete(_ decision: inout Decision, _ type: RecordType) {
        for field in type.leaves where field.system == .complete && !decision.readings.contains(where: { $0.path == field.path }) {
            decision.readings.append(FieldReading(path: field.path, state: .read, value: .time(decision.receivedAt)))
        }
    }

    /// A signature or seal that is wrong is looked at by a clerk: somebody may pretend to be somebody else.
    private func noteFailure(_ decision: inout Decision, isTold: Bool) {
        guard decision.verification.indication == .failed else { return }
        decision.findings.append(
            Finding(
                "trust.failed",
                isTold ? .warning : .error,
                "\(decision.verification.sentence ?? "Die Prüfung ist fehlgeschlagen.") Bitte klären Sie, von wem die Nachricht stammt, bevor Sie antworten oder entscheiden."
            )
        )
    }

    /// Judges the written form where the record type needs it; true when it is certain that it is not met.
    private func noteWrittenForm(_ decision: inout Decision, _ type: RecordType) -> Bool {
        guard type.needsWrittenForm, !decision.verification.writtenForm else { return false }
        if decision.verification.indication != .indeterminate {
            decision.findings.append(
                Finding(
                    "form.written-form-missing",
                    .error,
                    "Die Schriftform ist nicht erfüllt: Die Nachricht trägt keine gültige qualifizierte Signatur und kam nicht auf einem sicheren Weg (§ 70 Abs. 1 VwGO). "
                        + "Solange die Frist läuft, kann die Erklärung wirksam nachgeholt werden. Bitte antworten Sie sofort."
                )
            )
            return true
        }
        decision.findings.append(
            Finding(
                "form.written-form-unchecked",
                .error,
                "Ob die Schriftform erfüllt ist, konnte nicht festgestellt werden: Signatur oder Versandweg sind noch nicht geprüft. Bitte prüfen Sie sie, bevor die Frist endet."
            )
        )
        return false
    }
}

extension Decision {
    /// A decision about which nothing is decided yet: what every outcome shows.
    fileprivate init(_ evidence: Evidence) {
        self.init(
            source: evidence.source,
            digest: evidence.digest,
            messageId: evidence.messageId,
            sender: evidence.sender,
            receivedAt: evidence.receivedAt,
            outcome: .review,
            verification: evidence.verification
        )
        documents = evidence.documents
        replyTo = evidence.replyTo
        isReceiptKnown = evidence.isReceiptKnown
        candidates = evidence.recognition.candidates
        findings =
            evidence.findings + evidence.documents.flatMap(\.findings) + evidence.recognition.findings
            + (evidence.mapping?.findings ?? [])
    }
}
