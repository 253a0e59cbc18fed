internal import Deciding
internal import Foundation
internal import GRDB
internal import Vocabulary

// What leaves the house. A row is written with the state it follows from; a delivery changes it with the event that tells of it.
extension SQLiteStore {
    static func write(_ change: OutboxChange, _ number: String, _ office: String, _ now: Instant, _ db: Database) throws {
        func set(_ id: Int, _ values: String, _ arguments: StatementArguments, if states: String) throws {
            let sql = "UPDATE outbox SET \(values) WHERE id = ? AND caseNumber = ? AND state IN (\(states))"
            try db.run(sql, arguments + [id, number])
            // It is not what it was when this was decided: somebody else was faster.
            guard db.changesCount == 1 else { throw StoreError.conflict }
        }
        switch change {
        case .supersede:
            // What is under way may have arrived.
            try db.run("UPDATE outbox SET state = 'superseded' WHERE caseNumber = ? AND state IN ('draft', 'pending', 'dead')", [number])
        case .enqueue(let item): try OutboxRow(item, number, office, now).insert(db)
        case .approve(let id, let recipient, let subject, let body, let time):
            let values = "state = 'pending', isAutomatic = 0, recipient = ?, subject = ?, body = ?, releasedAt = ?, nextAt = ?"
            try set(id, values, [recipient, subject, body, now.seconds, time.seconds], if: "'draft'")
        case .release(let id, let time):
            try set(id, "state = 'pending', releasedAt = ?, nextAt = ?", [now.seconds, time.seconds], if: "'draft'")
        case .recall(let id): try set(id, "state = 'draft', releasedAt = NULL, nextAt = 0", [], if: "'pending'")
        case .discard(let id): try set(id, "state = 'discarded'", [], if: "'draft', 'pending', 'dead'")
        case .replay(let id): try set(id, "state = 'pending', attempts = 0, nextAt = 0, reason = NULL", [], if: "'dead'")
        case .post(let id, let subject, let body):
            let values = "state = 'sent', sentAt = ?, isAutomatic = 0, subject = ?, body = ?, reason = 'mit der Post'"
            try set(id, values, [now.seconds, subject, body], if: "'draft', 'dead', 'sent'")
        case .settle(let id, let answer): try set(id, "state = 'sent', sentAt = ?, reason = ?", [now.seconds, answer], if: "'sending'")
        case .postpone(let id, let reason, let until):
            try set(id, "state = 'pending', reason = ?, nextAt = ?", [reason, until.seconds], if: "'pending', 'sending'")
        case .bury(let id, let reason): try set(id, "state = 'dead', reason = ?", [reason], if: "'pending', 'sending'")
        }
    }

    func leaving(office: String, now: Instant, withRecords: Bool, limit: Int) async throws(StoreError) -> [OutboxEntry] {
        try await read { db in
            // Nothing waits longer than a day: a later time is that of a clock that went wrong, and has been set right since.
            let sql = """
                SELECT * FROM outbox WHERE office = ? AND state IN ('pending', 'sending') AND nextAt NOT BETWEEN ? AND ?
                    AND (? OR kind <> 'handover')
                    AND NOT EXISTS (
                        SELECT 1 FROM outbox AS earlier WHERE earlier.caseNumber = outbox.caseNumber AND earlier.id < outbox.id
                            AND earlier.state IN ('pending', 'sending') AND (earlier.kind = 'handover') = (outbox.kind = 'handover')
                    ) ORDER BY id LIMIT ?
                """
            let values: StatementArguments = [office, now.seconds + 1, now.seconds + OutboxChange.longestDelay, withRecords, limit]
            return try OutboxRow.fetchAll(db.cachedStatement(sql: sql), arguments: values).map { try $0.entry() }
        }
    }

    func waiting(office: String, limit: Int) async throws(StoreError) -> [OutboxEntry] {
        try await read { db in
            // Each state has its place in an index; of both the first rows are merged.
            let rows = try ["draft", "dead"].flatMap { state in
                let sql = "SELECT * FROM outbox WHERE office = ? AND state = '\(state)' ORDER BY id LIMIT ?"
                return try OutboxRow.fetchAll(db.cachedStatement(sql: sql), arguments: [office, limit])
            }
            return try rows.sorted { ($0.id ?? 0) < ($1.id ?? 0) }.prefix(limit).map { try $0.entry() }
        }
    }

    func entry(_ id: Int, office: String) async throws(StoreError) -> OutboxEntry? {
        try await read { db in
            try OutboxRow.fetchOne(db, sql: "SELECT * FROM outbox WHERE id = ? AND office = ?", arguments: [id, office])?.entry()
        }
    }

    func begin(_ id: Int, name: String) async throws(StoreError) {
        try await write { db in
            let sql =
                "UPDATE outbox SET state = 'sending', attempts = attempts + 1, name = ? WHERE id = ? AND state IN ('pending', 'sending')"
            try db.run(sql, [name, id])
            guard db.changesCount == 1 else { throw StoreError.conflict }
        }
    }

    func automatic(
        ofCase number: String,
        to address: String,
        within time: ClosedRange<Instant>
    ) async throws(StoreError) -> (inCase: Int, toAddress: Int) {
        try await read { db in
            let sent = "FROM outbox WHERE isAutomatic = 1 AND state = 'sent' AND sentAt BETWEEN ? AND ?"
            func count(_ column: String, _ value: String) throws -> Int {
                let values: StatementArguments = [time.lowerBound.seconds, time.upperBound.seconds, value]
                return try Int.fetchOne(db, sql: "SELECT count(*) \(sent) AND \(column) = ?", arguments: values) ?? 0
            }
            return (try count("caseNumber", number), try count("recipient", address))
        }
    }

    /// What is known of the cases and letters that a submission names.
    static func find(_ inquiry: Inquiry, _ office: String, _ holdings: inout Holdings, _ db: Database) throws {
        func add(_ number: String) throws -> Bool {
            guard let row = try row(ofCase: number, office, db) else { return false }
            holdings.recordTypes[number] = row.recordType
            return true
        }
        for number in [inquiry.caseNumber, inquiry.privateId].compactMap(\.self) where try add(number) {
            holdings.caseNumbers.insert(number)
        }
        for reference in inquiry.references {
            let name = String(reference.prefix { $0 != "@" })
            let sql = "SELECT * FROM outbox WHERE name = ? AND office = ?"
            guard let letter = try OutboxRow.fetchOne(db.cachedStatement(sql: sql), arguments: [name, office]) else { continue }
            guard try add(letter.caseNumber) else { continue }
            holdings.letters.insert(letter.caseNumber)
            if inquiry.letter != nil { holdings.letter = letter.body }
        }
        if let number = holdings.caseNumbers.first, let round = inquiry.letter?.round, holdings.letter == nil {
            holdings.letter = try letter(ThreadToken(number: number, round: round), office, db)
        }
        if let identity = inquiry.identity { holdings.similar = try latest(identity, office, but: nil, db) }
    }

    /// The text of the letter that carries a token, as it was sent.
    private static func letter(_ token: ThreadToken, _ office: String, _ db: Database) throws -> String? {
        let sql = """
            SELECT * FROM outbox WHERE caseNumber = ? AND office = ? AND kind <> 'handover' AND state IN ('sending', 'sent') ORDER BY id DESC
            """
        let sent = try OutboxRow.fetchAll(db.cachedStatement(sql: sql), arguments: [token.number, office])
        return sent.first { ThreadToken.first(in: [$0.subject, $0.body])?.round == token.round }?.body
    }

    /// The latest case of an identity.
    private static func latest(_ identity: Digest, _ office: String, but number: String?, _ db: Database) throws -> String? {
        let sql =
            "SELECT number FROM caseFile WHERE office = ? AND identity = ? AND number <> ? ORDER BY openedAt DESC, number DESC LIMIT 1"
        return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [office, identity.description, number ?? ""])
    }

    /// Writes down whose matter a new case is, unless another one of the same came in between.
    static func note(_ identity: Digest, _ kept: Kept, _ db: Database) throws {
        guard try latest(identity, kept.receipt.office, but: kept.number, db) == kept.similar else { throw StoreError.conflict }
        try db.run(
            "UPDATE caseFile SET identity = ?, similar = ? WHERE number = ?",
            [identity.description, kept.similar, kept.number]
        )
    }
}
