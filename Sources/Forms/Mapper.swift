public import Documents
internal import Foundation
public import Vocabulary

extension Catalogue {
    /// Reads the fields of a recognised form.
    ///
    /// - Parameters:
    ///   - candidate: what recognition chose.
    ///   - documents: the message's documents, still open.
    ///   - letter: the message around them; nil for a bare document.
    ///   - receivedAt: the time of receipt, against which two-digit years are read.
    ///   - compiled: XML Schemas already compiled in this process.
    /// - Returns: nil if the form or document is not there any more.
    public func map(
        _ candidate: Candidate,
        documents: [OpenDocument],
        letter: Letter?,
        receivedAt: Instant,
        compiled: CompiledSchemas
    ) -> Mapping? {
        guard let form = form(candidate.form), let type = records[form.record],
            let document = documents.first(where: { $0.document.digest == candidate.document })
        else { return nil }
        var mapper = Mapper(
            form: form,
            type: type,
            sources: SourceReader(form: form, document: document, letter: letter, receivedAt: receivedAt),
            converter: Converter(referenceYear: receivedAt.localDate.year)
        )
        mapper.isLetter = candidate.rank < 2
        mapper.apply(form.rules, under: "", row: Row())
        var mapping = Mapping(form: form.id, record: type.id, document: candidate.document, readings: mapper.readings, findings: [])
        if let letter {
            mapping.answers = AnswerReader.caseNumber(in: letter, prefix: type.prefix)
            if form.isAnswer {
                let answers = AnswerReader(type: type, letter: letter, converter: mapper.converter)
                mapping.readings += answers.readings
                mapping.findings = answers.findings
            }
        }
        mapping.findings += mapper.findings(for: document.document)
        mapping.readings += Enclosures(type: type, documents: documents.filter { $0.document.digest != candidate.document }).readings
        if let schema = schemas[form.id], let tree = document.xml {
            let problems = compiled.schema(form.id, schema)?.problems(in: tree) ?? []
            mapping.findings += problems.map { Finding($0.code, .error, document: document.document.name, $0.message) }
        }
        return mapping
    }
}

/// The XML Schemas of forms, each compiled once in the life of a reader.
public final class CompiledSchemas {
    private var schemas: [String: XMLSchema] = [:]

    /// None yet.
    public init() {}

    func schema(_ form: String, _ bytes: [UInt8]) -> XMLSchema? {
        if let known = schemas[form] { return known }
        schemas[form] = XMLSchema(bytes)
        return schemas[form]
    }
}

/// Where a rule stands within repeated rows.
struct Row {
    /// The row's number, from 1, where fields are numbered.
    var number: Int?
    /// The XPath of the row's node.
    var base: String?
    /// The line of fields that hold one value a line, from 0.
    var line: Int?
    /// What stands in the row of a table, by heading.
    var cells: [String: TextSearch.Hit] = [:]
}

/// Applies the rules of one form to one document.
struct Mapper {
    let form: FormDefinition
    let type: RecordType
    let sources: SourceReader
    let converter: Converter
    /// Whether values come from running text, which is never quite sure.
    var isLetter = false
    private(set) var readings: [FieldReading] = []
    private var rowCounts: [String: Int] = [:]
    private var defaultsLeft: [String] = []
    private static let mostRows = 50

    init(form: FormDefinition, type: RecordType, sources: SourceReader, converter: Converter) {
        self.form = form
        self.type = type
        self.sources = sources
        self.converter = converter
    }

    mutating func apply(_ rules: [FormDefinition.Rule], under prefix: String, row: Row) {
        for rule in rules {
            switch rule.reading {
            case .sources(let sources):
                if let reading = read(sources, field: rule.field, path: prefix + rule.path, row: row) { readings.append(reading) }
            case .row(let inner): applyRow(inner, list: prefix + rule.path, row: row)
            case .rows(let rows, let inner):
                for row in self.rows(rows, within: row) { applyRow(inner, list: prefix + rule.path, row: row) }
            }
        }
    }

    /// Applies the rules of one row; a row in which nothing was given is not there.
    private mutating func applyRow(_ rules: [FormDefinition.Rule], list: String, row: Row) {
        let index = rowCounts[list, default: 0]
        guard index < Self.mostRows else { return }
        let before = readings.count
        apply(rules, under: "\(list)[\(index)].", row: row)
        let given = readings[before...].contains { reading in reading.provenance.contains { !$0.raw.isEmpty && $0.field != "" } }
        if given {
            rowCounts[list] = index + 1
        } else {
            readings.removeSubrange(before...)
        }
    }

    private func rows(_ rows: FormDefinition.Rows, within outer: Row) -> [Row] {
        switch rows {
        case .numbered(let template):
            (1...Self.mostRows).prefix { sources.hasField(SourceReader.numbered(template, $0)) }
                .map { Row(number: $0, base: outer.base, line: outer.line) }
        case .xml(let xpath):
            (0..<min(sources.count(xpath, within: outer), Self.mostRows)).map { index in
                Row(number: index + 1, base: "(\(sources.absolute(xpath, within: outer)))[\(index + 1)]", line: nil)
            }
        case .table(let rule): sources.table(rule).enumerated().map { Row(number: $0.offset + 1, cells: $0.element) }
        case .lines(let field):
            (0..<min(sources.lineCount(field), Self.mostRows)).map { Row(number: $0 + 1, base: nil, line: $0) }
        }
    }

    private mutating func read(_ list: [Source], field: Field, path: String, row: Row) -> FieldReading? {
        var result: FieldReading?
        for source in list {
            let found = sources.find(source, row: row)
            defaultsLeft += found.defaultsLeft
            if found.values.isEmpty { continue }
            let reading = convert(found, source, field, path)
            guard let earlier = result else {
                result = reading
                continue
            }
            result = field.isMany ? joined(earlier, reading) : found.isConstant ? earlier : compared(earlier, reading)
        }
        return result
    }

    private func convert(_ found: SourceReader.Found, _ source: Source, _ field: Field, _ path: String) -> FieldReading {
        var values: [Value] = []
        var isUnsure = isLetter && !found.isConstant
        for item in found.values {
            let raw = source.then ?? item.raw
            switch converter.convert(raw, for: field, as: source.converter ?? field.kind, codes: source.codes) {
            case .value(let value, let unsure):
                values.append(value)
                isUnsure = isUnsure || unsure
            case .refused(let reason):
                return FieldReading(path: path, state: .invalid, value: nil, provenance: [item.provenance], reason: reason)
            }
        }
        let provenance = found.values.map(\.provenance)
        // Two different values where one is meant: neither is taken on trust.
        if found.isContradictory || (!field.isMany && Set(values).count > 1) {
            return FieldReading(path: path, state: .conflict, value: nil, provenance: provenance, reason: "widersprüchlich")
        }
        let value: Value? = field.isMany ? .list(values) : values.first
        return FieldReading(
            path: path,
            state: found.disagrees ? .conflict : isUnsure ? .unsure : .read,
            value: value,
            provenance: provenance
        )
    }

    private func joined(_ a: FieldReading, _ b: FieldReading) -> FieldReading {
        guard case .list(let first)? = a.value, case .list(let second)? = b.value else { return a.value == nil ? b : a }
        var reading = a
        reading.value = .list(first + second.filter { !first.contains($0) })
        reading.provenance += b.provenance
        return reading
    }

    /// The source of higher precedence wins unless both were read and differ: then a person decides.
    private func compared(_ a: FieldReading, _ b: FieldReading) -> FieldReading {
        guard a.value != nil else { return b.value == nil ? a : b }
        guard b.value != nil, a.value != b.value else { return a }
        return FieldReading(
            path: a.path,
            state: .conflict,
            value: a.value,
            provenance: a.provenance + b.provenance,
            reason: "widersprüchlich"
        )
    }

    /// What the clerk should know about the form as a whole.
    func findings(for document: Document) -> [Finding] {
        var findings: [Finding] = []
        if readings.allSatisfy({ $0.provenance.allSatisfy { $0.field == "" } }), !form.isAnswer {
            findings.append(
                Finding(
                    "form.empty",
                    .error,
                    document: document.name,
                    "Das Formular „\(form.title)“ ist nicht ausgefüllt. Bitte fragen Sie nach, ob eine falsche Datei gesendet wurde."
                )
            )
        } else if !defaultsLeft.isEmpty {
            let names = Set(defaultsLeft).sorted().map { "„\($0)“" }.joined(separator: ", ")
            findings.append(
                Finding(
                    "form.default-left",
                    .info,
                    document: document.name,
                    "Diese Felder stehen noch so, wie sie im leeren Formular vorbelegt sind, und gelten als nicht beantwortet: \(names)."
                )
            )
        }
        return findings
    }

    /// A path with the numbers of its rows left out: `einkommen[0].brutto` is `einkommen[].brutto`.
    static func generic(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: "[")) else { return path }
        var out = ""
        var inside = false
        for character in path {
            if character == "]" { inside = false }
            if !inside { out.append(character) }
            if character == "[" { inside = true }
        }
        return out
    }
}
