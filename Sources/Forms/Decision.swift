public import Vocabulary

/// What becomes of a submission, with everything a person needs to follow it.
public struct Decision: Sendable, Codable {
    /// The four outcomes.
    public enum Outcome: String, Sendable, Codable {
        /// Complete: the record goes to the back office.
        case handover
        /// Something is missing or unreadable: the citizen is asked.
        case followUp = "follow-up"
        /// A clerk has to look.
        case review
        /// No application: an automatic message.
        case rejected
    }

    /// The reply that asks for what is missing (Nachforderung).
    public struct FollowUp: Sendable, Codable, Hashable {
        /// The address; nil when none is known and it has to go by post.
        public var to: String?
        /// The subject.
        public var subject: String
        /// The last day to answer.
        public var deadline: CalendarDate
        /// The text.
        public var text: String
    }

    /// A document as the decision shows it.
    public struct DocumentSummary: Sendable, Codable {
        /// The display name.
        public var name: String
        /// `pdf`, `xml`, `text`, `image`, `archive` or `other`.
        public var type: String
        /// The digest of its bytes.
        public var digest: Digest
        /// What is wrong with it.
        public var findings: [Finding]

        /// Makes a summary.
        public init(name: String, type: String, digest: Digest, findings: [Finding]) {
            self.name = name
            self.type = type
            self.digest = digest
            self.findings = findings
        }
    }

    /// Where the submission came from.
    public var source: String
    /// Its digest.
    public var digest: Digest
    /// Its Message-ID.
    public var messageId: String?
    /// Who sent it, as a person reads it.
    public var sender: String?
    /// Where a reply goes.
    public var replyTo: String?
    /// The time of receipt.
    public var receivedAt: Instant
    /// Whether that is known, or only the time of processing.
    public var isReceiptKnown = true
    /// What becomes of it.
    public var outcome: Outcome
    /// What is verified.
    public var verification: Verification
    /// The form.
    public var form: String?
    /// The record type.
    public var recordType: String?
    /// The version of its definition.
    public var recordVersion: String?
    /// All fields about which anything is known.
    public var readings: [FieldReading] = []
    /// The paths without which no decision is possible.
    public var missing: [String] = []
    /// Everything found, of the message, its documents, the form and the record.
    public var findings: [Finding] = []
    /// The reply, when there is something to ask.
    public var followUp: FollowUp?
    /// The documents.
    public var documents: [DocumentSummary] = []
    /// Which forms it could have been, best first.
    public var candidates: [Candidate] = []
    /// Whether it says nothing about the case it belongs to: kept beside it, but not part of its record.
    public var isSetAside = false

    /// The record as nested values.
    public var record: Value { RecordTree.value(of: readings) }
}

extension Decision {
    /// The decision as `eingang process --json` prints it.
    public var json: JSON {
        .object([
            ("source", .string(source)), ("digest", .string(digest.description)), ("messageId", .optional(messageId)),
            ("outcome", .string(outcome.rawValue)), ("verification", verification.json), ("form", .optional(form)),
            ("recordType", .optional(recordType)), ("record", record.json), ("fields", .array(readings.map(\.json))),
            ("missing", .array(missing.map(JSON.string))), ("findings", .array(findings.map(\.json))),
            ("followUp", followUp?.json ?? .null), ("documents", .array(documents.map(\.json))),
        ])
    }
}

extension Decision.FollowUp {
    fileprivate var json: JSON {
        .object([
            ("to", .optional(to)), ("subject", .string(subject)), ("deadline", .string(deadline.description)),
            ("text", .string(text)),
        ])
    }
}

extension Decision.DocumentSummary {
    fileprivate var json: JSON {
        .object([
            ("name", .string(name)), ("type", .string(type)), ("digest", .string(digest.description)),
            ("findings", .array(findings.map(\.json))),
        ])
    }
}

extension FieldReading {
    /// The field as the command line prints it; a conflict shows all its places.
    public var json: JSON {
        var members: [(String, JSON)] = [
            ("path", .string(path)), ("state", .string(state.rawValue)), ("value", value?.json ?? .null),
            ("provenance", provenance.first?.json ?? .null),
        ]
        if provenance.count > 1 { members.append(("others", .array(provenance.dropFirst().map(\.json)))) }
        if let reason { members.append(("reason", .string(reason))) }
        if let history, !history.isEmpty { members.append(("history", .array(history.map(\.json)))) }
        return .object(members)
    }
}

extension FieldReading.Past {
    fileprivate var json: JSON {
        .object([
            ("value", value?.json ?? .null), ("state", .string(state.rawValue)), ("message", .optional(origin?.message.description)),
            ("receivedAt", .optional(origin?.receivedAt.description)), ("indication", .optional(origin?.indication.rawValue)),
            ("provenance", provenance.first?.json ?? .null),
        ])
    }
}
