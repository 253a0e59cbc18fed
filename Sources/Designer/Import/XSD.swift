internal import Definitions
internal import Vocabulary

/// An XML Schema (W3C XSD 1.0) in one file: elements and attributes become fields, nested elements groups, repeated ones lists.
struct XSD {
    static let namespace = "http://www.w3.org/2001/XMLSchema"

    private let schema: XMLNode
    /// The root element that was asked for; nil for the only one.
    private let wanted: String?
    var notes: ImportNotes
    /// Global definitions by their kind and name.
    private var globals: [String: [String: XMLNode]] = [:]
    private var target: String { schema.attributes["targetNamespace"] ?? "" }

    init(_ schema: XMLNode, root: String?, notes: ImportNotes) { (self.schema, wanted, self.notes) = (schema, root, notes) }

    private static let kinds = ["element", "complexType", "simpleType", "group", "attributeGroup", "attribute"]

    /// Reads a schema; what is wrong with it stands in ``notes``.
    mutating func imported() -> ImportedSchema? {
        guard schema.namespace == Self.namespace else {
            notes.fault(schema.line, "Der Namensraum „\(schema.namespace)“ ist nicht der von XML Schema (\(Self.namespace)).")
            return nil
        }
        for node in schema.children {
            if ["import", "include", "redefine", "override"].contains(node.name) {
                let place = node.attributes["schemaLocation"] ?? node.attributes["namespace"] ?? ""
                notes.fault(
                    node.line,
                    "„\(node.name)“ verweist auf „\(place)“; gelesen wird nur diese eine Datei, nichts aus dem Netz und nichts daneben. Bitte fügen Sie den Inhalt ein."
                )
            }
            guard Self.kinds.contains(node.name) else { continue }
            guard let name = node.attributes["name"], !name.isEmpty else {
                notes.fault(node.line, "„\(node.name)“ hat keinen Namen („name“).")
                continue
            }
            if let earlier = globals[node.name, default: [:]].updateValue(node, forKey: name) {
                notes.fault(node.line, "„\(node.name)“ „\(name)“ gibt es schon in Zeile \(earlier.line).")
            }
        }
        guard notes.faults.isEmpty, let root = root() else { return nil }
        let name = root.attributes["name"] ?? ""
        var made = ImportedSchema(
            format: "XML Schema",
            id: name,
            title: documentation(root)?.label ?? FieldName.label(name),
            start: "/" + step(name, isGlobal: true, root)
        )
        made.version = schema.attributes["version"] ?? ""
        made.comments = ["Aus XML Schema: Element „\(name)“" + (target.isEmpty ? "" : " im Namensraum \(target)")]
        made.roots = [target.isEmpty ? name : "{\(target)}\(name)"]
        made.namespaces = target.isEmpty ? [:] : [Self.prefix: target]
        made.checksDocuments = true
        made.fields = element(root, [])?.fields ?? []
        if made.fields.isEmpty, notes.faults.isEmpty { notes.fault(root.line, "Das Element „\(name)“ hat keine Felder, die Werte haben.") }
        return made
    }

    /// The prefix of the schema's own namespace in the form.
    private static let prefix = "t"

    /// The element that documents begin with: the one that was named, else the only one that no other refers to.
    private mutating func root() -> XMLNode? {
        let elements = schema.all("element")
        if let wanted {
            if let root = elements.first(where: { $0.attributes["name"] == wanted }) { return root }
            let names = elements.compactMap { $0.attributes["name"] }.joined(separator: ", ")
            notes.fault(schema.line, "Ein globales Element „\(wanted)“ gibt es nicht; möglich sind: \(names).")
            return nil
        }
        let used = Set(schema.everything.filter { $0.name == "element" }.compactMap { $0.attributes["ref"].map { local($0) } })
        let free = elements.filter { !used.contains($0.attributes["name"] ?? "") }
        let roots = free.isEmpty ? elements : free
        if roots.count == 1 { return roots[0] }
        let names = roots.compactMap { $0.attributes["name"] }.joined(separator: ", ")
        notes.fault(
            schema.line,
            roots.isEmpty
                ? "Das Schema hat kein globales Element, mit dem ein Dokument beginnen könnte."
                : "Mehrere Elemente können der Anfang eines Dokuments sein: \(names). Bitte wählen Sie eines mit --root."
        )
        return nil
    }

    // MARK: Names

    private func local(_ name: String) -> String { name.split(separator: ":").last.map(String.init) ?? name }

    private func space(of name: String, at node: XMLNode) -> String {
        let key = name.contains(":") ? "xmlns:\(name.prefix { $0 != ":" })" : "xmlns"
        return node.attributes[key] ?? schema.attributes[key] ?? ""
    }

    /// A global definition that a name stands for; anything else is a fault.
    private mutating func global(_ kinds: [String], _ name: String, at node: XMLNode) -> XMLNode? {
        let space = space(of: name, at: node)
        guard space == target || (space.isEmpty && !name.contains(":")) else {
            notes.fault(node.line, "„\(name)“ steht im Namensraum „\(space)“, der in dieser Datei nicht beschrieben ist.")
            return nil
        }
        for kind in kinds { if let found = globals[kind]?[local(name)] { return found } }
        notes.fault(node.line, "„\(name)“ gibt es in dieser Datei nicht.")
        return nil
    }

    private func step(_ name: String, isGlobal: Bool, _ node: XMLNode) -> String {
        let form = node.attributes["form"] ?? schema.attributes["elementFormDefault"] ?? "unqualified"
        return !target.isEmpty && (isGlobal || form == "qualified") ? "\(Self.prefix):\(name)" : name
    }

    // MARK: Elements

    /// An element with all in it; `trail` are the types and elements it lies in.
    private mutating func element(_ node: XMLNode, _ trail: [String]) -> ImportedField? {
        var (least, most) = occurs(node)
        if most == 0 || !notes.count(node.line) { return nil }
        if least > most ?? least { notes.fault(node.line, "„minOccurs“ \(least) ist mehr als „maxOccurs“.") }
        if let reference = node.attributes["ref"] {
            guard let target = global(["element"], reference, at: node), var field = element(target, trail) else { return nil }
            (field.least, field.most) = (least, most)
            return field
        }
        guard let name = node.attributes["name"], !name.isEmpty else {
            notes.fault(node.line, "Ein Element hat weder „name“ noch „ref“.")
            return nil
        }
        let isGlobal = schema.children.contains { $0.line == node.line && $0.name == "element" && $0.attributes["name"] == name }
        let said = documentation(node)
        var field = ImportedField(
            id: name,
            name: name,
            label: said?.label ?? FieldName.label(name),
            kind: .text,
            step: step(name, isGlobal: isGlobal, node),
            line: node.line
        )
        field.comments = said?.comments ?? []
        if node.attributes["nillable"] == "true" { least = 0 }
        (field.least, field.most) = (least, most)
        let own = isGlobal ? ["Element \(name)"] : []
        guard !own.contains(where: trail.contains) else {
            notes.fault(node.line, "Das Element „\(name)“ enthält sich selbst: \((trail + own).joined(separator: " → ")).")
            return nil
        }
        return describe(&field, node, trail + own) ? field : nil
    }

    private mutating func occurs(_ node: XMLNode) -> (least: Int, most: Int?) {
        func number(_ key: String) -> Int? {
            guard let text = node.attributes[key] else { return 1 }
            if let number = Int(text), number >= 0 { return number }
            if key != "maxOccurs" || text != "unbounded" { notes.fault(node.line, "„\(key)“ „\(text.prefix(40))“ ist keine Anzahl.") }
            return nil
        }
        return (number("minOccurs") ?? 0, number("maxOccurs"))
    }

    /// What a type says of an element; false when the element holds no value.
    private mutating func describe(_ field: inout ImportedField, _ node: XMLNode, _ trail: [String]) -> Bool {
        for key in ["default", "fixed"] {
            if let value = node.attributes[key] { notes.loss(node.line, "\(field.title): \(key) „\(value.prefix(80))“") }
        }
        if let type = node.first("complexType") { return complex(&field, type, trail) }
        if let type = node.first("simpleType") {
            simple(&field, type, trail)
            return true
        }
        guard let name = node.attributes["type"] else {
            notes.loss(node.line, "\(field.title): ohne Typ; das Feld ist ein Text")
            return true
        }
        if space(of: name, at: node) == Self.namespace {
            builtin(&field, local(name), node)
            return true
        }
        guard let type = global(["complexType", "simpleType"], name, at: node) else { return false }
        guard !trail.contains(name) else {
            notes.fault(
                node.line,
                "Der Typ „\(name)“ enthält sich selbst: \((trail.drop { $0 != name } + [name]).joined(separator: " → "))."
            )
            return false
        }
        if type.name == "complexType" { return complex(&field, type, trail + [name]) }
        simple(&field, type, trail + [name])
        return true
    }

    private mutating func complex(_ field: inout ImportedField, _ type: XMLNode, _ trail: [String]) -> Bool {
        field.kind = .group
        if type.attributes["mixed"] == "true" { notes.loss(type.line, "\(field.title): Text zwischen den Elementen (mixed)") }
        field.fields = content(&field, type, trail)
        // An element with text and nothing else is that text.
        if field.fields.count == 1, let only = field.fields.first, only.step == "." {
            (field.kind, field.codes, field.fields) = (only.kind, only.codes, [])
            return true
        }
        if field.fields.isEmpty { notes.loss(field.line, "\(field.title): ein Element ohne Inhalt") }
        return !field.fields.isEmpty
    }

    /// The fields of a complex type, of what it extends before its own.
    private mutating func content(_ field: inout ImportedField, _ type: XMLNode, _ trail: [String]) -> [ImportedField] {
        var fields: [ImportedField] = []
        func add(_ more: [ImportedField]) {
            // An element that may stand in two places is one field that need not be there.
            for var new in more {
                guard let index = fields.firstIndex(where: { $0.step == new.step }) else {
                    fields.append(new)
                    continue
                }
                new.least = min(new.least, fields[index].least)
                fields[index] = new
            }
        }
        for node in type.children {
            switch node.name {
            case "sequence", "all", "choice", "group": add(particle(node, &field, trail))
            case "attribute", "attributeGroup": add(attributes(node, trail))
            case "complexContent", "simpleContent":
                for derivation in node.children where derivation.name == "extension" || derivation.name == "restriction" {
                    if node.name == "simpleContent" {
                        add([text(derivation, trail)])
                    } else if derivation.name == "extension" {
                        add(base(of: derivation, &field, trail))
                    }
                    add(content(&field, derivation, trail))
                }
            case "anyAttribute": notes.loss(node.line, "\(field.title): beliebige weitere Attribute (anyAttribute)")
            default: continue
            }
        }
        return fields
    }

    private mutating func base(of derivation: XMLNode, _ field: inout ImportedField, _ trail: [String]) -> [ImportedField] {
        guard let name = derivation.attributes["base"], space(of: name, at: derivation) != Self.namespace else { return [] }
        guard !trail.contains(name) else {
            notes.fault(derivation.line, "Der Typ „\(name)“ erweitert sich selbst.")
            return []
        }
        return global(["complexType"], name, at: derivation).map { content(&field, $0, trail + [name]) } ?? []
    }

    /// What stands in a sequence, a choice, or a named group of them.
    private mutating func particle(_ node: XMLNode, _ field: inout ImportedField, _ trail: [String]) -> [ImportedField] {
        let (least, most) = occurs(node)
        var fields: [ImportedField] = []
        if node.name == "group" {
            guard let name = node.attributes["ref"], let target = global(["group"], name, at: node) else { return [] }
            guard !trail.contains("Gruppe \(name)") else {
                notes.fault(node.line, "Die Gruppe „\(name)“ enthält sich selbst.")
                return []
            }
            for inner in target.children { fields += particle(inner, &field, trail + ["Gruppe \(name)"]) }
        } else if ["sequence", "all", "choice"].contains(node.name) {
            for inner in node.children {
                switch inner.name {
                case "element": fields += element(inner, trail).map { [$0] } ?? []
                case "any": notes.loss(inner.line, "\(field.title): beliebige weitere Elemente (any)")
                default: fields += particle(inner, &field, trail)
                }
            }
        }
        if node.name == "choice", fields.count > 1 {
            notes.loss(
                node.line,
                "\(field.title): eine Auswahl (choice); dass nur eines angegeben wird, prüft das XML-Schema, nicht der Datensatz"
            )
        }
        for index in fields.indices {
            if node.name == "choice" || least == 0 { fields[index].least = 0 }
            if most.map({ $0 > 1 }) ?? true { fields[index].most = nil }
        }
        return fields
    }

    private mutating func attributes(_ node: XMLNode, _ trail: [String]) -> [ImportedField] {
        if node.name == "attributeGroup" {
            guard let name = node.attributes["ref"], !trail.contains("Attribute \(name)"),
                let target = global(["attributeGroup"], name, at: node)
            else { return [] }
            return target.children.filter { $0.name.hasPrefix("attribute") }.flatMap { attributes($0, trail + ["Attribute \(name)"]) }
        }
        guard node.attributes["use"] != "prohibited" else { return [] }
        guard let described = node.attributes["ref"].map({ global(["attribute"], $0, at: node) }) ?? node,
            let name = described.attributes["name"]
        else { return [] }
        let said = documentation(node) ?? documentation(described)
        let isQualified = node.attributes["ref"] != nil && !target.isEmpty
        var field = ImportedField(
            id: "@\(name)",
            name: name,
            label: said?.label ?? FieldName.label(name),
            kind: .text,
            step: "@" + (isQualified ? "\(Self.prefix):" : "") + name,
            line: node.line
        )
        field.least = node.attributes["use"] == "required" ? 1 : 0
        field.comments = said?.comments ?? []
        return describe(&field, described, trail) ? [field] : []
    }

    /// The text of an element that has attributes as well.
    private mutating func text(_ derivation: XMLNode, _ trail: [String]) -> ImportedField {
        var field = ImportedField(id: "Text", name: "wert", label: "Wert", kind: .text, step: ".", line: derivation.line)
        guard let name = derivation.attributes["base"] else { return field }
        if space(of: name, at: derivation) == Self.namespace {
            builtin(&field, local(name), derivation)
        } else if let type = global(["simpleType", "complexType"], name, at: derivation), !trail.contains(name) {
            if type.name == "simpleType" {
                simple(&field, type, trail + [name])
            } else if let inner = type.first("simpleContent")?.children.first(where: { $0.attributes["base"] != nil }) {
                let own = text(inner, trail + [name])
                (field.kind, field.codes) = (own.kind, own.codes)
            }
        }
        return field
    }
}

// Simple types.
extension XSD {
    private static let builtins: [String: Field.Kind] = [
        "boolean": .boolean, "date": .date, "dateTime": .time, "gYearMonth": .month, "decimal": .decimal, "double": .decimal,
        "float": .decimal,
        "integer": .integer, "int": .integer, "long": .integer, "short": .integer, "byte": .integer, "nonNegativeInteger": .integer,
        "positiveInteger": .integer, "unsignedInt": .integer, "unsignedLong": .integer, "unsignedShort": .integer, "unsignedByte": .integer,
        "gYear": .integer,
    ]
    private static let texts: Set<String> = [
        "string", "normalizedString", "token", "anyURI", "language", "Name", "NCName", "NMTOKEN", "ID", "IDREF", "QName", "anySimpleType",
        "time", "duration", "gDay", "gMonth", "gMonthDay", "base64Binary", "hexBinary",
    ]

    private mutating func builtin(_ field: inout ImportedField, _ name: String, _ node: XMLNode) {
        if let kind = Self.builtins[name] {
            field.kind = kind
        } else if Self.texts.contains(name) {
            field.kind = .text
            if ["base64Binary", "hexBinary"].contains(name) { notes.loss(field.line, "\(field.title): eine Datei als Text (\(name))") }
        } else if ["NMTOKENS", "IDREFS", "ENTITIES", "negativeInteger", "nonPositiveInteger", "anyType", "ENTITY", "NOTATION"].contains(
            name
        ) {
            notes.loss(field.line, "\(field.title): „\(name)“ ist im Datensatz ein Text")
        } else {
            notes.fault(node.line, "\(field.title): Den Typ „\(name.prefix(60))“ kennt XML Schema nicht.")
        }
    }

    private mutating func simple(_ field: inout ImportedField, _ type: XMLNode, _ trail: [String]) {
        for kind in ["list", "union"] where type.first(kind) != nil {
            notes.loss(type.line, "\(field.title): ein zusammengesetzter Typ (\(kind)); das Feld ist ein Text")
        }
        guard let restriction = type.first("restriction") else { return }
        if let name = restriction.attributes["base"] {
            if space(of: name, at: restriction) == Self.namespace {
                builtin(&field, local(name), restriction)
            } else if trail.contains(name) {
                notes.fault(restriction.line, "Der Typ „\(name)“ schränkt sich selbst ein.")
            } else if let base = global(["simpleType"], name, at: restriction) {
                simple(&field, base, trail + [name])
            }
        } else if let inner = restriction.first("simpleType") {
            simple(&field, inner, trail)
        }
        var codes: [Code] = []
        for value in restriction.all("enumeration") {
            guard let key = value.attributes["value"], !key.isEmpty, !codes.contains(where: { $0.key == key }) else { continue }
            codes.append(Code(key: key, label: documentation(value)?.label ?? key))
        }
        if !codes.isEmpty {
            let name = type.attributes["name"]
            (field.kind, field.codes) = (.code, ImportedCodes(id: name, title: name ?? field.label, codes: codes))
        }
        facets(&field, restriction)
    }

    /// What limits a value: the XML Schema checks it, the record does not.
    private mutating func facets(_ field: inout ImportedField, _ restriction: XMLNode) {
        if field.kind == .decimal, restriction.first("fractionDigits")?.attributes["value"] == "2" { field.kind = .money }
        let facets = restriction.children.filter {
            !["enumeration", "simpleType", "annotation", "whiteSpace", "fractionDigits", "totalDigits"].contains($0.name)
        }
        guard !facets.isEmpty else { return }
        let text = facets.map { "\($0.name) \($0.attributes["value"] ?? "")" }.joined(separator: ", ")
        field.comments.append("Im Schema: \(text)")
        notes.loss(field.line, "\(field.title): \(text.prefix(120))")
    }

    /// What people call something, and what else is said about it.
    private func documentation(_ node: XMLNode) -> (label: String?, comments: [String])? {
        let texts = node.all("annotation").flatMap { $0.all("documentation") }.map { $0.everything.map(\.words).joined(separator: " ") }
        guard let first = texts.first(where: { !$0.isEmpty }) else { return nil }
        let sentences = texts.filter { !$0.isEmpty }
        if first.count <= 80 { return (first, Array(sentences.dropFirst())) }
        return (nil, sentences)
    }
}
