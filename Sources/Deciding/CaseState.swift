internal import Definitions
public import Vocabulary

/// How far a case (Vorgang) is, as a state machine: commands go in, a ``Transition`` comes out.
///
/// Pure and total: every command has an answer in every phase, nothing is read or written here. The phases follow the duty to
/// co-operate (SGB I §§ 60, 66, 67).
public struct CaseState: Sendable, Hashable {
    /// Where a case stands.
    public enum Phase: String, Sendable, Codable, CaseIterable {
        /// Nothing is decided yet.
        case new
        /// A clerk has to look.
        case review
        /// Something is missing, and the letter that asks for it has not left yet.
        case incomplete
        /// The citizen was asked (§ 60 SGB I).
        case requested
        /// The citizen was asked again and told what follows (§ 66 Abs. 3 SGB I).
        case reminded
        /// Nothing is missing; the record is on its way to the back office.
        case complete
        /// The back office has the record.
        case handedOver = "handed-over"
        /// Refused for lack of co-operation (§ 66 SGB I); what is handed in later reopens it (§ 67 SGB I).
        case refused
        /// No application: kept, nothing else.
        case setAside = "set-aside"
    }

    /// Where it stands.
    public var phase = Phase.new
    /// What was decided last.
    public var outcome = Decision.Outcome.review
    /// The record type's id; nil when no form was recognised.
    public var recordType: String?
    /// Who sent the application, as a person reads it.
    public var sender: String?
    /// When the first message of it was received.
    public var receivedAt: Instant
    /// When another authority received it before, if it did: from then on its time counts (SGB I § 16(2)).
    public var receivedAtFirstAuthority: Instant?
    /// When the message was received with which nothing needed was missing any more.
    public var completeAt: Instant?
    /// The department of the office it goes to; nil when the office names none.
    public var department: String?
    /// When it was opened.
    public var openedAt: Instant
    /// When it last changed.
    public var changedAt: Instant
    /// How many things are missing.
    public var missing = 0
    /// How many letters have asked for something.
    public var followUps = 0
    /// The last day for the citizen's answer; nil when nothing is asked.
    public var dueOn: CalendarDate?
    /// Whether the citizen was told what follows if nothing is answered (SGB I § 66(3)).
    public var isWarned = false
    /// What a clerk should know of messages that say nothing about the record.
    public var notes: [Finding] = []
    /// Whether a clerk has to look at such a message; the procedure goes on meanwhile.
    public var needsLook = false
    /// The name of the clerk whose case it is; nil for nobody's.
    public var assignee: String?
    /// Until when a clerk has put it off; nil when it waits now.
    public var deferredUntil: CalendarDate?
    /// Whether it is proven who sent what was decided last.
    public var isVerified = false
    /// Whether a document of it could not be read.
    public var isUnread = false
    /// What its message looks like, if no form was recognised in it.
    public var shape: String?
    /// The form that a clerk says its first message is.
    public var givenForm: String?

    /// A case about which nothing is decided yet.
    public init(openedAt: Instant, receivedAt: Instant) {
        (self.openedAt, self.changedAt, self.receivedAt) = (openedAt, openedAt, receivedAt)
    }
}

/// What happens to a case.
public enum Command: Sendable {
    /// A submission was decided.
    case take(Decision, detail: String)
    /// A clerk corrected the record, and it was decided anew.
    case correct(Decision, detail: String = "", by: String)
    /// All its messages were read again, and it was decided anew.
    ///
    /// Where a person had it done, they may have said which form the first message is.
    case reread(Decision, detail: String, form: String? = nil, by: String? = nil)
    /// A person lets something in the outbox leave.
    case approve(OutboxItem.Kind, by: String)
    /// A person decides that something in the outbox never leaves.
    case discard(OutboxItem.Kind, by: String)
    /// A person has something tried again that could not be delivered.
    case replay(OutboxItem.Kind, by: String)
    /// Something in the outbox has left the house, on a day; in writing if that meets what § 66(3) SGB I asks for.
    case deliver(OutboxItem.Kind, on: CalendarDate, inWriting: Bool = true)
    /// A person has sent a letter of the outbox by post, on a day.
    case post(OutboxItem.Kind, on: CalendarDate, by: String)
    /// Something in the outbox could not be delivered, for good.
    case fail(OutboxItem.Kind, reason: String)
    /// A day has come; the letter that asks again is at hand.
    case passDay(CalendarDate, reminder: Letter?)
    /// The back office took the record.
    case accept
    /// The back office sent the record back, with a reason.
    case reject(reason: String)
    /// A clerk refuses for lack of co-operation.
    case refuse(by: String)
    /// Another authority received the application before (SGB I § 16(2)).
    case antedate(Instant, by: String)
    /// A clerk has looked at what was noted.
    case look(by: String)
    /// A clerk takes the case up again.
    case reopen(by: String)
    /// A clerk decides that it is no application: it is kept, nothing else.
    case setAside(by: String)
    /// A clerk takes back the last correction; the decision is that of the record before it.
    case undo(Decision, by: String)
    /// A clerk makes a correction that was taken back once more.
    case redo(Decision, by: String)
    /// A clerk takes back that something may leave, before it has.
    case recall(OutboxItem.Kind, by: String)
    /// The case becomes somebody's, or nobody's.
    case assign(to: String?, by: String)
    /// A clerk puts the case off until a day, or takes it up again.
    case putOff(until: CalendarDate?, by: String)
}

/// What follows from a command: the new state, what is written down, and what leaves the house.
public struct Transition: Sendable {
    /// The state after it.
    public var state: CaseState
    /// What is written down, in order; none when nothing happened.
    public var events: [CaseEvent] = []
    /// What changes in the outbox, in order.
    public var outbox: [OutboxChange] = []
    /// The decision that the case shows from now on; nil to leave the one it has.
    public var decision: Decision?
    /// Why the command did nothing, in German; nil when it did something.
    public var refusal: String?
    /// What becomes of the corrections that a clerk may take back.
    public var steps = Steps.keep

    /// What becomes of the corrections that a clerk may take back.
    public enum Steps: Sendable, Hashable {
        /// They stay as they are.
        case keep
        /// What was decided before can be gone back to; what was taken back is gone.
        case add
        /// The last one is taken back.
        case back
        /// The one that was taken back last is made again.
        case forth
        /// Nothing can be taken back any more: a message was read in, or something has left the house.
        case forget
    }

    /// A state from which nothing follows yet.
    public init(state: CaseState, events: [CaseEvent] = [], outbox: [OutboxChange] = [], decision: Decision? = nil, refusal: String? = nil)
    {
        (self.state, self.events, self.outbox, self.decision, self.refusal) = (state, events, outbox, decision, refusal)
    }
}

/// One thing that happened to a case (Ereignis).
public struct CaseEvent: Sendable, Hashable {
    /// The kinds of events.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// A submission came in.
        case received
        /// It was read.
        case read
        /// It was decided.
        case decided
        /// Its messages were read again.
        case reread
        /// A clerk corrected something.
        case corrected
        /// A person let something leave.
        case approved
        /// A person decided that something does not leave.
        case discarded
        /// A person had something tried again.
        case replayed
        /// Something left the house.
        case delivered
        /// Something could not leave the house.
        case failed
        /// The citizen is asked again.
        case reminded
        /// The citizen's time has passed.
        case expired
        /// The back office took the record.
        case accepted
        /// The back office sent the record back.
        case returned
        /// Another authority received it before.
        case antedated
        /// A clerk has looked at what was noted.
        case looked
        /// Refused.
        case refused
        /// Taken up again.
        case reopened
        /// A clerk decided that it is no application.
        case setAside = "set-aside"
        /// A clerk took a correction back.
        case undone
        /// A clerk made it once more.
        case redone
        /// A clerk took back that something may leave.
        case recalled
        /// It became somebody's, or nobody's.
        case assigned
        /// Put off until a day, or taken up again.
        case deferred
        /// Of no case: somebody may use the desk, otherwise than before or no more.
        case account
    }

    /// What happened.
    public var kind: Kind
    /// More about it; holds no field values.
    public var detail = ""
    /// The submission it is about; nil for what no message did.
    public var submission: Digest?
    /// Who did it; nil for the program itself.
    public var actor: String?

    /// Makes an event.
    public init(kind: Kind, detail: String = "", submission: Digest? = nil, actor: String? = nil) {
        (self.kind, self.detail, self.submission, self.actor) = (kind, detail, submission, actor)
    }
}
