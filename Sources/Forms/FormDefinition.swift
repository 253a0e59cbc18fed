internal import Foundation
internal import Vocabulary

/// A recognisable layout - a PDF form, an XML format, a letter - and how it maps onto a record type.
public struct FormDefinition: Sendable {
    /// The id, such as `mietzuschuss-pdf-2026`.
    public var id: String
    /// What people call it.
    public var title: String
    /// The id of the record type.
    public var record: String
    var recognise: Fingerprint
    /// Values that the blank form already holds: nobody chose them.
    var blank: [String: String]
    var rules: [Rule]
    /// Whether it answers one of our follow-ups: labels of the record are looked for in the text.
    var isAnswer: Bool
    /// The file of the XML Schema, in the folder of the form.
    var schema: String?
    /// Namespace prefixes for XPath.
    var namespaces: [String: String]

    /// What a document must show to be this form.
    struct Fingerprint: Sendable {
        /// Names of form fields.
        var acroform: [String] = []
        /// The root element of XML or XFA data, `{namespace}name`.
        var xml: [String] = []
        /// Phrases in the text; each entry is a phrase or a list of alternatives.
        var text: [[String]] = []
        /// Phrases of which none may stand in the text.
        var without: [String] = []
    }

    /// How one path is read.
    struct Rule: Sendable {
        enum Reading: Sendable {
            /// Sources by precedence; a field with several values takes all.
            case sources([Source])
            /// Rows found by repetition.
            case rows(Rows, [Rule])
            /// One row, if any of its sources yields something.
            case row([Rule])
        }

        /// The path within the record or the row.
        var path: String
        /// The field it fills.
        var field: Field
        var reading: Reading
    }

    /// How rows repeat.
    enum Rows: Sendable {
        /// `hh{n}_name`: as long as the numbered field exists in the form.
        case numbered(String)
        /// The nodes of an XPath.
        case xml(String)
        /// The lines of a text field.
        case lines(String)
        /// The rows of a table on a printed page.
        case table(TableRule)
    }
}

/// Where a value is looked for, and what is made of it.
struct Source: Sendable {
    enum Place: Sendable {
        /// Form fields by name, joined when there are several.
        case acro([String], join: String)
        /// Two boxes, one for yes and one for no.
        case yesNo(yes: String, no: String)
        /// An XPath into XML or XFA data.
        case xml(String)
        /// Text near an anchor.
        case text(TextRule)
        /// What stands under a heading in the row of a table.
        case column(String)
        /// A `label: value` line of the message text.
        case body([String])
        /// Something of the message's header.
        case message(String)
        /// A constant.
        case value(String)
    }

    var place: Place
    /// The converter, when it is not that of the field's type.
    var converter: Field.Kind?
    /// Keys for what is written on the form, which stands here folded (`Converter.folded`).
    var codes: [String: String] = [:]
    /// The value to take as soon as anything is found.
    var then: String?
    /// `file:line`.
    var rule: String
}

/// Text near an anchor, or a pattern in the text.
struct TextRule: Sendable {
    enum Direction: String, Sendable {
        case rightOf = "right-of"
        case below
        case pattern
        case contains
        case all
        case region
    }

    var direction: Direction
    /// The anchor's words, or phrases any of which must be contained.
    var anchors: [String]
    /// The pattern, compiled when the definition is loaded: compiling costs a hundred times more than searching.
    var pattern: NSRegularExpression?
    /// Where on the page, in points from its lower left corner.
    var region: Rect?
    /// Words at which the value ends.
    var until: [String] = []
    /// The page, from 1; nil for all.
    var page: Int?
    /// Which occurrence of the anchor, from 1.
    var occurrence = 1
}
