public import Definitions
public import Vocabulary

/// What a case says otherwise than an earlier one of the same person: whether it repeats it, or corrects it.
public struct Similarity: Sendable {
    /// A field that differs.
    public struct Difference: Sendable {
        /// Its path.
        public var path: String
        /// What the earlier case has; nil for nothing.
        public var before: Value?
        /// What this one has.
        public var now: Value?

        var json: JSON { .object([("path", .string(path)), ("before", before?.json ?? .null), ("now", now?.json ?? .null)]) }
    }

    /// The number of the earlier case.
    public var number: String
    /// What differs, in the order of this case's fields and then of the earlier one's.
    public var differences: [Difference]

    /// Compares two records.
    ///
    /// - Parameters:
    ///   - number: the number of the earlier case.
    ///   - before: what is known there.
    ///   - now: what is known here.
    ///   - type: the record type; what the service itself filled in, such as the time of receipt, is left out.
    public init(number: String, before: [FieldReading], now: [FieldReading], type: RecordType?) {
        func values(_ readings: [FieldReading]) -> [String: Value] {
            let own = readings.filter { type?.field(at: FieldPath.generic($0.path))?.system == nil }
            return Dictionary(own.compactMap { reading in reading.value.map { (reading.path, $0) } }) { first, _ in first }
        }
        let (old, new) = (values(before), values(now))
        var paths = now.map(\.path)
        paths += before.map(\.path).filter { new[$0] == nil }
        self.number = number
        differences = paths.filter { old[$0] != new[$0] }.map { Difference(path: $0, before: old[$0], now: new[$0]) }
    }

    /// What differs, as JSON.
    public var json: JSON { .array(differences.map(\.json)) }

    /// What differs, a line each, as a person reads it.
    public func rows(_ type: RecordType?) -> [String] {
        differences.map { "  \(type?.title(of: $0.path) ?? $0.path): \($0.before?.german ?? "–") → \($0.now?.german ?? "–")" }
    }

    func lines(_ type: RecordType?) -> [String] {
        if differences.isEmpty { return ["Wie:         \(number), alle Angaben sind gleich"] }
        return ["Ähnlich:     \(number); von dort nach hier:"] + rows(type)
    }
}
