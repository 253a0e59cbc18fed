internal import Vocabulary

extension Evaluation {
    func compare(_ comparison: Comparison, _ a: FEELValue, _ b: FEELValue, _ node: Node) -> FEELValue {
        switch comparison {
        case .equal, .notEqual:
            guard let same = FEELValue.equals(a, b) else { return mismatch(node, comparison.rawValue, a, b) }
            return .boolean(same == (comparison == .equal))
        default:
            guard let order = FEELValue.order(a, b) else { return mismatch(node, comparison.rawValue, a, b) }
            switch comparison {
            case .less: return .boolean(order < 0)
            case .lessOrEqual: return .boolean(order <= 0)
            case .greater: return .boolean(order > 0)
            default: return .boolean(order >= 0)
            }
        }
    }

    private func mismatch(_ node: Node, _ operation: String, _ a: FEELValue, _ b: FEELValue) -> FEELValue {
        if a == .null || b == .null { return fail(node, "ein Wert vor oder nach „\(operation)“ fehlt") }
        return log.fail(.type, node, "„\(operation)“ geht nicht mit \(FEELType(of: a).name) und \(FEELType(of: b).name)")
    }

    func negate(_ value: FEELValue, _ node: Node) -> FEELValue {
        switch value {
        case .number(let number): .number(-number)
        case .yearsMonths(let months): .yearsMonths(-months)
        case .daysTime(let duration): .daysTime(-duration)
        default: log.fail(.type, node, "„-“ geht nicht mit \(FEELType(of: value).name)")
        }
    }

    /// Arithmetic (DMN 1.5, tables 53 to 58).
    func arithmetic(_ operation: Node.Arithmetic, _ a: FEELValue, _ b: FEELValue, _ node: Node) -> FEELValue {
        if a == .null || b == .null { return mismatch(node, operation.rawValue, a, b) }
        let known: (possible: Bool, value: FEELValue?)
        if case .number(let x) = a, case .number(let y) = b {
            known = (true, Self.numbers(operation, x, y).map(FEELValue.number))
        } else {
            switch operation {
            case .add: known = Self.sum(a, b)
            case .subtract: known = Self.difference(a, b)
            case .multiply: known = Self.product(a, b)
            case .divide: known = Self.quotient(a, b)
            case .power: known = (false, nil)
            }
        }
        if known.value?.isTooLarge == true { return fail(node, "die Zeichenkette ist zu lang") }
        guard known.possible else { return mismatch(node, operation.rawValue, a, b) }
        if operation == .divide, b == .number(0) { return fail(node, "durch null wird nicht geteilt") }
        return known.value ?? fail(node, "das Ergebnis von „\(operation.rawValue)“ ist zu groß oder nicht bestimmt")
    }

    private static func numbers(_ operation: Node.Arithmetic, _ x: Number, _ y: Number) -> Number? {
        switch operation {
        case .add: x + y
        case .subtract: x - y
        case .multiply: x * y
        case .divide: y == 0 ? nil : x / y
        case .power: x.power(y)
        }
    }

    private static func sum(_ a: FEELValue, _ b: FEELValue) -> (Bool, FEELValue?) {
        switch (a, b) {
        case (.string(let x), .string(let y)): return (true, .string(x + y))
        case (.yearsMonths(let x), .yearsMonths(let y)): return (true, months(x.addingReportingOverflow(y)))
        case (.daysTime(let x), .daysTime(let y)): return (true, duration(x.addingReportingOverflow(y)))
        case (.date(let date), .yearsMonths(let months)), (.yearsMonths(let months), .date(let date)):
            return (true, FEELDateTime.day(date, plusMonths: months).map(FEELValue.date))
        case (.date(let date), .daysTime(let duration)), (.daysTime(let duration), .date(let date)):
            return (true, midnight(date).adding(duration).map { .date($0.date) })
        case (.dateTime(let value), .yearsMonths(let months)), (.yearsMonths(let months), .dateTime(let value)):
            return (true, FEELDateTime.day(value.date, plusMonths: months).map { .dateTime(FEELDateTime(date: $0, time: value.time)) })
        case (.dateTime(let value), .daysTime(let duration)), (.daysTime(let duration), .dateTime(let value)):
            return (true, value.adding(duration).map(FEELValue.dateTime))
        case (.time(let time), .daysTime(let duration)), (.daysTime(let duration), .time(let time)):
            let day = Int128(FEELTime.day)
            let sum = ((Int128(time.nanoseconds) + duration % day) % day + day) % day
            return (true, .time(FEELTime(nanoseconds: Int(sum), zone: time.zone)))
        default: return (false, nil)
        }
    }

    private static func difference(_ a: FEELValue, _ b: FEELValue) -> (Bool, FEELValue?) {
        switch (a, b) {
        case (.yearsMonths(let x), .yearsMonths(let y)): return (true, months(x.subtractingReportingOverflow(y)))
        case (.daysTime(let x), .daysTime(let y)): return (true, duration(x.subtractingReportingOverflow(y)))
        case (.date(let x), .date(let y)): return (true, .daysTime(Int128(x.dayNumber - y.dayNumber) * Int128(FEELTime.day)))
        case (.date(let x), .dateTime(let y)): return between(midnight(x, zone: .offset(0)), y)
        case (.dateTime(let x), .date(let y)): return between(x, midnight(y, zone: .offset(0)))
        case (.dateTime(let x), .dateTime(let y)): return between(x, y)
        case (.time(let x), .time(let y)):
            guard (x.zone == nil) == (y.zone == nil) else { return (false, nil) }
            return (true, .daysTime(Int128(x.universal - y.universal)))
        case (_, .yearsMonths(let months)): return sum(a, .yearsMonths(-months))
        case (_, .daysTime(let duration)): return sum(a, .daysTime(-duration))
        default: return (false, nil)
        }
    }

    private static func between(_ x: FEELDateTime, _ y: FEELDateTime) -> (Bool, FEELValue?) {
        guard (x.time.zone == nil) == (y.time.zone == nil) else { return (false, nil) }
        return (true, .daysTime(x.universal - y.universal))
    }

    /// Beside a date and time a date is midnight of universal time, so that one without zone is not comparable (DMN TCK, 0100-arithmetic).
    private static func midnight(_ date: CalendarDate, zone: FEELZone? = nil) -> FEELDateTime {
        FEELDateTime(date: date, time: FEELTime(nanoseconds: 0, zone: zone))
    }

    private static func product(_ a: FEELValue, _ b: FEELValue) -> (Bool, FEELValue?) {
        switch (a, b) {
        case (.yearsMonths(let x), .number(let y)), (.number(let y), .yearsMonths(let x)):
            return (true, (Number(x) * y)?.truncated.map(FEELValue.yearsMonths))
        case (.daysTime(let x), .number(let y)), (.number(let y), .daysTime(let x)):
            return (true, Number(String(x)).flatMap { $0 * y }.flatMap(nanoseconds))
        default: return (false, nil)
        }
    }

    private static func quotient(_ a: FEELValue, _ b: FEELValue) -> (Bool, FEELValue?) {
        switch (a, b) {
        case (.yearsMonths(let x), .number(let y)): return (true, (Number(x) / y)?.truncated.map(FEELValue.yearsMonths))
        case (.daysTime(let x), .number(let y)): return (true, Number(String(x)).flatMap { $0 / y }.flatMap(nanoseconds))
        case (.yearsMonths(let x), .yearsMonths(let y)): return (true, (Number(x) / Number(y)).map(FEELValue.number))
        case (.daysTime(let x), .daysTime(let y)):
            guard let first = Number(String(x)), let second = Number(String(y)) else { return (true, nil) }
            return (true, (first / second).map(FEELValue.number))
        default: return (false, nil)
        }
    }

    private static func months(_ result: (partialValue: Int, overflow: Bool)) -> FEELValue? {
        result.overflow ? nil : .yearsMonths(result.partialValue)
    }

    private static func duration(_ result: (partialValue: Int128, overflow: Bool)) -> FEELValue? {
        result.overflow ? nil : .daysTime(result.partialValue)
    }

    private static func nanoseconds(_ number: Number) -> FEELValue? {
        number.rounded(.towardZero).flatMap { Int128($0.description) }.map(FEELValue.daysTime)
    }
}

/// The parts of dates, times, durations and ranges (DMN 1.5, table 65).
enum Properties {
    static func value(_ name: String, of base: FEELValue) -> FEELValue? {
        switch base {
        case .date(let date): self.date(name, date)
        case .time(let time): self.time(name, time)
        case .dateTime(let value): date(name, value.date) ?? offset(name, value) ?? time(name, value.time)
        case .yearsMonths(let months):
            name == "years" ? .number(Number(months / 12)) : name == "months" ? .number(Number(months % 12)) : nil
        case .daysTime(let duration): self.duration(name, duration)
        case .range(let range): self.range(name, range)
        default: nil
        }
    }

    static let all: [String] = [
        "year", "month", "day", "weekday", "hour", "minute", "second", "time offset", "timezone", "years", "months", "days", "hours",
        "minutes", "seconds", "start", "end", "start included", "end included",
    ]

    private static func date(_ name: String, _ date: CalendarDate) -> FEELValue? {
        switch name {
        case "year": .number(Number(date.year))
        case "month": .number(Number(date.month))
        case "day": .number(Number(date.day))
        case "weekday": .number(Number(date.weekday))
        default: nil
        }
    }

    private static func offset(_ name: String, _ value: FEELDateTime) -> FEELValue? {
        guard name == "time offset", let zone = value.time.zone else { return nil }
        let seconds = zone.offset(atLocal: value.date.dayNumber * 86_400 + value.time.nanoseconds / FEELTime.second)
        return .daysTime(Int128(seconds) * Int128(FEELTime.second))
    }

    private static func time(_ name: String, _ time: FEELTime) -> FEELValue? {
        switch name {
        case "hour": return .number(Number(time.hour))
        case "minute": return .number(Number(time.minute))
        case "second": return .number(Number(time.second))
        case "timezone":
            guard case .region(let region)? = time.zone else { return .null }
            return .string(region)
        case "time offset":
            guard let zone = time.zone else { return .null }
            return .daysTime(Int128(zone.offset(atLocal: 946_684_800)) * Int128(FEELTime.second))
        default: return nil
        }
    }

    private static func duration(_ name: String, _ duration: Int128) -> FEELValue? {
        let seconds = Int(duration / Int128(FEELTime.second))
        switch name {
        case "days": return .number(Number(seconds / 86_400))
        case "hours": return .number(Number(seconds / 3600 % 24))
        case "minutes": return .number(Number(seconds / 60 % 60))
        case "seconds": return .number(Number(seconds % 60))
        default: return nil
        }
    }

    private static func range(_ name: String, _ range: FEELRange) -> FEELValue? {
        switch name {
        case "start": range.lower ?? .null
        case "end": range.upper ?? .null
        case "start included": .boolean(range.includesLower)
        case "end included": .boolean(range.includesUpper)
        default: nil
        }
    }
}
