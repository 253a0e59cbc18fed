public import Definitions
public import Vocabulary

/// A trial of definitions: what comes in, and what has to come of it (Testfall).
public struct TestCase: Sendable {
    /// What comes in.
    public enum Input: Sendable {
        /// The fields of a form with what is written in them, filled into its blank PDF; without one into a plain form.
        case fields(form: String, values: [String: String])
        /// A file beside the case: a message, a PDF, an XML file.
        case file(String)
        /// Bytes under a name, such as a document that was changed.
        case content(name: String, [UInt8])
        /// A mail with a text.
        case mail(Mail)
        /// The values of a record, as if a form had said them.
        case given(record: String, values: [String: [String]])
    }

    /// A mail that somebody might write.
    public struct Mail: Sendable {
        /// Who writes it, as in a header.
        public var from = "Erika Beispiel <erika.beispiel@example.org>"
        /// Its subject.
        public var subject = ""
        /// Its text.
        public var text = ""
        /// The paths of files that go with it.
        public var attached: [String] = []
    }

    /// What has to come of it.
    public enum Expectation: Sendable {
        /// All of the result, as it stands in a file beside the case.
        case whole(file: String)
        /// Whether one condition asks for its field, or one check reports.
        case rule(String, fires: Bool)
        /// Which form it is, nil for none, and some of the values that are read.
        case reading(form: String?, values: [String: String])
    }

    /// Its name: the path of its file without ending, and in tables the name of its row.
    public var name: String
    /// The folder of the record it belongs to, or `shared`.
    public var folder: String
    /// `file:line`, where it is written.
    public var place: String
    /// What comes in.
    public var input: Input
    /// When it comes in; nil where the message says so itself.
    public var receivedAt: Instant?
    /// What has to come of it.
    public var expectation: Expectation
}

/// What came of a case.
public struct TestResult: Sendable {
    /// The case.
    public var testCase: TestCase
    /// The whole result as text; nil where there is none.
    public var text: String?
    /// Why it is not what was expected; nil when it is.
    public var failure: Failure?
    /// The fields about which anything is known.
    public var readings: [FieldReading] = []
    /// The id of the record type and of the form.
    public var record, form: String?
    /// Everything found.
    public var findings: [Finding] = []
    /// The kinds of letters that were written.
    public var letters: [LetterTemplate.Kind] = []

    /// Whether the reader got to the end; what it broke off says nothing of the definitions.
    public var isWhole: Bool {
        let ends: [FindingKind] = [
            .readerCrashed, .readerKilled, .readerNotStarted, .readerUnavailable, .limitCPU, .limitWall, .limitOutput, .messageMemory,
        ]
        return !findings.contains { finding in ends.contains(where: finding.isA) }
    }

    /// Why a case is not what was expected.
    public enum Failure: Sendable {
        /// It cannot be tried: a sentence says why.
        case broken(String)
        /// The result is another: the lines that differ, those expected with `-`, those that came with `+`.
        case differs(String)
        /// Nothing says yet what has to come of it.
        case unexpected
    }
}
