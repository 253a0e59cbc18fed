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

/// A fault in a definition or a setting: where, and what to do about it.
public struct DefinitionFault: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The file, relative to the schemas directory.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int
    /// What is wrong and what would be right, in German.
    public var message: String
    /// The line of the file with a caret under the place; empty when there is none.
    public var excerpt = ""

    /// Makes a fault.
    public init(file: String, line: Int, column: Int, message: String) {
        (self.file, self.line, self.column, self.message) = (file, line, column, message)
    }

    /// `file:line:column: message`.
    public var description: String { "\(file):\(line):\(column): \(message)" }

    /// The description with the line it is about.
    public var long: String { excerpt.isEmpty ? description : "\(description)\n\(excerpt)" }
}
