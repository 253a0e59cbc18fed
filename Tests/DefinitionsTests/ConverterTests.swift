import Definitions
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Converters are tested by their tables in the documentation, so that what designers read is what the engine does.
struct ConverterTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var kind: Field.Kind
        var raw: String
        var result: String
        var testDescription: String { "\(kind) \(raw)" }
    }

    static let rows: [Row] = {
        let file = Place.repository.appendingPathComponent("Documentation/Converters.md")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        var kind: Field.Kind?
        var rows: [Row] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { kind = Field.Kind(rawValue: String(line.dropFirst(3))) }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let kind, cells.count == 2, cells[0].hasPrefix("`") else { continue }
            rows.append(Row(kind: kind, raw: String(cells[0].dropFirst().dropLast()), result: cells[1]))
        }
        return rows
    }()

    @Test func `the documentation has a table for every converter`() {
        let missing = Set(Field.Kind.allCases).subtracting(Self.rows.map(\.kind)).subtracting([.group, .list, .member])
        #expect(missing.isEmpty)
        for kind in Set(Self.rows.map(\.kind)).subtracting([.text, .attachment]) {
            #expect(Self.rows.contains { $0.kind == kind && $0.result.hasPrefix("refused") }, "\(kind) rejects nothing")
        }
    }

    @Test(arguments: rows)
    func `a converter does what its table says`(row: Row) {
        #expect(Conversions.describe(row.raw, as: row.kind, referenceYear: 2026) == row.result)
    }
}
