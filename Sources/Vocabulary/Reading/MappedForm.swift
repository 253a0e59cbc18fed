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
    /// Answers that name their question by number only; the letter they answer says which question that is.
    public var numbered: [NumberedAnswer] = []

    /// Makes a value.
    public init(form: String, record: String, document: Digest, readings: [FieldReading], findings: [Finding]) {
        (self.form, self.record, self.document, self.readings, self.findings) = (form, record, document, readings, findings)
    }
}

/// An answer that names its question by the number it had in a letter of ours.
public struct NumberedAnswer: Sendable, Codable {
    /// The number, from 1.
    public var number: Int
    /// Where it stands, and its words.
    public var place: Provenance

    /// Makes a value.
    public init(number: Int, place: Provenance) { (self.number, self.place) = (number, place) }
}

extension MappedForm {
    /// The digests of everything a record was read from, but for what the header says of the sender.
    public var sources: Set<Digest> {
        Set([document] + readings.flatMap(\.provenance).filter { !$0.isSenderInHeader }.map(\.document))
    }

    /// Leaves out what the header says of the sender where somebody signed, and no certificate is for that address.
    public mutating func heedOnlySigned(_ verification: Verification) {
        guard verification.signedFor != nil else { return }
        readings.removeAll { reading in
            guard reading.isFromHeader else { return false }
            if case .text(let text)? = reading.value, let address = MailAddress(text) { return !verification.stands(for: address) }
            return true
        }
    }
}
