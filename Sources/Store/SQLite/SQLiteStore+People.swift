internal import Deciding
internal import GRDB
internal import Vocabulary

// Who may use the desk, and who is there now.
extension SQLiteStore: PeopleStore {
    func accounts() async throws(StoreError) -> [Account] {
        try await read { db in try AccountRow.fetchAll(db, sql: "SELECT * FROM account ORDER BY name").map { try $0.account() } }
    }

    func account(_ name: String) async throws(StoreError) -> Account? {
        try await read { db in
            try AccountRow.fetchOne(db.cachedStatement(sql: "SELECT * FROM account WHERE name = ?"), arguments: [name])?.account()
        }
    }

    func keep(_ account: Account, by person: String, at now: Instant) async throws(StoreError) {
        try await write { db in
            let detail = "role=\(account.role.rawValue) offices=\(account.offices.sorted().joined(separator: ",")) account=\(account.name)"
            try Self.note(CaseEvent(kind: .account, detail: detail, actor: person), now, db)
            try AccountRow(account).save(db)
            try db.run("DELETE FROM session WHERE person = ?", [account.name])
        }
    }

    func remove(account name: String, by person: String, at now: Instant) async throws(StoreError) -> Bool {
        try await write { db in
            try db.run("DELETE FROM session WHERE person = ?", [name])
            try db.run("DELETE FROM account WHERE name = ?", [name])
            guard db.changesCount == 1 else { return false }
            try Self.note(CaseEvent(kind: .account, detail: "removed account=\(name)", actor: person), now, db)
            return true
        }
    }

    /// What happens to accounts is part of the chain of events, of no case and no office.
    private static func note(_ event: CaseEvent, _ now: Instant, _ db: Database) throws {
        try AuditChain.append([event], caseNumber: "", office: "", at: now, to: db)
    }

    func fail(account name: String, lockedUntil: Instant?) async throws(StoreError) -> Int {
        try await write { db in
            let sql = "UPDATE account SET failures = failures + 1, lockedUntil = ? WHERE name = ? RETURNING failures"
            return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [lockedUntil?.seconds, name]) ?? 0
        }
    }

    func open(_ session: Session) async throws(StoreError) {
        try await write { db in
            try db.run("UPDATE account SET failures = 0, lockedUntil = NULL WHERE name = ?", [session.person])
            try SessionRow(session).insert(db)
        }
    }

    func session(_ id: Digest) async throws(StoreError) -> (session: Session, account: Account)? {
        try await read { db in
            let sql = "SELECT * FROM session WHERE id = ?"
            guard let row = try SessionRow.fetchOne(db.cachedStatement(sql: sql), arguments: [id.description]) else { return nil }
            let person = try AccountRow.fetchOne(db.cachedStatement(sql: "SELECT * FROM account WHERE name = ?"), arguments: [row.person])
            guard let person else { return nil }
            return (try row.session(), try person.account())
        }
    }

    func touch(_ id: Digest, at now: Instant) async throws(StoreError) {
        try await write { try $0.run("UPDATE session SET seenAt = ? WHERE id = ?", [now.seconds, id.description]) }
    }

    func close(_ id: Digest) async throws(StoreError) {
        try await write { try $0.run("DELETE FROM session WHERE id = ?", [id.description]) }
    }

    func closeSessions(openedBefore: Instant, seenBefore: Instant) async throws(StoreError) {
        try await write {
            try $0.run("DELETE FROM session WHERE openedAt < ? OR seenAt < ?", [openedBefore.seconds, seenBefore.seconds])
        }
    }
}

private struct AccountRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "account"
    var name: String
    var role: String
    /// Keys of offices with commas between them; empty for all.
    var offices: String
    var password: String
    var failures: Int
    var lockedUntil: Int?

    init(_ account: Account) {
        (name, role, offices) = (account.name, account.role.rawValue, account.offices.sorted().joined(separator: ","))
        (password, failures, lockedUntil) = (account.password.description, account.failures, account.lockedUntil?.seconds)
    }

    func account() throws -> Account {
        guard let role = Account.Role(rawValue: role) else { throw DamagedRow() }
        var account = Account(
            name: name,
            role: role,
            offices: Set(offices.split(separator: ",").map(String.init)),
            password: PasswordVerifier(kept: password)
        )
        (account.failures, account.lockedUntil) = (failures, lockedUntil.map(Instant.init(seconds:)))
        return account
    }
}

private struct SessionRow: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "session"
    var id: String
    var person: String
    var openedAt: Int
    var seenAt: Int

    init(_ session: Session) {
        (id, person) = (session.id.description, session.person)
        (openedAt, seenAt) = (session.openedAt.seconds, session.seenAt.seconds)
    }

    func session() throws -> Session {
        guard let id = Digest(id) else { throw DamagedRow() }
        return Session(id: id, person: person, openedAt: Instant(seconds: openedAt), seenAt: Instant(seconds: seenAt))
    }
}
