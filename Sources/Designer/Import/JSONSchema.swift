internal import Definitions
internal import Foundation
internal import Vocabulary

/// A JSON Schema (2020-12, 2019-09, draft-07 and before) in one file, as the converters of FIM write it and as others do.
struct JSONSchema {
    private let root: XMLNode
    var notes: ImportNotes

    init(_ root: XMLNode, notes: ImportNotes) { (self.root, self.notes) = (root, notes) }

    private static let dialects = [
        "json-schema.org/draft/2020-12/schema", "json-schema.org/draft/2019-09/schema", "json-schema.org/draft-07/schema",
        "json-schema.org/draft-06/schema", "json-schema.org/draft-04/schema",
    ]

    /// Reads a schema; what is wrong with it stands in ``notes``.
    mutating func schema() -> ImportedSchema? {
        if let dialect = root.member("$schema") {
            let name = dialect.words.split(separator: "://").last.map { $0.hasSuffix("#") ? $0.dropLast() : $0 } ?? ""
            guard Self.dialects.contains(String(name)) else {
                notes.fault(
                    dialect.line,
                    "Die Fassung „\(dialect.words)“ von JSON Schema ist nicht bekannt; gelesen werden 2020-12, 2019-09 und draft-04 bis draft-07."
                )
                return nil
            }
        }
        let view = resolved(root, [])
        guard view.member("properties") != nil else {
            notes.fault(root.line, "Das ist kein JSON Schema eines Objekts: „properties“ fehlt.")
            return nil
        }
        let id = (root.member("$id") ?? root.member("id"))?.words ?? ""
        let title = view.member("title")?.words ?? ""
        let short = id.split(separator: "/").last.map(String.init)?.replacing(".schema.json", with: "").replacing(".json", with: "") ?? ""
        var schema = ImportedSchema(format: "JSON Schema", id: short, title: title.isEmpty ? short : title, start: "/json")
        if let version = view.member("version")?.words, !version.isEmpty { schema.version = version }
        schema.comments = ["Aus JSON Schema\(id.isEmpty ? "" : ": \(id)")"]
        if let text = view.member("description")?.words, !text.isEmpty { schema.comments.append(text) }
        schema.isJSON = true
        schema.fields = fields(of: view)
        if schema.fields.isEmpty, notes.faults.isEmpty { notes.fault(root.line, "Das Schema hat keine Felder, die Werte haben.") }
        return schema
    }

    /// A schema with what it refers to and what it is combined with: what stands first counts.
    private struct View {
        var nodes: [XMLNode]
        /// The references that led here.
        var trail: [String]

        func member(_ key: String) -> XMLNode? { nodes.lazy.compactMap { $0.member(key) }.first }
        func members(_ key: String) -> [XMLNode] { nodes.lazy.map { $0.members(key) }.first { !$0.isEmpty } ?? [] }
        var line: Int { nodes.first?.line ?? 1 }
        /// Its types, without that of nothing.
        var types: [String] { members("type").map(\.words).filter { $0 != "null" } }
    }

    private mutating func resolved(_ node: XMLNode, _ trail: [String]) -> View {
        var view = View(nodes: [node], trail: trail)
        if let reference = node.member("$ref") {
            let name = reference.words
            if trail.contains(name) {
                notes.fault(
                    reference.line,
                    "Das Schema enthält sich selbst: \((trail.drop { $0 != name } + [name]).joined(separator: " → "))."
                )
            } else if let target = target(of: reference) {
                let inner = resolved(target, trail + [name])
                view.nodes += inner.nodes
                view.trail = inner.trail
            }
        }
        for part in node.members("allOf") {
            let inner = resolved(part, view.trail)
            view.nodes += inner.nodes
            // What one part refers to must not come again in another's fields either.
            view.trail += inner.trail.filter { !view.trail.contains($0) }
        }
        // Nothing or one thing is that thing.
        let alternatives = (node.members("anyOf") + node.members("oneOf")).filter { $0.member("type")?.words != "null" }
        if alternatives.count == 1, let only = alternatives.first, only.member("const") == nil {
            let inner = resolved(only, view.trail)
            view.nodes += inner.nodes
            view.trail = inner.trail
        }
        return view
    }

    /// What a reference within the file points at (RFC 6901).
    private mutating func target(of reference: XMLNode) -> XMLNode? {
        let text = reference.words
        guard text.hasPrefix("#") else {
            notes.fault(
                reference.line,
                "„$ref“ zeigt auf „\(text.prefix(100))“; gelesen wird nur diese eine Datei. Bitte fügen Sie das Ziel ein."
            )
            return nil
        }
        let steps = text.dropFirst().split(separator: "/").map { step in
            (step.removingPercentEncoding ?? String(step)).replacing("~1", with: "/").replacing("~0", with: "~")
        }
        var node: XMLNode? = root
        var repeated: [XMLNode] = []
        for step in steps {
            if let number = Int(step), repeated.count > 1 || node?.member(step) == nil {
                node = repeated.indices.contains(number) ? repeated[number] : nil
            } else {
                repeated = node?.members(step) ?? []
                node = repeated.first
            }
        }
        if node == nil { notes.fault(reference.line, "„$ref“ zeigt auf „\(text.prefix(100))“; das gibt es in der Datei nicht.") }
        return node
    }

    // MARK: Fields

    private mutating func fields(of view: View) -> [ImportedField] {
        let required = Set(view.nodes.flatMap { $0.members("required") }.map(\.words))
        var (fields, known): ([ImportedField], Set<String>) = ([], [])
        for properties in view.nodes.flatMap({ $0.members("properties") }) {
            for property in properties.children where !known.contains(property.key) {
                guard var field = field(property, view.trail) else { continue }
                known.insert(property.key)
                // A list that has to be there may still be empty, unless it says otherwise.
                if !required.contains(property.key) { field.least = 0 }
                fields.append(field)
            }
        }
        noteAlternatives(view, &fields)
        for name in required.subtracting(view.nodes.flatMap { $0.members("properties") }.flatMap(\.children).map(\.key)).sorted() {
            notes.loss(view.line, "„required“ nennt „\(name)“, das unter „properties“ nicht steht")
        }
        for key in ["if", "not", "dependentRequired", "dependentSchemas", "dependencies", "patternProperties", "propertyNames"] {
            if let node = view.member(key) { notes.loss(node.line, "„\(key)“: solche Bedingungen werden nicht übernommen") }
        }
        return fields
    }

    /// The fields of alternatives, none of which is needed.
    private mutating func noteAlternatives(_ view: View, _ fields: inout [ImportedField]) {
        for key in ["oneOf", "anyOf"] {
            let parts = view.members(key).filter { $0.member("properties") != nil || $0.member("$ref") != nil }
            guard parts.count > 1 else { continue }
            notes.loss(view.line, "„\(key)“: Alle Fälle stehen nebeneinander; dass sie einander ausschließen, wird nicht geprüft")
            for part in parts {
                for var field in self.fields(of: resolved(part, view.trail)) where !fields.contains(where: { $0.id == field.id }) {
                    field.least = 0
                    fields.append(field)
                }
            }
        }
    }

    private mutating func field(_ property: XMLNode, _ trail: [String]) -> ImportedField? {
        let key = property.key
        if property.children.isEmpty, property.words == "false" { return nil }
        guard notes.count(property.line) else { return nil }
        let view = resolved(property, trail)
        let title = view.member("title")?.words ?? ""
        let isNumbered = key.wholeMatch(of: /[A-Z]\d+.*/) != nil
        var field = ImportedField(
            id: key,
            name: isNumbered && !title.isEmpty ? title : key,
            label: title.isEmpty ? (isNumbered ? key : FieldName.label(key)) : title,
            kind: .text,
            step: property.step,
            line: property.line
        )
        guard !field.step.isEmpty else {
            notes.loss(property.line, "„\(key)“: Ein Name mit beiden Anführungszeichen ist nicht lesbar")
            return nil
        }
        field.comments = title.isEmpty ? [] : [key]
        if let text = view.member("description")?.words, !text.isEmpty { field.ask = text }
        return describe(&field, view) ? field : nil
    }

    /// What a field is; false when it holds no value.
    private mutating func describe(_ field: inout ImportedField, _ view: View) -> Bool {
        noteLimits(&field, view)
        if let codes = codes(view), view.types.first != "boolean" {
            field.codes = ImportedCodes(id: view.trail.last, title: field.label, codes: codes)
            field.kind = .code
            return true
        }
        let types = view.types
        let type = types.first ?? (view.member("properties") != nil ? "object" : view.member("items") != nil ? "array" : "")
        if types.count > 1 {
            notes.loss(field.line, "\(field.title): mehrere Typen (\(types.joined(separator: ", "))); gelesen wird „\(type)“")
        }
        switch type {
        case "object":
            field.kind = .group
            field.fields = fields(of: view)
            if field.fields.isEmpty { notes.loss(field.line, "\(field.title): ein Objekt ohne „properties“") }
            return !field.fields.isEmpty
        case "array": return list(&field, view)
        case "boolean": field.kind = .boolean
        case "integer": field.kind = .integer
        case "number":
            let step = view.member("multipleOf")?.words.replacing(",", with: ".")
            field.kind = step.flatMap { Decimal(string: $0) } == Decimal(string: "0.01") ? .money : .decimal
        case "string": field.kind = format(view)
        case "": notes.loss(field.line, "\(field.title): ohne Typ; das Feld ist ein Text")
        default:
            let known = "string, number, integer, boolean, object, array, null"
            notes.fault(
                view.member("type")?.line ?? field.line,
                "\(field.title): Den Typ „\(type.prefix(40))“ gibt es nicht; möglich sind \(known)."
            )
        }
        return true
    }

    private func format(_ view: View) -> Field.Kind {
        if view.member("contentMediaType") != nil || view.member("contentEncoding") != nil { return .attachment }
        let kinds: [String: Field.Kind] = ["date": .date, "date-time": .time, "email": .email, "idn-email": .email, "iban": .iban]
        return view.member("format").flatMap { kinds[$0.words] } ?? .text
    }

    /// An array: rows of fields, or several values.
    private mutating func list(_ field: inout ImportedField, _ view: View) -> Bool {
        let counts = ["minItems", "maxItems"].map { key -> Int? in
            guard let node = view.member(key) else { return nil }
            if let number = Int(node.words), number >= 0 { return number }
            notes.fault(node.line, "\(field.title): „\(key)“ ist keine Anzahl.")
            return nil
        }
        if let least = counts[0], let most = counts[1], least > most {
            notes.fault(field.line, "\(field.title): „minItems“ \(least) ist mehr als „maxItems“ \(most).")
        }
        (field.least, field.most) = (counts[0] ?? 0, counts[1])
        guard let items = view.member("items"), !items.children.isEmpty else {
            notes.loss(field.line, "\(field.title): „items“ fehlt; das Feld nimmt mehrere Texte auf")
            return true
        }
        let inner = resolved(items, view.trail)
        if inner.types.first == "array" {
            notes.loss(field.line, "\(field.title): eine Liste von Listen")
            return false
        }
        let (least, most) = (field.least, field.most)
        defer { (field.least, field.most) = (least, most) }
        return describe(&field, inner)
    }

    /// The codes of an enumeration: `enum`, `const`, or alternatives each with a title.
    private func codes(_ view: View) -> [Code]? {
        for key in ["oneOf", "anyOf"] {
            let parts = view.members(key)
            guard !parts.isEmpty, parts.allSatisfy({ $0.member("const") != nil }) else { continue }
            return Self.unique(
                parts.map { (($0.member("const")?.words ?? ""), $0.member("title")?.words ?? $0.member("description")?.words) }
            )
        }
        let values = view.members("enum")
        guard !values.isEmpty else { return nil }
        // Labels beside the values, as some tools write them.
        let labels = ["x-enumNames", "x-enum-varnames", "enumNames", "x-enum-descriptions"].lazy.map { view.members($0) }.first {
            $0.count == values.count
        }
        return Self.unique(values.enumerated().map { ($1.words, labels?[$0].words) })
    }

    private static func unique(_ values: [(String, String?)]) -> [Code]? {
        var codes: [Code] = []
        for (key, label) in values where !key.isEmpty && !codes.contains(where: { $0.key == key }) {
            codes.append(Code(key: key, label: label.flatMap { $0.isEmpty ? nil : $0 } ?? key))
        }
        return codes.isEmpty ? nil : codes
    }

    /// What limits a value: noted, since records have no such limits.
    private mutating func noteLimits(_ field: inout ImportedField, _ view: View) {
        let keys = ["minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "pattern", "uniqueItems"]
        let others = ["contentMediaType", "default"].filter { view.member($0) != nil }
        let limits = (keys + others).compactMap { key in view.member(key).map { "\(key) \($0.words)" } }
        guard !limits.isEmpty else { return }
        let text = limits.joined(separator: ", ")
        field.comments.append("Im Schema: \(text)")
        notes.loss(field.line, "\(field.title): \(text.prefix(120))")
    }
}

// JSON as its reader hands it over: an element for each member.
extension XMLNode {
    /// The name of a member.
    fileprivate var key: String { name == "_" ? attributes["name"] ?? name : name }

    /// The XPath step that leads to it; empty for a name that XPath cannot say.
    fileprivate var step: String {
        guard key != name else { return key }
        if !key.contains("'") { return "_[@name='\(key)']" }
        return key.contains("\"") ? "" : "_[@name=\"\(key)\"]"
    }

    fileprivate func members(_ key: String) -> [XMLNode] { children.filter { $0.key == key } }

    fileprivate func member(_ key: String) -> XMLNode? { children.first { $0.key == key } }
}
