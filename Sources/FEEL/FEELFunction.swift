/// A parameter of a function.
public struct FEELParameter: Hashable, Sendable {
    /// The name by which an argument may be given.
    public var name: String
    /// The type an argument is converted to.
    public var type: FEELType
    /// Whether it may be left out.
    var isOptional = false
    /// Whether null is an argument like any other.
    var acceptsNull = false

    /// A parameter that every call gives.
    public init(_ name: String, _ type: FEELType) {
        self.name = name
        self.type = type
        acceptsNull = type == .any
    }

    /// The same parameter, which may be left out or null.
    var optional: FEELParameter {
        var parameter = self
        (parameter.isOptional, parameter.acceptsNull) = (true, true)
        return parameter
    }

    /// The same parameter, which may be null.
    var nullable: FEELParameter {
        var parameter = self
        parameter.acceptsNull = true
        return parameter
    }
}

/// Why a function has no result for its arguments; in German, without the name of the function.
public struct FEELFailure: Error, Sendable {
    var message: String
    /// A failure with its reason.
    public init(_ message: String) { self.message = message }
}

/// A function: of the standard, of the program, or written in an expression.
public final class FEELFunction: Sendable {
    /// The parameters of one way to call a function.
    struct Signature: Sendable {
        var parameters: [FEELParameter]
        /// Whether the last parameter may be given any number of times.
        var isVariadic = false

        func takes(_ count: Int) -> Bool {
            count >= parameters.count { !$0.isOptional } && (isVariadic || count <= parameters.count)
        }

        func takes(_ names: [String]) -> Bool {
            Set(names).count == names.count && names.allSatisfy { name in parameters.contains { $0.name == name } }
                && parameters.allSatisfy { $0.isOptional || names.contains($0.name) }
        }
    }

    enum Body: Sendable {
        case native(@Sendable (Arguments) throws -> FEELValue)
        case expression(Node, scopes: [[String: FEELValue]])
    }

    /// The name; empty for a function written in an expression.
    public let name: String
    let signatures: [Signature]
    /// The type of the result.
    let result: FEELType
    /// The type of the result for arguments of these types, where it depends on them.
    let resultOf: (@Sendable ([FEELType]) -> FEELType)?
    let body: Body

    var parameters: [FEELParameter] { signatures[0].parameters }

    init(
        _ name: String,
        _ signatures: [Signature],
        result: FEELType,
        resultOf: (@Sendable ([FEELType]) -> FEELType)? = nil,
        body: Body
    ) {
        (self.name, self.signatures, self.result, self.resultOf, self.body) = (name, signatures, result, resultOf, body)
    }

    /// A function of the program.
    ///
    /// - Parameters:
    ///   - name: the name, which may have spaces.
    ///   - parameters: what it takes.
    ///   - result: what it gives.
    ///   - body: what it does; a `FEELFailure` makes the result null with that cause.
    public convenience init(
        _ name: String,
        _ parameters: [FEELParameter],
        result: FEELType,
        _ body: @escaping @Sendable ([FEELValue]) throws -> FEELValue
    ) {
        self.init(name, [Signature(parameters: parameters)], result: result, body: .native { try body($0.values) })
    }

    /// The arguments in the order of the parameters, converted to their types.
    func bind(_ arguments: [(name: String?, value: FEELValue)]) throws(FEELFailure) -> [FEELValue] {
        let names = arguments.compactMap(\.name)
        var failure = FEELFailure(wrongArguments(names))
        for signature in signatures
        where names.isEmpty ? signature.takes(arguments.count) : names.count == arguments.count && signature.takes(names) {
            do {
                if names.isEmpty { return try Self.convert(arguments.map(\.value), signature) }
                let given = Dictionary(arguments.map { ($0.name ?? "", $0.value) }) { first, _ in first }
                return try Self.convert(signature.parameters.map { given[$0.name] ?? .null }, signature)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    func wrongArguments(_ names: [String]) -> String {
        let ways = signatures.map {
            "(" + $0.parameters.map { $0.isOptional ? $0.name + "?" : $0.name }.joined(separator: ", ") + ($0.isVariadic ? ", …" : "") + ")"
        }
        return (names.isEmpty ? "die Zahl der Argumente passt nicht" : "die Namen der Argumente passen nicht") + "; möglich: "
            + ways.joined(separator: ", ")
    }

    private static func convert(_ values: [FEELValue], _ signature: Signature) throws(FEELFailure) -> [FEELValue] {
        var converted: [FEELValue] = []
        for (index, value) in values.enumerated() {
            let parameter = signature.parameters[min(index, signature.parameters.count - 1)]
            guard value != .null || parameter.acceptsNull else { throw FEELFailure("„\(parameter.name)“ ist leer") }
            guard let argument = parameter.type.coerced(value) else {
                throw FEELFailure("„\(parameter.name)“ ist \(FEELType(of: value).name) statt \(parameter.type.name)")
            }
            converted.append(argument)
        }
        return converted
    }
}

extension FEELFunction: Hashable {
    /// A function equals itself only.
    public static func == (a: FEELFunction, b: FEELFunction) -> Bool { a === b }
    /// By identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// The functions an expression may call.
public struct FunctionLibrary: Sendable {
    /// The functions by name.
    let functions: [String: FEELFunction]
    /// The names of more than one word by their first word, longest first.
    let phrases: [String: [[String]]]

    /// The functions of the standard (DMN 1.5, 10.3.4).
    public static let standard = FunctionLibrary(
        Builtins.conversions + Builtins.strings + Builtins.numbers + Builtins.lists + Builtins.contexts + Builtins.temporal
            + Builtins.ranges
    )

    /// The functions of the standard and some more.
    public func adding(_ more: [FEELFunction]) -> FunctionLibrary { FunctionLibrary(Array(functions.values) + more) }

    private init(_ all: [FEELFunction]) {
        functions = Dictionary(all.map { ($0.name, $0) }) { _, last in last }
        let words = functions.keys.map { $0.split(separator: " ").map(String.init) }.filter { $0.count > 1 }
        phrases = Dictionary(grouping: words) { $0[0] }.mapValues { $0.sorted { $0.count > $1.count } }
    }

    subscript(name: String) -> FEELFunction? { functions[name] }
}

/// The converted arguments of a call.
struct Arguments {
    var values: [FEELValue]
    var evaluation: Evaluation

    var count: Int { values.count }
    subscript(index: Int) -> FEELValue { index < values.count ? values[index] : .null }

    func number(_ index: Int) throws -> Number {
        guard case .number(let number) = self[index] else { throw FEELFailure("Argument \(index + 1) ist keine Zahl") }
        return number
    }

    /// A whole number; fractions are cut off.
    func integer(_ index: Int) throws -> Int {
        guard let integer = try number(index).truncated else { throw FEELFailure("Argument \(index + 1) ist zu groß") }
        return integer
    }

    func string(_ index: Int) throws -> String {
        guard case .string(let text) = self[index] else { throw FEELFailure("Argument \(index + 1) ist keine Zeichenkette") }
        return text
    }

    func list(_ index: Int) -> [FEELValue] { self[index].items }

    func context(_ index: Int) throws -> FEELContext {
        guard case .context(let context) = self[index] else { throw FEELFailure("Argument \(index + 1) ist kein Kontext") }
        return context
    }

    /// All arguments as one list: a single list, or the values themselves.
    var spread: [FEELValue] { count == 1 ? list(0) : values }
}
