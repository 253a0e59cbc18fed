public import Definitions
public import Vocabulary

/// What becomes of a submission, in parts, with everything a person needs to follow it.
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

    /// What came in.
    public let received: Received
    /// The record as it stands with it; nil when no form was recognised.
    public let record: MergedRecord?
    /// What is missing and what was found.
    public let assessment: Assessment
    /// What becomes of it.
    public let outcome: Outcome
    /// The letters that follow, the most urgent first.
    public let letters: [Letter]
    /// Whether it says nothing about the case it belongs to: kept beside it, but not part of its record.
    public let isSetAside: Bool
    /// What people look its case up by; not kept with it.
    public var keywords: [String] = []

    private enum CodingKeys: String, CodingKey { case received, record, assessment, outcome, letters, isSetAside }

    /// Puts the parts together.
    public init(
        received: Received,
        record: MergedRecord?,
        assessment: Assessment,
        outcome: Outcome,
        letters: [Letter] = [],
        isSetAside: Bool = false
    ) {
        (self.received, self.record, self.assessment) = (received, record, assessment)
        (self.outcome, self.letters, self.isSetAside) = (outcome, letters, isSetAside)
    }

    /// All fields about which anything is known.
    public var readings: [FieldReading] { record?.readings ?? [] }
    /// The letter that asks the citizen for something.
    public var followUp: Letter? { letters.first }
}

/// A record with where each of its values comes from: what was known, and what a message said.
public struct MergedRecord: Sendable, Codable {
    /// The id of the form it was read from last.
    public let form: String
    /// The id of the record type.
    public let type: String
    /// The version of its definition.
    public let version: String
    /// All fields about which anything is known.
    public let readings: [FieldReading]

    /// Makes a record.
    public init(form: String, type: String, version: String, readings: [FieldReading]) {
        (self.form, self.type, self.version, self.readings) = (form, type, version, readings)
    }

    /// The record as nested values.
    public var value: Value { RecordTree.value(of: readings) }

    /// The same with more readings.
    func adding(_ more: [FieldReading]) -> MergedRecord {
        MergedRecord(form: form, type: type, version: version, readings: readings + more)
    }

    /// The value of a path; nil when it has none.
    func value(at path: String?) -> Value? { readings.first { $0.path == path }?.value }
}

/// What a record lacks, and everything found in message, documents, form and record.
public struct Assessment: Sendable, Codable {
    /// The paths without which no decision is possible.
    public let missing: [String]
    /// Everything found.
    public let findings: [Finding]

    /// Makes an assessment.
    public init(missing: [String] = [], findings: [Finding]) { (self.missing, self.findings) = (missing, findings) }
}

/// A letter to the citizen (Schreiben).
public struct Letter: Sendable, Codable, Hashable {
    /// What kind of letter.
    public var kind: LetterTemplate.Kind
    /// The address; nil when none is known and it has to go by post.
    public var to: String?
    /// The subject.
    public var subject: String
    /// The last day to answer.
    public var deadline: CalendarDate
    /// The text.
    public var text: String
    /// The files that go with it: blank forms of the record type.
    public var enclosures: [String] = []
    /// Whether the office lets it leave without anybody looking at it; not kept, because it says nothing about the letter.
    public var isAutomatic = false

    private enum CodingKeys: String, CodingKey { case kind, to, subject, deadline, text, enclosures }

    /// Makes a letter.
    public init(kind: LetterTemplate.Kind, to: String?, subject: String, deadline: CalendarDate, text: String) {
        (self.kind, self.to, self.subject, self.deadline, self.text) = (kind, to, subject, deadline, text)
    }
}
