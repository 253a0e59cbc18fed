internal import Vocabulary

extension FEELValue {
    /// What `a = b` says: null equals only null; nil when values of different types are compared (DMN 1.5, table 42).
    ///
    /// Times are equal to the second.
    public static func equals(_ a: FEELValue, _ b: FEELValue) -> Bool? {
        switch (a, b) {
        case (.null, _), (_, .null): return a == b
        case (.list(let x), .list(let y)): return x.count == y.count && zip(x, y).allSatisfy { equals($0, $1) == true }
        case (.list(let x), _) where x.count == 1: return equals(x[0], b)
        case (_, .list(let y)) where y.count == 1: return equals(a, y[0])
        case (.context(let x), .context(let y)):
            return x.keys.count == y.keys.count && x.keys.allSatisfy { key in y[key].flatMap { equals(x[key] ?? .null, $0) } == true }
        case (.function, .function), (.range, .range), (.boolean, .boolean): return a == b
        case (.time(let x), .time(let y)):
            return (x.zone == nil) == (y.zone == nil) && x.universal / FEELTime.second == y.universal / FEELTime.second
        case (.dateTime(let x), .dateTime(let y)):
            let second = Int128(FEELTime.second)
            return (x.time.zone == nil) == (y.time.zone == nil) && x.universal / second == y.universal / second
        default: return order(a, b).map { $0 == 0 }
        }
    }

    /// Which of two values comes first: below 0 the first, 0 neither, above 0 the second; nil when they have no order.
    public static func order(_ a: FEELValue, _ b: FEELValue) -> Int? {
        func sign<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : x == y ? 0 : 1 }
        switch (a, b) {
        case (.number(let x), .number(let y)): return sign(x, y)
        case (.string(let x), .string(let y)): return x.unicodeScalars.lexicographicallyPrecedes(y.unicodeScalars) ? -1 : x == y ? 0 : 1
        case (.date(let x), .date(let y)): return sign(x, y)
        case (.yearsMonths(let x), .yearsMonths(let y)): return sign(x, y)
        case (.daysTime(let x), .daysTime(let y)): return sign(x, y)
        case (.time(let x), .time(let y)): return (x.zone == nil) == (y.zone == nil) ? sign(x.universal, y.universal) : nil
        case (.dateTime(let x), .dateTime(let y)):
            return (x.time.zone == nil) == (y.time.zone == nil) ? sign(x.universal, y.universal) : nil
        case (.list(let x), _) where x.count == 1: return order(x[0], b)
        case (_, .list(let y)) where y.count == 1: return order(a, y[0])
        default: return nil
        }
    }
}

extension FEELValue {
    /// The value as `string()` writes it; strings without quotes, null as `null`.
    public var text: String { if case .string(let text) = self { text } else { literal } }

    /// The value as an expression would write it.
    var literal: String {
        switch self {
        case .null: "null"
        case .boolean(let flag): String(flag)
        case .number(let number): number.description
        case .string(let text): "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        case .date(let date): date.description
        case .time(let time): time.description
        case .dateTime(let value): value.description
        case .yearsMonths(let months): DurationText.months(months)
        case .daysTime(let duration): DurationText.nanoseconds(duration)
        case .list(let items): "[" + items.map(\.literal).joined(separator: ", ") + "]"
        case .context(let context):
            "{" + context.keys.map { Self.key($0) + ": " + (context[$0] ?? .null).literal }.joined(separator: ", ") + "}"
        case .range(let range): range.literal
        case .function(let function): "function(" + function.parameters.map(\.name).joined(separator: ", ") + ")"
        }
    }

    /// A name as it stands; anything else in quotes.
    private static func key(_ key: String) -> String {
        let isName = key.first?.isLetter == true && key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == " " }
        return isName ? key : FEELValue.string(key).literal
    }
}

extension FEELRange {
    var literal: String {
        if case .comparison(let comparison) = form { return "(" + comparison.rawValue + " " + (lower ?? upper ?? .null).literal + ")" }
        return (includesLower ? "[" : "(") + (lower?.literal ?? "null") + ".." + (upper?.literal ?? "null") + (includesUpper ? "]" : ")")
    }
}
