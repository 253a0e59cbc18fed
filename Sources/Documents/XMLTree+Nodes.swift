internal import CLibXML2
public import Vocabulary

extension XMLTree {
    /// All elements as values, in document order.
    public var nodes: [XMLNode] {
        var nodes: [XMLNode] = []
        guard let root = unsafe xmlDocGetRootElement(handle) else { return [] }
        var next: UnsafeMutablePointer<xmlNode>? = unsafe root
        var depth = 0
        // Without recursion: a document may nest as deep as the parser allows.
        while let node = unsafe next {
            nodes.append(unsafe Self.value(of: node, depth: depth))
            if let child = unsafe xmlFirstElementChild(node) {
                unsafe next = child
                depth += 1
                continue
            }
            var climb: UnsafeMutablePointer<xmlNode>? = unsafe node
            while let here = unsafe climb, unsafe here == root || xmlNextElementSibling(here) == nil {
                unsafe climb = here == root ? nil : here.pointee.parent
                depth -= 1
            }
            unsafe next = climb.flatMap { unsafe xmlNextElementSibling($0) }
        }
        return nodes
    }

    /// The names of all elements but the root, without their namespaces.
    public var names: Set<String> { Set(nodes.dropFirst().map { $0.attributes[JSONDocument.nameAttribute] ?? $0.name }) }

    private static func value(of node: UnsafeMutablePointer<xmlNode>, depth: Int) -> XMLNode {
        var attributes: [String: String] = [:]
        var declared = unsafe node.pointee.nsDef
        while let namespace = unsafe declared {
            let prefix = unsafe XMLLibrary.string(namespace.pointee.prefix)
            attributes[prefix.map { "xmlns:\($0)" } ?? "xmlns"] = unsafe XMLLibrary.string(namespace.pointee.href) ?? ""
            unsafe declared = namespace.pointee.next
        }
        var attribute = unsafe node.pointee.properties
        while let here = unsafe attribute {
            let name = unsafe XMLLibrary.string(here.pointee.name) ?? ""
            let namespace = unsafe here.pointee.ns.flatMap { unsafe XMLLibrary.string($0.pointee.href) }
            attributes[namespace.map { "{\($0)}\(name)" } ?? name] =
                unsafe XMLLibrary.taking(xmlNodeListGetString(here.pointee.doc, here.pointee.children, 1)) ?? ""
            unsafe attribute = here.pointee.next
        }
        var text = ""
        var child = unsafe node.pointee.children
        while let here = unsafe child {
            let kind = unsafe here.pointee.type
            if kind == XML_TEXT_NODE || kind == XML_CDATA_SECTION_NODE { text += unsafe XMLLibrary.string(here.pointee.content) ?? "" }
            unsafe child = here.pointee.next
        }
        return XMLNode(
            depth: depth,
            namespace: unsafe node.pointee.ns.flatMap { unsafe XMLLibrary.string($0.pointee.href) } ?? "",
            name: unsafe XMLLibrary.string(node.pointee.name) ?? "",
            attributes: attributes,
            text: text,
            line: unsafe Int(xmlGetLineNo(node))
        )
    }
}
