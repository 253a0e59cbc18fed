internal import Foundation
internal import Vocabulary

extension Expression {
    /// Evaluates the expression; names are looked up in the innermost context that has them.
    ///
    /// - Parameter contexts: from the outermost, the record, to the innermost, such as a row.
    /// - Returns: the value; `null` when it cannot be determined.
    public func evaluate(in contexts: [[String: FEELValue]]) -> FEELValue {
        Evaluation(scopes: contexts).value(of: root)
    }
}

/// One evaluation: the contexts in which names are looked up.
struct Evaluation {
    var scopes: [[String: FEELValue]]

    func value(of node: Node) -> FEELValue {
        switch node {
        case .literal(let value): value
        case .name(let name): scopes.last { $0[name] != nil }?[name] ?? .null
        case .member(let base, let name): member(name, of: value(of: base))
        case .filter(let base, let condition): filter(value(of: base), condition)
        case .negate(let inner): if case .number(let number) = value(of: inner) { .number(-number) } else { .null }
        case .binary("and", let a, let b): conjunction(a, b)
        case .binary("or", let a, let b): disjunction(a, b)
        case .binary(let operation, let a, let b): binary(operation, value(of: a), value(of: b))
        case .between(let node, let lower, let upper):
            and(binary(">=", value(of: node), value(of: lower)), binary("<=", value(of: node), value(of: upper)))
        case .within(let node, let tests): within(value(of: node), tests)
        case .choice(let condition, let yes, let no): value(of: condition) == .boolean(true) ? value(of: yes) : value(of: no)
        case .quantified(let every, let variable, let list, let condition): quantified(every, variable, value(of: list), condition)
        case .list(let items): .list(items.map(value))
        case .range: .null
        case .call(let name, let arguments): Functions.call(name, arguments.map(value))
        }
    }

    private func member(_ name: String, of base: FEELValue) -> FEELValue {
        switch base {
        case .context(let members): members[name] ?? .null
        case .list(let items): .list(items.map { member(name, of: $0) })
        case .date(let date):
            switch name {
            case "year": .number(Decimal(date.year))
            case "month": .number(Decimal(date.month))
            case "day": .number(Decimal(date.day))
            case "weekday": .number(Decimal(date.weekday))
            default: .null
            }
        default: .null
        }
    }

    private func filter(_ base: FEELValue, _ condition: Node) -> FEELValue {
        guard case .list(let items) = base else { return .null }
        if case .literal(.number(let position)) = condition {
            let index = Int(truncating: position as NSDecimalNumber)
            return index >= 1 && index <= items.count ? items[index - 1] : .null
        }
        return .list(
            items.filter { item in
                var inner = self
                var scope: [String: FEELValue] = ["item": item]
                if case .context(let members) = item { scope.merge(members) { _, new in new } }
                inner.scopes.append(scope)
                return inner.value(of: condition) == .boolean(true)
            }
        )
    }

    private func conjunction(_ a: Node, _ b: Node) -> FEELValue {
        let first = value(of: a)
        return first == .boolean(false) ? first : and(first, value(of: b))
    }

    private func disjunction(_ a: Node, _ b: Node) -> FEELValue {
        let first = value(of: a)
        if first == .boolean(true) { return first }
        let second = value(of: b)
        if second == .boolean(true) { return second }
        return first == .boolean(false) && second == .boolean(false) ? .boolean(false) : .null
    }

    /// Three-valued conjunction (DMN 1.5, table 50).
    private func and(_ a: FEELValue, _ b: FEELValue) -> FEELValue {
        if a == .boolean(false) || b == .boolean(false) { return .boolean(false) }
        return a == .boolean(true) && b == .boolean(true) ? .boolean(true) : .null
    }

    private func binary(_ operation: String, _ a: FEELValue, _ b: FEELValue) -> FEELValue {
        switch operation {
        case "=": return equal(a, b)
        case "!=":
            guard case .boolean(let same) = equal(a, b) else { return .null }
            return .boolean(!same)
        case "<", "<=", ">", ">=": return compare(operation, a, b)
        case "+":
            if case .string(let x) = a, case .string(let y) = b { return .string(x + y) }
            if case .date(let x) = a, case .number(let y) = b { return .date(x.adding(days: Int(truncating: y as NSDecimalNumber))) }
        case "-":
            if case .date(let x) = a, case .date(let y) = b { return .number(Decimal(x.dayNumber - y.dayNumber)) }
            if case .date(let x) = a, case .number(let y) = b { return .date(x.adding(days: -Int(truncating: y as NSDecimalNumber))) }
        default: break
        }
        guard case .number(let x) = a, case .number(let y) = b else { return .null }
        switch operation {
        case "+": return .number(x + y)
        case "-": return .number(x - y)
        case "*": return .number(x * y)
        case "/": return y == 0 ? .null : .number(x / y)
        default: return .null
        }
    }

    /// Equality of two values of one kind; null equals only null, different kinds cannot be compared.
    private func equal(_ a: FEELValue, _ b: FEELValue) -> FEELValue {
        if a == .null || b == .null { return .boolean(a == b) }
        guard a.typeName == b.typeName else { return .null }
        return .boolean(a == b)
    }

    private func compare(_ operation: String, _ a: FEELValue, _ b: FEELValue) -> FEELValue {
        switch (a, b) {
        case (.number(let x), .number(let y)): .boolean(holds(operation, x, y))
        case (.string(let x), .string(let y)): .boolean(holds(operation, x, y))
        case (.date(let x), .date(let y)): .boolean(holds(operation, x, y))
        default: .null
        }
    }

    private func holds<T: Comparable>(_ operation: String, _ a: T, _ b: T) -> Bool {
        switch operation {
        case "<": a < b
        case "<=": a <= b
        case ">": a > b
        default: a >= b
        }
    }

    private func within(_ tested: FEELValue, _ tests: [Node]) -> FEELValue {
        var result = FEELValue.boolean(false)
        for test in tests {
            let one = within(tested, test)
            if one == .boolean(true) { return one }
            if one == .null { result = .null }
        }
        return result
    }

    private func within(_ tested: FEELValue, _ test: Node) -> FEELValue {
        if case .range(let lower, let includesLower, let upper, let includesUpper) = test {
            return and(
                compare(includesLower ? ">=" : ">", tested, value(of: lower)),
                compare(includesUpper ? "<=" : "<", tested, value(of: upper))
            )
        }
        let other = value(of: test)
        if case .list(let items) = other { return .boolean(items.contains(tested)) }
        return equal(tested, other)
    }

    private func quantified(_ every: Bool, _ variable: String, _ list: FEELValue, _ condition: Node) -> FEELValue {
        guard case .list(let items) = list else { return .null }
        var result = FEELValue.boolean(every)
        for item in items {
            var inner = self
            inner.scopes.append([variable: item])
            let one = inner.value(of: condition)
            if one == .boolean(!every) { return one }
            if one != .boolean(every) { result = .null }
        }
        return result
    }
}
