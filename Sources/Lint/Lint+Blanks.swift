internal import Definitions
internal import TextFiles
internal import Vocabulary
internal import Yams

extension Lint {
    /// Names of fields that the blank PDF does not have, and fields of it that no rule reads.
    static func checkBlanks(_ desk: Workbench) {
        for form in desk.forms {
            guard let blank = form.blank else { continue }
            let readsFields = form.rules.contains { $0.sources.contains { !$0.source.fieldNames.isEmpty } }
            if blank.fields.isEmpty {
                if readsFields { tellUnreadable(form) }
                continue
            }
            checkRules(form, blank)
            checkOtherNames(form, blank)
            if readsFields { checkUnread(form, blank) }
        }
    }

    private static func tellUnreadable(_ form: LintedForm) {
        let file = form.form.template ?? ""
        form.reader.fault(at: form.page["template"] ?? form.page.top, "„\(file)“ hat keine Formularfelder.", .templateUnreadable)
    }

    private static func checkRules(_ form: LintedForm, _ blank: Blank) {
        for rule in form.rules {
            for placed in rule.sources {
                let nodes = [placed.node.at("acro"), placed.node.at("yes"), placed.node.at("no")].compactMap(\.self).flatMap {
                    $0.sequence.map(Array.init) ?? [$0]
                }
                for node in nodes where !blank.has(node.string ?? "", in: rule.rows) { tell(node, form, blank) }
            }
        }
        for placed in form.rows {
            switch placed.rows {
            case .numbered(let template, _):
                let node = placed.node.at("fields") ?? placed.node
                if !blank.has(template, in: placed.outer + [placed.rows]) { tell(node, form, blank) }
            case .lines(let name):
                if !blank.has(name, in: placed.outer) { tell(placed.node.at("lines") ?? placed.node, form, blank) }
            case .xml, .table: break
            }
        }
    }

    /// Names that are no sources: by which it is recognised, which are filled from the beginning, which nobody needs to read.
    private static func checkOtherNames(_ form: LintedForm, _ blank: Blank) {
        let features = form.page["recognise"]?.at("acroform")
        for node in features?.sequence.map(Array.init) ?? [features].compactMap(\.self) where !blank.has(node.string ?? "", in: []) {
            tell(node, form, blank, .recogniseUnknown)
        }
        for (key, _) in form.page["blank"]?.mapping ?? [:] where !blank.has(key.string ?? "", in: []) { tell(key, form, blank) }
        let unread = form.page["unread"]
        for node in unread?.sequence.map(Array.init) ?? [unread].compactMap(\.self) where !blank.has(node.string ?? "", in: numbers) {
            tell(node, form, blank)
        }
    }

    private static func tell(_ node: Node, _ form: LintedForm, _ blank: Blank, _ rule: DefinitionRule = .sourceUnknownField) {
        let name = node.string ?? ""
        form.reader.fault(
            at: node,
            "Das Feld „\(name)“ hat das leere Formular „\(form.form.template ?? "")“ nicht.\(blank.question(for: name))",
            rule
        )
    }

    /// Rows that are only numbered.
    private static let numbers = [FormDefinition.Rows.numbered("{n}", names: [])]

    private static func checkUnread(_ form: LintedForm, _ blank: Blank) {
        var read: Set<String> = []
        func take(_ template: String, _ rows: [FormDefinition.Rows]) {
            read.formUnion(blank.fields(named: template, in: rows).map(\.name))
        }
        for rule in form.rules { for source in rule.sources { for name in source.source.fieldNames { take(name, rule.rows) } } }
        for placed in form.rows { if case .lines(let name) = placed.rows { take(name, placed.outer) } }
        for name in form.definition.unread { take(name, numbers) }
        let left = blank.fields.filter { !read.contains($0.name) && $0.kind != .button && $0.kind != .signature }.map(\.name)
        guard !left.isEmpty else { return }
        let names = left.prefix(8).map { "„\($0)“" }.joined(separator: ", ") + (left.count > 8 ? " und \(left.count - 8) weitere" : "")
        let count = left.count == 1 ? "Ein Feld" : "\(left.count) Felder"
        form.reader.fault(
            at: form.page["template"] ?? form.page.top,
            "\(count) des leeren Formulars liest keine Regel: \(names).",
            .templateFieldUnread
        )
    }
}
