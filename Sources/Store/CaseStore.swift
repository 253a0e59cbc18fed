public import Forms
internal import Foundation
internal import GRDB
public import Vocabulary

/// Everything that is kept, in one directory.
public struct CaseStore: Sendable {
    private let database: DatabasePool
    private let raw: RawFiles
    private let trust: KeptTrust

    /// Opens the store, making it if it is not there.
    public init(directory: String) throws(StoreError) {
        do {
            try FileManager.default.createDirectory(atPath: directory + "/raw", withIntermediateDirectories: true)
            var configuration = GRDB.Configuration()
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            configuration.busyMode = .timeout(10)
            database = try DatabasePool(path: directory + "/eingang.sqlite", configuration: configuration)
            try StoreSchema.migrator.migrate(database)
        } catch {
            throw StoreError(.unusable, "Der Speicher „\(directory)“ kann nicht geöffnet werden. Bitte prüfen Sie Pfad, Platz und Rechte.")
        }
        raw = RawFiles(directory: directory + "/raw")
        trust = KeptTrust(directory: directory + "/trust")
    }

    /// Puts the bytes of a submission on disk, before anything is done with them.
    public func keepRaw(_ submission: Submission) throws(StoreError) { try raw.keep(submission.bytes, submission.digest) }

    /// The bytes of a submission, checked against their digest.
    public func rawBytes(of digest: Digest) throws(StoreError) -> [UInt8] { try raw.bytes(of: digest) }

    /// Keeps the trust directory as it is now, so that what was verified with it can be verified again years later.
    ///
    /// - Parameters:
    ///   - directory: the trust directory.
    ///   - entries: the names of the files and folders in it that are kept; private keys must not be among them.
    /// - Returns: the digest that names the state, and the directory it is kept in, which is to be used from then on.
    /// - Throws: `StoreError` when it could not be kept.
    public func keepTrust(_ directory: String, entries: [String]) throws(StoreError) -> (state: Digest, path: String) {
        let state = try trust.keep(directory, entries: entries)
        return (state, trust.path(of: state))
    }

    /// Keeps a state of the trust directory with revocation data that was got for a submission.
    public func keepTrust(_ state: Digest?, adding revocation: [[UInt8]]) throws(StoreError) -> Digest {
        try trust.keep(state, adding: revocation.map { ("revocation/\(Digest(of: $0).hex)", $0) })
    }

    /// The trust directory of a kept state, checked against its digest.
    public func trustDirectory(of state: Digest) throws(StoreError) -> String { try trust.checkedPath(of: state) }

    /// The submissions of a case as they came in, with the state of the trust directory each was verified with.
    public func submissions(of number: String) throws(StoreError) -> [(submission: Submission, trust: Digest?)] {
        let rows = try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM submission WHERE caseNumber = ? ORDER BY rowid", arguments: [number])
        }
        var submissions: [(Submission, Digest?)] = []
        for row in rows {
            guard let digest = Digest(row["digest"] as String) else { continue }
            let bytes = try raw.bytes(of: digest)
            let submission = Submission(source: row["source"], bytes: bytes, receivedAt: Instant(seconds: row["receivedAt"]))
            submissions.append((submission, (row["trust"] as String?).flatMap(Digest.init)))
        }
        return submissions
    }

    /// The case a submission was already kept in; the same bytes are one submission, however often they come.
    public func caseNumber(of digest: Digest) throws(StoreError) -> String? {
        try read { try String.fetchOne($0, sql: "SELECT caseNumber FROM submission WHERE digest = ?", arguments: [digest.description]) }
    }

    /// Which message a confirmation is about: id and integrity header must fit, else the number on our own letter counts.
    public func message(confirmedBy confirmation: Confirmation) throws(StoreError) -> ConfirmedMessage {
        let rows = try read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT caseNumber, deMailIntegrity FROM submission WHERE deMailId = ?",
                arguments: [confirmation.message?.id]
            )
        }
        let fitting = rows.first { ($0["deMailIntegrity"] as String?) == confirmation.message?.integrity.description }
        if let fitting { return .found(number: fitting["caseNumber"]) }
        if let other = rows.first { return .differs(number: other["caseNumber"]) }
        if let number = confirmation.privateId, try find(number) != nil { return .found(number: number) }
        return .unknown
    }

    /// A case by its number.
    public func find(_ number: String) throws(StoreError) -> Case? {
        try read { try Self.find(number, in: $0) }
    }

    /// All cases, the latest change first.
    public func cases(limit: Int = 1000) throws(StoreError) -> [Case] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM caseFile ORDER BY changedAt DESC, number DESC LIMIT ?", arguments: [limit]).map(
                Self.caseFile
            )
        }
    }

    /// The events of a case in order.
    public func events(of number: String) throws(StoreError) -> [Event] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM event WHERE caseNumber = ? ORDER BY id", arguments: [number]).compactMap { row in
                Digest(row["submission"] as String).map { digest in
                    Event(
                        id: row["id"],
                        at: Instant(seconds: row["at"]),
                        caseNumber: row["caseNumber"],
                        kind: row["kind"],
                        submission: digest,
                        detail: row["detail"]
                    )
                }
            }
        }
    }

    /// What is to leave the house for a case.
    public func outbox(of number: String) throws(StoreError) -> [OutboxEntry] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM outbox WHERE caseNumber = ? ORDER BY id", arguments: [number]).compactMap { row in
                guard let kind = OutboxEntry.Kind(rawValue: row["kind"]), let state = OutboxEntry.State(rawValue: row["state"]) else {
                    return nil
                }
                return OutboxEntry(
                    id: row["id"],
                    caseNumber: row["caseNumber"],
                    kind: kind,
                    state: state,
                    recipient: row["recipient"],
                    subject: row["subject"],
                    body: row["body"]
                )
            }
        }
    }

    /// Decides about a submission and keeps case, events and outbox in one transaction.
    ///
    /// - Parameters:
    ///   - submission: whose bytes are already kept.
    ///   - answers: the case it says it answers.
    ///   - prefix: the letters of a new case number.
    ///   - trust: the kept state of the trust directory it was verified with.
    ///   - deMail: what confirmations name it by, if it is a De-Mail.
    ///   - now: the time of the events.
    ///   - decide: makes the decision from the case as it stands now; it must not touch the store.
    /// - Returns: the decision and the number of its case; nil when another process kept the same bytes meanwhile.
    /// - Throws: `StoreError` when nothing was kept.
    public func keep(
        _ submission: Submission,
        answers: String?,
        prefix: String,
        trust: Digest? = nil,
        deMail: DeMailIdentity? = nil,
        now: Instant,
        decide: (KnownCase) -> Decision
    ) throws(StoreError) -> (decision: Decision, number: String)? {
        do {
            return try database.write { db in
                guard
                    try Row.fetchOne(db, sql: "SELECT 1 FROM submission WHERE digest = ?", arguments: [submission.digest.description])
                        == nil
                else { return nil }
                let existing = try answers.flatMap { try Self.find($0, in: db) }
                let number = try existing?.number ?? Self.nextNumber(prefix, year: now.localDate.year, db)
                var known = KnownCase(number: number, readings: existing?.decision.readings ?? [], address: existing?.decision.replyTo)
                known.followUps =
                    try Int.fetchOne(
                        db,
                        sql: "SELECT COUNT(*) FROM outbox WHERE caseNumber = ? AND kind = ?",
                        arguments: [number, OutboxEntry.Kind.followUp.rawValue]
                    ) ?? 0
                known.today = now.localDate
                let decision = decide(known)
                var kept = decision
                if let existing, decision.isSetAside { kept = Self.noted(decision, in: existing.decision) }
                try Self.write(kept, number, openedAt: existing?.openedAt ?? now, now: now, db)
                try Self.write(submission, decision, trust, deMail, number, now: now, db)
                if existing == nil || !decision.isSetAside { try Self.enqueue(kept, number, now, db) }
                return (decision, number)
            }
        } catch {
            throw Self.failure(error)
        }
    }

    private static func write(_ decision: Decision, _ number: String, openedAt: Instant, now: Instant, _ db: Database) throws {
        let encoded = String(decoding: try JSONEncoder().encode(decision), as: UTF8.self)
        try db.execute(
            sql: """
                INSERT INTO caseFile (number, recordType, outcome, openedAt, changedAt, decision) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (number) DO UPDATE SET recordType = excluded.recordType, outcome = excluded.outcome,
                    changedAt = excluded.changedAt, decision = excluded.decision
                """,
            arguments: [number, decision.recordType, decision.outcome.rawValue, openedAt.seconds, now.seconds, encoded]
        )
    }

    /// Writes a submission down with what was decided about it, which for an answer is not all that the case says.
    private static func write(
        _ submission: Submission,
        _ decision: Decision,
        _ trust: Digest?,
        _ deMail: DeMailIdentity?,
        _ number: String,
        now: Instant,
        _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO submission (digest, source, receivedAt, size, caseNumber, trust, deMailId, deMailIntegrity)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                submission.digest.description, submission.source, decision.receivedAt.seconds, submission.bytes.count, number,
                trust?.description, deMail?.id, deMail?.integrity.description,
            ]
        )
        let codes = Set(decision.findings.map(\.code)).sorted().joined(separator: " ")
        for (kind, detail) in [
            ("received", "\(submission.bytes.count) bytes"),
            ("read", "form=\(decision.form ?? "-") findings=\(codes)\(trust.map { " trust=\($0)" } ?? "")"),
            ("decided", "outcome=\(decision.outcome.rawValue) missing=\(decision.missing.joined(separator: " "))"),
        ] {
            try AuditChain.append(kind: kind, detail: detail, caseNumber: number, submission: submission.digest, at: now, to: db)
        }
    }

    private static func enqueue(_ decision: Decision, _ number: String, _ now: Instant, _ db: Database) throws {
        for entry in outbox(for: decision) {
            try db.execute(
                sql: "INSERT INTO outbox (caseNumber, kind, state, recipient, subject, body, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [number, entry.kind.rawValue, entry.state.rawValue, entry.recipient, entry.subject, entry.body, now.seconds]
            )
        }
    }

    /// The case as it was, with what a clerk should know of a message that says nothing about it.
    private static func noted(_ decision: Decision, in existing: Decision) -> Decision {
        var kept = existing
        for finding in decision.findings where finding.code.hasPrefix("case.") {
            kept.findings.append(finding)
            if finding.severity != .info { kept.outcome = .review }
        }
        return kept
    }

    private static func outbox(for decision: Decision) -> [(
        kind: OutboxEntry.Kind, state: OutboxEntry.State, recipient: String?, subject: String, body: String
    )] {
        var entries: [(kind: OutboxEntry.Kind, state: OutboxEntry.State, recipient: String?, subject: String, body: String)] = []
        if let followUp = decision.followUp {
            let isSendable = decision.outcome == .followUp && followUp.to != nil
            entries.append((.followUp, isSendable ? .pending : .draft, followUp.to, followUp.subject, followUp.text))
        }
        if decision.outcome == .handover {
            entries.append((.handover, .pending, nil, decision.recordType ?? "", decision.record.json.description))
        }
        return entries
    }

    /// Numbers count up within a year and never come back.
    private static func nextNumber(_ prefix: String, year: Int, _ db: Database) throws -> String {
        try db.execute(
            sql: "INSERT INTO sequence (prefix, year, last) VALUES (?, ?, 1) ON CONFLICT (prefix, year) DO UPDATE SET last = last + 1",
            arguments: [prefix, year]
        )
        let last = try Int.fetchOne(db, sql: "SELECT last FROM sequence WHERE prefix = ? AND year = ?", arguments: [prefix, year]) ?? 1
        let digits = String(last)
        return "\(prefix)-\(year)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    private static func find(_ number: String, in db: Database) throws -> Case? {
        try Row.fetchOne(db, sql: "SELECT * FROM caseFile WHERE number = ?", arguments: [number]).map(caseFile)
    }

    private static func caseFile(_ row: Row) throws -> Case {
        let encoded: String = row["decision"]
        return Case(
            number: row["number"],
            recordType: row["recordType"],
            openedAt: Instant(seconds: row["openedAt"]),
            changedAt: Instant(seconds: row["changedAt"]),
            decision: try JSONDecoder().decode(Decision.self, from: Data(encoded.utf8))
        )
    }

    private func read<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        do {
            return try database.read(body)
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: any Error) -> StoreError {
        if let error = error as? DatabaseError {
            return StoreError(
                .database,
                "Die Datenbank hat den Vorgang abgelehnt (SQLite \(error.resultCode.rawValue)). Bitte prüfen Sie Platz und Rechte."
            )
        }
        return StoreError(.damaged, "Ein gespeicherter Vorgang kann nicht gelesen werden.")
    }
}
