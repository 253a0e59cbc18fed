internal import Definitions
internal import Documents
internal import Vocabulary

/// Finds what a source points at in one open document and its message.
struct SourceReader {
    /// One raw value and where it stands.
    struct Item {
        var raw: String
        var provenance: Provenance
    }

    /// What a source yielded.
    struct Found {
        var values: [Item] = []
        /// A constant, which nobody wrote.
        var isConstant = false
        /// Yes and no were both ticked.
        var isContradictory = false
        /// The page shows something else than what is stored.
        var disagrees = false
        /// Why nobody can see a field that a value is from.
        var concealment: FormField.Concealment?
        /// Fields that still hold what the blank form holds.
        var defaultsLeft: [String] = []
    }

    let form: FormDefinition
    let document: OpenDocument
    let letter: Letter?
    let receivedAt: Instant
    /// Read on first use: most forms are no letters.
    private let letterFacts = Lazy<LetterFacts>()
    private var facts: LetterFacts { letterFacts.value { LetterFacts(document.beginning(20_000), author: letter?.fromName ?? "") } }
    /// Several where different fields have one name.
    private let fields: [String: [FormField]]

    init(form: FormDefinition, document: OpenDocument, letter: Letter?, receivedAt: Instant) {
        self.form = form
        self.document = document
        self.letter = letter
        self.receivedAt = receivedAt
        fields = Dictionary(grouping: document.document.fields, by: \.name)
    }

    /// The name of a field in a row: most names have no place for it, and that is seen at the first look.
    static func named(_ template: String, _ name: String?) -> String {
        guard let name, template.utf8.contains(UInt8(ascii: "{")) else { return template }
        return pieces(of: template).joined(separator: name)
    }

    /// What stands around each place for a row's name.
    static func pieces(of template: String) -> [Substring] { template.split(separator: "{n}", omittingEmptySubsequences: false) }

    func hasField(_ name: String) -> Bool { fields[name] != nil }

    func find(_ source: Source, row: Row) -> Found {
        switch source.place {
        case .acro(let names, let join): acro(names.map { Self.named($0, row.name) }, join, source, row)
        case .yesNo(let yes, let no): yesNo(Self.named(yes, row.name), Self.named(no, row.name), source)
        case .xml(let xpath): xml(xpath, source, row)
        case .text(let rule): text(rule, source)
        case .column(let heading): row.cells[heading].map { found($0, source) } ?? Found()
        case .body(let labels): body(labels, source)
        case .message(let part): message(part, source)
        case .letter(let part): letter(part, source)
        case .value(let value): constant(Self.named(value, row.name), source)
        }
    }

    // MARK: Form fields

    private func acro(_ names: [String], _ join: String, _ source: Source, _ row: Row) -> Found {
        var found = Found()
        var pieces: [String] = []
        var place: Item?
        for name in names {
            let filled = (fields[name] ?? []).filter { !$0.values.isEmpty }
            guard let field = filled.first(where: { $0.concealment == nil }) ?? filled.first else { continue }
            if field.isDefault || form.blank[name].map({ field.values == [$0] }) == true {
                found.defaultsLeft.append(name)
                continue
            }
            found.disagrees = found.disagrees || field.disagrees
            found.concealment = found.concealment ?? field.concealment
            let rivals = filled.filter { $0.values != field.values && $0.name == field.name }
            if !rivals.isEmpty {
                // Fields of one name that hold different values: which of them counts, nobody can tell.
                found.values = ([field] + rivals).map { item($0.values.joined(separator: "; "), $0, source) }
                found.isContradictory = true
                return found
            }
            if names.count == 1, field.values.count > 1 {
                found.values = field.values.map { item($0, field, source) }
                return found
            }
            let raw = row.line.map { Self.line($0, of: field.values[0]) } ?? field.values[0]
            if raw.allSatisfy(\.isWhitespace) { continue }
            pieces.append(raw)
            place = place ?? item(raw, field, source)
        }
        if var place {
            place.raw = pieces.joined(separator: join)
            place.provenance.raw = place.raw
            found.values = [place]
        }
        return found
    }

    private func yesNo(_ yes: String, _ no: String, _ source: Source) -> Found {
        var found = Found()
        let ticked = [(yes, "ja"), (no, "nein")].compactMap { name, answer -> Item? in
            let filled = (fields[name] ?? []).filter { !$0.values.isEmpty }
            guard let field = filled.first(where: { $0.concealment == nil }) ?? filled.first else { return nil }
            if form.blank[name].map({ field.values == [$0] }) == true {
                found.defaultsLeft.append(name)
                return nil
            }
            found.disagrees = found.disagrees || field.disagrees
            found.concealment = found.concealment ?? field.concealment
            return item(answer, field, source)
        }
        found.values = ticked
        found.isContradictory = ticked.count == 2
        return found
    }

    private func item(_ raw: String, _ field: FormField, _ source: Source) -> Item {
        var provenance = self.provenance(source, raw)
        provenance.field = field.name
        provenance.page = field.place?.page
        provenance.rect = field.place?.rect
        return Item(raw: raw, provenance: provenance)
    }

    func lineCount(_ name: String) -> Int {
        fields[name]?.first?.values.first.map { Self.lines(of: $0).count } ?? 0
    }

    private static func lines(of text: String) -> [Substring] { text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) }

    private static func line(_ index: Int, of text: String) -> String {
        let lines = lines(of: text)
        return index < lines.count ? String(lines[index]) : ""
    }

    // MARK: XML

    /// An XPath within the row's node.
    func absolute(_ xpath: String, within row: Row) -> String {
        guard let base = row.base, !xpath.hasPrefix("/") else { return xpath }
        return "\(base)/\(xpath)"
    }

    func count(_ xpath: String, within row: Row) -> Int {
        document.xml?.matches(absolute(xpath, within: row), namespaces: form.namespaces).count ?? 0
    }

    private func xml(_ xpath: String, _ source: Source, _ row: Row) -> Found {
        var found = Found()
        for match in document.xml?.matches(absolute(xpath, within: row), namespaces: form.namespaces) ?? []
        where match.value.contains(where: { !$0.isWhitespace }) {
            var provenance = self.provenance(source, match.value)
            provenance.xpath = match.path
            provenance.line = match.line
            found.values.append(Item(raw: match.value, provenance: provenance))
        }
        return found
    }

    // MARK: Text

    private func text(_ rule: TextRule, _ source: Source) -> Found {
        if let hit = TextSearch(document, rule).first() { return found(hit, source) }
        // What the text of a mail does not say may stand in its subject.
        guard rule.direction == .pattern, document.document.kind == .text, let subject = letter?.subject,
            let range = TextSearch.range(of: rule.patterns, in: subject)
        else { return Found() }
        var provenance = self.provenance(source, String(subject[range]))
        (provenance.name, provenance.field) = (Provenance.header, "subject")
        return Found(values: [Item(raw: provenance.raw, provenance: provenance)])
    }

    private func letter(_ part: String, _ source: Source) -> Found {
        guard let part = LetterFacts.Part(rawValue: part), let fact = facts.facts[part] else { return Found() }
        var provenance = self.provenance(source, fact.text)
        provenance.line = fact.line
        return Found(values: [Item(raw: fact.text, provenance: provenance)])
    }

    private func found(_ hit: TextSearch.Hit, _ source: Source) -> Found {
        var provenance = self.provenance(source, hit.text)
        provenance.page = hit.page
        provenance.rect = hit.rect
        provenance.line = hit.page == nil ? hit.line : nil
        return Found(values: [Item(raw: hit.text, provenance: provenance)])
    }

    /// The rows of a table on the page.
    func table(_ rule: TableRule) -> [[String: TextSearch.Hit]] { TextTable(document.text(), rule).rows }

    // MARK: The message

    private func body(_ labels: [String], _ source: Source) -> Found {
        var found = Found()
        guard let letter else { return found }
        let wanted = labels.map(Converter.folded)
        for line in letter.lines where !line.isQuoted {
            guard let colon = line.text.firstIndex(of: ":"), wanted.contains(Converter.folded(String(line.text[..<colon]))) else {
                continue
            }
            let raw = String(line.text[line.text.index(after: colon)...])
            guard raw.contains(where: { !$0.isWhitespace }) else { continue }
            var provenance = Provenance(document: letter.digest, name: "Nachrichtentext", rule: source.rule, raw: raw)
            provenance.line = line.number
            found.values = [Item(raw: raw, provenance: provenance)]
            break
        }
        return found
    }

    private func message(_ part: String, _ source: Source) -> Found {
        var found = Found()
        let raw: String? =
            switch part {
            case "from.name": letter?.fromName
            case "from.address": letter?.fromAddress
            case "subject": letter?.subject
            case "date": letter?.date?.localDate.description
            case "received": receivedAt.description
            default: nil
            }
        guard let raw, !raw.isEmpty else { return found }
        var provenance = Provenance(
            document: letter?.digest ?? document.document.digest,
            name: Provenance.header,
            rule: source.rule,
            raw: raw
        )
        provenance.field = part
        found.values = [Item(raw: raw, provenance: provenance)]
        found.isConstant = part == "received"
        return found
    }

    /// A constant is marked by an empty field name, so that it never counts as something the citizen gave.
    private func constant(_ value: String, _ source: Source) -> Found {
        var provenance = self.provenance(source, value)
        provenance.field = ""
        return Found(values: [Item(raw: value, provenance: provenance)], isConstant: true)
    }

    private func provenance(_ source: Source, _ raw: String) -> Provenance {
        Provenance(document: document.document.digest, name: document.document.name, rule: source.rule, raw: raw)
    }
}

/// A value that is made on first use.
private final class Lazy<Value> {
    private var made: Value?

    func value(_ make: () -> Value) -> Value {
        if let made { return made }
        let value = make()
        made = value
        return value
    }
}
