/// A type of values (DMN 1.5, 10.3.2.2), as far as it matters for checking an expression.
public indirect enum FEELType: Hashable, Sendable {
    /// Any value; nothing is known of it.
    case any
    /// Only null.
    case null
    /// A truth value.
    case boolean
    /// A number.
    case number
    /// A string.
    case string
    /// One of these strings, such as the keys of a code list.
    case oneOf([String])
    /// A day.
    case date
    /// A time of day.
    case time
    /// A day with a time.
    case dateTime
    /// A duration in months.
    case yearsMonths
    /// A duration in days and parts of them.
    case daysTime
    /// A list of values of one type.
    case list(FEELType)
    /// A range of values of one type.
    case range(FEELType)
    /// A context with at least these members.
    case context([String: FEELType])
    /// A function with the types of its parameters and of its result.
    case function([FEELType], FEELType)

    /// The simple types by name.
    static let named: [String: FEELType] = [
        "Any": .any, "Null": .null, "boolean": .boolean, "number": .number, "string": .string, "date": .date, "time": .time,
        "date and time": .dateTime, "dateTime": .dateTime, "years and months duration": .yearsMonths,
        "yearMonthDuration": .yearsMonths, "days and time duration": .daysTime, "dayTimeDuration": .daysTime,
    ]

    /// A type by its name, such as `date and time` or `list<number>`; nil when there is none.
    public init?(named name: String) {
        guard let expression = try? Expression("null instance of " + name), case .instanceOf(_, let type) = expression.root.kind else {
            return nil
        }
        self = type
    }

    /// The name as FEEL writes it.
    public var name: String {
        switch self {
        case .any: "Any"
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .string, .oneOf: "string"
        case .date: "date"
        case .time: "time"
        case .dateTime: "date and time"
        case .yearsMonths: "years and months duration"
        case .daysTime: "days and time duration"
        case .list(let item): "list<\(item.name)>"
        case .range(let item): "range<\(item.name)>"
        case .context(let members):
            members.isEmpty
                ? "context" : "context<" + members.sorted { $0.key < $1.key }.map { "\($0): \($1.name)" }.joined(separator: ", ") + ">"
        case .function(let parameters, let result): "function<" + parameters.map(\.name).joined(separator: ", ") + "> -> " + result.name
        }
    }

    /// The type of a value.
    public init(of value: FEELValue) {
        switch value {
        case .null: self = .null
        case .boolean: self = .boolean
        case .number: self = .number
        case .string: self = .string
        case .date: self = .date
        case .time: self = .time
        case .dateTime: self = .dateTime
        case .yearsMonths: self = .yearsMonths
        case .daysTime: self = .daysTime
        case .list(let items):
            let types = Set(items.map { FEELType(of: $0) })
            self = .list(types.count == 1 ? types.first ?? .any : .any)
        case .context(let context): self = .context(context.members.mapValues { FEELType(of: $0) })
        case .range(let range): self = .range(FEELType(of: range.lower ?? range.upper ?? .null))
        case .function(let function): self = .function(function.parameters.map(\.type), function.result)
        }
    }

    /// Whether a value is of this type (DMN 1.5, 10.3.2.9.2); null is of no type but Null.
    public func contains(_ value: FEELValue) -> Bool {
        switch (self, value) {
        case (.null, .null): true
        case (_, .null): false
        case (.any, _), (.boolean, .boolean), (.number, .number), (.string, .string), (.date, .date), (.time, .time): true
        case (.dateTime, .dateTime), (.yearsMonths, .yearsMonths), (.daysTime, .daysTime): true
        case (.oneOf(let keys), .string(let text)): keys.contains(text)
        case (.list(let item), .list(let items)): items.allSatisfy { $0 == .null || item.contains($0) }
        case (.context(let members), .context(let context)):
            members.allSatisfy { name, type in context[name].map { $0 == .null || type.contains($0) } ?? false }
        case (.range(let item), .range(let range)): [range.lower, range.upper].compactMap { $0 }.allSatisfy { item.contains($0) }
        case (.function(let parameters, let result), .function(let function)):
            function.parameters.count == parameters.count
                && zip(parameters, function.parameters).allSatisfy { $1.type.conforms(to: $0) } && function.result.conforms(to: result)
        default: false
        }
    }

    /// The value as this type takes it, converting where DMN does (10.3.2.9.4); nil when it does not.
    public func coerced(_ value: FEELValue) -> FEELValue? {
        if value == .null || contains(value) { return value }
        switch (self, value) {
        case (.list(let item), _): if let one = item.coerced(value), value.items.count == 1 { return .list([one]) }
        case (.dateTime, .date(let date)): return .dateTime(FEELDateTime(date: date, time: FEELTime(nanoseconds: 0, zone: .offset(0))))
        default: break
        }
        if case .list(let items) = value, items.count == 1 { return coerced(items[0]) }
        return nil
    }

    /// Whether every value of this type is one of the other (DMN 1.5, 10.3.2.9.2).
    func conforms(to other: FEELType) -> Bool {
        switch (self, other) {
        case (_, .any), (.null, _): true
        case (.oneOf, .string): true
        case (.list(let a), .list(let b)), (.range(let a), .range(let b)): a.conforms(to: b)
        case (.context(let a), .context(let b)): b.allSatisfy { name, type in a[name]?.conforms(to: type) ?? false }
        case (.function(let a, let x), .function(let b, let y)):
            a.count == b.count && zip(b, a).allSatisfy { $0.conforms(to: $1) } && x.conforms(to: y)
        default: self == other
        }
    }
}
