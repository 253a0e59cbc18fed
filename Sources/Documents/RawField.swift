internal import Vocabulary

/// A PDF field as it stands in the file, before its value is decided.
struct RawField {
    struct Widget {
        var page: Int?
        var rect: Rect
        var state: String?
        var appearance: String?
        var shown: String?
        var concealment: FormField.Concealment?
    }

    var name: String
    var kind: FormField.Kind
    var flags: Int
    var maxLength: Int
    var tooltip: String?
    var defaultValue: String?
    var hasValue: Bool
    var values: [String]
    var options: [String]
    var widgets: [Widget]
    /// Whether the viewer is told to make appearances anew from the values (`/NeedAppearances`).
    var appearancesAreStale: Bool

    private static let multiSelect = 1 << 21
    private static let comb = 1 << 24

    /// The field with its value decided from `/V`, the widgets' `/AS` and what the appearance shows.
    var field: FormField {
        var field = FormField(
            name: name,
            kind: kind,
            states: kind == .choice ? options : states,
            tooltip: tooltip
        )
        field.widgets = widgets.enumerated().map { index, widget in
            var shown = FormField.Widget(page: widget.page, rect: widget.rect, state: exportValue(at: index), isOn: isOn(widget))
            shown.concealment = widget.concealment
            return shown
        }
        field.isMultiSelect = kind == .choice && flags & Self.multiSelect != 0
        field.comb = kind == .text && flags & Self.comb != 0 && maxLength > 0 ? maxLength : nil
        switch kind {
        case .checkbox, .radio: decideButton(&field)
        case .text:
            field.values = values.filter { !$0.isEmpty }
            field.disagrees = widgets.contains { widget in
                widget.shown.map { !Self.same($0, values.first ?? "") } ?? false
            }
        case .choice: field.values = values.filter { !$0.isEmpty }
        case .signature: field.values = values
        case .button: break
        }
        if let defaultValue, !field.values.isEmpty { field.isDefault = values == [defaultValue] }
        return field
    }

    /// The export values in widget order, each once.
    private var states: [String] {
        var seen: [String] = []
        for index in widgets.indices {
            if let state = exportValue(at: index), !seen.contains(state) { seen.append(state) }
        }
        return seen
    }

    /// `/Opt` names the export values of buttons whose states are numbers (ISO 32000-1, 12.7.4.2.3).
    private func exportValue(at index: Int) -> String? {
        guard kind == .checkbox || kind == .radio, let state = widgets[index].state else { return nil }
        return options.indices.contains(index) ? options[index] : state
    }

    private func isOn(_ widget: Widget) -> Bool {
        guard let appearance = widget.appearance else { return false }
        return appearance != "Off" && appearance == widget.state
    }

    private func decideButton(_ field: inout FormField) {
        let stored = hasValue ? values.first.flatMap { $0 == "Off" || $0.isEmpty ? nil : $0 } : nil
        let storedIndex = stored.flatMap { value in widgets.firstIndex { $0.state == value } }
        let shown = field.widgets.filter(\.isOn).compactMap(\.state)
        if let storedIndex {
            field.values = exportValue(at: storedIndex).map { [$0] } ?? []
            field.disagrees = !shown.isEmpty ? shown != field.values : !appearancesAreStale
        } else if stored == nil {
            // A box that is shown ticked counts as ticked: that is what the sender saw.
            field.values = Array(shown.prefix(1))
            field.disagrees = !shown.isEmpty
        }
        // A stored value that is no state of any widget is no answer: nothing on the page shows it.
    }

    /// Whether an appearance shows a value: white space may be laid out differently, and U+FFFD stands for any character.
    private static func same(_ shown: String, _ value: String) -> Bool {
        let a = shown.filter { !$0.isWhitespace }
        let b = value.filter { !$0.isWhitespace }
        return a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || $0 == "\u{FFFD}" }
    }
}
