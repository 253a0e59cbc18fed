public import Foundation
public import Vocabulary

/// A value of an expression.
///
/// `null` is both "not there" and "could not be determined" (DMN 1.5, 10.3.2.2).
public indirect enum FEELValue: Hashable, Sendable {
    /// Absent, or not to be determined.
    case null
    /// A truth value.
    case boolean(Bool)
    /// A number.
    case number(Decimal)
    /// A string.
    case string(String)
    /// A day.
    case date(CalendarDate)
    /// A list.
    case list([FEELValue])
    /// A context: named values.
    case context([String: FEELValue])

    /// Takes a record's value: months and points in time are compared as their ISO text and day.
    public init(_ value: Value?) {
        switch value {
        case nil: self = .null
        case .text(let text): self = .string(text)
        case .boolean(let flag): self = .boolean(flag)
        case .number(let number): self = .number(number)
        case .date(let date): self = .date(date)
        case .month(let month): self = .string(month.description)
        case .time(let instant): self = .date(instant.localDate)
        case .list(let values): self = .list(values.map { FEELValue($0) })
        case .group(let members): self = .context(members.mapValues { FEELValue($0) })
        }
    }

    /// The name of its type in error messages.
    var typeName: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .date: "date"
        case .list: "list"
        case .context: "context"
        }
    }
}
