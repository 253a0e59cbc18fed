internal import GRDB

/// Writes that wait at the same moment share one transaction, and so one sync of the disk.
///
/// Each runs in a savepoint of its own, unless it is alone: one that fails takes nothing of the others with it.
actor GroupCommit {
    private struct Work: Sendable {
        /// Does the work; what it returns says how it ended, and is called after the commit.
        var run: @Sendable (Database, _ isAlone: Bool) throws -> @Sendable () -> Void
        /// Called instead when nothing of the transaction was committed.
        var fail: @Sendable (any Error) -> Void
    }

    private let database: DatabasePool
    private var waiting: [Work] = []
    private var isWorking = false
    /// So many writes share a commit at most.
    private static let most = 64

    init(_ database: DatabasePool) { self.database = database }

    /// Writes, and returns when it is on disk.
    func write<Output: Sendable>(_ body: @escaping @Sendable (Database) throws -> Output) async throws -> Output {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Output, any Error>) in
            waiting.append(
                Work { db, isAlone in
                    if isAlone {
                        let output = try body(db)
                        return { continuation.resume(returning: output) }
                    }
                    do {
                        let output = try Self.savepoint(db, body)
                        return { continuation.resume(returning: output) }
                    } catch {
                        return { continuation.resume(throwing: error) }
                    }
                } fail: {
                    continuation.resume(throwing: $0)
                }
            )
            guard !isWorking else { return }
            isWorking = true
            Task { await work() }
        }
    }

    private func work() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(Self.most))
            waiting.removeFirst(batch.count)
            do {
                let ends = try await database.write { db in try batch.map { try $0.run(db, batch.count == 1) } }
                for end in ends { end() }
            } catch {
                for work in batch { work.fail(error) }
            }
        }
        isWorking = false
    }

    private static func savepoint<Output>(_ db: Database, _ body: (Database) throws -> Output) throws -> Output {
        var output: Result<Output, any Error>?
        try db.inSavepoint {
            do {
                output = .success(try body(db))
                return .commit
            } catch {
                output = .failure(error)
                return .rollback
            }
        }
        guard let output else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return try output.get()
    }
}
