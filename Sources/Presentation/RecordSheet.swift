package import Deciding
package import Definitions
internal import Foundation
package import Vocabulary

/// A record as people read it: what was given, grouped as on the form, with what is known of each value.
package struct RecordSheet {
    /// What stands under one heading.
    package struct Section {
        /// The labels of the groups and of the row it lies in.
        package var heading: String
        /// Its fields.
        package var rows: [Row]
    }

    /// A field with its value.
    package struct Row {
        /// What was read of it.
        package var reading: FieldReading
        /// What it is called.
        package var label: String
        /// The value in words; a dash where there is none.
        package var value: String
        /// What a reader should know of the value; nil where nothing is to be said.
        package var note: String?
    }

    /// The groups in the order of the definition.
    package private(set) var sections: [Section] = []

    /// Lays a record out.
    ///
    /// - Parameters:
    ///   - decision: what was decided about it.
    ///   - type: its definition.
    ///   - showsSensitive: whether specially protected values are shown, or only that they are there.
    package init(_ decision: Decision, _ type: RecordType, showsSensitive: Bool) {
        let shown = decision.readings.filter { $0.state != .missing && $0.state != .notApplicable }
        let order = Dictionary(type.leaves.enumerated().map { ($1.path, $0) }) { first, _ in first }
        let sorted = shown.enumerated().sorted { a, b in
            let (pa, pb) = (order[FieldPath.generic(a.element.path)] ?? 0, order[FieldPath.generic(b.element.path)] ?? 0)
            let (ga, gb) = (Self.rowGroup(a.element.path), Self.rowGroup(b.element.path))
            return ga.list == gb.list && ga.row != gb.row ? ga.row < gb.row : (pa, a.offset) < (pb, b.offset)
        }
        let day = decision.received.receivedAt.localDate
        for (_, reading) in sorted {
            guard let field = type.field(at: FieldPath.generic(reading.path)) else { continue }
            let group = Self.heading(of: reading.path, in: type)
            let heading = group.isEmpty ? "Allgemeines" : group
            let isHidden = field.sensitive != nil && !showsSensitive
            let value = isHidden ? "(angegeben, besonders geschützt)" : reading.value.map { Self.words($0, field, on: day) } ?? "–"
            let row = Row(reading: reading, label: field.label, value: reading.value == nil ? "–" : value, note: Self.note(reading))
            if sections.last?.heading == heading {
                sections[sections.count - 1].rows.append(row)
            } else {
                sections.append(Section(heading: heading, rows: [row]))
            }
        }
    }

    /// The labels of the groups and the row a path lies in.
    private static func heading(of path: String, in type: RecordType) -> String {
        var names: [String] = []
        var prefix = ""
        for step in path.split(separator: ".").dropLast() {
            prefix += (prefix.isEmpty ? "" : ".") + step
            guard let field = type.field(at: FieldPath.generic(prefix)) else { continue }
            let row = step.firstIndex(of: "[").flatMap { Int(step[step.index(after: $0)...].dropLast()) }
            names.append(row.map { "\(field.rowLabel ?? field.label) \($0 + 1)" } ?? field.label)
        }
        return names.joined(separator: " › ")
    }

    /// The list and row a path lies in, so that rows stay together.
    private static func rowGroup(_ path: String) -> (list: String, row: Int) {
        guard let open = path.firstIndex(of: "["), let close = path.firstIndex(of: "]") else { return ("", 0) }
        return (String(path[..<open]), Int(path[path.index(after: open)..<close]) ?? 0)
    }

    /// A value as people read it, with its unit.
    package static func words(_ value: Value, _ field: Field, on day: CalendarDate) -> String {
        let label: (Value) -> String = { value in
            switch (value, field.kind) {
            case (.text(let key), .code): field.codes.first { $0.key == key }?.label(on: day) ?? key
            case (.text(let text), _): text.split(whereSeparator: \.isNewline).joined(separator: " ")
            case (.number(let number), .integer): "\(number)"
            case (.number(let number), .money): Value.german(number, fraction: 2)
            case (.number(0), .member): "antragstellende Person"
            case (.number(let number), .member): "weitere Person \(number)"
            default: value.german
            }
        }
        let text = if case .list(let values) = value { values.map(label).joined(separator: ", ") } else { label(value) }
        return field.unit.map { "\(text) \($0)" } ?? text
    }

    private static func note(_ reading: FieldReading) -> String? {
        switch reading.state {
        case .unsure: "unsicher gelesen"
        case .invalid: "ungültig: \(reading.reason ?? "nicht lesbar")"
        case .conflict: "widersprüchlich"
        case .answered: "auf Nachfrage beantwortet"
        case .corrected: "von Hand berichtigt"
        case .read, .missing, .notApplicable: nil
        }
    }
}
