internal import GRDB
internal import Glibc
internal import Vocabulary

// Where messages come from: where each source goes on, and what uploads came with.
extension SQLiteStore {
    func keep(cursor: String, of source: String) async throws(StoreError) {
        try await write { db in
            let sql = "INSERT INTO source (name, cursor) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor"
            try db.run(sql, [source, cursor])
        }
    }

    func source(_ name: String) async throws(StoreError) -> (cursor: String?, isPaused: Bool) {
        try await read { db in
            let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT cursor, isPaused FROM source WHERE name = ?"), arguments: [name])
            return (row?["cursor"], row?["isPaused"] ?? false)
        }
    }

    func copy(to path: String) async throws(StoreError) {
        do {
            try await database.vacuum(into: path)
            Private.lock(path)
        } catch {
            throw StoreError.notWritten(path, errno)
        }
    }

    func pause(_ source: String, _ isPaused: Bool) async throws(StoreError) {
        try await write { db in
            let sql = "INSERT INTO source (name, isPaused) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET isPaused = excluded.isPaused"
            try db.run(sql, [source, isPaused])
        }
    }

    func pausedSources() async throws(StoreError) -> [String] {
        try await read { try String.fetchAll($0.cachedStatement(sql: "SELECT name FROM source WHERE isPaused ORDER BY name")) }
    }

    func upload(_ key: String, of source: String) async throws(StoreError) -> Digest? {
        try await read { try Self.upload(key, source, $0) }
    }

    /// Has a key stand for the bytes that came with it first; part of the transaction that keeps their row.
    static func claim(_ key: String, of source: String, for digest: Digest, _ now: Instant, _ db: Database) throws {
        if let before = try upload(key, source, db) {
            guard before == digest else { throw StoreError.otherUpload }
            return
        }
        try db.run(
            "INSERT INTO upload (source, key, digest, submission, at) SELECT ?, ?, digest, id, ? FROM submission WHERE digest = ? LIMIT 1",
            [source, key, now.seconds, digest.description]
        )
    }

    private static func upload(_ key: String, _ source: String, _ db: Database) throws -> Digest? {
        let sql = "SELECT digest FROM upload WHERE source = ? AND key = ?"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [source, key]) else { return nil }
        guard let digest = Digest(row["digest"] as String) else { throw DamagedRow() }
        return digest
    }
}
