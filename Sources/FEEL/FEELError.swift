/// Why an expression cannot be used or has no value, and where.
public struct FEELError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of faults.
    public enum Code: String, Sendable {
        /// The text is no expression.
        case syntax
        /// A name that nothing is known by.
        case unknownName
        /// A function that does not exist.
        case unknownFunction
        /// A function called with arguments it does not take.
        case arguments
        /// Values of types that do not go together.
        case type
        /// A comparison that can never hold.
        case neverHolds
        /// A calculation without a result.
        case evaluation
    }

    /// What kind of fault.
    public var code: Code
    /// The first character of the place, counted from 0 in the text of the expression.
    public var offset: Int
    /// The line in the expression, from 1.
    public private(set) var line = 1
    /// The column in that line, from 1.
    public private(set) var column: Int
    /// The reason, in German.
    public var message: String

    init(_ code: Code, at offset: Int, _ message: String) {
        self.code = code
        self.offset = offset
        column = offset + 1
        self.message = message
    }

    /// The same error with line and column counted in a text.
    func placed(in text: String) -> FEELError {
        var error = self
        let before = text.prefix(offset)
        error.line = before.reduce(1) { $0 + ($1.isNewline ? 1 : 0) }
        error.column =
            (before.lastIndex(where: \.isNewline).map { before.distance(from: before.index(after: $0), to: before.endIndex) } ?? offset) + 1
        return error
    }

    /// `Zeile 1, Spalte 7: …`.
    public var description: String { "Zeile \(line), Spalte \(column): \(message)" }

    /// Two errors are equal when they are of one kind at one place.
    public static func == (a: FEELError, b: FEELError) -> Bool { a.code == b.code && a.offset == b.offset }
}
