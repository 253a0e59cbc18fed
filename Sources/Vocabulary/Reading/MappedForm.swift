/// What a form's rules made of a document.
public struct MappedForm: Sendable, Codable {
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

    /// Makes a value.
    public init(form: String, record: String, document: Digest, readings: [FieldReading], findings: [Finding]) {
        (self.form, self.record, self.document, self.readings, self.findings) = (form, record, document, readings, findings)
    }
}
