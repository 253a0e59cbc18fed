public import Deciding
public import Definitions
public import Readers
public import Store
public import Vocabulary

/// The process on one page: receive, READ, DECIDE, KEEP.
public struct Pipeline: Sendable {
    /// The definitions, as the readers have them.
    public let catalogue: Catalogue
    /// The office it works for.
    public let office: Office
    /// How many bytes of a submission are read.
    public let mostBytes: Int
    /// When the first trust list of its readers runs out; nil when none says so.
    public var trustListsEnd: Instant?
    private let pool: ReaderPool
    private let fetcher: RevocationFetcher?

    /// Makes a pipeline from its parts.
    ///
    /// - Parameters:
    ///   - catalogue: the definitions.
    ///   - office: the office.
    ///   - pool: the readers.
    ///   - mostBytes: how many bytes of a submission the readers read.
    ///   - fetcher: asks about revocation what the readers do not know; nil, without network, unless the office has set it.
    public init(
        catalogue: Catalogue,
        office: Office,
        pool: ReaderPool,
        mostBytes: Int = Limits().messageBytes,
        fetcher: RevocationFetcher? = nil
    ) {
        (self.catalogue, self.office, self.pool, self.mostBytes, self.fetcher) = (catalogue, office, pool, mostBytes, fetcher)
    }

    /// Reads a submission and decides, keeping nothing.
    ///
    /// - Parameters:
    ///   - submission: the bytes as received.
    ///   - now: the present, used only where nothing says when the submission was received.
    /// - Returns: the decision and the reading it was made from.
    /// - Throws: `ReaderPool.Failure` when nobody reads it.
    public func process(
        _ submission: Submission,
        now: Instant
    ) async throws(ReaderPool.Failure) -> (decision: Decision, reading: Reading) {
        var reading = try await read(submission, now: now)
        let start = ContinuousClock.now
        let decision = catalogue.decide(Received(submission, reading), known: nil, office: office)
        reading.timings["decide"] = Int((ContinuousClock.now - start) / .microseconds(1))
        return (decision, reading)
    }

    /// READ: everything up to the mapped values, in a reader process.
    ///
    /// - Parameters:
    ///   - submission: the bytes as received.
    ///   - form: the form that a person says it is; nil to find out.
    ///   - now: the present.
    /// - Returns: what was found.
    /// - Throws: `ReaderPool.Failure` when nobody reads it.
    public func read(_ submission: Submission, as form: String? = nil, now: Instant) async throws(ReaderPool.Failure) -> Reading {
        var request = ReadRequest(.mapping, source: submission.source, receivedAt: submission.receivedAt, now: now)
        request.form = form
        let reading = try await pool.read(submission, request)
        guard let fetcher, !reading.revocationServices.isEmpty else { return reading }
        // Its signatures are judged again with the answers, as if they had been there.
        let fetched = await fetcher.fetch(reading.revocationServices)
        var complete = fetched.data.isEmpty ? reading : try await pool.read(submission, request, revocation: fetched.data)
        complete.fetched = fetched.data
        complete.findings += fetched.findings
        return complete
    }

    /// Reads all fields and texts of a submission, before any form is recognised.
    ///
    /// - Throws: `ReaderPool.Failure` when nobody reads it.
    public func extract(_ submission: Submission, now: Instant) async throws(ReaderPool.Failure) -> Reading {
        let request = ReadRequest(.extraction, source: submission.source, receivedAt: submission.receivedAt, now: now)
        return try await pool.read(submission, request)
    }

    /// The documents of a submission with their bytes, as a reader finds them.
    ///
    /// - Throws: `ReaderPool.Failure` when nobody reads it.
    public func contents(_ submission: Submission, now: Instant) async throws(ReaderPool.Failure) -> Reading {
        try await pool.read(submission, ReadRequest(.contents, source: submission.source, receivedAt: submission.receivedAt, now: now))
    }

    /// A form with values in its fields, as somebody would send it; for trying definitions out.
    ///
    /// - Parameters:
    ///   - blank: the PDF; without bytes a plain form is made.
    ///   - values: by the name of the field; of a box or choice its export value, of a box also `true`, empty for nothing.
    /// - Returns: the form; nil when it is no PDF with a form.
    /// - Throws: `ReaderPool.Failure` when nobody fills it in.
    public func fill(_ blank: [UInt8], _ values: [String: String]) async throws(ReaderPool.Failure) -> FilledForm? {
        var request = ReadRequest(.filling, source: "", receivedAt: nil, now: Instant(seconds: 0))
        request.values = values
        return try await pool.read(Submission(source: "", bytes: blank), request).filled
    }

    /// The elements of an XML or JSON document.
    ///
    /// - Returns: its root with all in it; nil when it is neither.
    /// - Throws: `ReaderPool.Failure` when nobody reads it.
    public func tree(of bytes: [UInt8]) async throws(ReaderPool.Failure) -> XMLNode? {
        let request = ReadRequest(.tree, source: "", receivedAt: nil, now: Instant(seconds: 0))
        return XMLNode.tree(of: try await pool.read(Submission(source: "", bytes: bytes), request).elements)
    }

    /// What a person sees of a submission, as a reader finds it: which documents there are, one of them as it came, or pictures of its pages.
    ///
    /// - Parameters:
    ///   - submission: its bytes.
    ///   - purpose: `pages` or `file`.
    ///   - document: the one that is asked for; nil for all.
    ///   - pages: those that are to be drawn, from 1.
    ///   - now: the present.
    /// - Returns: a reading with its documents, frames, pictures and contents.
    /// - Throws: `ReaderPool.Failure` when nobody reads it.
    public func show(
        _ submission: Submission,
        _ purpose: ReadRequest.Purpose,
        _ document: Digest? = nil,
        pages: [Int] = [],
        now: Instant
    ) async throws(ReaderPool.Failure) -> Reading {
        var request = ReadRequest(purpose, source: submission.source, receivedAt: submission.receivedAt, now: now)
        (request.document, request.pages) = (document, pages)
        return try await pool.read(submission, request)
    }

    /// DECIDE and KEEP: finds the case of a received submission, decides from it, and keeps what follows.
    ///
    /// Decided is from what the store hands over; when the case has changed until it is kept, all of it is done again.
    ///
    /// - Parameters:
    ///   - receipt: its row.
    ///   - submission: its bytes.
    ///   - reading: what READ found in it.
    ///   - archive: where it is kept.
    ///   - trust: the kept state of the trust directory that the readers verified with.
    ///   - reserved: the number that is set aside for it, if there is one.
    ///   - now: the present.
    /// - Returns: what was decided, nil when another process kept it meanwhile, and the number of its case.
    /// - Throws: `StoreError` when it could not be kept; its bytes and its row stay, and it can be tried again.
    public func keep(
        _ receipt: Receipt,
        _ submission: Submission,
        _ reading: Reading,
        in archive: Archive,
        trust: Digest?,
        number reserved: String? = nil,
        now: Instant
    ) async throws(StoreError) -> (decision: Decision?, number: String) {
        let trust = reading.fetched.isEmpty ? trust : try archive.keepTrust(trust, adding: reading.fetched)
        let received = received(submission, reading)
        // The time of receipt is evidence: in the chain of events it cannot be changed unseen.
        let detail = "\(submission.size) bytes received=\(received.receivedAt)" + (trust.map { " trust=\($0)" } ?? "")
        // A number that was set aside for it has no case yet, unless another process was faster; then keeping is a conflict.
        var isNew = reserved != nil
        var attempts = 0
        while true {
            let holdings = try await archive.rows.holdings(received.inquiry, office: office.id)
            let match = received.match(holdings, key: archive.tokenKey, office: office.id)
            let number = try await number(of: match, reserved, receipt, archive.rows, now)
            let file = isNew && number == reserved ? nil : try await archive.rows.find(number, office: office.id)
            isNew = false
            let state = file?.state ?? CaseState(openedAt: now, receivedAt: match.received.receivedAt)
            var known = KnownCase(number, file, today: now.localDate)
            known.letter = holdings.letter
            let decision = catalogue.decide(match.received, known: known, office: office)
            var transition = state.apply(.take(decision, detail: detail), now: now)
            if transition.decision != nil { transition.state.department = office.department(for: decision, catalogue) }
            var kept = Kept(
                receipt: receipt,
                number: number,
                version: file?.version ?? 0,
                decision: decision,
                transition: transition,
                trust: trust,
                now: now
            )
            (kept.identity, kept.similar) = (match.caseNumber == nil ? received.identity : nil, holdings.similar)
            do throws(StoreError) {
                try await archive.rows.keep(kept)
                return (decision, number)
            } catch {
                attempts += 1
                guard error.code == .conflict, attempts < Self.mostAttempts else { throw error }
                // Another process may have kept the same submission; then there is nothing left to do.
                let row = try await archive.rows.receipt(of: receipt.digest, office: office.id)
                if let row, row.stage == .kept { return (nil, row.caseNumber ?? "") }
            }
        }
    }

    /// So often is decided anew because the case changed meanwhile; who loses that often has met a fault, not a rival.
    private static let mostAttempts = 20

    /// The number of its case: that of the one it belongs to, or a new one.
    private func number(
        of match: Match,
        _ reserved: String?,
        _ receipt: Receipt,
        _ rows: any CaseStore,
        _ now: Instant
    ) async throws(StoreError) -> String {
        if let number = match.caseNumber ?? reserved { return number }
        return try await reserveNumber(for: receipt, match.received.mapping?.record, rows, now)
    }

    /// Sets a number aside for the case a submission opens.
    func reserveNumber(
        for receipt: Receipt,
        _ record: String?,
        _ rows: any CaseStore,
        _ now: Instant
    ) async throws(StoreError) -> String {
        let prefix = record.flatMap { catalogue.records[$0]?.prefix } ?? "EG"
        return try await rows.reserveNumber(for: receipt, prefix: prefix, year: now.localDate.year, pattern: office.numbers)
    }

    /// What came in with what was read, and whose matter it is.
    func received(_ submission: Submission, _ reading: Reading) -> Received {
        var received = Received(submission, reading)
        received.identity = catalogue.identity(of: reading.mapping)
        return received
    }
}

extension KnownCase {
    /// What DECIDE knows of a case that is kept, or of a new one.
    init(_ number: String, _ file: CaseFile?, today: CalendarDate) {
        let received = file?.decision?.received
        let addresses = [received?.from, received?.replyTo].compactMap(\.self)
        self.init(number: number, readings: file?.decision?.readings ?? [], addresses: Set(addresses))
        followUps = file?.state.followUps ?? 0
        self.today = today
        isNew = file == nil
    }
}
