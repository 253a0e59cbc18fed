extension Parser {
    private static let reserved: Set<String> = [
        "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between", "instance",
    ]
    private static let properties = ["time offset", "start included", "end included"].map(Lexer.words)

    mutating func primary() throws(FEELError) -> Node {
        let token = current
        switch token.kind {
        case .number:
            guard let number = Number(token.text) else { throw FEELError(.syntax, at: token.at, "die Zahl ist zu groß") }
            position += 1
            return Node(kind: .literal(.number(number)), at: token.at)
        case .string:
            position += 1
            return Node(kind: .literal(.string(token.text)), at: token.at)
        case .word: return try name()
        case .symbol:
            switch token.text {
            case "(": return try parenthesis()
            case "[", "]": return try bracket()
            case "{": return try context()
            case "@": return try temporal()
            default: throw unexpected()
            }
        case .end: throw unexpected()
        }
    }

    private mutating func name() throws(FEELError) -> Node {
        let token = current
        if let known = knownName(at: position) {
            position += known.count
            return Node(kind: .name(known.name), at: token.at)
        }
        if let function = functionName(at: position) {
            position += function.count
            return Node(kind: .name(function.name), at: token.at)
        }
        guard !Self.reserved.contains(token.text) else { throw unexpected() }
        position += 1
        switch token.text {
        case "true": return Node(kind: .literal(.boolean(true)), at: token.at)
        case "false": return Node(kind: .literal(.boolean(false)), at: token.at)
        case "null": return Node(kind: .literal(.null), at: token.at)
        default: return Node(kind: .name(token.text), at: token.at)
        }
    }

    /// The longest known name of several words that begins here.
    func knownName(at index: Int) -> (name: String, count: Int)? {
        guard let candidates = names[tokens[index].text] else { return nil }
        return candidates.first { matches($0.words, at: index) }.map { ($0.name, $0.words.count) }
    }

    /// The longest function of several words that is called here.
    private func functionName(at index: Int) -> (name: String, count: Int)? {
        guard let candidates = functions.phrases[tokens[index].text] else { return nil }
        let found = candidates.first { words in matches(words, at: index) && tokens[index + words.count].text == "(" }
        return found.map { ($0.joined(separator: " "), $0.count) }
    }

    private func matches(_ words: [String], at index: Int) -> Bool {
        index + words.count < tokens.count && zip(words, tokens[index...]).allSatisfy { $0 == $1.text && $1.kind != .string }
    }

    /// A member after the point: a known name, a property of the standard, or one word.
    mutating func memberName() throws(FEELError) -> String {
        if let known = knownName(at: position) {
            position += known.count
            return known.name
        }
        if let words = Self.properties.first(where: { matches($0, at: position) }) {
            position += words.count
            return words.joined(separator: " ")
        }
        guard current.kind == .word else { throw unexpected() }
        position += 1
        return tokens[position - 1].text
    }

    /// A name that is being declared: everything up to what ends it.
    mutating func nameText(until ends: (Parser) -> Bool) throws(FEELError) -> String {
        var text = ""
        let start = position
        while !ends(self) {
            guard current.kind == .word || current.kind == .number || ["+", "-", "*", "/", ".", "'"].contains(current.text) else {
                throw unexpected()
            }
            let joins = current.kind != .symbol && position > start && tokens[position - 1].kind != .symbol
            text += (joins ? " " : "") + current.text
            position += 1
        }
        guard position > start else { throw unexpected() }
        declare(text)
        return text
    }

    private mutating func parenthesis() throws(FEELError) -> Node {
        let at = current.at
        position += 1
        if let comparison = takeComparison() {
            let node = Node(kind: .unary(comparison, try sum()), at: at)
            try expect(")")
            return node
        }
        let node = try expression()
        if take("..") { return try range(from: node, includesLower: false, at) }
        try expect(")")
        return node
    }

    private mutating func bracket() throws(FEELError) -> Node {
        let at = current.at
        if take("]") {
            let lower = try sum()
            try expect("..")
            return try range(from: lower, includesLower: false, at)
        }
        position += 1
        if take("]") { return Node(kind: .list([]), at: at) }
        let first = try listItem()
        if take("..") { return try range(from: first, includesLower: true, at) }
        var items = [first]
        while take(",") { items.append(try listItem()) }
        try expect("]")
        return Node(kind: .list(items), at: at)
    }

    /// An expression, or a range written as `< 5`.
    private mutating func listItem() throws(FEELError) -> Node {
        let at = current.at
        if let comparison = takeComparison() { return Node(kind: .unary(comparison, try sum()), at: at) }
        return try expression()
    }

    private mutating func range(from lower: Node, includesLower: Bool, _ at: Int) throws(FEELError) -> Node {
        let upper = try sum()
        let isClosed = take("]")
        guard isClosed || take(")") || take("[") else { throw unexpected() }
        return Node(kind: .range(lower, includesLower: includesLower, upper, includesUpper: isClosed), at: at)
    }

    private mutating func temporal() throws(FEELError) -> Node {
        let at = current.at
        position += 1
        guard current.kind == .string else { throw unexpected() }
        guard let value = TemporalText.literal(current.text) else {
            throw FEELError(.syntax, at: current.at, "„\(current.text)“ ist kein Datum, keine Uhrzeit und keine Dauer")
        }
        position += 1
        return Node(kind: .literal(value), at: at)
    }

    private mutating func context() throws(FEELError) -> Node {
        let at = current.at
        position += 1
        var entries: [(key: String, value: Node)] = []
        if take("}") { return Node(kind: .context([]), at: at) }
        repeat {
            var key = current.text
            if current.kind == .string { position += 1 } else { key = try nameText { $0.sees(":") } }
            try expect(":")
            if !key.isEmpty { declare(key) }
            entries.append((key, try expression()))
        } while take(",")
        try expect("}")
        return Node(kind: .context(entries), at: at)
    }

    mutating func function() throws(FEELError) -> Node {
        let at = current.at
        position += 2
        var parameters: [FEELParameter] = []
        while !sees(")") {
            let name = try nameText { $0.sees(":") || $0.sees(",") || $0.sees(")") }
            parameters.append(FEELParameter(name, take(":") ? try type() : .any))
            guard take(",") else { break }
        }
        try expect(")")
        if take(word: "external") {
            _ = try expression()
            return Node(kind: .external, at: at)
        }
        return Node(kind: .function(parameters, try expression()), at: at)
    }

    mutating func call(_ callee: Node) throws(FEELError) -> Node {
        position += 1
        var arguments: [Node.Argument] = []
        if !take(")") {
            repeat {
                let name = try argumentName()
                arguments.append(Node.Argument(name: name, value: try listItem()))
            } while take(",")
            try expect(")")
        }
        return Node(kind: .call(callee, arguments), at: callee.at)
    }

    /// `name :` before an argument, if it is there.
    private mutating func argumentName() throws(FEELError) -> String? {
        var ahead = position
        while tokens[ahead].kind == .word { ahead += 1 }
        guard ahead > position, tokens[ahead].text == ":", tokens[ahead].kind == .symbol else { return nil }
        let name = tokens[position..<ahead].map(\.text).joined(separator: " ")
        position = ahead + 1
        return name
    }

    /// A type by its name.
    mutating func type() throws(FEELError) -> FEELType {
        try nested { (parser) throws(FEELError) in try parser.typeHere() }
    }

    private mutating func typeHere() throws(FEELError) -> FEELType {
        let at = current.at
        for word in ["list", "range"] where sees(word: word) && tokens[position + 1].text == "<" {
            position += 2
            let item = try type()
            try expect(">")
            return word == "list" ? .list(item) : .range(item)
        }
        if sees(word: "context"), tokens[position + 1].text == "<" { return try contextType() }
        if sees(word: "function"), tokens[position + 1].text == "<" { return try functionType() }
        let known = FEELType.named.merging(types) { $1 }
        let found = known.filter { matches(Lexer.words($0.key), at: position) }.max { $0.key.count < $1.key.count }
        if let found {
            position += Lexer.words(found.key).count
            return found.value
        }
        throw FEELError(.syntax, at: at, current.kind == .word ? "den Typ „\(current.text)“ gibt es nicht" : "hier fehlt ein Typ")
    }

    private mutating func contextType() throws(FEELError) -> FEELType {
        position += 2
        var members: [String: FEELType] = [:]
        repeat {
            let name = try nameText { $0.sees(":") }
            try expect(":")
            members[name] = try type()
        } while take(",")
        try expect(">")
        return .context(members)
    }

    private mutating func functionType() throws(FEELError) -> FEELType {
        position += 2
        var parameters: [FEELType] = []
        if !sees(">") {
            repeat { parameters.append(try type()) } while take(",")
        }
        try expect(">")
        try expect("-")
        try expect(">")
        return .function(parameters, try type())
    }
}
