public import Forms
public import Store
public import Vocabulary

extension Pipeline {
    /// What became of a submission that was to be kept.
    public enum Ingested: Sendable {
        /// It was kept in this case.
        case kept(Decision, number: String)
        /// The same bytes were kept before, in this case.
        case known(number: String)
    }

    /// Receives, reads, decides and keeps a submission: the raw bytes first, everything else in one transaction.
    ///
    /// - Parameters:
    ///   - submission: the bytes as received.
    ///   - store: where it is kept.
    ///   - trust: the kept state of the trust directory that the readers verify with; nil without one.
    ///   - now: the present.
    /// - Returns: what became of it.
    /// - Throws: `StoreError` when it could not be kept.
    public func ingest(
        _ submission: Submission,
        into store: CaseStore,
        trust: Digest?,
        now: Instant
    ) async throws(StoreError) -> Ingested {
        try store.keepRaw(submission)
        if let number = try store.caseNumber(of: submission.digest) { return .known(number: number) }
        let reading = await read(submission, now: now)
        let trust = reading.fetched.isEmpty ? trust : try store.keepTrust(trust, adding: reading.fetched)
        let evidence = reading.evidence(for: submission)
        let prefix = evidence.mapping.flatMap { catalogue.records[$0.record]?.prefix } ?? "EG"
        let kept = try store.keep(submission, answers: evidence.mapping?.answers, prefix: prefix, trust: trust, now: now) { known in
            catalogue.decide(evidence, known: known, office: office)
        }
        guard let kept else { return .known(number: try store.caseNumber(of: submission.digest) ?? "") }
        return .kept(kept.decision, number: kept.number)
    }
}
