internal import Definitions
internal import FEEL
internal import Foundation
internal import Vocabulary
internal import TextFiles
internal import Yams

/// Loads a record type from its YAML.
struct RecordTypeLoader {
    let reader: DefinitionReader
    /// The types and code lists of `shared/`.
    let shared: SharedDefinitions
    /// The folder of the record.
    let folder: String

    /// Groups nest no deeper: a record has to fit through the pipe between the processes.
    private static let deepest = 24

    /// A file that continues a record: more fields, more checks.
    struct Part {
        let loader: RecordTypeLoader
        let members: [String: Node]

        init(loader: RecordTypeLoader, top: Node) {
            self.loader = loader
            members = loader.reader.members(of: top, .part)
        }
    }

    func load(_ top: Node, parts: [Part], letters: [LetterTemplate.Kind: LetterTemplate]) -> RecordType {
        let members = reader.members(of: top, .record)
        let needsForm: Bool
        switch reader.string(members["writtenForm"]) {
        case "required": needsForm = true
        case "not-required", nil: needsForm = false
        default:
            reader.fault(at: members["writtenForm"] ?? top, "writtenForm ist „required“ oder „not-required“.")
            needsForm = false
        }
        for key in ["record", "version", "title", "fields"] where members[key] == nil {
            reader.fault(at: top, "Der Schlüssel „\(key)“ fehlt.", .keyMissing)
        }
        var type = RecordType(
            id: reader.string(members["record"]) ?? "",
            version: reader.string(members["version"]) ?? "",
            title: reader.string(members["title"]) ?? "",
            needsWrittenForm: needsForm,
            prefix: reader.string(members["prefix"]) ?? "EG",
            fields: fields(members["fields"], in: "") + parts.flatMap { $0.loader.fields($0.members["fields"], in: "") }
        )
        type.letters = letters
        type.addressee = addressee(members["addressee"], of: type)
        type.identity = members["identity"].map { known(reader.strings($0), in: type, at: $0) } ?? []
        type.searched = members["search"].map { known(reader.strings($0), in: type, at: $0) } ?? []
        type.checks = checks(members["checks"], of: type) + parts.flatMap { $0.loader.checks($0.members["checks"], of: type) }
        type.objection = objection(members["objection"], of: type)
        type.blankForms = blankForms(members["blankForms"])
        for loader in [self] + parts.map(\.loader) { loader.reader.checkExpressions(of: type) }
        refuseRepetition(parts, top)
        refuseCycles(in: type, [self] + parts.map(\.loader), top)
        return type
    }

    func fields(_ node: Node?, in prefix: String) -> [Field] {
        reader.entries(of: node).map { field($0.key, $0.value, in: prefix) }
    }

    private func field(_ name: String, _ node: Node, in prefix: String) -> Field {
        let members = reader.members(of: node, .field)
        let typeName = reader.string(members["type"]) ?? "text"
        let kind = Field.Kind(rawValue: typeName)
        var field = Field(name: name, path: prefix + name, label: reader.string(members["label"]) ?? name, kind: kind ?? .group)
        field.isMany = reader.boolean(members["many"])
        field.unit = reader.string(members["unit"])
        field.ask = reader.string(members["ask"])
        field.law = reader.string(members["law"])
        field.sensitive = reader.string(members["sensitive"])
        field.applies = reader.expression(members["when"], at: field.path)
        field.shows = reader.strings(members["shows"])
        if let word = reader.string(members["system"]) {
            field.system = Field.System(rawValue: word)
            if field.system == nil {
                let known = Field.System.allCases.map(\.rawValue)
                reader.fault(at: members["system"] ?? node, "„system“ ist eines von \(known.joined(separator: ", ")).")
            }
        }
        field.isCritical = reader.boolean(members["critical"])
        field.rowLabel = reader.string(members["row"])
        field.requirement = requirement(members, at: field.path)
        if field.kind == .code { field.codes = codes(members["codes"], at: node) }
        field.preset = reader.string(members["default"])
        field.isUrgent = reader.boolean(members["urgent"])
        if let preset = field.preset, let node = members["default"], !field.codes.contains(where: { $0.key == preset }),
            !(kind == .text && preset == Field.ownOffice)
        {
            reader.fault(at: node, "„default“ ist einer der Schlüssel der Codeliste, bei einem Text „\(Field.ownOffice)“.")
        }
        if kind == nil {
            guard let type = shared.types[typeName] else {
                let known = Field.Kind.allCases.map(\.rawValue) + shared.types.keys
                let help = Suggestion.question(for: typeName, known)
                reader.fault(at: members["type"] ?? node, "Den Typ „\(typeName)“ gibt es nicht.\(help)", .typeUnknown)
                return field
            }
            field.fields = placed(type, under: prefix + name + ".")
        }
        let isTooDeep = prefix.split(separator: ".").count >= Self.deepest
        if isTooDeep { reader.fault(at: node, "„\(name)“ liegt in mehr als \(Self.deepest) Gruppen.") }
        let inner = isTooDeep ? [] : fields(members["fields"], in: prefix + name + (field.kind == .list ? "[]." : "."))
        for new in inner {
            if let index = field.fields.firstIndex(where: { $0.name == new.name }) {
                field.fields[index] = merged(field.fields[index], new)
            } else {
                field.fields.append(new)
            }
        }
        field.hasMembers = reader.boolean(members["members"])
        field.identity = reader.strings(members["identity"])
        for key in field.identity where !field.fields.contains(where: { $0.name == key }) {
            let help = Suggestion.question(for: key, field.fields.map(\.name))
            reader.fault(at: members["identity"] ?? node, "Das Feld „\(key)“ haben die Zeilen von „\(name)“ nicht.\(help)", .fieldUnknown)
        }
        if field.isContainer, field.fields.isEmpty { reader.fault(at: node, "„\(name)“ hat keine Felder.", .fieldEmptyGroup) }
        return field
    }

    /// A shared field with what this record says of it: everything said here wins.
    private func merged(_ base: Field, _ own: Field) -> Field {
        var field = base
        if own.label != own.name { field.label = own.label }
        field.ask = own.ask ?? base.ask
        field.law = own.law ?? base.law
        field.requirement = own.requirement ?? base.requirement
        if !own.codes.isEmpty { (field.codes, field.kind) = (own.codes, .code) }
        field.applies = own.applies ?? base.applies
        field.sensitive = own.sensitive ?? base.sensitive
        field.isCritical = own.isCritical || base.isCritical
        field.isMany = own.isMany || base.isMany
        field.isUrgent = own.isUrgent || base.isUrgent
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

    private func requirement(_ members: [String: Node], at path: String) -> Field.Requirement? {
        let keys = ["required", "requiredWhen", "wanted", "wantedWhen"].filter { members[$0] != nil }
        guard let key = keys.first else { return nil }
        if keys.count > 1, let node = members[keys[1]] {
            reader.fault(at: node, "„\(key)“ und „\(keys[1])“ schließen einander aus.", .requirementTwice)
        }
        let isHard = key.hasPrefix("required")
        if key.hasSuffix("When") {
            return reader.expression(members[key], at: path).map { Field.Requirement(isHard: isHard, condition: $0) }
        }
        if key == "wanted", let order = ["first": -1, "last": 1][reader.string(members[key]) ?? ""] {
            return Field.Requirement(isHard: false, order: order, condition: nil)
        }
        return reader.boolean(members[key]) ? Field.Requirement(isHard: isHard, condition: nil) : nil
    }

    private func codes(_ node: Node?, at field: Node) -> [Code] {
        guard let node else {
            reader.fault(at: field, "Ein Feld vom Typ code braucht „codes“.", .codesMissing)
            return []
        }
        if let name = node.scalar?.string {
            if let list = shared.codes[name] { return list }
            let help = Suggestion.question(for: name, shared.codes.keys)
            reader.fault(at: node, "Die Codeliste „\(name)“ gibt es nicht.\(help)", .codesUnknown)
            return []
        }
        return reader.codes(node)
    }

    /// Whom letters are addressed to: a list of fields, or a list of such lists.
    private func addressee(_ node: Node?, of type: RecordType) -> [[String]] {
        guard let node else { return [] }
        guard let entries = node.sequence else {
            reader.fault(at: node, "„addressee“ ist eine Liste von Listen von Feldern.")
            return []
        }
        return entries.map { known(reader.strings($0), in: type, at: $0) }
    }

    /// Paths of fields, each of which has to be there.
    private func known(_ paths: [String], in type: RecordType, at node: Node) -> [String] {
        for path in paths where type.field(at: FieldPath.generic(path)) == nil {
            let help = Suggestion.question(for: path, type.leaves.map(\.path))
            reader.fault(at: node, "Das Feld „\(path)“ gibt es im Datensatz „\(type.id)“ nicht.\(help)", .fieldUnknown)
        }
        return paths
    }

    /// The forms that are sent where too much is missing to ask for it in a letter; they lie in `blank` beside the record.
    private func blankForms(_ node: Node?) -> [RecordType.BlankForm] {
        (node?.sequence.map(Array.init) ?? []).compactMap { entry in
            let members = reader.members(of: entry, .blankForm)
            guard let file = reader.string(members["file"]), let title = reader.string(members["title"]) else {
                reader.fault(at: entry, "Ein leeres Formular braucht „file“ und „title“.", .keyMissing)
                return nil
            }
            let path = "\(folder)/blank/\(file)"
            if file.contains("/") || !FileManager.default.fileExists(atPath: path) {
                reader.fault(at: members["file"] ?? entry, "Die Datei „blank/\(file)“ liegt nicht neben dem Datensatz.", .fileMissing)
            }
            return RecordType.BlankForm(file: file, title: title, condition: reader.expression(members["when"], at: ""))
        }
    }

    private func objection(_ node: Node?, of type: RecordType) -> ObjectionPaths? {
        guard let node else { return nil }
        let members = reader.members(of: node, .objection)
        func path(_ key: String) -> String {
            guard let value = reader.string(members[key]) else {
                reader.fault(at: node, "„objection“ fehlt „\(key)“.", .keyMissing)
                return ""
            }
            if type.field(at: value) == nil {
                reader.fault(at: members[key] ?? node, "Das Feld „\(value)“ gibt es im Datensatz „\(type.id)“ nicht.", .fieldUnknown)
            }
            return value
        }
        return ObjectionPaths(decided: path("decided"), received: path("received"), notice: path("notice"), way: path("way"))
    }

    private func checks(_ node: Node?, of type: RecordType) -> [RecordType.Check] {
        guard let node else { return [] }
        guard let items = node.sequence else {
            reader.fault(at: node, "„checks“ ist eine Liste.")
            return []
        }
        return items.compactMap { item in
            let members = reader.members(of: item, .check)
            for key in ["id", "assert", "clerk"] where members[key] == nil {
                reader.fault(at: item, "Der Prüfung fehlt „\(key)“.", .keyMissing)
            }
            let each = reader.string(members["each"])
            guard let id = reader.string(members["id"]),
                let assertion = reader.expression(members["assert"], at: each.map { $0 + "[].?" } ?? ""),
                let clerk = reader.string(members["clerk"])
            else { return nil }
            let word = reader.string(members["severity"]) ?? "warning"
            let severity = Finding.Severity(rawValue: word)
            if severity == nil { reader.fault(at: members["severity"] ?? item, "„severity“ ist error, warning oder info.") }
            let path = reader.string(members["path"])
            for (key, value) in [("each", each), ("path", path)] {
                guard let value, let node = members[key], type.field(at: value) == nil else { continue }
                reader.fault(at: node, "Das Feld „\(value)“ gibt es im Datensatz „\(type.id)“ nicht.", .fieldUnknown)
            }
            var check = RecordType.Check(id: id, assertion: assertion, clerk: clerk, rule: reader.place(of: item))
            (check.each, check.path, check.severity) = (each, path, severity ?? .warning)
            check.ask = reader.string(members["ask"])
            return check
        }
    }
}

extension RecordTypeLoader {
    /// A field or a check that two files define would hide one of them.
    private func refuseRepetition(_ parts: [Part], _ top: Node) {
        var seen = Set(reader.entries(of: top.mapping?["fields"]).map(\.key))
        for part in parts {
            for entry in part.loader.reader.entries(of: part.members["fields"]) where !seen.insert(entry.key).inserted {
                part.loader.reader.fault(
                    at: entry.node,
                    "Das Feld „\(entry.key)“ gibt es in diesem Datensatz schon in einer anderen Datei.",
                    .fieldRepeated
                )
            }
        }
    }

    /// Fields that apply only when each other has a value would never be asked for.
    private func refuseCycles(in type: RecordType, _ loaders: [RecordTypeLoader], _ top: Node) {
        var needs: [String: Set<String>] = [:]
        func walk(_ fields: [Field], _ outer: Set<String>) {
            for field in fields {
                let own = outer.union(field.applies?.paths.map { path(named: $0, in: type) } ?? [])
                needs[field.path] = own
                walk(field.fields, own)
            }
        }
        walk(type.fields, [])
        for start in needs.keys.sorted() {
            guard let cycle = cycle(from: start, needs), cycle.min() == start else { continue }
            let conditions = loaders.lazy.compactMap { $0.condition(of: start, in: type) }
            let (place, node) = conditions.first ?? (reader, top)
            place.fault(
                at: node,
                "Diese Bedingungen („when“) hängen im Kreis voneinander ab: \((cycle + [start]).joined(separator: " → ")).",
                .conditionCycle
            )
        }
    }

    /// Where this file says when a field, or the nearest group around it that says so, applies.
    private func condition(of path: String, in type: RecordType) -> (DefinitionReader, Node)? {
        if let text = type.field(at: path)?.applies?.text,
            let found = reader.expressions.first(where: { $0.path == path && $0.expression.text == text })
        {
            return (reader, found.node)
        }
        guard let dot = path.lastIndex(of: ".") else { return nil }
        return condition(of: String(path[..<dot]), in: type)
    }

    /// The path of the field that a chain of names ends at, as far as there is one.
    private func path(named names: [String], in type: RecordType) -> String {
        (1...names.count).reversed().map { names.prefix($0).joined(separator: ".") }.first { type.field(at: $0) != nil } ?? names[0]
    }

    private func cycle(from start: String, _ needs: [String: Set<String>]) -> [String]? {
        var visited: Set<String> = []
        func search(_ path: String, _ trail: [String]) -> [String]? {
            for next in (needs[path] ?? []).sorted() {
                if next == start { return trail }
                if visited.insert(next).inserted, let found = search(next, trail + [next]) { return found }
            }
            return nil
        }
        return search(start, [start])
    }
}

extension DefinitionReader {
    /// The entries of a code list: `key: label`, or with validity `key: { label, from, until, earlier, also }`.
    func codes(_ node: Node?) -> [Code] {
        entries(of: node).map { entry in
            guard entry.value.mapping != nil else { return Code(key: entry.key, label: string(entry.value) ?? entry.key) }
            let members = members(of: entry.value, .code)
            if members["label"] == nil { fault(at: entry.value, "Dem Eintrag „\(entry.key)“ fehlt „label“.", .codesMissing) }
            var code = Code(key: entry.key, label: string(members["label"]) ?? entry.key)
            code.from = day(members["from"])
            code.until = day(members["until"])
            code.also = strings(members["also"])
            code.earlier = (members["earlier"]?.sequence.map(Array.init) ?? []).compactMap { node in
                let members = self.members(of: node, .formerName)
                guard let label = string(members["label"]), let until = day(members["until"]) else {
                    fault(at: node, "Ein früherer Name braucht „label“ und „until“.", .keyMissing)
                    return nil
                }
                return Code.Name(label: label, until: until)
            }
            code.earlier.sort { $0.until < $1.until }
            return code
        }
    }

    private func day(_ node: Node?) -> CalendarDate? {
        guard let node, let text = string(node) else { return nil }
        if let day = CalendarDate(iso: text) { return day }
        fault(at: node, "Hier wird ein Tag wie 2026-07-01 erwartet.")
        return nil
    }
}

/// What record types share: named groups of fields, code lists, and letters.
struct SharedDefinitions {
    var types: [String: [Field]] = [:]
    var codes: [String: [Code]] = [:]
    var letters: [LetterTemplate.Kind: LetterTemplate] = [:]
}
