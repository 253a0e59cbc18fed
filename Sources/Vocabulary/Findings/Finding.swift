/// Something a person should know about a submission: what, where, and what to do.
public struct Finding: Hashable, Sendable, Codable {
    /// How much it matters for the outcome.
    public enum Severity: String, Sendable, Codable, Comparable {
        /// The record cannot be decided with this.
        case error
        /// Someone should look, the record can still be decided.
        case warning
        /// Worth knowing.
        case info

        private var rank: Int {
            switch self {
            case .error: 2
            case .warning: 1
            case .info: 0
            }
        }

        /// Whether the first matters less than the second.
        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
    }

    /// A stable code such as `pdf.locked`, for programs.
    public let code: String
    /// How much it matters.
    public let severity: Severity
    /// What follows from it.
    public let consequence: FindingKind.Consequence
    /// The path in the record, when it is about a field.
    public let path: String?
    /// For the clerk, in German: what, where, what to do.
    ///
    /// Holds no field values.
    public let message: String
    /// For the citizen, in plain German, when there is something to ask; never a code.
    public let citizen: String?
    /// The name of the document it is about, when it is about one.
    public let document: String?

    /// Makes a finding of a kind.
    ///
    /// - Parameters:
    ///   - kind: its kind in the catalogue.
    ///   - severity: how much it matters here, if less than usual: then it is a note.
    ///   - path: the path in the record, when it is about a field.
    ///   - document: the name of the document it is about; fills `{document}` in the texts.
    ///   - values: what fills the other places of the texts.
    public init(
        _ kind: FindingKind,
        severity: Severity? = nil,
        path: String? = nil,
        document: String? = nil,
        _ values: [String: String] = [:]
    ) {
        precondition(!kind.isDefinedElsewhere, "\(kind.code) has its texts in a definition")
        let values = document.map { values.merging(["document": $0]) { given, _ in given } } ?? values
        self.init(
            code: kind.code,
            kind,
            severity ?? kind.severity,
            path: path,
            document: document,
            message: FindingKind.filled(kind.clerk, values),
            citizen: kind.citizen.map { FindingKind.filled($0, values) }
        )
    }

    /// Makes the finding of a check in the definition of a record, where also its texts stand.
    ///
    /// - Parameters:
    ///   - check: the name of the check.
    ///   - severity: how much it matters.
    ///   - path: the path in the record, when it is about a field.
    ///   - clerk: the text for the clerk.
    ///   - ask: what the citizen is asked; nil for nothing.
    public init(check: String, _ severity: Severity, path: String?, clerk: String, ask: String?) {
        let code = FindingKind.filled(FindingKind.check.code, ["id": check])
        self.init(code: code, .check, severity, path: path, document: nil, message: clerk, citizen: ask)
    }

    private init(
        code: String,
        _ kind: FindingKind,
        _ severity: Severity,
        path: String?,
        document: String?,
        message: String,
        citizen: String?
    ) {
        precondition(severity <= kind.severity, "\(code) never matters more than usual")
        (self.code, self.severity, self.path, self.document) = (code, severity, path, document)
        (self.message, self.citizen) = (message, citizen)
        consequence = kind.consequence(at: severity, asks: citizen != nil)
    }

    /// Its kind; nil for one that only a former version knew.
    public var kind: FindingKind? { .named(code) }

    /// Whether it is of a kind, however that is worded.
    public func isA(_ kind: FindingKind) -> Bool { code == kind.code }

    /// The name of the check in the definition of a record that it comes from; nil for a finding of the catalogue.
    public var check: String? {
        let start = FindingKind.filled(FindingKind.check.code, ["id": ""])
        return code.hasPrefix(start) && FindingKind.named(code)?.code != code ? String(code.dropFirst(start.count)) : nil
    }

    /// Reads a finding; one that was kept before findings had a consequence gets that of its kind.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        code = try values.decode(String.self, forKey: .code)
        severity = try values.decode(Severity.self, forKey: .severity)
        path = try values.decodeIfPresent(String.self, forKey: .path)
        message = try values.decode(String.self, forKey: .message)
        citizen = try values.decodeIfPresent(String.self, forKey: .citizen)
        document = try values.decodeIfPresent(String.self, forKey: .document)
        let kept = try values.decodeIfPresent(FindingKind.Consequence.self, forKey: .consequence)
        // What the catalogue does not know is taken as the check of a definition.
        consequence = kept ?? (FindingKind.named(code) ?? .check).consequence(at: severity, asks: citizen != nil)
    }
}
