internal import Definitions
public import Vocabulary

extension CaseState {
    /// What follows from a command.
    ///
    /// - Parameters:
    ///   - command: what happens.
    ///   - now: when.
    /// - Returns: the new state with events and changes of the outbox; the same state with a reason when the command does nothing.
    public func apply(_ command: Command, now: Instant) -> Transition {
        var state = self
        state.changedAt = now
        switch command {
        case .take(let decision, let detail): return state.take(decision, detail)
        case .correct(let decision, let detail, let person):
            return state.correct(decision, CaseEvent(kind: .corrected, detail: detail, actor: person), .add)
        case .undo(let decision, let person): return state.correct(decision, CaseEvent(kind: .undone, actor: person), .back)
        case .redo(let decision, let person): return state.correct(decision, CaseEvent(kind: .redone, actor: person), .forth)
        case .reread(let decision, let detail, let form, let person): return state.reread(decision, detail, form, by: person)
        case .approve(let kind, let person): return state.approve(kind, by: person)
        case .recall(let kind, let person): return state.recall(kind, by: person)
        case .setAside(let person): return state.setAside(by: person)
        case .assign(let name, let person): return state.assign(to: name, by: person)
        case .putOff(let day, let person): return state.putOff(until: day, by: person)
        case .discard(let kind, let person): return state.discard(kind, by: person)
        case .replay(let kind, let person): return state.replay(kind, by: person)
        case .deliver(let kind, let day, let isWritten): return state.deliver(kind, on: day, isWritten)
        case .post(let kind, let day, let person): return state.post(kind, on: day, by: person)
        case .fail(let kind, let reason): return state.fail(kind, reason)
        case .passDay(let day, let reminder): return pass(day, reminder, changed: state)
        case .accept: return phase == .handedOver ? state.note(.accepted) : refusing("Der Datensatz ist nicht übergeben.")
        case .reject(let reason): return phase == .handedOver ? state.sendBack(reason) : refusing("Der Datensatz ist nicht übergeben.")
        case .antedate(let instant, let person): return antedate(instant, by: person, changed: state)
        case .look(let person): return look(by: person, changed: state)
        case .refuse(let person): return refuse(by: person, changed: state)
        case .reopen(let person): return reopen(by: person, changed: state)
        }
    }

    // MARK: Decisions

    private func take(_ decision: Decision, _ detail: String) -> Transition {
        let received = decision.received
        var events = [
            CaseEvent(kind: .received, detail: detail, submission: received.digest),
            CaseEvent(
                kind: .read,
                detail:
                    "form=\(decision.record?.form ?? "-") findings=\(Set(decision.assessment.findings.map(\.code)).sorted().joined(separator: " "))",
                submission: received.digest
            ),
        ]
        // What is handed in later heals (§ 67 SGB I).
        if phase == .refused, !decision.isSetAside { events.append(CaseEvent(kind: .reopened, submission: received.digest)) }
        var event = Self.decided(decision)
        event.submission = received.digest
        events.append(event)
        guard decision.isSetAside, phase != .new else { return decide(decision, events) }
        return setAside(decision, events)
    }

    /// What has left the house, or was refused, is not undone by reading again.
    private func reread(_ decision: Decision, _ detail: String, _ form: String?, by person: String?) -> Transition {
        guard phase != .handedOver, phase != .refused else {
            return refusing("Der Vorgang ist schon abgeschlossen. Nehmen Sie ihn erst wieder auf.")
        }
        var state = self
        state.givenForm = form ?? givenForm
        return state.decide(decision, [CaseEvent(kind: .reread, detail: detail, actor: person), Self.decided(decision)])
    }

    /// A message that says nothing about the record leaves it as it is; what a clerk should know of it is noted.
    private func setAside(_ decision: Decision, _ events: [CaseEvent]) -> Transition {
        var state = self
        let notes = decision.assessment.findings.filter { $0.kind?.staysWithCase ?? false }
        // The same said again is no news: whoever knows a number can write to it as often as they like.
        state.notes += notes.filter { !state.notes.contains($0) }
        // For the same reason the procedure goes on; a clerk looks beside it.
        if notes.contains(where: { $0.consequence == .clerk }) {
            (state.outcome, state.needsLook, state.deferredUntil) = (.review, true, nil)
        }
        return Transition(state: state, events: events)
    }

    func decide(_ decision: Decision, _ events: [CaseEvent]) -> Transition {
        var state = self
        state.outcome = decision.outcome
        state.recordType = decision.record?.type
        state.sender = decision.received.sender
        state.missing = decision.assessment.missing.count
        state.isVerified = decision.received.verification.indication == .passed
        state.shape = decision.record == nil ? decision.received.shape ?? shape : nil
        state.isUnread = decision.assessment.findings.contains { $0.consequence == .unread }
        state.completeAt = decision.outcome == .handover ? completeAt ?? decision.received.receivedAt : nil
        (state.notes, state.needsLook) = ([], false)
        // What is missing now may be something else than what the citizen was told about.
        state.isWarned = false
        state.dueOn = decision.letters.first { $0.kind != .receipt }?.deadline
        state.followUps += decision.letters.count { $0.kind != .receipt }
        state.phase =
            switch decision.outcome {
            case .handover: .complete
            case .followUp: .incomplete
            case .review: .review
            case .rejected: .setAside
            }
        state.deferredUntil = nil
        var transition = Transition(state: state, events: events, decision: decision)
        transition.steps = .forget
        // What was to leave rests on what was known before.
        if phase != .new { transition.outbox.append(.supersede) }
        transition.outbox += Self.outbox(decision).map(OutboxChange.enqueue)
        return transition
    }

    static func decided(_ decision: Decision) -> CaseEvent {
        CaseEvent(
            kind: .decided,
            detail: "outcome=\(decision.outcome.rawValue) missing=\(decision.assessment.missing.joined(separator: " "))"
        )
    }

    /// What leaves the house with a decision: letters wait for a clerk unless the office lets them go by themselves.
    private static func outbox(_ decision: Decision) -> [OutboxItem] {
        let received = decision.received
        var items = decision.letters.map { letter in
            let isAutomatic = letter.isAutomatic && letter.to != nil
            var item = OutboxItem(
                kind: .letter(letter.kind),
                isDraft: !isAutomatic,
                recipient: letter.to,
                subject: letter.subject,
                body: letter.text
            )
            (item.enclosures, item.isAutomatic, item.inReplyTo) = (letter.enclosures, isAutomatic, received.messageId)
            item.channel = received.isDeMail ? .deMail : .mail
            return item
        }
        if decision.outcome == .handover, let record = decision.record {
            let body = record.value.json.description
            items.append(OutboxItem(kind: .handover, isDraft: false, recipient: nil, subject: record.type, body: body))
        }
        return items
    }

    // MARK: The outbox

    /// So many days a citizen has at least, from the day a letter leaves, however long a clerk kept it.
    private static let leastDays = 14

    private func deliver(_ kind: OutboxItem.Kind, on day: CalendarDate, _ isWritten: Bool) -> Transition {
        var state = self
        switch (kind, phase) {
        case (.letter(.followUp), .incomplete), (.letter(.formMissing), .incomplete): state.phase = .requested
        // Of a case that a clerk looks at, only the letter that was drafted with its last decision.
        case (.letter(.followUp), .review) where dueOn != nil, (.letter(.formMissing), .review) where dueOn != nil:
            state.phase = .requested
        case (.letter(.reminder), .requested), (.letter(.reminder), .incomplete): (state.phase, state.isWarned) = (.reminded, isWritten)
        // Asked by mail before, warned on paper now.
        case (.letter(.reminder), .reminded): state.isWarned = isWarned || isWritten
        case (.handover, .complete): state.phase = .handedOver
        default: break
        }
        if state.phase != phase || state.isWarned != isWarned, let dueOn {
            state.dueOn = kind == .handover ? dueOn : max(dueOn, day.adding(days: Self.leastDays))
        }
        var transition = Transition(state: state, events: [CaseEvent(kind: .delivered, detail: kind.name)])
        transition.steps = .forget
        return transition
    }

    /// A letter on paper is one in writing, whatever became of it before.
    private func post(_ kind: OutboxItem.Kind, on day: CalendarDate, by person: String) -> Transition {
        guard kind != .handover else { return refusing("Mit der Post gehen nur Schreiben.") }
        var transition = replay(kind, by: person).state.deliver(kind, on: day, true)
        transition.events = [CaseEvent(kind: .delivered, detail: "\(kind.name) by post on \(day)", actor: person)]
        return transition
    }

    private func fail(_ kind: OutboxItem.Kind, _ reason: String) -> Transition {
        var state = self
        if ![.handedOver, .refused, .setAside].contains(phase) { state.phase = .review }
        return Transition(state: state, events: [CaseEvent(kind: .failed, detail: "\(kind.name): \(reason)")])
    }

    /// A letter that never leaves asks for nothing.
    private func discard(_ kind: OutboxItem.Kind, by person: String) -> Transition {
        var state = self
        if phase == .incomplete, kind != .letter(.receipt) { (state.phase, state.outcome, state.dueOn) = (.review, .review, nil) }
        return Transition(state: state, events: [CaseEvent(kind: .discarded, detail: kind.name, actor: person)])
    }

    /// What failed had sent the case to a clerk; now it waits again for what follows.
    private func replay(_ kind: OutboxItem.Kind, by person: String) -> Transition {
        var state = self
        switch (phase, kind, outcome) {
        case (.review, .handover, .handover): state.phase = .complete
        case (.review, .letter, .followUp): state.phase = .incomplete
        default: break
        }
        return Transition(state: state, events: [CaseEvent(kind: .replayed, detail: kind.name, actor: person)])
    }

    private func antedate(_ instant: Instant, by person: String, changed: CaseState) -> Transition {
        guard instant < receivedAt else { return refusing("Bei der ersten Behörde ging der Antrag vor dem \(receivedAt.german) ein.") }
        var state = changed
        state.receivedAtFirstAuthority = instant
        return Transition(state: state, events: [CaseEvent(kind: .antedated, detail: "\(instant)", actor: person)])
    }

    // MARK: Time and people

    private func pass(_ day: CalendarDate, _ reminder: Letter?, changed: CaseState) -> Transition {
        guard let dueOn, dueOn < day else { return refusing("Die Frist läuft noch, oder es gibt keine.") }
        var state = changed
        state.dueOn = nil
        switch phase {
        case .requested:
            guard let reminder else { return refusing("Ohne Schreiben kann niemand erinnert werden.") }
            state.followUps += 1
            state.dueOn = reminder.deadline
            var item = OutboxItem(
                kind: .letter(.reminder),
                isDraft: !reminder.isAutomatic || reminder.to == nil,
                recipient: reminder.to,
                subject: reminder.subject,
                body: reminder.text
            )
            item.isAutomatic = !item.isDraft
            return Transition(state: state, events: [CaseEvent(kind: .reminded)], outbox: [.supersede, .enqueue(item)])
        case .review where isWarned, .reminded:
            // What now follows is for a person to decide; nothing is ever refused by a clock.
            (state.phase, state.deferredUntil) = (.review, nil)
            return Transition(state: state, events: [CaseEvent(kind: .expired)])
        default: return refusing("In diesem Stand wartet niemand auf eine Antwort.")
        }
    }

    private func look(by person: String, changed: CaseState) -> Transition {
        guard needsLook else { return refusing("Es gibt nichts anzusehen.") }
        var state = changed
        state.needsLook = false
        switch phase {
        case .incomplete, .requested, .reminded: state.outcome = .followUp
        case .complete, .handedOver: state.outcome = .handover
        case .new, .review, .refused, .setAside: break
        }
        return Transition(state: state, events: [CaseEvent(kind: .looked, actor: person)])
    }

    private func sendBack(_ reason: String) -> Transition {
        var state = self
        (state.phase, state.outcome, state.deferredUntil) = (.review, .review, nil)
        return Transition(state: state, events: [CaseEvent(kind: .returned, detail: reason)])
    }

    private func refuse(by person: String, changed: CaseState) -> Transition {
        // Only after the notice of what follows, and after its period (§ 66 Abs. 3 SGB I).
        guard phase == .review, isWarned, dueOn == nil else {
            return refusing("Ablehnen geht erst, wenn auf die Folgen hingewiesen wurde und die Frist abgelaufen ist (§ 66 Abs. 3 SGB I).")
        }
        var state = changed
        (state.phase, state.dueOn) = (.refused, nil)
        return Transition(state: state, events: [CaseEvent(kind: .refused, actor: person)], outbox: [.supersede])
    }

    private func reopen(by person: String, changed: CaseState) -> Transition {
        guard [.refused, .setAside, .handedOver].contains(phase) else { return refusing("Der Vorgang ist nicht abgeschlossen.") }
        var state = changed
        (state.phase, state.outcome) = (.review, .review)
        return Transition(state: state, events: [CaseEvent(kind: .reopened, actor: person)])
    }

    func note(_ kind: CaseEvent.Kind, _ detail: String = "", by person: String? = nil) -> Transition {
        Transition(state: self, events: [CaseEvent(kind: kind, detail: detail, actor: person)])
    }

    /// Nothing happens, for a reason in German.
    public func refusing(_ reason: String) -> Transition { Transition(state: self, refusal: reason) }
}
