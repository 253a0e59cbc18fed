internal import Deciding
internal import Logging
public import ServiceLifecycle
public import Store
public import Vocabulary

/// Looks every few minutes whose time has passed, and has each case say what follows: a reminder, or a clerk.
///
/// Nothing is refused or deleted by a clock. A clock that jumps back asks again for what was done, and gets the answer that nothing
/// waits; one that jumps forward may remind too early, so a day counts only once the clock has agreed with itself for an hour, after a
/// start as well: whoever finds the clock wrong may well restart everything.
public struct Timekeeper: Service {
    private let pipeline: Pipeline
    private let archive: Archive
    private let bell: Bell
    private let clock: @Sendable () -> Instant
    private let logger = Logger(label: "eingang.time")
    private static let seconds = 60
    private static let mostAtOnce = 500

    /// Sets it up.
    ///
    /// - Parameters:
    ///   - pipeline: writes letters for its office.
    ///   - archive: where the cases are.
    ///   - bell: rung when something may leave.
    ///   - clock: tells the present.
    public init(_ pipeline: Pipeline, _ archive: Archive, bell: Bell, clock: @escaping @Sendable () -> Instant) {
        (self.pipeline, self.archive, self.bell, self.clock) = (pipeline, archive, bell, clock)
    }

    /// Works until it is told to stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var steadiness = Steadiness()
            var isWaiting = false
            while !Task.isCancelled {
                let now = clock()
                do {
                    let wasWaiting = isWaiting
                    isWaiting = !steadiness.trusts(now, at: .now)
                    if !isWaiting {
                        try await pass(now)
                    } else if !wasWaiting {
                        logger.notice(
                            "nobody is reminded before the clock has run evenly for an hour",
                            metadata: ["office": "\(pipeline.office.id)"]
                        )
                    }
                } catch {
                    logger.error("periods were not looked at", metadata: ["office": "\(pipeline.office.id)", "why": "\(error)"])
                }
                // Cancelled when the service stops.
                try? await Task.sleep(for: .seconds(Self.seconds))
            }
        }
    }

    /// Has every case whose time has passed say what follows.
    ///
    /// - Throws: `StoreError` when that cannot be read or kept.
    public func pass(_ now: Instant) async throws {
        let (day, office) = (now.localDate, pipeline.office.id)
        for number in try await archive.rows.overdue(office: office, on: day, limit: Self.mostAtOnce) {
            guard let file = try await archive.rows.find(number, office: office) else { continue }
            let known = KnownCase(number, file, today: day)
            let reminder = file.decision.flatMap { pipeline.catalogue.reminder(of: $0, known: known, office: pipeline.office) }
            let transition = file.state.apply(.passDay(day, reminder: reminder), now: now)
            guard transition.refusal == nil else { continue }
            do throws(StoreError) {
                try await archive.rows.keep(transition, number, office: office, expecting: file.version, now: now)
            } catch {
                // Something came meanwhile; it is looked at again in a minute.
                if error.code == .conflict { continue }
                throw error
            }
            bell.ring()
        }
    }

    /// Whether the wall clock goes as time does: a jump must not remind anybody.
    struct Steadiness {
        private var last: (wall: Instant, steady: ContinuousClock.Instant)?
        private var suspectUntil: ContinuousClock.Instant?
        private static let most = 300.0

        mutating func trusts(_ wall: Instant, at steady: ContinuousClock.Instant) -> Bool {
            let told = last.map { Double(wall.seconds - $0.wall.seconds) - (steady - $0.steady) / .seconds(1) }
            last = (wall, steady)
            if let told, abs(told) <= Self.most { return suspectUntil.map { steady >= $0 } ?? true }
            suspectUntil = steady + .seconds(3600)
            return false
        }
    }
}
