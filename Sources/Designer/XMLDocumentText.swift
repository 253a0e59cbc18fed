internal import Presentation
internal import Vocabulary

/// An XML document as text, made of elements; each declares the namespace it is in, so that every part stands for itself.
struct XMLDocumentText: CustomStringConvertible {
    /// The document (XML 1.0), in UTF-8 when it is written.
    private(set) var description = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    init(_ root: XMLNode) { write(root, in: "", indent: "") }

    private mutating func write(_ node: XMLNode, in outer: String, indent: String) {
        description += indent + "<" + node.name
        if node.namespace != outer { description += " xmlns=\"\(XMLText.escaped(node.namespace))\"" }
        var prefixes = 0
        for (name, value) in node.attributes.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("xmlns") {
            guard name.hasPrefix("{"), let end = name.firstIndex(of: "}") else {
                description += " \(name)=\"\(XMLText.escaped(value))\""
                continue
            }
            prefixes += 1
            let space = name[name.index(after: name.startIndex)..<end]
            description +=
                " xmlns:a\(prefixes)=\"\(XMLText.escaped(String(space)))\" a\(prefixes):\(name[name.index(after: end)...])=\"\(XMLText.escaped(value))\""
        }
        let text = node.text.contains { !$0.isWhitespace } ? XMLText.escaped(node.text) : ""
        if node.children.isEmpty {
            description += text.isEmpty ? "/>\n" : ">\(text)</\(node.name)>\n"
            return
        }
        description += ">\(text)\n"
        for child in node.children { write(child, in: node.namespace, indent: indent + "  ") }
        description += "\(indent)</\(node.name)>\n"
    }
}
