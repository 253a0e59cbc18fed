internal import Definitions
internal import Foundation
internal import Readers
internal import Vocabulary

/// Brings in a schema of another format - XDatenfelder, JSON Schema, XML Schema - as definitions: a record, its code lists, and a form that
/// reads the documents of that schema.
///
/// The file is opened by a reader. What is written is loaded by one before it is put in its place; a fault leaves nothing behind.
public struct SchemaImport: Sendable {
    /// What was made of a file.
    public struct Outcome: Sendable {
        /// What kind of schema it was.
        public var format: String
        /// What it is called.
        public var title: String
        /// The id of the record.
        public var record: String
        /// How many fields hold values.
        public var fields: Int
        /// The files that were written.
        public var written: [String]
        /// What could not be carried over, with its place.
        public var losses: [SchemaFault]
        /// What is other than in the form the definitions were made from; empty where they are new.
        public var changes: [String] = []
        /// What somebody should look at, in German.
        public var notes: [String] = []
    }

    /// The program that opens foreign bytes.
    let reader: String
    /// The directory of definitions that is written into.
    let target: String
    /// The id of the record; nil for one made from the title.
    let record: String?
    /// The directory with code lists in Genericode that the schema refers to.
    private let codeLists: String?
    /// The element that documents begin with, of an XML Schema with several.
    private let root: String?
    private let limits = Limits()

    /// Prepares an import.
    ///
    /// - Parameters:
    ///   - reader: the program that opens foreign bytes.
    ///   - target: the directory of definitions that is written into.
    ///   - record: the id of the record; nil for one made from the title.
    ///   - codeLists: a directory with code lists in Genericode; nil for none.
    ///   - root: of an XML Schema the element that documents begin with; nil for the only one.
    public init(reader: String, target: String, record: String?, codeLists: String?, root: String?) {
        (self.reader, self.target, self.record, self.codeLists, self.root) = (reader, target, record, codeLists, root)
    }

    /// Brings a file in.
    ///
    /// - Parameter file: its path.
    /// - Returns: what was written, and what could not be carried over.
    /// - Throws: ``SchemaFaults`` with all that is wrong with the file; then nothing was written.
    public func run(_ file: String) async throws(SchemaFaults) -> Outcome {
        let pool = pool(target)
        let bytes = try read(file)
        let opened = try await tree(of: bytes, file, pool)
        let lists = try await self.lists(pool)
        let (schema, notes) = try imported(opened, file, lists)
        let known = FileManager.default.fileExists(atPath: target) ? await catalogue(pool) : nil
        await pool.shutDown()
        let definitions = ImportedDefinitions(
            schema,
            record: try id(of: schema, known, file),
            prefix: prefix(of: schema, known),
            notes: notes
        )
        let folder = DefinitionFolder(target: target, record: definitions.record)
        let name = URL(fileURLWithPath: file).lastPathComponent
        // A schema that libxml2 does not take checks nothing, and the form does without.
        let attempts = schema.checksDocuments ? [bytes, nil] : [nil]
        for xsd in attempts {
            var made = definitions.files(source: name, xsd: xsd)
            made.files += exampleFiles(of: schema, definitions)
            let written: [String]?
            do {
                written = try await folder.write(made.files) { directory in
                    let faults = await self.faults(in: directory)
                    if !faults.isEmpty, xsd == nil { throw SchemaFaults(faults) }
                    return faults.isEmpty
                }
            } catch let faults as SchemaFaults {
                throw faults
            } catch {
                throw SchemaFaults(file, "In „\(target)“ kann nicht geschrieben werden: \(error.localizedDescription)")
            }
            guard let written else { continue }
            var losses = made.notes.losses
            if schema.checksDocuments, xsd == nil {
                losses.append(
                    SchemaFault(
                        file: file,
                        line: nil,
                        message: "Die Prüfung von Dokumenten gegen dieses XML-Schema: es lässt sich nicht übersetzen"
                    )
                )
            }
            var outcome = Outcome(
                format: schema.format,
                title: schema.title,
                record: definitions.record,
                fields: schema.count,
                written: written,
                losses: losses.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
            )
            await take(&outcome, form: definitions.formId)
            return outcome
        }
        throw SchemaFaults(file, "Aus der Datei werden keine Definitionen, die sich laden lassen.")
    }

    // MARK: Reading

    func pool(_ schemas: String) -> ReaderPool {
        ReaderPool(ReaderCommand(executable: reader, profile: ReaderProfile(schemas: schemas)), count: 1)
    }

    func read(_ file: String) throws(SchemaFaults) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw SchemaFaults(file, "Die Datei gibt es nicht, oder sie kann nicht gelesen werden.")
        }
        guard data.count <= limits.messageBytes else {
            throw SchemaFaults(file, "Die Datei ist größer als \(limits.messageBytes >> 20) MB.")
        }
        return Array(data)
    }

    struct Opened {
        var root: XMLNode
        var isJSON: Bool
    }

    /// The tree of a file, as a reader finds it.
    func tree(of bytes: [UInt8], _ file: String, _ pool: ReaderPool) async throws(SchemaFaults) -> Opened {
        let request = ReadRequest(.tree, source: file, receivedAt: nil, now: Instant(Date()))
        let reading: Reading
        do {
            reading = try await pool.read(Submission(source: file, bytes: bytes), request)
        } catch {
            throw SchemaFaults(file, error.description)
        }
        let findings = reading.findings + (reading.documents.first?.findings ?? [])
        if let finding = findings.first, !finding.isA(.documentUnknownType) {
            // What is only a note in a message is refused here: definitions need no DTD.
            throw SchemaFaults([SchemaFault(file: file, line: Self.line(in: finding.message), message: Self.sentence(finding))])
        }
        guard let root = XMLNode.tree(of: reading.elements) else {
            throw SchemaFaults(file, "Die Datei ist weder XML noch JSON.")
        }
        return Opened(root: root, isJSON: reading.documents.first?.kind == .json)
    }

    /// The line that a finding names in its words.
    private static func line(in message: String) -> Int? { message.firstMatch(of: /Zeile (\d+)/).flatMap { Int($0.1) } }

    /// What a finding says, without what a clerk would do about it.
    private static func sentence(_ finding: Finding) -> String {
        let sentences = finding.message.components(separatedBy: " Bitte ")
        return sentences.first ?? finding.message
    }

    /// The code lists that were given.
    private func lists(_ pool: ReaderPool) async throws(SchemaFaults) -> [GenericodeList] {
        guard let codeLists else { return [] }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: codeLists) else {
            throw SchemaFaults(codeLists, "Das Verzeichnis der Codelisten gibt es nicht.")
        }
        var lists: [GenericodeList] = []
        for name in names.sorted() where name.lowercased().hasSuffix(".xml") {
            let path = "\(codeLists)/\(name)"
            let opened = try await tree(of: try read(path), path, pool)
            guard let list = GenericodeList(opened.root, file: String(name.dropLast(4))) else {
                throw SchemaFaults([
                    SchemaFault(file: path, line: opened.root.line, message: "Das ist keine Codeliste im Format Genericode 1.0.")
                ])
            }
            lists.append(list)
        }
        return lists
    }

    func imported(_ opened: Opened, _ file: String, _ lists: [GenericodeList]) throws(SchemaFaults) -> (ImportedSchema, ImportNotes) {
        let notes = ImportNotes(file: file)
        let read: (schema: ImportedSchema?, notes: ImportNotes)
        if opened.isJSON {
            var reader = JSONSchema(opened.root, notes: notes)
            read = (reader.schema(), reader.notes)
        } else if XDatenfelder.isMeant(by: opened.root) {
            var reader = XDatenfelder(lists: lists, notes: notes)
            read = (reader.schema(opened.root), reader.notes)
        } else if opened.root.name == "schema" {
            var reader = XSD(opened.root, root: root, notes: notes)
            read = (reader.imported(), reader.notes)
        } else {
            let what = opened.root.name == "CodeList" ? "Das ist eine Codeliste; geben Sie ihr Verzeichnis mit --code-lists an." : nil
            let text = what ?? "„\(opened.root.name)“ ist kein Schema. Gelesen werden XDatenfelder 2 und 3.0.0, JSON Schema und XML Schema."
            throw SchemaFaults([SchemaFault(file: file, line: opened.root.line, message: text)])
        }
        if !read.notes.faults.isEmpty { throw SchemaFaults(read.notes.faults.sorted { ($0.line ?? 0) < ($1.line ?? 0) }) }
        guard let schema = read.schema else { throw SchemaFaults(file, "Die Datei beschreibt kein Schema.") }
        let depth = ImportedDefinitions.depth(schema.fields)
        if depth > ImportedDefinitions.deepest {
            throw SchemaFaults(
                file,
                "Die Gruppen sind \(depth) Ebenen tief verschachtelt; mehr als \(ImportedDefinitions.deepest) hat kein Datensatz."
            )
        }
        try refuseSize(of: schema, file)
        return (schema, read.notes)
    }

    /// A record has so many fields at most.
    func refuseSize(of schema: ImportedSchema, _ file: String) throws(SchemaFaults) {
        guard schema.count > Self.mostFields else { return }
        throw SchemaFaults(file, "Das sind \(schema.count) Felder; mehr als \(Self.mostFields) hat kein Datensatz.")
    }

    private static let mostFields = 5000

    // MARK: Names

    func id(of schema: ImportedSchema, named name: String? = nil, _ known: Catalogue?, _ file: String) throws(SchemaFaults) -> String {
        let id = record ?? name ?? FieldName.of(schema.title) ?? FieldName.of(schema.id) ?? "datensatz"
        guard id.wholeMatch(of: /[A-Za-z][A-Za-z0-9_-]{0,40}/) != nil, !["shared", "json-schema"].contains(id) else {
            throw SchemaFaults(file, "„\(id)“ ist kein Name für einen Datensatz: ein Buchstabe, dann Buchstaben, Ziffern und Bindestriche.")
        }
        let isThere = FileManager.default.fileExists(atPath: "\(target)/\(id)")
        if isThere || known?.records[id] != nil || known?.form("\(id)-daten") != nil {
            throw SchemaFaults(
                file,
                "Einen Datensatz „\(id)“ gibt es in „\(target)“ schon. Bitte geben Sie einen anderen Namen: --record NAME"
            )
        }
        return id
    }

    /// Letters that no other record has before its numbers.
    func prefix(of schema: ImportedSchema, _ known: Catalogue?) -> String {
        let taken = Set(known?.records.values.map(\.prefix) ?? [])
        let words = (FieldName.of(schema.title) ?? "EG").filter { $0.isLetter }
        let capitals = words.prefix(1).uppercased() + words.dropFirst().filter(\.isUppercase)
        let letters = Array(capitals.count > 1 ? String(capitals) : words.uppercased())
        for count in 2...max(2, letters.count) where !taken.contains(String(letters.prefix(count))) && letters.count >= 2 {
            return String(letters.prefix(count))
        }
        return FieldName.unique("EG", among: taken)
    }

    func catalogue(_ pool: ReaderPool) async -> Catalogue? {
        // Where nothing can be loaded there is nothing to be in the way of.
        try? await pool.equipment().catalogue
    }

    /// What a reader finds wrong with what was written.
    func faults(in directory: String) async -> [SchemaFault] {
        let pool = pool(directory)
        let catalogue = await catalogue(pool)
        await pool.shutDown()
        guard let catalogue else { return [SchemaFault(file: directory, line: nil, message: "Der Leseprozess antwortet nicht.")] }
        return catalogue.faults.map { SchemaFault(file: $0.file, line: $0.line, message: $0.message) }
    }
}
