/// A parsed expression, ready to be evaluated many times.
public struct Expression: Sendable {
    /// The expression as written.
    public let text: String
    let root: Node
    let functions: FunctionLibrary

    /// Parses an expression.
    ///
    /// - Parameters:
    ///   - text: the expression.
    ///   - names: names that it may use and that have spaces or symbols.
    ///   - types: types by name beside those of the standard.
    ///   - functions: what it may call.
    /// - Throws: `FEELError` with the place where it stops being one.
    public init(
        _ text: String,
        names: some Sequence<String> = EmptyCollection(),
        types: [String: FEELType] = [:],
        functions: FunctionLibrary = .standard
    ) throws(FEELError) {
        try self.init(text, names, types, functions) { (parser) throws(FEELError) in try parser.whole() }
    }

    /// Parses unary tests of the value `?`, such as `< 5, [10..20]` (DMN 1.5, 10.3.1.2, grammar rule 15).
    ///
    /// - Parameters:
    ///   - tests: the tests.
    ///   - names: names that it may use and that have spaces or symbols.
    ///   - functions: what it may call.
    /// - Throws: `FEELError` with the place where they stop being tests.
    public init(
        unaryTests tests: String,
        names: some Sequence<String> = EmptyCollection(),
        functions: FunctionLibrary = .standard
    ) throws(FEELError) {
        try self.init(tests, names, [:], functions) { (parser) throws(FEELError) in try parser.unaryTests() }
    }

    private init(
        _ text: String,
        _ names: some Sequence<String>,
        _ types: [String: FEELType],
        _ functions: FunctionLibrary,
        _ parse: (inout Parser) throws(FEELError) -> Node
    ) throws(FEELError) {
        self.text = text
        self.functions = functions
        do throws(FEELError) {
            var lexer = Lexer(text)
            var parser = Parser(try lexer.tokens(), names: names, types: types, functions: functions)
            root = try parse(&parser)
        } catch {
            throw error.placed(in: text)
        }
    }

    /// What an evaluation came to.
    public struct Outcome: Sendable {
        /// The value.
        public var value: FEELValue
        /// Why the value is null, or a part of it could not be determined.
        public var cause: FEELError?

        /// Makes an outcome.
        public init(value: FEELValue, cause: FEELError?) { (self.value, self.cause) = (value, cause) }
    }

    /// Evaluates the expression; names are looked up in the innermost context that has them.
    ///
    /// - Parameters:
    ///   - contexts: from the outermost, the record, to the innermost, such as a row.
    ///   - now: what `now()` and `today()` say; without it they are null.
    /// - Returns: the value; `null` with a cause when it cannot be determined.
    public func outcome(in contexts: [[String: FEELValue]], now: FEELDateTime? = nil) -> Outcome {
        let log = EvaluationLog(functions: functions, now: now)
        let value = Evaluation(scopes: contexts, log: log).value(of: root)
        return Outcome(value: value, cause: log.cause?.placed(in: text))
    }

    /// The value alone.
    ///
    /// - Parameter contexts: from the outermost, the record, to the innermost, such as a row.
    /// - Returns: the value; `null` when it cannot be determined.
    public func evaluate(in contexts: [[String: FEELValue]]) -> FEELValue {
        Evaluation(scopes: contexts, log: EvaluationLog(functions: functions, now: nil, wantsCause: false)).value(of: root)
    }

    /// The paths it reads, such as `antrag.art`, but not those that begin with a name it declares itself.
    public var paths: [[String]] {
        var found: [[String]] = []
        Self.collect(root, declared: [], into: &found)
        return found
    }

    private static func collect(_ node: Node, declared: Set<String>, into found: inout [[String]]) {
        if let path = node.path {
            if !declared.contains(path[0]) { found.append(path) }
            return
        }
        var declared = declared
        switch node.kind {
        case .filter(let base, _):
            // What a filter names may belong to the items.
            collect(base, declared: declared, into: &found)
            return
        case .call(let callee, let arguments):
            if callee.path == nil { collect(callee, declared: declared, into: &found) }
            arguments.forEach { collect($0.value, declared: declared, into: &found) }
            return
        case .loop(let iterators, _), .quantified(_, let iterators, _): declared.formUnion(iterators.map(\.name) + ["partial"])
        case .function(let parameters, _): declared.formUnion(parameters.map(\.name))
        case .context(let entries): declared.formUnion(entries.map(\.key))
        default: break
        }
        node.children.forEach { collect($0, declared: declared, into: &found) }
    }

    /// The regular expressions that stand in it as texts, each with its place: what `matches`, `replace` and `split` are given.
    public var patterns: [(text: String, offset: Int)] {
        var found: [(text: String, offset: Int)] = []
        func visit(_ node: Node) {
            if case .call(let callee, let arguments) = node.kind, let name = callee.path?.joined(separator: "."),
                ["matches", "replace", "split"].contains(name)
            {
                let given = arguments.first { ["pattern", "delimiter"].contains($0.name) } ?? arguments.dropFirst().first
                if let given, case .literal(.string(let text)) = given.value.kind { found.append((text, given.value.at)) }
            }
            node.children.forEach(visit)
        }
        visit(root)
        return found
    }
}
