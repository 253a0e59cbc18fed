extension Builtins {
    static let numbers: [FEELFunction] = [
        function("decimal", [number("n"), number("scale")], .number) { try rounded($0, .halfEven) },
        overloaded("floor", scaled, .number) { try rounded($0, .floor) },
        overloaded("ceiling", scaled, .number) { try rounded($0, .ceiling) },
        function("round up", [number("n"), number("scale")], .number) { try rounded($0, .awayFromZero) },
        function("round down", [number("n"), number("scale")], .number) { try rounded($0, .towardZero) },
        function("round half up", [number("n"), number("scale")], .number) { try rounded($0, .halfUp) },
        function("round half down", [number("n"), number("scale")], .number) { try rounded($0, .halfDown) },
        function("abs", [some("n")], .any, of: { $0.first ?? .any }) { arguments in
            switch arguments[0] {
            case .number(let number): return .number(number.magnitude)
            case .yearsMonths(let months): return .yearsMonths(abs(months))
            case .daysTime(let duration): return .daysTime(abs(duration))
            case let other: throw FEELFailure("„n“ ist \(FEELType(of: other).name) statt number oder duration")
            }
        },
        function("modulo", [number("dividend"), number("divisor")], .number) { arguments in
            let (dividend, divisor) = (try arguments.number(0), try arguments.number(1))
            guard divisor != 0 else { throw FEELFailure("durch null wird nicht geteilt") }
            return try value((dividend / divisor).flatMap { $0.floor * divisor }.flatMap { dividend - $0 })
        },
        function("sqrt", [number("number")], .number) { arguments in
            let number = try arguments.number(0)
            guard number >= 0 else { throw FEELFailure("negative Zahlen haben keine Wurzel") }
            return try value(number.squareRoot)
        },
        function("log", [number("number")], .number) { arguments in
            let number = try arguments.number(0)
            guard number > 0 else { throw FEELFailure("nur Zahlen über 0 haben einen Logarithmus") }
            return try value(number.logarithm)
        },
        function("exp", [number("number")], .number) { try value(try $0.number(0).exponential) },
        function("odd", [number("number")], .boolean) { .boolean(try remainder($0) == 1) },
        function("even", [number("number")], .boolean) { .boolean(try remainder($0) == 0) },
    ]

    private static let scaled = [[number("n")], [number("n"), number("scale")]]

    private static func rounded(_ arguments: Arguments, _ rounding: Number.Rounding) throws -> FEELValue {
        let scale = arguments.count > 1 ? try arguments.integer(1) : 0
        guard (-6111...6176).contains(scale) else { throw FEELFailure("„scale“ liegt nicht zwischen -6111 und 6176") }
        let number = try arguments.number(0)
        // A number that has fewer decimals than asked for and no room for more zeros stays as it is.
        return .number(number.rounded(scale: scale, rounding) ?? number)
    }

    private static func remainder(_ arguments: Arguments) throws -> Number? {
        let number = try arguments.number(0)
        return (number / 2).flatMap { $0.floor * 2 }.flatMap { number - $0 }
    }
}
