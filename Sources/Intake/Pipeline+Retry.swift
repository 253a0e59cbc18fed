public import Deciding
internal import Definitions
public import Store
public import Vocabulary

extension Pipeline {
    /// Reads all messages of a case again, with the program and the definitions as they are now, and decides anew.
    ///
    /// Times of receipt stay as they are. A case that is handed over or refused is left alone.
    ///
    /// - Parameters:
    ///   - number: its number.
    ///   - archive: where it is kept.
    ///   - form: the form that a person says its first message is; nil for what was said before, or what is found.
    ///   - person: who has it read again; nil for the program itself.
    ///   - now: the present.
    /// - Returns: what came of it; nil when there is no such case.
    /// - Throws: `StoreError` when something cannot be read or kept, `ReaderPool.Failure` when nobody reads.
    public func retry(
        _ number: String,
        in archive: Archive,
        as form: String? = nil,
        by person: String? = nil,
        now: Instant
    ) async throws -> Retried? {
        guard let (file, latest) = try await reread(number, in: archive, as: form, now: now) else { return nil }
        guard let latest else { return .refused("Der Vorgang hat keine Einsendung, die gelesen werden könnte.") }
        if let before = file.decision, before.says(sameAs: latest) { return .unchanged }
        let detail = "version=\(latest.record?.version ?? "-")" + (form.map { " form=\($0)" } ?? "")
        var transition = file.state.apply(.reread(latest, detail: detail, form: form, by: person), now: now)
        if transition.decision != nil { transition.state.department = office.department(for: latest, catalogue) }
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
    private func reread(
        _ number: String,
        in archive: Archive,
        as form: String? = nil,
        now: Instant
    ) async throws -> (file: CaseFile, latest: Decision?)? {
        guard let file = try await archive.rows.find(number, office: office.id) else { return nil }
        // Of which form it is was said of the first message alone.
        var given = form ?? file.state.givenForm
        var latest: Decision?
        // As when its first message came, but with letters that count on from those before.
        var known = KnownCase(number: number)
        (known.today, known.followUps) = (now.localDate, file.state.followUps)
        for receipt in try await archive.rows.receipts(ofCase: number, office: office.id) {
            let submission = try archive.submission(of: receipt, most: mostBytes)
            let received = self.received(submission, try await read(submission, as: given, now: now))
            given = nil
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
