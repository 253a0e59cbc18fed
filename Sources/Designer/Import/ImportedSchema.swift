internal import Definitions
internal import Vocabulary

/// A schema in another format, as what a record and its form need of it.
struct ImportedSchema {
    /// What kind of schema it was, for people: `XDatenfelder 2`.
    var format: String
    /// Its id there.
    var id: String
    /// What it is called.
    var title: String
    /// Its version there; empty for none.
    var version = ""
    /// What is said at the top of the record.
    var comments: [String] = []
    /// Its fields in their order.
    var fields: [ImportedField] = []
    /// The root elements of its XML documents, as a form recognises them.
    var roots: [String] = []
    /// Whether its documents may be JSON.
    var isJSON = false
    /// Whether the file itself can check XML documents.
    var checksDocuments = false
    /// The XPath of the element that all steps begin at.
    var start: String
    /// Namespace prefixes for XPath.
    var namespaces: [String: String] = [:]
    /// What documents are recognised by where they are neither XML nor JSON.
    var recognise: [DefinitionText.Entry] = []
    /// The name of its blank PDF.
    var template: String?

    /// How many fields hold values.
    var count: Int { fields.reduce(0) { $0 + $1.count } }
}

/// A field of a schema in another format, or a group of fields.
struct ImportedField {
    /// Its id or name there.
    var id: String
    /// What its name in the record is made from.
    var name: String
    /// What it is called on forms.
    var label: String
    /// What a value is; a group that repeats becomes a list.
    var kind: Field.Kind
    /// The XPath step that leads to it.
    var step: String
    /// How many there have to be.
    var least = 1
    /// How many there may be; nil for any number.
    var most: Int? = 1
    /// Whether people give it; what is hidden or fixed is read and never asked for.
    var isGiven = true
    /// Of a group: whether exactly one of its fields is given.
    var isChoice = false
    /// The question.
    var ask: String?
    /// The legal basis.
    var law: String?
    /// The unit.
    var unit: String?
    /// What its codes are.
    var codes: ImportedCodes?
    /// The code it has as long as nobody says otherwise.
    var preset: String?
    /// What is said above it.
    var comments: [String] = []
    /// The fields of a group.
    var fields: [ImportedField] = []
    /// Where a form reads it, if not at its step.
    var source: [DefinitionText.Entry]?
    /// Of rows of form fields: the name of the field that each of them has, with `{n}` for the number.
    var rows: String?
    /// Its line in the file.
    var line = 1

    /// How many fields hold values.
    var count: Int { kind == .group ? fields.reduce(0) { $0 + $1.count } : 1 }
    /// Whether there may be several.
    var isMany: Bool {
        get { most.map { $0 > 1 } ?? true }
        set { most = newValue ? nil : 1 }
    }
}

/// A code list of a schema in another format.
struct ImportedCodes {
    /// What makes it the same list where another field has it; nil for a list of this field alone.
    var id: String?
    /// What it is called.
    var title: String
    /// Its entries.
    var codes: [Code]
}

/// What is noted while a schema is read: what is wrong with it, and what cannot be carried over.
struct ImportNotes {
    /// What is wrong.
    private(set) var faults: [SchemaFault] = []
    /// What cannot be carried over, with its line.
    private(set) var losses: [SchemaFault] = []
    /// The file, as faults name it.
    let file: String
    private var made = 0
    /// So many fields are made of a schema before it is refused: types that hold types grow without end.
    private static let mostMade = 20_000

    init(file: String) { self.file = file }

    /// Counts a field that is made; false when there are too many, which is then a fault.
    mutating func count(_ line: Int) -> Bool {
        made += 1
        if made == Self.mostMade { fault(line, "Ausgeschrieben hat dieses Schema mehr als \(Self.mostMade) Felder.") }
        return made < Self.mostMade
    }

    /// What was said already: what is used in several places would fill the lists.
    private var said: Set<String> = []

    mutating func fault(_ line: Int, _ message: String) {
        if let fault = new(line, message) { faults.append(fault) }
    }

    mutating func loss(_ line: Int, _ message: String) {
        if let loss = new(line, message) { losses.append(loss) }
    }

    private mutating func new(_ line: Int, _ message: String) -> SchemaFault? {
        let text = Label.withoutControls(message)
        return said.insert(text).inserted ? SchemaFault(file: file, line: line, message: text) : nil
    }
}

/// What is wrong with a schema, or cannot be carried over, and where.
public struct SchemaFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public var file: String
    /// The line, from 1; nil when it is about the file as a whole.
    public var line: Int?
    /// What it is, in German.
    public var message: String

    /// `file:line: message`.
    public var description: String { line.map { "\(file):\($0): \(message)" } ?? "\(file): \(message)" }
}

/// Why a schema was not brought in, all of it at once.
public struct SchemaFaults: Error, Sendable, CustomStringConvertible {
    /// Each with its place.
    public var faults: [SchemaFault]

    init(_ faults: [SchemaFault]) { self.faults = faults }

    init(_ file: String, _ message: String) { faults = [SchemaFault(file: file, line: nil, message: message)] }

    /// One line for each.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}
