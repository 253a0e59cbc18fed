/// A recursive descent parser; one function for each level of precedence (DMN 1.5, table 40).
struct Parser {
    private let tokens: [Token]
    private var position = 0
    private var depth = 0

    init(_ tokens: [Token]) { self.tokens = tokens }

    mutating func whole() throws(FEELError) -> Node {
        let node = try expression()
        guard current.kind == .end else { throw unexpected() }
        return node
    }

    private var current: Token { tokens[position] }

    private func unexpected() -> FEELError {
        switch current.kind {
        case .end: FEELError(.syntax, column: current.column, "hier fehlt etwas")
        case .name(let text), .symbol(let text): FEELError(.syntax, column: current.column, "„\(text)“ passt hier nicht")
        case .number, .string: FEELError(.syntax, column: current.column, "ein Wert passt hier nicht")
        }
    }

    private mutating func take(_ symbol: String) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard current.kind == .name(word) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ symbol: String) throws(FEELError) {
        guard take(symbol) else { throw unexpected() }
    }

    private mutating func expect(word: String) throws(FEELError) {
        guard take(word: word) else { throw unexpected() }
    }

    private mutating func name() throws(FEELError) -> String {
        guard case .name(let name) = current.kind else { throw unexpected() }
        position += 1
        return name
    }

    private mutating func expression() throws(FEELError) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth < 100 else { throw FEELError(.syntax, column: current.column, "der Ausdruck ist zu tief geschachtelt") }
        if take(word: "if") {
            let condition = try expression()
            try expect(word: "then")
            let yes = try expression()
            try expect(word: "else")
            return .choice(condition, yes, try expression())
        }
        for word in ["some", "every"] where take(word: word) {
            let variable = try name()
            try expect(word: "in")
            let list = try expression()
            try expect(word: "satisfies")
            return .quantified(every: word == "every", variable, list, try expression())
        }
        return try disjunction()
    }

    private mutating func disjunction() throws(FEELError) -> Node {
        var node = try conjunction()
        while take(word: "or") { node = .binary("or", node, try conjunction()) }
        return node
    }

    private mutating func conjunction() throws(FEELError) -> Node {
        var node = try comparison()
        while take(word: "and") { node = .binary("and", node, try comparison()) }
        return node
    }

    private mutating func comparison() throws(FEELError) -> Node {
        let node = try sum()
        for symbol in ["<=", ">=", "!=", "<", ">", "="] where take(symbol) { return .binary(symbol, node, try sum()) }
        if take(word: "between") {
            let lower = try sum()
            try expect(word: "and")
            return .between(node, lower, try sum())
        }
        if take(word: "in") {
            let test = try sum()
            if case .list(let tests) = test { return .within(node, tests) }
            return .within(node, [test])
        }
        return node
    }

    private mutating func sum() throws(FEELError) -> Node {
        var node = try product()
        while true {
            if take("+") {
                node = .binary("+", node, try product())
            } else if take("-") {
                node = .binary("-", node, try product())
            } else {
                return node
            }
        }
    }

    private mutating func product() throws(FEELError) -> Node {
        var node = try negation()
        while true {
            if take("*") {
                node = .binary("*", node, try negation())
            } else if take("/") {
                node = .binary("/", node, try negation())
            } else {
                return node
            }
        }
    }

    private mutating func negation() throws(FEELError) -> Node {
        take("-") ? .negate(try negation()) : try postfix()
    }

    private mutating func postfix() throws(FEELError) -> Node {
        var node = try primary()
        while true {
            if take(".") {
                node = .member(node, try name())
            } else if take("[") {
                node = .filter(node, try expression())
                try expect("]")
            } else {
                return node
            }
        }
    }

    private mutating func primary() throws(FEELError) -> Node {
        let token = current
        position += 1
        switch token.kind {
        case .number(let number): return .literal(.number(number))
        case .string(let text): return .literal(.string(text))
        case .name("true"): return .literal(.boolean(true))
        case .name("false"): return .literal(.boolean(false))
        case .name("null"): return .literal(.null)
        case .name(let name): return try nameOrCall(name, column: token.column)
        case .symbol("("):
            let node = try expression()
            if take("..") { return try range(from: node, includesLower: false) }
            var items = [node]
            while take(",") { items.append(try expression()) }
            try expect(")")
            return items.count == 1 ? node : .list(items)
        case .symbol("["):
            if take("]") { return .list([]) }
            let first = try expression()
            if take("..") { return try range(from: first, includesLower: true) }
            var items = [first]
            while take(",") { items.append(try expression()) }
            try expect("]")
            return .list(items)
        default:
            position -= 1
            throw unexpected()
        }
    }

    private mutating func range(from lower: Node, includesLower: Bool) throws(FEELError) -> Node {
        let upper = try expression()
        let closed = take("]")
        if !closed { try expect(")") }
        return .range(lower: lower, includesLower: includesLower, upper: upper, includesUpper: closed)
    }

    /// Function names may contain spaces, such as `list contains`: names that stand before `(` are joined.
    private mutating func nameOrCall(_ first: String, column: Int) throws(FEELError) -> Node {
        var words = [first]
        var ahead = position
        while case .name(let next) = tokens[ahead].kind {
            words.append(next)
            ahead += 1
        }
        let joined = words.joined(separator: " ")
        if tokens[ahead].kind == .symbol("("), words.count == 1 || Functions.names.contains(joined) {
            guard Functions.names.contains(joined) else {
                throw FEELError(.unknownFunction, column: column, "die Funktion „\(joined)“ gibt es nicht")
            }
            position = ahead + 1
            var arguments: [Node] = []
            if !take(")") {
                arguments.append(try expression())
                while take(",") { arguments.append(try expression()) }
                try expect(")")
            }
            return .call(joined, arguments)
        }
        return .name(first)
    }
}
