internal import Vocabulary

extension Builtins {
    static let conversions: [FEELFunction] = [
        overloaded("date", [[some("from")], [number("year"), number("month"), number("day")]], .date) { try date($0) },
        overloaded(
            "time",
            [[some("from")], [number("hour"), number("minute"), number("second"), FEELParameter("offset", .daysTime).optional]],
            .time
        ) { try time($0) },
        overloaded(
            "date and time",
            [[some("from")], [some("date"), FEELParameter("time", .time)], [some("date"), string("time zone")]],
            .dateTime
        ) {
            try dateTime($0)
        },
        function("duration", [string("from")], .any) { arguments in
            guard let value = TemporalText.duration(try arguments.string(0)) else { throw FEELFailure("der Text ist keine Dauer") }
            return value
        },
        function("years and months duration", [some("from"), some("to")], .yearsMonths) { arguments in
            guard let from = day(arguments[0]), let to = day(arguments[1]) else { throw FEELFailure("es fehlt ein Datum") }
            return .yearsMonths(months(from, to))
        },
        function("number", [some("from"), string("grouping separator").optional, string("decimal separator").optional], .number) {
            try number($0)
        },
        function("string", [any("from")], .string) { $0[0] == .null ? .null : .string($0[0].text) },
        function("range", [string("from")], .range(.any)) { try range($0) },
    ]

    private static func day(_ value: FEELValue) -> CalendarDate? {
        switch value {
        case .date(let date): date
        case .dateTime(let value): value.date
        case .string(let text): TemporalText.date(text)
        default: nil
        }
    }

    /// Whole months from one day to another.
    private static func months(_ from: CalendarDate, _ to: CalendarDate) -> Int {
        guard from <= to else { return -months(to, from) }
        return (to.year - from.year) * 12 + to.month - from.month - (to.day < from.day ? 1 : 0)
    }

    private static func date(_ arguments: Arguments) throws -> FEELValue {
        if arguments.count == 1 {
            guard let date = day(arguments[0]) else { throw FEELFailure("aus \(arguments[0].literal) wird kein Datum") }
            return .date(date)
        }
        guard let date = CalendarDate(year: try arguments.integer(0), month: try arguments.integer(1), day: try arguments.integer(2)) else {
            throw FEELFailure("diesen Tag gibt es nicht")
        }
        return .date(date)
    }

    private static func time(_ arguments: Arguments) throws -> FEELValue {
        if arguments.count == 1 {
            switch arguments[0] {
            case .time: return arguments[0]
            case .dateTime(let value): return .time(value.time)
            case .date: return .time(FEELTime(nanoseconds: 0, zone: .offset(0)))
            case .string(let text):
                guard let time = TemporalText.time(text) else { throw FEELFailure("der Text ist keine Uhrzeit") }
                return .time(time)
            default: throw FEELFailure("aus \(FEELType(of: arguments[0]).name) wird keine Uhrzeit")
            }
        }
        let (hour, minute, second) = (try arguments.integer(0), try arguments.integer(1), try arguments.number(2))
        let nanoseconds = (second * 1_000_000_000)?.truncated
        guard (0...23).contains(hour), (0...59).contains(minute), let nanoseconds, (0..<60 * FEELTime.second).contains(nanoseconds) else {
            throw FEELFailure("diese Uhrzeit gibt es nicht")
        }
        var zone: FEELZone?
        if case .daysTime(let offset) = arguments[3] {
            guard abs(offset) <= 18 * 3600 * Int128(FEELTime.second) else { throw FEELFailure("der Abstand zu UTC ist zu groß") }
            zone = .offset(Int(offset / Int128(FEELTime.second)))
        }
        return .time(FEELTime(nanoseconds: (hour * 60 + minute) * 60 * FEELTime.second + nanoseconds, zone: zone))
    }

    private static func dateTime(_ arguments: Arguments) throws -> FEELValue {
        if arguments.count == 1 {
            switch arguments[0] {
            case .dateTime: return arguments[0]
            case .date(let date): return .dateTime(FEELDateTime(date: date, time: FEELTime(nanoseconds: 0, zone: .offset(0))))
            case .string(let text):
                guard let value = TemporalText.dateTime(text) else { throw FEELFailure("der Text ist kein Zeitpunkt") }
                return .dateTime(value)
            default: throw FEELFailure("aus \(FEELType(of: arguments[0]).name) wird kein Zeitpunkt")
            }
        }
        switch (arguments[0], arguments[1]) {
        case (.date(let date), .time(let time)): return .dateTime(FEELDateTime(date: date, time: time))
        case (.dateTime(let value), .time(let time)): return .dateTime(FEELDateTime(date: value.date, time: time))
        case (.dateTime(let value), .string(let region)):
            guard let moved = TemporalText.dateTime("1970-01-01T00:00:00@" + region)?.time.zone else {
                throw FEELFailure("diese Zeitzone gibt es nicht")
            }
            let seconds = Int(value.universal / Int128(FEELTime.second))
            let local = FEELDateTime(date: CalendarDate(dayNumber: 0), time: FEELTime(nanoseconds: 0, zone: moved))
            guard let result = local.adding(value.universal + Int128(moved.offset(atLocal: seconds) * FEELTime.second)) else {
                throw FEELFailure("der Zeitpunkt ist zu weit entfernt")
            }
            return .dateTime(result)
        default: throw FEELFailure("daraus wird kein Zeitpunkt")
        }
    }

    private static func number(_ arguments: Arguments) throws -> FEELValue {
        if arguments.count == 1, case .number = arguments[0] { return arguments[0] }
        var text = try arguments.string(0)
        let grouping = arguments[1] == .null ? nil : try arguments.string(1)
        let point = arguments[2] == .null ? nil : try arguments.string(2)
        guard arguments.count != 2 else { throw FEELFailure("„decimal separator“ fehlt") }
        guard grouping == nil || [" ", ",", "."].contains(grouping), point == nil || [",", "."].contains(point),
            grouping == nil || grouping != point
        else {
            throw FEELFailure("die Trennzeichen passen nicht")
        }
        if let grouping { text = text.replacing(grouping, with: "") }
        if let point { text = text.replacing(point, with: ".") }
        guard let number = Number(text) else { throw FEELFailure("der Text ist keine Zahl") }
        return .number(number)
    }

    /// A range written as text, with literals as its ends.
    private static func range(_ arguments: Arguments) throws -> FEELValue {
        let text = try arguments.string(0)
        guard let expression = try? Expression(text), case .range(let lower, _, let upper, _) = expression.root.kind,
            [lower, upper].allSatisfy(isLiteral), case .range(let range) = expression.evaluate(in: []),
            range.lower != .null, range.upper != .null
        else { throw FEELFailure("der Text ist kein Bereich") }
        return .range(range)
    }

    /// Whether a node is a literal or a call like `date("2026-01-01")`.
    private static func isLiteral(_ node: Node) -> Bool {
        switch node.kind {
        case .literal: true
        case .negate(let inner): isLiteral(inner)
        case .call(let callee, let arguments):
            ["date", "time", "date and time", "duration"].contains(callee.path?.first) && arguments.count == 1
                && arguments.allSatisfy { if case .literal = $0.value.kind { true } else { false } }
        default: false
        }
    }
}
