public import FEEL

/// A field of a record type, or a group or list of fields.
public struct Field: Sendable, Codable {
    /// What a value of the field is.
    public enum Kind: String, Sendable, Codable, CaseIterable {
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
    public enum System: String, Sendable, Codable, CaseIterable {
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
    public struct Requirement: Sendable, Codable {
        /// Without it no decision is possible: an error.
        ///
        /// Otherwise a question that does not block.
        public var isHard: Bool
        /// Where it stands among the questions that do not block: -1 before the others, 1 after them.
        public var order = 0
        /// When it holds; nil means always.
        public var condition: FEEL.Expression?

        /// Makes a requirement.
        public init(isHard: Bool, order: Int = 0, condition: FEEL.Expression? = nil) {
            (self.isHard, self.order, self.condition) = (isHard, order, condition)
        }
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
    /// The code it has as long as nobody says otherwise; ``ownOffice`` for the name of the office.
    public var preset: String?
    /// The preset of a text field that holds the name of the office, where an installation has only one.
    public static let ownOffice = "{office}"
    /// Whether it is asked for even where everything else is left to a blank form.
    public var isUrgent = false
    /// When the field, or everything in the group, applies at all; nil means always.
    public var applies: FEEL.Expression?
    /// When a value is needed; nil means never.
    public var requirement: Requirement?
    /// The fields of a group or of the rows of a list.
    public var fields: [Field] = []
    /// The fields by which a row of a list is known again in a later message.
    public var identity: [String] = []
    /// Whether the rows of a list are the persons that fields of type ``Kind/member`` count.
    public var hasMembers = false
    /// What one row of a list is called: `Person`.
    public var rowLabel: String?

    /// Makes a field that is not needed.
    public init(name: String, path: String, label: String, kind: Kind) {
        (self.name, self.path, self.label, self.kind) = (name, path, label, kind)
    }

    /// Whether it holds other fields.
    public var isContainer: Bool { kind == .group || kind == .list }
}

extension Field {
    /// What its values are in expressions.
    public var feelType: FEELType {
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
