internal import GRDB
internal import Vocabulary

/// The tables and how they came to be; a migration is never changed once released.
enum StoreSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("2026.1") { db in
            try db.execute(
                sql: """
                    CREATE TABLE caseFile (
                        number TEXT PRIMARY KEY, recordType TEXT, outcome TEXT NOT NULL, openedAt INTEGER NOT NULL,
                        changedAt INTEGER NOT NULL, decision TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX caseFile_changedAt ON caseFile (changedAt);
                    CREATE TABLE submission (
                        digest TEXT PRIMARY KEY, source TEXT NOT NULL, receivedAt INTEGER NOT NULL, size INTEGER NOT NULL,
                        caseNumber TEXT NOT NULL REFERENCES caseFile (number)
                    ) STRICT;
                    CREATE TABLE event (
                        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, caseNumber TEXT NOT NULL, submission TEXT NOT NULL,
                        kind TEXT NOT NULL, detail TEXT NOT NULL, hash TEXT NOT NULL
                    ) STRICT;
                    CREATE INDEX event_caseNumber ON event (caseNumber);
                    CREATE TABLE outbox (
                        id INTEGER PRIMARY KEY, caseNumber TEXT NOT NULL REFERENCES caseFile (number), kind TEXT NOT NULL,
                        state TEXT NOT NULL, recipient TEXT, subject TEXT NOT NULL, body TEXT NOT NULL, createdAt INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX outbox_caseNumber ON outbox (caseNumber);
                    CREATE TABLE sequence (prefix TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (prefix, year)) STRICT;
                    """
            )
        }
        migrator.registerMigration("2026.2") { db in
            try db.execute(sql: "ALTER TABLE submission ADD COLUMN trust TEXT")
        }
        migrator.registerMigration("2026.3") { db in
            try db.execute(
                sql: """
                    ALTER TABLE submission ADD COLUMN deMailId TEXT;
                    ALTER TABLE submission ADD COLUMN deMailIntegrity TEXT;
                    CREATE INDEX submission_deMailId ON submission (deMailId);
                    """
            )
        }
        return migrator
    }
}

/// Events in a chain: each one's hash covers its content and the hash before it.
enum AuditChain {
    static func append(kind: String, detail: String, caseNumber: String, submission: Digest, at: Instant, to db: Database) throws {
        let last = try Row.fetchOne(db, sql: "SELECT id, hash FROM event ORDER BY id DESC LIMIT 1")
        let id = (last?["id"] ?? 0) + 1
        let previous: String = last?["hash"] ?? ""
        let content = [previous, String(id), String(at.seconds), caseNumber, submission.description, kind, detail].joined(separator: "\n")
        try db.execute(
            sql: "INSERT INTO event (id, at, caseNumber, submission, kind, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [id, at.seconds, caseNumber, submission.description, kind, detail, Digest(of: content.utf8).description]
        )
    }
}
