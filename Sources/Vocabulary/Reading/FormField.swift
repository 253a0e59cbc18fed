/// A form field of a PDF (ISO 32000-1, 12.7) with all its widgets.
public struct FormField: Sendable, Codable {
    /// The kinds of fields.
    public enum Kind: String, Sendable, Codable {
        /// A text field.
        case text
        /// A check box.
        case checkbox
        /// A group of radio buttons.
        case radio
        /// A list or combo box.
        case choice
        /// A signature field.
        case signature
        /// A push button.
        case button
    }

    /// Why nobody who looks at the page can see what a widget holds.
    public enum Concealment: String, Sendable, Codable, CaseIterable {
        /// It lies on no page.
        case nowhere
        /// It is hidden by its flags, or lies on a layer that is off.
        case hidden
        /// It is too small.
        case size
        /// It lies off the page.
        case outside
        /// Another annotation lies on top of it.
        case covered
        /// Its text has the colour of the background, or is not drawn at all.
        case colour

        /// Completing „… ist“, in German.
        public var german: String {
            switch self {
            case .nowhere: "auf keiner Seite zu sehen"
            case .hidden: "ausgeblendet und nicht zu sehen"
            case .size: "zu klein, um etwas zu sehen"
            case .outside: "außerhalb der Seite und nicht zu sehen"
            case .covered: "von etwas anderem verdeckt"
            case .colour: "in der Farbe des Hintergrunds geschrieben und nicht zu sehen"
            }
        }
    }

    /// One place on a page where the field is shown.
    public struct Widget: Sendable, Codable {
        /// The page, from 1; nil when it lies on none.
        public var page: Int?
        /// Where on the page.
        public var rect: Rect
        /// The export value this widget stands for, for check boxes and radio buttons.
        public var state: String?
        /// Whether this widget is shown as selected.
        public var isOn: Bool
        /// Why nobody can see what it holds; nil when it can be seen, or holds nothing.
        public var concealment: Concealment?

        /// Makes a widget.
        public init(page: Int?, rect: Rect, state: String?, isOn: Bool) {
            (self.page, self.rect, self.state, self.isOn) = (page, rect, state, isOn)
        }
    }

    /// The fully qualified name, in Unicode normal form C.
    public var name: String
    /// What kind of field it is.
    public var kind: Kind
    /// The values: none when nothing is filled in, several for a list with several choices.
    ///
    /// Buttons give export values.
    public var values: [String]
    /// The export values a check box, radio button or choice can take.
    public var states: [String]
    /// The text a screen reader speaks.
    public var tooltip: String?
    /// All widgets; a radio button has one for each state.
    public var widgets: [Widget]
    /// Whether more than one choice may be taken.
    public var isMultiSelect = false
    /// The number of comb cells, when it is a comb field.
    public var comb: Int?
    /// Whether the value is the one the field is reset to (`/DV`), so perhaps nobody chose it.
    public var isDefault = false
    /// Whether value and appearance say different things.
    public var disagrees = false

    /// Makes a field without values.
    public init(name: String, kind: Kind, states: [String], tooltip: String?) {
        (self.name, self.kind, self.states, self.tooltip) = (name, kind, states, tooltip)
        (values, widgets) = ([], [])
    }

    /// The widget a reader should look at: the selected one, else the first that can be seen, else the first.
    public var place: Widget? { widgets.first(where: \.isOn) ?? widgets.first { $0.concealment == nil } ?? widgets.first }

    /// Why nobody who looks at the pages can see its value; nil when somebody can, or when it has none.
    public var concealment: Concealment? {
        guard !values.isEmpty else { return nil }
        let shown = kind == .checkbox || kind == .radio ? widgets.filter { $0.isOn || $0.state == values.first } : widgets
        return shown.contains { $0.concealment == nil } ? nil : shown.first?.concealment ?? .nowhere
    }
}
