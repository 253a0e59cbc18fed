internal import Deciding
internal import GRDB
internal import Vocabulary

/// Events in a chain: each one's hash covers its content and the hash before it.
enum AuditChain {
    static func append(_ events: [CaseEvent], caseNumber: String, office: String, at: Instant, to db: Database) throws {
        guard !events.isEmpty else { return }
        let last = try Row.fetchOne(db.cachedStatement(sql: "SELECT id, hash FROM event ORDER BY id DESC LIMIT 1"))
        var (id, hash): (Int, String) = (last?["id"] ?? 0, last?["hash"] ?? "")
        for event in events {
            id += 1
            var row = EventRow(
                id: id,
                office: office,
                at: at.seconds,
                caseNumber: caseNumber,
                submission: event.submission?.description,
                actor: event.actor,
                kind: event.kind.rawValue,
                detail: event.detail,
                format: 2,
                hash: ""
            )
            hash = Self.hash(of: row, after: hash)
            row.hash = hash
            try row.insert(db)
        }
    }

    /// The first event that does not fit into the chain; nil when all do.
    static func firstBroken(in db: Database) throws -> Int? {
        var previous = ""
        var id = 0
        let rows = try EventRow.fetchCursor(db, sql: "SELECT * FROM event ORDER BY id")
        while let row = try rows.next() {
            id += 1
            guard row.id == id, row.hash == hash(of: row, after: previous) else { return id }
            previous = row.hash
        }
        return nil
    }

    /// The events of a case that do not fit what they say, or the event before each.
    static func broken(ofCase number: String, _ office: String, in db: Database) throws -> [Int] {
        let rows = try EventRow.fetchAll(
            db,
            sql: "SELECT * FROM event WHERE caseNumber = ? AND office = ? ORDER BY id",
            arguments: [number, office]
        )
        return try rows.filter { row in
            let previous = try String.fetchOne(db, sql: "SELECT hash FROM event WHERE id = ?", arguments: [row.id - 1])
            return row.hash != hash(of: row, after: previous ?? "") || (previous == nil && row.id > 1)
        }.map(\.id)
    }

    private static func hash(of row: EventRow, after previous: String) -> String {
        var content = [previous, String(row.id), String(row.at), row.caseNumber, row.submission ?? "", row.kind, row.detail]
        if row.format > 1 { content += [row.office, row.actor ?? ""] }
        return Digest(of: content.joined(separator: "\n").utf8).description
    }
}
