internal import FEEL
internal import Yams

/// Loads a record type from its YAML.
struct RecordTypeLoader {
    let reader: DefinitionReader
    /// The types and code lists of `shared/`.
    let shared: SharedDefinitions

    private static let fieldKeys: Set<String> = [
        "label", "type", "codes", "many", "unit", "required", "requiredWhen", "wanted", "wantedWhen", "ask", "law", "sensitive",
        "system", "fields", "row", "when", "critical",
    ]

    func load(_ top: Node, followUp: String) -> RecordType {
        let members = reader.members(
            of: top,
            known: ["record", "version", "title", "writtenForm", "prefix", "fields", "checks"]
        )
        let needsForm: Bool
        switch reader.string(members["writtenForm"]) {
        case "required": needsForm = true
        case "not-required", nil: needsForm = false
        default:
            reader.fault(at: members["writtenForm"] ?? top, "writtenForm ist „required“ oder „not-required“.")
            needsForm = false
        }
        for key in ["record", "version", "title", "fields"] where members[key] == nil {
            reader.fault(at: top, "Der Schlüssel „\(key)“ fehlt.")
        }
        var type = RecordType(
            id: reader.string(members["record"]) ?? "",
            version: reader.string(members["version"]) ?? "",
            title: reader.string(members["title"]) ?? "",
            needsWrittenForm: needsForm,
            prefix: reader.string(members["prefix"]) ?? "EG",
            fields: fields(members["fields"], in: ""),
            checks: [],
            followUpTemplate: followUp
        )
        type.titles = RecordType.titles(of: type.fields)
        type.checks = checks(members["checks"], of: type)
        return type
    }

    func fields(_ node: Node?, in prefix: String) -> [Field] {
        reader.entries(of: node).map { field($0.key, $0.value, in: prefix) }
    }

    private func field(_ name: String, _ node: Node, in prefix: String) -> Field {
        let members = reader.members(of: node, known: Self.fieldKeys)
        let typeName = reader.string(members["type"]) ?? "text"
        let kind = Field.Kind(rawValue: typeName)
        var field = Field(name: name, path: prefix + name, label: reader.string(members["label"]) ?? name, kind: kind ?? .group)
        field.isMany = reader.boolean(members["many"])
        field.unit = reader.string(members["unit"])
        field.ask = reader.string(members["ask"])
        field.law = reader.string(members["law"])
        field.sensitive = reader.string(members["sensitive"])
        field.applies = reader.expression(members["when"])
        if let word = reader.string(members["system"]) {
            field.system = Field.System(rawValue: word)
            if field.system == nil {
                reader.fault(at: members["system"] ?? node, "„system“ ist received, complete, written-form oder later.")
            }
        }
        field.isCritical = reader.boolean(members["critical"])
        field.rowLabel = reader.string(members["row"])
        field.requirement = requirement(members)
        if field.kind == .code { field.codes = codes(members["codes"], at: node) }
        if kind == nil {
            guard let type = shared.types[typeName] else {
                let known = Field.Kind.allCases.map(\.rawValue) + shared.types.keys
                let help = DefinitionReader.nearest(typeName, known).map { " Meinten Sie „\($0)“?" } ?? ""
                reader.fault(at: members["type"] ?? node, "Den Typ „\(typeName)“ gibt es nicht.\(help)")
                return field
            }
            field.fields = placed(type, under: prefix + name + ".")
        }
        let inner = fields(members["fields"], in: prefix + name + (field.kind == .list ? "[]." : "."))
        for new in inner {
            if let index = field.fields.firstIndex(where: { $0.name == new.name }) {
                field.fields[index] = merged(field.fields[index], new)
            } else {
                field.fields.append(new)
            }
        }
        if field.isContainer, field.fields.isEmpty { reader.fault(at: node, "„\(name)“ hat keine Felder.") }
        return field
    }

    /// A shared field with what this record says of it: everything said here wins.
    private func merged(_ base: Field, _ own: Field) -> Field {
        var field = base
        if own.label != own.name { field.label = own.label }
        field.ask = own.ask ?? base.ask
        field.law = own.law ?? base.law
        field.requirement = own.requirement ?? base.requirement
        if !own.codes.isEmpty { field.codes = own.codes }
        return field
    }

    private func placed(_ fields: [Field], under prefix: String) -> [Field] {
        fields.map { field in
            var field = field
            field.path = prefix + field.name
            field.fields = placed(field.fields, under: field.path + (field.kind == .list ? "[]." : "."))
            return field
        }
    }

    private func requirement(_ members: [String: Node]) -> Field.Requirement? {
        let keys = ["required", "requiredWhen", "wanted", "wantedWhen"].filter { members[$0] != nil }
        guard let key = keys.first else { return nil }
        if keys.count > 1, let node = members[keys[1]] {
            reader.fault(at: node, "„\(key)“ und „\(keys[1])“ schließen einander aus.")
        }
        let isHard = key.hasPrefix("required")
        if key.hasSuffix("When") {
            return reader.expression(members[key]).map { Field.Requirement(isHard: isHard, condition: $0) }
        }
        return reader.boolean(members[key]) ? Field.Requirement(isHard: isHard, condition: nil) : nil
    }

    private func codes(_ node: Node?, at field: Node) -> [(key: String, label: String)] {
        guard let node else {
            reader.fault(at: field, "Ein Feld vom Typ code braucht „codes“.")
            return []
        }
        if let name = node.scalar?.string {
            if let list = shared.codes[name] { return list }
            let help = DefinitionReader.nearest(name, shared.codes.keys).map { " Meinten Sie „\($0)“?" } ?? ""
            reader.fault(at: node, "Die Codeliste „\(name)“ gibt es nicht.\(help)")
            return []
        }
        return reader.entries(of: node).map { ($0.key, reader.string($0.value) ?? $0.key) }
    }

    private func checks(_ node: Node?, of type: RecordType) -> [RecordType.Check] {
        guard let node else { return [] }
        guard let items = node.sequence else {
            reader.fault(at: node, "„checks“ ist eine Liste.")
            return []
        }
        return items.compactMap { item in
            let members = reader.members(of: item, known: ["id", "assert", "each", "path", "severity", "clerk", "ask"])
            for key in ["id", "assert", "clerk"] where members[key] == nil {
                reader.fault(at: item, "Der Prüfung fehlt „\(key)“.")
            }
            guard let id = reader.string(members["id"]), let assertion = reader.expression(members["assert"]),
                let clerk = reader.string(members["clerk"])
            else { return nil }
            let each = reader.string(members["each"])
            let path = reader.string(members["path"])
            for (key, value) in [("each", each), ("path", path)] {
                guard let value, let node = members[key], type.field(at: value) == nil else { continue }
                reader.fault(at: node, "Das Feld „\(value)“ gibt es im Datensatz „\(type.id)“ nicht.")
            }
            return RecordType.Check(
                id: id,
                assertion: assertion,
                each: each,
                path: path,
                isError: reader.string(members["severity"]) == "error",
                clerk: clerk,
                ask: reader.string(members["ask"]),
                rule: reader.place(of: item)
            )
        }
    }
}

/// What record types share: named groups of fields, and code lists.
struct SharedDefinitions {
    var types: [String: [Field]] = [:]
    var codes: [String: [(key: String, label: String)]] = [:]
}
