public import Vocabulary

/// One attachment, embedded file or bare file as readable content (Dokument).
public struct Document: Sendable, Codable {
    /// What kind of content the bytes are, whatever their name says.
    public enum Kind: String, Sendable, Codable {
        /// A PDF.
        case pdf
        /// Well-formed or broken XML.
        case xml
        /// Plain text, or HTML as text.
        case text
        /// A picture.
        case image
        /// A zip archive.
        case archive
        /// Anything else; it is kept and named, not opened.
        case other
    }

    /// The display name: a label, never a path.
    public var name: String
    /// What it is.
    public var kind: Kind
    /// The digest of its bytes.
    public var digest: Digest
    /// Its size in bytes.
    public var size: Int
    /// The name of the document or archive it lies in.
    public var container: String?
    /// The digest of what was read of it: of a signed document only what the signature covers.
    public var content: Digest
    /// The digest of the content it lies in.
    public var within: Digest?
    /// Pages of a PDF.
    public var pages: Int?
    /// Whether a PDF holds an XFA form.
    public var isXFA = false
    /// Whether it is encrypted, readable or not.
    public var isEncrypted = false
    /// Whether it is a PDF that shows pictures only, as a scanner makes it.
    public var isImageOnly = false
    /// Whether it holds a signature of its own.
    public var isSigned = false
    /// Whether its content could be read.
    public var isReadable = true
    /// The form fields of a PDF in the order of its form.
    public var fields: [FormField] = []
    /// What is wrong with it.
    public var findings: [Finding] = []

    /// Makes a document about which nothing more is known yet.
    public init(name: String, kind: Kind, digest: Digest, size: Int) {
        self.name = name
        self.kind = kind
        self.digest = digest
        self.size = size
        content = digest
    }
}

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

    /// The widget a reader should look at: the selected one, else the first.
    public var place: Widget? { widgets.first(where: \.isOn) ?? widgets.first }
}

extension FormField {
    /// The field as `eingang read` prints it.
    public var json: JSON {
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
        ])
    }
}
