internal import Deciding
internal import Foundation
internal import GRDB
internal import Vocabulary

// One type for each table: what stands in a row, and nothing of what it means. Times are seconds since 1970, days are ISO dates,
// digests their written form.

struct SubmissionRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "submission"
    var id: Int?
    var office: String
    var digest: String
    var source: String
    var channel: String
    var envelope: String
    var receivedAt: Int?
    var takenAt: Int
    var size: Int
    var stage: String
    var caseNumber: String?
    var trust: String?
    var deMailId: String?
    var deMailIntegrity: String?

    func receipt() throws -> Receipt {
        guard let id, let digest = Digest(digest), let stage = Receipt.Stage(rawValue: stage) else { throw DamagedRow() }
        return Receipt(
            id: id,
            office: office,
            digest: digest,
            source: source,
            channel: channel,
            envelope: try JSONDecoder().decode(Submission.Envelope.self, from: Data(envelope.utf8)),
            receivedAt: receivedAt.map(Instant.init(seconds:)),
            stage: stage,
            caseNumber: caseNumber,
            trust: trust.flatMap(Digest.init)
        )
    }
}

struct DecisionRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "decision"
    var id: Int?
    var office: String
    var caseNumber: String
    var submission: String?
    var at: Int
    var version: Int
    var body: String

    func decision() throws -> Decision { try DecisionSnapshot.decode(body, version: version) }
}

struct CaseRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "caseFile"
    var number: String
    var office: String
    var version: Int
    var recordType: String?
    var phase: String
    var outcome: String
    var sender: String?
    var receivedAt: Int
    var openedAt: Int
    var changedAt: Int
    var missing: Int
    var followUps: Int
    var dueOn: String?
    var isWarned: Bool
    var notes: String
    var needsLook: Bool
    var decision: Int?
    var completeAt: Int?
    var receivedAtFirstAuthority: Int?
    var department: String?
    var identity: String?
    var similar: String?
    var assignee: String?
    var deferredUntil: String?
    /// The ids of the decisions that a clerk can go back to, the last one last, as JSON.
    var undo = "[]"
    /// The ids of those that were gone back from.
    var redo = "[]"
    var isVerified: Bool
    var isUnread: Bool
    var shape: String?
    var givenForm: String?
    /// Where clerks find it.
    var shelf: String
    /// The last day by which something has to happen, or the end of time.
    var dueKey: String

    init(_ state: CaseState, number: String, office: String, version: Int, decision: Int?) throws {
        (self.number, self.office, self.version, self.decision) = (number, office, version, decision)
        (recordType, phase, outcome, sender) = (state.recordType, state.phase.rawValue, state.outcome.rawValue, state.sender)
        (receivedAt, openedAt, changedAt) = (state.receivedAt.seconds, state.openedAt.seconds, state.changedAt.seconds)
        (missing, followUps, dueOn, isWarned) = (state.missing, state.followUps, state.dueOn?.description, state.isWarned)
        needsLook = state.needsLook
        (completeAt, receivedAtFirstAuthority) = (state.completeAt?.seconds, state.receivedAtFirstAuthority?.seconds)
        (department, assignee, deferredUntil) = (state.department, state.assignee, state.deferredUntil?.description)
        (shape, givenForm) = (state.shape, state.givenForm)
        (isVerified, isUnread, shelf) = (state.isVerified, state.isUnread, state.shelf.rawValue)
        dueKey = dueOn ?? CaseList.Place.never
        notes = String(decoding: try JSONEncoder().encode(state.notes), as: UTF8.self)
    }

    func state() throws -> CaseState {
        guard let phase = CaseState.Phase(rawValue: phase), let outcome = Decision.Outcome(rawValue: outcome) else { throw DamagedRow() }
        var state = CaseState(openedAt: Instant(seconds: openedAt), receivedAt: Instant(seconds: receivedAt))
        (state.phase, state.outcome, state.recordType, state.sender) = (phase, outcome, recordType, sender)
        state.changedAt = Instant(seconds: changedAt)
        (state.missing, state.followUps, state.dueOn) = (missing, followUps, dueOn.flatMap(CalendarDate.init(iso:)))
        (state.isWarned, state.needsLook) = (isWarned, needsLook)
        (state.completeAt, state.department) = (completeAt.map(Instant.init(seconds:)), department)
        (state.isVerified, state.isUnread, state.shape, state.givenForm) = (isVerified, isUnread, shape, givenForm)
        state.receivedAtFirstAuthority = receivedAtFirstAuthority.map(Instant.init(seconds:))
        (state.assignee, state.deferredUntil) = (assignee, deferredUntil.flatMap(CalendarDate.init(iso:)))
        state.notes = try JSONDecoder().decode([Finding].self, from: Data(notes.utf8))
        return state
    }

    func file(_ decision: Decision?) throws -> CaseFile {
        var file = CaseFile(number: number, version: version, state: try state(), decision: decision)
        (file.similar, file.decisionId) = (similar, self.decision)
        (file.undo, file.redo) = (try Self.ids(undo), try Self.ids(redo))
        return file
    }

    /// Changes what can be taken back, with a decision that takes the place of the one that stood.
    mutating func step(_ steps: Transition.Steps, from known: CaseRow) throws {
        var (undo, redo) = (try Self.ids(known.undo), try Self.ids(known.redo))
        let last = known.decision.map { [$0] } ?? []
        switch steps {
        case .keep: break
        case .add: (undo, redo) = ((undo + last).suffix(Self.mostSteps), [])
        case .back: (undo, redo) = (undo.dropLast(), redo + last)
        case .forth: (undo, redo) = (undo + last, redo.dropLast())
        case .forget: (undo, redo) = ([], [])
        }
        (self.undo, self.redo) = (try Self.text(undo), try Self.text(redo))
    }

    /// More than anybody takes back one by one.
    private static let mostSteps = 200

    private static func ids(_ text: String) throws -> [Int] { try JSONDecoder().decode([Int].self, from: Data(text.utf8)) }

    private static func text(_ ids: [Int]) throws -> String { String(decoding: try JSONEncoder().encode(ids), as: UTF8.self) }
}

struct EventRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "event"
    var id: Int
    var office: String
    var at: Int
    var caseNumber: String
    var submission: String?
    var actor: String?
    var kind: String
    var detail: String
    /// How the hash is made: 1 without office and actor, 2 with both.
    var format: Int
    var hash: String

    func event() throws -> Event {
        guard let kind = CaseEvent.Kind(rawValue: kind) else { throw DamagedRow() }
        let event = CaseEvent(kind: kind, detail: detail, submission: submission.flatMap(Digest.init), actor: actor)
        return Event(id: id, at: Instant(seconds: at), event: event)
    }
}

struct OutboxRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "outbox"
    var id: Int?
    var office: String
    var caseNumber: String
    var kind: String
    var state: String
    var recipient: String?
    var subject: String
    var body: String
    var createdAt: Int
    /// Names of files, as JSON.
    var enclosures: String
    var channel: String
    var isAutomatic: Bool
    var inReplyTo: String?
    /// What it is known by outside: the local part of a Message-ID, the key of a delivery.
    var name: String?
    var attempts: Int
    var nextAt: Int
    var releasedAt: Int?
    var sentAt: Int?
    var reason: String?

    init(_ item: OutboxItem, _ caseNumber: String, _ office: String, _ now: Instant) throws {
        (self.office, self.caseNumber, kind, recipient) = (office, caseNumber, item.kind.name, item.recipient)
        (subject, body, createdAt, channel) = (item.subject, item.body, now.seconds, item.channel.rawValue)
        (isAutomatic, inReplyTo, attempts, nextAt) = (item.isAutomatic, item.inReplyTo, 0, 0)
        state = (item.isDraft ? OutboxEntry.State.draft : .pending).rawValue
        releasedAt = item.isDraft ? nil : now.seconds
        enclosures = String(decoding: try JSONEncoder().encode(item.enclosures), as: UTF8.self)
    }

    func entry() throws -> OutboxEntry {
        guard let id, let kind = OutboxItem.Kind(name: kind), let state = OutboxEntry.State(rawValue: state),
            let channel = OutboxItem.Channel(rawValue: channel)
        else { throw DamagedRow() }
        var item = OutboxItem(kind: kind, isDraft: state == .draft, recipient: recipient, subject: subject, body: body)
        item.enclosures = try JSONDecoder().decode([String].self, from: Data(enclosures.utf8))
        (item.channel, item.isAutomatic, item.inReplyTo) = (channel, isAutomatic, inReplyTo)
        var entry = OutboxEntry(id: id, caseNumber: caseNumber, state: state, item: item, createdAt: Instant(seconds: createdAt))
        (entry.name, entry.attempts, entry.reason) = (name ?? "", attempts, reason)
        (entry.releasedAt, entry.sentAt) = (releasedAt.map(Instant.init(seconds:)), sentAt.map(Instant.init(seconds:)))
        return entry
    }
}

/// A row says something this version does not know.
struct DamagedRow: Error {}

extension Database {
    /// Runs a statement that is prepared once for each connection.
    func run(_ sql: String, _ arguments: StatementArguments) throws { try cachedStatement(sql: sql).execute(arguments: arguments) }
}
