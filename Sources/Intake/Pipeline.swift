public import Forms
public import Vocabulary

/// The process on one page: READ, DECIDE, KEEP.
public struct Pipeline: Sendable {
    /// The definitions.
    public let catalogue: Catalogue
    /// The office it works for.
    public let office: Office
    private let pool: ReaderPool
    private let fetcher: RevocationFetcher?

    /// Makes a pipeline from its parts.
    ///
    /// - Parameters:
    ///   - catalogue: the definitions.
    ///   - office: the office.
    ///   - pool: the readers.
    ///   - fetcher: asks about revocation what the readers do not know; nil, without network, unless the office has set it.
    public init(catalogue: Catalogue, office: Office, pool: ReaderPool, fetcher: RevocationFetcher? = nil) {
        self.fetcher = fetcher
        self.catalogue = catalogue
        self.office = office
        self.pool = pool
    }

    /// Reads a submission and decides, keeping nothing.
    ///
    /// - Parameters:
    ///   - submission: the bytes as received.
    ///   - now: the present, used only where nothing says when the submission was received.
    /// - Returns: the decision and the reading it was made from.
    public func process(_ submission: Submission, now: Instant) async -> (decision: Decision, reading: Reading) {
        var reading = await read(submission, now: now)
        let start = ContinuousClock.now
        let decision = catalogue.decide(reading.evidence(for: submission), known: nil, office: office)
        reading.timings["decide"] = Int((ContinuousClock.now - start) / .microseconds(1))
        return (decision, reading)
    }

    /// Reads a submission up to its mapped values, in a reader process.
    public func read(_ submission: Submission, now: Instant) async -> Reading {
        let request = ReadRequest(purpose: .mapping, source: submission.source, receivedAt: submission.receivedAt, now: now)
        let reading = await pool.read(submission, request)
        guard let fetcher, !reading.revocationServices.isEmpty else { return reading }
        // Its signatures are judged again with the answers, as if they had been there.
        let fetched = await fetcher.fetch(reading.revocationServices)
        var complete = fetched.data.isEmpty ? reading : await pool.read(submission, request, revocation: fetched.data)
        complete.fetched = fetched.data
        complete.findings += fetched.findings
        return complete
    }

    /// Reads all fields and texts of a submission, before any form is recognised.
    public func extract(_ submission: Submission, now: Instant) async -> Reading {
        await pool.read(
            submission,
            ReadRequest(purpose: .extraction, source: submission.source, receivedAt: submission.receivedAt, now: now)
        )
    }
}
