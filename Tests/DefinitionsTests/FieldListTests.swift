import DefinitionFiles
import Definitions
import Foundation
import TestSupport
import Testing

/// Every row of the tables of the two records has a place in `Schemas/`.
struct FieldListTests {
    private static let catalogue: Catalogue = {
        guard let loaded = try? LoadedDefinitions(directory: Place.schemas) else { preconditionFailure("Schemas cannot be read") }
        return loaded.catalogue
    }()

    struct Row: Sendable, CustomTestStringConvertible {
        var record: String
        var path: String
        var codes: [String]
        var testDescription: String { "\(record) \(path)" }
    }

    static let rows: [Row] = {
        let file = Place.repository.appendingPathComponent("Tests/Fixtures/field-list.txt")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { preconditionFailure("field-list.txt cannot be read") }
        var record = ""
        return text.split(separator: "\n").compactMap { line in
            if line.hasPrefix("#") { return nil }
            if line == "wohngeld" || line == "widerspruch" {
                record = String(line)
                return nil
            }
            let halves = line.components(separatedBy: " = ")
            return Row(record: record, path: halves[0], codes: halves.count > 1 ? halves[1].split(separator: " ").map(String.init) : [])
        }
    }()

    @Test(arguments: rows)
    func `a row of the tables has a field with its codes`(row: Row) throws {
        let field = try #require(Self.catalogue.records[row.record]?.field(at: row.path))
        #expect(row.path.hasSuffix("[]") ? field.kind == .list : true)
        #expect(Set(row.codes).subtracting(field.codes.map(\.key)).isEmpty)
    }

    @Test func `the list has every row`() { #expect(Self.rows.count == 180) }

    @Test func `every question to a citizen is a sentence without codes or paragraphs`() {
        for type in Self.catalogue.records.values {
            for field in type.leaves {
                guard let ask = field.ask else { continue }
                #expect(field.kind == .attachment || "?.“".contains(ask.last ?? " "), "\(field.path): \(ask)")
                #expect(!ask.contains("§") && !ask.contains("_") && ask.count < 240, "\(field.path): \(ask)")
            }
        }
    }
}
