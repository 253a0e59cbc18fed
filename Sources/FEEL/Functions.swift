internal import Foundation
internal import Vocabulary

/// The built-in functions (DMN 1.5, 10.3.4), as far as definitions use them yet.
enum Functions {
    static let names: Set<String> = [
        "abs", "contains", "count", "date", "ends with", "list contains", "lower case", "max", "min", "not", "starts with",
        "string length", "sum",
    ]

    static func call(_ name: String, _ arguments: [FEELValue]) -> FEELValue {
        switch (name, arguments.first ?? .null, arguments.count > 1 ? arguments[1] : .null) {
        case ("not", .boolean(let flag), _): return .boolean(!flag)
        case ("count", .list(let items), _): return .number(Decimal(items.count))
        case ("sum", .list(let items), _): return fold(items) { $0 + $1 }
        case ("min", .list(let items), _): return fold(items) { Swift.min($0, $1) }
        case ("max", .list(let items), _): return fold(items) { Swift.max($0, $1) }
        case ("abs", .number(let number), _): return .number(Swift.abs(number))
        case ("date", .string(let text), _): return CalendarDate(iso: text).map(FEELValue.date) ?? .null
        case ("string length", .string(let text), _): return .number(Decimal(text.unicodeScalars.count))
        case ("lower case", .string(let text), _): return .string(text.lowercased())
        case ("contains", .string(let text), .string(let part)): return .boolean(text.contains(part))
        case ("starts with", .string(let text), .string(let part)): return .boolean(text.hasPrefix(part))
        case ("ends with", .string(let text), .string(let part)): return .boolean(text.hasSuffix(part))
        case ("list contains", .list(let items), let item): return .boolean(items.contains(item))
        default: return .null
        }
    }

    /// Folds numbers; null when the list is empty or holds anything else.
    private static func fold(_ items: [FEELValue], _ combine: (Decimal, Decimal) -> Decimal) -> FEELValue {
        var result: Decimal?
        for item in items {
            guard case .number(let number) = item else { return .null }
            result = result.map { combine($0, number) } ?? number
        }
        return result.map(FEELValue.number) ?? .null
    }
}
