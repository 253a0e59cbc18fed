internal import DefinitionFiles
internal import Definitions
internal import FEEL
internal import TextFiles
internal import Vocabulary
internal import Yams

extension Lint {
    /// Records whose cases begin alike.
    static func checkRecords(_ desk: Workbench) {
        for (index, record) in desk.records.enumerated() {
            guard let other = desk.records[..<index].first(where: { $0.type.prefix == record.type.prefix }), let page = record.pages.first
            else { continue }
            page.reader.fault(
                at: page["prefix"] ?? page.top,
                "Mit „\(record.type.prefix)“ beginnen auch die Aktenzeichen von „\(other.type.id)“ (\(other.file)).",
                .recordPrefixShared
            )
        }
    }

    /// Fields without a label or a question, and fields that are needed and that nothing can fill.
    static func checkFields(_ desk: Workbench) {
        for record in desk.records {
            let forms = desk.forms(of: record.type)
            let paths = Set(forms.flatMap { $0.rules.map(\.path) } + forms.flatMap { $0.rows.map(\.path) })
            let takesAnswers = forms.contains(where: \.form.isAnswer)
            for field in record.fields {
                guard let place = record.place(of: field.path) else { continue }
                if record.isOwn(field), field.label == field.name, place.value.at("label") == nil {
                    place.reader.fault(at: place.key, "Dem Feld „\(field.path)“ fehlt „label“.", .fieldNoLabel)
                }
                guard let need = field.requirement, field.system == nil, field.preset == nil else { continue }
                if field.ask == nil {
                    place.reader.fault(at: place.key, "Dem Feld „\(field.path)“ fehlt die Frage „ask“.", .fieldNoQuestion)
                }
                let isFilled =
                    field.kind == .attachment
                    || paths.contains { $0 == field.path || $0.hasPrefix(field.path + ".") || $0.hasPrefix(field.path + "[].") }
                guard !forms.isEmpty, !isFilled, !(takesAnswers && field.ask != nil) else { continue }
                let word = need.isHard ? "nötig" : "erwünscht"
                place.reader.fault(
                    at: place.key,
                    "Das Feld „\(field.path)“ ist \(word), aber keine Regel eines Formulars füllt es.",
                    .fieldUnfillable
                )
            }
        }
        checkSharedLabels(desk)
    }

    /// Fields of shared types without a label: every record that uses them lacks it.
    private static func checkSharedLabels(_ desk: Workbench) {
        func walk(_ fields: Node?, _ reader: YAMLReader) {
            for (key, value) in fields?.mapping ?? [:] {
                if value.at("label") == nil {
                    reader.fault(at: key, "Dem Feld „\(key.string ?? "")“ fehlt „label“.", .fieldNoLabel)
                }
                walk(value.at("fields"), reader)
            }
        }
        for file in desk.definitions.texts.types.values.sorted() {
            guard let page = desk.page(file) else { continue }
            walk(page["fields"], page.reader)
        }
    }

    /// Checks that hold up an application and ask nobody.
    static func checkChecks(_ desk: Workbench) {
        for record in desk.records {
            let silent = Set(record.type.checks.filter { $0.severity == .error && $0.ask == nil }.map(\.id))
            for page in record.pages {
                for item in page["checks"]?.sequence ?? [] {
                    guard let id = item.at("id"), silent.contains(id.scalar?.string ?? "") else { continue }
                    page.reader.fault(
                        at: id,
                        "Die Prüfung „\(id.scalar?.string ?? "")“ ist ein Fehler, aber ihr fehlt die Frage „ask“.",
                        .checkNoQuestion
                    )
                }
            }
        }
    }

    /// Code lists and shared types that nothing uses.
    static func checkShared(_ desk: Workbench) {
        let texts = desk.definitions.texts
        let files = texts.texts.keys.filter { !$0.contains("/forms/") && !$0.hasPrefix("shared/codes/") }
        // What cannot be read may use any of them.
        guard files.allSatisfy({ desk.page($0) != nil }) else { return }
        var (types, codes): (Set<String>, Set<String>) = ([], [])
        func walk(_ fields: Node?) {
            for (_, value) in fields?.mapping ?? [:] {
                if let name = value.at("type")?.string { types.insert(name) }
                if let name = value.at("codes")?.scalar?.string { codes.insert(name) }
                walk(value.at("fields"))
            }
        }
        for file in files { walk(desk.page(file)?["fields"]) }
        for (name, file) in texts.types where !types.contains(name) { tell("Den Baustein „\(name)“ verwendet kein Datensatz.", file, desk) }
        for (name, file) in texts.codes where !codes.contains(name) {
            tell("Die Codeliste „\(name)“ verwendet kein Datensatz.", file, desk)
        }
    }

    private static func tell(_ message: String, _ file: String, _ desk: Workbench) {
        guard let page = desk.page(file) else { return desk.show(file, "").add(line: 1, column: 1, message, .sharedUnused) }
        page.reader.fault(at: page["type"] ?? page["codes"] ?? page.top, message, .sharedUnused)
    }
}
