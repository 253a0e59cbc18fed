internal import Definitions
public import Vocabulary

// What a clerk does to a case at the desk.
extension CaseState {
    /// Whether a command does something now; for pages, which offer nothing else.
    public func allows(_ command: Command, now: Instant) -> Bool { apply(command, now: now).refusal == nil }

    /// A clerk's word on the record: nothing leaves the house by it before a clerk lets it.
    func correct(_ decision: Decision, _ event: CaseEvent, _ steps: Transition.Steps) -> Transition {
        guard ![.handedOver, .refused, .setAside].contains(phase) else {
            return refusing("Der Vorgang ist abgegeben oder abgeschlossen. Hier ändert daran niemand mehr etwas.")
        }
        let events = [event, Self.decided(decision)]
        let isAskedFor = decision.outcome == .followUp || (decision.outcome == .review && !decision.assessment.missing.isEmpty)
        if [.requested, .reminded].contains(phase), isAskedFor, decision.letters.isEmpty { return keepAsking(decision, events, steps) }
        var transition = decide(decision, events)
        transition.steps = steps
        // What was noted of other messages is not settled by a word on the record.
        (transition.state.notes, transition.state.needsLook) = (notes, needsLook)
        if decision.outcome == .handover { transition.state.phase = .review }
        transition.outbox = transition.outbox.map { change in
            guard case .enqueue(var item) = change else { return change }
            (item.isDraft, item.isAutomatic) = (true, false)
            return .enqueue(item)
        }
        return transition
    }

    /// The citizen is asked already for all that is missing: the letter holds, and its period goes on.
    private func keepAsking(_ decision: Decision, _ events: [CaseEvent], _ steps: Transition.Steps) -> Transition {
        var state = self
        (state.outcome, state.missing) = (decision.outcome, decision.assessment.missing.count)
        var transition = Transition(state: state, events: events, decision: decision)
        transition.steps = steps
        return transition
    }

    /// A record that a clerk has completed leaves when a clerk says so.
    func approve(_ kind: OutboxItem.Kind, by person: String) -> Transition {
        var transition = note(.approved, kind.name, by: person)
        if kind == .handover, phase == .review, outcome == .handover { transition.state.phase = .complete }
        return transition
    }

    /// What may leave and has not yet waits for a clerk again.
    func recall(_ kind: OutboxItem.Kind, by person: String) -> Transition {
        var transition = note(.recalled, kind.name, by: person)
        if kind == .handover, phase == .complete { transition.state.phase = .review }
        return transition
    }

    /// A message that is no application asks for nothing and leads to nothing.
    func setAside(by person: String) -> Transition {
        guard [.new, .review, .incomplete].contains(phase) else {
            return refusing("Der Vorgang ist abgegeben oder abgeschlossen, oder es wurde schon nachgefragt.")
        }
        var state = self
        (state.phase, state.outcome, state.dueOn, state.deferredUntil, state.needsLook) = (.setAside, .rejected, nil, nil, false)
        var transition = Transition(state: state, events: [CaseEvent(kind: .setAside, actor: person)], outbox: [.supersede])
        transition.steps = .forget
        return transition
    }

    func assign(to name: String?, by person: String) -> Transition {
        guard name != assignee else { return refusing("Der Vorgang gehört schon \(name ?? "niemandem").") }
        var transition = note(.assigned, name.map { "to \($0)" } ?? "to nobody", by: person)
        transition.state.assignee = name
        return transition
    }

    /// A period that runs out meanwhile is not put off with it.
    func putOff(until day: CalendarDate?, by person: String) -> Transition {
        guard day != deferredUntil else { return refusing("Daran ändert sich nichts.") }
        if let day {
            guard [.review, .incomplete].contains(phase) || needsLook else { return refusing("Der Vorgang wartet auf niemanden hier.") }
            if let dueOn, dueOn < day { return refusing("Bis dahin ist die Frist vom \(dueOn.german) abgelaufen.") }
        }
        var transition = note(.deferred, day.map { "until \($0)" } ?? "", by: person)
        transition.state.deferredUntil = day
        return transition
    }
}
