public import Forms
public import Store
internal import Trust
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
        var evidence = reading.evidence(for: submission)
        let answers = try Self.fileConfirmation(&evidence, in: store) ?? evidence.mapping?.answers
        let prefix = evidence.mapping.flatMap { catalogue.records[$0.record]?.prefix } ?? "EG"
        let deMail = reading.message?.deMailIdentity
        let kept = try store.keep(submission, answers: answers, prefix: prefix, trust: trust, deMail: deMail, now: now) {
            [evidence] known in
            catalogue.decide(evidence, known: known, office: office)
        }
        guard let kept else { return .known(number: try store.caseNumber(of: submission.digest) ?? "") }
        return .kept(kept.decision, number: kept.number)
    }

    /// Finds the case that a De-Mail provider's confirmation belongs to.
    ///
    /// - Returns: its number; nil for anything else, and when a clerk has to look first.
    private static func fileConfirmation(_ evidence: inout Evidence, in store: CaseStore) throws(StoreError) -> String? {
        guard let confirmation = evidence.verification.confirmation else { return nil }
        switch try store.message(confirmedBy: confirmation) {
        case .found(let number):
            let time = confirmation.time.map { " vom \($0.german)" } ?? ""
            evidence.findings.append(
                Finding("case.confirmed", .info, "Zu diesem Vorgang liegt eine \(confirmation.kind) des De-Mail-Anbieters\(time) vor.")
            )
            return number
        case .differs(let number):
            evidence.verification.confirmation = nil
            evidence.findings.append(
                Finding(
                    "demail.confirmation-differs",
                    .error,
                    "Die \(confirmation.kind) nennt eine De-Mail aus dem Vorgang \(number), aber mit anderer Prüfsumme. Bitte vergleichen Sie beide."
                )
            )
        case .unknown:
            evidence.findings.append(
                Finding(
                    "demail.confirmation-unmatched",
                    .info,
                    "Die bestätigte De-Mail ist hier nicht aufbewahrt. Bitte legen Sie die \(confirmation.kind) von Hand zur richtigen Akte."
                )
            )
        }
        return nil
    }
}
