internal import Deciding
internal import GRDB
internal import Vocabulary

// What lists, views and checks ask for; nothing here writes.
extension SQLiteStore {
    func cases(office: String, limit: Int) async throws(StoreError) -> [CaseSummary] {
        try await read { db in
            let sql = "SELECT * FROM caseFile WHERE office = ? ORDER BY changedAt DESC, number DESC LIMIT ?"
            let rows = try CaseRow.fetchAll(db.cachedStatement(sql: sql), arguments: [office, limit])
            return try rows.map { CaseSummary(number: $0.number, state: try $0.state()) }
        }
    }

    func receipts(ofCase number: String, office: String) async throws(StoreError) -> [Receipt] {
        try await read { db in
            let sql = "SELECT * FROM submission WHERE caseNumber = ? AND office = ? AND stage = 'kept' ORDER BY id"
            return try SubmissionRow.fetchAll(db.cachedStatement(sql: sql), arguments: [number, office]).map { try $0.receipt() }
        }
    }

    func decision(about digest: Digest, office: String) async throws(StoreError) -> Decision? {
        try await read { db in
            let sql = "SELECT * FROM decision WHERE submission = ? AND office = ? ORDER BY id LIMIT 1"
            return try DecisionRow.fetchOne(db.cachedStatement(sql: sql), arguments: [digest.description, office])?.decision()
        }
    }

    func decision(_ id: Int, ofCase number: String, office: String) async throws(StoreError) -> Decision? {
        try await read { db in
            let sql = "SELECT * FROM decision WHERE id = ? AND caseNumber = ? AND office = ?"
            return try DecisionRow.fetchOne(db.cachedStatement(sql: sql), arguments: [id, number, office])?.decision()
        }
    }

    func events(ofCase number: String, office: String) async throws(StoreError) -> [Event] {
        try await read { db in
            let sql = "SELECT * FROM event WHERE caseNumber = ? AND office = ? ORDER BY id"
            return try EventRow.fetchAll(db.cachedStatement(sql: sql), arguments: [number, office]).map { try $0.event() }
        }
    }

    func outbox(ofCase number: String, office: String) async throws(StoreError) -> [OutboxEntry] {
        try await read { db in
            let sql = "SELECT * FROM outbox WHERE caseNumber = ? AND office = ? ORDER BY id"
            return try OutboxRow.fetchAll(db.cachedStatement(sql: sql), arguments: [number, office]).map { try $0.entry() }
        }
    }

    func receipt(_ id: Int, office: String) async throws(StoreError) -> Receipt? {
        try await read { db in
            try SubmissionRow.fetchOne(db, sql: "SELECT * FROM submission WHERE id = ? AND office = ?", arguments: [id, office])?.receipt()
        }
    }

    func overdue(office: String, on day: CalendarDate, limit: Int) async throws(StoreError) -> [String] {
        try await read { db in
            let sql = """
                SELECT number FROM caseFile WHERE office = ? AND dueOn < ? AND phase IN ('requested', 'reminded', 'review')
                    AND (phase <> 'review' OR isWarned) ORDER BY dueOn LIMIT ?
                """
            return try String.fetchAll(db.cachedStatement(sql: sql), arguments: [office, day.description, limit])
        }
    }

    func backlog(office: String?) async throws(StoreError) -> Backlog {
        try await read { db in
            var backlog = Backlog()
            // Each state has an index of its own, by office.
            let (only, values): (String, StatementArguments) = office.map { ("office = ? AND ", [$0]) } ?? ("", [])
            func look(_ sql: String) throws -> (count: Int, at: Instant?) {
                guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: values) else { return (0, nil) }
                return (row[0], (row[1] as Int?).map(Instant.init(seconds:)))
            }
            (backlog.submissions, backlog.oldest) = try look(
                "SELECT count(*), min(takenAt) FROM submission WHERE \(only)stage = 'received'"
            )
            (backlog.leaving, backlog.oldestLeaving) = try look(
                "SELECT count(*), min(releasedAt) FROM outbox WHERE \(only)state IN ('pending', 'sending')"
            )
            (backlog.drafts, _) = try look("SELECT count(*), NULL FROM outbox WHERE \(only)state = 'draft'")
            (backlog.dead, _) = try look("SELECT count(*), NULL FROM outbox WHERE \(only)state = 'dead'")
            return backlog
        }
    }

    // MARK: Audit

    func receipts(office: String, after id: Int, limit: Int) async throws(StoreError) -> [Receipt] {
        try await read { db in
            let sql = "SELECT * FROM submission WHERE office = ? AND id > ? ORDER BY id LIMIT ?"
            return try SubmissionRow.fetchAll(db.cachedStatement(sql: sql), arguments: [office, id, limit]).map { try $0.receipt() }
        }
    }

    func events(office: String, before id: Int?, limit: Int) async throws(StoreError) -> [(number: String, event: Event)] {
        try await read { db in
            let sql = "SELECT * FROM event WHERE office = ? AND id < ? ORDER BY id DESC LIMIT ?"
            return try EventRow.fetchAll(db.cachedStatement(sql: sql), arguments: [office, id ?? Int.max, limit]).map { row in
                (row.caseNumber, try row.event())
            }
        }
    }

    func firstBrokenEvent() async throws(StoreError) -> Int? { try await read(AuditChain.firstBroken) }

    func brokenEvents(ofCase number: String, office: String) async throws(StoreError) -> [Int] {
        try await read { try AuditChain.broken(ofCase: number, office, in: $0) }
    }

    func firstUnrecorded(office: String) async throws(StoreError) -> Receipt? {
        try await read { db in
            let sql = """
                SELECT * FROM submission WHERE office = ? AND stage = 'kept' AND NOT EXISTS (
                    SELECT 1 FROM event WHERE event.caseNumber = submission.caseNumber AND event.submission = submission.digest
                ) ORDER BY id LIMIT 1
                """
            return try SubmissionRow.fetchOne(db, sql: sql, arguments: [office])?.receipt()
        }
    }
}
