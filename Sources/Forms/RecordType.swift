internal import FEEL
internal import Mustache
internal import Vocabulary

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
    let lists: [Field]
    /// Checks over several fields.
    var checks: [Check]
    /// Where an objection says what its period depends on; nil for records without one.
    var objection: ObjectionPaths?
    /// Whether it is an objection (§ 70 VwGO), which needs the written form.
    public var isObjection: Bool { objection != nil }
    /// The follow-up letter.
    let followUp: MustacheTemplate
    /// How letters and lists name each field, by path without row numbers.
    let titles: [String: String]
    private let byPath: [String: Field]

    init(
        id: String,
        version: String,
        title: String,
        needsWrittenForm: Bool,
        prefix: String,
        fields: [Field],
        followUp: MustacheTemplate
    ) {
        (self.id, self.version, self.title, self.prefix) = (id, version, title, prefix)
        (self.needsWrittenForm, self.fields, self.followUp) = (needsWrittenForm, fields, followUp)
        func all(_ fields: [Field]) -> [Field] { fields.flatMap { [$0] + all($0.fields) } }
        func lists(_ fields: [Field]) -> [Field] { fields.flatMap { $0.kind == .list ? [$0] : lists($0.fields) } }
        leaves = all(fields).filter { !$0.isContainer }
        self.lists = lists(fields)
        byPath = Dictionary(all(fields).map { ($0.path, $0) }) { first, _ in first }
        titles = Self.titles(of: fields)
        checks = []
    }

    /// The field of a path without row numbers, such as `einkommen[].brutto`; a list also with `[]` behind it.
    public func field(at path: String) -> Field? { byPath[path.hasSuffix("[]") ? String(path.dropLast(2)) : path] }

    /// A check over several fields.
    struct Check: Sendable {
        var id: String
        var assertion: FEEL.Expression
        /// The list whose rows are checked one by one; nil for the whole record.
        var each: String?
        /// The path the finding points at.
        var path: String?
        /// An error or a warning with a question is asked; an info is asked along but holds nothing up.
        var severity: Finding.Severity
        var clerk: String
        var ask: String?
        var rule: String
    }
}

/// A field of a record type, or a group or list of fields.
public struct Field: Sendable {
    /// What a value of the field is.
    public enum Kind: String, Sendable, CaseIterable {
        /// Any text.
        case text
        /// A name (DIN 91379).
        case name
        /// A key of a code list.
        case code
        /// Yes or no.
        case boolean
        /// A whole number.
        case integer
        /// A decimal number.
        case decimal
        /// An amount of money in the unit of the field.
        case money
        /// A day.
        case date
        /// A month of a year.
        case month
        /// A point in time.
        case time
        /// An international bank account number.
        case iban
        /// A business identifier code.
        case bic
        /// A German postcode.
        case postcode
        /// An e-mail address.
        case email
        /// A telephone number.
        case phone
        /// A document that has to be enclosed (Nachweis); its value is the name of the file.
        case attachment
        /// A person of the household: 0 for the applicant, n for the n-th other person.
        case member
        /// Fields under one name.
        case group
        /// Rows of fields.
        case list
    }

    /// What the engine knows by itself.
    public enum System: String, Sendable {
        /// The time of receipt.
        case received
        /// The month of receipt, unless another one is asked for.
        case receivedMonth = "received-month"
        /// The time of receipt of the message with which nothing needed was missing any more.
        case complete
        /// How the written form is met.
        case writtenForm = "written-form"
        /// The last day for an objection.
        case periodEnd = "period-end"
        /// The steps that lead to it.
        case periodSteps = "period-steps"
        /// Whether the objection came in time.
        case periodResult = "period-result"
        /// Kept for the back office, filled by later steps.
        case later
    }

    /// When a value is needed.
    struct Requirement: Sendable {
        /// Without it no decision is possible: an error.
        ///
        /// Otherwise a question that does not block.
        var isHard: Bool
        /// Where it stands among the questions that do not block: -1 before the others, 1 after them.
        var order = 0
        /// When it holds; nil means always.
        var condition: FEEL.Expression?
    }

    /// The name within its group.
    public var name: String
    /// The path in the record; rows of lists are written `[]`.
    public var path: String
    /// What it is called on forms.
    public var label: String
    /// What a value is.
    public var kind: Kind
    /// The keys and labels of a code field, in order.
    public var codes: [Code] = []
    /// Words in the name or the text of a file by which an attachment is recognised.
    public var shows: [String] = []
    /// Whether several values may be given.
    public var isMany = false
    /// The unit, such as `EUR/Monat`.
    public var unit: String?
    /// The question to the citizen.
    public var ask: String?
    /// The legal basis for the clerk.
    public var law: String?
    /// The kind of sensitivity, such as `art9`.
    public var sensitive: String?
    /// Whether a value that is not quite sure needs a clerk.
    public var isCritical = false
    /// What the engine sets it to, when nobody is asked for it.
    public var system: System?
    /// The code it has as long as nobody says otherwise.
    public var preset: String?
    /// When the field, or everything in the group, applies at all; nil means always.
    var applies: FEEL.Expression?
    var requirement: Requirement?
    /// The fields of a group or of the rows of a list.
    public var fields: [Field] = []
    /// The fields by which a row of a list is known again in a later message.
    public var match: [String] = []
    /// What one row of a list is called: `Person`.
    public var rowLabel: String?

    /// Whether it holds other fields.
    public var isContainer: Bool { kind == .group || kind == .list }
}

extension Field {
    /// What its values are in expressions.
    var feelType: FEELType {
        let one: FEELType =
            switch kind {
            case .text, .name, .iban, .bic, .postcode, .email, .phone, .month, .attachment: .string
            case .code: .oneOf(codes.map(\.key))
            case .boolean: .boolean
            case .integer, .decimal, .money, .member: .number
            case .date, .time: .date
            case .group, .list: .context(Dictionary(fields.map { ($0.name, $0.feelType) }) { first, _ in first })
            }
        return isMany || kind == .list ? .list(one) : one
    }
}

extension RecordType {
    /// The number of a row, from 1, in the expressions of its fields.
    static let rowNumber = "nummer"

    /// The names an expression of a field may use: those of the record, and of the rows it lies in.
    func scopes(at path: String) -> [[String: FEELType]] {
        var scopes = [Dictionary(fields.map { ($0.name, $0.feelType) }) { first, _ in first }]
        var walked = ""
        for step in path.split(separator: ".").dropLast() {
            walked += (walked.isEmpty ? "" : ".") + step
            guard step.hasSuffix("[]"), case .list(.context(let row))? = field(at: walked)?.feelType else { continue }
            scopes.append([Self.rowNumber: .number].merging(row) { $1 })
        }
        return scopes
    }

    /// What depends on other values: the paths of fields and groups with a condition, and the ids of checks.
    public var conditions: [String] {
        func conditions(_ fields: [Field]) -> [String] {
            fields.flatMap { ($0.applies != nil || $0.requirement?.condition != nil ? [$0.path] : []) + conditions($0.fields) }
        }
        return conditions(fields) + checks.map(\.id)
    }

    /// How letters and lists name a field: its label, and in brackets as much of its groups as it takes to tell it from
    /// others; rows with their number from 1.
    public func title(of path: String) -> String {
        let generic = Mapper.generic(path)
        guard let title = titles[generic] else { return field(at: generic)?.label ?? path }
        guard title.contains("#"), let open = path.firstIndex(of: "["), let close = path.firstIndex(of: "]"),
            let row = Int(path[path.index(after: open)..<close])
        else { return title.replacing(" #", with: "") }
        return title.replacing("#", with: String(row + 1))
    }

    /// The shortest title of each field that no other field has.
    static func titles(of fields: [Field]) -> [String: String] {
        var choices: [(path: String, titles: [String])] = []
        func walk(_ fields: [Field], groups: [String], inRow: Bool) {
            for field in fields {
                let outer = groups.indices.map { index in "\(field.label) (\(groups[index...].reversed().joined(separator: ", ")))" }
                // Within rows the title must say which row.
                let rows = outer.reversed().filter { $0.contains("#") }
                choices.append((field.path, inRow ? rows : [field.label] + outer.reversed()))
                if field.isContainer {
                    let name = field.kind == .list ? (field.rowLabel ?? field.label) + " #" : field.label
                    walk(field.fields, groups: inRow ? groups : groups + [name], inRow: inRow || field.kind == .list)
                }
            }
        }
        walk(fields, groups: [], inRow: false)
        var counts: [String: Int] = [:]
        for choice in choices { for title in choice.titles { counts[title, default: 0] += 1 } }
        return Dictionary(
            choices.map { choice in (choice.path, choice.titles.first { counts[$0] == 1 } ?? choice.titles.last ?? choice.path) }
        ) { first, _ in first }
    }
}
