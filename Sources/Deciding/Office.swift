public import Deadlines
public import Definitions
public import FEEL
public import Vocabulary

/// The office (Behörde) a message is for: what letters and deadlines need to know of it.
public struct Office: Sendable {
    /// Its key, which every row that is kept for it carries.
    public var id: String
    /// Its name in letters.
    public var name: String
    /// Its Land, whose holidays count.
    public var land: Land
    /// How citizens reach it, one line each.
    public var contact: [String]
    /// Whether the installation has no other office: then a notice that somebody writes about is its own.
    public var isAlone = true
    /// Whether a citizen who sends a photo or a Word file in place of a form is told how to send it instead.
    public var asksForPDF = false
    /// How many days a citizen gets to answer a follow-up.
    public var followUpDays: Int
    /// Letters of its own by record type; those under the empty name are for all of them.
    public var letters: [String: [LetterTemplate.Kind: LetterTemplate]] = [:]

    /// How its letters leave.
    public var replies = ReplyPolicy()
    /// Its departments, the first that takes a record first.
    public var departments: [Department] = []
    /// How its case numbers look.
    public var numbers = NumberPattern.usual

    /// The key of the only office of an installation that names none.
    public static let only = "office"

    /// Makes an office.
    public init(
        id: String = only,
        name: String = "Wohngeldbehörde",
        land: Land = .st,
        contact: [String] = [],
        followUpDays: Int = 21
    ) {
        (self.id, self.name, self.land, self.contact, self.followUpDays) = (id, name, land, contact, followUpDays)
    }
}

/// How letters of an office leave: a clerk lets each go, unless the office says otherwise.
public struct ReplyPolicy: Sendable {
    /// What leaves without anybody looking at it.
    public struct Rule: Sendable {
        /// The kinds of letters.
        public var letters: Set<LetterTemplate.Kind>
        /// The form the record was read from; nil for any.
        public var form: String?
        /// By which way: De-Mail, open mail, or either.
        public var byDeMail: Bool?

        /// Makes a rule.
        public init(letters: Set<LetterTemplate.Kind>, form: String? = nil, byDeMail: Bool? = nil) {
            (self.letters, self.form, self.byDeMail) = (letters, form, byDeMail)
        }
    }

    /// What leaves without anybody looking at it.
    public var automatic: [Rule] = []
    /// Whether letters may go by open mail at all.
    public var usesOpenMail = true
    /// Whether the first message of a case is acknowledged.
    public var sendsReceipts = false
    /// So many automatic letters a day to one address.
    public var mostAutomaticPerAddress = 5
    /// Whether a reminder by De-Mail is a notice in writing (SGB I § 66(3), § 36a(2)).
    public var deMailIsWriting = false

    /// Nothing leaves by itself.
    public init() {}

    func letsLeave(_ kind: LetterTemplate.Kind, form: String?, byDeMail: Bool) -> Bool {
        automatic.contains { rule in
            rule.letters.contains(kind) && (rule.form == nil || rule.form == form) && (rule.byDeMail ?? byDeMail) == byDeMail
        }
    }
}

/// A department of an office, and what goes to it.
public struct Department: Sendable {
    /// Its name.
    public var name: String
    /// When a record goes to it, over the record's fields and `recordType`; nil for everything left.
    public var condition: Expression?

    /// Makes a department.
    public init(name: String, condition: Expression?) { (self.name, self.condition) = (name, condition) }
}

extension Office {
    /// The department a record goes to; a rule that cannot be evaluated takes nothing.
    public func department(for decision: Decision, _ catalogue: Catalogue) -> String? {
        if departments.isEmpty { return nil }
        guard let record = decision.record, let type = catalogue.records[record.type] else {
            return departments.last { $0.condition == nil }?.name
        }
        var context = RecordTree.context(type, record.readings)
        (context["recordType"], context["form"]) = (.string(record.type), .string(record.form))
        return departments.first { $0.condition.map { $0.evaluate(in: [context]) == .boolean(true) } ?? true }?.name
    }
}
