/// Something a person should know about a submission: what, where, and what to do.
public struct Finding: Hashable, Sendable, Codable {
    /// How much it matters for the outcome.
    public enum Severity: String, Sendable, Codable {
        /// The record cannot be decided with this.
        case error
        /// Someone should look, the record can still be decided.
        case warning
        /// Worth knowing.
        case info
    }

    /// A stable code such as `pdf.locked`, for programs.
    public var code: String
    /// How much it matters.
    public var severity: Severity
    /// The path in the record, when it is about a field.
    public var path: String?
    /// For the clerk, in German: what, where, what to do.
    ///
    /// Holds no field values.
    public var message: String
    /// For the citizen, in plain German, when there is something to ask; never a code.
    public var citizen: String?
    /// The name of the document it is about, when it is about one.
    public var document: String?

    /// Makes a finding.
    public init(
        _ code: String,
        _ severity: Severity,
        path: String? = nil,
        document: String? = nil,
        _ message: String,
        citizen: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.path = path
        self.message = message
        self.citizen = citizen
        self.document = document
    }
}
