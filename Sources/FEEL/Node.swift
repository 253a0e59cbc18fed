/// The syntax tree: what a piece of an expression is, and where it begins.
struct Node: Sendable {
    var kind: Kind
    /// The first character, counted from 0.
    var at: Int

    indirect enum Kind: Sendable {
        case literal(FEELValue)
        case name(String)
        case member(Node, String)
        case filter(Node, Node)
        case negate(Node)
        case arithmetic(Arithmetic, Node, Node)
        case comparison(Comparison, Node, Node)
        case and(Node, Node)
        case or(Node, Node)
        case between(Node, Node, Node)
        case within(Node, [Node])
        case instanceOf(Node, FEELType)
        case choice(Node, Node, Node)
        case loop([Iterator], Node)
        case quantified(every: Bool, [Iterator], Node)
        case list([Node])
        case context([(key: String, value: Node)])
        case range(Node, includesLower: Bool, Node, includesUpper: Bool)
        /// A range on one side of a value, `(< 5)`.
        case unary(Comparison, Node)
        case function([FEELParameter], Node)
        case call(Node, [Argument])
        /// Unary tests of the value `?`.
        case tests([Node], negated: Bool)
        /// A function of another language, which there is not.
        case external
    }

    enum Arithmetic: String, Sendable { case add = "+", subtract = "-", multiply = "*", divide = "/", power = "**" }

    struct Argument: Sendable {
        /// The name of the parameter; nil when given by position.
        var name: String?
        var value: Node
    }

    struct Iterator: Sendable {
        var name: String
        var list: Node
        /// The other end when it counts from one number or day to another.
        var upTo: Node?
    }

    /// The chain of names, when the node is nothing else.
    var path: [String]? {
        switch kind {
        case .name(let name): [name]
        case .member(let base, let name): base.path.map { $0 + [name] }
        default: nil
        }
    }

    /// The nodes it is made of.
    var children: [Node] {
        switch kind {
        case .literal, .name, .external: []
        case .member(let a, _), .negate(let a), .instanceOf(let a, _), .unary(_, let a), .function(_, let a): [a]
        case .filter(let a, let b), .arithmetic(_, let a, let b), .comparison(_, let a, let b), .and(let a, let b), .or(let a, let b):
            [a, b]
        case .range(let a, _, let b, _): [a, b]
        case .between(let a, let b, let c), .choice(let a, let b, let c): [a, b, c]
        case .within(let a, let tests): [a] + tests
        case .loop(let iterators, let body), .quantified(_, let iterators, let body):
            iterators.flatMap { [$0.list] + ($0.upTo.map { [$0] } ?? []) } + [body]
        case .list(let items), .tests(let items, _): items
        case .context(let entries): entries.map(\.value)
        case .call(let callee, let arguments): [callee] + arguments.map(\.value)
        }
    }

    /// Whether a name stands anywhere in it.
    func mentions(_ name: String) -> Bool {
        if case .name(name) = kind { return true }
        return children.contains { $0.mentions(name) }
    }
}
