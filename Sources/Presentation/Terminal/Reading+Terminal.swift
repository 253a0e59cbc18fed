public import Vocabulary

extension Reading {
    /// The reading for a person.
    public func plain(source: String) -> String {
        var lines = ["Quelle:      \(Label.escaped(source))"]
        if let message {
            lines.append("Von:         \(message.from?.description ?? "unbekannt")")
            lines.append("Betreff:     \(message.subject)")
        }
        for document in documents {
            let pages = document.pages.map { ", \($0) Seite\($0 == 1 ? "" : "n")" } ?? ""
            lines.append("\nDokument:    \(document.name) (\(document.kind.rawValue)\(pages), \(document.size) Bytes)")
            lines += document.fields.map(\.plain)
            if document.fields.isEmpty, let text = texts[document.digest], !text.isEmpty {
                lines += text.split(separator: "\n").prefix(40).map { "  | \($0)" }
            }
            lines += document.findings.map { "  ! \($0.message)" }
        }
        lines += (findings + (message?.findings ?? [])).map { "! \($0.message)" }
        return Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n")
    }
}

extension FormField {
    /// The name, what it holds, what it can hold and where it stands: of an empty form too, for whoever writes its definition.
    fileprivate var plain: String {
        let value = values.joined(separator: "; ")
        let states = states.filter { !$0.allSatisfy(\.isWhitespace) }
        let choices = states.isEmpty ? "" : "  {\(states.prefix(20).joined(separator: ", "))\(states.count > 20 ? ", …" : "")}"
        let page = place?.page.map { "Seite \($0)" } ?? "auf keiner Seite"
        return "  \(name) \(value.allSatisfy(\.isWhitespace) ? "(leer)" : "= \(value)")\(choices)  [\(page)]"
    }
}
