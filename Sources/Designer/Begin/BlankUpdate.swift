internal import Definitions
internal import Foundation
internal import Readers
internal import Vocabulary

/// A new version of a blank PDF whose record and form are there already: what is new is added, what was written by hand stays.
struct BlankUpdate {
    let work: SchemaImport
    let record: String
    let known: Catalogue?

    /// Compares the new form with the one the definitions have.
    ///
    /// - Throws: ``SchemaFaults`` when there is nothing to compare with, or what is added does not load.
    func run(_ fields: [FormField], _ bytes: [UInt8], _ file: String) async throws(SchemaFaults) -> SchemaImport.Outcome {
        let name = URL(fileURLWithPath: file).lastPathComponent
        guard let form = known?.forms.first(where: { $0.record == record && $0.template != nil }), let template = form.template else {
            throw SchemaFaults(
                file,
                "Den Datensatz „\(record)“ gibt es schon, aber keines seiner Formulare nennt sein leeres PDF („template“)."
            )
        }
        let old = try await work.fields(of: try work.read("\(work.target)/\(template)"), template)
        let names = Set(old.map(\.name))
        let new = fields.filter { !names.contains($0.name) }
        // More rows are read already; a new column belongs into the rows, where only a person can say how it is meant.
        let added = new.filter { !isInRows($0.name, form) }
        let gone = old.filter { field in !fields.contains { $0.name == field.name } }
        var changes = gone.map { field in "weg: „\(field.name)“" + places(of: field.name, form) }
        changes += fields.compactMap { field in
            guard let before = old.first(where: { $0.name == field.name }) else { return nil }
            return Self.change(before, field).map { "anders: „\(field.name)“: \($0)" + places(of: field.name, form) }
        }
        changes += new.map { field in
            let name = "neu: „\(field.name)“"
            if isRead(field.name, form) { return name + " (liest die Regel für Zeilen schon)" }
            return isInRows(field.name, form) ? name + " (bitte von Hand in die Zeilen aufnehmen)" : name
        }
        var outcome = SchemaImport.Outcome(
            format: "PDF-Formular",
            title: form.title,
            record: record,
            fields: fields.count,
            written: [],
            losses: []
        )
        outcome.changes = changes.isEmpty ? ["kein Unterschied"] : changes
        var texts: [String: [UInt8]] = ["\(record)/blank/\(URL(fileURLWithPath: template).lastPathComponent)": bytes]
        if !added.isEmpty { texts.merge(try additions(added, form, name)) { $1 } }
        outcome.written = try await replace(texts, file)
        return outcome
    }

    /// Whether the rule of some rows reads a field.
    private func isRead(_ name: String, _ form: Form) -> Bool {
        form.rules.flatMap(\.fields).contains { template in
            let parts = template.components(separatedBy: "{n}")
            guard parts.count == 2, name.hasPrefix(parts[0]), name.hasSuffix(parts[1]) else { return false }
            let number = name.dropFirst(parts[0].count).dropLast(parts[1].count)
            return !number.isEmpty && number.allSatisfy(\.isNumber)
        }
    }

    /// Whether a field is called as those of some rows are.
    private func isInRows(_ name: String, _ form: Form) -> Bool {
        form.rules.flatMap(\.fields).contains { template in
            guard let range = template.range(of: "{n}") else { return false }
            let before = template[..<range.lowerBound]
            return name.hasPrefix(before) && name.dropFirst(before.count).first?.isNumber == true
        }
    }

    /// Where rules read a field.
    private func places(of name: String, _ form: Form) -> String {
        let rules = form.rules.filter { $0.fields.contains(name) }.map(\.place)
        return rules.isEmpty ? "" : " (gelesen in \(Set(rules).sorted().joined(separator: ", ")))"
    }

    private static func change(_ old: FormField, _ new: FormField) -> String? {
        if old.kind != new.kind { return "\(german(new.kind)) statt \(german(old.kind))" }
        let (before, after) = (Set(old.states), Set(new.states))
        guard before != after else { return nil }
        let (gone, added) = (before.subtracting(after).sorted(), after.subtracting(before).sorted())
        let parts = [
            gone.isEmpty ? nil : "ohne \(gone.joined(separator: ", "))", added.isEmpty ? nil : "neu \(added.joined(separator: ", "))",
        ]
        return "Auswahl " + parts.compactMap(\.self).joined(separator: "; ")
    }

    private static func german(_ kind: FormField.Kind) -> String {
        switch kind {
        case .text: "Textfeld"
        case .checkbox: "Kästchen"
        case .radio: "Auswahlknöpfe"
        case .choice: "Liste"
        case .signature: "Unterschrift"
        case .button: "Schaltfläche"
        }
    }

    /// The record and the form with what is new at the end of `fields` and of `map`.
    private func additions(_ added: [FormField], _ form: Form, _ name: String) throws(SchemaFaults) -> [String: [UInt8]] {
        let blank = BlankPDF(added, title: form.title, file: name)
        let made = ImportedDefinitions(blank.schema, record: record, prefix: "EG", notes: ImportNotes(file: name))
        let files = Dictionary(made.files(source: name, xsd: nil).files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }) {
            first,
            _ in first
        }
        let formFile = form.rules.first.map { String($0.place.prefix { $0 != ":" }) } ?? "\(record)/forms/\(form.id).yaml"
        var texts: [String: [UInt8]] = [:]
        for (path, source, key) in [
            ("\(record)/record.yaml", "\(record)/record.yaml", "fields"), (formFile, "\(record)/forms/\(made.formId).yaml", "map"),
        ] {
            guard let block = Self.block(key, in: files[source] ?? ""),
                let text = try? String(contentsOfFile: "\(work.target)/\(path)", encoding: .utf8),
                let changed = Self.inserting(["  # Neu in \(name)"] + block, at: key, in: text)
            else {
                throw SchemaFaults(path, "„\(key):“ ist in dieser Datei nicht zu finden; bitte nehmen Sie die neuen Felder von Hand auf.")
            }
            texts[path] = Array(changed.utf8)
        }
        return texts
    }

    /// The lines below a key at the left edge.
    private static func block(_ key: String, in text: String) -> [String]? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if let inline = lines.first(where: { $0.hasPrefix("\(key): {") }) {
            return ["  " + inline.dropFirst(key.count + 3).dropLast().trimmingCharacters(in: .whitespaces)]
        }
        guard let start = lines.firstIndex(of: "\(key):") else { return nil }
        return Array(lines[(start + 1)...].prefix { $0.hasPrefix(" ") || $0.isEmpty }).filter { !$0.isEmpty }
    }

    /// The text with lines at the end of what stands below a key at the left edge.
    private static func inserting(_ block: [String], at key: String, in text: String) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: "\(key):") else { return nil }
        var end = start + 1
        while end < lines.count, lines[end].hasPrefix(" ") || lines[end].isEmpty || lines[end].hasPrefix("#") { end += 1 }
        while end > start + 1, !lines[end - 1].hasPrefix(" ") { end -= 1 }
        lines.insert(contentsOf: block, at: end)
        return lines.joined(separator: "\n")
    }

    /// Puts changed files in their place, if all of it loads with them.
    private func replace(_ texts: [String: [UInt8]], _ file: String) async throws(SchemaFaults) -> [String] {
        let copy = FileManager.default.temporaryDirectory.appending(path: "eingang-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: copy) }
        do {
            try FileManager.default.copyItem(atPath: work.target, toPath: copy)
            for (path, bytes) in texts { try Data(bytes).write(to: URL(fileURLWithPath: "\(copy)/\(path)")) }
        } catch {
            throw SchemaFaults(file, "„\(work.target)“ kann nicht gelesen werden: \(error.localizedDescription)")
        }
        let faults = await work.faults(in: copy)
        if !faults.isEmpty { throw SchemaFaults(faults) }
        do {
            for (path, bytes) in texts { try Data(bytes).write(to: URL(fileURLWithPath: "\(work.target)/\(path)"), options: .atomic) }
        } catch {
            throw SchemaFaults(file, "In „\(work.target)“ kann nicht geschrieben werden: \(error.localizedDescription)")
        }
        return texts.keys.sorted().map { "\(work.target)/\($0)" }
    }
}
