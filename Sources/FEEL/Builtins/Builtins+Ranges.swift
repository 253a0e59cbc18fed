extension Builtins {
    /// An end of an interval: a value, and whether it belongs to it.
    ///
    /// A point is an interval from itself to itself.
    private struct Interval {
        var lower: FEELValue
        var includesLower: Bool
        var upper: FEELValue
        var includesUpper: Bool
        var isPoint: Bool

        init(_ value: FEELValue) {
            if case .range(let range) = value {
                (lower, includesLower) = (range.lower ?? .null, range.includesLower)
                (upper, includesUpper) = (range.upper ?? .null, range.includesUpper)
                isPoint = false
            } else {
                (lower, upper, includesLower, includesUpper, isPoint) = (value, value, true, true, true)
            }
        }
    }

    /// The relations of points and ranges (DMN 1.5, table 78).
    static let ranges: [FEELFunction] = [
        relation("before", allPairs) { a, b in
            let order = try compare(a.upper, b.lower)
            return order < 0 || (order == 0 && !(a.includesUpper && b.includesLower))
        },
        relation("after", allPairs) { a, b in
            let order = try compare(a.lower, b.upper)
            return order > 0 || (order == 0 && !(a.includesLower && b.includesUpper))
        },
        relation("meets", rangePair) { a, b in try a.includesUpper && b.includesLower && compare(a.upper, b.lower) == 0 },
        relation("met by", rangePair) { a, b in try a.includesLower && b.includesUpper && compare(a.lower, b.upper) == 0 },
        relation("overlaps", rangePair) { a, b in try overlap(a, b) },
        relation("overlaps before", rangePair) { a, b in
            let (starts, ends) = (try compare(a.lower, b.lower), try compare(a.upper, b.upper))
            return try overlap(a, b) && (starts < 0 || (starts == 0 && a.includesLower && !b.includesLower))
                && (ends < 0 || (ends == 0 && (!a.includesUpper || b.includesUpper)))
        },
        relation("overlaps after", rangePair) { a, b in
            let (starts, ends) = (try compare(a.lower, b.lower), try compare(a.upper, b.upper))
            return try overlap(a, b) && (starts > 0 || (starts == 0 && b.includesLower && !a.includesLower))
                && (ends > 0 || (ends == 0 && (!b.includesUpper || a.includesUpper)))
        },
        relation("finishes", [["point", "range"], ["range1", "range2"]]) { a, b in try finishes(a, b) },
        relation("finished by", [["range", "point"], ["range1", "range2"]]) { a, b in try finishes(b, a) },
        relation("includes", [["range", "point"], ["range1", "range2"]]) { a, b in try isWithin(b, a) },
        relation("during", [["point", "range"], ["range1", "range2"]]) { a, b in try isWithin(a, b) },
        relation("starts", [["point", "range"], ["range1", "range2"]]) { a, b in try starts(a, b) },
        relation("started by", [["range", "point"], ["range1", "range2"]]) { a, b in try starts(b, a) },
        relation("coincides", [["point1", "point2"], ["range1", "range2"]]) { a, b in
            try compare(a.lower, b.lower) == 0 && compare(a.upper, b.upper) == 0 && a.includesLower == b.includesLower
                && a.includesUpper == b.includesUpper && a.isPoint == b.isPoint
        },
    ]

    private static let rangePair = [["range1", "range2"]]
    private static let allPairs = [["point1", "point2"], ["point", "range"], ["range", "point"], ["range1", "range2"]]

    private static func relation(
        _ name: String,
        _ parameters: [[String]],
        _ body: @escaping @Sendable (Interval, Interval) throws -> Bool
    ) -> FEELFunction {
        overloaded(
            name,
            parameters.map {
                $0.map { parameter in
                    parameter.hasPrefix("range") ? FEELParameter(parameter, .range(.any)) : some(parameter)
                }
            },
            .boolean
        ) { .boolean(try body(Interval($0[0]), Interval($0[1]))) }
    }

    private static func compare(_ a: FEELValue, _ b: FEELValue) throws -> Int {
        guard let order = FEELValue.order(a, b) else { throw FEELFailure("die Werte haben keine Reihenfolge") }
        return order
    }

    private static func overlap(_ a: Interval, _ b: Interval) throws -> Bool {
        let (first, second) = (try compare(a.lower, b.upper), try compare(b.lower, a.upper))
        return (first < 0 || (first == 0 && a.includesLower && b.includesUpper))
            && (second < 0 || (second == 0 && b.includesLower && a.includesUpper))
    }

    private static func finishes(_ a: Interval, _ b: Interval) throws -> Bool {
        guard a.includesUpper == b.includesUpper, try compare(a.upper, b.upper) == 0 else { return false }
        let order = try compare(a.lower, b.lower)
        return a.isPoint || order > 0 || (order == 0 && (!a.includesLower || b.includesLower))
    }

    private static func starts(_ a: Interval, _ b: Interval) throws -> Bool {
        guard a.includesLower == b.includesLower, try compare(a.lower, b.lower) == 0 else { return false }
        let order = try compare(a.upper, b.upper)
        return a.isPoint || order < 0 || (order == 0 && (!a.includesUpper || b.includesUpper))
    }

    private static func isWithin(_ a: Interval, _ b: Interval) throws -> Bool {
        let (lower, upper) = (try compare(b.lower, a.lower), try compare(a.upper, b.upper))
        return (lower < 0 || (lower == 0 && (b.includesLower || !a.includesLower)))
            && (upper < 0 || (upper == 0 && (b.includesUpper || !a.includesUpper)))
    }
}
