internal import Definitions
internal import Vocabulary

extension Mapper {
    /// What the clerk should know about the form as a whole.
    func findings(for document: Document) -> [Finding] {
        var findings: [Finding] = []
        if readings.allSatisfy({ $0.provenance.allSatisfy { $0.field == "" } }), !form.form.isAnswer, !form.form.withdraws {
            findings.append(Finding(.formEmpty, document: document.name, ["form": form.form.title]))
        } else if !defaultsLeft.isEmpty {
            let names = Set(defaultsLeft).sorted().map { "„\($0)“" }.joined(separator: ", ")
            findings.append(Finding(.formDefaultLeft, document: document.name, ["fields": names]))
        }
        let unread = unread(in: document)
        if !unread.isEmpty {
            let more = unread.count > Self.mostNamed ? " und \(unread.count - Self.mostNamed) weitere" : ""
            findings.append(
                Finding(.formFieldUnread, document: document.name, ["fields": unread.prefix(Self.mostNamed).joined(separator: ", ") + more])
            )
        }
        if !concealed.isEmpty {
            let names = concealed.sorted().joined(separator: ", ")
            findings.append(Finding(.pdfFieldConcealed, document: document.name, ["fields": names]))
        }
        return findings
    }

    /// So many unread fields are named.
    private static let mostNamed = 20

    /// Fields of a PDF that somebody filled in and no rule looks at, each with the beginning of what it says.
    private func unread(in document: Document) -> [String] {
        let read = names(in: form.rules, rows: [nil]).union(form.recognise.acroform)
        guard !read.isEmpty, document.kind == .pdf else { return [] }
        return document.fields.compactMap { field in
            guard field.kind != .signature, field.kind != .button, !field.isDefault, !read.contains(field.name) else { return nil }
            let value = field.values.joined(separator: ", ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !value.isEmpty, value != "Off", form.blank[field.name].map({ field.values == [$0] }) != true else { return nil }
            let shown = value.count > 40 ? value.prefix(40) + "…" : value[...]
            return "„\(Label.withoutControls(field.name))“ (\(Label.withoutControls(String(shown))))"
        }
    }

    /// The names of all fields that rules read, in each of some rows.
    private func names(in rules: [FormDefinition.Rule], rows: [String?]) -> Set<String> {
        var found: Set<String> = []
        for rule in rules {
            switch rule.reading {
            case .sources(let sources):
                for source in sources {
                    let names = source.place.fields
                    for row in rows { found.formUnion(names.map { SourceReader.named($0, row) }) }
                }
            case .row(let inner): found.formUnion(names(in: inner, rows: rows))
            case .rows(.numbered(let template, let given), let inner):
                let own = rowNames(template, given)
                found.formUnion(own.map { SourceReader.named(template, $0) } + names(in: inner, rows: own))
            case .rows(.lines(let field), let inner): found.formUnion([field] + names(in: inner, rows: rows))
            case .rows(_, let inner): found.formUnion(names(in: inner, rows: rows))
            }
        }
        return found
    }
}

extension Source.Place {
    /// The names of the form fields it looks at.
    fileprivate var fields: [String] {
        switch self {
        case .acro(let names, _): names
        case .yesNo(let yes, let no): [yes, no]
        default: []
        }
    }
}
