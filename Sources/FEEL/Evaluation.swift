internal import Vocabulary

/// What one evaluation shares: the functions, the clock, the first cause of a null, and how much work is left.
final class EvaluationLog {
    let functions: FunctionLibrary
    let now: FEELDateTime?
    private let wantsCause: Bool
    private(set) var cause: FEELError?
    private var steps = 0
    var depth = 0

    /// Evaluating more nodes than this is given up; rules take some hundreds.
    static let maximalSteps = 2_000_000
    /// A list made by a loop or of a range has at most so many items.
    static let maximalItems = 100_000

    init(functions: FunctionLibrary, now: FEELDateTime?, wantsCause: Bool = true) {
        (self.functions, self.now, self.wantsCause) = (functions, now, wantsCause)
    }

    /// Notes why a value is null; the first cause counts, and only if somebody wants to know.
    func fail(_ code: FEELError.Code, _ node: Node, _ message: @autoclosure () -> String) -> FEELValue {
        if wantsCause, cause == nil { cause = FEELError(code, at: node.at, message()) }
        return .null
    }

    func mayGoOn(_ node: Node) -> Bool {
        steps += 1
        guard steps <= Self.maximalSteps else {
            _ = fail(.evaluation, node, "die Auswertung braucht zu viele Schritte")
            return false
        }
        return true
    }
}

/// One evaluation: the contexts in which names are looked up.
struct Evaluation {
    var scopes: [[String: FEELValue]]
    let log: EvaluationLog

    func fail(_ node: Node, _ message: @autoclosure () -> String) -> FEELValue { log.fail(.evaluation, node, message()) }

    func value(of node: Node) -> FEELValue {
        guard log.mayGoOn(node) else { return .null }
        return switch node.kind {
        case .literal(let value): value
        case .name(let name): named(name, node)
        case .member(let base, let name): member(name, of: value(of: base), node)
        case .filter(let base, let condition): filter(value(of: base), condition)
        case .negate(let inner): negate(value(of: inner), node)
        case .arithmetic(let operation, let a, let b): arithmetic(operation, value(of: a), value(of: b), node)
        case .comparison(let comparison, let a, let b): compare(comparison, value(of: a), value(of: b), node)
        case .and(let a, let b): junction(a, b, absorbing: false, node)
        case .or(let a, let b): junction(a, b, absorbing: true, node)
        case .between(let inner, let lower, let upper): between(value(of: inner), value(of: lower), value(of: upper), node)
        case .within(let inner, let tests): within(value(of: inner), tests, node)
        case .instanceOf(let inner, let type): .boolean(type.contains(value(of: inner)))
        case .choice(let condition, let yes, let no): choice(condition, yes, no)
        case .loop(let iterators, let body): loop(iterators, body, node)
        case .quantified(let every, let iterators, let condition): quantified(every, iterators, condition, node)
        case .list(let items): .list(items.map(value))
        case .context(let entries): context(entries, node)
        case .range(let lower, let includesLower, let upper, let includesUpper): range(lower, includesLower, upper, includesUpper, node)
        case .unary(let comparison, let end): .range(FEELRange(comparison, value(of: end)))
        case .function(let parameters, let body): function(parameters, body)
        case .call(let callee, let arguments): call(callee, arguments, node)
        case .tests(let tests, let negated): unaryTests(tests, negated, node)
        case .external: fail(node, "Funktionen anderer Sprachen gibt es nicht")
        }
    }

    private func named(_ name: String, _ node: Node) -> FEELValue {
        for scope in scopes.reversed() { if let value = scope[name] { return value } }
        if let function = log.functions[name] { return .function(function) }
        return log.fail(.unknownName, node, "„\(name)“ ist nicht bekannt")
    }

    /// The evaluation with more names.
    func inside(_ scope: [String: FEELValue]) -> Evaluation {
        Evaluation(scopes: scopes + [scope], log: log)
    }

    private func member(_ name: String, of base: FEELValue, _ node: Node) -> FEELValue {
        switch base {
        case .context(let members):
            return members[name] ?? fail(node, "„\(name)“ gibt es in diesem Kontext nicht")
        case .list(let items):
            return .list(
                items.map { item in
                    if case .context(let members) = item { return members[name] ?? .null }
                    return member(name, of: item, node)
                }
            )
        case .null: return fail(node, "vor „.\(name)“ steht kein Wert")
        default: return Properties.value(name, of: base) ?? fail(node, "\(FEELType(of: base).name) hat kein „\(name)“")
        }
    }

    private func filter(_ base: FEELValue, _ condition: Node) -> FEELValue {
        if base == .null { return .list([]) }
        let items = base.items
        if case .literal(.number(let position)) = condition.kind { return Self.item(position, of: items) }
        var kept: [FEELValue] = []
        for item in items {
            var scope: [String: FEELValue] = ["item": item]
            if case .context(let members) = item { scope.merge(members.members) { _, new in new } }
            switch inside(scope).value(of: condition) {
            case .boolean(true): kept.append(item)
            case .number(let position): return Self.item(position, of: items)
            case .boolean, .null: break
            case let other: return log.fail(.type, condition, "\(FEELType(of: other).name) ist kein Wahrheitswert")
            }
        }
        if items.isEmpty, case .number = value(of: condition) { return .null }
        return .list(kept)
    }

    /// The item at a position from 1, or from the end when negative.
    private static func item(_ position: Number, of items: [FEELValue]) -> FEELValue {
        guard let index = position.truncated, index != 0, abs(index) <= items.count else { return .null }
        return index > 0 ? items[index - 1] : items[items.count + index]
    }

    /// Conjunction and disjunction with three values (DMN 1.5, tables 50 and 51): one operand alone decides when it is the absorbing one.
    private func junction(_ a: Node, _ b: Node, absorbing: Bool, _ node: Node) -> FEELValue {
        let first = value(of: a)
        if first == .boolean(absorbing) { return first }
        let second = value(of: b)
        if second == .boolean(absorbing) { return second }
        if first == .boolean(!absorbing), second == .boolean(!absorbing) { return first }
        for (value, side) in [(first, a), (second, b)] where value != .null && value.truth == nil {
            return log.fail(.type, side, "\(FEELType(of: value).name) ist kein Wahrheitswert")
        }
        return .null
    }

    private func choice(_ condition: Node, _ yes: Node, _ no: Node) -> FEELValue {
        switch value(of: condition) {
        case .boolean(true): value(of: yes)
        case .boolean, .null: value(of: no)
        case let other: log.fail(.type, condition, "\(FEELType(of: other).name) ist kein Wahrheitswert")
        }
    }

    private func between(_ tested: FEELValue, _ lower: FEELValue, _ upper: FEELValue, _ node: Node) -> FEELValue {
        guard let above = FEELValue.order(lower, tested), let below = FEELValue.order(tested, upper) else {
            return fail(node, "die Werte von „between“ haben keine Reihenfolge")
        }
        return .boolean(above <= 0 && below <= 0)
    }

    private func within(_ tested: FEELValue, _ tests: [Node], _ node: Node) -> FEELValue {
        var isUnsure = false
        for test in tests {
            switch holds(test, for: tested, node) {
            case true: return .boolean(true)
            case nil: isUnsure = true
            default: break
            }
        }
        return isUnsure ? fail(node, "ob der Wert dazugehört, lässt sich nicht bestimmen") : .boolean(false)
    }

    private func unaryTests(_ tests: [Node], _ negated: Bool, _ node: Node) -> FEELValue {
        let tested = scopes.reversed().lazy.compactMap { $0["?"] }.first ?? .null
        guard case .boolean(let result) = within(tested, tests, node) else { return .null }
        return .boolean(result != negated)
    }

    /// Whether a test holds for a value; a test that speaks of `?` is its own answer.
    private func holds(_ test: Node, for tested: FEELValue, _ node: Node) -> Bool? {
        let value = inside(["?": tested]).value(of: test)
        switch value {
        case .range(let range): return range.contains(tested)
        case .list(let items):
            if FEELValue.equals(tested, value) == true { return true }
            return items.contains { item in
                if case .range(let range) = item { return range.contains(tested) == true }
                return FEELValue.equals(tested, item) == true
            }
        case .boolean(let flag) where tested.truth == nil: return flag
        case .null:
            guard case .literal = test.kind else { return nil }
            return tested == .null
        default: return FEELValue.equals(tested, value)
        }
    }

    private func context(_ entries: [(key: String, value: Node)], _ node: Node) -> FEELValue {
        var context = FEELContext()
        var inner = inside([:])
        for (key, entry) in entries {
            guard context[key] == nil else { return fail(entry, "„\(key)“ steht zweimal im Kontext") }
            let value = inner.value(of: entry)
            context[key] = value
            inner.scopes[inner.scopes.count - 1][key] = value
        }
        return .context(context)
    }

    private func range(_ lower: Node, _ includesLower: Bool, _ upper: Node, _ includesUpper: Bool, _ node: Node) -> FEELValue {
        let (low, high) = (value(of: lower), value(of: upper))
        if low != .null, high != .null {
            guard let order = FEELValue.order(low, high), order <= 0 else {
                return fail(node, "die Enden des Bereichs passen nicht zueinander")
            }
        } else if (low == .null && includesLower) || (high == .null && includesUpper) || low == high {
            return fail(node, "ein Ende des Bereichs ist leer")
        }
        return .range(FEELRange(lower: low, includesLower: includesLower, upper: high, includesUpper: includesUpper))
    }
}
