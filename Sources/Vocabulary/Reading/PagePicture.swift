/// What one page of a document looks like, made in the reader.
public struct PagePicture: Sendable, Codable {
    /// The page, from 1.
    public var number: Int
    /// How the picture lies over the page.
    public var frame: PageFrame
    /// The picture as PNG, in Base64.
    public var png: String
    /// The text of the page in reading order, with what is filled in: for who does not see the picture.
    public var text: String

    /// Makes a picture.
    public init(number: Int, frame: PageFrame, png: String, text: String) {
        (self.number, self.frame, self.png, self.text) = (number, frame, png, text)
    }
}

/// How large the pages of a document are when they are shown.
public struct PageFrames: Sendable, Codable {
    /// The document.
    public var document: Digest
    /// Its pages from the first; nil for one that cannot be shown.
    ///
    /// No more than ``most``.
    public var pages: [PageFrame?]

    /// So many pages of a document are shown.
    public static let most = 200

    /// Makes a list of frames.
    public init(document: Digest, pages: [PageFrame?]) { (self.document, self.pages) = (document, pages) }
}
