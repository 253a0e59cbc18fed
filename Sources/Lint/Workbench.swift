internal import DefinitionFiles
internal import Definitions
internal import TextFiles
internal import Vocabulary
internal import Yams

/// The definitions with the places of everything in them, for the rules to look at; takes what they find.
final class Workbench {
    let definitions: LoadedDefinitions
    /// The records in the order of their files.
    private(set) var records: [LintedRecord] = []
    /// The forms in the order of their files.
    private(set) var forms: [LintedForm] = []
    private var pages: [String: Page] = [:]

    init(_ definitions: LoadedDefinitions, _ blanks: [String: [FormField]]) {
        self.definitions = definitions
        let texts = definitions.texts
        for (file, text) in texts.texts {
            let reader = YAMLReader(file: file)
            if let top = reader.top(text) { pages[file] = Page(reader: reader, top: top) }
        }
        records = definitions.catalogue.records.values.map { type in
            LintedRecord(type: type, pages: (texts.records[type.id] ?? []).compactMap { pages[$0] })
        }
        .sorted { $0.file < $1.file }
        forms = definitions.forms.compactMap { form in
            guard let type = definitions.catalogue.records[form.form.record], let page = texts.forms[form.form.id].flatMap({ pages[$0] })
            else { return nil }
            return LintedForm(form, type, page, blank: form.form.template.flatMap { blanks[$0] })
        }
    }

    /// A file; nil when it is no YAML.
    func page(_ file: String) -> Page? { pages[file] }

    /// The forms of a record.
    func forms(of record: RecordType) -> [LintedForm] { forms.filter { $0.definition.form.record == record.id } }

    /// What rules found in any file; what was wrong with it before is known.
    var warnings: [DefinitionFault] { (pages.values.map(\.reader) + others).flatMap(\.faults).filter { $0.severity == .warning } }

    /// Makes a reader of a file that is no YAML, for faults to be shown in.
    func show(_ file: String, _ text: String) -> YAMLReader {
        let reader = YAMLReader(file: file)
        reader.show(text)
        others.append(reader)
        return reader
    }

    private var others: [YAMLReader] = []
}

/// A file with its top mapping.
struct Page {
    let reader: YAMLReader
    let top: Node

    /// The value of a key of the top mapping.
    subscript(key: String) -> Node? { top.at(key) }
}

/// A record with the places of its fields.
struct LintedRecord {
    let type: RecordType
    let pages: [Page]

    var file: String { pages.first?.reader.file ?? "" }
    /// Every field, groups and lists included, depth first.
    var fields: [Field] {
        func all(_ fields: [Field]) -> [Field] { fields.flatMap { [$0] + all($0.fields) } }
        return all(type.fields)
    }

    /// Where a field is written; one of a shared type stands where that is used.
    func place(of path: String) -> (reader: YAMLReader, key: Node, value: Node)? {
        let steps = path.replacing("[]", with: "").split(separator: ".").map(String.init)
        for page in pages {
            var found: (key: Node, value: Node)?
            var fields = page["fields"]
            for step in steps {
                guard let entry = fields?.mapping?.first(where: { $0.key.string == step }) else { break }
                found = (entry.key, entry.value)
                fields = entry.value.at("fields")
            }
            if let found { return (page.reader, found.key, found.value) }
        }
        return nil
    }

    /// Whether a field is written here, and not only in a shared type.
    func isOwn(_ field: Field) -> Bool { place(of: field.path)?.key.string == field.name }
}

/// A form with the places of its sources.
struct LintedForm {
    let definition: FormDefinition
    let type: RecordType
    let page: Page
    /// The fields of its blank PDF; nil where it names none, or none could be read.
    let blank: Blank?
    /// Its rules that read values, in order, those of rows with the path of their list.
    let rules: [PlacedRule]
    /// The places that say how rows repeat.
    let rows: [PlacedRows]
    var reader: YAMLReader { page.reader }
    var form: Form { definition.form }

    init(_ definition: FormDefinition, _ type: RecordType, _ page: Page, blank: [FormField]?) {
        (self.definition, self.type, self.page) = (definition, type, page)
        self.blank = blank.map(Blank.init)
        var walk = RuleWalk()
        walk.take(definition.rules, page["map"], under: "", within: [])
        (rules, rows) = (walk.rules, walk.rows)
    }
}

/// A rule that reads a value, with its place.
struct PlacedRule {
    /// The path in the record, without numbers of rows.
    var path: String
    var field: Field
    var key: Node
    var sources: [PlacedSource]
    /// The rows it stands in, outermost first.
    var rows: [FormDefinition.Rows]
}

/// A source with its place.
struct PlacedSource {
    var source: Source
    var node: Node

    /// The value of one of its keys, or the source itself.
    func place(_ keys: String...) -> Node { keys.lazy.compactMap { node.at($0) }.first ?? node }
}

/// How rows repeat, with the place.
struct PlacedRows {
    var path: String
    var rows: FormDefinition.Rows
    var node: Node
    /// The rows around them, outermost first.
    var outer: [FormDefinition.Rows]
}

/// Walks rules and the YAML they were loaded from side by side: a form without faults has as many of both, in one order.
private struct RuleWalk {
    var rules: [PlacedRule] = []
    var rows: [PlacedRows] = []

    mutating func take(_ list: [FormDefinition.Rule], _ map: Node?, under prefix: String, within outer: [FormDefinition.Rows]) {
        var rest = list[...]
        for (key, value) in map?.mapping ?? [:] {
            let blocks = value.sequence.map(Array.init) ?? [value]
            guard let first = rest.first else { return }
            if case .sources(let sources) = first.reading {
                rest.removeFirst()
                let placed = zip(sources, blocks).map { PlacedSource(source: $0, node: $1) }
                rules.append(PlacedRule(path: prefix + first.path, field: first.field, key: key, sources: placed, rows: outer))
                continue
            }
            for (rule, block) in zip(rest.prefix(blocks.count), blocks) { take(rule, block, prefix + rule.path, outer) }
            rest.removeFirst(min(rest.count, blocks.count))
        }
    }

    private mutating func take(_ rule: FormDefinition.Rule, _ block: Node, _ path: String, _ outer: [FormDefinition.Rows]) {
        let inner = block.at("map")
        switch rule.reading {
        case .sources: break
        case .row(let list): take(list, inner, under: path + "[].", within: outer)
        case .rows(let repetition, let list):
            let node = block.at("rows") ?? block
            rows.append(PlacedRows(path: path, rows: repetition, node: node, outer: outer))
            take(list, inner, under: path + "[].", within: outer + [repetition])
        }
    }
}

extension Node {
    /// The value of a key, however it is quoted.
    func at(_ key: String) -> Node? { mapping?.first { $0.key.scalar?.string == key }?.value }
}
