public import Deciding
internal import Definitions
public import Store
public import Vocabulary

/// What reading a case again came to.
public enum Retried: Sendable {
    /// It was decided anew and kept.
    case decided(Decision)
    /// Everything is as it was.
    case unchanged
    /// It stays as it is, for a reason in German.
    case refused(String)
}

extension Pipeline {
    /// Reads all messages of a case again, with the program and the definitions as they are now, and decides anew.
    ///
    /// Times of receipt stay as they are. A case that is handed over or refused is left alone.
    ///
    /// - Parameters:
    ///   - number: its number.
    ///   - archive: where it is kept.
    ///   - now: the present.
    /// - Returns: what came of it; nil when there is no such case.
    /// - Throws: `StoreError` when something cannot be read or kept, `ReaderPool.Failure` when nobody reads.
    public func retry(_ number: String, in archive: Archive, now: Instant) async throws -> Retried? {
        guard let (file, latest) = try await reread(number, in: archive, now: now) else { return nil }
        guard let latest else { return .refused("Der Vorgang hat keine Einsendung, die gelesen werden könnte.") }
        if let before = file.decision, before.says(sameAs: latest) { return .unchanged }
        let transition = file.state.apply(.reread(latest, detail: "version=\(latest.record?.version ?? "-")"), now: now)
        if let refusal = transition.refusal { return .refused(refusal) }
        try await archive.rows.keep(transition, number, office: office.id, expecting: file.version, now: now)
        return .decided(latest)
    }

    /// What would come out otherwise if a case were read again today; nothing is changed.
    ///
    /// - Returns: nil when there is no such case, or the same comes out.
    /// - Throws: as ``retry(_:in:now:)``.
    public func replay(_ number: String, in archive: Archive, now: Instant) async throws -> (before: Decision, now: Decision)? {
        guard let (file, latest) = try await reread(number, in: archive, now: now), let latest, let before = file.decision,
            !before.says(sameAs: latest)
        else { return nil }
        return (before, latest)
    }

    /// Reads all messages of a case in their order and decides from what they say; nil when there is no such case.
    private func reread(_ number: String, in archive: Archive, now: Instant) async throws -> (file: CaseFile, latest: Decision?)? {
        guard let file = try await archive.rows.find(number, office: office.id) else { return nil }
        var latest: Decision?
        // As when its first message came, but with letters that count on from those before.
        var known = KnownCase(number: number)
        (known.today, known.followUps) = (now.localDate, file.state.followUps)
        for receipt in try await archive.rows.receipts(ofCase: number, office: office.id) {
            let submission = try archive.submission(of: receipt, most: mostBytes)
            let received = self.received(submission, try await read(submission, now: now))
            var holdings = try await archive.rows.holdings(received.inquiry, office: office.id)
            // Every later case of the same person, and this one itself, came after it.
            holdings.similar = latest == nil ? file.similar : nil
            let match = received.match(holdings, key: archive.tokenKey, office: office.id)
            known.letter = holdings.letter
            let decision = catalogue.decide(match.received, known: known, office: office)
            // What is set aside says nothing about the record.
            if decision.isSetAside, latest != nil { continue }
            latest = decision
            known.readings = decision.readings
            known.addresses.formUnion([decision.received.from, decision.received.replyTo].compactMap { $0.flatMap { MailAddress($0) } })
        }
        // What a person corrected stays, whatever a rule reads now.
        let corrected = file.decision?.readings.filter { $0.state == .corrected } ?? []
        if let read = latest, !corrected.isEmpty {
            latest = catalogue.corrected(read, corrected, hasLooked: false, known: known, office: office) ?? read
        }
        return (file, latest)
    }
}

extension Decision {
    /// Whether another decision comes to the same: outcome, record and what was found.
    fileprivate func says(sameAs other: Decision) -> Bool {
        outcome == other.outcome && record?.form == other.record?.form && record?.value == other.record?.value
            && Set(assessment.findings) == Set(other.assessment.findings)
            && readings.map(\.state) == other.readings.map(\.state)
    }
}
