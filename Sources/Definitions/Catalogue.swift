/// All definitions as everybody may know them: what records there are, and which forms map onto them.
///
/// A reader process loads them from their files and hands them to the program around it, so that both always speak of the same.
public struct Catalogue: Sendable, Codable {
    /// The record types by id.
    public let records: [String: RecordType]
    /// The forms in the order of their files.
    public let forms: [Form]
    /// The letters of records that have none of their own.
    public let letters: [LetterTemplate.Kind: LetterTemplate]
    /// What is wrong with the definitions; whatever has a fault is not loaded.
    public let faults: [DefinitionFault]

    /// Makes a catalogue.
    public init(
        records: [String: RecordType],
        forms: [Form],
        letters: [LetterTemplate.Kind: LetterTemplate],
        faults: [DefinitionFault]
    ) {
        (self.records, self.forms, self.letters, self.faults) = (records, forms, letters, faults)
    }

    /// The form of an id.
    public func form(_ id: String) -> Form? { forms.first { $0.id == id } }
}
