/// An element of an XML document as a value: what a designer's tool knows of a schema that a reader opened.
///
/// A reader sends them as a flat list in document order, since nothing on the pipe nests deeply; ``tree(of:)`` puts them together again.
public struct XMLNode: Sendable, Codable, Hashable {
    /// In how many elements it lies.
    public var depth: Int
    /// The namespace of its name; empty for none.
    public var namespace: String
    /// The name without its prefix.
    public var name: String
    /// Attributes by name, those in a namespace as `{namespace}name`, and the namespaces it declares as `xmlns` and `xmlns:prefix`.
    public var attributes: [String: String]
    /// The text directly in it, without that of its elements.
    public var text: String
    /// The line it begins in, from 1.
    public var line: Int
    /// The elements directly in it; empty in a flat list.
    public var children: [XMLNode] = []

    private enum CodingKeys: String, CodingKey { case depth, namespace, name, attributes, text, line }

    /// Makes an element without others in it.
    public init(depth: Int, namespace: String, name: String, attributes: [String: String], text: String, line: Int) {
        (self.depth, self.namespace, self.name, self.attributes) = (depth, namespace, name, attributes)
        (self.text, self.line) = (text, line)
    }

    /// Puts a flat list together.
    ///
    /// - Parameter nodes: in document order, each with its depth.
    /// - Returns: the root with all in it; nil for a list that is no document.
    public static func tree(of nodes: [XMLNode]) -> XMLNode? {
        var open: [XMLNode] = []
        for node in nodes {
            // Only the first has none around it, and none lies deeper than in the one before.
            guard open.isEmpty ? node.depth == 0 : (1...open.count).contains(node.depth) else { return nil }
            close(&open, to: node.depth)
            open.append(node)
        }
        close(&open, to: 1)
        return open.first
    }

    /// Ends the elements that lie deeper.
    private static func close(_ open: inout [XMLNode], to depth: Int) {
        while open.count > max(depth, 1), let node = open.popLast() { open[open.count - 1].children.append(node) }
    }
}
