internal import Vocabulary

/// XML documents in which one element is gone, stands twice, has another name, or something else in it.
struct DocumentMutants {
    private let root: XMLNode

    init(_ root: XMLNode) { self.root = root }

    /// Each with what was changed.
    var all: [(change: String, root: XMLNode)] {
        var found: [(change: String, root: XMLNode)] = []
        visit(root, []) { path, node in
            let name = path.map { "\($0.name)" }.joined(separator: "/")
            func add(_ what: String, _ change: (inout [XMLNode], Int) -> Void) {
                found.append(("\(name) \(what)", changed(root, path.map(\.index)[...], change)))
            }
            add("fehlt") { $0.remove(at: $1) }
            add("heißt anders") { $0[$1].name += "x" }
            guard node.children.isEmpty, node.text.contains(where: { !$0.isWhitespace }) else { return }
            add("steht zweimal da, mit Verschiedenem") { nodes, index in
                nodes.insert(nodes[index], at: index + 1)
                nodes[index + 1].text = "?§#"
            }
            add("ist leer") { $0[$1].text = "" }
            add("mit Unlesbarem") { $0[$1].text = "?§#" }
        }
        return found
    }

    private typealias Step = (name: String, index: Int)

    private func visit(_ node: XMLNode, _ path: [Step], _ body: ([Step], XMLNode) -> Void) {
        for (index, child) in node.children.enumerated() {
            body(path + [(child.name, index)], child)
            visit(child, path + [(child.name, index)], body)
        }
    }

    /// The tree with a change to the list that an element stands in.
    private func changed(_ node: XMLNode, _ path: ArraySlice<Int>, _ change: (inout [XMLNode], Int) -> Void) -> XMLNode {
        var node = node
        guard let index = path.first else { return node }
        if path.count == 1 {
            change(&node.children, index)
        } else {
            node.children[index] = changed(node.children[index], path.dropFirst(), change)
        }
        return node
    }
}
