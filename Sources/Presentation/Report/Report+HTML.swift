internal import Mustache
internal import Vocabulary

extension Report {
    /// Everything as one HTML page with plots: no script, nothing from outside, and a table beside each plot.
    public var html: String {
        Self.page.render([
            "office": office, "from": from.german, "to": to.german, "submissions": "\(submissions)",
            "tables": tables.map { table in
                [
                    "id": table.id, "title": table.title, "isEmpty": table.rows.isEmpty, "plot": Self.bars(table),
                    "rows": table.rows.map { ["label": $0.label, "count": "\($0.count)", "share": $0.share.map(Self.percent) ?? ""] },
                ] as [String: Any]
            },
            "spreads": spreads.map { spread in
                [
                    "title": spread.title, "isEmpty": spread.count == 0, "count": "\(spread.count)", "quartile": Self.time(spread.quartile),
                    "median": Self.time(spread.median), "ninetieth": Self.time(spread.ninetieth),
                ] as [String: Any]
            },
        ])
    }

    /// A bar for each row, as SVG; all text in it is escaped.
    private static func bars(_ table: Table) -> String {
        let (height, left, width) = (22, 260, 340)
        let most = max(1, table.rows.map(\.count).max() ?? 1)
        var svg =
            "<svg role=\"img\" aria-hidden=\"true\" viewBox=\"0 0 680 \(table.rows.count * height + 4)\" width=\"680\" height=\"\(table.rows.count * height + 4)\">"
        for (index, row) in table.rows.enumerated() {
            let (y, length) = (index * height + 2, max(1, row.count * width / most))
            let label = row.label.count > 36 ? row.label.prefix(35) + "…" : row.label[...]
            svg += "<text x=\"\(left - 8)\" y=\"\(y + 15)\" text-anchor=\"end\">\(escaped(String(label)))</text>"
            svg += "<rect x=\"\(left)\" y=\"\(y + 3)\" width=\"\(length)\" height=\"\(height - 6)\" rx=\"2\"/>"
            svg += "<text x=\"\(left + length + 6)\" y=\"\(y + 15)\">\(row.count)\(row.share.map { " · \(percent($0))" } ?? "")</text>"
        }
        return svg + "</svg>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    private static let page = Template(
        """
        <!DOCTYPE html>
        <html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Bericht: {{office}}</title>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>
        :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#d0d7de;--bar:#1f6feb}
        @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--line:#30363d;--bar:#58a6ff}}
        body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--paper)}
        h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:2rem 0 .4rem}svg{max-width:100%;height:auto}
        svg text{font:13px system-ui,sans-serif;fill:var(--ink)}svg rect{fill:var(--bar)}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid var(--line)}
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}summary{cursor:pointer;color:var(--bar)}
        @media print{details{display:none}}
        </style></head><body>
        <h1>Bericht: {{office}}</h1>
        <p>{{from}} bis {{to}} · {{submissions}} Einsendungen. Diese Seite enthält keine Angaben über einzelne Personen.</p>
        {{#tables}}
        <h2>{{title}}</h2>
        {{#isEmpty}}<p>Noch nichts.</p>{{/isEmpty}}
        {{^isEmpty}}{{{plot}}}
        <details><summary>Als Tabelle</summary><table><tr><th>Was</th><th class="n">Anzahl</th><th class="n">Anteil</th></tr>
        {{#rows}}<tr><td>{{label}}</td><td class="n">{{count}}</td><td class="n">{{share}}</td></tr>
        {{/rows}}</table></details>{{/isEmpty}}
        {{/tables}}
        <h2>Wie lange es dauert</h2>
        <table><tr><th>Von der Einsendung bis …</th><th class="n">Vorgänge</th><th class="n">ein Viertel in</th><th class="n">die Hälfte in</th><th class="n">neun von zehn in</th></tr>
        {{#spreads}}<tr><td>{{title}}</td><td class="n">{{count}}</td>{{^isEmpty}}<td class="n">{{quartile}}</td><td class="n">{{median}}</td><td class="n">{{ninetieth}}</td>{{/isEmpty}}{{#isEmpty}}<td></td><td></td><td></td>{{/isEmpty}}</tr>
        {{/spreads}}</table>
        </body></html>

        """
    )
}
