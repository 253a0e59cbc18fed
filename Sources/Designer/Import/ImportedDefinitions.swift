internal import Definitions
internal import Foundation

/// What is made of a schema in another format: the files of a record and of the form that reads its documents.
struct ImportedDefinitions {
    /// A field with its place in the record.
    private struct Placed {
        var field: ImportedField
        /// Its name within its group.
        var name: String
        /// Its path in the record; rows of lists are written `[]`.
        var path: String
        var fields: [Placed]

        /// Of a group that repeats: rows.
        var isList: Bool { field.kind == .group && field.isMany }
    }

    /// A code list with fewer entries stands with its field, unless several have it.
    private static let mostInline = 30
    /// Groups nest no deeper: a record has to fit through the pipe between the processes.
    static let deepest = 24

    let schema: ImportedSchema
    /// The id of the record.
    let record: String
    /// The letters before a case number.
    let prefix: String
    private let placed: [Placed]
    private var shared: [String: ImportedCodes] = [:]
    /// The name of the shared list of each list's id.
    private var listNames: [String: String] = [:]
    private var notes: ImportNotes

    init(_ schema: ImportedSchema, record: String, prefix: String, notes: ImportNotes) {
        (self.schema, self.record, self.prefix, self.notes) = (schema, record, prefix, notes)
        placed = Self.place(schema.fields, under: "")
        shareCodes()
    }

    private static func place(_ fields: [ImportedField], under prefix: String) -> [Placed] {
        var names: Set<String> = []
        return fields.map { field in
            let plain = FieldName.of(field.name) ?? FieldName.of(field.id) ?? "feld"
            let name = FieldName.unique(plain, among: names)
            names.insert(name)
            let path = prefix + name
            let isList = field.kind == .group && field.isMany
            return Placed(field: field, name: name, path: path, fields: place(field.fields, under: path + (isList ? "[]." : ".")))
        }
    }

    /// How deep groups nest.
    static func depth(_ fields: [ImportedField]) -> Int { fields.map { 1 + depth($0.fields) }.max() ?? 0 }

    // MARK: Files

    /// What is written.
    ///
    /// - Parameters:
    ///   - source: the name of the file it is made from.
    ///   - xsd: the bytes of an XML Schema that checks documents; nil for none.
    /// - Returns: the files by their path, and what could not be carried over.
    func files(source: String, xsd: [UInt8]?) -> (files: [(path: String, bytes: [UInt8])], notes: ImportNotes) {
        var notes = notes
        var files: [(path: String, bytes: [UInt8])] = []
        for (name, list) in shared.sorted(by: { $0.key < $1.key }) {
            let entries = [
                DefinitionText.Entry("codes", name), .init("title", list.title), .init("values", .map(Self.entries(list.codes))),
            ]
            let said = list.id.map { ["Aus \(schema.format): \($0)"] } ?? []
            files.append(("shared/codes/\(name).yaml", Array(DefinitionText(entries, comments: said).description.utf8)))
        }
        files.append(("\(record)/record.yaml", Array(recordText(source, &notes).description.utf8)))
        files.append(("\(record)/forms/\(formId).yaml", Array(formText(source, xsd: xsd).description.utf8)))
        if let xsd { files.append(("\(record)/forms/\(formId).xsd", xsd)) }
        return (files, notes)
    }

    /// The id of the form.
    var formId: String { record + (schema.template == nil ? "-daten" : "-pdf") }

    private func recordText(_ source: String, _ notes: inout ImportNotes) -> DefinitionText {
        var entries = [
            DefinitionText.Entry("record", record), .init("version", schema.version.isEmpty ? "1" : schema.version),
            .init("title", schema.title), .init("writtenForm", "not-required"), .init("prefix", prefix),
        ]
        if let names = addressee(placed) { entries.append(.init("addressee", .list([.texts(names)]))) }
        entries += [
            .init("fields", .map(placed.map { entry($0, optional: nil) }))
        ]
        let checks = checks(placed, &notes)
        if !checks.isEmpty { entries.append(.init("checks", .list(checks.map(DefinitionText.Value.map)))) }
        return DefinitionText(entries, comments: schema.comments + ["Eingelesen aus \(source)."])
    }

    /// The first names and the family name of one person, whom letters greet; nil where no such two stand together.
    private func addressee(_ placed: [Placed]) -> [String]? {
        func first(_ begins: [String]) -> String? {
            placed.first { item in
                [.name, .text].contains(item.field.kind) && !item.field.isMany && begins.contains(where: item.name.lowercased().hasPrefix)
            }?.path
        }
        if let given = first(["vorname"]), let family = first(["nachname", "familienname", "name"]) { return [given, family] }
        return placed.lazy.filter { $0.field.kind == .group && !$0.isList }.compactMap { self.addressee($0.fields) }.first
    }

    private func formText(_ source: String, xsd: [UInt8]?) -> DefinitionText {
        var recognise = schema.recognise
        if !schema.roots.isEmpty { recognise.append(.init("xml", .texts(schema.roots))) }
        if schema.isJSON {
            let steps = schema.fields.filter { $0.isGiven }
            let needed = steps.filter { $0.least > 0 }.prefix(20).map(\.id)
            // Where nothing has to be there, anything that is there tells.
            recognise.append(.init("json", needed.isEmpty ? .list([.texts(steps.map(\.id))]) : .texts(needed)))
        }
        var entries = [
            DefinitionText.Entry("form", formId), .init("title", schema.title + (schema.template == nil ? " (Daten)" : "")),
            .init("record", record),
            .init("recognise", .map(recognise)),
        ]
        let namespaces = schema.namespaces.sorted { $0.key < $1.key }.map { DefinitionText.Entry($0.key, $0.value) }
        if !namespaces.isEmpty { entries.append(.init("namespaces", .map(namespaces))) }
        if xsd != nil { entries.append(.init("schema", "\(formId).xsd")) }
        if let template = schema.template { entries.append(.init("template", template)) }
        entries.append(.init("map", .map(rules(placed, under: "", from: schema.start + "/"))))
        let kinds = (schema.roots.isEmpty ? [] : ["XML"]) + (schema.isJSON ? ["JSON"] : [])
        let said = schema.template == nil ? "Liest Dokumente nach \(source): \(kinds.joined(separator: " und "))." : "Liest \(source)."
        return DefinitionText(entries, comments: [said])
    }

    // MARK: The record

    /// A field; `optional` is the name, as conditions know it, of the nearest group around it that need not be there.
    private func entry(_ placed: Placed, optional: String?) -> DefinitionText.Entry {
        let field = placed.field
        var entries = [DefinitionText.Entry("label", field.label)]
        if field.kind == .group {
            entries.append(.init("type", placed.isList ? "list" : "group"))
            if placed.isList { entries.append(.init("row", field.label)) }
        } else if field.kind != .text {
            entries.append(.init("type", field.kind.rawValue))
        }
        if let codes = field.codes { entries.append(codeEntry(codes)) }
        if field.kind != .group, field.isMany { entries.append(.init("many", .flag(true))) }
        if let unit = field.unit { entries.append(.init("unit", unit)) }
        if let preset = field.preset { entries.append(.init("default", preset)) }
        if field.kind == .attachment { entries.append(.init("shows", .texts([field.label]))) }
        entries += requirement(placed, optional: optional)
        if let law = field.law { entries.append(.init("law", law)) }
        if field.kind == .group {
            let inner = placed.isList ? nil : field.least == 0 ? conditionName(placed.path) : optional
            var placed = placed
            // A group that need not be there is there with its only field; asking for it then would never happen.
            if field.least == 0, !placed.isList, placed.fields.count == 1, placed.fields[0].field.kind != .group {
                placed.fields[0].field.least = 0
            }
            entries.append(.init("fields", .map(placed.fields.map { fieldIn(placed, $0, optional: inner) })))
        }
        return .init(placed.name, .map(entries), comments: field.comments)
    }

    /// A field of a group; of a choice each may be missing.
    private func fieldIn(_ group: Placed, _ placed: Placed, optional: String?) -> DefinitionText.Entry {
        var placed = placed
        if group.field.isChoice { placed.field.least = 0 }
        return entry(placed, optional: optional)
    }

    /// How conditions name a path: within rows from the row on.
    private func conditionName(_ path: String) -> String { path.components(separatedBy: "[].").last ?? path }

    private func requirement(_ placed: Placed, optional: String?) -> [DefinitionText.Entry] {
        let field = placed.field
        let isNeeded = field.least > 0 && field.isGiven && (field.kind != .group || placed.isList)
        var entries: [DefinitionText.Entry] = []
        if isNeeded, let optional {
            entries.append(.init("requiredWhen", "\(optional) != null"))
        } else if isNeeded {
            entries.append(.init("required", .flag(true)))
        }
        if let ask = question(field, isNeeded: isNeeded) { entries.append(.init("ask", ask)) }
        return entries
    }

    private func question(_ field: ImportedField, isNeeded: Bool) -> String? {
        if field.kind == .attachment { return isNeeded ? field.label : nil }
        if let ask = field.ask, !ask.isEmpty { return ask }
        guard isNeeded else { return nil }
        return field.kind == .group ? "Bitte machen Sie Angaben zu: \(field.label)." : "Bitte geben Sie an: \(field.label)."
    }

    private func codeEntry(_ list: ImportedCodes) -> DefinitionText.Entry {
        if let name = list.id.flatMap({ listNames[$0] }) { return .init("codes", name) }
        return .init("codes", .map(Self.entries(list.codes)))
    }

    private static func entries(_ codes: [Code]) -> [DefinitionText.Entry] { codes.map { .init($0.key, $0.label) } }

    /// Lists that several fields have, and long ones, get files of their own.
    private mutating func shareCodes() {
        func all(_ placed: [Placed]) -> [ImportedCodes] { placed.flatMap { ($0.field.codes.map { [$0] } ?? []) + all($0.fields) } }
        let lists = all(placed)
        for list in lists {
            guard let id = list.id, listNames[id] == nil else { continue }
            guard lists.count(where: { $0.id == id }) > 1 || list.codes.count > Self.mostInline else { continue }
            let name = FieldName.unique("\(record)-\(FieldName.of(list.title) ?? "liste")", among: Set(shared.keys))
            (listNames[id], shared[name]) = (name, list)
        }
    }

    // MARK: Checks

    /// How many rows a list may have, and that of a choice exactly one is given.
    private func checks(_ placed: [Placed], _ notes: inout ImportNotes) -> [[DefinitionText.Entry]] {
        placed.flatMap { item -> [[DefinitionText.Entry]] in
            let field = item.field
            var checks: [[DefinitionText.Entry]] = []
            let isInRow = item.path.contains("[]")
            if field.isMany, field.least > 1 || field.most != nil {
                if item.isList, !isInRow {
                    checks.append(count(item))
                } else {
                    let most = field.most.map(String.init) ?? "*"
                    notes.loss(field.line, "\(field.title): Anzahl \(field.least):\(most) wird nicht geprüft")
                }
            }
            if field.isChoice, item.fields.count > 1 {
                if isInRow || item.isList {
                    notes.loss(field.line, "\(field.title): dass nur eines davon angegeben wird, wird in Zeilen nicht geprüft")
                } else {
                    checks.append(choice(item))
                }
            }
            return checks + self.checks(item.fields, &notes)
        }
    }

    private func count(_ item: Placed) -> [DefinitionText.Entry] {
        let (least, most) = (item.field.least, item.field.most)
        var conditions = least > 1 ? ["count(\(item.path)) >= \(least)"] : []
        if let most { conditions.append("count(\(item.path)) <= \(most)") }
        // Without any row the field itself is asked for.
        let assertion = (least > 1 ? "count(\(item.path)) = 0 or " : "") + conditions.joined(separator: " and ")
        let words = [least > 1 ? "mindestens \(least)" : nil, most.map { "höchstens \($0)" }].compactMap(\.self).joined(separator: " und ")
        return [
            .init("id", "anzahl-\(checkName(item.path))"), .init("assert", assertion), .init("path", item.path),
            .init("severity", "warning"),
            .init("clerk", "Von „\(item.field.label)“ sind \(words) Einträge vorgesehen."),
        ]
    }

    private func choice(_ item: Placed) -> [DefinitionText.Entry] {
        let given = item.fields.map { "(if \($0.path) = null\($0.isList ? " or count(\($0.path)) = 0" : "") then 0 else 1)" }
        let labels = item.fields.map { "„\($0.field.label)“" }.joined(separator: ", ")
        return [
            .init("id", "auswahl-\(checkName(item.path))"),
            .init("assert", "\(item.path) = null or \(given.joined(separator: " + ")) = 1"), .init("path", item.path),
            .init("severity", "warning"), .init("clerk", "Von \(labels) ist genau eine Angabe vorgesehen."),
        ]
    }

    private func checkName(_ path: String) -> String { path.replacing(".", with: "-") }

    // MARK: The form

    private func rules(_ placed: [Placed], under prefix: String, from start: String) -> [DefinitionText.Entry] {
        placed.flatMap { item -> [DefinitionText.Entry] in
            let (name, xpath) = (prefix + item.name, start + item.field.step)
            if item.isList {
                let rows = DefinitionText.Entry("rows", item.field.rows.map(DefinitionText.Value.text) ?? .map([.init("xml", xpath)]))
                return [.init(name, .map([rows, .init("map", .map(rules(item.fields, under: "", from: "")))]))]
            }
            if item.field.kind == .group { return rules(item.fields, under: name + ".", from: xpath + "/") }
            return [.init(name, .map(item.field.source ?? [.init("xml", xpath)]))]
        }
    }
}
