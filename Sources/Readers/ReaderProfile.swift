public import Vocabulary

/// What the readers of an office have in common: where its definitions, trust and keys lie, and its limits.
///
/// No reader can ask for another office's keys; offices with equal profiles may share readers.
public struct ReaderProfile: Hashable, Sendable, Codable {
    /// The directory of the definitions.
    public var schemas: String
    /// The trust directory; nil trusts nobody.
    public var trust: String?
    /// The directory with the office's keys; nil for `decryption` in the trust directory.
    ///
    /// No reader is told.
    public var keys: String?
    /// The limits.
    public var limits = Limits()
    /// The last day of receipt on which a confirmed De-Mail met the written form; nil for no end.
    public var deMailFormUntil = WrittenForm.certainLastDay

    /// Makes a profile that trusts nobody.
    public init(schemas: String) { self.schemas = schemas }
}
