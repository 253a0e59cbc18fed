internal import Foundation
internal import Presentation

extension Coverage {
    /// Whether a kind has to be complete: what no case shows has never been seen to work.
    private static let needed: Set<Kind> = [.rules, .conditions, .checks]
    /// So many items that no case shows are named.
    private static let mostNamed = 40

    /// What was shown and what was not, for a terminal.
    public var text: String {
        var lines: [String] = ["Abdeckung"]
        for kind in Kind.allCases {
            let all = items(kind)
            guard !all.isEmpty else { continue }
            let shown = all.count { !$0.cases.isEmpty }
            let name = kind.rawValue.padding(toLength: 14, withPad: " ", startingAt: 0)
            lines.append("  \(name) \(shown) von \(all.count) (\(shown * 100 / all.count) %)")
        }
        for kind in Kind.allCases where Self.needed.contains(kind) {
            let open = items(kind).filter(\.cases.isEmpty)
            guard !open.isEmpty else { continue }
            lines.append("In keinem Testfall gesehen: \(kind.rawValue)")
            lines += open.prefix(Self.mostNamed).map { "  \($0.name)" }
            if open.count > Self.mostNamed { lines.append("  … und \(open.count - Self.mostNamed) weitere; alle nennt --coverage-html") }
        }
        return lines.joined(separator: "\n")
    }

    /// Whether every rule, condition and check was seen at work.
    public var isComplete: Bool { items.allSatisfy { !Self.needed.contains($0.kind) || !$0.cases.isEmpty } }

    /// The same as a page, with every item and the cases that show it.
    public var html: String {
        var body = ""
        for kind in Kind.allCases {
            let all = items(kind)
            guard !all.isEmpty else { continue }
            let shown = all.count { !$0.cases.isEmpty }
            body += "<h2>\(kind.rawValue): \(shown) von \(all.count)</h2>\n<table><thead><tr><th scope=\"col\">Was</th>"
            body += "<th scope=\"col\">Datensatz</th><th scope=\"col\">Gesehen in</th></tr></thead><tbody>\n"
            for item in all.sorted(by: { ($0.cases.isEmpty ? 0 : 1) < ($1.cases.isEmpty ? 0 : 1) }) {
                let cases = item.cases.isEmpty ? "<strong>in keinem Testfall</strong>" : XMLText.escaped(item.cases.joined(separator: ", "))
                body += "<tr\(item.cases.isEmpty ? " class=\"open\"" : "")><td>\(XMLText.escaped(item.name))</td>"
                body += "<td>\(XMLText.escaped(item.record))</td><td>\(cases)</td></tr>\n"
            }
            body += "</tbody></table>\n"
        }
        return DesignerPage(title: "Abdeckung der Definitionen", body: body).text
    }
}

/// A page of the designers' tools: one file that needs nothing else.
struct DesignerPage {
    var title: String
    var body: String
    /// Rules for this page only.
    var style = ""

    var text: String {
        """
        <!DOCTYPE html>
        <html lang="de">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <title>\(XMLText.escaped(title))</title>
        <style>
        :root { color-scheme: light dark }
        body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid #8888; overflow-wrap: anywhere }
        tr.open td { background: #f5a62326 }
        code, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
        img { max-width: 100%; border: 1px solid #8888; background: #fff }
        @media print { body { margin: 0; max-width: none } }
        \(style)
        </style>
        </head>
        <body>
        <h1>\(XMLText.escaped(title))</h1>
        \(body)
        </body>
        </html>

        """
    }
}
