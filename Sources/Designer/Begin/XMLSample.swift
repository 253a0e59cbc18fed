internal import Definitions
internal import Vocabulary

/// One XML document - a sample, or the data of an XFA form - as the beginning of definitions: its elements become fields, what repeats becomes rows.
struct XMLSample {
    private var namespaces: [String: String] = [:]
    private static let mostRows = 100

    /// What a record and its form need of it.
    ///
    /// - Parameters:
    ///   - root: the document.
    ///   - title: what it is called.
    /// - Returns: the schema.
    mutating func schema(_ root: XMLNode, title: String) -> ImportedSchema {
        // Of XFA data the form lies in two elements of the standard.
        let form = root.name == "datasets" ? root.children.first { $0.name == "data" }?.children.first ?? root : root
        let start = form == root ? "/" + step(root) : "//" + step(form)
        let fields = self.fields(of: form)
        var schema = ImportedSchema(format: form == root ? "XML-Beispiel" : "XFA-Formular", id: form.name, title: title, start: start)
        schema.fields = fields
        schema.roots = [form.namespace.isEmpty ? form.name : "{\(form.namespace)}\(form.name)"]
        schema.namespaces = namespaces
        return schema
    }

    private mutating func step(_ node: XMLNode) -> String {
        guard !node.namespace.isEmpty else { return node.name }
        if let known = namespaces.first(where: { $0.value == node.namespace })?.key { return "\(known):\(node.name)" }
        let prefix = namespaces.isEmpty ? "n" : "n\(namespaces.count + 1)"
        namespaces[prefix] = node.namespace
        return "\(prefix):\(node.name)"
    }

    private mutating func fields(of node: XMLNode) -> [ImportedField] {
        var fields = node.attributes.sorted { $0.key < $1.key }.filter { !$0.key.hasPrefix("xmlns") && !$0.key.hasPrefix("{") }
            .map { leaf($0.key, "@" + $0.key, [$0.value]) }
        // Of what repeats thousands of times the first rows tell enough.
        let groups = Dictionary(grouping: node.children, by: \.name).mapValues { Array($0.prefix(Self.mostRows)) }
        var done: Set<String> = []
        for child in node.children where done.insert(child.name).inserted { fields.append(field(groups[child.name] ?? [])) }
        return fields
    }

    private mutating func field(_ nodes: [XMLNode]) -> ImportedField {
        let (name, step) = (nodes[0].name, step(nodes[0]))
        let isGroup = nodes.contains {
            !$0.children.isEmpty || $0.attributes.contains { !$0.key.hasPrefix("xmlns") && !$0.key.hasPrefix("{") }
        }
        guard isGroup else {
            var field = leaf(name, step, nodes.map(\.text))
            field.most = nodes.count > 1 ? nil : 1
            return field
        }
        var group = ImportedField(id: name, name: name, label: FieldName.label(name), kind: .group, step: step)
        group.least = 0
        group.most = nodes.count > 1 ? nil : 1
        // Rows may differ: all that stands in any of them counts, each once.
        for node in nodes {
            for field in fields(of: node) where !group.fields.contains(where: { $0.step == field.step }) { group.fields.append(field) }
        }
        let text = nodes.map { $0.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.first { !$0.isEmpty }
        if let text { group.fields.append(leaf("wert", ".", [text])) }
        return group
    }

    private func leaf(_ name: String, _ step: String, _ values: [String]) -> ImportedField {
        var guess = FieldGuess(name: name, label: "")
        guess.heed(values.first?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? "")
        var field = ImportedField(id: name, name: name, label: FieldName.label(name), kind: guess.kind, step: step)
        (field.least, field.unit) = (0, guess.unit)
        return field
    }
}
