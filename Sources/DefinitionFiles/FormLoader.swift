internal import Definitions
internal import Documents
internal import FEEL
internal import Foundation
internal import Vocabulary
internal import TextFiles
internal import Yams

/// Loads a form from its YAML, checked against the record type it maps onto.
struct FormLoader {
    let reader: DefinitionReader
    let records: [String: RecordType]
    /// The folder the form lies in.
    let folder: String

    func load(_ top: Node) -> FormDefinition? {
        let members = reader.members(of: top, .form)
        for key in ["form", "record", "recognise"] where members[key] == nil {
            reader.fault(at: top, "Der Schlüssel „\(key)“ fehlt.", .keyMissing)
        }
        guard let id = reader.string(members["form"]), let record = reader.string(members["record"]) else { return nil }
        guard let type = records[record] else {
            let help = Suggestion.question(for: record, records.keys)
            reader.fault(at: members["record"] ?? top, "Den Datensatz „\(record)“ gibt es nicht.\(help)", .recordUnknown)
            return nil
        }
        var blank: [String: String] = [:]
        for entry in reader.entries(of: members["blank"]) { blank[entry.key] = reader.string(entry.value) }
        var namespaces: [String: String] = [:]
        for entry in reader.entries(of: members["namespaces"]) { namespaces[entry.key] = reader.string(entry.value) }
        var form = Form(
            id: id,
            title: reader.string(members["title"]) ?? id,
            record: record,
            isAnswer: reader.boolean(members["answers"])
        )
        form.withdraws = reader.boolean(members["withdraws"])
        form.template = template(members["template"])
        let rules = rules(members["map"], of: type, under: "")
        form.rules = FormDefinition.summary(of: rules)
        let recognise = fingerprint(members["recognise"])
        form.features = recognise.features
        var definition = FormDefinition(
            form,
            recognise: recognise,
            blank: blank,
            rules: rules,
            namespaces: namespaces
        )
        definition.schema = schema(members["schema"])
        definition.unread = reader.strings(members["unread"])
        return definition
    }

    /// The blank PDF, which lies in `blank` beside the record.
    private func template(_ node: Node?) -> String? {
        guard let node, let name = reader.string(node) else { return nil }
        guard !name.contains("/"), FileManager.default.fileExists(atPath: "\(folder)/../blank/\(name)") else {
            reader.fault(at: node, "Die Datei „blank/\(name)“ liegt nicht neben dem Datensatz.", .fileMissing)
            return nil
        }
        return reader.file.split(separator: "/").dropLast(2).joined(separator: "/") + "/blank/" + name
    }

    /// The XML Schema, which lies beside the form.
    private func schema(_ node: Node?) -> [UInt8]? {
        guard let node, let name = reader.string(node) else { return nil }
        if let data = FileManager.default.contents(atPath: "\(folder)/\(name)"), XMLSchema(Array(data)) != nil { return Array(data) }
        reader.fault(at: node, "Das XML-Schema „\(name)“ fehlt oder ist fehlerhaft.", .schemaInvalid)
        return nil
    }

    private func fingerprint(_ node: Node?) -> FormDefinition.Fingerprint {
        guard let node else { return FormDefinition.Fingerprint() }
        let members = reader.members(of: node, .fingerprint)
        var print = FormDefinition.Fingerprint()
        print.acroform = reader.strings(members["acroform"])
        print.xml = reader.strings(members["xml"])
        print.without = reader.strings(members["without"])
        print.text = alternatives(members["text"])
        print.json = alternatives(members["json"])
        print.declares = declarations(members)
        if print.acroform.isEmpty, print.xml.isEmpty, print.json.isEmpty, print.text.isEmpty, print.declares.isEmpty {
            reader.fault(
                at: node,
                "Das Formular braucht ein Erkennungsmerkmal: acroform, xml, json, text oder declares.",
                .recogniseMissing
            )
        }
        return print
    }

    /// A list whose entries are a text, or a list of texts any of which will do.
    private func alternatives(_ node: Node?) -> [[String]] {
        (node?.sequence.map(Array.init) ?? node.map { [$0] } ?? []).map { reader.strings($0) }
    }

    /// Patterns of what a letter declares, each alone or with what it has to be about.
    private func declarations(_ members: [String: Node]) -> [Declaration] {
        var lists: [String: [String]] = [:]
        for entry in reader.entries(of: members["words"]) { lists[entry.key] = reader.strings(entry.value) }
        return (members["declares"]?.sequence.map(Array.init) ?? []).compactMap { node in
            let isPlain = node.scalar != nil
            let parts = isPlain ? [:] : reader.members(of: node, .declaration)
            guard let pattern = reader.string(isPlain ? node : parts["says"]) else {
                reader.fault(at: node, "Eine Erklärung ist ein Muster aus Wörtern, oder „says“ mit „about“.", .patternInvalid)
                return nil
            }
            let about = reader.strings(parts["about"]).flatMap { name in
                name.hasPrefix("{") && name.hasSuffix("}") ? lists[String(name.dropFirst().dropLast())] ?? [name] : [name]
            }
            if let declaration = Declaration(pattern, about: about, lists: lists) { return declaration }
            reader.fault(
                at: node,
                "Das Muster „\(pattern)“ ist nicht lesbar. Es besteht aus Wörtern (mit * am Anfang oder Ende), (a|b), {Liste aus words}, …, .., ^ und $.",
                .patternInvalid
            )
            return nil
        }
    }

    private func rules(_ node: Node?, of type: RecordType, under prefix: String) -> [FormDefinition.Rule] {
        reader.entries(of: node).flatMap { entry -> [FormDefinition.Rule] in
            let full = prefix + entry.key
            guard let field = type.field(at: full) else {
                let known = type.leaves.map(\.path).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
                let help = Suggestion.question(for: entry.key, known)
                reader.fault(at: entry.node, "Das Feld „\(full)“ gibt es im Datensatz „\(type.id)“ nicht.\(help)", .fieldUnknown)
                return []
            }
            guard field.kind == .list else {
                if field.kind == .group {
                    let own = type.leaves.map(\.path).filter { $0.hasPrefix(full + ".") }.prefix(3).joined(separator: ", ")
                    reader.fault(
                        at: entry.node,
                        "„\(full)“ ist eine Gruppe; ordnen Sie ihren Feldern etwas zu, etwa \(own).",
                        .fieldIsGroup
                    )
                    return []
                }
                let sources = (entry.value.sequence.map(Array.init) ?? [entry.value]).compactMap { source($0, for: field) }
                return [FormDefinition.Rule(path: entry.key, field: field, reading: .sources(sources))]
            }
            return (entry.value.sequence.map(Array.init) ?? [entry.value]).compactMap { block in
                rows(block, path: entry.key, field: field, of: type, under: full + "[].")
            }
        }
    }

    private func rows(_ node: Node, path: String, field: Field, of type: RecordType, under prefix: String) -> FormDefinition.Rule? {
        let members = reader.members(of: node, .rows)
        let inner = rules(members["map"], of: type, under: prefix)
        guard let rows = members["rows"] else { return FormDefinition.Rule(path: path, field: field, reading: .row(inner)) }
        if let template = rows.scalar?.string {
            if !template.contains("{n}") { reader.fault(at: rows, "Der Feldname einer Zeile braucht „{n}“ für ihre Nummer.", .rowsInvalid) }
            return FormDefinition.Rule(path: path, field: field, reading: .rows(.numbered(template, names: []), inner))
        }
        let kinds = reader.members(of: rows, .repetition)
        if let template = reader.string(kinds["fields"]) {
            let names = reader.strings(kinds["names"])
            if !template.contains("{n}") { reader.fault(at: rows, "Der Feldname einer Zeile braucht „{n}“ für ihren Namen.", .rowsInvalid) }
            if Set(names).count < names.count {
                reader.fault(at: rows, "Ein Name unter „names“ steht zweimal da; die Zeile würde doppelt gelesen.", .rowsInvalid)
            }
            return FormDefinition.Rule(path: path, field: field, reading: .rows(.numbered(template, names: names), inner))
        }
        if kinds["table"] != nil { return table(kinds, inner, path, field) }
        if let xpath = reader.string(kinds["xml"]) {
            return FormDefinition.Rule(path: path, field: field, reading: .rows(.xml(checked(xpath, at: rows)), inner))
        }
        if let name = reader.string(kinds["lines"]) {
            return FormDefinition.Rule(path: path, field: field, reading: .rows(.lines(name), inner))
        }
        reader.fault(
            at: rows,
            "„rows“ ist ein Feldname mit „{n}“, „fields: Feldname mit {n}“ mit „names: [Namen]“, „xml: XPath“, „lines: Feldname“ oder „table: [Überschriften]“.",
            .rowsInvalid
        )
        return nil
    }

    private func table(
        _ members: [String: Node],
        _ inner: [FormDefinition.Rule],
        _ path: String,
        _ field: Field
    ) -> FormDefinition.Rule? {
        let rule = TableRule(
            headings: reader.strings(members["table"]),
            until: reader.strings(members["until"]),
            page: reader.integer(members["page"])
        )
        guard let node = members["table"], !rule.headings.isEmpty else { return nil }
        func columns(_ rules: [FormDefinition.Rule]) -> [String] {
            rules.flatMap { rule -> [String] in
                guard case .sources(let sources) = rule.reading else { return [] }
                return sources.compactMap { if case .column(let name) = $0.place { name } else { nil } }
            }
        }
        for column in columns(inner) where !rule.headings.contains(column) {
            let help = Suggestion.question(for: column, rule.headings)
            reader.fault(at: node, "Die Überschrift „\(column)“ hat diese Tabelle nicht.\(help)", .tableHeading)
        }
        return FormDefinition.Rule(path: path, field: field, reading: .rows(.table(rule), inner))
    }

    private func source(_ node: Node, for field: Field) -> Source? {
        let members = reader.members(of: node, .source)
        guard let place = place(members, at: node) else { return nil }
        var source = Source(place: place, rule: reader.place(of: node))
        if let name = reader.string(members["as"]) {
            source.converter = Field.Kind(rawValue: name)
            if source.converter == nil, let node = members["as"] { reader.fault(at: node, "Den Umwandler „\(name)“ gibt es nicht.") }
        }
        if let node = members["part"], let text = reader.string(node) {
            source.part = pattern(text, at: node)
            if source.part?.numberOfCaptureGroups == 0 {
                reader.fault(at: node, "Das Muster unter „part“ braucht eine Klammer um den Teil, der gemeint ist.", .patternInvalid)
            }
        }
        source.then = reader.string(members["then"])
        for entry in reader.entries(of: members["codes"]) { source.codes[Converter.folded(entry.key)] = reader.string(entry.value) }
        checkCodes(source, members, of: field, at: node)
        return source
    }

    private func place(_ members: [String: Node], at node: Node) -> Source.Place? {
        if let yes = reader.string(members["yes"]), let no = reader.string(members["no"]) { return .yesNo(yes: yes, no: no) }
        if members["acro"] != nil { return .acro(reader.strings(members["acro"]), join: reader.string(members["join"]) ?? " ") }
        if let xpath = reader.string(members["xml"] ?? members["xfa"]) {
            return .xml(checked(xpath, at: node))
        }
        if let text = members["text"] { return textRule(text).map(Source.Place.text) }
        if let column = reader.string(members["column"]) { return .column(column) }
        if members["body"] != nil { return .body(reader.strings(members["body"])) }
        if let part = reader.string(members["message"]) {
            if !["from.name", "from.address", "date", "subject", "received"].contains(part) {
                reader.fault(at: node, "„message“ ist from.name, from.address, date, received oder subject.")
            }
            return .message(part)
        }
        if let part = reader.string(members["letter"]) {
            let known = DefinitionKeys.letterParts
            if !known.contains(part) {
                reader.fault(at: node, "„letter“ ist \(known.joined(separator: ", ")).\(Suggestion.question(for: part, known))")
            }
            return .letter(part)
        }
        if let value = reader.string(members["value"]) { return .value(value) }
        reader.fault(
            at: node,
            "Der Quelle fehlt, woher sie liest: acro, yes und no, xml, xfa, text, column, body, message, letter oder value.",
            .sourceMissing
        )
        return nil
    }

    private func textRule(_ node: Node) -> TextRule? {
        let members = reader.members(of: node, .text)
        for direction in [TextRule.Direction.rightOf, .below, .pattern, .contains, .all, .region] {
            guard let anchor = members[direction.rawValue] else { continue }
            var rule = TextRule(direction: direction, anchors: reader.strings(anchor))
            if direction == .region {
                let edges = rule.anchors.compactMap { Double($0) }
                if edges.count == 4, edges[0] < edges[2], edges[1] < edges[3] {
                    rule.region = Rect(edges[0], edges[1], edges[2], edges[3])
                } else {
                    reader.fault(at: anchor, "„region“ ist [links, unten, rechts, oben] in Punkten vom linken unteren Rand der Seite.")
                }
            }
            if direction == .pattern { rule.patterns = rule.anchors.compactMap { pattern($0, at: anchor) } }
            rule.until = reader.strings(members["until"])
            rule.page = reader.integer(members["page"])
            rule.occurrence = reader.integer(members["occurrence"]) ?? 1
            return rule
        }
        reader.fault(at: node, "„text“ braucht right-of, below, region, pattern, contains oder all.")
        return nil
    }

    private func pattern(_ text: String, at node: Node) -> NSRegularExpression? {
        // The reason is a code of the library's; the place is what helps.
        guard let expression = try? NSRegularExpression(pattern: text) else {
            reader.fault(at: node, "Das Muster ist kein regulärer Ausdruck.", .patternInvalid)
            return nil
        }
        guard let witness = PatternSafety(text).witness else { return expression }
        reader.fault(at: node, PatternSafety.sentence(on: witness), .patternExplodes)
        return nil
    }

    /// The expression as the parser knows it.
    private func checked(_ xpath: String, at node: Node) -> String {
        let plain = XMLTree.withoutWildcards(xpath)
        if !XMLTree.isValid(xpath: plain) { reader.fault(at: node, "„\(xpath)“ ist kein XPath 1.0.", .xpathInvalid) }
        return plain
    }

    /// Keys that the code list of the field does not have.
    private func checkCodes(_ source: Source, _ members: [String: Node], of field: Field, at node: Node) {
        guard field.kind == .code else { return }
        var used = reader.entries(of: members["codes"]).compactMap { entry in entry.value.scalar.map { ($0.string, entry.value) } }
        if let then = source.then { used.append((then, members["then"] ?? node)) }
        if case .value(let value) = source.place, source.codes.isEmpty { used.append((value, members["value"] ?? node)) }
        for (key, node) in used where !field.codes.contains(where: { $0.key == key }) {
            let help = Suggestion.question(for: key, field.codes.map(\.key))
            reader.fault(at: node, "Den Schlüssel „\(key)“ hat „\(field.path)“ nicht.\(help)", .codeUnknown)
        }
    }
}
