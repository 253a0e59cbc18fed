public import Vocabulary

/// A document whose bytes are at hand, inside the reader process.
///
/// Not Sendable on purpose: it holds C handles.
public final class OpenDocument {
    /// What is known of it, as a value.
    public internal(set) var document: Document
    /// The bytes; empty for a text that was handed over as text.
    public let bytes: [UInt8]
    /// The tree of an XML document, of JSON (``JSONDocument``), or of the data an XFA form holds.
    public internal(set) var xml: XMLTree?
    /// How far each page of a PDF is turned, as its dictionary says.
    var turns: [Int] = []
    /// The bytes as they came, where others are read instead: what a signature in them covers.
    var received: [UInt8]?
    private let plainText: String?
    private var layout: TextLayout?
    private var foldedText: FoldedText?
    private var start: (characters: Int, text: String)?
    private let limits: Limits

    init(_ document: Document, bytes: [UInt8], limits: Limits, text: String? = nil, xml: XMLTree? = nil) {
        self.document = document
        self.bytes = bytes
        self.limits = limits
        self.plainText = text
        self.xml = xml
    }

    /// The text of a text or JSON document, as it stands there; nil for every other kind.
    public var plain: String? { plainText }

    /// The text with the place of every word, laid out on first use: it costs more than all else.
    public func text() -> TextLayout {
        if let layout { return layout }
        var made = TextLayout()
        if let plainText {
            made = TextLayout(plain: plainText)
        } else if document.kind == .pdf, document.isReadable {
            made = PDFText.layout(of: bytes, turns: turns, limits: limits)
        } else if document.kind == .xml, let xml {
            made = TextLayout(plain: xml.text)
        }
        if made.isCut { document.findings.append(Finding(.limitText, document: document.name)) }
        layout = made
        return made
    }

    /// The text as it is compared, folded on first use: every rule of a form may look into it.
    public func folded() -> FoldedText {
        if let foldedText { return foldedText }
        let made = FoldedText(text())
        foldedText = made
        return made
    }

    /// So many characters of the text, joined on first use.
    public func beginning(_ characters: Int) -> String {
        if let start, start.characters == characters { return start.text }
        // Only the lines that are needed are put together.
        var (whole, count) = ("", 0)
        for line in text().lines {
            if !whole.isEmpty || count > 0 { whole += "\n" }
            let text = line.text
            whole += text
            count += text.count + 1
            if count > characters { break }
        }
        let made = String(whole.prefix(characters))
        start = (characters, made)
        return made
    }
}
