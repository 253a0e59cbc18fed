public import Vocabulary

/// A document of a submission as a clerk sees it: its pages as pictures, or its text, or why there is neither.
///
/// A place of the record lies on it if ``shows(_:)`` says so; where, says the frame of its page:
///
///     if document.shows(place), let page = place.page, let frame = document.frame(ofPage: page), let rect = place.rect {
///         frame.place(of: rect)  // in pixels of a picture of frame.width × frame.height, origin top left
///     }
public struct ShownDocument: Sendable, Codable, Hashable {
    /// The display name: foreign text, a label, never a path.
    public var name: String
    /// What it is.
    public var kind: Document.Kind
    /// The digest of its bytes; it is addressed by this.
    public var digest: Digest
    /// The digest of what was read of it: of a signed document only what the signature covers.
    public var content: Digest
    /// The submission it came in.
    public var submission: Digest
    /// Its size in bytes.
    public var size: Int
    /// The name of the document or archive it lies in.
    public var container: String?
    /// Whether it is the text that was written as the message itself.
    public var isBody: Bool
    /// How its pages lie on their pictures, from the first; nil for one that cannot be shown.
    ///
    /// Empty for what has no pages.
    public var pages: [PageFrame?]
    /// Its text, for what has no pages: plain text, XML, the message itself.
    ///
    /// Foreign text.
    public var text: String?
    /// What a clerk should know, in German: why nothing is shown, or not all.
    public var note: String?

    /// Whether it can be downloaded by itself: the message's own text lies in no file.
    public var isFile: Bool { !isBody }

    /// Says what is shown of a document.
    ///
    /// - Parameters:
    ///   - document: what is known of it.
    ///   - submission: where it came in.
    ///   - frames: its pages.
    ///   - text: its text.
    public init(_ document: Document, in submission: Digest, frames: [PageFrame?], text: String?) {
        (name, kind, digest, content) = (document.name, document.kind, document.digest, document.content)
        (self.submission, size, container) = (submission, document.size, document.container)
        isBody = document.kind == .text && document.name == Self.body && document.container == nil
        (pages, self.text) = (frames, text)
        note = Self.note(document, frames, text)
    }

    /// The name that readers give the message's own text.
    private static let body = "Nachrichtentext"

    /// The frame of a page, from 1; nil for one that is not shown.
    public func frame(ofPage number: Int) -> PageFrame? { pages.indices.contains(number - 1) ? pages[number - 1] : nil }

    /// Whether a value was read from it.
    public func shows(_ place: Provenance) -> Bool {
        place.document == digest || place.document == content || (isBody && place.document == submission && place.name == name)
    }

    private static func note(_ document: Document, _ frames: [PageFrame?], _ text: String?) -> String? {
        let file = "Sie können die Datei herunterladen."
        if let office = document.officeFile { return "Eine \(office) kann hier nicht gezeigt werden. \(file)" }
        switch document.kind {
        case .pdf:
            guard document.isReadable, frames.contains(where: { $0 != nil }) else {
                return (document.findings.first?.message ?? "Das Dokument ist beschädigt und kann nicht gezeigt werden.") + " " + file
            }
            if let all = document.pages, all > frames.count {
                return "Gezeigt werden die ersten \(frames.count) von \(all) Seiten. \(file)"
            }
            if frames.contains(nil) { return "Eine Seite mit unmöglicher Größe wird nicht gezeigt. \(file)" }
            return document.isXFA
                ? "Ein XFA-Formular: Manche zeigen ihre Angaben nur in Programmen von Adobe. Die Angaben sind aus seinen Daten gelesen."
                : nil
        case .image:
            return frames.isEmpty ? "Dieses Bild hat ein Format oder eine Größe, die hier nicht gezeigt wird. \(file)" : nil
        case .archive: return "Ein Archiv: Was darin liegt, steht einzeln in dieser Liste. \(file)"
        case .text, .xml, .json: return text == nil ? "Der Text kann nicht gezeigt werden. \(file)" : nil
        case .other: return "Dieses Format kann hier nicht gezeigt werden. \(file)"
        }
    }
}

/// What came in with one submission, as a clerk sees it.
public struct ShownSubmission: Sendable, Codable, Hashable {
    /// Its digest: the original message is addressed by this.
    public var digest: Digest
    /// Whether it is a message, rather than a file by itself.
    public var isMessage: Bool
    /// What is in it, in its order; what lies in a document stands behind it.
    public var documents: [ShownDocument]
    /// Why there may be more than is shown, in German; nil when it could be opened whole.
    public var note: String?

    /// Makes a value.
    public init(digest: Digest, isMessage: Bool, documents: [ShownDocument], note: String? = nil) {
        (self.digest, self.isMessage, self.documents, self.note) = (digest, isMessage, documents, note)
    }

    /// The document of a digest; of a file that says the same as the message itself the file.
    public func document(_ digest: Digest) -> ShownDocument? {
        let same = documents.filter { $0.digest == digest }
        return same.first(where: \.isFile) ?? same.first
    }
}
