public import FEEL
public import Vocabulary

/// A record type: the fields an application of one kind has, what is required, what is checked, what is asked.
public struct RecordType: Sendable {
    /// The id, such as `wohngeld`.
    public var id: String
    /// The version of the definition.
    public var version: String
    /// What it is called in letters: `Antrag auf Wohngeld`.
    public var title: String
    /// Whether an application needs the written form (Schriftform) to be valid.
    public var needsWrittenForm: Bool
    /// The letters before a case number of this kind, such as `WG`.
    public var prefix: String
    /// The fields in the order of the definition.
    public let fields: [Field]
    /// Every field that holds values, depth first.
    public let leaves: [Field]
    /// The lists that are not within other lists.
    public let lists: [Field]
    /// Checks over several fields.
    public var checks: [Check] = []
    /// Where an objection says what its period depends on; nil for records without one.
    public var objection: ObjectionPaths?
    /// Whom letters are addressed to: the first entry of which the last field is known, its fields with spaces between them.
    public var addressee: [[String]] = []
    /// The fields that tell whose matter it is, such as name and day of birth; empty where nothing does.
    public var identity: [String] = []
    /// The fields that clerks look a case up by, beside those that tell whose matter it is: numbers of files, days of birth.
    public var searched: [String] = []
    /// The forms that are sent where too much is missing to ask for it in a letter.
    public var blankForms: [BlankForm] = []
    /// Its letters by kind; those it lacks are taken from what all records share.
    public var letters: [LetterTemplate.Kind: LetterTemplate] = [:]
    /// Whether it is an objection (§ 70 VwGO), which needs the written form.
    public var isObjection: Bool { objection != nil }
    /// How letters and lists name each field, by path without row numbers.
    public let titles: [String: String]
    private let byPath: [String: Field]

    /// Makes a record type without checks and letters.
    public init(id: String, version: String, title: String, needsWrittenForm: Bool, prefix: String, fields: [Field]) {
        (self.id, self.version, self.title, self.prefix) = (id, version, title, prefix)
        (self.needsWrittenForm, self.fields) = (needsWrittenForm, fields)
        func all(_ fields: [Field]) -> [Field] { fields.flatMap { [$0] + all($0.fields) } }
        func lists(_ fields: [Field]) -> [Field] { fields.flatMap { $0.kind == .list ? [$0] : lists($0.fields) } }
        leaves = all(fields).filter { !$0.isContainer }
        self.lists = lists(fields)
        byPath = Dictionary(all(fields).map { ($0.path, $0) }) { first, _ in first }
        titles = Self.titles(of: fields)
    }

    /// The field of a path without row numbers, such as `einkommen[].brutto`; a list also with `[]` behind it.
    public func field(at path: String) -> Field? { byPath[path.hasSuffix("[]") ? String(path.dropLast(2)) : path] }

    /// A blank form that goes to the citizen.
    public struct BlankForm: Sendable, Codable {
        /// Its file's name in `blank` beside the definition of the record.
        public var file: String
        /// What people call it.
        public var title: String
        /// When it is the right one; nil means always.
        public var condition: FEEL.Expression?

        /// Makes a form.
        public init(file: String, title: String, condition: FEEL.Expression?) {
            (self.file, self.title, self.condition) = (file, title, condition)
        }
    }

    /// A check over several fields.
    public struct Check: Sendable, Codable {
        /// Its name within the record.
        public var id: String
        /// What must hold.
        public var assertion: FEEL.Expression
        /// The list whose rows are checked one by one; nil for the whole record.
        public var each: String?
        /// The path the finding points at.
        public var path: String?
        /// An error or a warning with a question is asked; an info is asked along but holds nothing up.
        public var severity: Finding.Severity
        /// What the clerk should know when it does not hold.
        public var clerk: String
        /// What the citizen is asked then.
        public var ask: String?
        /// `file:line`.
        public var rule: String

        /// Makes a check.
        public init(id: String, assertion: FEEL.Expression, clerk: String, rule: String) {
            (self.id, self.assertion, self.clerk, self.rule) = (id, assertion, clerk, rule)
            severity = .warning
        }
    }
}

/// Where an objection says what its period depends on (VwGO §§ 58, 70).
public struct ObjectionPaths: Sendable, Codable {
    /// The date of the decision.
    public var decided: String
    /// When the decision was received.
    public var received: String
    /// Whether the notice on legal remedies is there and right.
    public var notice: String
    /// How the decision was received.
    public var way: String

    /// Makes the paths.
    public init(decided: String, received: String, notice: String, way: String) {
        (self.decided, self.received, self.notice, self.way) = (decided, received, notice, way)
    }
}
