public import Vocabulary

/// A value of an expression (DMN 1.5, 10.3.2).
///
/// `null` is both "not there" and "could not be determined". Two values are equal in Swift's sense when they are the same
/// value; what `=` in an expression says is `equals(_:_:)`.
public enum FEELValue: Hashable, Sendable {
    /// Absent, or not to be determined.
    case null
    /// A truth value.
    case boolean(Bool)
    /// A number of 34 significant digits.
    case number(Number)
    /// A string.
    case string(String)
    /// A day.
    case date(CalendarDate)
    /// A time of day.
    case time(FEELTime)
    /// A day with a time.
    case dateTime(FEELDateTime)
    /// A duration in months.
    case yearsMonths(Int)
    /// A duration in nanoseconds.
    case daysTime(Int128)
    /// A list.
    case list([FEELValue])
    /// Named values.
    case context(FEELContext)
    /// Everything between two ends.
    indirect case range(FEELRange)
    /// A function.
    case function(FEELFunction)

    /// Takes a record's value: a month is its ISO text, a point in time its day in German local time.
    public init(_ value: Value?) {
        switch value {
        case nil: self = .null
        case .text(let text): self = .string(text)
        case .boolean(let flag): self = .boolean(flag)
        case .number(let number): self = Number(number).map(FEELValue.number) ?? .null
        case .date(let date): self = .date(date)
        case .month(let month): self = .string(month.description)
        case .time(let instant): self = .date(instant.localDate)
        case .list(let values): self = .list(values.map { FEELValue($0) })
        case .group(let members): self = .context(FEELContext(members.mapValues { FEELValue($0) }))
        }
    }

    /// The truth it is; nil for everything but a boolean.
    public var truth: Bool? { if case .boolean(let flag) = self { flag } else { nil } }

    /// Whether it takes more memory than an expression may: doubling a text forty times would take all there is.
    var isTooLarge: Bool {
        switch self {
        case .string(let text): text.utf8.count > 1_000_000
        case .list(let items): items.count > 1_000_000
        default: false
        }
    }

    /// What a list holds; any other value is a list of itself (DMN 1.5, 10.3.2.9.4).
    var items: [FEELValue] { if case .list(let items) = self { items } else { [self] } }
}

/// Named values in the order in which they were given.
public struct FEELContext: Sendable {
    /// The names in order.
    public private(set) var keys: [String] = []
    private var values: [String: FEELValue] = [:]

    /// An empty context.
    public init() {}

    /// Named values in alphabetical order.
    public init(_ values: [String: FEELValue]) {
        keys = values.keys.sorted()
        self.values = values
    }

    /// The value of a name; nil when there is none.
    public subscript(key: String) -> FEELValue? {
        get { values[key] }
        set {
            if values[key] == nil, newValue != nil { keys.append(key) }
            if newValue == nil { keys.removeAll { $0 == key } }
            values[key] = newValue
        }
    }

    /// The named values without their order.
    public var members: [String: FEELValue] { values }
}

extension FEELContext: Hashable, ExpressibleByDictionaryLiteral {
    /// Named values in the order of the literal.
    public init(dictionaryLiteral elements: (String, FEELValue)...) {
        for (key, value) in elements { self[key] = value }
    }
    /// The order of the names does not matter.
    public static func == (a: FEELContext, b: FEELContext) -> Bool { a.values == b.values }
    /// Equal contexts hash alike.
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

/// Everything between two ends, or on one side of a value.
public struct FEELRange: Hashable, Sendable {
    /// How it was written; a comparison such as `< 5` is another range than an interval (DMN 1.5, 10.3.2.7).
    enum Form: Hashable { case interval, comparison(Comparison) }

    var form = Form.interval
    /// The lower end; nil when there is none.
    var lower: FEELValue?
    var includesLower: Bool
    /// The upper end; nil when there is none.
    var upper: FEELValue?
    var includesUpper: Bool

    /// The values for which `value <comparison> end` holds.
    init(_ comparison: Comparison, _ end: FEELValue) {
        form = .comparison(comparison)
        let isLower = [.greater, .greaterOrEqual, .equal, .notEqual].contains(comparison)
        let isUpper = [.less, .lessOrEqual, .equal, .notEqual].contains(comparison)
        lower = isLower ? end : nil
        upper = isUpper ? end : nil
        includesLower = isLower && [.greaterOrEqual, .equal].contains(comparison)
        includesUpper = isUpper && [.lessOrEqual, .equal].contains(comparison)
    }

    init(lower: FEELValue?, includesLower: Bool, upper: FEELValue?, includesUpper: Bool) {
        (self.lower, self.includesLower, self.upper, self.includesUpper) = (lower, includesLower, upper, includesUpper)
    }

    /// Whether a value lies within; nil when that cannot be told.
    func contains(_ value: FEELValue) -> Bool? {
        if case .comparison(.notEqual) = form, let lower { return FEELValue.equals(value, lower).map { !$0 } }
        if case .comparison(.equal) = form, let lower { return FEELValue.equals(value, lower) }
        var result = true
        if let lower {
            guard let order = FEELValue.order(lower, value) else { return nil }
            result = order < 0 || (order == 0 && includesLower)
        }
        if let upper {
            guard let order = FEELValue.order(value, upper) else { return nil }
            result = result && (order < 0 || (order == 0 && includesUpper))
        }
        return result
    }
}

/// The operators that compare.
enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}
