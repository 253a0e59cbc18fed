/// A recursive descent parser; one function for each level of precedence (DMN 1.5, 10.3.1.2).
struct Parser {
    var tokens: [Token]
    var position = 0
    /// Names of more than one word or with symbols, by their first word, longest first.
    var names: [String: [(words: [String], name: String)]] = [:]
    /// Types by name beside those of the standard.
    let types: [String: FEELType]
    let functions: FunctionLibrary
    private var depth = 0

    init(_ tokens: [Token], names: some Sequence<String>, types: [String: FEELType], functions: FunctionLibrary) {
        self.tokens = tokens
        self.types = types
        self.functions = functions
        names.forEach { declare($0) }
    }

    /// Makes a name known that is more than one word.
    mutating func declare(_ name: String) {
        let words = Lexer.words(name)
        guard words.count > 1, names[words[0]]?.contains(where: { $0.words == words }) != true else { return }
        names[words[0], default: []].append((words, name))
        names[words[0]]?.sort { $0.words.count > $1.words.count }
    }

    /// So many words and symbols has an expression: one that is longer would be evaluated deeper than a stack is.
    private static let mostTokens = 1000

    private func refuseLength() throws(FEELError) {
        guard tokens.count > Self.mostTokens else { return }
        throw FEELError(.syntax, at: tokens[Self.mostTokens].at, "der Ausdruck ist zu lang")
    }

    mutating func whole() throws(FEELError) -> Node {
        try refuseLength()
        let node = try expression()
        guard current.kind == .end else { throw unexpected() }
        return node
    }

    /// `-`, `not(…)` or tests separated by commas.
    mutating func unaryTests() throws(FEELError) -> Node {
        try refuseLength()
        let at = current.at
        if sees("-"), tokens[position + 1].kind == .end { return Node(kind: .literal(.boolean(true)), at: at) }
        var isNegated = false
        if sees(word: "not"), tokens[position + 1].text == "(" {
            position += 2
            isNegated = true
        }
        var tests = [try test()]
        while take(",") { tests.append(try test()) }
        if isNegated { try expect(")") }
        guard current.kind == .end else { throw unexpected() }
        return Node(kind: .tests(tests, negated: isNegated), at: at)
    }

    // MARK: Tokens

    var current: Token { tokens[position] }

    func unexpected() -> FEELError {
        switch current.kind {
        case .end: FEELError(.syntax, at: current.at, "hier fehlt etwas")
        case .word, .symbol: FEELError(.syntax, at: current.at, "„\(current.text)“ passt hier nicht")
        case .number, .string: FEELError(.syntax, at: current.at, "ein Wert passt hier nicht")
        }
    }

    func sees(_ symbol: String) -> Bool { current.kind == .symbol && current.text == symbol }
    func sees(word: String) -> Bool { current.kind == .word && current.text == word }

    mutating func take(_ symbol: String) -> Bool {
        guard sees(symbol) else { return false }
        position += 1
        return true
    }

    mutating func take(word: String) -> Bool {
        guard sees(word: word) else { return false }
        position += 1
        return true
    }

    mutating func expect(_ symbol: String) throws(FEELError) { guard take(symbol) else { throw unexpected() } }
    mutating func expect(word: String) throws(FEELError) { guard take(word: word) else { throw unexpected() } }

    /// Goes one level deeper, within bounds.
    mutating func nested<T>(_ body: (inout Parser) throws(FEELError) -> T) throws(FEELError) -> T {
        depth += 1
        defer { depth -= 1 }
        guard depth < 100 else { throw FEELError(.syntax, at: current.at, "der Ausdruck ist zu tief geschachtelt") }
        return try body(&self)
    }

    // MARK: Levels

    mutating func expression() throws(FEELError) -> Node {
        try nested { (parser) throws(FEELError) in
            let at = parser.current.at
            if parser.knownName(at: parser.position) == nil {
                if parser.take(word: "if") { return try parser.choice(at) }
                if parser.take(word: "for") { return try parser.loop(at) }
                for word in ["some", "every"] where parser.sees(word: word) && parser.tokens[parser.position + 1].kind == .word {
                    parser.position += 1
                    return try parser.quantified(every: word == "every", at)
                }
                if parser.sees(word: "function"), parser.tokens[parser.position + 1].text == "(" { return try parser.function() }
            }
            return try parser.disjunction()
        }
    }

    private mutating func choice(_ at: Int) throws(FEELError) -> Node {
        let condition = try expression()
        try expect(word: "then")
        let yes = try expression()
        try expect(word: "else")
        return Node(kind: .choice(condition, yes, try expression()), at: at)
    }

    private mutating func iterators(until word: String) throws(FEELError) -> [Node.Iterator] {
        var iterators: [Node.Iterator] = []
        repeat {
            let name = try nameText { $0.sees(word: "in") }
            try expect(word: "in")
            let list = try expression()
            let upTo = take("..") ? try expression() : nil
            iterators.append(Node.Iterator(name: name, list: list, upTo: upTo))
        } while take(",")
        try expect(word: word)
        return iterators
    }

    private mutating func loop(_ at: Int) throws(FEELError) -> Node {
        let iterators = try iterators(until: "return")
        return Node(kind: .loop(iterators, try expression()), at: at)
    }

    private mutating func quantified(every: Bool, _ at: Int) throws(FEELError) -> Node {
        let iterators = try iterators(until: "satisfies")
        return Node(kind: .quantified(every: every, iterators, try expression()), at: at)
    }

    private mutating func disjunction() throws(FEELError) -> Node {
        var node = try conjunction()
        while sees(word: "or") {
            let at = current.at
            position += 1
            node = Node(kind: .or(node, try conjunction()), at: at)
        }
        return node
    }

    private mutating func conjunction() throws(FEELError) -> Node {
        var node = try comparison()
        while sees(word: "and") {
            let at = current.at
            position += 1
            node = Node(kind: .and(node, try comparison()), at: at)
        }
        return node
    }

    private mutating func comparison() throws(FEELError) -> Node {
        var node = try sum()
        while true {
            let at = current.at
            if let comparison = takeComparison() {
                node = Node(kind: .comparison(comparison, node, try sum()), at: at)
            } else if take(word: "between") {
                let lower = try sum()
                try expect(word: "and")
                node = Node(kind: .between(node, lower, try sum()), at: at)
            } else if take(word: "in") {
                node = Node(kind: .within(node, try tests()), at: at)
            } else if sees(word: "instance"), tokens[position + 1].text == "of" {
                position += 2
                node = Node(kind: .instanceOf(node, try type()), at: at)
            } else {
                return node
            }
        }
    }

    mutating func takeComparison() -> Comparison? {
        guard current.kind == .symbol, let comparison = Comparison(rawValue: current.text) else { return nil }
        position += 1
        return comparison
    }

    /// What may stand after `in`: one test, or several in brackets.
    private mutating func tests() throws(FEELError) -> [Node] {
        guard sees("(") else {
            let at = current.at
            if let comparison = takeComparison() { return [Node(kind: .unary(comparison, try sum()), at: at)] }
            return [try sum()]
        }
        let start = position
        position += 1
        if let first = try? test() {
            var tests = [first]
            while take(",") { tests.append(try test()) }
            if take(")"), !["[", ".", "+", "-", "*", "/", "**", "("].contains(current.text) { return tests }
        }
        position = start
        return [try sum()]
    }

    /// `< 5`, or an expression.
    private mutating func test() throws(FEELError) -> Node {
        let at = current.at
        if let comparison = takeComparison() { return Node(kind: .unary(comparison, try sum()), at: at) }
        return try expression()
    }

    mutating func sum() throws(FEELError) -> Node {
        var node = try product()
        while current.kind == .symbol, let operation = Node.Arithmetic(rawValue: current.text), operation == .add || operation == .subtract
        {
            let at = current.at
            position += 1
            node = Node(kind: .arithmetic(operation, node, try product()), at: at)
        }
        return node
    }

    private mutating func product() throws(FEELError) -> Node {
        var node = try power()
        while current.kind == .symbol, let operation = Node.Arithmetic(rawValue: current.text),
            operation == .multiply || operation == .divide
        {
            let at = current.at
            position += 1
            node = Node(kind: .arithmetic(operation, node, try power()), at: at)
        }
        return node
    }

    private mutating func power() throws(FEELError) -> Node {
        var node = try negation()
        while sees("**") {
            let at = current.at
            position += 1
            node = Node(kind: .arithmetic(.power, node, try negation()), at: at)
        }
        return node
    }

    private mutating func negation() throws(FEELError) -> Node {
        let at = current.at
        guard take("-") else { return try postfix() }
        return Node(kind: .negate(try nested { (parser) throws(FEELError) in try parser.negation() }), at: at)
    }

    private mutating func postfix() throws(FEELError) -> Node {
        var node = try primary()
        while true {
            let at = current.at
            if take(".") {
                node = Node(kind: .member(node, try memberName()), at: at)
            } else if sees("(") {
                node = try call(node)
            } else if sees("[") {
                let start = position
                position += 1
                guard let condition = try? expression(), take("]") else {
                    // An open end of a range, `[1..5[`.
                    position = start
                    return node
                }
                node = Node(kind: .filter(node, condition), at: at)
            } else {
                return node
            }
        }
    }
}
