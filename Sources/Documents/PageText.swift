internal import Vocabulary

/// The text of a page for who does not see it: its lines in reading order, and in each what is filled in beside it.
struct PageText {
    /// The lines, each ended by a line break.
    let text: String

    /// A line and where it is seen.
    private struct Row {
        var text: String
        var place: PageFrame.Place?
    }

    /// So many fields of one page are told.
    private static let mostFields = 2000

    /// Puts a page together.
    ///
    /// - Parameters:
    ///   - lines: what is printed.
    ///   - fields: the form's fields with their values; those that nobody sees are left out.
    ///   - page: the page, from 1.
    ///   - frame: how it is seen.
    init(_ lines: [TextLayout.Line], filledIn fields: [FormField], page: Int, frame: PageFrame) {
        var rows = lines.map { Row(text: $0.text, place: $0.rect.flatMap(frame.place)) }
        for entry in Self.entries(of: fields, on: page, frame).prefix(Self.mostFields) {
            let middle = entry.place.y + entry.place.height / 2
            let beside = rows.indices.filter { rows[$0].place.map { $0.y <= middle && middle <= $0.y + $0.height } ?? false }
            if let index = beside.min(by: { entry.place.gap(to: rows[$0].place) < entry.place.gap(to: rows[$1].place) }) {
                let isBefore = entry.place.x + entry.place.width <= (rows[index].place?.x ?? 0) + 4
                rows[index].text = isBefore ? "\(entry.text) \(rows[index].text)" : "\(rows[index].text) \(entry.text)"
            } else {
                let below = rows.firstIndex { ($0.place?.y ?? 0) > middle } ?? rows.endIndex
                rows.insert(Row(text: entry.text, place: entry.place), at: below)
            }
        }
        text = rows.map { $0.text + "\n" }.joined()
    }

    private static func entries(of fields: [FormField], on page: Int, _ frame: PageFrame) -> [(text: String, place: PageFrame.Place)] {
        var entries: [(text: String, place: PageFrame.Place)] = []
        for field in fields where field.kind != .button && field.kind != .signature {
            for widget in field.widgets where widget.page == page && widget.concealment == nil {
                let isChoice = field.kind == .checkbox || field.kind == .radio
                let text =
                    isChoice ? (widget.isOn ? "[X]" : "[ ]") : field.values.isEmpty ? "" : "[\(field.values.joined(separator: ", "))]"
                if !text.isEmpty, let place = frame.place(of: widget.rect) { entries.append((text, place)) }
            }
        }
        return entries
    }
}

extension PageFrame.Place {
    /// How far it lies from another, from left to right.
    fileprivate func gap(to other: PageFrame.Place?) -> Double {
        guard let other else { return .infinity }
        return max(0, max(x - (other.x + other.width), other.x - (x + width)))
    }
}
