internal import Foundation

/// A parsed expression, ready to be evaluated many times.
public struct Expression: Sendable {
    /// The expression as written.
    public let text: String
    let root: Node

    /// Parses an expression.
    ///
    /// - Throws: `FEELError` with the column where it stops being one.
    public init(_ text: String) throws(FEELError) {
        self.text = text
        var lexer = Lexer(text)
        var parser = Parser(try lexer.tokens())
        root = try parser.whole()
    }

    /// The paths it reads, such as `antrag.art`, outside of `some`/`every` and filters.
    public var paths: [[String]] {
        var found: [[String]] = []
        root.collectPaths(into: &found)
        return found
    }
}

/// The syntax tree.
indirect enum Node: Sendable {
    case literal(FEELValue)
    case name(String)
    case member(Node, String)
    case filter(Node, Node)
    case negate(Node)
    case binary(String, Node, Node)
    case between(Node, Node, Node)
    case within(Node, [Node])
    case choice(Node, Node, Node)
    case quantified(every: Bool, String, Node, Node)
    case list([Node])
    case range(lower: Node, includesLower: Bool, upper: Node, includesUpper: Bool)
    case call(String, [Node])

    /// The chain of names, when the node is nothing else.
    var path: [String]? {
        switch self {
        case .name(let name): [name]
        case .member(let base, let name): base.path.map { $0 + [name] }
        default: nil
        }
    }

    func collectPaths(into found: inout [[String]]) {
        if let path {
            found.append(path)
            return
        }
        switch self {
        case .literal, .name: break
        case .member(let base, _), .negate(let base), .filter(let base, _): base.collectPaths(into: &found)
        case .binary(_, let a, let b): [a, b].forEach { $0.collectPaths(into: &found) }
        case .between(let a, let b, let c), .choice(let a, let b, let c): [a, b, c].forEach { $0.collectPaths(into: &found) }
        case .within(let a, let tests): ([a] + tests).forEach { $0.collectPaths(into: &found) }
        case .quantified(_, _, let list, _): list.collectPaths(into: &found)
        case .list(let items), .call(_, let items): items.forEach { $0.collectPaths(into: &found) }
        case .range(let lower, _, let upper, _): [lower, upper].forEach { $0.collectPaths(into: &found) }
        }
    }
}
