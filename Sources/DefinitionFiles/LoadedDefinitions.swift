public import Definitions
internal import Documents
public import Foundation
internal import TextFiles
internal import Yams

/// All definitions of a `Schemas` directory: one folder per record type, and `shared/` for what they have in common.
public struct LoadedDefinitions: Sendable {
    /// What everybody may know of them.
    public let catalogue: Catalogue
    /// How the forms are read, in the order of their files.
    public let forms: [FormDefinition]
    /// The shared code lists by name.
    public let codeLists: [String: [Code]]
    /// The files they stand in.
    public let texts: DefinitionTexts

    /// Loads a directory.
    ///
    /// - Throws: `CatalogueError` if the directory cannot be read. Faulty definitions do not throw; see `Catalogue.faults`.
    public init(directory: URL) throws(CatalogueError) {
        let root = directory.path
        guard let folders = try? FileManager.default.contentsOfDirectory(atPath: root).sorted() else {
            throw CatalogueError(directory: root)
        }
        var shared = SharedDefinitions()
        var loaded = Loaded()
        loaded.loadShared(root, into: &shared)
        for folder in folders where folder != "shared" {
            loaded.loadRecord(root, folder, shared: shared)
        }
        for folder in folders where folder != "shared" { loaded.loadForms(root, folder) }
        forms = loaded.forms
        (texts, codeLists) = (loaded.texts, shared.codes)
        catalogue = Catalogue(
            records: loaded.records,
            forms: loaded.forms.map(\.form),
            letters: shared.letters,
            faults: loaded.faults.sorted(by: DefinitionFault.inOrder)
        )
    }
}

/// The directory of definitions cannot be read.
public struct CatalogueError: Error, Sendable, CustomStringConvertible {
    /// The directory.
    public var directory: String

    /// What is wrong and what to do.
    public var description: String {
        "Das Verzeichnis der Definitionen „\(directory)“ kann nicht gelesen werden. Geben Sie es mit --schemas an."
    }
}

/// A catalogue in the making.
private struct Loaded {
    var records: [String: RecordType] = [:]
    /// All records, also those with faults: their forms are checked against them but not loaded.
    var parsed: [String: RecordType] = [:]
    var forms: [FormDefinition] = []
    var faults: [DefinitionFault] = []
    var texts = DefinitionTexts()

    mutating func loadShared(_ root: String, into shared: inout SharedDefinitions) {
        let letters = LetterFiles(root: root, folder: "shared/replies")
        shared.letters = letters.templates
        (faults, texts.files) = (letters.faults, letters.files)
        for file in yamlFiles(root, "shared/codes") {
            var found: (String, [Code])?
            read(root, file) { reader, top in
                let members = reader.members(of: top, .codeList)
                if let id = reader.string(members["codes"]) { found = (id, reader.codes(members["values"])) }
            }
            if let found { (shared.codes[found.0], texts.codes[found.0]) = (found.1, file) }
        }
        for file in files(root, "shared/codes", ending: ".xml") {
            texts.files.append(file)
            guard let data = FileManager.default.contents(atPath: "\(root)/\(file)"), let codes = Genericode.read(Array(data)) else {
                faults.append(
                    DefinitionFault(
                        file: file,
                        line: 1,
                        column: 1,
                        message: "Die Datei ist keine Codeliste im Format Genericode.",
                        rule: .fileUnreadable
                    )
                )
                continue
            }
            let name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
            (shared.codes[name], texts.codes[name]) = (codes, file)
        }
        for file in yamlFiles(root, "shared") {
            let known = shared
            var found: (String, [Field])?
            read(root, file) { reader, top in
                let members = reader.members(of: top, .type)
                guard let id = reader.string(members["type"]) else { return }
                found = (id, RecordTypeLoader(reader: reader, shared: known, folder: "\(root)/shared").fields(members["fields"], in: ""))
                for (_, node, _) in reader.expressions {
                    reader.fault(at: node, "Bedingungen gehören in den Datensatz, der diesen Baustein verwendet.", .conditionShared)
                }
            }
            if let found { (shared.types[found.0], texts.types[found.0]) = (found.1, file) }
        }
    }

    mutating func loadRecord(_ root: String, _ folder: String, shared: SharedDefinitions) {
        let named = ["record.yaml", "record.yml"].map { "\(folder)/\($0)" }
        guard let file = named.first(where: { FileManager.default.fileExists(atPath: "\(root)/\($0)") }) else { return }
        let letters = LetterFiles(root: root, folder: "\(folder)/replies")
        texts.files += letters.files
        let files = [file] + yamlFiles(root, folder).filter { $0 != file }
        let opened = files.map { self.open(root, $0) }
        let loaders = opened.map { RecordTypeLoader(reader: $0.reader, shared: shared, folder: "\(root)/\(folder)") }
        if let top = opened[0].top {
            let parts = zip(loaders, opened).dropFirst().compactMap { loader, file in
                file.top.map { RecordTypeLoader.Part(loader: loader, top: $0) }
            }
            let type = loaders[0].load(top, parts: parts, letters: letters.templates)
            if type.needsWrittenForm, type.letters[.formMissing] == nil, shared.letters[.formMissing] == nil {
                opened[0].reader.fault(at: top, "Dem Datensatz fehlt das Schreiben „replies/form-missing.de.mustache“.", .letterMissing)
            }
            if !type.id.isEmpty, let other = texts.records[type.id]?.first {
                opened[0].reader.fault(at: top, "Den Datensatz „\(type.id)“ gibt es schon in „\(other)“.", .recordRepeated)
            } else {
                (parsed[type.id], texts.records[type.id]) = (type, files)
            }
            if letters.faults.isEmpty, opened.allSatisfy({ $0.reader.faults.isEmpty }) { records[type.id] = type }
        }
        faults += letters.faults + opened.flatMap(\.reader.faults)
    }

    mutating func loadForms(_ root: String, _ folder: String) {
        for file in yamlFiles(root, "\(folder)/forms") {
            var form: FormDefinition?
            let known = parsed
            let clean = read(root, file) { reader, top in
                form = FormLoader(reader: reader, records: known, folder: "\(root)/\(folder)/forms").load(top)
            }
            guard clean, let form, records[form.form.record] != nil else { continue }
            if forms.contains(where: { $0.form.id == form.form.id }) {
                let message = "Ein Formular „\(form.form.id)“ gibt es schon."
                faults.append(DefinitionFault(file: file, line: 1, column: 1, message: message, rule: .formRepeated))
                continue
            }
            texts.forms[form.form.id] = file
            forms.append(form)
        }
    }

    private func yamlFiles(_ root: String, _ folder: String) -> [String] {
        (files(root, folder, ending: ".yaml") + files(root, folder, ending: ".yml")).sorted()
    }

    private func files(_ root: String, _ folder: String, ending: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
        return names.filter { $0.hasSuffix(ending) }.sorted().map { "\(folder)/\($0)" }
    }

    /// Reads one file; true if it has no fault.
    @discardableResult
    private mutating func read(_ root: String, _ file: String, _ body: (DefinitionReader, Node) -> Void) -> Bool {
        let (reader, top) = open(root, file)
        if let top { body(reader, top) }
        faults += reader.faults
        return reader.faults.isEmpty
    }

    /// A file's reader and its top mapping; without one the reader knows why.
    private mutating func open(_ root: String, _ file: String) -> (reader: DefinitionReader, top: Node?) {
        let reader = DefinitionReader(file: file)
        texts.files.append(file)
        guard let text = try? String(contentsOfFile: "\(root)/\(file)", encoding: .utf8) else {
            reader.add(line: 1, column: 1, "Die Datei kann nicht als UTF-8 gelesen werden.", .fileUnreadable)
            return (reader, nil)
        }
        texts.texts[file] = text
        return (reader, reader.top(text))
    }
}
