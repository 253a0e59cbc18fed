internal import DefinitionFiles
internal import Definitions
internal import FEEL
internal import TextFiles
internal import Vocabulary
internal import Yams

extension Lint {
    /// Export values that a box or a choice cannot take, and those it can take that nothing is made of.
    static func checkExports(_ desk: Workbench) {
        for form in desk.forms {
            guard let blank = form.blank else { continue }
            for rule in form.rules {
                for placed in rule.sources where placed.source.part == nil && placed.source.then == nil {
                    guard case .acro(let names, _) = placed.source.place, names.count == 1,
                        let box = blank.fields(named: names[0], in: rule.rows).first, box.isClosed,
                        (1...mostStates).contains(box.states.count)
                    else { continue }
                    checkKnown(placed, box, form)
                    checkMapped(placed, box, rule.field, form)
                }
            }
        }
    }

    /// Nobody chooses among more; comparing each with each would take minutes.
    static let mostStates = 1000

    private static func checkKnown(_ placed: PlacedSource, _ box: FormField, _ form: LintedForm) {
        let states = box.states.map(Converter.folded)
        for (key, _) in placed.node.at("codes")?.mapping ?? [:] {
            let word = key.scalar?.string ?? ""
            // A part of an export value is a hint that counts where it is the only one.
            guard !states.contains(where: { $0.contains(Converter.folded(word)) }) else { continue }
            let help = Suggestion.question(for: word, box.states)
            form.reader.fault(at: key, "Den Wert „\(word)“ kann „\(box.name)“ nicht annehmen.\(help)", .exportUnknown)
        }
    }

    private static func checkMapped(_ placed: PlacedSource, _ box: FormField, _ field: Field, _ form: LintedForm) {
        let left = box.states.filter { state in
            !state.allSatisfy(\.isWhitespace) && form.definition.blank[box.name] != state
                && placed.source.value(of: state, for: field) == nil
        }
        guard !left.isEmpty else { return }
        let names = left.prefix(5).map { "„\($0)“" }.joined(separator: ", ") + (left.count > 5 ? " und \(left.count - 5) weitere" : "")
        form.reader.fault(
            at: placed.place("codes", "acro"),
            "Was „\(box.name)“ annehmen kann, wird nicht zugeordnet: \(names).",
            .exportUnmapped
        )
    }

    /// Entries of code lists that no form of any record can yield, by list.
    ///
    /// Only where somebody chooses among boxes: who sets one entry for all has not forgotten the others.
    static func checkUnreachedCodes(_ desk: Workbench) {
        var reached: [[Code]: Set<String>] = [:]
        var users: [[Code]: (record: LintedRecord, field: Field)] = [:]
        var (open, chosen): (Set<[Code]>, Set<[Code]>) = ([], [])
        for record in desk.records {
            let forms = desk.forms(of: record.type)
            let takesAnswers = forms.contains(where: \.form.isAnswer)
            for field in record.type.leaves where field.kind == .code && field.system == nil {
                let rules = forms.flatMap { form in form.rules.filter { $0.path == field.path }.map { (form, $0) } }
                guard !rules.isEmpty else { continue }
                users[field.codes] = users[field.codes] ?? (record, field)
                if rules.contains(where: { form, rule in rule.isChosen(form.blank) }) { chosen.insert(field.codes) }
                let keys = rules.map { form, rule in rule.keys(form.blank) }
                if keys.contains(where: { $0 == nil }) || (takesAnswers && field.ask != nil) { open.insert(field.codes) }
                reached[field.codes, default: []].formUnion(keys.compactMap(\.self).joined() + [field.preset].compactMap(\.self))
            }
        }
        for (codes, user) in users where chosen.contains(codes) && !open.contains(codes) {
            let left = codes.filter { !(reached[codes]?.contains($0.key) ?? false) }
            if !left.isEmpty { tell(left.map(\.key), codes, user.record, user.field, desk) }
        }
    }

    private static func tell(_ left: [String], _ codes: [Code], _ record: LintedRecord, _ field: Field, _ desk: Workbench) {
        let names = left.prefix(8).map { "„\($0)“" }.joined(separator: ", ") + (left.count > 8 ? " und \(left.count - 8) weitere" : "")
        let list = desk.definitions.codeLists.sorted { $0.key < $1.key }.first { $0.value == codes }?.key
        let file = list.flatMap { desk.definitions.texts.codes[$0] }
        let message = "Kein Formular liefert \(names) für „\(field.path)“, und es wird nicht danach gefragt."
        if let file, let page = desk.page(file) {
            let node = page["values"]?.mapping?.first { $0.key.scalar?.string == left[0] }?.key ?? page.top
            page.reader.fault(at: node, message, .codeUnreached)
        } else if let place = record.place(of: field.path) {
            place.reader.fault(at: place.value.at("codes") ?? place.key, message, .codeUnreached)
        }
    }
}

extension Source {
    /// What becomes of an export value; nil when it is refused.
    func value(of state: String, for field: Field) -> Value? {
        let conversion = Converter(referenceYear: 2026).convert(state, for: field, as: converter ?? field.kind, codes: codes)
        if case .value(let value, _) = conversion { return value }
        return nil
    }

    /// The keys of a code list that it can yield; nil for whatever somebody writes.
    func keys(for field: Field, _ blank: Blank?, in rows: [FormDefinition.Rows]) -> Set<String>? {
        if let then { return [then] }
        func converted(_ words: [String]) -> Set<String> {
            Set(words.compactMap { word in if case .text(let key)? = value(of: word, for: field) { key } else { nil } })
        }
        switch place {
        case .value(let word): return word.contains("{n}") ? nil : converted([word])
        case .yesNo: return converted(["ja", "nein"])
        case .acro(let names, _):
            guard names.count == 1, part == nil, let box = blank?.fields(named: names[0], in: rows).first, box.isClosed else { return nil }
            return box.states.count <= Lint.mostStates ? converted(box.states) : nil
        default: return nil
        }
    }
}

extension PlacedRule {
    /// Whether one of its sources is a box or a list that somebody chooses with.
    fileprivate func isChosen(_ blank: Blank?) -> Bool {
        sources.contains { placed in
            guard placed.source.then == nil else { return false }
            return placed.source.fieldNames.contains { blank?.fields(named: $0, in: rows).first?.isClosed ?? false }
        }
    }

    /// The keys of a code list that its sources can yield; nil for whatever somebody writes.
    fileprivate func keys(_ blank: Blank?) -> Set<String>? {
        var all: Set<String> = []
        for placed in sources {
            guard let keys = placed.source.keys(for: field, blank, in: rows) else { return nil }
            all.formUnion(keys)
        }
        return all
    }
}
