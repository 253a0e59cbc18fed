internal import Definitions
internal import Documents
internal import FEEL
internal import TextFiles
internal import Yams

extension Lint {
    /// XPaths that select nothing in any document of the form's XML Schema.
    static func checkXPaths(_ desk: Workbench) {
        for form in desk.forms {
            guard let bytes = form.definition.schema, let root = XMLTree.read(bytes)?.rootElement else { continue }
            let names = SchemaNames(root)
            let walker = SchemaWalk(names: names, namespaces: form.definition.namespaces)
            checkRoots(form, names)
            var contexts: [String: SchemaWalk.Place] = [:]
            for placed in form.rows {
                guard case .xml(let xpath) = placed.rows else { continue }
                let base = placed.outer.basePath.flatMap { contexts[$0] } ?? .top
                let place = check(xpath, from: base, at: placed.node.at("xml") ?? placed.node, walker, form)
                contexts[(placed.outer + [placed.rows]).basePath ?? ""] = place
            }
            for rule in form.rules {
                for placed in rule.sources {
                    guard case .xml(let xpath) = placed.source.place else { continue }
                    let base = rule.rows.basePath.flatMap { contexts[$0] } ?? .top
                    _ = check(xpath, from: base, at: placed.place("xml", "xfa"), walker, form)
                }
            }
        }
    }

    private static func check(
        _ xpath: String,
        from base: SchemaWalk.Place,
        at node: Node,
        _ walker: SchemaWalk,
        _ form: LintedForm
    ) -> SchemaWalk.Place {
        switch walker.walk(xpath, from: base) {
        case .place(let place): return place
        case .nothing(let message):
            form.reader.fault(at: node, "„\(xpath)“ findet nie etwas: \(message)", .xpathUnknown)
            return .anywhere
        }
    }

    /// The root elements that a form is recognised by.
    private static func checkRoots(_ form: LintedForm, _ names: SchemaNames) {
        let node = form.page["recognise"]?.at("xml")
        let known = names.roots.map { names.elements[$0].name.description }
        for root in node?.sequence.map(Array.init) ?? [node].compactMap(\.self) {
            guard let name = root.string, !known.contains(name), !names.has(inAnyNamespace: name) else { continue }
            let help = Suggestion.question(for: name, known)
            form.reader.fault(at: root, "Das Wurzelelement „\(name)“ kennt das XML-Schema nicht.\(help)", .xpathUnknown)
        }
    }
}

extension SchemaNames {
    /// Whether `{*}name` is the name of a root element.
    fileprivate func has(inAnyNamespace name: String) -> Bool {
        name.hasPrefix("{*}") && roots.contains { elements[$0].name.local == name.dropFirst(3) }
    }
}

extension [FormDefinition.Rows] {
    /// The XPaths of the rows that nodes repeat in, which relative paths begin at; nil where there are none.
    fileprivate var basePath: String? {
        let paths = compactMap { if case .xml(let xpath) = $0 { xpath } else { nil } }
        return paths.isEmpty ? nil : paths.joined(separator: "\n")
    }
}
