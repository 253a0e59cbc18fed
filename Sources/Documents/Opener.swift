public import Vocabulary
private import Foundation

/// Opens foreign bytes of any kind, and the files inside them, within one budget for a whole message.
public struct Opener {
    /// What may still be opened.
    public let limits: Limits
    /// Looks at every file before it is opened and says what of it may be read.
    public var reveal: ((_ bytes: [UInt8], _ name: String) -> Revealed)?
    private var opened = 0

    /// What may be read of a file.
    public struct Revealed {
        /// The label of what is read.
        public var name: String
        /// The bytes that are read: the file, or what a signature in it covers.
        public var bytes: [UInt8]
        /// The digest of exactly what is signed of the bytes; nil when it is all of them.
        public var content: Digest?
        /// Whether it holds a signature.
        public var isSigned = false
        /// What the clerk should know.
        public var findings: [Finding] = []

        /// Makes a value.
        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// Whether nothing more may be opened.
    public var isExhausted: Bool { opened >= limits.parts }

    /// Starts with a full budget.
    public init(limits: Limits = Limits()) { self.limits = limits }

    /// Opens bytes under a display name: the document itself, then every file inside it, depth first.
    ///
    /// Never fails; what cannot be opened is a document with a finding.
    public mutating func open(_ bytes: [UInt8], name: String, depth: Int = 0, container: String? = nil, within: Digest? = nil)
        -> [OpenDocument]
    {
        guard opened < limits.parts else { return [] }
        opened += 1
        let revealed = reveal?(bytes, name) ?? Revealed(name: name, bytes: bytes)
        var document = Document(name: revealed.name, kind: .other, digest: Digest(of: bytes), size: bytes.count)
        if let content = revealed.content {
            document.content = content
        } else if revealed.bytes != bytes {
            document.content = Digest(of: revealed.bytes)
        }
        document.container = container
        document.within = within
        let opened = open(revealed, document)
        if revealed.bytes != bytes { opened.0.received = bytes }
        opened.0.document.isSigned = revealed.isSigned || opened.0.document.isSigned
        opened.0.document.findings += revealed.findings
        return [opened.0] + openInner(opened.inner, of: opened.0, depth: depth)
    }

    private func open(_ revealed: Revealed, _ described: Document) -> (OpenDocument, inner: [Inner]) {
        var document = described
        let bytes = revealed.bytes
        let kind = ContentKind.of(bytes, name: document.name)
        switch kind {
        case .pdf: return PDFStructure.open(document, bytes, limits: limits)
        case .xml: return (openXML(document, bytes), [])
        case .json(let text): return (openJSON(document, bytes, text), [])
        case .zip: return ZipArchive.open(document, bytes, limits: limits)
        case .text(let text):
            document.kind = .text
            return (OpenDocument(document, bytes: bytes, limits: limits, text: text), [])
        case .image:
            document.kind = .image
            return (OpenDocument(document, bytes: bytes, limits: limits), [])
        case .office(let what):
            document.noteOfficeFile(what)
            return (OpenDocument(document, bytes: bytes, limits: limits), [])
        case .other, .empty: return (openOther(document, bytes, isEmpty: kind == .empty), [])
        }
    }

    /// Takes text that was already decoded, such as the body of a message.
    public func open(text: String, isHTML: Bool, name: String, digest: Digest) -> OpenDocument {
        var document = Document(name: name, kind: .text, digest: digest, size: text.utf8.count)
        document.isReadable = true
        return OpenDocument(document, bytes: [], limits: limits, text: isHTML ? HTMLText.plain(from: text) : text)
    }

    /// The elements of a file that is XML, whatever its name, or JSON.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: what it is called.
    /// - Returns: its elements in document order, none where it is neither, and the document with what is wrong with it.
    public func elements(of bytes: [UInt8], name: String) -> (nodes: [XMLNode], document: Document) {
        let described = Document(name: name, kind: .other, digest: Digest(of: bytes), size: bytes.count)
        let start = bytes.prefix(256).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }.first
        let isUTF16 = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
        let opened: OpenDocument
        switch start {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            var named = described
            named.name = name.lowercased().hasSuffix(".json") ? name : name + ".json"
            opened = openJSON(named, bytes, "")
        case UInt8(ascii: "<"): opened = openXML(described, bytes)
        // The data of an XFA form.
        case UInt8(ascii: "%"): opened = PDFStructure.open(described, bytes, limits: limits).0
        default: opened = isUTF16 ? openXML(described, bytes) : openOther(described, bytes, isEmpty: bytes.isEmpty)
        }
        return (opened.xml?.nodes ?? [], opened.document)
    }

    /// A file inside another: its bytes and its label.
    struct Inner {
        var name: String
        var bytes: [UInt8]
    }

    private mutating func openInner(_ inner: [Inner], of outer: OpenDocument, depth: Int) -> [OpenDocument] {
        guard !inner.isEmpty else { return [] }
        guard depth < limits.depth else {
            outer.document.findings.append(Finding(.limitDepth, document: outer.document.name, ["most": "\(limits.depth)"]))
            return []
        }
        var documents: [OpenDocument] = []
        for file in inner {
            if opened >= limits.parts {
                outer.document.findings.append(Finding(.limitParts, document: outer.document.name, ["most": "\(limits.parts)"]))
                break
            }
            documents += open(file.bytes, name: file.name, depth: depth + 1, container: outer.document.name, within: outer.document.content)
        }
        return documents
    }

    private func openXML(_ document: Document, _ bytes: [UInt8]) -> OpenDocument {
        var document = document
        document.kind = .xml
        let parsed = XMLTree.parse(bytes, limits: limits)
        document.isReadable = parsed.tree != nil
        document.isSigned = parsed.tree?.isSigned ?? false
        document.findings = parsed.problems.map { $0.finding(document.name, severity: $0.kind == .xmlDoctype ? .info : nil) }
        return OpenDocument(document, bytes: bytes, limits: limits, xml: parsed.tree)
    }

    /// JSON that says it is, or text that turns out to be; other text that begins like it stays text.
    private func openJSON(_ document: Document, _ bytes: [UInt8], _ text: String) -> OpenDocument {
        var document = document
        let parsed = JSONDocument.open(bytes, limits: limits)
        let isJSON = parsed.tree != nil || document.name.lowercased().hasSuffix(".json")
        document.kind = isJSON ? .json : .text
        document.isReadable = !isJSON || parsed.tree != nil
        document.findings = isJSON ? parsed.problems.map { $0.finding(document.name) } : []
        return OpenDocument(document, bytes: bytes, limits: limits, text: text, xml: parsed.tree)
    }

    private func openOther(_ document: Document, _ bytes: [UInt8], isEmpty: Bool) -> OpenDocument {
        var document = document
        document.isReadable = false
        document.isSigned = ContentKind.isCMS(document.name)
        if isEmpty {
            document.findings.append(Finding(.documentEmpty, document: document.name))
        } else if !document.isSigned {
            document.findings.append(Finding(.documentUnknownType, document: document.name))
        }
        return OpenDocument(document, bytes: bytes, limits: limits)
    }
}

extension Document {
    /// A file of an office suite: named, not opened.
    mutating func noteOfficeFile(_ what: String) {
        (kind, isReadable, officeFile) = (.other, false, what)
        findings.append(Finding(.documentOfficeFormat, document: name, ["what": what]))
    }
}
