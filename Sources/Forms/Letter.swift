public import Vocabulary

/// What the mapping may use of the message around the documents.
public struct Letter: Sendable, Codable {
    /// One line of the message text.
    public struct Line: Sendable, Codable {
        /// The line's number, from 1.
        public var number: Int
        /// The line without quote marks.
        public var text: String
        /// Whether it repeats an earlier message.
        public var isQuoted: Bool

        /// Makes a line.
        public init(number: Int, text: String, isQuoted: Bool) {
            self.number = number
            self.text = text
            self.isQuoted = isQuoted
        }
    }

    /// The digest of the part the lines stand in.
    public var body: Digest?
    /// The author's display name.
    public var fromName = ""
    /// The author's address.
    public var fromAddress = ""
    /// The subject.
    public var subject = ""
    /// When the sender's clock says it was written.
    public var date: Instant?
    /// The message text, line by line.
    public var lines: [Line] = []
    /// The digest of the whole message, for values found in its text or header.
    public var digest: Digest

    /// An empty letter.
    public init(digest: Digest) { self.digest = digest }

    /// What the sender wrote, without quotations.
    public var ownText: String { lines.filter { !$0.isQuoted }.map(\.text).joined(separator: "\n") }
}

/// What was read for one path of the record.
public struct FieldReading: Sendable, Codable, Hashable {
    /// What is known about the field (Zustand).
    public enum State: String, Sendable, Codable {
        /// Read exactly.
        case read
        /// Read, but a rule had to decide, or the source is weak.
        case unsure
        /// Nothing was given.
        case missing
        /// Something was given that is no value of the type.
        case invalid
        /// Two sources say different things.
        case conflict
        /// Given in answer to a follow-up.
        case answered
        /// Entered by a clerk.
        case corrected
        /// Does not apply to this application.
        case notApplicable = "not-applicable"
    }

    /// The path in the record, rows with their number from 0: `einkommen[0].brutto`.
    public var path: String
    /// What is known.
    public var state: State
    /// The value, when there is one.
    public var value: Value?
    /// Where it stands; for a conflict all places.
    public var provenance: [Provenance]
    /// Why a value was refused, completing „… ist“.
    public var reason: String?

    /// The message it came with; nil for what the engine says.
    public var origin: Origin?
    /// What was said before, oldest first; of a conflict all that was said.
    ///
    /// Nil when there was nothing.
    public var history: [Past]?

    /// The message a reading came with.
    public struct Origin: Sendable, Codable, Hashable {
        /// The digest of the message.
        public var message: Digest
        /// When it was received.
        public var receivedAt: Instant
        /// What was verified of it.
        public var indication: Verification.Indication
    }

    /// An earlier value.
    public struct Past: Sendable, Codable, Hashable {
        /// The value; nil when what stood there was no value.
        public var value: Value?
        /// What was known of it.
        public var state: State
        /// Where it stood.
        public var provenance: [Provenance]
        /// With which message it came.
        public var origin: Origin?
    }

    /// Makes a reading.
    public init(path: String, state: State, value: Value? = nil, provenance: [Provenance] = [], reason: String? = nil) {
        self.path = path
        self.state = state
        self.value = value
        self.provenance = provenance
        self.reason = reason
    }
}

/// What a form's rules made of a document.
public struct Mapping: Sendable, Codable {
    /// The form's id.
    public var form: String
    /// The record type's id.
    public var record: String
    /// The digest of the document that is the form.
    public var document: Digest
    /// What was read, in the order of the rules.
    public var readings: [FieldReading]
    /// What the clerk should know about the reading.
    public var findings: [Finding]
    /// The case number in an answer to a follow-up.
    public var answers: String?

    /// Makes a mapping.
    public init(form: String, record: String, document: Digest, readings: [FieldReading], findings: [Finding]) {
        (self.form, self.record, self.document, self.readings, self.findings) = (form, record, document, readings, findings)
    }
}
