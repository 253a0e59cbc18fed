internal import Vocabulary

extension FormField {
    /// The field as `eingang read` prints it.
    var json: JSON {
        let value: JSON =
            isMultiSelect ? .array(values.map(JSON.string)) : .optional(values.first)
        return .object([
            ("name", .string(name)), ("kind", .string(kind.rawValue)), ("value", value),
            ("states", .array(states.map(JSON.string))),
            ("page", place?.page.map(JSON.integer) ?? .null), ("rect", place?.rect.json ?? .null),
            ("tooltip", .optional(tooltip)), ("default", .boolean(isDefault)),
            ("widgets", .array(widgets.map(\.json))),
        ])
    }
}

extension FormField.Widget {
    fileprivate var json: JSON {
        .object([
            ("page", page.map(JSON.integer) ?? .null), ("rect", rect.json), ("state", .optional(state)),
            ("on", .boolean(isOn)),
            ("concealed", .optional(concealment?.rawValue)),
        ])
    }
}
