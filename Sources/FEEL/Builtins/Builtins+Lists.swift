extension Builtins {
    static let lists: [FEELFunction] = [
        function("list contains", [list, any("element")], .boolean) { arguments in .boolean(contains(arguments.list(0), arguments[1])) },
        function("count", [list], .number) { .number(Number($0.list(0).count)) },
        spread("min", .any, .any, of: itemOfFirst) { try extreme($0) { $0 < 0 } },
        spread("max", .any, .any, of: itemOfFirst) { try extreme($0) { $0 > 0 } },
        spread("sum", .any, .any, of: itemOfFirst) { try sum($0) },
        spread("product", .number, .number) { try value(try fold(try numbers($0)) { $0 * $1 }) },
        spread("mean", .number, .number) { try value(mean(try numbers($0))) },
        spread("median", .number, .number) { try median(try numbers($0, orNone: true)) },
        spread("stddev", .number, .number) { try value(deviation(try numbers($0))) },
        spread("mode", .number, .list(.number)) { mode(try numbers($0, orNone: true)) },
        spread("all", .any, .boolean) { try junction($0, absorbing: false) },
        spread("any", .any, .boolean) { try junction($0, absorbing: true) },
        function("not", [any("negand")], .boolean) { arguments in
            if let flag = arguments[0].truth { return .boolean(!flag) }
            if arguments[0] == .null { return .null }
            throw FEELFailure("\(FEELType(of: arguments[0]).name) ist kein Wahrheitswert")
        },
        function("sublist", [list, number("start position"), number("length").optional], .list(.any), of: likeFirst) { try sublist($0) },
        FEELFunction(
            "append",
            [.init(parameters: [list, any("item")], isVariadic: true)],
            result: .list(.any),
            body: .native { .list($0.list(0) + $0.values.dropFirst()) }
        ),
        FEELFunction(
            "concatenate",
            [.init(parameters: [list], isVariadic: true)],
            result: .list(.any),
            resultOf: likeFirst,
            body: .native { .list($0.values.flatMap(\.items)) }
        ),
        FEELFunction(
            "union",
            [.init(parameters: [list], isVariadic: true)],
            result: .list(.any),
            resultOf: likeFirst,
            body: .native { .list(distinct($0.values.flatMap(\.items))) }
        ),
        function("insert before", [list, number("position"), any("newItem")], .list(.any)) { arguments in
            var items = arguments.list(0)
            items.insert(arguments[2], at: try index(try arguments.integer(1), in: items))
            return .list(items)
        },
        function("remove", [list, number("position")], .list(.any), of: likeFirst) { arguments in
            var items = arguments.list(0)
            items.remove(at: try index(try arguments.integer(1), in: items))
            return .list(items)
        },
        overloaded(
            "list replace",
            [[list, number("position"), any("newItem")], [list, FEELParameter("match", .function([.any, .any], .any)), any("newItem")]],
            .list(.any)
        ) { try replace($0) },
        function("reverse", [list], .list(.any), of: likeFirst) { .list($0.list(0).reversed()) },
        function("index of", [list, any("match")], .list(.number)) { arguments in
            .list(
                arguments.list(0).enumerated().filter { FEELValue.equals($1, arguments[1]) == true }.map { .number(Number($0.offset + 1)) }
            )
        },
        function("distinct values", [list], .list(.any), of: likeFirst) { .list(distinct($0.list(0))) },
        function("flatten", [list], .list(.any)) { .list(flatten($0.list(0))) },
        function("sort", [list, FEELParameter("precedes", .any).optional], .list(.any), of: likeFirst) { try sort($0) },
    ]

    private static func contains(_ items: [FEELValue], _ element: FEELValue) -> Bool {
        items.contains { FEELValue.equals($0, element) == true }
    }

    private static func distinct(_ items: [FEELValue]) -> [FEELValue] {
        items.reduce(into: []) { found, item in if !contains(found, item) { found.append(item) } }
    }

    private static func flatten(_ items: [FEELValue]) -> [FEELValue] {
        items.flatMap { item in if case .list(let inner) = item { flatten(inner) } else { [item] } }
    }

    private static func index(_ position: Int, in items: [FEELValue]) throws -> Int {
        guard position != 0, abs(position) <= items.count else { throw FEELFailure("die Stelle \(position) gibt es nicht") }
        return position > 0 ? position - 1 : items.count + position
    }

    private static func sublist(_ arguments: Arguments) throws -> FEELValue {
        let items = arguments.list(0)
        let start = try index(try arguments.integer(1), in: items)
        guard arguments[2] != .null else { return .list(Array(items[start...])) }
        let length = try arguments.integer(2)
        guard length >= 0, start + length <= items.count else { throw FEELFailure("die Länge \(length) passt nicht") }
        return .list(Array(items[start..<start + length]))
    }

    /// The item that comes before all others, by the sign of the order.
    private static func extreme(_ items: [FEELValue], _ precedes: (Int) -> Bool) throws -> FEELValue {
        guard var best = items.first, best != .null else { return .null }
        guard FEELValue.order(best, best) != nil else { throw FEELFailure("\(FEELType(of: best).name) hat keine Reihenfolge") }
        for item in items.dropFirst() {
            guard let order = FEELValue.order(item, best) else { throw FEELFailure("die Werte sind von verschiedenem Typ") }
            if precedes(order) { best = item }
        }
        return best
    }

    private static func numbers(_ items: [FEELValue], orNone: Bool = false) throws -> [Number] {
        guard orNone || !items.isEmpty else { throw FEELFailure("die Liste ist leer") }
        return try items.map { item in
            guard case .number(let number) = item else { throw FEELFailure("die Liste enthält \(FEELType(of: item).name)") }
            return number
        }
    }

    private static func fold(_ numbers: [Number], _ combine: (Number, Number) -> Number?) throws -> Number? {
        var result = numbers.first
        for number in numbers.dropFirst() { result = result.flatMap { combine($0, number) } }
        return result
    }

    private static func sum(_ items: [FEELValue]) throws -> FEELValue {
        if case .yearsMonths? = items.first {
            return .yearsMonths(
                try items.reduce(0) { sum, item in
                    guard case .yearsMonths(let months) = item else { throw FEELFailure("die Werte sind von verschiedenem Typ") }
                    return sum &+ months
                }
            )
        }
        if case .daysTime? = items.first {
            return .daysTime(
                try items.reduce(0) { sum, item in
                    guard case .daysTime(let duration) = item else { throw FEELFailure("die Werte sind von verschiedenem Typ") }
                    return sum &+ duration
                }
            )
        }
        return try value(try fold(try numbers(items)) { $0 + $1 })
    }

    private static func mean(_ numbers: [Number]) throws -> Number? {
        try fold(numbers) { $0 + $1 }.flatMap { $0 / Number(numbers.count) }
    }

    private static func median(_ numbers: [Number]) throws -> FEELValue {
        guard !numbers.isEmpty else { return .null }
        let sorted = numbers.sorted()
        let middle = sorted.count / 2
        return try value(sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]).flatMap { $0 / 2 })
    }

    /// The standard deviation of a sample.
    private static func deviation(_ numbers: [Number]) throws -> Number? {
        guard numbers.count > 1, let mean = try mean(numbers) else { throw FEELFailure("dafür braucht es mindestens zwei Zahlen") }
        let squares = numbers.compactMap { ($0 - mean).flatMap { $0 * $0 } }
        return try fold(squares) { $0 + $1 }.flatMap { $0 / Number(numbers.count - 1) }.flatMap(\.squareRoot)
    }

    private static func mode(_ numbers: [Number]) -> FEELValue {
        let counts = Dictionary(grouping: numbers) { $0 }.mapValues(\.count)
        let most = counts.values.max()
        return .list(counts.filter { $0.value == most }.keys.sorted().map(FEELValue.number))
    }

    private static func junction(_ items: [FEELValue], absorbing: Bool) throws -> FEELValue {
        if items.contains(.boolean(absorbing)) { return .boolean(absorbing) }
        if items.allSatisfy({ $0 == .boolean(!absorbing) }) { return .boolean(!absorbing) }
        let wrong = items.first { $0.truth == nil } ?? .null
        throw FEELFailure("die Liste enthält \(FEELType(of: wrong).name)")
    }

    private static func replace(_ arguments: Arguments) throws -> FEELValue {
        var items = arguments.list(0)
        guard case .function(let match) = arguments[1] else {
            items[try index(try arguments.integer(1), in: items)] = arguments[2]
            return .list(items)
        }
        guard match.parameters.count == 2 else { throw FEELFailure("„match“ braucht zwei Parameter") }
        return .list(
            try items.map { item in
                guard let isMatch = apply(match, [item, arguments[2]], arguments).truth else {
                    throw FEELFailure("„match“ ist kein Wahrheitswert")
                }
                return isMatch ? arguments[2] : item
            }
        )
    }

    private static func apply(_ function: FEELFunction, _ values: [FEELValue], _ arguments: Arguments) -> FEELValue {
        arguments.evaluation.apply(function, values.map { (nil, $0) }, Node(kind: .external, at: 0))
    }

    private static func sort(_ arguments: Arguments) throws -> FEELValue {
        let items = arguments.list(0)
        guard arguments[1] != .null else {
            for pair in zip(items, items.dropFirst()) where FEELValue.order(pair.0, pair.1) == nil {
                throw FEELFailure("die Werte haben keine Reihenfolge")
            }
            return .list(items.sorted { (FEELValue.order($0, $1) ?? 0) < 0 })
        }
        guard case .function(let precedes) = arguments[1] else { throw FEELFailure("„precedes“ ist keine Funktion") }
        return .list(
            try items.sorted { a, b in
                guard let isFirst = apply(precedes, [a, b], arguments).truth else { throw FEELFailure("„precedes“ ist kein Wahrheitswert") }
                return isFirst
            }
        )
    }
}
