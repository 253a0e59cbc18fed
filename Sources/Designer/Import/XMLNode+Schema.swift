internal import Vocabulary

extension XMLNode {
    /// The text of the element with single spaces; empty for none.
    var words: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// The elements directly in it of a name.
    func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

    /// The first of them.
    func first(_ name: String) -> XMLNode? { children.first { $0.name == name } }

    /// The element that a path of names leads to.
    func at(_ path: String...) -> XMLNode? { path.reduce(self as XMLNode?) { $0?.first($1) } }

    /// Whether nothing stands in it.
    var isEmpty: Bool { children.isEmpty && words.isEmpty }

    /// The element itself and all in it, in document order.
    var everything: [XMLNode] { [self] + children.flatMap(\.everything) }
}
