/// The functions of the standard (DMN 1.5, 10.3.4).
enum Builtins {
    /// One way to call it.
    static func function(
        _ name: String,
        _ parameters: [FEELParameter],
        _ result: FEELType,
        of resultOf: (@Sendable ([FEELType]) -> FEELType)? = nil,
        _ body: @escaping @Sendable (Arguments) throws -> FEELValue
    ) -> FEELFunction {
        FEELFunction(name, [.init(parameters: parameters)], result: result, resultOf: resultOf, body: .native(body))
    }

    /// Several ways to call it.
    static func overloaded(
        _ name: String,
        _ signatures: [[FEELParameter]],
        _ result: FEELType,
        of resultOf: (@Sendable ([FEELType]) -> FEELType)? = nil,
        _ body: @escaping @Sendable (Arguments) throws -> FEELValue
    ) -> FEELFunction {
        FEELFunction(name, signatures.map { .init(parameters: $0) }, result: result, resultOf: resultOf, body: .native(body))
    }

    /// With one list, or with its items as arguments.
    static func spread(
        _ name: String,
        _ item: FEELType,
        _ result: FEELType,
        of resultOf: (@Sendable ([FEELType]) -> FEELType)? = nil,
        _ body: @escaping @Sendable ([FEELValue]) throws -> FEELValue
    ) -> FEELFunction {
        FEELFunction(
            name,
            [
                .init(parameters: [FEELParameter("list", .list(item))]),
                .init(parameters: [FEELParameter("list", item).nullable], isVariadic: true),
            ],
            result: result,
            resultOf: resultOf,
            body: .native { try body($0.spread) }
        )
    }

    static let text = FEELParameter("string", .string)
    static let list = FEELParameter("list", .list(.any))
    static func any(_ name: String) -> FEELParameter { FEELParameter(name, .any) }
    static func some(_ name: String) -> FEELParameter {
        var parameter = FEELParameter(name, .any)
        parameter.acceptsNull = false
        return parameter
    }
    static func string(_ name: String) -> FEELParameter { FEELParameter(name, .string) }
    static func number(_ name: String) -> FEELParameter { FEELParameter(name, .number) }

    /// The type of the items of the first argument, a list or the items themselves.
    static let itemOfFirst: @Sendable ([FEELType]) -> FEELType = { types in
        if types.count == 1, case .list(let item)? = types.first { return item }
        return types.count == 1 || Set(types).count == 1 ? types[0] : .any
    }

    /// A list like the first argument.
    static let likeFirst: @Sendable ([FEELType]) -> FEELType = { types in
        if case .list? = types.first { return types[0] }
        return .list(types.first ?? .any)
    }

    static func value(_ number: Number?) throws -> FEELValue {
        guard let number else { throw FEELFailure("das Ergebnis ist nicht bestimmt oder zu groß") }
        return .number(number)
    }
}
