/// Why an expression cannot be used, and where.
public struct FEELError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of faults.
    public enum Code: String, Sendable {
        /// The text is no expression.
        case syntax
        /// A function that does not exist.
        case unknownFunction
    }

    /// What kind of fault.
    public var code: Code
    /// The column in the expression, from 1.
    public var column: Int
    /// The reason, in German.
    public var message: String

    init(_ code: Code, column: Int, _ message: String) {
        self.code = code
        self.column = column
        self.message = message
    }

    /// `Spalte 7: …`.
    public var description: String { "Spalte \(column): \(message)" }

    /// Two errors are equal when their codes are.
    public static func == (a: FEELError, b: FEELError) -> Bool { a.code == b.code }
}
