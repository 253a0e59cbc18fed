public import Deciding
public import Vocabulary

/// What is durable of submissions and cases: a small door with one suite of tests that every back end passes.
///
/// Everything belongs to an office; no method shows one office what is another's. A method that writes returns when what it
/// wrote survives a power failure, and several that wait share one commit.
public protocol CaseStore: Sendable {
    /// The keys of all offices that anything is kept for.
    func offices() async throws(StoreError) -> Set<String>

    /// Writes down that a submission was received; its bytes are kept already.
    ///
    /// - Returns: its row and whether it is new: the same bytes are one submission of an office, however often they come.
    func receive(_ submission: Submission, office: String, now: Instant) async throws(StoreError) -> (receipt: Receipt, isNew: Bool)

    /// The submissions of an office that are received and not kept yet, in the order of receipt.
    func unfinished(office: String, after id: Int, limit: Int) async throws(StoreError) -> [Receipt]

    /// The row of a submission.
    func receipt(of digest: Digest, office: String) async throws(StoreError) -> Receipt?

    /// What is known of what a submission names.
    func holdings(_ inquiry: Inquiry, office: String) async throws(StoreError) -> Holdings

    /// Sets a new case number aside for a submission; asked again, it gives the same one.
    ///
    /// Numbers count up within a prefix and a year, over all offices, and never come back.
    func reserveNumber(for receipt: Receipt, prefix: String, year: Int, pattern: NumberPattern) async throws(StoreError) -> String

    /// A case with what was decided last.
    func find(_ number: String, office: String) async throws(StoreError) -> CaseFile?

    /// Keeps what followed from a submission, all of it or nothing.
    ///
    /// - Throws: ``StoreError/Code/conflict`` when the case is not at that version any more: read it again, decide again.
    func keep(_ kept: Kept) async throws(StoreError)

    /// Keeps what followed from something that no submission did.
    ///
    /// - Throws: ``StoreError/Code/conflict`` as above.
    func keep(_ transition: Transition, _ number: String, office: String, expecting version: Int, now: Instant) async throws(StoreError)

    /// Lines of the list of cases, the latest change first.
    func cases(office: String, limit: Int) async throws(StoreError) -> [CaseSummary]

    /// A page of a list of cases.
    func cases(_ list: CaseList, office: String, limit: Int) async throws(StoreError) -> [CaseSummary]

    /// How many cases stand where, without those that are put off beyond a day, which are counted by themselves.
    func counts(office: String, on day: CalendarDate) async throws(StoreError) -> [CaseList.Choice: Int]

    /// Cases in which no form was recognised, those together that look alike, the largest number first.
    func lookAlikes(office: String, on day: CalendarDate, limit: Int) async throws(StoreError) -> [LookAlikes]

    /// How a list is read, in the words of the data base, for tests and whoever wonders why it is slow.
    func plan(of list: CaseList, office: String) async throws(StoreError) -> [String]

    /// Cases that are found by each of some words, the one that was opened last first.
    ///
    /// A case is found by its number and by what decisions say it is looked up by (``Decision/keywords``): by any part of three letters or
    /// more, by two with which a word begins, by a word of one letter. Capitals, accents and ways of writing a day make no difference.
    ///
    /// - Parameters:
    ///   - office: the key of the office.
    ///   - words: what somebody typed; no sign in it means anything else than itself.
    ///   - number: the last case that was shown already; nil to begin.
    ///   - limit: so many at most.
    /// - Returns: the cases; none where there are no words.
    /// - Throws: ``StoreError`` when they cannot be read.
    func cases(office: String, matching words: String, after number: String?, limit: Int) async throws(StoreError) -> [CaseSummary]

    /// The submissions of a case in the order of receipt.
    func receipts(ofCase number: String, office: String) async throws(StoreError) -> [Receipt]

    /// What was decided about a submission when it came.
    func decision(about digest: Digest, office: String) async throws(StoreError) -> Decision?

    /// What was decided about a case once, by its row.
    func decision(_ id: Int, ofCase number: String, office: String) async throws(StoreError) -> Decision?

    /// The events of a case in order.
    func events(ofCase number: String, office: String) async throws(StoreError) -> [Event]

    /// What happened last in an office, or to accounts where the office is empty; the latest first.
    ///
    /// - Parameters:
    ///   - office: the key of the office; empty for what is of none.
    ///   - id: before which event; nil to begin with the last.
    ///   - limit: so many at most.
    /// - Returns: each with the number of its case.
    /// - Throws: ``StoreError`` when they cannot be read.
    func events(office: String, before id: Int?, limit: Int) async throws(StoreError) -> [(number: String, event: Event)]

    /// What leaves the house for a case, has left it, or was superseded.
    func outbox(ofCase number: String, office: String) async throws(StoreError) -> [OutboxEntry]

    /// What is to leave an office's house now, oldest first: of the letters of a case only the first, and of its records, so that their order
    /// holds; a letter that has to wait holds up no record.
    func leaving(office: String, now: Instant, withRecords: Bool, limit: Int) async throws(StoreError) -> [OutboxEntry]

    /// What waits for a person: drafts, and what could not be delivered.
    func waiting(office: String, limit: Int) async throws(StoreError) -> [OutboxEntry]

    /// Something in the outbox.
    func entry(_ id: Int, office: String) async throws(StoreError) -> OutboxEntry?

    /// Says that a delivery begins, so that a crash within it shows; gives what it is known by outside, the same each time.
    func begin(_ id: Int, name: String) async throws(StoreError)

    /// How many automatic letters left in a time: in a case, and to an address.
    func automatic(
        ofCase number: String,
        to address: String,
        within time: ClosedRange<Instant>
    ) async throws(StoreError) -> (inCase: Int, toAddress: Int)

    /// The cases whose citizen's time has passed before a day.
    func overdue(office: String, on day: CalendarDate, limit: Int) async throws(StoreError) -> [String]

    /// Keeps where a source goes on.
    func keep(cursor: String, of source: String) async throws(StoreError)

    /// Where a source goes on, and whether somebody paused it.
    func source(_ name: String) async throws(StoreError) -> (cursor: String?, isPaused: Bool)

    /// Pauses a source, or lets it go on.
    func pause(_ source: String, _ isPaused: Bool) async throws(StoreError)

    /// The sources that somebody paused, by name.
    func pausedSources() async throws(StoreError) -> [String]

    /// The bytes that came with the key of an upload first; nil when none did.
    func upload(_ key: String, of source: String) async throws(StoreError) -> Digest?

    /// A submission by its place in the order of receipt.
    func receipt(_ id: Int, office: String) async throws(StoreError) -> Receipt?

    /// Figures about what was received in a period, its end excluded.
    func statistics(office: String, from: Instant, to: Instant) async throws(StoreError) -> Statistics

    /// Copies all rows into a new file, as they are at one moment.
    func copy(to path: String) async throws(StoreError)

    /// How much waits, and since when: in an office, or in all of them where none is named.
    func backlog(office: String?) async throws(StoreError) -> Backlog

    /// All submissions of an office in the order of receipt.
    func receipts(office: String, after id: Int, limit: Int) async throws(StoreError) -> [Receipt]

    /// The first event whose hash does not fit what it says and the event before it, or that is gone; nil when none was changed.
    func firstBrokenEvent() async throws(StoreError) -> Int?

    /// The ids of the events of a case that do not fit into the chain.
    func brokenEvents(ofCase number: String, office: String) async throws(StoreError) -> [Int]

    /// The first kept submission of an office that no event tells of: the end of the chain was cut off.
    func firstUnrecorded(office: String) async throws(StoreError) -> Receipt?
}

/// A case (Vorgang) as it stands.
public struct CaseFile: Sendable {
    /// Its number (Aktenzeichen); holds nothing personal (WoGG § 35(2)).
    public var number: String
    /// How often it changed: what was decided from one version must not be written over another.
    public var version: Int
    /// Where it stands.
    public var state: CaseState
    /// What was decided last about its record.
    public var decision: Decision?
    /// An earlier case of the same person and matter, which it may repeat or correct.
    public var similar: String?
    /// The row of that decision.
    public var decisionId: Int?
    /// The rows of the decisions that a clerk can go back to, the last one last.
    public var undo: [Int] = []
    /// The rows of those that were gone back from, the last one last.
    public var redo: [Int] = []
}

/// What waits.
public struct Backlog: Sendable {
    /// Submissions that are received and not decided.
    public var submissions = 0
    /// When the oldest of them was taken in.
    public var oldest: Instant?
    /// Letters and records that are to leave.
    public var leaving = 0
    /// When the oldest of them was released.
    public var oldestLeaving: Instant?
    /// Letters that wait for a person.
    public var drafts = 0
    /// What could not be delivered.
    public var dead = 0

    /// Nothing.
    public init() {}
}

/// A line in a list of cases.
public struct CaseSummary: Sendable {
    /// Its number.
    public var number: String
    /// Where it stands.
    public var state: CaseState
    /// Where it stands in the list; nil where the list cannot be gone on with.
    public var place: CaseList.Place?
}

/// A submission with what followed from it.
public struct Kept: Sendable {
    /// The row of the submission.
    public var receipt: Receipt
    /// The number of its case.
    public var number: String
    /// The version of the case that was decided from; 0 for a new one.
    public var version: Int
    /// What was decided about the submission, which for an answer is not all that the case says.
    public var decision: Decision
    /// What follows for the case.
    public var transition: Transition
    /// The kept state of the trust directory it was verified with.
    public var trust: Digest?
    /// The time of the events.
    public var now: Instant
    /// What tells whose matter a new case is, and the case of the same identity that was known when it was decided.
    public var identity: Digest?
    /// That case.
    public var similar: String?

    /// Puts it together.
    public init(
        receipt: Receipt,
        number: String,
        version: Int,
        decision: Decision,
        transition: Transition,
        trust: Digest?,
        now: Instant
    ) {
        (self.receipt, self.number, self.version, self.decision) = (receipt, number, version, decision)
        (self.transition, self.trust, self.now) = (transition, trust, now)
    }
}

/// One thing that happened (Ereignis), in a chain that shows when something was changed afterwards.
public struct Event: Sendable {
    /// Its place in the chain, from 1.
    public var id: Int
    /// When it happened.
    public var at: Instant
    /// What happened.
    public var event: CaseEvent
}

/// Something that leaves the house, with how far it is.
public struct OutboxEntry: Sendable {
    /// How far it is.
    public enum State: String, Sendable, Codable {
        /// A clerk has to approve it.
        case draft
        /// To be sent.
        case pending
        /// Under way; after a crash nobody knows whether it arrived, and it is sent again under the same name.
        case sending
        /// It has left, and the other side said that it has it.
        case sent
        /// It could not be delivered; a person may have it tried again.
        case dead
        /// A person decided that it does not leave.
        case discarded
        /// Something later made it pointless; it never leaves.
        case superseded
    }

    /// Its number.
    public var id: Int
    /// The number of its case.
    public var caseNumber: String
    /// How far it is.
    public var state: State
    /// What it is.
    public var item: OutboxItem
    /// When it was written.
    public var createdAt: Instant
    /// What it is known by outside, once it was tried; the same for every try.
    public var name = ""
    /// How often it was tried.
    public var attempts = 0
    /// Why it has not left, or what the other side said.
    public var reason: String?
    /// Since when it may leave.
    public var releasedAt: Instant?
    /// When it left.
    public var sentAt: Instant?
}
