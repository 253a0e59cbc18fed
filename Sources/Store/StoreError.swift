internal import Glibc
internal import Vocabulary

/// Why something could not be kept or found: our fault, or the disk's.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of faults.
    public enum Code: String, Sendable {
        /// The directory or file cannot be used.
        case unusable
        /// The disk refused to take the bytes.
        case notWritten
        /// There is no space left on the disk; when there is again, all goes on.
        case full
        /// The database refused.
        case database
        /// What was kept cannot be read any more.
        case damaged
        /// The case changed while something was decided about it.
        case conflict
        /// Other bytes came with the key of this upload before.
        case otherUpload
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

    /// A case is not any more what somebody decided from.
    public static let conflict = StoreError(.conflict, "Der Vorgang hat sich inzwischen geändert. Bitte laden Sie ihn neu.")

    static let otherUpload = StoreError(.otherUpload, "Mit diesem Schlüssel kamen schon andere Dateien.")

    /// A file that could not be written, with what the system said.
    static func notWritten(_ path: String, _ code: Int32) -> StoreError {
        let why = unsafe String(cString: strerror(code))
        return StoreError(
            code == ENOSPC || code == EDQUOT ? .full : .notWritten,
            "„\(Label.escaped(path))“ konnte nicht gespeichert werden (\(why)). Bitte prüfen Sie Platz und Rechte."
        )
    }

    static func unusable(_ directory: String) -> StoreError {
        StoreError(
            .unusable,
            "Der Speicher „\(Label.escaped(directory))“ kann nicht geöffnet werden. Bitte prüfen Sie Pfad, Platz und Rechte."
        )
    }
}
