public import Deciding
internal import Readers
public import Store
public import Vocabulary

/// Takes submissions in: receives each durably, reads several at once, and keeps them in the order they came.
///
/// What an earlier run received and could not finish comes first.
public struct Ingest: Sendable {
    /// What became of a submission.
    public enum Outcome: Sendable {
        /// It was kept in this case.
        case kept(Decision, number: String)
        /// The same bytes were kept before, in this case.
        case known(number: String)
        /// It stays received, for a reason in German: what is kept of it cannot be read any more, or no reader can be started.
        case left(String)
    }

    /// A submission that went all the way, and how long that took.
    public struct Ingested: Sendable {
        /// Where it came from.
        public var source: String
        /// What became of it.
        public var outcome: Outcome
        /// From the moment its bytes were at hand until its case shows it.
        public var duration: Duration
        /// Microseconds of processor time by stage of the reader.
        public var timings: [String: Int] = [:]
    }

    private let pipeline: Pipeline
    private let archive: Archive
    private let trust: Digest?
    /// How many submissions are under way at once.
    private let width: Int

    /// Makes it ready.
    ///
    /// - Parameters:
    ///   - pipeline: reads and decides.
    ///   - archive: where everything is kept.
    ///   - trust: the kept state of the trust directory that the readers verify with; nil without one.
    ///   - readers: how many readers work side by side.
    public init(_ pipeline: Pipeline, into archive: Archive, trust: Digest?, readers: Int) {
        (self.pipeline, self.archive, self.trust) = (pipeline, archive, trust)
        width = max(8, readers * 4)
    }

    /// Takes in what was left unfinished, then everything that comes.
    ///
    /// - Parameters:
    ///   - submissions: what comes, or why it does not.
    ///   - now: the present.
    ///   - each: called for each in order, once it is kept.
    /// - Throws: `StoreError` when something could not be kept, `ReaderPool.Failure` when nobody reads any more; what was received until
    ///   then stays, and the next run goes on with it.
    public func run(_ submissions: some Sequence<SubmissionSource.Element>, now: Instant, each: (Ingested) -> Void) async throws {
        var after = 0
        while case let left = try await archive.rows.unfinished(office: pipeline.office.id, after: after, limit: 1000), let last = left.last
        {
            var origins = left.makeIterator()
            try await run({ now }, each) { origins.next().map(Origin.receipt) }
            after = last.id
        }
        var arrivals = submissions.makeIterator()
        try await run({ now }, each) { arrivals.next().map(Origin.arrival) }
    }

    /// Works through what is received and not kept, until there is nothing left; what comes meanwhile is taken along.
    ///
    /// - Parameters:
    ///   - after: the place in the order of receipt to begin behind.
    ///   - clock: tells the present.
    ///   - each: called for each in order, once it is kept.
    /// - Returns: the place of the last one that was begun.
    /// - Throws: as ``run(_:now:each:)``.
    public func run(after: Int, clock: @Sendable () -> Instant, each: (Ingested) -> Void) async throws -> Int {
        var (last, ready) = (after, [Receipt]()[...])
        try await run(clock, each) {
            if ready.isEmpty {
                if Task.isCancelled { return nil }
                ready = try await archive.rows.unfinished(office: pipeline.office.id, after: last, limit: width * 4)[...]
            }
            guard let next = ready.popFirst() else { return nil }
            last = next.id
            return .receipt(next)
        }
        return last
    }

    // MARK: Under way

    private enum Origin: Sendable {
        case arrival(SubmissionSource.Element)
        case receipt(Receipt)
    }

    /// A submission that is received, with what was read in it; nothing is read of what is kept already.
    private struct Work: Sendable {
        /// Its row; nil for what could not be received.
        var receipt: Receipt?
        var submission: Submission
        /// Whether it is for this run to read it.
        var isNew: Bool
        var reading: Reading?
        var start: ContinuousClock.Instant
        /// Why it goes no further.
        var fault: String?

        /// Whether where it belongs depends on others that are under way.
        var waitsForOthers: Bool {
            guard let reading else { return fault == nil }
            return reading.verification.confirmation != nil || reading.thread != nil || !(reading.message?.references.isEmpty ?? true)
        }
    }

    private enum Step: Sendable {
        case read(Int, Work)
        case kept(Int, Ingested)
    }

    private func run(_ clock: @Sendable () -> Instant, _ each: (Ingested) -> Void, _ next: () async throws -> Origin?) async throws {
        try await withThrowingTaskGroup(of: Step.self) { group in
            var (started, due, told, keeping) = (0, 0, 0, 0)
            var (ready, done): ([Int: Work], [Int: Ingested]) = ([:], [:])
            var isAlone = false
            while true {
                while started - told < width, let origin = try await next() {
                    let now = clock()
                    let (number, work) = (started, try await receive(origin, now))
                    started += 1
                    group.addTask { .read(number, try await read(work, now)) }
                }
                guard let step = try await group.next() else { break }
                switch step {
                case .read(let number, let work): ready[number] = work
                case .kept(let number, let ingested):
                    done[number] = ingested
                    keeping -= 1
                }
                if keeping == 0 { isAlone = false }
                // In order: an answer must find the case that the message before it opened.
                while !isAlone, let work = ready[due], !work.waitsForOthers || keeping == 0 {
                    ready[due] = nil
                    isAlone = work.waitsForOthers
                    let now = clock()
                    let (place, number) = (due, try await number(for: work, now))
                    group.addTask { .kept(place, try await keep(work, number, now)) }
                    due += 1
                    keeping += 1
                }
                while let next = done.removeValue(forKey: told) {
                    each(next)
                    told += 1
                }
            }
        }
    }

    /// In the order it came: the rows say in which.
    private func receive(_ origin: Origin, _ now: Instant) async throws -> Work {
        let start = ContinuousClock.now
        func left(_ source: String, _ receipt: Receipt?, _ fault: String) -> Work {
            let nothing = Submission(source: source, bytes: [], digest: receipt?.digest ?? Digest(of: []), receivedAt: nil)
            return Work(receipt: receipt, submission: nothing, isNew: false, start: start, fault: fault)
        }
        do throws(StoreError) {
            switch origin {
            case .arrival(.success(let submission)):
                let received = try await archive.receive(submission, office: pipeline.office.id, now: now)
                // Bytes that came before are read by whoever received them first, or were.
                return Work(receipt: received.receipt, submission: submission, isNew: received.isNew, start: start)
            case .arrival(.failure(let error)): return left("", nil, error.description)
            case .receipt(let receipt):
                let submission = try archive.submission(of: receipt, most: pipeline.mostBytes)
                return Work(receipt: receipt, submission: submission, isNew: true, start: start)
            }
        } catch {
            // A full disk or a database that refuses concerns all; what is damaged concerns this one.
            guard error.code == .damaged else { throw error }
            return switch origin {
            case .arrival(let arrival): left((try? arrival.get().source) ?? "", nil, error.description)
            case .receipt(let receipt): left(receipt.source, receipt, error.description)
            }
        }
    }

    private func read(_ work: Work, _ now: Instant) async throws -> Work {
        guard work.isNew else { return work }
        var work = work
        do throws(ReaderPool.Failure) {
            work.reading = try await pipeline.read(work.submission, now: now)
        } catch {
            // No message must hold up the others, whatever it does to its reader.
            guard error == .unavailable else { throw error }
            work.fault = error.description
        }
        return work
    }

    /// The number of the case it opens, set aside in the order of receipt; nil when it may belong to another.
    private func number(for work: Work, _ now: Instant) async throws -> String? {
        guard let receipt = work.receipt, let reading = work.reading, !work.waitsForOthers else { return nil }
        return try await pipeline.reserveNumber(for: receipt, reading.mapping?.record, archive.rows, now)
    }

    private func keep(_ work: Work, _ number: String?, _ now: Instant) async throws -> Ingested {
        var ingested = Ingested(source: work.submission.source, outcome: .known(number: ""), duration: .zero)
        do {
            if let fault = work.fault {
                ingested.outcome = .left(fault)
            } else {
                ingested.outcome = try await outcome(of: work, number, now)
            }
        } catch let error as StoreError where error.code == .damaged {
            // A full disk or a database that refuses concerns all; what is damaged concerns this one.
            ingested.outcome = .left(error.description)
        }
        ingested.duration = ContinuousClock.now - work.start
        ingested.timings = work.reading?.timings ?? [:]
        return ingested
    }

    private func outcome(of work: Work, _ number: String?, _ now: Instant) async throws -> Outcome {
        guard let receipt = work.receipt else { return .left("") }
        guard let reading = work.reading else {
            let row = try await archive.rows.receipt(of: receipt.digest, office: pipeline.office.id)
            if let row, row.stage == .kept { return .known(number: row.caseNumber ?? "") }
            // Another process received it and has not finished; it may never.
            var own = work
            own.isNew = true
            own = try await read(own, now)
            if let fault = own.fault { return .left(fault) }
            return try await outcome(of: own, nil, now)
        }
        let kept = try await pipeline.keep(
            receipt,
            work.submission,
            reading,
            in: archive,
            trust: trust,
            number: number,
            now: now
        )
        return kept.decision.map { .kept($0, number: kept.number) } ?? .known(number: kept.number)
    }
}
