internal import Definitions
internal import Vocabulary

/// A document of a schema as somebody could send it, with invented values: XML where its documents are XML, else JSON.
struct ExampleInstance {
    /// The name of the file.
    let name: String
    /// The document.
    let text: String

    /// Makes a document; nil for a schema whose documents are neither.
    init?(_ schema: ImportedSchema) {
        if let root = schema.roots.first {
            var node = Self.element(root.replacing("{*}", with: ""), schema)
            node.children = Self.children(schema.fields, schema, &node)
            (name, text) = ("beispiel.xml", "\(XMLDocumentText(node))")
        } else if schema.isJSON {
            (name, text) = ("beispiel.json", Self.object(schema.fields).pretty + "\n")
        } else {
            return nil
        }
    }

    /// What somebody gives: of a choice the first.
    private static func given(_ fields: [ImportedField], of choice: Bool = false) -> [ImportedField] {
        choice ? Array(fields.prefix(1)) : fields
    }

    // MARK: XML

    /// An element of a name: `{namespace}name`, or with a prefix of the schema's.
    private static func element(_ name: some StringProtocol, _ schema: ImportedSchema) -> XMLNode {
        var (space, local) = ("", String(name))
        if name.hasPrefix("{"), let end = name.firstIndex(of: "}") {
            (space, local) = (String(name[name.index(after: name.startIndex)..<end]), String(name[name.index(after: end)...]))
        } else if let colon = name.firstIndex(of: ":") {
            (space, local) = (schema.namespaces[String(name[..<colon])] ?? "", String(name[name.index(after: colon)...]))
        }
        return XMLNode(depth: 0, namespace: space, name: local, attributes: [:], text: "", line: 1)
    }

    /// The elements that fields lead to; attributes and text go into the element itself.
    private static func children(_ fields: [ImportedField], _ schema: ImportedSchema, of choice: Bool = false, _ node: inout XMLNode)
        -> [XMLNode]
    {
        var children: [XMLNode] = []
        for field in given(fields, of: choice) {
            let steps = field.step.split(separator: "/")
            guard let last = steps.last else { continue }
            if last.hasPrefix("@") {
                node.attributes[String(last.dropFirst())] = value(of: field)
            } else if last == "." || last == "text()" {
                node.text = value(of: field)
            } else {
                var inner = element(last, schema)
                if field.kind == .group {
                    inner.children = self.children(field.fields, schema, of: field.isChoice, &inner)
                } else {
                    inner.text = value(of: field)
                }
                children.append(
                    steps.dropLast().reversed().reduce(inner) { inner, step in
                        var outer = element(step, schema)
                        outer.children = [inner]
                        return outer
                    }
                )
            }
        }
        return children
    }

    // MARK: JSON

    private static func object(_ fields: [ImportedField], of choice: Bool = false) -> JSON {
        .object(
            given(fields, of: choice).map { field in
                let value = field.kind == .group ? object(field.fields, of: field.isChoice) : json(of: field)
                return (field.id, field.isMany ? .array([value]) : value)
            }
        )
    }

    private static func json(of field: ImportedField) -> JSON {
        switch field.kind {
        case .boolean: .boolean(true)
        case .integer, .member: .integer(2)
        default: .string(value(of: field))
        }
    }

    // MARK: Values

    /// A value as programs write it.
    private static func value(of field: ImportedField) -> String {
        switch field.kind {
        case .code: field.codes?.codes.first?.key ?? "1"
        case .boolean: "true"
        case .date: FieldGuess.split(field.name).contains { $0.hasPrefix("geb") } ? "1985-03-14" : "2026-06-01"
        case .month: "2026-06"
        case .money: "120.50"
        case .decimal: "64.5"
        case .iban: "DE02120300000000202051"
        default: FieldGuess.example(field.kind, name: field.name)
        }
    }
}
