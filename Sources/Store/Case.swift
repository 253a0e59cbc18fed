public import Forms
public import Vocabulary

/// A case (Vorgang): all that is kept about one application.
public struct Case: Sendable {
    /// Its number (Aktenzeichen); holds nothing personal (WoGG § 35(2)).
    public var number: String
    /// The record type's id; nil when no form was recognised.
    public var recordType: String?
    /// When it was opened.
    public var openedAt: Instant
    /// When it last changed.
    public var changedAt: Instant
    /// What was decided last, with the record as it stands.
    public var decision: Decision
}

/// One thing that happened (Ereignis), in a chain that shows when something was changed afterwards.
public struct Event: Sendable {
    /// Its place in the chain, from 1.
    public var id: Int
    /// When it happened.
    public var at: Instant
    /// The case it belongs to.
    public var caseNumber: String
    /// What happened: `received`, `read`, `merged`, `decided`.
    public var kind: String
    /// The submission it is about.
    public var submission: Digest
    /// More about it; holds no field values.
    public var detail: String
}

/// Something that is to leave the house.
public struct OutboxEntry: Sendable {
    /// The kinds of things that leave.
    public enum Kind: String, Sendable {
        /// A reply that asks for what is missing.
        case followUp = "follow-up"
        /// A record for the back office.
        case handover
    }

    /// How far it is.
    public enum State: String, Sendable {
        /// A clerk has to approve it.
        case draft
        /// To be sent.
        case pending
    }

    /// Its number.
    public var id: Int
    /// The case it belongs to.
    public var caseNumber: String
    /// What it is.
    public var kind: Kind
    /// How far it is.
    public var state: State
    /// To whom; nil when no address is known.
    public var recipient: String?
    /// The subject.
    public var subject: String
    /// The text or the record as JSON.
    public var body: String
}
