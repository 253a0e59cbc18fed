internal import CLibXML2
public import Vocabulary

/// A parsed XML document.
///
/// Holds libxml2's tree, so it lives and dies inside the reader process.
@safe public final class XMLTree {
    /// A problem found while parsing or validating.
    public struct Problem: Sendable {
        /// What is wrong.
        public var kind: FindingKind
        /// What fills the texts of it.
        var values: [String: String] = [:]
        /// The line, from 1.
        public var line: Int?

        /// The same for people.
        ///
        /// - Parameters:
        ///   - document: the name of the document.
        ///   - severity: how much it matters here, if less than usual.
        /// - Returns: the finding.
        public func finding(_ document: String, severity: Finding.Severity? = nil) -> Finding {
            Finding(kind, severity: severity, document: document, values)
        }
    }

    /// A node that an XPath expression selected.
    public struct Match: Sendable {
        /// The node's text.
        public var value: String
        /// The path that leads to exactly this node.
        public var path: String
        /// The line it starts in, from 1.
        public var line: Int
    }

    let handle: UnsafeMutablePointer<xmlDoc>

    private init(adopting handle: UnsafeMutablePointer<xmlDoc>) { unsafe self.handle = handle }

    deinit { unsafe xmlFreeDoc(handle) }

    /// Parses bytes.
    ///
    /// No network, no DTD, no entities: a document that declares entities is refused.
    static func parse(_ bytes: [UInt8], limits: Limits) -> (tree: XMLTree?, problems: [Problem]) {
        XMLLibrary.prepare()
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue | XML_PARSE_BIG_LINES.rawValue
        guard let context = unsafe xmlNewParserCtxt() else { return (nil, []) }
        defer { unsafe xmlFreeParserCtxt(context) }
        let parsed = unsafe bytes.withUnsafeBytes { raw in
            unsafe xmlCtxtReadMemory(
                context,
                raw.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(clamping: raw.count),
                nil,
                nil,
                Int32(options)
            )
        }
        guard let document = unsafe parsed else {
            let error = unsafe xmlCtxtGetLastError(context)
            let line = unsafe error.map { unsafe Int($0.pointee.line) }
            return (nil, [Problem(kind: .xmlMalformed, values: ["line": line.map { " (Zeile \($0))" } ?? ""], line: line)])
        }
        let tree = unsafe XMLTree(adopting: document)
        return unsafe tree.refused(document, limits: limits)
    }

    /// The tree of a definition file; nil when it is no XML.
    public static func read(_ bytes: [UInt8]) -> XMLTree? { parse(bytes, limits: Limits()).tree }

    private func refused(_ document: UnsafeMutablePointer<xmlDoc>, limits: Limits) -> (tree: XMLTree?, problems: [Problem]) {
        var problems: [Problem] = []
        if let subset = unsafe document.pointee.intSubset {
            if unsafe subset.pointee.entities != nil { return (nil, [Problem(kind: .xmlEntitiesRefused)]) }
            problems.append(Problem(kind: .xmlDoctype))
        }
        if unsafe nodeCount(xmlDocGetRootElement(document), most: limits.xmlNodes) > limits.xmlNodes {
            return (nil, [Problem(kind: .limitXMLNodes, values: ["most": "\(limits.xmlNodes)"])])
        }
        return (self, problems)
    }

    /// Counts elements without recursion; stops soon after `most`.
    private func nodeCount(_ root: UnsafeMutablePointer<xmlNode>?, most: Int) -> Int {
        var count = 0
        var node = unsafe root
        while let current = unsafe node, count <= most {
            count += 1
            if let child = unsafe xmlFirstElementChild(current) {
                unsafe node = child
                continue
            }
            var climb: UnsafeMutablePointer<xmlNode>? = unsafe current
            while let here = unsafe climb, unsafe xmlNextElementSibling(here) == nil {
                unsafe climb = here == root ? nil : here.pointee.parent
                if unsafe climb == root { unsafe climb = nil }
            }
            unsafe node = climb.flatMap { unsafe $0 == root ? nil : xmlNextElementSibling($0) }
        }
        return count
    }

    private static let xfaData = "{http://www.xfa.org/schema/xfa-data/1.0/}datasets"

    /// The root element as `{namespace}name`; of XFA data, the element of the form within `xfa:data`.
    public var root: String {
        guard let element = unsafe xmlDocGetRootElement(handle) else { return "" }
        let outer = unsafe Self.qualifiedName(of: element)
        guard outer == Self.xfaData, let data = unsafe xmlFirstElementChild(element),
            let form = unsafe xmlFirstElementChild(data)
        else { return outer }
        return unsafe Self.qualifiedName(of: form)
    }

    private static func qualifiedName(of element: UnsafeMutablePointer<xmlNode>) -> String {
        let name = unsafe XMLLibrary.string(element.pointee.name) ?? ""
        let namespace = unsafe element.pointee.ns.flatMap { unsafe XMLLibrary.string($0.pointee.href) }
        return namespace.map { "{\($0)}\(name)" } ?? name
    }

    /// All text of the document.
    public var text: String {
        guard let element = unsafe xmlDocGetRootElement(handle) else { return "" }
        return unsafe XMLLibrary.taking(xmlNodeGetContent(element)) ?? ""
    }

    /// Whether an XML signature stands in it (XML-DSig).
    var isSigned: Bool {
        !matches("//*[local-name()='Signature' and namespace-uri()='http://www.w3.org/2000/09/xmldsig#']").isEmpty
    }

    /// Evaluates an XPath 1.0 expression, from the document or from the nodes another one selected.
    ///
    /// - Parameters:
    ///   - expression: the expression; one that is faulty, or too costly, selects nothing.
    ///   - namespaces: the namespace of each prefix it uses.
    /// - Returns: the nodes in document order; a string or number result as one match without path.
    public func matches(_ expression: String, namespaces: [String: String] = [:]) -> [Match] {
        guard let context = unsafe xmlXPathNewContext(handle) else { return [] }
        defer { unsafe xmlXPathFreeContext(context) }
        unsafe context.pointee.opLimit = 5_000_000
        for (prefix, uri) in namespaces { unsafe xmlXPathRegisterNs(context, prefix, uri) }
        guard let result = unsafe xmlXPathEvalExpression(expression, context) else { return [] }
        defer { unsafe xmlXPathFreeObject(result) }
        if let set = unsafe result.pointee.nodesetval {
            return unsafe (0..<eg_node_count(set)).compactMap { index in
                unsafe eg_node_at(set, index).map { unsafe match($0) }
            }
        }
        guard unsafe result.pointee.type != XPATH_NODESET else { return [] }
        let value = unsafe XMLLibrary.taking(xmlXPathCastToString(result)) ?? ""
        return [Match(value: value, path: expression, line: 1)]
    }

    /// Whether an XPath 1.0 expression can be compiled.
    public static func isValid(xpath expression: String) -> Bool {
        XMLLibrary.prepare()
        guard let compiled = unsafe xmlXPathCompile(expression) else { return false }
        unsafe xmlXPathFreeCompExpr(compiled)
        return true
    }

    private func match(_ node: UnsafeMutablePointer<xmlNode>) -> Match {
        Match(
            value: unsafe XMLLibrary.taking(xmlNodeGetContent(node)) ?? "",
            path: unsafe XMLLibrary.taking(xmlGetNodePath(node)) ?? "",
            line: unsafe Int(xmlGetLineNo(node))
        )
    }
}

/// What libxml2 needs once per process, and its strings.
enum XMLLibrary {
    /// No external entity is ever loaded, from disk or network, whatever a document or schema asks for; and nothing is
    /// printed.
    private static let prepared: Void = {
        xmlInitParser()
        unsafe xmlSetExternalEntityLoader { _, _, _ in nil }
        unsafe xmlSetStructuredErrorFunc(nil) { _, _ in }
    }()

    static func prepare() { _ = prepared }

    static func string(_ text: UnsafePointer<xmlChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        return unsafe String(decodingCString: text, as: UTF8.self)
    }

    /// Copies and frees a string libxml2 hands over.
    static func taking(_ text: UnsafeMutablePointer<xmlChar>?) -> String? {
        guard let text = unsafe text else { return nil }
        defer { unsafe eg_xml_free(text) }
        return unsafe String(decodingCString: text, as: UTF8.self)
    }
}
