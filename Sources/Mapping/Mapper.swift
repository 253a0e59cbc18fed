internal import Definitions
internal import Foundation
internal import Vocabulary

/// Where a rule stands within repeated rows.
struct Row {
    /// What stands for `{n}` in the names of the row's fields, mostly its number.
    var name: String?
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
    private(set) var defaultsLeft: [String] = []
    /// Fields with a value that nobody can see, and why.
    private(set) var concealed: Set<String> = []
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
        case .numbered(let template, let names):
            rowNames(template, names).map { Row(name: $0, base: outer.base, line: outer.line) }
        case .xml(let xpath):
            (0..<min(sources.count(xpath, within: outer), Self.mostRows)).map { index in
                Row(name: String(index + 1), base: "(\(sources.absolute(xpath, within: outer)))[\(index + 1)]", line: nil)
            }
        case .table(let rule): sources.table(rule).enumerated().map { Row(name: String($0.offset + 1), cells: $0.element) }
        case .lines(let field):
            (0..<min(sources.lineCount(field), Self.mostRows)).map { Row(name: String($0 + 1), base: nil, line: $0) }
        }
    }

    /// The names of the rows that are in the form: of those of the definition, else of the numbers, and none where there is no first.
    func rowNames(_ template: String, _ names: [String]) -> [String] {
        let all = names.isEmpty ? (1...Self.mostRows).map(String.init) : names
        let pieces = SourceReader.pieces(of: template)
        let found = all.filter { sources.hasField(pieces.joined(separator: $0)) }
        let isUnnumbered = names.isEmpty && found.first != "1" && sources.hasField(pieces.joined())
        return isUnnumbered ? [""] + found : found
    }

    private mutating func read(_ list: [Source], field: Field, path: String, row: Row) -> FieldReading? {
        var result: FieldReading?
        var isConcealed = false
        for source in list {
            let found = sources.find(source, row: row)
            defaultsLeft += found.defaultsLeft
            if found.values.isEmpty { continue }
            let reading = convert(found, source, field, path)
            if let concealment = found.concealment { note(concealment, reading) }
            guard let earlier = result else {
                (result, isConcealed) = (reading, found.concealment != nil)
                continue
            }
            if field.isMany {
                result = joined(earlier, reading)
            } else if !found.isConstant {
                // What nobody could see never wins over what somebody could.
                let isSwapped = isConcealed && found.concealment == nil
                result = isSwapped ? compared(reading, earlier) : compared(earlier, reading)
                isConcealed = isConcealed && found.concealment != nil
            }
        }
        return result
    }

    private mutating func note(_ concealment: FormField.Concealment, _ reading: FieldReading) {
        let names = Set(reading.provenance.compactMap(\.field)).sorted().map { "„\($0)“" }
        for name in names { concealed.insert("\(name) (\(concealment.german))") }
    }

    private func convert(_ found: SourceReader.Found, _ source: Source, _ field: Field, _ path: String) -> FieldReading {
        var values: [Value] = []
        var isUnsure = (isLetter && !found.isConstant) || found.concealment != nil
        for item in found.values {
            guard let raw = source.then ?? Self.part(of: item.raw, source.part) else {
                let reason = "nicht so geschrieben, dass wir sie zuordnen können"
                return FieldReading(path: path, state: .invalid, value: nil, provenance: [item.provenance], reason: reason)
            }
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
            provenance: provenance,
            reason: found.concealment?.german
        )
    }

    /// What the first group of a pattern matches, nil when the pattern does not; without pattern all of it.
    private static func part(of text: String, _ pattern: NSRegularExpression?) -> String? {
        guard let pattern else { return text }
        let match = pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text))
        return match.flatMap { Range($0.range(at: 1), in: text) }.map { String(text[$0]) }
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
}
