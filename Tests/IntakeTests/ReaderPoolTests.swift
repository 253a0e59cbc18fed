import Definitions
import Foundation
import Readers
import TestSupport
import Testing
import Vocabulary

/// Who waits for a reader, who is refused, and how it ends.
struct ReaderPoolTests {
    private let now = Instant(seconds: 1_795_425_300)
    private var request: ReadRequest { ReadRequest(.extraction, source: "a", receivedAt: nil, now: now) }

    private func pool(readers: Int = 1, mostWaiting: Int = 1000) -> ReaderPool {
        ReaderPool(
            ReaderCommand(executable: Place.reader, profile: ReaderProfile(schemas: Place.schemas.path)),
            count: readers,
            mostWaiting: mostWaiting
        )
    }

    /// A message that keeps a reader busy for many seconds.
    private func slow() throws -> Submission { Submission(source: "flood.pdf", bytes: try Fixtures.bytes("flood.pdf")) }

    private var quick: Submission { Submission(source: "a.eml", bytes: Array("From: a@example.org\nSubject: x\n\nText\n".utf8)) }

    private func busy(_ pool: ReaderPool) async { while pool.processIds.isEmpty { await Task.yield() } }

    @Test func `what is read for a cancelled task is broken off, and the next message is read`() async throws {
        let pool = pool()
        let submission = try slow()
        let task = Task { try await pool.read(submission, request) }
        await busy(pool)
        task.cancel()
        await #expect(throws: ReaderPool.Failure.cancelled) { try await task.value }
        #expect(try await pool.read(quick, request).message?.subject == "x")
    }

    @Test func `a cancelled task stops waiting`() async throws {
        let pool = pool()
        let submission = try slow()
        let first = Task { try await pool.read(submission, request) }
        await busy(pool)
        let second = Task { try await pool.read(quick, request) }
        second.cancel()
        await #expect(throws: ReaderPool.Failure.cancelled) { try await second.value }
        first.cancel()
        _ = await first.result
    }

    @Test func `who comes when too many wait is refused`() async throws {
        let pool = pool(mostWaiting: 0)
        let submission = try slow()
        let first = Task { try await pool.read(submission, request) }
        await busy(pool)
        await #expect(throws: ReaderPool.Failure.full) { try await pool.read(quick, request) }
        first.cancel()
        _ = await first.result
        #expect(try await pool.read(quick, request).message?.subject == "x")
    }

    @Test func `a pool that is shut down lets the running finish, refuses the rest and ends its processes`() async throws {
        let pool = pool(readers: 2)
        let readings = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { (try? await pool.read(quick, request))?.message?.subject == "x" } }
            _ = await group.next()
            group.addTask {
                await pool.shutDown()
                return false
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(readings.count == 20)
        #expect(pool.processIds.isEmpty)
        await #expect(throws: ReaderPool.Failure.shutDown) { try await pool.read(quick, request) }
    }

    @Test func `after so many messages a fresh process takes the place of a reader`() async throws {
        var profile = ReaderProfile(schemas: Place.schemas.path)
        profile.limits.readerMessages = 2
        let pool = ReaderPool(ReaderCommand(executable: Place.reader, profile: profile), count: 1)
        var processes: [Int32] = []
        for _ in 0..<5 {
            #expect(try await pool.read(quick, request).message?.subject == "x")
            processes += pool.processIds
        }
        #expect(processes[0] == processes[1] && processes[2] == processes[3])
        #expect(Set(processes).count == 3)
    }

    @Test func `a reader says what it was started with, or why it cannot be used`() async throws {
        let equipment = try await pool().equipment()
        #expect(equipment.failure == nil && equipment.catalogue?.forms.isEmpty == false)
        let profile = ReaderProfile(schemas: "/gibt/es/nicht")
        let broken = ReaderPool(ReaderCommand(executable: Place.reader, profile: profile), count: 1)
        #expect(try await broken.equipment().failure?.contains("/gibt/es/nicht") == true)
        await #expect(throws: ReaderPool.Failure.unavailable, "never an empty reading") { try await broken.read(quick, request) }
        let missing = ReaderPool(ReaderCommand(executable: "/gibt/es/nicht", profile: profile), count: 1)
        #expect(try await missing.equipment().failure?.contains("/gibt/es/nicht") == true)
    }
}
