internal import Presentation
internal import Vocabulary

extension Explanation {
    /// A page that needs nothing else: the same as the text, with what stands on the pages cut out of their pictures.
    public var html: String {
        var body = "<p>Eingang: \(e(received))<br>Ergebnis: \(e(outcome))</p>\n"
        body += "<h2>Prüfung der Nachricht</h2>\n<ul>\(trust.map { "<li>\(e($0))</li>" }.joined())</ul>\n"
        body += "<h2>Welches Formular?</h2>\n<p>\(e(choice))</p>\n" + scoreTable
        if !entries.isEmpty { body += "<h2>Felder</h2>\n" + entries.map(section).joined() }
        if !checks.isEmpty { body += "<h2>Prüfungen</h2>\n<ul>\(checks.map(item).joined())</ul>\n" }
        if !findings.isEmpty {
            body += "<h2>Befunde zur ganzen Nachricht</h2>\n<ul>\(findings.map { "<li>\(e($0))</li>" }.joined())</ul>\n"
        }
        var page = DesignerPage(title: "Erklärung: \(Label.escaped(source))", body: body)
        page.style = style
        return page.text
    }

    private func e(_ text: String) -> String { XMLText.escaped(Label.withoutControls(text)) }

    private var scoreTable: String {
        guard !scores.isEmpty else { return "" }
        let rows = scores.map { score in
            "<tr><td>\(score.isChosen ? "<strong>\(e(score.title))</strong> (gewählt)" : e(score.title))<br><code>\(e(score.id))</code></td>"
                + "<td>\(score.percent) %</td><td>\(e(score.document))</td><td>\(e(score.lacking.joined(separator: ", ")))</td></tr>\n"
        }
        return "<table><thead><tr><th scope=\"col\">Formular</th><th scope=\"col\">Merkmale</th><th scope=\"col\">Dokument</th>"
            + "<th scope=\"col\">Fehlt im Dokument</th></tr></thead><tbody>\n\(rows.joined())</tbody></table>\n"
    }

    private func section(_ entry: Entry) -> String {
        var html = "<h3 id=\"\(e(entry.path))\">\(e(entry.title))</h3>\n<p><code>\(e(entry.path))</code> "
        html += "<strong>\(e(entry.value))</strong> – \(e(entry.state))</p>\n<ul>"
        for step in entry.steps {
            guard !step.rule.isEmpty else {
                html += "<li>\(e(step.looks))</li>"
                continue
            }
            html += "<li><code>\(e(step.rule))</code> <code>\(e(step.definition))</code><br>"
            if let place = step.place {
                html += "„\(e(step.raw ?? ""))“ (\(e(place))): \(e(step.outcome))\(crop(step.provenance))</li>"
            } else {
                html += "sucht \(e(step.looks)): \(e(step.outcome))</li>"
            }
        }
        html += entry.conditions.map(item).joined() + entry.findings.map { "<li>\(e($0))</li>" }.joined()
        return html + "</ul>\n"
    }

    private func item(_ condition: Condition) -> String {
        let inputs = condition.inputs.isEmpty ? "" : ", weil \(e(condition.inputs.joined(separator: ", ")))"
        return "<li>\(e(condition.role)): <code>\(e(condition.expression))</code><br>\(e(condition.outcome))\(inputs)</li>"
    }

    // MARK: Pictures

    /// So much of the page is shown around a place, in pixels.
    private static let margin = (x: 60.0, y: 14.0)

    private var numbers: [PictureKey: Int] {
        let keys = pictures.keys.sorted { ($0.document.description, $0.page) < ($1.document.description, $1.page) }
        return Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
    }

    /// Each picture stands in the page once; crops show parts of it.
    private var style: String {
        numbers.map { key, number in
            guard let picture = pictures[key] else { return "" }
            return ".p\(number) { background-image: url(data:image/png;base64,\(picture.png)) }\n"
        }
        .sorted().joined()
            + ".crop { display: block; background-repeat: no-repeat; border: 1px solid #8888; max-width: 100%; margin-top: .25rem }\n"
    }

    private func crop(_ provenance: Provenance?) -> String {
        guard let provenance, let page = provenance.page, let rect = provenance.rect else { return "" }
        let key = PictureKey(document: provenance.document, page: page)
        guard let picture = pictures[key], let number = numbers[key], let place = picture.frame.place(of: rect) else { return "" }
        let (x, y) = (Int(max(0, place.x - Self.margin.x)), Int(max(0, place.y - Self.margin.y)))
        let width = min(picture.frame.width - x, Int(place.width + 2 * Self.margin.x))
        let height = min(picture.frame.height - y, Int(place.height + 2 * Self.margin.y))
        let label = "Ausschnitt von Seite \(page)"
        return "<span class=\"crop p\(number)\" role=\"img\" aria-label=\"\(label)\" "
            + "style=\"width: \(width)px; height: \(height)px; background-position: -\(x)px -\(y)px\"></span>"
    }
}
