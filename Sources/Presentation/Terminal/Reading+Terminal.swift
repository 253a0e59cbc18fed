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
            for field in document.fields where !field.values.isEmpty {
                lines.append("  \(field.name) = \(field.values.joined(separator: "; "))  [Seite \(field.place?.page ?? 0)]")
            }
            if document.fields.isEmpty, let text = texts[document.digest], !text.isEmpty {
                lines += text.split(separator: "\n").prefix(40).map { "  | \($0)" }
            }
            lines += document.findings.map { "  ! \($0.message)" }
        }
        lines += (findings + (message?.findings ?? [])).map { "! \($0.message)" }
        return Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n")
    }
}
