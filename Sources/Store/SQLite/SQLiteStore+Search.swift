internal import Deciding
internal import GRDB
internal import Vocabulary

// What cases are found by. The words of a case are written in the transaction that changes it; triggers keep the index beside them.
extension SQLiteStore {
    func cases(office: String, matching words: String, after number: String?, limit: Int) async throws(StoreError) -> [CaseSummary] {
        let wanted = SearchWords.asked(words)
        guard !wanted.isEmpty else { return [] }
        return try await read { db in
            // The index hands out the case that was opened last first, so nothing is sorted, and no more is read than is shown.
            let sql = """
                SELECT caseFile.* FROM caseWordsIndex CROSS JOIN caseWords ON caseWords.id = caseWordsIndex.rowid
                    CROSS JOIN caseFile ON caseFile.number = caseWords.number
                WHERE caseWordsIndex MATCH ? AND caseWordsIndex.rowid < ? AND caseWords.office = ? ORDER BY caseWordsIndex.rowid DESC LIMIT ?
                """
            // In quotation marks nothing is an operator.
            let words = wanted.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: " AND ")
            let pattern = "mark : \"\(Self.mark(office))\" AND words : (\(words))"
            let before = try number.map { try Self.place($0, office, db) } ?? Int.max
            return try CaseRow.fetchAll(db.cachedStatement(sql: sql), arguments: [pattern, before, office, limit]).map {
                CaseSummary(number: $0.number, state: try $0.state())
            }
        }
    }

    private static func place(_ number: String, _ office: String, _ db: Database) throws -> Int {
        let sql = "SELECT id FROM caseWords WHERE number = ? AND office = ?"
        return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [number, office]) ?? 0
    }

    /// Adds words to what a case is found by; what was read wrongly before still finds it.
    static func note(words texts: [String], of number: String, _ office: String, _ db: Database) throws {
        let before = try String.fetchOne(db.cachedStatement(sql: "SELECT words FROM caseWords WHERE number = ?"), arguments: [number])
        let words = SearchWords.kept([number] + texts, before: before ?? "")
        guard words != before else { return }
        let sql = """
            INSERT INTO caseWords (office, number, mark, words) VALUES (?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET words = excluded.words
            """
        try db.run(sql, [office, number, mark(office), words])
    }

    /// Three signs that stand for an office in the index, so that an office with few cases does not wait for one with many.
    ///
    /// Two offices may have the same; whose a case is the row says.
    private static func mark(_ office: String) -> String { String(Digest(of: office.utf8).hex.prefix(3)) }

    /// Makes the words of all cases that former versions kept.
    ///
    /// Which fields a definition has cases found by no store knows; these are what ours are called. All others come with the next message.
    static func noteWordsOfAll(_ db: Database) throws {
        let sql = """
            SELECT c.number, c.office, c.sender, (
                SELECT group_concat(coalesce(json_extract(r.value, '$.value.text'), json_extract(r.value, '$.value.date')), ' ')
                FROM json_each(d.body, CASE d.version WHEN 1 THEN '$.readings' ELSE '$.record.readings' END) r
                WHERE replace(json_extract(r.value, '$.path'), rtrim(json_extract(r.value, '$.path'), replace(json_extract(r.value, '$.path'), '.', '')), '')
                    IN ('familienname', 'vornamen', 'geburtsdatum', 'wohngeldnummer', 'aktenzeichen')
            ) AS found
            FROM caseFile c LEFT JOIN decision d ON d.id = c.decision AND json_valid(d.body) ORDER BY c.openedAt, c.number
            """
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            // Days are kept as people write them.
            let found = ((row["found"] as String?) ?? "").split(separator: " ").map { CalendarDate(iso: $0)?.german ?? String($0) }
            try note(words: [(row["sender"] as String?) ?? ""] + found, of: row["number"], row["office"], db)
        }
    }
}
