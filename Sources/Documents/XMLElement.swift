internal import CLibXML2

extension XMLTree {
    /// The root element.
    public var rootElement: Element? {
        guard let node = unsafe xmlDocGetRootElement(handle) else { return nil }
        return unsafe Element(tree: self, node: node)
    }

    /// An element, for walking a known structure; names count without their namespace.
    @safe public struct Element {
        /// Keeps the node alive.
        private let tree: XMLTree
        private let node: UnsafeMutablePointer<xmlNode>

        init(tree: XMLTree, node: UnsafeMutablePointer<xmlNode>) {
            self.tree = tree
            unsafe self.node = node
        }

        /// The name without its prefix.
        public var name: String { unsafe XMLLibrary.string(node.pointee.name) ?? "" }

        /// The text of the element and all in it.
        public var text: String { unsafe XMLLibrary.taking(xmlNodeGetContent(node)) ?? "" }

        /// The value of an attribute.
        public func attribute(_ name: String) -> String? { unsafe XMLLibrary.taking(xmlGetProp(node, name)) }

        /// The elements directly in it, in document order.
        public var children: [Element] {
            var found: [Element] = []
            var next = unsafe xmlFirstElementChild(node)
            while let child = unsafe next {
                unsafe found.append(Element(tree: tree, node: child))
                unsafe next = xmlNextElementSibling(child)
            }
            return found
        }

        /// The elements that a path of names leads to.
        public func all(_ path: String...) -> [Element] {
            path.reduce([self]) { found, name in found.flatMap { $0.children.filter { $0.name == name } } }
        }

        /// The elements of a name anywhere in it, in document order.
        public func descendants(_ name: String) -> [Element] {
            children.flatMap { ($0.name == name ? [$0] : []) + $0.descendants(name) }
        }
    }
}
