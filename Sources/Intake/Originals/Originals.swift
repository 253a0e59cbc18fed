internal import Deciding
internal import Foundation
public import Presentation
internal import Readers
public import Store
public import Vocabulary

/// What came in, opened and drawn by readers, each page once as long as it is remembered.
///
/// One reader at a time draws, however many pages are asked for: the others read what comes in. Who asks for a page that is being drawn
/// waits for that, and what waits of the same document is drawn at one go.
public struct Originals: PageSource {
    /// Of what draws; what another version drew is thrown away.
    private static let version = 1
    /// So many pages are drawn at one go.
    private static let mostAtOnce = 4
    /// So many pages of a document, and of all documents of a case, are drawn before anybody asks.
    private static let mostPrepared = (ofDocument: 8, inAll: 24)

    private let pipelines: [String: Pipeline]
    private let archive: Archive
    private let cache: PageCache
    private let clock: @Sendable () -> Instant
    private let turns = Turns(mostWaiting: 200)
    private let wanted = Wanted()
    private let preparation = Preparation()

    /// Sets it up.
    ///
    /// - Parameters:
    ///   - pipelines: the readers of the offices.
    ///   - archive: where everything is kept.
    ///   - mostBytes: so much of what is drawn is remembered.
    ///   - clock: tells the present.
    public init(_ pipelines: [Pipeline], _ archive: Archive, mostBytes: Int = 1 << 30, clock: @escaping @Sendable () -> Instant) {
        self.pipelines = Dictionary(pipelines.map { ($0.office.id, $0) }) { first, _ in first }
        (self.archive, self.clock) = (archive, clock)
        cache = archive.pageCache(version: Self.version, mostBytes: mostBytes)
    }

    // MARK: What is asked for

    /// What a submission holds, as ``PageSource`` says.
    public func submission(_ digest: Digest, office: String) async throws(PageFailure) -> ShownSubmission {
        try await submission(digest, office: office, isUrgent: true)
    }

    private func submission(_ digest: Digest, office: String, isUrgent: Bool) async throws(PageFailure) -> ShownSubmission {
        let key = PageCache.Key(office: office, digest, "documents")
        if let known: ShownSubmission = remembered(key) { return known }
        return try await inTurn(isUrgent: isUrgent) { () throws(PageFailure) in
            // Somebody else may have asked for it meanwhile.
            if let known: ShownSubmission = remembered(key) { return known }
            let reading = try await read(digest, office) { pipeline, submission throws(ReaderPool.Failure) in
                try await pipeline.show(submission, .pages, now: clock())
            }
            let documents = reading.documents.map { document in
                let frames = reading.frames[document.digest] ?? []
                return ShownDocument(document, in: digest, frames: frames, text: reading.texts[document.digest])
            }
            var shown = ShownSubmission(digest: digest, isMessage: reading.message != nil, documents: documents)
            shown.note = reading.end?.message
            remember(shown, key, after: reading.end)
            return shown
        }
    }

    /// A page, as ``PageSource`` says.
    public func page(
        _ number: Int,
        of document: Digest,
        in submission: Digest,
        office: String
    ) async throws(PageFailure) -> ShownPage {
        try await page(number, of: document, in: submission, office: office, isUrgent: true)
    }

    private func page(
        _ number: Int,
        of document: Digest,
        in submission: Digest,
        office: String,
        isUrgent: Bool
    ) async throws(PageFailure) -> ShownPage {
        guard try await self.submission(submission, office: office, isUrgent: isUrgent).document(document)?.frame(ofPage: number) != nil
        else {
            throw .notThere
        }
        if let known = try remembered(number, document, office) { return known }
        let pages = Wanted.Key(office: office, submission: submission, document: document)
        await wanted.add(number, to: pages)
        do throws(PageFailure) {
            let page = try await inTurn(isUrgent: isUrgent) { () throws(PageFailure) in
                // It may have been drawn with another one.
                if let known = try remembered(number, document, office) { return known }
                let others = await wanted.numbers(of: pages).subtracting([number]).sorted()
                return try await draw([number] + others.prefix(Self.mostAtOnce - 1), of: pages)
            }
            await wanted.remove(number, from: pages)
            return page
        } catch {
            await wanted.remove(number, from: pages)
            throw error
        }
    }

    /// A document as a file, as ``PageSource`` says.
    public func file(_ document: Digest, in submission: Digest, office: String) async throws(PageFailure) -> (name: String, bytes: [UInt8])
    {
        let reading = try await inTurn(isUrgent: true) { () throws(PageFailure) in
            try await read(submission, office) { pipeline, submission throws(ReaderPool.Failure) in
                try await pipeline.show(submission, .file, document, now: clock())
            }
        }
        guard let found = reading.documents.first, found.digest == document, let text = reading.contents[document] else {
            if let end = reading.end { throw .notShown(end.message) }
            throw .notThere
        }
        return (found.name, Array(Data(base64Encoded: text) ?? Data()))
    }

    /// Draws ahead, as ``PageSource`` says.
    public func prepare(_ submissions: [Digest], office: String) async {
        await preparation.add {
            var left = Self.mostPrepared.inAll
            for digest in submissions {
                // What cannot be drawn now is drawn when somebody asks for it.
                guard let shown = try? await submission(digest, office: office, isUrgent: false) else { continue }
                for document in shown.documents {
                    for number in 1...Self.mostPrepared.ofDocument where document.frame(ofPage: number) != nil && left > 0 {
                        if Task.isCancelled { return }
                        left -= 1
                        _ = try? await page(number, of: document.digest, in: digest, office: office, isUrgent: false)
                    }
                }
            }
        }
    }

    // MARK: Drawing

    /// Draws pages; remembers all of them and gives the first.
    private func draw(_ numbers: [Int], of pages: Wanted.Key) async throws(PageFailure) -> ShownPage {
        let reading = try await read(pages.submission, pages.office) { pipeline, submission throws(ReaderPool.Failure) in
            try await pipeline.show(submission, .pages, pages.document, pages: numbers, now: clock())
        }
        var drawn: [Int: KeptPage] = [:]
        for picture in reading.pictures {
            // A reader may have been taken over: what it calls a picture need not be one.
            let png = Array(Data(base64Encoded: picture.png) ?? Data())
            guard png.starts(with: Self.signature) else { continue }
            drawn[picture.number] = KeptPage(png: Data(png), text: picture.text)
        }
        for (number, page) in drawn { remember(page, Self.key(number, pages.document, pages.office)) }
        if let page = drawn[numbers[0]] { return try page.shown }
        let why = reading.end?.message ?? "Diese Seite ist beschädigt und kann nicht gezeigt werden."
        if let end = reading.end, Self.isPassing(end) { throw .notNow(why) }
        remember(KeptPage(png: Data(), text: "", failure: why), Self.key(numbers[0], pages.document, pages.office), after: reading.end)
        throw .notShown(why)
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private func inTurn<Output: Sendable>(
        isUrgent: Bool,
        _ body: @Sendable () async throws(PageFailure) -> Output
    ) async throws(PageFailure) -> Output {
        let result = await turns.take(isUrgent: isUrgent) { () -> Result<Output, PageFailure> in
            do throws(PageFailure) { return .success(try await body()) } catch { return .failure(error) }
        }
        guard let result else { throw .notNow("Es warten schon zu viele Seiten. Bitte versuchen Sie es gleich noch einmal.") }
        return try result.get()
    }

    private func read(
        _ digest: Digest,
        _ office: String,
        _ body: (Pipeline, Submission) async throws(ReaderPool.Failure) -> Reading
    ) async throws(PageFailure) -> Reading {
        guard let pipeline = pipelines[office] else { throw .notThere }
        let kept: Submission?
        do throws(StoreError) {
            let receipt = try await archive.rows.receipt(of: digest, office: office)
            kept = try receipt.map { receipt throws(StoreError) in try archive.submission(of: receipt, most: pipeline.mostBytes) }
        } catch { throw .notNow(error.description) }
        guard let kept else { throw .notThere }
        do throws(ReaderPool.Failure) { return try await body(pipeline, kept) } catch { throw .notNow(error.description) }
    }

    // MARK: Remembering

    /// A page as it is remembered, or why there is none.
    private struct KeptPage: Codable {
        var png: Data
        var text: String
        var failure: String?

        var shown: ShownPage {
            get throws(PageFailure) {
                if let failure { throw .notShown(failure) }
                return ShownPage(png: Array(png), text: text)
            }
        }
    }

    private static func key(_ number: Int, _ document: Digest, _ office: String) -> PageCache.Key {
        PageCache.Key(office: office, document, "p\(number)")
    }

    private func remembered(_ number: Int, _ document: Digest, _ office: String) throws(PageFailure) -> ShownPage? {
        let page: KeptPage? = remembered(Self.key(number, document, office))
        return try page?.shown
    }

    /// What is remembered, and how long.
    private struct Kept<Value: Codable>: Codable {
        var value: Value
        /// Seconds since 1970; nil for ever.
        var until: Int?
    }

    /// So many seconds nobody waits again for what took too long: that may have been the machine.
    private static let pause = 60

    private func remembered<Value: Codable>(_ key: PageCache.Key) -> Value? {
        // What is no value of ours is made anew.
        let kept = cache.find(key).flatMap { try? JSONDecoder().decode(Kept<Value>.self, from: Data($0)) }
        return kept.flatMap { $0.until.map { $0 > clock().seconds } ?? true ? $0.value : nil }
    }

    /// Whether it may end well at once: what was killed from outside, or never started.
    private static func isPassing(_ end: Finding) -> Bool { end.isA(.readerKilled) || end.isA(.readerNotStarted) }

    /// Remembers a value, made by a reader that came to its end or to the one that is named.
    private func remember<Value: Codable>(_ value: Value, _ key: PageCache.Key, after end: Finding? = nil) {
        if let end, Self.isPassing(end) { return }
        let until = end.map { $0.isA(.limitWall) } ?? false ? clock().seconds + Self.pause : nil
        // Values of text and whole numbers can always be written.
        if let data = try? JSONEncoder().encode(Kept(value: value, until: until)) { cache.keep(Array(data), key) }
    }
}

extension Reading {
    /// What ended the reader before it was done, or kept it from all of the message; nil when it came to its end.
    fileprivate var end: Finding? {
        let kinds: [FindingKind] = [
            .readerUnavailable, .readerNotStarted, .readerKilled, .readerCrashed, .limitWall, .limitOutput, .limitCPU, .limitMessageBytes,
            .messageMemory, .messageFiles,
        ]
        return findings.first { finding in kinds.contains { finding.isA($0) } }
    }
}
