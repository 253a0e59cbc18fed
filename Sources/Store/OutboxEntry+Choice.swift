public import Deciding
internal import Definitions
public import Vocabulary

/// What a person decides about something in the outbox.
public enum OutboxChoice: Sendable {
    /// It leaves from a time on, to this address and with these words; nil where no address is known.
    case approve(to: String?, subject: String, body: String, from: Instant)
    /// The record leaves from a time on.
    case release(from: Instant)
    /// It does not leave yet after all.
    case recall
    /// It went by post on a day, with these words.
    case post(on: CalendarDate, subject: String, body: String)
    /// It never leaves.
    case discard
    /// What could not be delivered is tried again.
    case again
}

extension OutboxEntry {
    /// What follows from a person's choice: for its case, and for itself.
    ///
    /// - Parameters:
    ///   - choice: what is decided.
    ///   - case: how its case stands.
    ///   - person: who decides.
    ///   - now: when.
    /// - Returns: what follows; a refusal with its reason in German when it is too late, or something is missing.
    public func follows(from choice: OutboxChoice, for case: CaseState, by person: String, now: Instant) -> Transition {
        var (transition, change): (Transition, OutboxChange)
        switch choice {
        case .approve(let recipient, let subject, let body, let time):
            guard state == .draft else { return `case`.refusing("Das ist kein Entwurf mehr.") }
            guard let recipient else {
                return `case`.refusing("Es ist keine gültige Adresse bekannt. Ohne sie geht das Schreiben mit der Post.")
            }
            transition = `case`.apply(.approve(item.kind, by: person), now: now)
            change = .approve(id, recipient: recipient, subject: subject, body: body, from: time)
        case .release(let time):
            guard state == .draft, item.kind == .handover else { return `case`.refusing("Der Datensatz wartet nicht auf eine Freigabe.") }
            (transition, change) = (`case`.apply(.approve(item.kind, by: person), now: now), .release(id, from: time))
        case .recall:
            guard state == .pending, attempts == 0 else { return `case`.refusing("Das ist schon unterwegs. Zurückholen geht nicht mehr.") }
            (transition, change) = (`case`.apply(.recall(item.kind, by: person), now: now), .recall(id))
        case .post(let day, let subject, let body):
            // An answer asked for by mail may be asked for on paper as well: only that is a notice in writing.
            let isReminder = state == .sent && item.kind == .letter(.reminder) && !`case`.isWarned
            guard state == .draft || state == .dead || isReminder else {
                return `case`.refusing("Das Schreiben ging schon hinaus, ist unterwegs oder verworfen.")
            }
            transition = `case`.apply(.post(item.kind, on: day, by: person), now: now)
            change = .post(id, subject: subject, body: body)
        case .discard:
            (transition, change) = (`case`.apply(.discard(item.kind, by: person), now: now), .discard(id))
        case .again:
            guard state == .dead else { return `case`.refusing("Das wurde zugestellt, oder es wird noch versucht.") }
            (transition, change) = (`case`.apply(.replay(item.kind, by: person), now: now), .replay(id))
        }
        if transition.refusal == nil { transition.outbox.append(change) }
        return transition
    }
}

extension Archive {
    /// The words of a letter as they leave: its tokens have their codes.
    public func sealed(_ text: String, office: String) -> String { tokenKey?.sealing(text, office: office) ?? text }
}
