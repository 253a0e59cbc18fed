internal import Deciding
internal import Foundation
internal import Logging
public import ServiceLifecycle
internal import Store
public import Vocabulary

/// Works on what an office received: reads, decides and keeps, as long as the service runs.
///
/// It goes on from the rows, so that a crash anywhere costs nothing but time; what could not be read is tried again every minute.
public struct Ingestion: Service {
    private let ingest: Ingest
    private let office: String
    private let bell: Bell
    private let next: Bell
    private let tally: Tally
    private let clock: @Sendable () -> Instant
    private let logger = Logger(label: "eingang.ingestion")
    private static let seconds = 60

    /// Sets it up.
    ///
    /// - Parameters:
    ///   - ingest: does the work.
    ///   - office: the key of the office.
    ///   - bell: rung when something was received.
    ///   - next: rung when something may leave.
    ///   - tally: counts.
    ///   - clock: tells the present.
    public init(
        _ ingest: Ingest,
        office: String,
        bell: Bell,
        next: Bell,
        tally: Tally,
        clock: @escaping @Sendable () -> Instant
    ) {
        (self.ingest, self.office, self.bell, self.next, self.tally, self.clock) = (ingest, office, bell, next, tally, clock)
    }

    /// Works until it is told to stop; what is under way stays received, and is read again after the next start.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var after = 0
            var last = ContinuousClock.now
            while !Task.isCancelled {
                do {
                    after = try await ingest.run(after: after, clock: clock) { note($0) }
                } catch {
                    // A full disk, a database that refuses, no reader: everything waits, and goes on when it can.
                    if !Task.isCancelled { logger.error("nothing can be kept now", metadata: ["office": "\(office)", "why": "\(error)"]) }
                    after = 0
                    await bell.wait(atMost: .seconds(2))
                    continue
                }
                await bell.wait(atMost: .seconds(Self.seconds))
                if ContinuousClock.now - last >= .seconds(Self.seconds) { (after, last) = (0, ContinuousClock.now) }
            }
        }
    }

    private func note(_ ingested: Ingest.Ingested) {
        switch ingested.outcome {
        case .kept(let decision, let number):
            tally.count("eingang_messages_total", ["office": office, "outcome": decision.outcome.rawValue])
            tally.observe("eingang_message_seconds", ["office": office], seconds: ingested.duration / .seconds(1))
            logger.info("decided", metadata: ["office": "\(office)", "case": "\(number)", "outcome": "\(decision.outcome.rawValue)"])
            next.ring()
        case .known: tally.count("eingang_messages_total", ["office": office, "outcome": "known"])
        case .left(let reason):
            tally.count("eingang_messages_total", ["office": office, "outcome": "left"])
            logger.error("left as received", metadata: ["office": "\(office)", "why": "\(reason)"])
        }
    }
}
