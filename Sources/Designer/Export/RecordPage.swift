internal import Definitions
internal import FEEL
internal import Vocabulary

/// A record type as a page for people: every field with what it is, when it is needed, how it is asked for and why.
///
/// It works on paper and without script.
struct RecordPage {
    private let type: RecordType

    init(_ type: RecordType) { self.type = type }

    private static let style = """
        body { font: 16px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 2rem auto; max-width: 78rem; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; break-after: avoid; }
        table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: #444; padding: .25rem 0; }
        th, td { border: 1px solid #767676; padding: .35rem .5rem; text-align: left; vertical-align: top; } thead th { background: #eef1f5; }
        tbody th { font-weight: 600; } code { font: .875em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; } ul { margin: .25rem 0; padding-left: 1.1rem; }
        @media print { body { margin: 0; max-width: none; font-size: 10pt; } thead { display: table-header-group; } tr { break-inside: avoid; } }
        """

    var text: String {
        var out = XMLText()
        out.raw("<!DOCTYPE html>")
        out.open("html", [("lang", "de")])
        out.open("head")
        out.raw("<meta charset=\"utf-8\">")
        out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        out.element("title", type.title)
        out.raw("<style>\n\(Self.style)\n</style>")
        out.close("head")
        out.open("body")
        out.open("main")
        out.element("h1", type.title)
        let form = type.needsWrittenForm ? "Die Schriftform ist nötig." : "Die Schriftform ist nicht nötig."
        out.element("p", "Datensatz „\(type.id)“, Version \(type.version), \(type.leaves.count) Felder. \(form)")
        section("Felder", type.fields.filter { !$0.isContainer }, in: "", &out)
        for field in type.fields where field.isContainer { container(field, [], &out) }
        checks(&out)
        out.close("main")
        out.close("body")
        out.close("html")
        return out.text
    }

    /// A group or list under a heading of its own, those in it behind it.
    private func container(_ field: Field, _ outer: [String], _ out: inout XMLText) {
        let names = outer + [field.label]
        section(names.joined(separator: " › "), field.fields.filter { !$0.isContainer }, in: Self.about(field), &out)
        for inner in field.fields where inner.isContainer { container(inner, names, &out) }
    }

    private static func about(_ field: Field) -> String {
        let row = field.kind == .list ? ["Eine Liste; je Zeile: \(field.rowLabel ?? field.label)"] : []
        return (row + field.remarks).joined(separator: ". ")
    }

    private func section(_ heading: String, _ fields: [Field], in about: String, _ out: inout XMLText) {
        guard !fields.isEmpty else { return }
        out.element("h2", heading)
        out.open("table")
        out.element("caption", about.isEmpty ? "Die Felder von: \(heading)" : about)
        head(["Feld", "Art und Werte", "Wann nötig", "Frage an die Bürgerin oder den Bürger", "Rechtsgrundlage"], &out)
        out.open("tbody")
        for field in fields { row(field, &out) }
        out.close("tbody")
        out.close("table")
    }

    private func head(_ columns: [String], _ out: inout XMLText) {
        out.open("thead")
        out.open("tr")
        for column in columns { out.element("th", column, [("scope", "col")]) }
        out.close("tr")
        out.close("thead")
    }

    private func row(_ field: Field, _ out: inout XMLText) {
        out.open("tr")
        out.raw("<th scope=\"row\">\(XMLText.escaped(field.label))<br><code>\(XMLText.escaped(field.path))</code></th>")
        out.open("td")
        out.element("span", field.kindInWords)
        if !field.codes.isEmpty {
            out.open("ul")
            for code in field.codes { out.raw("<li>\(XMLText.escaped(code.label)) <code>\(XMLText.escaped(code.key))</code></li>") }
            out.close("ul")
        }
        out.close("td")
        out.open("td")
        need(field, &out)
        out.close("td")
        out.element("td", field.ask ?? "")
        out.element("td", field.law ?? "")
        out.close("tr")
    }

    private func need(_ field: Field, _ out: inout XMLText) {
        if field.system != nil { out.element("div", "setzt das Programm") }
        if let requirement = field.requirement {
            let word = requirement.isHard ? "nötig" : "erwünscht"
            if let condition = requirement.condition {
                out.raw("<div>\(word), wenn <code>\(XMLText.escaped(condition.text))</code></div>")
            } else {
                out.element("div", word)
            }
        }
        if let applies = field.applies { out.raw("<div>gilt nur, wenn <code>\(XMLText.escaped(applies.text))</code></div>") }
        if let sensitive = field.sensitive { out.element("div", "besonders geschützt (\(sensitive))") }
    }

    private func checks(_ out: inout XMLText) {
        guard !type.checks.isEmpty else { return }
        out.element("h2", "Prüfungen")
        out.open("table")
        out.element("caption", "Was zusammenpassen muss, und was sonst gesagt wird")
        head(["Prüfung", "Bedingung", "Hinweis an die Sachbearbeitung", "Frage"], &out)
        out.open("tbody")
        for check in type.checks {
            out.open("tr")
            out.element("th", check.id, [("scope", "row")])
            let rows = check.each.map { "<div>je Zeile von <code>\(XMLText.escaped($0))</code></div>" } ?? ""
            out.raw("<td><code>\(XMLText.escaped(check.assertion.text))</code>\(rows)</td>")
            out.element("td", check.clerk)
            out.element("td", check.ask ?? "")
            out.close("tr")
        }
        out.close("tbody")
        out.close("table")
    }
}
