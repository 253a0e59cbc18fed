import Deciding
import Definitions
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Every phase of a case and every command: what follows stands whole in `Tests/Fixtures/case-states.txt`.
struct CaseStateTests {
    private static let now = Instant(seconds: 1_795_425_300)
    private static let due = now.localDate.adding(days: 21)

    private static func decision(
        _ outcome: Decision.Outcome,
        note: Finding? = nil,
        isSetAside: Bool = false,
        isAsked: Bool = false,
        missing: [String] = []
    )
        -> Decision
    {
        let letter = Letter(kind: .followUp, to: "a@example.org", subject: "Bitte", deadline: due, text: "Text")
        return Decision(
            received: Received(source: "a", digest: Digest(of: [1]), receivedAt: now),
            record: outcome == .rejected ? nil : MergedRecord(form: "f", type: "wohngeld", version: "1", readings: []),
            assessment: Assessment(missing: missing, findings: note.map { [$0] } ?? []),
            outcome: outcome,
            letters: outcome == .followUp && !isAsked ? [letter] : [],
            isSetAside: isSetAside
        )
    }

    private static let reminder = Letter(kind: .reminder, to: nil, subject: "Erinnerung", deadline: due.adding(days: 21), text: "Text")

    static let commands: [(name: String, command: Command)] = [
        ("take complete", .take(decision(.handover), detail: "")),
        ("take incomplete", .take(decision(.followUp), detail: "")),
        ("take unclear", .take(decision(.review), detail: "")),
        ("take automatic", .take(decision(.rejected, isSetAside: true), detail: "")),
        ("take foreign", .take(decision(.review, note: foreign, isSetAside: true), detail: "")),
        ("take confirmation", .take(decision(.rejected, note: confirmed, isSetAside: true), detail: "")),
        ("correct complete", .correct(decision(.handover), by: "Frau X")),
        ("reread incomplete", .reread(decision(.followUp), detail: "")),
        ("deliver follow-up", .deliver(.letter(.followUp), on: now.localDate)),
        ("deliver form-missing", .deliver(.letter(.formMissing), on: now.localDate)),
        ("deliver proof", .deliver(.letter(.proof), on: now.localDate)),
        ("deliver receipt", .deliver(.letter(.receipt), on: now.localDate)),
        ("deliver unreadable", .deliver(.letter(.unreadable), on: now.localDate)),
        ("deliver reminder", .deliver(.letter(.reminder), on: now.localDate)),
        ("post follow-up", .post(.letter(.followUp), on: now.localDate, by: "Frau X")),
        ("post reminder", .post(.letter(.reminder), on: now.localDate, by: "Frau X")),
        ("post handover", .post(.handover, on: now.localDate, by: "Frau X")),
        ("deliver handover", .deliver(.handover, on: now.localDate)),
        ("fail follow-up", .fail(.letter(.followUp), reason: "550")), ("fail handover", .fail(.handover, reason: "500")),
        ("pass day before", .passDay(due, reminder: reminder)), ("pass day after", .passDay(due.adding(days: 1), reminder: reminder)),
        ("pass day without letter", .passDay(due.adding(days: 1), reminder: nil)),
        ("look", .look(by: "Frau X")), ("accept", .accept), ("approve follow-up", .approve(.letter(.followUp), by: "Frau X")),
        ("discard follow-up", .discard(.letter(.followUp), by: "Frau X")),
        ("replay follow-up", .replay(.letter(.followUp), by: "Frau X")), ("replay handover", .replay(.handover, by: "Frau X")),
        ("deliver reminder by mail", .deliver(.letter(.reminder), on: now.localDate, inWriting: false)),
        ("antedate", .antedate(Instant(seconds: now.seconds - 86_400), by: "Frau X")), ("reject", .reject(reason: "IBAN")),
        ("refuse", .refuse(by: "Frau X")),
        ("reopen", .reopen(by: "Frau X")), ("correct incomplete", .correct(decision(.followUp), by: "Frau X")),
        ("correct what was asked for", .correct(decision(.followUp, isAsked: true), by: "Frau X")),
        ("correct what was asked for, unclear", .correct(decision(.review, missing: ["iban"]), by: "Frau X")),
        ("correct unclear", .correct(decision(.review), by: "Frau X")),
        ("undo incomplete", .undo(decision(.followUp), by: "Frau X")), ("redo complete", .redo(decision(.handover), by: "Frau X")),
        ("approve handover", .approve(.handover, by: "Frau X")), ("recall handover", .recall(.handover, by: "Frau X")),
        ("recall follow-up", .recall(.letter(.followUp), by: "Frau X")), ("set aside", .setAside(by: "Frau X")),
        ("assign", .assign(to: "Frau Y", by: "Frau X")), ("assign to nobody", .assign(to: nil, by: "Frau X")),
        ("put off", .putOff(until: due, by: "Frau X")), ("put off too long", .putOff(until: due.adding(days: 1), by: "Frau X")),
        ("take up again", .putOff(until: nil, by: "Frau X")),
    ]

    private static let foreign = Finding(.caseOtherSender)
    private static let confirmed = Finding(.caseConfirmed, ["confirmation": "Eingangsbestätigung", "time": ""])

    private static func state(_ phase: CaseState.Phase) -> CaseState {
        var state = CaseState(openedAt: now, receivedAt: now)
        state.phase = phase
        if [.incomplete, .requested, .reminded].contains(phase) { state.dueOn = due }
        return state
    }

    private static func line(_ phase: CaseState.Phase, _ name: String, _ command: Command) -> String {
        let before = state(phase)
        let transition = before.apply(command, now: now)
        let head = "\(phase.rawValue) + \(name)"
        if let refusal = transition.refusal { return "\(head) = nothing: \(refusal)" }
        let events = transition.events.map { $0.kind.rawValue + ($0.submission == nil ? "" : "*") }.joined(separator: " ")
        let outbox = transition.outbox.map { change in
            switch change {
            case .supersede: "supersede"
            case .enqueue(let item): (item.isDraft ? "draft " : "") + item.kind.name
            case .approve, .release, .recall, .discard, .replay, .post, .settle, .postpone, .bury: "\(change)"
            }
        }
        let notes = transition.state.notes.isEmpty ? "" : transition.state.needsLook ? " noted-look" : " noted"
        let due = transition.state.dueOn == before.dueOn ? "" : transition.state.dueOn == nil ? " due-never" : " due-anew"
        let leaves = outbox.isEmpty ? "" : " -> " + outbox.joined(separator: ", ")
        let steps = transition.steps == .keep ? "" : " steps-\(transition.steps)"
        return "\(head) = \(transition.state.phase.rawValue) [\(events)]\(notes)\(due)\(steps)\(leaves)"
    }

    @Test func `every command has its answer in every phase`() throws {
        let lines = CaseState.Phase.allCases.flatMap { phase in Self.commands.map { Self.line(phase, $0.name, $0.command) } }
        let actual = lines.joined(separator: "\n") + "\n"
        let file = Place.repository.appendingPathComponent("Tests/Fixtures/case-states.txt")
        let expected = try String(contentsOf: file, encoding: .utf8)
        if actual != expected { try Data(actual.utf8).write(to: file.deletingPathExtension().appendingPathExtension("actual.txt")) }
        #expect(actual == expected, "see Tests/Fixtures/case-states.actual.txt")
    }

    @Test func `a command that does nothing changes nothing`() {
        for phase in CaseState.Phase.allCases {
            for (_, command) in Self.commands {
                let before = Self.state(phase)
                let transition = before.apply(command, now: Self.now)
                guard transition.refusal != nil else {
                    #expect(!transition.events.isEmpty, "whatever happens is written down")
                    continue
                }
                #expect(transition.state == before && transition.events.isEmpty && transition.outbox.isEmpty)
            }
        }
    }

    @Test func `a case that became complete sends no letter that asks`() {
        let asked = Self.state(.new).apply(.take(Self.decision(.followUp), detail: ""), now: Self.now)
        let completed = asked.state.apply(.take(Self.decision(.handover), detail: ""), now: Self.now)
        #expect(completed.outbox.first == .supersede)
        #expect(completed.state.phase == .complete && completed.state.dueOn == nil)
    }

    @Test func `nobody is refused before being told what follows`() {
        for phase in CaseState.Phase.allCases { #expect(Self.state(phase).apply(.refuse(by: "x"), now: Self.now).refusal != nil) }
        let reminded = Self.state(.requested).apply(.deliver(.letter(.reminder), on: Self.due), now: Self.now).state
        #expect(reminded.apply(.refuse(by: "x"), now: Self.now).refusal != nil, "the period has not passed")
        let early = reminded.apply(.passDay(Self.due.adding(days: 14), reminder: nil), now: Self.now)
        #expect(early.refusal != nil, "two weeks from the day it left")
        let expired = reminded.apply(.passDay(Self.due.adding(days: 15), reminder: nil), now: Self.now).state
        #expect(expired.apply(.refuse(by: "x"), now: Self.now).state.phase == .refused)
        let answered = expired.apply(.take(Self.decision(.followUp), detail: ""), now: Self.now).state
        #expect(answered.apply(.refuse(by: "x"), now: Self.now).refusal != nil, "what is missing now was not named")
    }
}
