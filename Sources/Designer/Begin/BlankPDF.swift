internal import Definitions
internal import Vocabulary

/// A blank PDF form as the beginning of definitions: which fields there are, what they probably hold, and what somebody might write there.
struct BlankPDF {
    /// What a record and its form need of it.
    private(set) var schema: ImportedSchema
    /// A value for each field, as a case fills it in.
    private(set) var example: [(name: String, value: String)] = []
    /// So many names make a form known.
    private static let mostNames = 10
    /// A beginning that so many names share is a group.
    private static let leastInGroup = 3

    /// Takes a form apart.
    ///
    /// - Parameters:
    ///   - fields: its fields.
    ///   - title: what it is called.
    ///   - file: the name of the PDF.
    init(_ fields: [FormField], title: String, file: String) {
        let given = fields.filter { ![.signature, .button].contains($0.kind) && !$0.name.isEmpty }
        schema = ImportedSchema(format: "PDF-Formular", id: file, title: title, start: "")
        let names = given.map(\.name)
        let step = max(1, names.count / Self.mostNames)
        let known = stride(from: 0, to: names.count, by: step).prefix(Self.mostNames).map { names[$0] }
        schema.recognise = [.init("acroform", .texts(Array(known)))]
        schema.template = file
        schema.fields = grouped(rows(of: given))
        // A name that long is no key of YAML.
        example.removeAll { $0.name.utf8.count > 500 }
    }

    // MARK: Rows

    /// Fields that stand alone, and rows of fields whose names differ by a number: `kind1_name`, `kind2_name`.
    private mutating func rows(of fields: [FormField]) -> [ImportedField] {
        struct Row { var before: String, number: String, after: String }
        let parts = Dictionary(
            fields.compactMap { field in
                field.name.firstMatch(of: /^(.*?)(\d{1,2})(\D.*)$/).map {
                    (field.name, Row(before: String($0.1), number: String($0.2), after: String($0.3)))
                }
            }
        ) { first, _ in first }
        // Numbers are rows where each of two and more has the same fields.
        let families = Dictionary(grouping: parts.values, by: \.before).filter { _, members in
            let numbers = Dictionary(grouping: members, by: \.number).mapValues { Set($0.map(\.after)) }
            return numbers.count > 1 && Set(numbers.values).count == 1
        }
        var done: Set<String> = []
        var found: [ImportedField] = []
        var index = 0
        while index < fields.count {
            let field = fields[index]
            index += 1
            guard let row = parts[field.name], let family = families[row.before] else {
                if !done.contains(field.name) { found.append(contentsOf: plain(field, fields, &done)) }
                continue
            }
            guard done.insert("rows \(row.before)").inserted else { continue }
            let numbers = Set(family.map(\.number))
            let first = numbers.min { (Int($0) ?? 0) < (Int($1) ?? 0) } ?? "1"
            found.append(list(row.before, first, fields.filter { parts[$0.name]?.before == row.before && parts[$0.name]?.number == first }))
        }
        return found
    }

    /// - Parameters:
    ///   - before: how the names of all rows begin.
    ///   - first: the number of the first row.
    ///   - fields: its fields.
    /// - Returns: the list, read by the rule of its rows.
    private mutating func list(_ before: String, _ first: String, _ fields: [FormField]) -> ImportedField {
        var (inner, done): ([ImportedField], Set<String>) = ([], [])
        for field in fields where !done.contains(field.name) {
            for var part in plain(field, fields, &done) {
                let after = String(part.id.dropFirst(before.count + first.count))
                part.source = part.source.map { Self.renamed($0, from: before + first, to: before + "{n}") }
                (part.name, part.id) = (after, after)
                if part.label == FieldName.label(before + first + after) { part.label = FieldName.label(after) }
                inner.append(part)
            }
        }
        let name = before.trimmingSuffix { !$0.isLetter }
        var list = ImportedField(id: before, name: name.isEmpty ? "zeilen" : name, label: FieldName.label(name), kind: .group, step: "")
        (list.least, list.most, list.fields) = (0, nil, inner)
        list.rows = before + "{n}" + (fields.first?.name.dropFirst(before.count + first.count) ?? "")
        return list
    }

    private static func renamed(_ entries: [DefinitionText.Entry], from old: String, to new: String) -> [DefinitionText.Entry] {
        entries.map { entry in
            guard case .text(let text) = entry.value, text.hasPrefix(old) else { return entry }
            return .init(entry.key, .text(new + text.dropFirst(old.count)))
        }
    }

    // MARK: Single fields

    /// What one field becomes; of two boxes for one question one field.
    private mutating func plain(_ field: FormField, _ all: [FormField], _ done: inout Set<String>) -> [ImportedField] {
        done.insert(field.name)
        let name = Self.readable(field.name)
        let label = field.tooltip.flatMap { $0.isEmpty ? nil : Label.withoutControls($0) } ?? FieldName.label(name)
        var made = ImportedField(id: field.name, name: name, label: label, kind: .text, step: "")
        made.least = 0
        switch field.kind {
        case .checkbox:
            made.kind = .boolean
            if let (stem, partner) = Self.partner(of: field, all) {
                done.insert(partner.name)
                made.name = stem
                let rest = made.label.replacing(/[:,]? *(ja|nein)$/.ignoresCase(), with: "")
                made.label = rest.isEmpty ? (stem.isEmpty ? "Angabe" : FieldName.label(stem)) : rest
                let isYes = Self.answer(field.name) == true
                made.source = [.init("yes", isYes ? field.name : partner.name), .init("no", isYes ? partner.name : field.name)]
                example.append((isYes ? field.name : partner.name, "true"))
            } else {
                made.source = [.init("acro", field.name), .init("then", "ja")]
                example.append((field.name, "true"))
            }
        case .radio, .choice: choice(field, &made)
        case .text, .signature, .button:
            let guess = FieldGuess(name: field.name, label: label, comb: field.comb)
            (made.kind, made.unit) = (guess.kind, guess.unit)
            made.source = [.init("acro", field.name)]
            example.append((field.name, FieldGuess.example(guess.kind, name: field.name + " " + label)))
        }
        return [made]
    }

    /// Buttons and lists of choices: yes and no, or codes.
    private mutating func choice(_ field: FormField, _ made: inout ImportedField) {
        let states = field.states.filter { !$0.allSatisfy(\.isWhitespace) }
        made.source = [.init("acro", field.name)]
        if let first = states.first { example.append((field.name, first)) }
        guard !states.isEmpty else { return }
        if states.allSatisfy({ ["ja", "nein", "yes", "no"].contains($0.lowercased()) }) {
            made.kind = .boolean
            return
        }
        var names: Set<String> = []
        var mapped: [DefinitionText.Entry] = []
        let codes = states.map { state in
            let key = FieldName.unique(FieldName.of(state) ?? "wert\(names.count + 1)", among: names)
            names.insert(key)
            if key != state { mapped.append(.init(state, key)) }
            return Code(key: key, label: state)
        }
        made.kind = .code
        made.codes = ImportedCodes(id: nil, title: made.label, codes: codes)
        made.isMany = field.isMultiSelect
        if !mapped.isEmpty { made.source?.append(.init("codes", .map(mapped))) }
    }

    /// A name as people wrote it: LibreOffice writes what is not ASCII as the bytes of UTF-8, `M#C3#A4ngel`.
    static func readable(_ name: String) -> String {
        name.replacing(/(?:#[0-9A-Fa-f]{2})+/) { match in
            String(validating: match.0.split(separator: "#").compactMap { UInt8($0, radix: 16) }, as: UTF8.self) ?? String(match.0)
        }
    }

    /// What a box answers, by the end of its name.
    private static func answer(_ name: String) -> Bool? {
        switch FieldGuess.split(name).last {
        case "ja", "yes": true
        case "nein", "no": false
        default: nil
        }
    }

    /// The other of two boxes for one question, and what both are called: `verwandt_ja` beside `verwandt_nein`.
    private static func partner(of field: FormField, _ all: [FormField]) -> (stem: String, field: FormField)? {
        guard let answer = answer(field.name), let stem = field.name.firstMatch(of: /^(.*?)[_.\- ]?(ja|nein|yes|no)$/.ignoresCase())?.1
        else { return nil }
        let partner = all.first { other in
            other.name != field.name && other.kind == .checkbox && other.name.hasPrefix(stem) && Self.answer(other.name) == !answer
                && other.name.count - stem.count <= 5
        }
        return partner.map { (String(stem), $0) }
    }

    // MARK: Groups

    /// Fields whose names begin alike are a group, as long as they stand together.
    private func grouped(_ fields: [ImportedField]) -> [ImportedField] {
        func head(_ field: ImportedField) -> String? {
            field.rows == nil ? field.name.firstMatch(of: /^(\p{L}{3,})[_.]\p{L}/).map { String($0.1) } : nil
        }
        let counts = Dictionary(fields.compactMap(head).map { ($0, 1) }, uniquingKeysWith: +)
        var found: [ImportedField] = []
        for field in fields {
            guard let head = head(field), counts[head, default: 0] >= Self.leastInGroup else {
                found.append(field)
                continue
            }
            var inner = field
            inner.name = String(field.name.dropFirst(head.count + 1))
            if inner.label == FieldName.label(field.name) { inner.label = FieldName.label(inner.name) }
            if let index = found.firstIndex(where: { $0.kind == .group && $0.id == head && $0.rows == nil }) {
                found[index].fields.append(inner)
            } else {
                var group = ImportedField(id: head, name: head, label: FieldName.label(head), kind: .group, step: "")
                (group.least, group.fields) = (0, [inner])
                found.append(group)
            }
        }
        return found
    }
}

extension StringProtocol {
    /// The text without the characters at its end that fit.
    fileprivate func trimmingSuffix(while fits: (Character) -> Bool) -> String {
        var text = String(self)
        while let last = text.last, fits(last) { text.removeLast() }
        return text
    }
}
