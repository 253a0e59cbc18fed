internal import Deciding
internal import Foundation
internal import GRDB
internal import Vocabulary

/// Rows in SQLite (WAL, synchronous=FULL): one file, any number of readers, writes that wait share a commit.
struct SQLiteStore: CaseStore {
    let database: DatabasePool
    private let commits: GroupCommit

    /// Opens `eingang.sqlite` in a directory, making it or bringing it up to date.
    ///
    /// - Throws: ``StoreError`` when that is not possible, or a later version of the program made it.
    init(directory: String) throws(StoreError) {
        let migrator = StoreSchema.migrator
        let path = directory + "/eingang.sqlite"
        do {
            var configuration = GRDB.Configuration()
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            configuration.busyMode = .timeout(10)
            // Of several programs that open a new store, or an old one, one makes the tables and the others find them.
            database = try Private.alone(in: directory) {
                // What SQLite puts beside it has the rights of this file.
                Private.lock(path, making: true)
                for suffix in ["-wal", "-shm"] { Private.lock(path + suffix) }
                let database = try DatabasePool(path: path, configuration: configuration)
                guard try !database.read(migrator.hasBeenSuperseded) else {
                    throw StoreError(
                        .newer,
                        "Der Speicher „\(Label.escaped(directory))“ wurde von einer neueren Version angelegt. Bitte verwenden Sie diese."
                    )
                }
                try migrator.migrate(database)
                return database
            }
            // A connection that looked before knows the tables as they were.
            database.invalidateReadOnlyConnections()
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.unusable(directory)
        }
        commits = GroupCommit(database)
    }

    func offices() async throws(StoreError) -> Set<String> {
        // The index has them in order: each is looked for behind the one before, however many rows there are.
        try await read { db in
            var offices: Set<String> = []
            var last = ""
            while let next = try String.fetchOne(db, sql: "SELECT min(office) FROM submission WHERE office > ?", arguments: [last]) {
                offices.insert(next)
                last = next
            }
            return offices
        }
    }

    // MARK: Receive

    func receive(
        _ submission: Submission,
        office: String,
        now: Instant
    ) async throws(StoreError) -> (receipt: Receipt, isNew: Bool) {
        let (source, channel, envelope) = (submission.source, submission.channel, submission.envelope)
        let (digest, receivedAt, size) = (submission.digest, submission.receivedAt, submission.size)
        return try await write { db in
            let sql = """
                INSERT INTO submission (office, digest, source, channel, envelope, receivedAt, takenAt, size, stage)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (office, digest) DO NOTHING
                """
            let stage = Receipt.Stage.received
            let values: StatementArguments = [
                office, digest.description, source, channel, String(decoding: try JSONEncoder().encode(envelope), as: UTF8.self),
                receivedAt?.seconds, now.seconds, size, stage.rawValue,
            ]
            try db.run(sql, values)
            let (isNew, id) = (db.changesCount == 1, Int(db.lastInsertedRowID))
            if let key = envelope.key { try Self.claim(key, of: source, for: digest, now, db) }
            guard isNew else {
                guard let known = try Self.row(of: digest, office, db) else { throw DamagedRow() }
                return (try known.receipt(), false)
            }
            let receipt = Receipt(
                id: id,
                office: office,
                digest: digest,
                source: source,
                channel: channel,
                envelope: envelope,
                receivedAt: receivedAt,
                stage: stage
            )
            return (receipt, true)
        }
    }

    func unfinished(office: String, after id: Int, limit: Int) async throws(StoreError) -> [Receipt] {
        try await read { db in
            let sql = "SELECT * FROM submission WHERE office = ? AND stage = 'received' AND id > ? ORDER BY id LIMIT ?"
            return try SubmissionRow.fetchAll(db.cachedStatement(sql: sql), arguments: [office, id, limit]).map { try $0.receipt() }
        }
    }

    func receipt(of digest: Digest, office: String) async throws(StoreError) -> Receipt? {
        try await read { try Self.row(of: digest, office, $0)?.receipt() }
    }

    private static func row(of digest: Digest, _ office: String, _ db: Database) throws -> SubmissionRow? {
        let sql = "SELECT * FROM submission WHERE office = ? AND digest = ?"
        return try SubmissionRow.fetchOne(db.cachedStatement(sql: sql), arguments: [office, digest.description])
    }

    // MARK: Decide

    func holdings(_ inquiry: Inquiry, office: String) async throws(StoreError) -> Holdings {
        guard !inquiry.isEmpty else { return Holdings() }
        return try await read { db in
            var holdings = Holdings()
            try Self.find(inquiry, office, &holdings, db)
            guard let id = inquiry.deMailId else { return holdings }
            let sql = "SELECT * FROM submission WHERE deMailId = ? AND office = ? AND stage = 'kept' ORDER BY id"
            for row in try SubmissionRow.fetchAll(db.cachedStatement(sql: sql), arguments: [id, office]) {
                guard let number = row.caseNumber, let integrity = row.deMailIntegrity.flatMap(Digest.init) else { continue }
                holdings.deMails.append(.init(identity: DeMailIdentity(id: id, integrity: integrity), caseNumber: number))
            }
            return holdings
        }
    }

    func reserveNumber(for receipt: Receipt, prefix: String, year: Int, pattern: NumberPattern) async throws(StoreError) -> String {
        try await write { db in
            let known = try String.fetchOne(
                db.cachedStatement(sql: "SELECT caseNumber FROM submission WHERE id = ?"),
                arguments: [receipt.id]
            )
            // Another reading of it may have found another kind of record.
            if let known, pattern.fits(known, prefix: prefix, year: year) { return known }
            let sql = """
                INSERT INTO sequence (prefix, year, last) VALUES (?, ?, 1) ON CONFLICT (prefix, year) DO UPDATE SET last = last + 1
                RETURNING last
                """
            let last = try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [prefix, year]) ?? 1
            let number = pattern.number(prefix: prefix, year: year, count: last)
            try db.run("UPDATE submission SET caseNumber = ? WHERE id = ?", [number, receipt.id])
            return number
        }
    }

    func find(_ number: String, office: String) async throws(StoreError) -> CaseFile? {
        try await read { db in
            guard let row = try Self.row(ofCase: number, office, db) else { return nil }
            let decision = try row.decision.flatMap { try DecisionRow.fetchOne(db, key: $0) }
            return try row.file(try decision?.decision())
        }
    }

    static func row(ofCase number: String, _ office: String, _ db: Database) throws -> CaseRow? {
        try CaseRow.fetchOne(
            db.cachedStatement(sql: "SELECT * FROM caseFile WHERE number = ? AND office = ?"),
            arguments: [number, office]
        )
    }

    // MARK: Keep

    func keep(_ kept: Kept) async throws(StoreError) {
        let snapshot: String
        do { snapshot = try DecisionSnapshot.encode(kept.decision) } catch { throw Self.failure(error) }
        try await write { db in
            let receipt = kept.receipt
            let id = try Self.insert(snapshot, about: receipt.digest, kept.number, receipt.office, kept.now, db)
            let current = kept.transition.decision == nil ? nil : id
            try Self.write(kept.transition, kept.number, receipt.office, kept.version, current, kept.now, db)
            if let identity = kept.identity { try Self.note(identity, kept, db) }
            // Of a message that is kept beside the record, too.
            try Self.note(words: kept.decision.keywords, of: kept.number, receipt.office, db)
            let sql = """
                UPDATE submission SET stage = 'kept', caseNumber = ?, receivedAt = ?, trust = ?, deMailId = ?, deMailIntegrity = ?
                WHERE id = ? AND stage = 'received'
                """
            let deMail = kept.decision.received.deMail
            let values: StatementArguments = [
                kept.number, kept.decision.received.receivedAt.seconds, kept.trust?.description, deMail?.id,
                deMail?.integrity.description, receipt.id,
            ]
            try db.run(sql, values)
            // Another process may have kept it meanwhile; then all of this never happened.
            guard db.changesCount == 1 else { throw StoreError.conflict }
        }
    }

    func keep(
        _ transition: Transition,
        _ number: String,
        office: String,
        expecting version: Int,
        now: Instant
    ) async throws(StoreError) {
        let snapshot: String?
        do { snapshot = try transition.decision.map(DecisionSnapshot.encode) } catch { throw Self.failure(error) }
        try await write { db in
            let current = try snapshot.map { try Self.insert($0, about: nil, number, office, now, db) }
            try Self.write(transition, number, office, version, current, now, db)
        }
    }

    /// Writes a decision down; gives its id.
    private static func insert(
        _ snapshot: String,
        about submission: Digest?,
        _ number: String,
        _ office: String,
        _ now: Instant,
        _ db: Database
    ) throws -> Int {
        try DecisionRow(
            office: office,
            caseNumber: number,
            submission: submission?.description,
            at: now.seconds,
            version: DecisionSnapshot.current,
            body: snapshot
        ).insert(db)
        return Int(db.lastInsertedRowID)
    }

    /// Writes a case if it is still at the version that was decided from.
    private static func write(
        _ transition: Transition,
        _ number: String,
        _ office: String,
        _ version: Int,
        _ decision: Int?,
        _ now: Instant,
        _ db: Database
    ) throws {
        let known = try row(ofCase: number, office, db)
        guard known?.version ?? 0 == version else { throw StoreError.conflict }
        let decision = decision ?? known?.decision
        var row = try CaseRow(transition.state, number: number, office: office, version: version + 1, decision: decision)
        (row.identity, row.similar) = (known?.identity, known?.similar)
        if let known {
            try row.step(transition.steps, from: known)
            try row.update(db)
        } else {
            try row.insert(db)
        }
        if let decided = transition.decision { try note(words: decided.keywords, of: number, office, db) }
        try AuditChain.append(transition.events, caseNumber: number, office: office, at: now, to: db)
        for change in transition.outbox { try write(change, number, office, now, db) }
    }

    // MARK: The database

    func read<Output: Sendable>(_ body: @escaping @Sendable (Database) throws -> Output) async throws(StoreError) -> Output {
        do { return try await database.read(body) } catch { throw Self.failure(error) }
    }

    func write<Output: Sendable>(_ body: @escaping @Sendable (Database) throws -> Output) async throws(StoreError) -> Output {
        do { return try await commits.write(body) } catch { throw Self.failure(error) }
    }

    private static func failure(_ error: any Error) -> StoreError {
        if let error = error as? StoreError { return error }
        if let error = error as? DatabaseError {
            return StoreError(
                error.resultCode == .SQLITE_FULL ? .full : .database,
                "Die Datenbank „eingang.sqlite“ hat den Vorgang abgelehnt (SQLite \(error.resultCode.rawValue)). Bitte prüfen Sie Platz und Rechte."
            )
        }
        return StoreError(.damaged, "Ein gespeicherter Vorgang kann nicht gelesen werden.")
    }
}
