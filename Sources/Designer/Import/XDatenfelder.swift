internal import Definitions
internal import Vocabulary

/// A schema of the federal information management (FIM): XDatenfelder 2 or 3.0.0.
///
/// An instance has an element, in JSON a member, for each group and field by its id: `<S99000001><G99000001><F99000001>…`, and
/// `{"G99000001": {"F99000001": "…"}}`.
struct XDatenfelder {
    /// The lists that were given for those the schema refers to.
    let lists: [GenericodeList]
    var notes: ImportNotes
    /// The version of the standard.
    private var standard = 2
    /// Elements by their id, with the line of the first.
    private var known: [String: (line: Int, name: String, version: String)] = [:]
    /// Rules that were noted already.
    private var rules: Set<String> = []

    private static let namespaces = [
        "urn:xoev-de:fim:standard:xdatenfelder_2": 2, "urn:xoev-de:fim:standard:xdatenfelder_3.0.0": 3,
    ]

    init(lists: [GenericodeList], notes: ImportNotes) { (self.lists, self.notes) = (lists, notes) }

    /// Whether a document says it is one, rightly or not.
    static func isMeant(by root: XMLNode) -> Bool {
        root.name.hasPrefix("xdatenfelder.") || root.namespace.hasPrefix("urn:xoev-de:fim:standard:xdatenfelder")
    }

    /// Reads a schema; what is wrong with it stands in ``notes``.
    mutating func schema(_ root: XMLNode) -> ImportedSchema? {
        guard let standard = Self.namespaces[root.namespace] else {
            let known = Self.namespaces.keys.sorted().joined(separator: " und ")
            notes.fault(root.line, "Der Namensraum „\(root.namespace)“ ist nicht bekannt. Gelesen werden \(known).")
            return nil
        }
        self.standard = standard
        for node in root.everything where node.namespace != root.namespace && !(node.namespace.isEmpty && node.name == "code") {
            notes.fault(node.line, "Das Element „\(node.name)“ gehört zum Namensraum „\(node.namespace)“, nicht zu XDatenfelder.")
        }
        let contents = root.children.filter { $0.name != "header" }
        guard let body = contents.first, ["stammdatenschema", "datenfeldgruppe"].contains(body.name) else {
            notes.fault(root.line, "„\(root.name)“ enthält weder „stammdatenschema“ noch „datenfeldgruppe“.")
            return nil
        }
        for other in contents.dropFirst() { notes.fault(other.line, "Neben „\(body.name)“ ist „\(other.name)“ nicht vorgesehen.") }
        let members = members(of: body, body.name == "stammdatenschema" ? Self.ofSchema : Self.ofGroup)
        guard let identity = identity(of: body, members) else { return nil }
        checkStatus(members)
        var schema = ImportedSchema(format: "XDatenfelder \(standard)", id: identity.id, title: label(members, identity), start: "/*")
        schema.version = identity.version
        schema.comments =
            [
                "Aus XDatenfelder \(standard): \(identity.id) Version \(identity.version.isEmpty ? "ohne" : identity.version), \(identity.name)."
            ] + comments(members)
        schema.fields = fields(of: members["struktur"] ?? [], within: [identity.id])
        (schema.roots, schema.isJSON) = (["{*}\(identity.id)"], true)
        if schema.fields.isEmpty, notes.faults.isEmpty { notes.fault(body.line, "Das Schema hat keine Felder, die Werte haben.") }
        return schema
    }

    // MARK: Groups and fields

    /// What several structures hold.
    private mutating func fields(of structures: [XMLNode], within groups: [String]) -> [ImportedField] {
        var fields: [ImportedField] = []
        var here: [String: Int] = [:]
        for structure in structures {
            guard let (field, line) = field(of: structure, within: groups) else { continue }
            if let earlier = here.updateValue(line, forKey: field.id) {
                notes.fault(line, "Die Kennung „\(field.id)“ gibt es in dieser Gruppe schon in Zeile \(earlier).")
            }
            fields.append(field)
        }
        return fields
    }

    private mutating func field(of structure: XMLNode, within groups: [String]) -> (ImportedField, Int)? {
        let members = members(of: structure, Self.ofStructure)
        let count = cardinality(members["anzahl"]?.first, at: structure)
        let contents = members["enthaelt"]?.first?.children ?? []
        guard contents.count == 1, let node = contents.first, ["datenfeld", "datenfeldgruppe"].contains(node.name) else {
            notes.fault(structure.line, "Die Struktur enthält nicht genau ein Datenfeld oder eine Datenfeldgruppe.")
            return nil
        }
        let isGroup = node.name == "datenfeldgruppe"
        let own = self.members(of: node, isGroup ? Self.ofGroup : Self.ofField)
        guard let identity = identity(of: node, own) else { return nil }
        checkStatus(own)
        var field = ImportedField(
            id: identity.id,
            name: identity.name,
            label: label(own, identity),
            kind: .group,
            step: "*:\(identity.id)",
            line: node.line
        )
        (field.least, field.most) = (count.least, count.most)
        let version = identity.version.isEmpty ? "" : " Version \(identity.version)"
        field.comments = ["\(identity.id)\(version)"] + comments(own)
        let laws = ((own["bezug"] ?? []) + (members["bezug"] ?? [])).map(\.words).filter { !$0.isEmpty }
        field.law = laws.isEmpty ? nil : laws.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: "; ")
        guard isGroup else { return describe(&field, own) ? (field, node.line) : nil }
        if let art = own["art"]?.first { field.isChoice = code(of: art) == "X" }
        guard !groups.contains(identity.id) else {
            let way = (groups.drop { $0 != identity.id } + [identity.id]).joined(separator: " → ")
            notes.fault(node.line, "Die Gruppe „\(identity.id)“ enthält sich selbst: \(way).")
            return nil
        }
        field.fields = fields(of: own["struktur"] ?? [], within: groups + [identity.id])
        if field.fields.isEmpty, notes.faults.isEmpty {
            notes.loss(node.line, "Gruppe \(identity.id) „\(field.label)“: hat keine Felder mit Werten")
            return nil
        }
        return (field, node.line)
    }

    /// What is a field's own; false when it holds no value, or none that is known.
    private mutating func describe(_ field: inout ImportedField, _ members: [String: [XMLNode]]) -> Bool {
        let art = known(members["feldart"], ["input", "select", "label", "hidden", "locked"], "Feldart", of: field)
        let type = known(
            members["datentyp"],
            ["text", "text_latin", "date", "time", "datetime", "bool", "num", "num_int", "num_currency", "file", "obj"],
            "Datentyp",
            of: field
        )
        guard let art, let type else { return false }
        let content = members["inhalt"]?.first?.words ?? ""
        if art == "label" || type == "obj" {
            notes.loss(field.line, "\(field.title): ein Hinweis ohne Wert\(content.isEmpty ? "" : " (\(content.prefix(80)))")")
            return false
        }
        field.ask = ["hilfetextEingabe"].compactMap { members[$0]?.first?.words }.first { !$0.isEmpty }
        field.kind = Self.kinds[type] ?? .text
        if type == "num_currency" { field.unit = "EUR" }
        field.isGiven = art != "hidden" && art != "locked"
        if !field.isGiven {
            let word = art == "hidden" ? "verborgen" : "gesperrt"
            field.comments.append("Das Feld ist \(word); es wird gelesen, aber niemand wird danach gefragt.")
            notes.loss(field.line, "\(field.title): \(word); es wird gelesen, aber nicht verlangt")
        }
        if art == "select" || members["codelisteReferenz"] != nil || members["werte"] != nil { select(&field, members) }
        if !content.isEmpty {
            field.comments.append("Vorgabe: \(content)")
            let isCode = field.codes?.codes.contains { $0.key == content } ?? false
            if isCode, !field.isGiven {
                field.preset = content
            } else {
                notes.loss(field.line, "\(field.title): Vorgabe „\(content.prefix(80))“")
            }
        }
        precision(&field, members)
        return true
    }

    private static let kinds: [String: Field.Kind] = [
        "date": .date, "datetime": .time, "bool": .boolean, "num": .decimal, "num_int": .integer, "num_currency": .money,
        "file": .attachment,
    ]

    /// The codes of a field: those in it, or of the list it refers to.
    private mutating func select(_ field: inout ImportedField, _ members: [String: [XMLNode]]) {
        if let values = members["werte"]?.first {
            var codes: [Code] = []
            for value in values.all("wert") {
                guard let key = value.first("code")?.words, !key.isEmpty else {
                    notes.fault(value.line, "\(field.title): Einem Wert der Werteliste fehlt „code“.")
                    continue
                }
                if codes.contains(where: { $0.key == key }) {
                    notes.fault(value.line, "\(field.title): Den Code „\(key)“ gibt es in der Werteliste schon.")
                }
                codes.append(Code(key: key, label: value.first("name").map(\.words).flatMap { $0.isEmpty ? nil : $0 } ?? key))
            }
            field.codes = ImportedCodes(id: nil, title: field.label, codes: codes)
        } else if let reference = members["codelisteReferenz"]?.first {
            let source = reference.first("genericodeIdentification") ?? reference
            let names = ["canonicalVersionUri", "canonicalIdentification"].compactMap { source.first($0)?.words }.filter { !$0.isEmpty }
            let own = names + [reference.at("identifikation", "id")?.words ?? ""]
            let list = own.compactMap { name in lists.first { $0.names.contains(name) } }.first
            let columns = ["codeKey", "nameKey"].map { members[$0]?.first?.words }
            if let list {
                field.codes = ImportedCodes(id: list.names.first, title: list.title, codes: list.codes(key: columns[0], label: columns[1]))
                field.comments.append("Codeliste \(names.first ?? list.title)")
            } else {
                let name = own.first { !$0.isEmpty } ?? "ohne Namen"
                field.comments.append("Codeliste \(name): lag nicht vor, deshalb ein Text.")
                notes.loss(field.line, "\(field.title): Die Codeliste „\(name)“ lag nicht vor (--code-lists); das Feld ist ein Text")
            }
        } else {
            notes.loss(field.line, "\(field.title): eine Auswahl ohne Werte; das Feld ist ein Text")
        }
        field.kind = field.codes?.codes.isEmpty == false ? .code : .text
        if field.kind != .code { field.codes = nil }
    }

    /// What limits a value: noted, since records have no such limits.
    private mutating func precision(_ field: inout ImportedField, _ members: [String: [XMLNode]]) {
        var limits: [String] = []
        if let node = members["praezisierung"]?.first {
            limits = node.attributes.filter { !$0.key.hasPrefix("xmlns") && !$0.value.isEmpty }.sorted { $0.key < $1.key }
                .map { "\($0.key) \($0.value)" }
            if limits.isEmpty, !node.words.isEmpty {
                limits = [node.words.trimmed(of: "{}").replacing("\"", with: "").replacing(":", with: " ")]
            }
        }
        for (name, word) in [("maxSize", "Größe höchstens"), ("mediaType", "Dateiformat")] {
            limits += (members[name] ?? []).map { "\(word) \($0.words)" }
        }
        guard !limits.isEmpty else { return }
        let text = limits.joined(separator: ", ")
        field.comments.append("Präzisierung: \(text)")
        notes.loss(field.line, "\(field.title): Präzisierung \(text.prefix(120))")
    }
}

extension ImportedField {
    /// Its id with what it is called: `F99000001 „Name“`.
    var title: String { "\(id) „\(label)“" }
}

extension String {
    /// The text without some signs and spaces around it.
    fileprivate func trimmed(of signs: String) -> String {
        var text = self[...]
        while let last = text.last, last.isWhitespace || signs.contains(last) { text.removeLast() }
        return String(text.drop { $0.isWhitespace || signs.contains($0) })
    }
}

// What may stand where, and what all elements have in common.
extension XDatenfelder {
    /// The names of elements that stand once, and that may stand several times.
    private struct Members {
        var single: Set<String>
        var several: Set<String> = []

        func and(_ more: Set<String>, several: Set<String> = []) -> Members {
            Members(single: single.union(more), several: self.several.union(several))
        }
    }

    private static let common = Members(
        single: [
            "identifikation", "name", "bezeichnung", "bezeichnungEingabe", "bezeichnungAusgabe", "beschreibung", "definition", "status",
            "freigabestatus", "statusGesetztAm", "statusGesetztDurch", "gueltigAb", "gueltigBis", "fachlicherErsteller", "versionshinweis",
            "freigabedatum", "veroeffentlichungsdatum", "letzteAenderung", "hilfetext", "hilfetextEingabe", "hilfetextAusgabe",
            "schemaelementart",
        ],
        several: ["stichwort", "relation", "bezug"]
    )
    private static let ofSchema = common.and(
        ["ableitungsmodifikationenStruktur", "ableitungsmodifikationenRepraesentation", "dokumentsteckbrief"],
        several: ["regel", "struktur"]
    )
    private static let ofGroup = common.and(["art"], several: ["regel", "struktur"])
    private static let ofField = common.and(
        [
            "feldart", "datentyp", "praezisierung", "inhalt", "codelisteReferenz", "werte", "codeKey", "nameKey", "helpKey", "maxSize",
            "vorbefuellung",
        ],
        several: ["regel", "mediaType"]
    )
    private static let ofRule = common.and(["script", "skript", "freitextRegel", "typ"], several: ["param", "ziel", "fehler"])
    private static let ofStructure = Members(single: ["anzahl", "enthaelt"], several: ["bezug"])
    private static let ofIdentity = Members(single: ["id", "version"])

    /// The elements in a node by name; whatever stands there twice or does not belong there is a fault.
    private mutating func members(of node: XMLNode, _ allowed: Members) -> [String: [XMLNode]] {
        var members: [String: [XMLNode]] = [:]
        for child in node.children {
            guard allowed.single.contains(child.name) || allowed.several.contains(child.name) else {
                notes.fault(child.line, "Das Element „\(child.name)“ ist in „\(node.name)“ nicht vorgesehen.")
                continue
            }
            // What is empty says nothing, however often.
            let isAmong = members[child.name] != nil
            if isAmong, child.isEmpty, child.attributes.isEmpty { continue }
            if allowed.single.contains(child.name), let earlier = members[child.name]?.first {
                guard earlier.isEmpty, earlier.attributes.isEmpty else {
                    notes.fault(child.line, "„\(child.name)“ steht in „\(node.name)“ zweimal da, zuerst in Zeile \(earlier.line).")
                    continue
                }
                members[child.name] = []
            }
            members[child.name, default: []].append(child)
        }
        return members
    }

    private mutating func identity(of node: XMLNode, _ members: [String: [XMLNode]]) -> (id: String, name: String, version: String)? {
        let name = members["name"]?.first?.words ?? ""
        guard let own = members["identifikation"]?.first else {
            notes.fault(node.line, "„\(node.name)“\(name.isEmpty ? "" : " „\(name)“") hat keine „identifikation“.")
            return nil
        }
        let parts = self.members(of: own, Self.ofIdentity)
        let id = parts["id"]?.first?.words ?? ""
        guard id.wholeMatch(of: /[A-Za-z][A-Za-z0-9_.-]{0,60}/) != nil else {
            let what = id.isEmpty ? "fehlt" : "„\(id.prefix(60))“ ist keine, wie F60000227 eine ist"
            notes.fault(own.line, "Die Kennung („id“) von „\(node.name)“\(name.isEmpty ? "" : " „\(name)“") \(what).")
            return nil
        }
        guard !name.isEmpty else {
            notes.fault(node.line, "„\(node.name)“ \(id) hat keinen Namen („name“).")
            return nil
        }
        let version = parts["version"]?.first?.words ?? ""
        if let earlier = known[id], earlier.version == version, earlier.name != name {
            notes.fault(node.line, "Die Kennung „\(id)“ steht in Zeile \(earlier.line) schon für „\(earlier.name)“, hier für „\(name)“.")
        }
        known[id] = known[id] ?? (node.line, name, version)
        return (id, name, version)
    }

    private func label(_ members: [String: [XMLNode]], _ identity: (id: String, name: String, version: String)) -> String {
        ["bezeichnungEingabe", "bezeichnung"].compactMap { members[$0]?.first?.words }.first { !$0.isEmpty } ?? identity.name
    }

    /// A cardinality such as `0:1` or `1:*`.
    private mutating func cardinality(_ node: XMLNode?, at structure: XMLNode) -> (least: Int, most: Int?) {
        let text = node?.words ?? ""
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ $0 == "*" || $0.allSatisfy(\.isASCII) && $0.allSatisfy(\.isNumber) }),
            let least = Int(halves[0]), halves[1] == "*" || Int(halves[1]) != nil, Int(halves[1]).map({ $0 >= max(least, 1) }) ?? true
        else {
            notes.fault(node?.line ?? structure.line, "Die Anzahl „\(text.prefix(40))“ ist keine wie 0:1, 1:1 oder 1:*.")
            return (0, 1)
        }
        return (least, Int(halves[1]))
    }

    private func code(of node: XMLNode) -> String { node.first("code")?.words ?? node.words }

    private mutating func known(_ nodes: [XMLNode]?, _ values: [String], _ what: String, of field: ImportedField) -> String? {
        guard let node = nodes?.first else {
            notes.fault(field.line, "\(field.title): \(what) fehlt.")
            return nil
        }
        let value = code(of: node)
        if values.contains(value) { return value }
        notes.fault(
            node.line,
            "\(field.title): \(what) „\(value.prefix(40))“ gibt es nicht; möglich sind \(values.joined(separator: ", "))."
        )
        return nil
    }

    /// The state of release, which only has to be one.
    private mutating func checkStatus(_ members: [String: [XMLNode]]) {
        let known = [
            "status": ["inVorbereitung", "aktiv", "inaktiv"], "freigabestatus": (1...8).map(String.init),
            "schemaelementart": ["ABS", "HAR", "RNG"],
        ]
        for (name, values) in known.sorted(by: { $0.key < $1.key }) {
            guard let node = members[name]?.first, !node.isEmpty, !values.contains(code(of: node)) else { continue }
            notes.fault(
                node.line,
                "„\(name)“ „\(code(of: node).prefix(40))“ gibt es nicht; möglich sind \(values.joined(separator: ", "))."
            )
        }
    }

    /// What rules and definitions say; scripts are never carried out and never carried over.
    private mutating func comments(_ members: [String: [XMLNode]]) -> [String] {
        var comments: [String] = []
        if let text = members["definition"]?.first?.words, !text.isEmpty { comments.append("Definition: \(text)") }
        for rule in members["regel"] ?? [] {
            let own = self.members(of: rule, Self.ofRule)
            let id = own["identifikation"]?.first?.first("id")?.words ?? ""
            guard !id.isEmpty else {
                notes.fault(rule.line, "Eine Regel hat keine Kennung („id“).")
                continue
            }
            let name = own["name"]?.first?.words ?? ""
            let texts = ["freitextRegel", "definition", "beschreibung"].compactMap { own[$0]?.first?.words }
            let text = texts.first { !$0.isEmpty }.map { ": \($0)" } ?? ""
            comments.append("Regel \(id) „\(name)“\(text)")
            guard rules.insert(id).inserted else { continue }
            notes.loss(rule.line, "Regel \(id) „\(name)“: steht als Kommentar da und wird nicht geprüft")
            if ["script", "skript"].contains(where: { own[$0]?.first?.isEmpty == false }) {
                notes.loss(rule.line, "Skript der Regel \(id): wird nie ausgeführt und ist nicht übernommen")
            }
        }
        return comments
    }
}
