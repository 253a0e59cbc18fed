internal import Vocabulary

extension Evaluation {
    func loop(_ iterators: [Node.Iterator], _ body: Node, _ node: Node) -> FEELValue {
        var results: [FEELValue] = []
        let needsPartial = body.mentions("partial")
        let isComplete = iterate(iterators[...], node) { inner in
            results.append((needsPartial ? inner.inside(["partial": .list(results)]) : inner).value(of: body))
            return results.count < EvaluationLog.maximalItems
        }
        if results.count >= EvaluationLog.maximalItems {
            return fail(node, "die Schleife hat mehr als \(EvaluationLog.maximalItems) Ergebnisse")
        }
        return isComplete ? .list(results) : .null
    }

    func quantified(_ every: Bool, _ iterators: [Node.Iterator], _ condition: Node, _ node: Node) -> FEELValue {
        var result = FEELValue.boolean(every)
        let isComplete = iterate(iterators[...], node) { inner in
            switch inner.value(of: condition) {
            case .boolean(every): break
            case .boolean:
                result = .boolean(!every)
                return false
            case .null: result = .null
            case let other:
                result = log.fail(.type, condition, "\(FEELType(of: other).name) ist kein Wahrheitswert")
                return false
            }
            return true
        }
        return isComplete || result == .boolean(!every) ? result : .null
    }

    /// Calls the body for every combination; false if a list could not be determined or the body stopped.
    private func iterate(_ iterators: ArraySlice<Node.Iterator>, _ node: Node, _ body: (Evaluation) -> Bool) -> Bool {
        guard let iterator = iterators.first else { return body(self) }
        guard let items = items(of: iterator, node) else { return false }
        for item in items where !inside([iterator.name: item]).iterate(iterators.dropFirst(), node, body) { return false }
        return true
    }

    private func items(of iterator: Node.Iterator, _ node: Node) -> [FEELValue]? {
        let first = value(of: iterator.list)
        let (from, to): (FEELValue, FEELValue)
        if let end = iterator.upTo {
            (from, to) = (first, value(of: end))
        } else if case .range(let range) = first {
            guard let low = range.lower, let high = range.upper else {
                _ = fail(iterator.list, "der Bereich hat kein Ende")
                return nil
            }
            let all = Self.sequence(low, high)
            let from = range.includesLower ? 0 : 1
            return all.map { Array($0.dropFirst(from).dropLast(range.includesUpper ? 0 : 1)) } ?? failing(iterator)
        } else if first == .null {
            _ = fail(iterator.list, "die Liste, über die gezählt wird, ist leer")
            return nil
        } else {
            return first.items
        }
        return Self.sequence(from, to) ?? failing(iterator)
    }

    private func failing(_ iterator: Node.Iterator) -> [FEELValue]? {
        _ = fail(iterator.list, "von diesen Werten kann nicht gezählt werden")
        return nil
    }

    /// Counts numbers or days up or down; nil for anything else and for too many.
    private static func sequence(_ from: FEELValue, _ to: FEELValue) -> [FEELValue]? {
        func count<T>(_ a: Int, _ b: Int, _ make: (Int) -> T) -> [T]? {
            guard abs(b - a) < EvaluationLog.maximalItems else { return nil }
            return a <= b ? (a...b).map(make) : (b...a).reversed().map(make)
        }
        switch (from, to) {
        case (.number(let a), .number(let b)):
            guard let low = a.integer, let high = b.integer, abs(low) < 1 << 53, abs(high) < 1 << 53 else { return nil }
            return count(low, high) { .number(Number($0)) }
        case (.date(let a), .date(let b)): return count(a.dayNumber, b.dayNumber) { .date(CalendarDate(dayNumber: $0)) }
        default: return nil
        }
    }

    // MARK: Functions

    func function(_ parameters: [FEELParameter], _ body: Node) -> FEELValue {
        let nullable = parameters.map(\.nullable)
        return .function(FEELFunction("", [.init(parameters: nullable)], result: .any, body: .expression(body, scopes: scopes)))
    }

    func call(_ callee: Node, _ arguments: [Node.Argument], _ node: Node) -> FEELValue {
        if case .name(let name) = callee.kind, log.functions[name] == nil, !scopes.contains(where: { $0[name] != nil }) {
            return log.fail(.unknownFunction, callee, "die Funktion „\(name)“ gibt es nicht")
        }
        let target = value(of: callee)
        guard case .function(let function) = target else { return fail(node, "\(FEELType(of: target).name) ist keine Funktion") }
        return apply(function, arguments.map { ($0.name, value(of: $0.value)) }, node)
    }

    /// Calls a function; null with a cause when it has no result for these arguments.
    func apply(_ function: FEELFunction, _ arguments: [(name: String?, value: FEELValue)], _ node: Node) -> FEELValue {
        guard log.depth < 60 else { return fail(node, "die Funktionen rufen einander zu tief auf") }
        log.depth += 1
        defer { log.depth -= 1 }
        do {
            let values = try function.bind(arguments)
            switch function.body {
            case .native(let body):
                let result = try body(Arguments(values: values, evaluation: self))
                return result.isTooLarge ? fail(node, "das Ergebnis von \(function.name) ist zu groß") : result
            case .expression(let body, let captured):
                let scope = Dictionary(zip(function.parameters.map(\.name), values)) { first, _ in first }
                return Evaluation(scopes: captured + [scope], log: log).value(of: body)
            }
        } catch let failure as FEELFailure {
            return log.fail(.arguments, node, (function.name.isEmpty ? "" : function.name + ": ") + failure.message)
        } catch {
            return fail(node, "\(function.name) hat kein Ergebnis")
        }
    }
}
