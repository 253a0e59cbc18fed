/// Where a value came from (Fundstelle): enough to show it on the page and to repeat the reading.
public struct Provenance: Hashable, Sendable, Codable {
    /// The digest of the document, or of the message for what stands in its body or header.
    public var document: Digest
    /// The document's display name.
    public var name: String
    /// The page, from 1.
    public var page: Int?
    /// Where on the page: `[x0, y0, x1, y1]` in points, origin bottom left, unrotated.
    public var rect: Rect?
    /// The path of the XML node.
    public var xpath: String?
    /// The line in a text or XML document, from 1.
    public var line: Int?
    /// The form field's name, when the value came from one.
    public var field: String?
    /// The rule that read it: `file:line`.
    public var rule: String
    /// What stood there before it was converted.
    public var raw: String

    /// Makes a provenance; a place that does not apply stays nil.
    public init(document: Digest, name: String, rule: String, raw: String) {
        self.document = document
        self.name = name
        self.rule = rule
        self.raw = raw
    }
}

extension Provenance {
    /// The rule of what a person said at the desk.
    public static let byHand = "clerk"

    /// What stands in the header of a message is shown under this name; the field says in which part of it.
    public static let header = "Nachrichtenkopf"

    /// Whether it is what the header says of the sender: name or address.
    var isSenderInHeader: Bool { name == Self.header && page == nil && (field == "from.address" || field == "from.name") }
}

/// A rectangle on a page in points (1/72 inch), origin bottom left, before page rotation (ISO 32000-1, 8.3.2.3).
public struct Rect: Hashable, Sendable, Codable {
    /// The left edge.
    public var x0: Double
    /// The bottom edge.
    public var y0: Double
    /// The right edge.
    public var x1: Double
    /// The top edge.
    public var y1: Double

    /// Makes a rectangle from its edges.
    public init(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
        self.x0 = x0
        self.y0 = y0
        self.x1 = x1
        self.y1 = y1
    }

    /// The smallest rectangle around both.
    public func union(_ other: Rect) -> Rect {
        Rect(min(x0, other.x0), min(y0, other.y0), max(x1, other.x1), max(y1, other.y1))
    }

    /// Reads four numbers.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        self.init(
            try container.decode(Double.self),
            try container.decode(Double.self),
            try container.decode(Double.self),
            try container.decode(Double.self)
        )
    }

    /// Writes four numbers, left, bottom, right, top.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try [x0, y0, x1, y1].forEach { try container.encode($0) }
    }
}
