internal import Channels
internal import Deciding
internal import Definitions
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Store
internal import Vocabulary

/// Has leave what waits in the outbox of an office: each thing at least once, under the same name every time, in order within a case.
///
/// A delivery begins with a row that says so and ends with one that tells the outcome, together with what follows for the case. After
/// a crash in between nobody knows whether it arrived; it goes again, with the same Message-ID or the same key.
struct Dispatch: Service {
    /// What came of a delivery.
    enum Outcome: Sendable {
        /// The other side has it, and said something.
        case sent(String)
        /// Not now; again after a while, or after so many seconds.
        case later(String, after: Int?)
        /// Never.
        case refused(String)
    }

    private let branch: Installation.Branch
    private let post: Post
    private let archive: Archive
    private let bell: Bell
    private let tally: Tally
    private let clock: @Sendable () -> Instant
    private let logger = Logger(label: "eingang.dispatch")
    private var office: String { branch.office.id }

    /// After so many tries a person is told; they take about three days.
    private static let mostAttempts = 24
    private static let width = 8

    /// Sets it up.
    ///
    /// - Parameters:
    ///   - branch: the office with its targets.
    ///   - post: writes and sends.
    ///   - archive: where the outbox is.
    ///   - bell: rung when something may leave.
    ///   - tally: counts.
    ///   - clock: tells the present.
    init(
        _ branch: Installation.Branch,
        _ post: Post,
        _ archive: Archive,
        bell: Bell,
        tally: Tally,
        clock: @escaping @Sendable () -> Instant
    ) {
        (self.branch, self.post, self.archive, self.bell) = (branch, post, archive, bell)
        (self.tally, self.clock) = (tally, clock)
    }

    /// Works until it is told to stop; a delivery that is under way is finished.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await round() == 0 { await bell.wait(atMost: .seconds(2)) }
                } catch {
                    logger.error("nothing can leave now", metadata: ["office": "\(office)", "why": "\(error)"])
                    await bell.wait(atMost: .seconds(2))
                }
            }
        }
    }

    /// Delivers what can leave now.
    ///
    /// - Returns: how much was tried.
    /// - Throws: `StoreError` when the outbox cannot be read or written.
    func round() async throws -> Int {
        let entries = try await archive.rows.leaving(office: office, now: clock(), withRecords: branch.handover != nil, limit: Self.width)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for entry in entries { group.addTask { try await deliver(entry) } }
            try await group.waitForAll()
        }
        return entries.count
    }

    private func deliver(_ entry: OutboxEntry) async throws {
        if let until = try await mustWait(entry) {
            let reason = "Heute ging schon ein automatisches Schreiben hinaus."
            return try await keep(entry) { _ in ([], .postpone(entry.id, reason: reason, until: until)) }
        }
        guard let key = archive.tokenKey else { return }
        let name = key.name("outbox", office, entry.id)
        do throws(StoreError) {
            try await archive.rows.begin(entry.id, name: name)
        } catch {
            // Somebody decided otherwise meanwhile.
            if error.code == .conflict { return }
            throw error
        }
        let outcome = await deliver(entry, as: name, key)
        tally.count("eingang_deliveries_total", ["office": office, "kind": entry.item.kind.name, "outcome": outcome.label])
        try await settle(entry, outcome)
    }

    private func deliver(_ entry: OutboxEntry, as name: String, _ key: TokenKey) async -> Outcome {
        do {
            guard let file = try await archive.rows.find(entry.caseNumber, office: office) else {
                return .refused("Den Vorgang gibt es nicht.")
            }
            switch entry.item.kind {
            case .letter: return try await post.send(entry, of: file, as: name, key: key, branch)
            case .handover: return try await post.handOver(entry, of: file, as: name, branch)
            }
        } catch {
            return .later("\(error)", after: nil)
        }
    }

    /// Until when an automatic letter has to wait: one a day in a case, a few a day to an address (RFC 3834, 2).
    private func mustWait(_ entry: OutboxEntry) async throws(StoreError) -> Instant? {
        guard entry.item.isAutomatic, entry.state == .pending, let recipient = entry.item.recipient else { return nil }
        // A letter from tomorrow was sent while the clock was wrong: it counts for a day as well, and not until then.
        let now = clock()
        let (before, after) = (
            Instant(seconds: now.seconds - OutboxChange.longestDelay), Instant(seconds: now.seconds + OutboxChange.longestDelay)
        )
        let sent = try await archive.rows.automatic(ofCase: entry.caseNumber, to: recipient, within: before...after)
        guard sent.inCase > 0 || sent.toAddress >= branch.office.replies.mostAutomaticPerAddress else { return nil }
        return after
    }

    // MARK: What follows

    private func settle(_ entry: OutboxEntry, _ outcome: Outcome) async throws {
        let now = clock()
        switch outcome {
        case .sent(let answer):
            let isWritten = entry.item.channel == .deMail && branch.office.replies.deMailIsWriting
            logger.info("left", metadata: ["office": "\(office)", "case": "\(entry.caseNumber)", "kind": "\(entry.item.kind.name)"])
            try await keep(entry) { state in
                let transition = state.apply(.deliver(entry.item.kind, on: now.localDate, inWriting: isWritten), now: now)
                return ([transition], .settle(entry.id, answer: answer))
            }
        case .later(let reason, let after) where entry.attempts + 1 < Self.mostAttempts:
            let seconds = min(OutboxChange.longestDelay, max(after ?? 0, min(4 * 3600, 5 << min(12, entry.attempts))))
            logger.warning(
                "again later",
                metadata: ["office": "\(office)", "case": "\(entry.caseNumber)", "seconds": "\(seconds)", "why": "\(reason)"]
            )
            try await keep(entry) { _ in ([], .postpone(entry.id, reason: reason, until: Instant(seconds: now.seconds + seconds))) }
        case .later(let reason, _), .refused(let reason):
            logger.error("cannot be delivered", metadata: ["office": "\(office)", "case": "\(entry.caseNumber)", "why": "\(reason)"])
            try await keep(entry) { state in
                ([state.apply(.fail(entry.item.kind, reason: reason), now: now)], .bury(entry.id, reason: reason))
            }
        }
    }

    /// Keeps what follows for the case together with what became of the delivery; the case may change meanwhile, the delivery not.
    private func keep(_ entry: OutboxEntry, _ change: (CaseState) -> ([Transition], OutboxChange)) async throws {
        try await archive.rows.change(entry.caseNumber, office: office, now: clock()) { state in
            let (transitions, last) = change(state)
            var transition = transitions.first ?? Transition(state: state)
            transition.outbox.append(last)
            return transition
        }
    }
}

extension Dispatch.Outcome {
    fileprivate var label: String {
        switch self {
        case .sent: "sent"
        case .later: "later"
        case .refused: "refused"
        }
    }
}
