internal import GRDB
internal import Vocabulary

// Figures for the report of an office. Rows and kept decisions are counted where they lie; no value of a citizen is read.
extension SQLiteStore {
    func statistics(office: String, from: Instant, to: Instant) async throws(StoreError) -> Statistics {
        try await read { db in
            let range: StatementArguments = [office, from.seconds, to.seconds]
            func counts(_ names: Int, _ sql: String) throws -> [Statistics.Count] {
                try Row.fetchAll(db, sql: sql, arguments: range).map { row in
                    Statistics.Count((0..<names).map { row[$0] as String? ?? "" }, row["n"])
                }
            }
            // The first decision about each case tells how messages come; what is asked for later is the service's own doing.
            let first = """
                WITH first AS (
                    SELECT d.body, c.number FROM caseFile c JOIN decision d ON d.id = (SELECT min(id) FROM decision WHERE caseNumber = c.number)
                    WHERE c.office = ? AND c.receivedAt >= ? AND c.receivedAt < ?
                )
                """
            var statistics = Statistics()
            statistics.volume = try counts(
                2,
                """
                SELECT s.channel, coalesce(c.recordType, ''), count(*) AS n FROM submission s LEFT JOIN caseFile c ON c.number = s.caseNumber
                WHERE s.office = ? AND coalesce(s.receivedAt, s.takenAt) >= ? AND coalesce(s.receivedAt, s.takenAt) < ? GROUP BY 1, 2 ORDER BY n DESC, 1, 2
                """
            )
            let verification = "json_extract(body, '$.received.verification"
            statistics.trust = try counts(
                3,
                """
                \(first) SELECT coalesce(\(verification).channel'), 'none'), coalesce(\(verification).indication'), 'none'),
                CASE WHEN \(verification).writtenForm') THEN 'met' ELSE 'not-met' END, count(*) AS n FROM first GROUP BY 1, 2, 3 ORDER BY n DESC, 1, 2, 3
                """
            )
            statistics.firstOutcomes = try counts(
                1,
                "\(first) SELECT json_extract(body, '$.outcome'), count(*) AS n FROM first GROUP BY 1 ORDER BY n DESC, 1"
            )
            statistics.forms = try counts(
                1,
                "\(first) SELECT json_extract(body, '$.record.form'), count(*) AS n FROM first WHERE json_extract(body, '$.record.form') <> '' GROUP BY 1 ORDER BY n DESC, 1"
            )
            statistics.fields = try fields(first, range, db)
            let cases = "FROM caseFile WHERE office = ? AND receivedAt >= ? AND receivedAt < ?"
            statistics.phases = try counts(1, "SELECT phase, count(*) AS n \(cases) GROUP BY 1 ORDER BY n DESC, 1")
            statistics.followUps = try counts(
                1,
                "SELECT CAST(followUps AS TEXT), count(*) AS n \(cases) AND recordType IS NOT NULL GROUP BY followUps ORDER BY followUps"
            )
            statistics.toComplete = try Int.fetchAll(
                db,
                sql: "SELECT max(0, completeAt - receivedAt) AS n \(cases) AND completeAt IS NOT NULL ORDER BY n",
                arguments: range
            )
            statistics.toHandover = try Int.fetchAll(
                db,
                sql: """
                    SELECT max(0, min(o.sentAt) - c.receivedAt) AS n FROM caseFile c JOIN outbox o ON o.caseNumber = c.number
                    WHERE c.office = ? AND c.receivedAt >= ? AND c.receivedAt < ? AND o.kind = 'handover' AND o.state = 'sent' GROUP BY c.number ORDER BY n
                    """,
                arguments: range
            )
            statistics.received = try Int.fetchAll(
                db,
                sql: "SELECT receivedAt FROM submission WHERE office = ? AND receivedAt >= ? AND receivedAt < ? ORDER BY receivedAt",
                arguments: range
            ).map(Instant.init(seconds:))
            return statistics
        }
    }

    private func fields(_ first: String, _ range: StatementArguments, _ db: Database) throws -> [Statistics.Count] {
        let sql = """
            \(first) SELECT json_extract(body, '$.record.form') AS form, value AS path, 'missing' AS state, number FROM first, json_each(body, '$.assessment.missing')
            UNION ALL
            SELECT json_extract(body, '$.record.form'), json_extract(value, '$.path'), json_extract(value, '$.state'), number
            FROM first, json_each(body, '$.record.readings') WHERE json_extract(value, '$.state') IN ('unsure', 'invalid', 'conflict')
            """
        var seen: [[String]: Set<String>] = [:]
        for row in try Row.fetchAll(db, sql: sql, arguments: range) {
            guard let path = row["path"] as String?, let number = row["number"] as String? else { continue }
            // Of several rows of a list each case counts once.
            let generic = path.replacing(#/\[\d+\]/#, with: "[]")
            seen[[row["form"] ?? "", generic, row["state"] ?? ""], default: []].insert(number)
        }
        return seen.map { Statistics.Count($0.key, $0.value.count) }.sorted {
            ($1.count, $0.names.joined()) < ($0.count, $1.names.joined())
        }
    }
}
