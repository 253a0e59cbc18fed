public import Definitions
internal import FEEL
public import Vocabulary

/// How one expression of a definition came out over one record: three values, as everywhere.
public struct Verdict: Sendable {
    /// What the expression is for.
    public enum Role: String, Sendable {
        /// Whether a field, or everything in a group, applies at all (`when`).
        case applies
        /// Whether an absent value is needed (`requiredWhen`, `wantedWhen`).
        case needed
        /// Whether what was given adds up (`assert` of a check).
        case check
    }

    /// Something an expression looks at.
    public struct Input: Sendable {
        /// Its name in the expression.
        public var name: String
        /// Its value as FEEL writes it; nil when nothing is known of it.
        public var value: String?
    }

    /// What the expression is for.
    public var role: Role
    /// The path of the field, rows with their number, or the id of the check.
    public var subject: String
    /// The expression.
    public var expression: String
    /// Whether it holds; nil when that could not be determined.
    public var holds: Bool?
    /// What it looks at.
    public var inputs: [Input]

    init(_ role: Role, of subject: String, _ expression: String, _ value: FEELValue, inputs: [Input]) {
        (self.role, self.subject, self.expression, self.inputs) = (role, subject, expression, inputs)
        holds = if case .boolean(let flag) = value { flag } else { nil }
    }
}

extension RecordType {
    /// How every condition and check comes out over what is known of a record.
    ///
    /// - Parameter readings: the fields about which anything is known.
    /// - Returns: one verdict for each evaluation, in the order of the definition; conditions of values that are there are not asked.
    public func verdicts(over readings: [FieldReading]) -> [Verdict] {
        let said = readings.filter { !$0.isAbsence }
        return Validation(self, said, isTraced: true).verdicts ?? []
    }
}
