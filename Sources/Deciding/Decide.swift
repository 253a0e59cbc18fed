public import Definitions
public import Vocabulary

/// What came in, as far as it decides the way a message takes.
private enum Way {
    /// A machine's word: nothing to read and nobody to answer.
    case automatic
    /// Nothing could be mapped.
    case unread
    /// An answer that is not taken into its case, with the reason.
    case foreign(MergedRecord?, Finding)
    /// A mail server's word about a letter of ours.
    case returned
    /// An answer to a letter whose case is not kept here.
    case orphan(MergedRecord, number: String?)
    /// An application or an objection is taken back.
    case withdrawn(MergedRecord)
    /// An application, an objection, or an answer to one of our letters.
    case application(MergedRecord, RecordType)
}

extension Catalogue {
    /// Decides what becomes of a submission: merge, validate, weigh, reply.
    ///
    /// - Parameters:
    ///   - submitted: what came in and what was read.
    ///   - known: the case it belongs to; nil when nothing is kept.
    ///   - office: for whom.
    /// - Returns: the decision, the same for the same input.
    public func decide(_ submitted: Received, known: KnownCase?, office: Office) -> Decision {
        let submitted = placingAnswers(submitted, known)
        // Who may answer is told from the header as it came; what steers from then on is only what somebody signed.
        let way = sort(submitted, known)
        let received = submitted.heedingOnlySigned(known)
        let letters = Letters(catalogue: self, office: office, received: received, known: known)
        var decision =
            switch way {
            case .automatic: automatic(received)
            case .unread: unread(received, letters)
            case .foreign(let record, let reason): foreign(received, record, reason)
            case .returned: returned(received)
            case .orphan(let record, let number): orphan(received, record, number)
            case .withdrawn(let record): withdrawn(received, record)
            case .application(let merged, let type): judged(merged, type, received, known, letters)
            }
        decision.keywords = keywords(of: decision)
        return decision
    }

    /// What people look a case up by, beside its number: who wrote and what about, who it is about, numbers of files.
    func keywords(of decision: Decision) -> [String] {
        let received = decision.received
        let written = [received.sender, received.subject].compactMap(\.self)
        guard let record = decision.record, let type = records[record.type] else { return written }
        let paths = Set(type.identity + type.addressee.joined() + type.searched)
        return written + record.readings.filter { paths.contains($0.path) }.compactMap { $0.value?.german }
    }

    /// Completes a record, weighs it, and writes what follows.
    func judged(_ merged: MergedRecord, _ type: RecordType, _ received: Received, _ known: KnownCase?, _ letters: Letters) -> Decision {
        let (record, objection) = complete(merged, type, received, known, letters.office)
        let judgement = Judgement(record, type, objection, received, day: letters.today)
        let judged = record.adding(judgement.absent)
        let finished = judgement.outcome == .handover ? judged.adding(completed(judged, type, received)) : judged
        return Decision(
            received: received,
            record: finished,
            assessment: judgement.assessment,
            outcome: received.isAutomatic ? .review : judgement.outcome,
            // Scanners and portals send on their own as well: what they bring is looked at, but nobody answers a machine.
            letters: received.isAutomatic ? [] : reply(judgement, finished, type, objection, letters)
        )
    }

    /// Puts answers that name their question by number where the letter they answer asked.
    private func placingAnswers(_ received: Received, _ known: KnownCase?) -> Received {
        guard var mapping = received.mapping, !mapping.numbered.isEmpty, let type = records[mapping.record] else { return received }
        let questions = Questions(of: type)
        let paths = known?.letter.map(questions.numbers(in:)) ?? [:]
        let converter = Converter(referenceYear: received.receivedAt.localDate.year)
        var isUnplaced = false
        for answer in mapping.numbered {
            guard let path = paths[answer.number] else {
                isUnplaced = true
                continue
            }
            if type.field(at: FieldPath.generic(path))?.kind == .list {
                mapping.findings.append(Finding(.answerInOwnWords, ["title": type.title(of: path)]))
            } else if !mapping.readings.contains(where: { $0.path == path }) {
                mapping.readings.append(questions.reading(path, answer.place, converter))
            }
        }
        if isUnplaced, !mapping.findings.contains(where: { $0.isA(.answerUnplaced) }) {
            mapping.findings.append(Finding(.answerUnplaced))
        }
        var received = received
        received.mapping = mapping
        return received
    }

    // MARK: Sort

    private func sort(_ received: Received, _ known: KnownCase?) -> Way {
        if received.verification.confirmation != nil { return .automatic }
        if received.isFailureReport, received.reply == .proven { return .returned }
        let isAnswer = received.mapping.flatMap { form($0.form) }?.isAnswer
        let hasDocuments = received.documents.contains { $0.type != "text" }
        if received.isAutomatic, !hasDocuments, isAnswer != false { return .automatic }
        let isReply = received.reply != .none && known.map { !$0.readings.isEmpty } ?? false
        guard let mapping = received.mapping, let type = records[mapping.record] else {
            // What says nothing that could be read must not take the place of what is known.
            return isReply ? .foreign(nil, received.reply == .proven ? Finding(.answerUnread) : Finding(.caseTokenUnknown)) : .unread
        }
        func record(_ readings: [FieldReading]) -> MergedRecord {
            MergedRecord(form: mapping.form, type: type.id, version: type.version, readings: readings)
        }
        if isReply, received.reply == .unproven { return .foreign(record([]), Finding(.caseTokenUnknown)) }
        if let known, isReply, !received.isAnswer(from: known.addresses) { return .foreign(record([]), Finding(.caseOtherSender)) }
        if form(mapping.form)?.withdraws == true {
            // What was applied for, or objected to, stays in the record; a withdrawal adds nothing to it.
            let isKnown = known.map { !$0.readings.isEmpty } ?? false
            return .withdrawn(record(isKnown ? known?.readings ?? [] : mapping.readings))
        }
        let message = Merge.Message(
            digest: received.digest,
            receivedAt: received.receivedAt,
            indication: received.verification.indication
        )
        let merged = record(Merge(type: type, message: message).merged(known?.readings ?? [], mapping.readings))
        if known?.readings.isEmpty ?? true, isAnswer == true { return .orphan(merged, number: received.thread?.number) }
        return .application(merged, type)
    }

    // MARK: Complete

    /// The record with what the engine knows by itself, judged anew with each message; a signed one may mend an unsigned one.
    private func complete(
        _ merged: MergedRecord,
        _ type: RecordType,
        _ received: Received,
        _ known: KnownCase?,
        _ office: Office
    ) -> (record: MergedRecord, objection: Objection?) {
        let renewed: [Field.System] = [.writtenForm, .periodEnd, .periodSteps, .periodResult]
        let lasting = merged.readings.filter { !(type.field(at: $0.path)?.system.map(renewed.contains) ?? false) }
        let plain = MergedRecord(form: merged.form, type: merged.type, version: merged.version, readings: lasting)
        let record = plain.adding(systemReadings(plain, type, received, office))
        guard let paths = type.objection else { return (record, nil) }
        let objection = Objection(
            paths,
            record.readings,
            receivedAt: effectiveReceipt(record, type, received, known),
            land: office.land
        )
        return (record.adding(objection.readings(type)), objection)
    }

    private func systemReadings(_ record: MergedRecord, _ type: RecordType, _ received: Received, _ office: Office) -> [FieldReading] {
        let present = Set(record.readings.map(\.path))
        return type.leaves.compactMap { field in
            guard !present.contains(field.path) else { return nil }
            switch field.system {
            case .received where received.isReceiptKnown:
                return FieldReading(path: field.path, state: .read, value: .time(received.receivedAt))
            case .receivedMonth where received.isReceiptKnown:
                let day = received.receivedAt.localDate
                return YearMonth(year: day.year, month: day.month).map { FieldReading(path: field.path, state: .read, value: .month($0)) }
            case .writtenForm where received.verification.indication != .indeterminate:
                let means = received.verification.channel == .deMail ? "deMailAbsenderbestaetigt" : "qes"
                let value = received.verification.writtenForm ? means : "keine"
                return FieldReading(path: field.path, state: .read, value: .text(value))
            case nil where field.preset == Field.ownOffice:
                return office.isAlone ? FieldReading(path: field.path, state: .read, value: .text(office.name)) : nil
            case nil: return field.preset.map { FieldReading(path: field.path, state: .read, value: .text($0)) }
            default: return nil
            }
        }
    }

    /// When the declaration was received in a valid form: that of the first message only if that one met the form already.
    private func effectiveReceipt(_ record: MergedRecord, _ type: RecordType, _ received: Received, _ known: KnownCase?) -> Instant {
        let wasMet = known?.readings.contains { reading in
            type.field(at: reading.path)?.system == .writtenForm && reading.value != nil && reading.value != .text("keine")
        }
        let path = type.leaves.first { $0.system == .received }?.path
        guard wasMet == true, case .time(let first)? = record.value(at: path) else { return received.receivedAt }
        return first
    }

    /// Since when nothing needed is missing any more.
    private func completed(_ record: MergedRecord, _ type: RecordType, _ received: Received) -> [FieldReading] {
        type.leaves.filter { field in field.system == .complete && !record.readings.contains { $0.path == field.path } }
            .map { FieldReading(path: $0.path, state: .read, value: .time(received.receivedAt)) }
    }

    // MARK: Reply

    private func reply(
        _ judgement: Judgement,
        _ record: MergedRecord,
        _ type: RecordType,
        _ objection: Objection?,
        _ letters: Letters
    ) -> [Letter] {
        var letters = letters
        letters.outcome = judgement.outcome
        guard judgement.hasToAsk else { return letters.receipt(type, record).map { [$0] } ?? [] }
        let matter = Letters.Matter(
            type: type,
            record: record,
            findings: judgement.findings,
            gaps: judgement.gaps,
            lacksForm: judgement.lacksForm,
            lastDay: objection?.end
        )
        guard let asking = letters.asking(for: matter) else { return [] }
        // What leaves at once says itself when and what was received; what waits for a clerk would say it too late.
        return [asking] + (asking.isAutomatic ? [] : letters.receipt(type, record).map { [$0] } ?? [])
    }
}

extension Catalogue {
    /// The letter that asks again for what a case still lacks.
    ///
    /// - Parameters:
    ///   - decision: what was decided last about it.
    ///   - known: the case.
    ///   - office: for whom.
    /// - Returns: nil where there is nothing to ask for.
    public func reminder(of decision: Decision, known: KnownCase, office: Office) -> Letter? {
        guard let record = decision.record, let type = records[record.type] else { return nil }
        var letters = Letters(catalogue: self, office: office, received: decision.received, known: known)
        letters.outcome = .followUp
        // What is kept as missing says nothing; taken for something said it would leave nothing to ask for.
        let said = record.readings.filter { $0.state != .missing && $0.state != .notApplicable }
        let matter = Letters.Matter(
            type: type,
            record: record,
            findings: decision.assessment.findings,
            gaps: Validation(type, said).gaps.filter(\.isHard),
            lacksForm: false
        )
        return letters.reminding(of: matter)
    }

    /// What tells whose matter a submission is: the fields that its record type names, folded, as one digest.
    ///
    /// - Returns: nil where the record type names none, or one of them is not known.
    public func identity(of mapping: MappedForm?) -> Digest? {
        guard let mapping, let type = records[mapping.record], !type.identity.isEmpty else { return nil }
        var parts = [mapping.record]
        for path in type.identity {
            guard let value = mapping.readings.first(where: { $0.path == path })?.value else { return nil }
            parts.append(Converter.folded(value.json.description))
        }
        return Digest(of: parts.joined(separator: "\n").utf8)
    }
}

// MARK: What no record comes of

extension Catalogue {
    private func automatic(_ received: Received) -> Decision {
        let findings = received.allFindings.filter { !$0.isA(.formUnknown) } + [Finding(.mailAutomatic)]
        return Decision(received: received, record: nil, assessment: Assessment(findings: findings), outcome: .rejected, isSetAside: true)
    }

    /// Nothing could be mapped: a clerk looks, and where a document could not be opened the citizen can be asked for it again.
    private func unread(_ received: Received, _ letters: Letters) -> Decision {
        let findings = received.allFindings
        return Decision(
            received: received,
            record: nil,
            assessment: Assessment(findings: findings),
            outcome: .review,
            letters: letters.unreadable(findings).map { [$0] } ?? []
        )
    }

    /// A letter of ours came back: the citizen knows nothing of it.
    private func returned(_ received: Received) -> Decision {
        let findings = received.allFindings.filter { !$0.isA(.formUnknown) } + [Finding(.letterUndelivered)]
        return Decision(received: received, record: nil, assessment: Assessment(findings: findings), outcome: .rejected, isSetAside: true)
    }

    /// An answer from an address the case does not know, or without the token: nothing of it is taken in until a clerk has looked.
    private func foreign(_ received: Received, _ record: MergedRecord?, _ reason: Finding) -> Decision {
        Decision(
            received: received,
            record: record,
            assessment: Assessment(findings: received.allFindings + [reason]),
            outcome: .review,
            isSetAside: true
        )
    }

    /// Somebody takes back what they declared: nobody is asked anything, and a clerk decides what follows.
    private func withdrawn(_ received: Received, _ record: MergedRecord) -> Decision {
        let title = records[record.type]?.title ?? record.type
        return Decision(
            received: received,
            record: record,
            assessment: Assessment(findings: received.allFindings + [Finding(.caseWithdrawn, ["title": title])]),
            outcome: .review
        )
    }

    private func orphan(_ received: Received, _ record: MergedRecord, _ number: String?) -> Decision {
        let name = number.map { " „\($0)“" } ?? ""
        let finding = Finding(.caseNotAtHand, ["number": name])
        return Decision(
            received: received,
            record: record,
            assessment: Assessment(findings: received.allFindings + [finding]),
            outcome: .review
        )
    }
}
