/// Why something could not be kept or found: our fault, or the disk's.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of faults.
    public enum Code: String, Sendable {
        /// The directory or file cannot be used.
        case unusable
        /// The disk refused to take the bytes.
        case notWritten
        /// The database refused.
        case database
        /// What was kept cannot be read any more.
        case damaged
    }

    /// What kind of fault.
    public var code: Code
    /// What is wrong and what to do, in German; holds no field values.
    public var description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Two errors are equal when their codes are.
    public static func == (a: StoreError, b: StoreError) -> Bool { a.code == b.code }
}
