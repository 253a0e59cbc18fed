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
        /// The case changed while something was decided about it.
        case conflict
        /// The store was made by a later version of the program.
        case newer
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

    static let conflict = StoreError(.conflict, "Der Vorgang hat sich inzwischen geändert. Bitte laden Sie ihn neu.")

    static func unusable(_ directory: String) -> StoreError {
        StoreError(.unusable, "Der Speicher „\(directory)“ kann nicht geöffnet werden. Bitte prüfen Sie Pfad, Platz und Rechte.")
    }
}
