internal import Vocabulary

extension Builtins {
    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    static let temporal: [FEELFunction] = [
        function("is", [any("value1").optional, any("value2").optional], .boolean) { .boolean($0[0] == $0[1]) },
        ofDay("day of year", .number) { .number(Number(dayOfYear($0))) },
        ofDay("day of week", .string) { .string(days[$0.weekday - 1]) },
        ofDay("month of year", .string) { .string(months[$0.month - 1]) },
        ofDay("week of year", .number) { date in
            // The week of a day is the week of its Thursday (ISO 8601).
            .number(Number((dayOfYear(date.adding(days: 4 - date.weekday)) + 6) / 7))
        },
        FEELFunction(
            "now",
            [.init(parameters: [])],
            result: .dateTime,
            body: .native { arguments in
                guard let now = arguments.evaluation.log.now else { throw FEELFailure("die Zeit ist nicht bekannt") }
                return .dateTime(now)
            }
        ),
        FEELFunction(
            "today",
            [.init(parameters: [])],
            result: .date,
            body: .native { arguments in
                guard let now = arguments.evaluation.log.now else { throw FEELFailure("der Tag ist nicht bekannt") }
                return .date(now.date)
            }
        ),
    ]

    private static func dayOfYear(_ date: CalendarDate) -> Int {
        date.dayNumber - (CalendarDate(year: date.year, month: 1, day: 1)?.dayNumber ?? 0) + 1
    }

    private static func ofDay(_ name: String, _ result: FEELType, _ body: @escaping @Sendable (CalendarDate) -> FEELValue) -> FEELFunction {
        function(name, [some("date")], result) { arguments in
            switch arguments[0] {
            case .date(let date): return body(date)
            case .dateTime(let value): return body(value.date)
            case let other: throw FEELFailure("„date“ ist \(FEELType(of: other).name) statt date")
            }
        }
    }
}
