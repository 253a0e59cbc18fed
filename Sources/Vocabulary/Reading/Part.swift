/// One part of a message: a multipart, an embedded message, or content.
public struct Part: Sendable, Codable {
    /// The place in the list of parts.
    public var index: Int
    /// The multipart or message it lies in; nil for the outermost.
    public var parent: Int?
    /// How deep it lies, 0 for the outermost.
    public var depth: Int
    /// `type/subtype` in lower case.
    public var type: String
    /// The charset the part declares, in lower case.
    public var charset: String?
    /// The file name it declares (RFC 2183, RFC 2231): a label, never a path.
    public var name: String?
    /// Whether it is declared as an attachment.
    public var isAttachment: Bool
    /// Whether it is an alternative to a part before it that says the same (multipart/alternative).
    public var isAlternative = false
    /// The bytes of its header in the raw message, without the empty line.
    public var headerRange: Range<Int>
    /// The bytes of its body in the raw message, still encoded.
    public var bodyRange: Range<Int>
    /// Whether it was encrypted or signed around other parts, which now stand under it.
    public var isOpened = false
    /// The decoded content's size in bytes; 0 for multiparts and messages.
    public var size = 0
    /// The decoded content's digest; nil for multiparts and messages.
    public var digest: Digest?

    /// Makes a part.
    public init(
        index: Int,
        parent: Int?,
        depth: Int,
        type: String,
        charset: String?,
        name: String?,
        isAttachment: Bool,
        headerRange: Range<Int>,
        bodyRange: Range<Int>
    ) {
        (self.index, self.parent, self.depth, self.type, self.charset) = (index, parent, depth, type, charset)
        (self.name, self.isAttachment, self.headerRange, self.bodyRange) = (name, isAttachment, headerRange, bodyRange)
    }

    /// Whether this is text the sender wrote as the message itself.
    public var isBody: Bool {
        !isAttachment && name == nil && (type == "text/plain" || type == "text/html")
    }

    /// Whether it holds other parts instead of content.
    public var isContainer: Bool { type.hasPrefix("multipart/") || type == "message/rfc822" || isOpened }
}
