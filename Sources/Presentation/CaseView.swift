public import Deciding
public import Definitions
public import Vocabulary

/// A case as people and programs see it: where it stands, what was decided, what happened, what leaves the house.
public struct CaseView: Sendable {
    /// One thing that happened.
    public struct Line: Sendable {
        /// When.
        public var at: Instant
        /// What.
        public var event: CaseEvent

        /// Makes a line.
        public init(at: Instant, event: CaseEvent) { (self.at, self.event) = (at, event) }
    }

    /// Something that leaves the house, and how far it is, as the store names it.
    public struct Exit: Sendable {
        /// How far it is.
        public var state: String
        /// What it is.
        public var item: OutboxItem

        /// Makes an entry.
        public init(state: String, item: OutboxItem) { (self.state, self.item) = (state, item) }
    }

    private let number: String
    private let state: CaseState
    private let decision: Decision?
    private let events: [Line]
    private let outbox: [Exit]
    /// What of it does not hold any more, in German.
    private let faults: [String]
    /// An earlier case that it may repeat or correct.
    public var similar: Similarity?

    /// Makes a view.
    public init(number: String, state: CaseState, decision: Decision?, events: [Line], outbox: [Exit], faults: [String] = []) {
        (self.number, self.state, self.decision, self.events, self.outbox) = (number, state, decision, events, outbox)
        self.faults = faults
    }

    /// The case as `eingang show --json` prints it.
    public var json: JSON {
        .object([
            ("case", .string(number)), ("phase", .string(state.phase.rawValue)),
            ("receivedAt", .string(state.receivedAt.description)),
            ("receivedAtFirstAuthority", .optional(state.receivedAtFirstAuthority?.description)),
            ("completeAt", .optional(state.completeAt?.description)), ("department", .optional(state.department)),
            (
                "similar",
                similar.map { .object([("case", .string($0.number)), ("differences", .array($0.differences.map(\.json)))]) } ?? .null
            ),
            ("decision", decision?.json(outcome: state.outcome, notes: state.notes) ?? .null),
            ("events", .array(events.map(Self.json))), ("outbox", .array(outbox.map(Self.json))),
            ("faults", .array(faults.map(JSON.string))),
        ])
    }

    private static func json(_ line: Line) -> JSON {
        .object([
            ("at", .string(line.at.description)), ("kind", .string(line.event.kind.rawValue)),
            ("submission", .optional(line.event.submission?.description)), ("actor", .optional(line.event.actor)),
            ("detail", .string(line.event.detail)),
        ])
    }

    private static func json(_ exit: Exit) -> JSON {
        .object([
            ("kind", .string(exit.item.kind.name)), ("state", .string(exit.state)), ("to", .optional(exit.item.recipient)),
            ("subject", .string(exit.item.subject)), ("enclosures", .array(exit.item.enclosures.map(JSON.string))),
        ])
    }

    /// The case as a clerk reads it on a terminal.
    public func plain(_ catalogue: Catalogue) -> String {
        var lines = [
            "Vorgang:     \(number), eröffnet am \(state.openedAt.german), \(state.phase.german)\(state.needsLook ? ", ansehen" : "")"
        ]
        lines += faults.map { "Achtung:     \($0)" }
        if let earlier = state.receivedAtFirstAuthority { lines.append("Eingang:     bei der ersten Behörde am \(earlier.german)") }
        if let complete = state.completeAt { lines.append("Vollständig: seit \(complete.german)") }
        if let department = state.department { lines.append("Abteilung:   \(department)") }
        if let similar { lines += similar.lines(catalogue.records[state.recordType ?? ""]) }
        if let decision { lines.append(catalogue.plain(decision, outcome: state.outcome, notes: state.notes)) }
        lines.append("Ereignisse:")
        lines += events.map { line in
            let actor = line.event.actor.map { " (\($0))" } ?? ""
            return "  \(line.at.german)  \(line.event.kind.german)\(actor)"
        }
        lines.append("Ausgang:")
        lines += outbox.map { "  \($0.item.kind.german) (\(Self.word($0.state))): \($0.item.subject)" }
        if outbox.isEmpty { lines.append("  nichts") }
        return Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n")
    }

    private static func word(_ state: String) -> String {
        [
            "draft": "Entwurf", "pending": "zu senden", "sending": "wird gesendet", "sent": "gesendet", "dead": "nicht zustellbar",
            "discarded": "verworfen", "superseded": "überholt, wird nicht gesendet",
        ][state] ?? state
    }
}

extension CaseState {
    /// The line of a case in a list: what it is, when it changed, who sent it.
    public func line(_ number: String) -> String {
        let word = (needsLook ? phase.german + ", ansehen" : phase.german).padding(to: 16)
        return Label.withoutControls("\(number)  \(word)  \(changedAt.german)  \(sender ?? "")")
    }

    /// The line as `eingang cases --json` prints it.
    public func json(_ number: String) -> JSON {
        .object([
            ("case", .string(number)), ("recordType", .optional(recordType)), ("outcome", .string(outcome.rawValue)),
            ("phase", .string(phase.rawValue)), ("needsLook", .boolean(needsLook)), ("openedAt", .string(openedAt.description)),
            ("changedAt", .string(changedAt.description)), ("dueOn", .optional(dueOn?.description)), ("missing", .integer(missing)),
        ])
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

extension CaseState.Phase {
    /// What clerks call it.
    package var german: String {
        switch self {
        case .new: "neu"
        case .review: "ansehen"
        case .incomplete: "Rückfrage"
        case .requested: "nachgefordert"
        case .reminded: "erinnert"
        case .complete: "vollständig"
        case .handedOver: "übergeben"
        case .refused: "versagt"
        case .setAside: "kein Antrag"
        }
    }
}

extension CaseEvent.Kind {
    /// What clerks call it.
    package var german: String {
        switch self {
        case .received: "eingegangen"
        case .read: "ausgelesen"
        case .decided: "entschieden"
        case .reread: "neu ausgelesen"
        case .corrected: "berichtigt"
        case .approved: "freigegeben"
        case .discarded: "verworfen"
        case .replayed: "noch einmal auf den Weg gebracht"
        case .antedated: "Eingang bei der ersten Behörde vermerkt"
        case .delivered: "hinausgegangen"
        case .failed: "nicht zugestellt"
        case .reminded: "erinnert"
        case .expired: "Frist abgelaufen"
        case .accepted: "von der Fachanwendung angenommen"
        case .returned: "von der Fachanwendung zurückgegeben"
        case .looked: "angesehen"
        case .refused: "versagt"
        case .reopened: "wieder aufgenommen"
        case .setAside: "abgelegt, kein Antrag"
        case .undone: "Berichtigung zurückgenommen"
        case .redone: "Berichtigung wiederhergestellt"
        case .recalled: "Freigabe zurückgenommen"
        case .assigned: "zugewiesen"
        case .deferred: "zurückgestellt"
        case .account: "Konto geändert"
        }
    }
}

extension OutboxItem.Kind {
    /// What clerks call it.
    package var german: String {
        switch self {
        case .handover: "Übergabe an die Fachanwendung"
        case .letter(.followUp): "Rückfrage"
        case .letter(.proof): "Anforderung von Unterlagen"
        case .letter(.formMissing): "eilige Rückfrage zur Schriftform"
        case .letter(.unreadable): "Bitte um lesbare Dateien"
        case .letter(.receipt): "Eingangsbestätigung"
        case .letter(.reminder): "Erinnerung"
        }
    }
}
