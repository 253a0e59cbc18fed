/// One attachment, embedded file or bare file as readable content (Dokument).
public struct Document: Sendable, Codable {
    /// What kind of content the bytes are, whatever their name says.
    public enum Kind: String, Sendable, Codable {
        /// A PDF.
        case pdf
        /// Well-formed or broken XML.
        case xml
        /// JSON, well-formed or broken.
        case json
        /// Plain text, or HTML as text.
        case text
        /// A picture.
        case image
        /// A zip archive.
        case archive
        /// Anything else; it is kept and named, not opened.
        case other
    }

    /// The display name: a label, never a path.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// The digest of its bytes.
    public var digest: Digest
    /// Its size in bytes.
    public var size: Int
    /// The name of the document or archive it lies in.
    public var container: String?
    /// The digest of what was read of it: of a signed document only what the signature covers.
    public var content: Digest
    /// The digest of the content it lies in.
    public var within: Digest?
    /// Pages of a PDF.
    public var pages: Int?
    /// Whether a PDF holds an XFA form.
    public var isXFA = false
    /// Whether it is encrypted, readable or not.
    public var isEncrypted = false
    /// Whether it is a PDF that shows pictures only, as a scanner makes it.
    public var isImageOnly = false
    /// What people call it if it is a file of an office suite, such as `Word-Datei`.
    public var officeFile: String?
    /// Whether it holds a signature of its own.
    public var isSigned = false
    /// Whether its content could be read.
    public var isReadable = true
    /// The form fields of a PDF in the order of its form.
    public var fields: [FormField] = []
    /// What is wrong with it.
    public var findings: [Finding] = []

    /// Makes a document about which nothing more is known yet.
    public init(name: String, kind: Kind, digest: Digest, size: Int) {
        self.name = name
        self.kind = kind
        self.digest = digest
        self.size = size
        content = digest
    }
}
