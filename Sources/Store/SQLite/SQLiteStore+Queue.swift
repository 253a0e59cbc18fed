internal import Deciding
internal import GRDB
internal import Vocabulary

// Lists of cases. Each is read from an index in its order, so that a page costs what it shows, however many cases there are.
extension SQLiteStore {
    func cases(_ list: CaseList, office: String, limit: Int) async throws(StoreError) -> [CaseSummary] {
        let query = Query(list, office: office, limit: limit)
        return try await read { db in
            try CaseRow.fetchAll(db.cachedStatement(sql: query.sql), arguments: query.arguments).map { row in
                var summary = CaseSummary(number: row.number, state: try row.state())
                summary.place = query.order.place(of: row)
                return summary
            }
        }
    }

    func counts(office: String, on day: CalendarDate) async throws(StoreError) -> [CaseList.Choice: Int] {
        try await read { db in
            var counts: [CaseList.Choice: Int] = [.deferred: 0]
            // Those that are put off are few; of them some are back.
            let sql = """
                SELECT shelf, n FROM shelfCount WHERE office = ?1 AND n > 0
                UNION ALL SELECT shelf, count(*) FROM caseFile INDEXED BY caseFile_deferred WHERE office = ?1 AND deferredUntil <= ?2 GROUP BY shelf
                UNION ALL SELECT '', count(*) FROM caseFile INDEXED BY caseFile_deferred WHERE office = ?1 AND deferredUntil > ?2
                """
            for row in try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [office, day.description]) {
                let shelf = CaseState.Shelf(rawValue: row[0])
                counts[shelf.map(CaseList.Choice.shelf) ?? .deferred, default: 0] += row[1]
            }
            return counts
        }
    }

    func lookAlikes(office: String, on day: CalendarDate, limit: Int) async throws(StoreError) -> [LookAlikes] {
        try await read { db in
            let sql = """
                SELECT shape, count(*) AS n, min(receivedAt) FROM caseFile INDEXED BY caseFile_shape
                WHERE office = ? AND shelf = 'unknown' AND shape IS NOT NULL AND (deferredUntil IS NULL OR deferredUntil <= ?)
                GROUP BY shape ORDER BY n DESC, shape LIMIT ?
                """
            return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [office, day.description, limit]).map { row in
                LookAlikes(shape: row[0], count: row[1], since: Instant(seconds: row[2]))
            }
        }
    }

    func plan(of list: CaseList, office: String) async throws(StoreError) -> [String] {
        let query = Query(list, office: office, limit: 50)
        return try await read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + query.sql, arguments: query.arguments).map { $0["detail"] }
        }
    }
}

/// The order of a list, which is that of an index.
private enum Order {
    case due, done, changed, deferred

    init(_ choice: CaseList.Choice) {
        self =
            switch choice {
            case .shelf(let shelf): shelf.isOpen ? .due : .done
            case .deferred: .deferred
            case .all: .changed
            }
    }

    var index: String {
        switch self {
        case .due: "caseFile_due"
        case .done: "caseFile_done"
        case .changed: "caseFile_changed"
        case .deferred: "caseFile_deferred"
        }
    }

    var columns: [String] {
        switch self {
        case .due: ["dueKey", "receivedAt", "number"]
        case .done, .changed: ["changedAt", "number"]
        case .deferred: ["deferredUntil", "receivedAt", "number"]
        }
    }

    func place(of row: CaseRow) -> CaseList.Place {
        switch self {
        case .due: .init(day: row.dueKey, time: row.receivedAt, number: row.number)
        case .done, .changed: .init(day: "", time: row.changedAt, number: row.number)
        case .deferred: .init(day: row.deferredUntil ?? "", time: row.receivedAt, number: row.number)
        }
    }

    /// Whether what is last comes first.
    var isDown: Bool { self == .done || self == .changed }

    func values(of place: CaseList.Place) -> StatementArguments {
        isDown ? [place.time, place.number] : [place.day, place.time, place.number]
    }
}

/// A list as a statement.
private struct Query {
    let order: Order
    let sql: String
    let arguments: StatementArguments

    init(_ list: CaseList, office: String, limit: Int) {
        order = Order(list.choice)
        var conditions = ["office = ?"]
        var values: StatementArguments = [office]
        func need(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            conditions.append(condition)
            if let value { values += [value] }
        }
        switch list.choice {
        case .shelf(let shelf):
            // Written out: a partial index is only used where it is plain that it holds all that is asked for.
            need("shelf = '\(shelf.rawValue)'", nil)
            if shelf.isOpen { need("(deferredUntil IS NULL OR deferredUntil <= ?)", list.today.description) }
        case .deferred: need("deferredUntil > ?", list.today.description)
        case .all: break
        }
        if let shape = list.shape { need("shape = ?", shape) }
        if let type = list.recordType { need("recordType = ?", type) }
        if let department = list.department { need("department = ?", department) }
        switch list.owner {
        case .anybody: break
        case .nobody: need("assignee IS NULL", nil)
        case .person(let name): need("assignee = ?", name)
        }
        if let day = list.dueBy { need("dueKey <= ?", day.description) }
        if let isVerified = list.isVerified { need("isVerified = ?", isVerified) }
        let (isDown, columns) = (order.isDown, order.columns.joined(separator: ", "))
        if let place = list.after {
            conditions.append("(\(columns)) \(isDown ? "<" : ">") (\(order.columns.map { _ in "?" }.joined(separator: ", ")))")
            values += order.values(of: place)
        }
        let sorting = order.columns.map { isDown ? "\($0) DESC" : $0 }.joined(separator: ", ")
        sql = """
            SELECT * FROM caseFile INDEXED BY \(order.index) WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(sorting) LIMIT ?
            """
        arguments = values + [limit]
    }
}
