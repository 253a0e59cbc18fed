/// A form as everybody may know it; how it is read is in its ``FormDefinition``.
public struct Form: Hashable, Sendable, Codable {
    /// The id, such as `mietzuschuss-pdf-2026`.
    public var id: String
    /// What people call it.
    public var title: String
    /// The id of the record type.
    public var record: String
    /// Whether it answers one of our follow-ups: labels of the record are looked for in the text.
    public var isAnswer: Bool
    /// Whether it takes back what was declared before: a person decides what follows.
    public var withdraws = false
    /// The blank PDF it is read from, relative to the directory of the definitions; nil where there is none.
    public var template: String?
    /// Which fields it reads, and where that is written.
    public var rules: [ReadingRule] = []
    /// What it is recognised by.
    public var features: [Feature] = []

    /// Something a form is recognised by.
    public enum Feature: Hashable, Sendable, Codable {
        /// The name of a form field.
        case field(String)
        /// The root element, `{namespace}name`.
        case root(String)
        /// The name of a member of JSON, or one of several.
        case member([String])
        /// A phrase, or one of several.
        case phrase([String])
        /// What a letter declares, as the pattern stands in the definition.
        case declaration(String)
    }

    /// Makes a form.
    public init(id: String, title: String, record: String, isAnswer: Bool) {
        (self.id, self.title, self.record, self.isAnswer) = (id, title, record, isAnswer)
    }
}

/// One place in a definition that says how a field is read.
public struct ReadingRule: Hashable, Sendable, Codable {
    /// The path in the record, rows as `[]`.
    public var path: String
    /// `file:line`, as provenance names it.
    public var place: String
    /// Where it looks, in German: `im Feld „ant_name“`.
    public var source: String
    /// The names of the form fields it looks at, rows with `{n}`.
    public var fields: [String]
    /// What it makes of what it finds.
    public var converter: Field.Kind
    /// Whether the converter can refuse what somebody wrote.
    public var canRefuse: Bool

    /// Makes a rule.
    init(_ source: Source, for field: Field) {
        (path, place, self.source, fields) = (field.path, source.rule, source.german, source.place.fields)
        converter = source.converter ?? field.kind
        canRefuse = source.canRefuse(converter)
    }
}

/// A recognisable layout - a PDF form, an XML format, a letter - and how it maps onto a record type.
public struct FormDefinition: Sendable {
    /// The form.
    public let form: Form
    /// What a document must show to be this form.
    public let recognise: Fingerprint
    /// Values that the blank form already holds: nobody chose them.
    public let blank: [String: String]
    /// How the record's fields are read, in the order of the definition.
    public let rules: [Rule]
    /// The bytes of its XML Schema.
    public var schema: [UInt8]?
    /// Fields of its blank PDF that are left alone on purpose.
    public var unread: [String] = []
    /// Namespace prefixes for XPath.
    public let namespaces: [String: String]

    /// Makes a definition.
    public init(_ form: Form, recognise: Fingerprint, blank: [String: String], rules: [Rule], namespaces: [String: String]) {
        (self.form, self.recognise, self.blank, self.rules, self.namespaces) = (form, recognise, blank, rules, namespaces)
    }

    /// What a document must show to be this form.
    public struct Fingerprint: Sendable {
        /// A document fits a form that it has at least this part of the features of.
        public static let threshold = 0.65
        /// Two forms closer than this cannot be told apart.
        public static let margin = 0.05

        /// Names of form fields.
        public var acroform: [String] = []
        /// The root element of XML or XFA data, `{namespace}name`; `{*}name` in whatever namespace.
        public var xml: [String] = []
        /// Names of members of JSON, wherever in it; each entry is a name or a list of alternatives.
        public var json: [[String]] = []
        /// Phrases in the text; each entry is a phrase or a list of alternatives.
        public var text: [[String]] = []
        /// What a letter has to declare, one of these.
        public var declares: [Declaration] = []
        /// Phrases of which none may stand in the text.
        public var without: [String] = []

        /// Nothing.
        public init() {}

        /// The same for everybody.
        public var features: [Form.Feature] {
            acroform.map(Form.Feature.field) + xml.map(Form.Feature.root) + json.map(Form.Feature.member) + text.map(Form.Feature.phrase)
                + declares.map { .declaration($0.pattern) }
        }
    }

    /// How one path is read.
    public struct Rule: Sendable {
        /// What is read.
        public enum Reading: Sendable {
            /// Sources by precedence; a field with several values takes all.
            case sources([Source])
            /// Rows found by repetition.
            case rows(Rows, [Rule])
            /// One row, if any of its sources yields something.
            case row([Rule])
        }

        /// The path within the record or the row.
        public var path: String
        /// The field it fills.
        public var field: Field
        /// How it is read.
        public var reading: Reading

        /// Makes a rule.
        public init(path: String, field: Field, reading: Reading) { (self.path, self.field, self.reading) = (path, field, reading) }
    }

    /// Which fields are read where in the definition.
    public static func summary(of rules: [Rule]) -> [ReadingRule] {
        rules.flatMap { rule in
            switch rule.reading {
            case .sources(let sources):
                sources.map { ReadingRule($0, for: rule.field) }
            case .rows(_, let inner), .row(let inner): summary(of: inner)
            }
        }
    }

    /// How rows repeat.
    public enum Rows: Sendable {
        /// `hh{n}_name`: for each name that makes it a field of the form; without names for each number from 1, and for none at all
        /// (`hh_name`) where there is no first.
        case numbered(String, names: [String])
        /// The nodes of an XPath.
        case xml(String)
        /// The lines of a text field.
        case lines(String)
        /// The rows of a table on a printed page.
        case table(TableRule)
    }
}
