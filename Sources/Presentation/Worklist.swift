package import Deciding
package import Definitions
internal import Foundation
package import Vocabulary

/// What a clerk has to settle in a case: what is missing, and what was read and cannot be taken as it is, in the order of the form.
package struct Worklist {
    /// Something to settle.
    package struct Point {
        /// The path in the record; that of a list or group where all of it is missing.
        package var path: String
        /// What people call it, in one way that no other field has.
        package var title: String
        /// What is known of it.
        package var reading: FieldReading
        /// The question to the citizen; nil where there is none.
        package var ask: String?
        /// The fields to fill in: itself, or those of the first row.
        package var inputs: [(path: String, field: Field)]
        /// What was said, where it was said differently.
        package var candidates: [Candidate] = []
    }

    /// One of several things that were said of a field.
    package struct Candidate {
        /// The value; nil when what stands there is none.
        package var value: Value?
        /// The value in words, or what stands there.
        package var words: String
        /// Where it stands.
        package var place: Provenance
    }

    /// In the order of the definition.
    package private(set) var points: [Point] = []
    /// What waits for a clerk and is about no point, such as a document that could not be read.
    package private(set) var findings: [Finding] = []

    /// Lists what is open.
    ///
    /// - Parameters:
    ///   - decision: what was decided last.
    ///   - notes: what was noted of messages that say nothing about the record.
    ///   - type: the definition of the record.
    package init(_ decision: Decision, notes: [Finding], _ type: RecordType) {
        let day = decision.received.receivedAt.localDate
        let missing = decision.assessment.missing.map { FieldReading(path: $0, state: .missing) }
        let open = decision.readings.filter { reading in
            switch reading.state {
            case .invalid, .conflict: !decision.assessment.missing.contains(reading.path)
            case .unsure: type.field(at: FieldPath.generic(reading.path))?.isCritical ?? false
            default: false
            }
        }
        let known = Dictionary(decision.readings.map { ($0.path, $0) }) { first, _ in first }
        let order = Dictionary(type.leaves.enumerated().map { ($1.path, $0) }) { first, _ in first }
        let place = { (path: String) in
            order[FieldPath.generic(path)] ?? order.filter { $0.key.hasPrefix(path) }.values.min() ?? Int.max
        }
        points = (missing + open).compactMap { gap in
            guard let field = type.field(at: FieldPath.generic(gap.path)) else { return nil }
            var point = Point(
                path: gap.path,
                title: type.title(of: gap.path),
                reading: known[gap.path] ?? gap,
                ask: field.ask,
                inputs: Self.inputs(gap.path, field)
            )
            if point.reading.state == .conflict { point.candidates = Self.candidates(point.reading, field, on: day) }
            return point
        }.sorted { (place($0.path), $0.path) < (place($1.path), $1.path) }
        let paths = Set(points.map(\.path))
        let found = decision.assessment.findings + notes
        findings = found.filter { finding in
            let waits = finding.consequence == .clerk || finding.consequence == .unread
            return waits && !(finding.path.map(paths.contains) ?? false)
        }
    }

    /// The fields that a person fills in for a path.
    private static func inputs(_ path: String, _ field: Field) -> [(path: String, field: Field)] {
        switch field.kind {
        case .list: field.fields.flatMap { inputs("\(path)[0].\($0.name)", $0) }
        case .group: field.fields.flatMap { inputs("\(path).\($0.name)", $0) }
        default: field.system == nil && field.kind != .attachment ? [(path, field)] : []
        }
    }

    /// Each thing that was said once, with the first place where it stands.
    private static func candidates(_ reading: FieldReading, _ field: Field, on day: CalendarDate) -> [Candidate] {
        let converter = Converter(referenceYear: day.year)
        var candidates: [Candidate] = []
        for place in reading.provenance {
            let past = reading.history?.first { $0.provenance.contains(place) && $0.value != nil }
            var value = past?.value
            if value == nil, case .value(let converted, _) = converter.convert(place.raw, for: field, as: field.kind) { value = converted }
            let words = value.map { RecordSheet.words($0, field, on: day) } ?? "„\(place.raw)“"
            if !candidates.contains(where: { $0.words == words }) {
                candidates.append(Candidate(value: value, words: words, place: place))
            }
        }
        return candidates
    }
}
