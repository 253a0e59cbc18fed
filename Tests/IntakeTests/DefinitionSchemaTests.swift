import Definitions
import Foundation
import Presentation
import TestSupport
import Testing
import Vocabulary

/// The published JSON Schemas of definition files: made from the tables the loaders go by, and true.
struct DefinitionSchemaTests {
    private static let published = Place.schemas.appendingPathComponent("json-schema")

    private func check(_ directory: String...) throws -> Run {
        let script = Place.repository.appendingPathComponent("Tests/Fixtures/definitions_check.py").path
        return try Run("/usr/bin/python3", [script, Self.published.path] + directory)
    }

    @Test func `the files that are published are those that the tables of keys make`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.published.path).sorted()
        #expect(files == DefinitionKeys.published.map { "\($0.file).schema.json" }.sorted())
        for (file, keys) in DefinitionKeys.published {
            let text = try String(contentsOf: Self.published.appendingPathComponent("\(file).schema.json"), encoding: .utf8)
            #expect(text == keys.jsonSchema.pretty + "\n", "eingang schema describe --into Schemas/json-schema")
        }
    }

    @Test func `every definition of this project fits the JSON Schema of its kind, as another validator says`() throws {
        let run = try check()
        #expect(run.output.hasSuffix(" 0 faulty\n") && run.status == 0, "\(run.output)\(run.errors)")
        #expect(Int(run.output.split(separator: " ")[0]) ?? 0 >= 45)
    }

    @Test(arguments: [
        ("a/record.yaml", "record: a\nversion: 1\ntitle: A\nfields: { x: { lable: X } }\n"),
        ("a/record.yaml", "record: a\nversion: 1\nfields: { x: { label: X } }\n"),
        ("a/record.yaml", "record: a\nversion: 1\ntitle: A\nfields: { x: { label: X, required: vielleicht } }\n"),
        ("a/record-2.yaml", "checks: [{ id: a, assert: x }]\n"),
        ("a/forms/f.yaml", "form: f\nrecord: a\nrecognise: { acroform: x }\nmap: { x: { arco: x } }\n"),
        ("a/forms/f.yaml", "form: f\nrecord: a\nrecognise: { acroform: x }\nmap: { x: { message: von } }\n"),
        ("shared/codes/c.yaml", "codes: c\nvalues: { a: { from: 2026-01-01 } }\n"), ("shared/t.yaml", "type: t\n"),
    ])
    func `what the loader refuses does not fit either`(path: String, text: String) throws {
        let file = Place.temporary().appendingPathComponent(path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        let root = path.split(separator: "/").reduce(file) { url, _ in url.deletingLastPathComponent() }
        let run = try check(root.path)
        #expect(run.output.hasSuffix("1 files, 1 faulty\n") && run.status == 1, "\(run.output)\(run.errors)")
    }
}
