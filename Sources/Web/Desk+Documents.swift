internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Presentation
internal import Store
internal import Vocabulary

// What came in with a case: pictures of pages, files, the messages themselves.
extension Desk {
    /// So many messages of a case are opened for its page, the latest; of others there is only the message to download.
    private static let mostOpened = 20

    /// What came in with a case, in the order of receipt.
    ///
    /// What cannot be opened now is there with a note. The addresses of pictures and files are ``Work/address(ofPage:of:)``,
    /// ``Work/address(ofFile:)`` and ``Work/address(ofMessage:)``.
    func originals(_ work: Work) async throws -> [ShownSubmission] {
        guard let originals else { return [] }
        let receipts = try await archive.rows.receipts(ofCase: work.number, office: work.office)
        var shown: [ShownSubmission] = []
        for (index, receipt) in receipts.enumerated() {
            var closed = ShownSubmission(digest: receipt.digest, isMessage: true, documents: [])
            guard receipts.count - index <= Self.mostOpened else {
                closed.note = "Von so vielen Nachrichten werden nur die letzten gezeigt. Sie können die Nachricht herunterladen."
                shown.append(closed)
                continue
            }
            do throws(PageFailure) {
                shown.append(try await originals.submission(receipt.digest, office: work.office))
            } catch {
                closed.note = error.german
                shown.append(closed)
            }
        }
        return shown
    }

    /// The text of a document for who does not see its pictures, page by page: what cannot be read is told in its place.
    ///
    /// - Parameters:
    ///   - document: one of ``originals(_:)``.
    ///   - work: the request.
    /// - Returns: foreign text; one for what has no pages.
    func texts(of document: ShownDocument, _ work: Work) async -> [String] {
        guard let originals, !document.pages.isEmpty else { return document.text.map { [$0] } ?? [] }
        var texts: [String] = []
        for (index, frame) in document.pages.enumerated() where frame != nil {
            do throws(PageFailure) {
                let page = try await originals.page(index + 1, of: document.digest, in: document.submission, office: work.office)
                texts.append(page.text)
            } catch { texts.append(error.german) }
        }
        return texts
    }

    /// Has the pages of a case drawn before anybody asks; returns at once.
    func prepare(_ number: String, office: String) async throws {
        guard let originals else { return }
        let receipts = try await archive.rows.receipts(ofCase: number, office: office).suffix(Self.mostOpened)
        await originals.prepare(receipts.map(\.digest), office: office)
    }

    // MARK: Addresses

    /// A page of a document, as a picture.
    func showPage(_ work: Work) async throws -> Response {
        guard let originals, let number = Int(work.visit.parameters["page"] ?? "") else { throw Refusal.notFound }
        let document = try await document(work)
        let page = try await shown { () throws(PageFailure) in
            try await originals.page(number, of: document.digest, in: document.submission, office: work.office)
        }
        // Asked for again each time, so that nobody sees it without a session; sent again only when it is another one.
        let tag = "\"\(Digest(of: page.png).hex)\""
        var headers: HTTPFields = [.cacheControl: "private, no-cache", .eTag: tag, .contentDisposition: "inline"]
        guard work.visit.request.headers[.ifNoneMatch] != tag else { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = "image/png"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: page.png)))
    }

    /// A document, as a file.
    func sendFile(_ work: Work) async throws -> Response {
        guard let originals else { throw Refusal.notFound }
        let document = try await document(work)
        guard document.isFile else { throw Refusal.notFound }
        let file = try await shown { () throws(PageFailure) in
            try await originals.file(document.digest, in: document.submission, office: work.office)
        }
        return Self.download(file.bytes, FileName(file.name))
    }

    /// A message, byte by byte as it came.
    func sendMessage(_ work: Work) async throws -> Response {
        let receipts = try await archive.rows.receipts(ofCase: work.number, office: work.office)
        guard let digest = digest(work), let receipt = receipts.first(where: { $0.digest == digest }) else { throw Refusal.notFound }
        let bytes = try archive.bytes(of: digest)
        let isMessage = try? await originals?.submission(digest, office: work.office).isMessage
        return Self.download(bytes, FileName("\(work.number)-\(IntakeNumber(place: receipt.id))\(isMessage ?? true ? ".eml" : ".bin")"))
    }

    /// The case as a trial for form designers, with invented values in place of the personal ones.
    func sendTestCase(_ work: Work) async throws -> Response {
        guard let decision = try await archive.rows.find(work.number, office: work.office)?.decision,
            let draft = TestDraft(decision, work.branch.catalogue)
        else { throw Refusal.notFound }
        // The number of a case is no part of its name: a trial says nothing of whose case it was.
        return Self.download(Array(draft.text.utf8), FileName("testfall-\(Digest(of: draft.text.utf8).hex.prefix(8)).yaml"))
    }

    private static func download(_ bytes: [UInt8], _ name: FileName) -> Response {
        let headers: HTTPFields = [.contentType: "application/octet-stream", .contentDisposition: name.disposition]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The document that the address names, if it came in with the case that it names.
    func document(_ work: Work) async throws -> ShownDocument {
        guard let originals, let digest = digest(work) else { throw Refusal.notFound }
        var failure: PageFailure?
        for receipt in try await archive.rows.receipts(ofCase: work.number, office: work.office).suffix(Self.mostOpened) {
            do throws(PageFailure) {
                if let document = try await originals.submission(receipt.digest, office: work.office).document(digest) { return document }
            } catch { failure = error }
        }
        // It may lie in the one that cannot be opened now.
        throw (failure ?? .notThere).refusal
    }

    private func digest(_ work: Work) -> Digest? { Digest("sha256:" + (work.visit.parameters["document"] ?? "")) }

    private func shown<Output>(_ body: () async throws(PageFailure) -> Output) async throws -> Output {
        do throws(PageFailure) { return try await body() } catch { throw error.refusal }
    }
}

extension PageFailure {
    fileprivate var refusal: Refusal {
        switch self {
        case .notThere: .notFound
        case .notShown(let why): Refusal(status: .unprocessableContent, sentence: why)
        case .notNow(let why): Refusal(status: .serviceUnavailable, sentence: why)
        }
    }
}

extension Work {
    /// Where the picture of a page of a document is, from 1.
    func address(ofPage page: Int, of document: ShownDocument) -> String {
        "\(place(of: number))/blatt/\(document.digest.hex)/\(page)"
    }

    /// Where the words of a document are.
    func address(ofText document: ShownDocument) -> String { "\(place(of: number))/text/\(document.digest.hex)" }

    /// Where a document can be had as a file.
    func address(ofFile document: ShownDocument) -> String { "\(place(of: number))/datei/\(document.digest.hex)" }

    /// Where a message can be had as it came.
    func address(ofMessage submission: ShownSubmission) -> String { "\(place(of: number))/nachricht/\(submission.digest.hex)" }
}
