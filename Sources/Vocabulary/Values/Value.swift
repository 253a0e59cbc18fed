public import Foundation

/// What a field of a record holds.
///
/// Missing is not a value: an absent field has none.
public enum Value: Hashable, Sendable {
    /// Text of any kind; codes are their keys.
    case text(String)
    /// Yes or no.
    case boolean(Bool)
    /// A whole or decimal number in the unit of its field.
    case number(Decimal)
    /// A day.
    case date(CalendarDate)
    /// A month of a year.
    case month(YearMonth)
    /// A point in time.
    case time(Instant)
    /// Several values in order.
    case list([Value])
    /// Named values; the order of names carries no meaning.
    case group([String: Value])
}

extension Value {
    /// The value as JSON: ISO dates as strings, numbers as numbers, codes as their keys, groups with sorted names.
    public var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .boolean(let flag): .boolean(flag)
        case .number(let number): .number(number)
        case .date(let date): .string(date.description)
        case .month(let month): .string(month.description)
        case .time(let instant): .string(instant.description)
        case .list(let values): .array(values.map(\.json))
        case .group(let members):
            .object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })
        }
    }

    /// The value as a German reader expects it: `03.02.1984`, `1.234,56`, `Ja`.
    public var german: String {
        switch self {
        case .text(let text): text
        case .boolean(let flag): flag ? "Ja" : "Nein"
        case .number(let number): Self.german(number)
        case .date(let date): date.german
        case .month(let month): CalendarDate.padded(month.month, 2) + "/" + CalendarDate.padded(month.year, 4)
        case .time(let instant): instant.german
        case .list(let values): values.map(\.german).joined(separator: ", ")
        case .group(let members):
            members.sorted { $0.key < $1.key }.map(\.value.german).joined(separator: ", ")
        }
    }

    /// A number with grouped thousands and a decimal comma, filled up with zeros to so many decimals.
    public static func german(_ number: Decimal, fraction least: Int = 0) -> String {
        var whole = "\(number)"
        let negative = whole.hasPrefix("-")
        if negative { whole.removeFirst() }
        let parts = whole.split(separator: ".")
        var grouped = ""
        for (index, digit) in (parts.first ?? "0").reversed().enumerated() {
            if index > 0, index % 3 == 0 { grouped.append(".") }
            grouped.append(digit)
        }
        var decimals = parts.count > 1 ? String(parts[1]) : ""
        decimals += String(repeating: "0", count: max(0, least - decimals.count))
        let fraction = decimals.isEmpty ? "" : "," + decimals
        return (negative ? "-" : "") + String(grouped.reversed()) + fraction
    }
}

extension Value: Codable {
    private enum Kind: String, CodingKey {
        case text, boolean, number, date, month, time, list, group
    }

    /// Reads an object with one member, named after the kind of value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Kind.self)
        switch container.allKeys.first {
        case .text: self = .text(try container.decode(String.self, forKey: .text))
        case .boolean: self = .boolean(try container.decode(Bool.self, forKey: .boolean))
        case .number: self = .number(try container.decode(Decimal.self, forKey: .number))
        case .date: self = .date(try container.decode(CalendarDate.self, forKey: .date))
        case .month: self = .month(try container.decode(YearMonth.self, forKey: .month))
        case .time: self = .time(try container.decode(Instant.self, forKey: .time))
        case .list: self = .list(try container.decode([Value].self, forKey: .list))
        case .group: self = .group(try container.decode([String: Value].self, forKey: .group))
        case nil:
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a value"))
        }
    }

    /// Writes an object with one member, named after the kind of value: `{"date": "1984-02-03"}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Kind.self)
        switch self {
        case .text(let text): try container.encode(text, forKey: .text)
        case .boolean(let flag): try container.encode(flag, forKey: .boolean)
        case .number(let number): try container.encode(number, forKey: .number)
        case .date(let date): try container.encode(date, forKey: .date)
        case .month(let month): try container.encode(month, forKey: .month)
        case .time(let instant): try container.encode(instant, forKey: .time)
        case .list(let values): try container.encode(values, forKey: .list)
        case .group(let members): try container.encode(members, forKey: .group)
        }
    }
}
