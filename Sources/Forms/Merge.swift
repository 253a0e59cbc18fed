internal import Vocabulary

/// Brings what a later message says into what is known.
enum Merge {
    /// The readings of both; nothing is overwritten silently.
    ///
    /// What was missing or invalid before is filled. What was known and is now said differently is a conflict that keeps
    /// both places; what is said again the same stays as it is. The time of receipt of the first message stays for good.
    static func merged(_ known: [FieldReading], _ new: [FieldReading]) -> [FieldReading] {
        guard !known.isEmpty else { return new }
        var merged = known.filter { $0.state != .missing && $0.state != .notApplicable }
        for reading in new {
            guard let index = merged.firstIndex(where: { $0.path == reading.path }) else {
                merged.append(reading)
                continue
            }
            let old = merged[index]
            if old.value == nil || old.state == .invalid {
                merged[index] = reading.value != nil || old.state == .invalid ? reading : old
            } else if let value = reading.value, value != old.value {
                merged[index] = FieldReading(
                    path: old.path,
                    state: .conflict,
                    value: old.value,
                    provenance: old.provenance + reading.provenance,
                    reason: "widersprüchlich"
                )
            }
        }
        return merged
    }
}
