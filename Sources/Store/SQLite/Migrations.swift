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
        migrator.registerMigration("2026.4") { try $0.execute(sql: receiptsAndOffices) }
        migrator.registerMigration("2026.5") { db in
            try db.execute(sql: "ALTER TABLE outbox ADD COLUMN enclosures TEXT NOT NULL DEFAULT '[]'")
        }
        migrator.registerMigration("2026.6") { try $0.execute(sql: service) }
        migrator.registerMigration("2026.7") { db in
            try db.execute(
                sql: """
                    CREATE TABLE account (
                        name TEXT PRIMARY KEY, role TEXT NOT NULL, offices TEXT NOT NULL, password TEXT NOT NULL,
                        failures INTEGER NOT NULL, lockedUntil INTEGER
                    ) STRICT;
                    CREATE TABLE session (
                        id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES account (name), openedAt INTEGER NOT NULL, seenAt INTEGER NOT NULL
                    ) STRICT;
                    CREATE INDEX session_person ON session (person);
                    CREATE INDEX caseFile_phase ON caseFile (office, phase, receivedAt, number);
                    """
            )
        }
        migrator.registerMigration("2026.8") { db in
            try db.execute(sql: desk)
            try db.execute(sql: queue)
            try db.execute(sql: search)
            try SQLiteStore.noteWordsOfAll(db)
        }
        return migrator
    }

    /// What clerks do at the desk: whose a case is, until when it is put off, which corrections can be taken back.
    private static let desk = """
        ALTER TABLE caseFile ADD COLUMN assignee TEXT;
        ALTER TABLE caseFile ADD COLUMN deferredUntil TEXT;
        ALTER TABLE caseFile ADD COLUMN undo TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE caseFile ADD COLUMN redo TEXT NOT NULL DEFAULT '[]';
        CREATE INDEX event_office ON event (office, id);
        """

    /// Where clerks find a case, in the order in which it is due, and how many there are.
    ///
    /// The indices hold all that lists are narrowed by, so that rows are read only for what is shown.
    private static let queue = """
        ALTER TABLE caseFile ADD COLUMN isVerified INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE caseFile ADD COLUMN isUnread INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE caseFile ADD COLUMN shape TEXT;
        ALTER TABLE caseFile ADD COLUMN givenForm TEXT;
        ALTER TABLE caseFile ADD COLUMN shelf TEXT NOT NULL DEFAULT 'look';
        ALTER TABLE caseFile ADD COLUMN dueKey TEXT NOT NULL DEFAULT '9999-12-31';
        UPDATE caseFile SET dueKey = coalesce(dueOn, '9999-12-31'),
            isVerified = coalesce((
                SELECT json_extract(body, CASE version WHEN 1 THEN '$.verification.indication' ELSE '$.received.verification.indication' END) = 'passed'
                FROM decision WHERE id = caseFile.decision AND json_valid(body)
            ), 0),
            shelf = CASE WHEN phase = 'review' AND recordType IS NULL THEN 'unknown' WHEN needsLook THEN 'look'
                WHEN phase = 'incomplete' THEN 'letters' WHEN phase IN ('requested', 'reminded') THEN 'asked'
                WHEN phase IN ('complete', 'handed-over') THEN 'done' WHEN phase IN ('refused', 'set-aside') THEN 'closed' ELSE 'look' END;
        DROP INDEX caseFile_phase;
        DROP INDEX caseFile_changedAt;
        CREATE INDEX caseFile_due ON caseFile
            (office, shelf, dueKey, receivedAt, number, deferredUntil, recordType, department, assignee, isVerified)
            WHERE shelf = 'unknown' OR shelf = 'look' OR shelf = 'letters' OR shelf = 'asked';
        CREATE INDEX caseFile_done ON caseFile (office, shelf, changedAt, number, recordType, department, assignee, isVerified, dueKey)
            WHERE shelf = 'done' OR shelf = 'closed';
        CREATE INDEX caseFile_changed ON caseFile (office, changedAt, number, recordType, department, assignee, isVerified, dueKey);
        CREATE INDEX caseFile_shape ON caseFile (office, shape, deferredUntil, receivedAt) WHERE shelf = 'unknown';
        CREATE INDEX caseFile_deferred ON caseFile
            (office, deferredUntil, receivedAt, number, shelf, recordType, department, assignee, isVerified, dueKey)
            WHERE deferredUntil IS NOT NULL;

        DROP INDEX outbox_draft;
        CREATE INDEX outbox_drafts ON outbox (office, id) WHERE state = 'draft';
        CREATE INDEX outbox_dead ON outbox (office, id) WHERE state = 'dead';

        CREATE TABLE shelfCount (office TEXT NOT NULL, shelf TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (office, shelf)) STRICT, WITHOUT ROWID;
        INSERT INTO shelfCount SELECT office, shelf, count(*) FROM caseFile WHERE deferredUntil IS NULL GROUP BY office, shelf;
        CREATE TRIGGER caseFile_counted AFTER INSERT ON caseFile WHEN NEW.deferredUntil IS NULL BEGIN
            INSERT INTO shelfCount VALUES (NEW.office, NEW.shelf, 1) ON CONFLICT DO UPDATE SET n = n + 1;
        END;
        CREATE TRIGGER caseFile_uncounted AFTER DELETE ON caseFile WHEN OLD.deferredUntil IS NULL BEGIN
            UPDATE shelfCount SET n = n - 1 WHERE office = OLD.office AND shelf = OLD.shelf;
        END;
        CREATE TRIGGER caseFile_moved AFTER UPDATE OF office, shelf, deferredUntil ON caseFile
            WHEN (OLD.office, OLD.shelf, OLD.deferredUntil IS NULL) IS NOT (NEW.office, NEW.shelf, NEW.deferredUntil IS NULL) BEGIN
            UPDATE shelfCount SET n = n - 1 WHERE office = OLD.office AND shelf = OLD.shelf AND OLD.deferredUntil IS NULL;
            INSERT INTO shelfCount SELECT NEW.office, NEW.shelf, 1 WHERE NEW.deferredUntil IS NULL ON CONFLICT DO UPDATE SET n = n + 1;
        END;
        """

    /// What cases are found by, with an index of every three characters in a row beside it.
    private static let search = """
        CREATE TABLE caseWords (
            id INTEGER PRIMARY KEY, office TEXT NOT NULL, number TEXT NOT NULL UNIQUE REFERENCES caseFile (number) ON DELETE CASCADE,
            mark TEXT NOT NULL, words TEXT NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE caseWordsIndex USING fts5 (mark, words, content = 'caseWords', content_rowid = 'id', tokenize = 'trigram');
        CREATE TRIGGER caseWords_added AFTER INSERT ON caseWords BEGIN
            INSERT INTO caseWordsIndex (rowid, mark, words) VALUES (NEW.id, NEW.mark, NEW.words);
        END;
        CREATE TRIGGER caseWords_removed AFTER DELETE ON caseWords BEGIN
            INSERT INTO caseWordsIndex (caseWordsIndex, rowid, mark, words) VALUES ('delete', OLD.id, OLD.mark, OLD.words);
        END;
        CREATE TRIGGER caseWords_changed AFTER UPDATE OF words ON caseWords BEGIN
            INSERT INTO caseWordsIndex (caseWordsIndex, rowid, mark, words) VALUES ('delete', OLD.id, OLD.mark, OLD.words);
            INSERT INTO caseWordsIndex (rowid, mark, words) VALUES (NEW.id, NEW.mark, NEW.words);
        END;
        """

    /// What a running service needs: letters that leave one by one, sources that go on where they were, uploads that come twice.
    ///
    /// What former versions let leave without a clerk waits for one.
    private static let service = """
        ALTER TABLE outbox ADD COLUMN channel TEXT NOT NULL DEFAULT 'mail';
        ALTER TABLE outbox ADD COLUMN isAutomatic INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE outbox ADD COLUMN inReplyTo TEXT;
        ALTER TABLE outbox ADD COLUMN name TEXT;
        ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE outbox ADD COLUMN nextAt INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE outbox ADD COLUMN releasedAt INTEGER;
        ALTER TABLE outbox ADD COLUMN sentAt INTEGER;
        ALTER TABLE outbox ADD COLUMN reason TEXT;
        UPDATE outbox SET state = 'draft' WHERE state = 'pending' AND kind <> 'handover';
        UPDATE outbox SET releasedAt = createdAt WHERE state = 'pending';
        CREATE INDEX outbox_open ON outbox (office, id) WHERE state IN ('pending', 'sending');
        CREATE INDEX outbox_draft ON outbox (office, id) WHERE state IN ('draft', 'dead');
        CREATE INDEX outbox_name ON outbox (name);
        CREATE INDEX outbox_sent ON outbox (recipient, sentAt) WHERE isAutomatic = 1 AND state = 'sent';
        ALTER TABLE caseFile ADD COLUMN completeAt INTEGER;
        ALTER TABLE caseFile ADD COLUMN receivedAtFirstAuthority INTEGER;
        ALTER TABLE caseFile ADD COLUMN department TEXT;
        ALTER TABLE caseFile ADD COLUMN identity TEXT;
        ALTER TABLE caseFile ADD COLUMN similar TEXT;
        CREATE INDEX caseFile_identity ON caseFile (office, identity) WHERE identity IS NOT NULL;
        CREATE INDEX caseFile_dueOn ON caseFile (office, dueOn) WHERE dueOn IS NOT NULL;
        CREATE TABLE source (name TEXT PRIMARY KEY, cursor TEXT, isPaused INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE upload (
            source TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, submission INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (source, key)
        ) STRICT;
        """

    /// Receipts of their own, offices, decisions as versioned snapshots, columns for what lists show, events without a submission.
    ///
    /// Whatever was to leave the house and is not part of what was decided last never leaves.
    private static let receiptsAndOffices = """
        ALTER TABLE submission RENAME TO oldSubmission;
        ALTER TABLE caseFile RENAME TO oldCaseFile;
        ALTER TABLE event RENAME TO oldEvent;
        ALTER TABLE outbox RENAME TO oldOutbox;
        DROP INDEX submission_deMailId;
        DROP INDEX caseFile_changedAt;
        DROP INDEX event_caseNumber;
        DROP INDEX outbox_caseNumber;
        CREATE INDEX oldSubmission_caseNumber ON oldSubmission (caseNumber);
        CREATE INDEX oldOutbox_caseNumber ON oldOutbox (caseNumber);

        CREATE TABLE submission (
            id INTEGER PRIMARY KEY, office TEXT NOT NULL, digest TEXT NOT NULL, source TEXT NOT NULL, channel TEXT NOT NULL,
            envelope TEXT NOT NULL, receivedAt INTEGER, takenAt INTEGER NOT NULL, size INTEGER NOT NULL, stage TEXT NOT NULL,
            caseNumber TEXT, trust TEXT, deMailId TEXT, deMailIntegrity TEXT, UNIQUE (office, digest)
        ) STRICT;
        CREATE INDEX submission_stage ON submission (office, id) WHERE stage = 'received';
        CREATE INDEX submission_caseNumber ON submission (caseNumber);
        CREATE INDEX submission_deMailId ON submission (deMailId);
        CREATE TABLE decision (
            id INTEGER PRIMARY KEY, office TEXT NOT NULL, caseNumber TEXT NOT NULL, submission TEXT, at INTEGER NOT NULL,
            version INTEGER NOT NULL, body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX decision_submission ON decision (submission);
        CREATE INDEX decision_caseNumber ON decision (caseNumber);
        CREATE TABLE caseFile (
            number TEXT PRIMARY KEY, office TEXT NOT NULL, version INTEGER NOT NULL, recordType TEXT, phase TEXT NOT NULL,
            outcome TEXT NOT NULL, sender TEXT, receivedAt INTEGER NOT NULL, openedAt INTEGER NOT NULL, changedAt INTEGER NOT NULL,
            missing INTEGER NOT NULL, followUps INTEGER NOT NULL, dueOn TEXT, isWarned INTEGER NOT NULL, notes TEXT NOT NULL, needsLook INTEGER NOT NULL,
            decision INTEGER REFERENCES decision (id)
        ) STRICT;
        CREATE INDEX caseFile_changedAt ON caseFile (office, changedAt);
        CREATE TABLE event (
            id INTEGER PRIMARY KEY, office TEXT NOT NULL, at INTEGER NOT NULL, caseNumber TEXT NOT NULL, submission TEXT, actor TEXT,
            kind TEXT NOT NULL, detail TEXT NOT NULL, format INTEGER NOT NULL, hash TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_caseNumber ON event (caseNumber);
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY, office TEXT NOT NULL, caseNumber TEXT NOT NULL REFERENCES caseFile (number), kind TEXT NOT NULL,
            state TEXT NOT NULL, recipient TEXT, subject TEXT NOT NULL, body TEXT NOT NULL, createdAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX outbox_caseNumber ON outbox (caseNumber);

        INSERT INTO submission
            SELECT NULL, 'office', digest, source, 'file', '{"recipients":[]}', receivedAt, receivedAt, size, 'kept', caseNumber, trust,
                deMailId, deMailIntegrity
            FROM oldSubmission ORDER BY rowid;
        INSERT INTO decision
            SELECT NULL, 'office', number, json_extract(decision, '$.digest'), changedAt, 1, decision FROM oldCaseFile ORDER BY openedAt, number;
        INSERT INTO caseFile
            SELECT number, 'office', 1, recordType,
                CASE outcome WHEN 'handover' THEN 'complete' WHEN 'follow-up' THEN 'incomplete' WHEN 'rejected' THEN 'set-aside' ELSE 'review' END,
                outcome, json_extract(decision, '$.sender'),
                coalesce((SELECT min(receivedAt) FROM oldSubmission WHERE caseNumber = number), openedAt), openedAt, changedAt,
                coalesce(json_array_length(decision, '$.missing'), 0),
                (SELECT count(*) FROM oldOutbox WHERE caseNumber = number AND kind = 'follow-up'), json_extract(decision, '$.followUp.deadline'),
                0, '[]', 0, (SELECT id FROM decision WHERE caseNumber = number)
            FROM oldCaseFile;
        INSERT INTO event SELECT id, 'office', at, caseNumber, submission, NULL, kind, detail, 1, hash FROM oldEvent ORDER BY id;
        INSERT INTO outbox
            SELECT id, 'office', oldOutbox.caseNumber, kind,
                CASE WHEN id = (SELECT max(id) FROM oldOutbox last WHERE last.caseNumber = number AND last.kind = oldOutbox.kind)
                    AND (CASE kind WHEN 'handover' THEN outcome = 'handover' ELSE json_extract(decision, '$.followUp') IS NOT NULL END)
                    THEN state ELSE 'superseded' END,
                recipient, subject, body, createdAt
            FROM oldOutbox JOIN oldCaseFile ON number = oldOutbox.caseNumber ORDER BY id;

        DROP TABLE oldOutbox;
        DROP TABLE oldEvent;
        DROP TABLE oldSubmission;
        DROP TABLE oldCaseFile;
        """
}
