public import Vocabulary

/// Shows what came in: documents, pictures of their pages, the files themselves.
///
/// Foreign bytes are opened behind it, never before it.
/// Who asks has made sure that the submission is of a case that may be seen.
public protocol PageSource: Sendable {
    /// What a submission holds.
    ///
    /// - Parameters:
    ///   - digest: the submission.
    ///   - office: whose it is.
    /// - Returns: its documents, with the frames of their pages.
    /// - Throws: ``PageFailure``.
    func submission(_ digest: Digest, office: String) async throws(PageFailure) -> ShownSubmission

    /// A page of a document; drawn when it is asked for first, then kept for a while.
    ///
    /// - Parameters:
    ///   - number: the page, from 1.
    ///   - document: the document's digest.
    ///   - submission: the one it came in.
    ///   - office: whose it is.
    /// - Returns: its picture and its text.
    /// - Throws: ``PageFailure``.
    func page(
        _ number: Int,
        of document: Digest,
        in submission: Digest,
        office: String
    ) async throws(PageFailure) -> ShownPage

    /// A document as a file.
    ///
    /// - Returns: its display name, which is foreign text, and its bytes.
    /// - Throws: ``PageFailure``.
    func file(_ document: Digest, in submission: Digest, office: String) async throws(PageFailure) -> (name: String, bytes: [UInt8])

    /// Draws the first pages of submissions in the background, after whatever somebody waits for; returns at once.
    func prepare(_ submissions: [Digest], office: String) async
}

/// A page as a clerk sees it.
public struct ShownPage: Sendable {
    /// A PNG file of the size that the page's frame says.
    public var png: [UInt8]
    /// Its text in reading order, with what is filled in: foreign text.
    public var text: String

    /// Makes a value.
    public init(png: [UInt8], text: String) { (self.png, self.text) = (png, text) }
}

/// Why something is not shown.
public enum PageFailure: Error, Sendable, Equatable {
    /// There is no such document, or page.
    case notThere
    /// It cannot be shown, for a reason in German, and will not be the next time.
    case notShown(String)
    /// Not now, for a reason in German.
    case notNow(String)
}

extension PageFailure {
    /// What a clerk is told.
    public var german: String {
        switch self {
        case .notThere: "Das gibt es nicht."
        case .notShown(let why), .notNow(let why): why
        }
    }
}
