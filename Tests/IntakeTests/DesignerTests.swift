import Foundation
import TestSupport
import Testing

/// What a form designer meets: rows numbered by no rule, fields that nobody mapped, a definition that does not load.
struct DesignerTests {
    private func schemas(rows: String) throws -> String {
        let directory = Place.temporary()
        let files = [
            "verein/record.yml": """
            record: verein
            version: "1"
            title: Anmeldung im Verein
            fields:
              name: { label: Verein, type: text, required: true }
              kinder:
                type: list
                label: Kinder
                row: Kind
                fields:
                  name: { label: Name, type: text }
            """,
            "verein/forms/anmeldung.yml": """
            form: anmeldung
            title: Anmeldung
            record: verein
            recognise: { acroform: [verein, kind_name] }
            map:
              name: { acro: verein }
              kinder:
                rows: \(rows)
                map:
                  name: { acro: 'kind{n}_name' }
            """,
        ]
        for (path, text) in files {
            let url = directory.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return directory.path
    }

    private func process(_ schemas: String) throws -> Run {
        try Run.eingang("process", "--json", "--schemas", schemas, Fixtures.directory.appendingPathComponent("irregular.pdf").path)
    }

    private func names(_ object: [String: Any]) -> [String] {
        (object["fields"] as? [[String: Any]] ?? []).filter { ($0["path"] as? String)?.hasPrefix("kinder[") == true }
            .compactMap { $0["value"] as? String }
    }

    @Test func `rows whose first has no number and that leave numbers out are all read, and a filled field without a rule is named`() throws
    {
        let run = try process(try schemas(rows: "'kind{n}_name'"))
        #expect(run.status == 0, "\(run.errors)")
        let object = try #require(try run.objects.first)
        #expect(names(object) == ["Jonas", "Mia"])
        let findings = try #require(object["findings"] as? [[String: Any]])
        let unread = try #require(findings.first { $0["code"] as? String == "form.field-unread" })
        #expect(
            unread["message"] as? String
                == "Diese ausgefüllten Felder des Formulars liest keine Regel: „kindA_name“ (Ole), „bemerkung“ (Bitte rufen Sie an.). Bitte beachten Sie sie im Original."
        )
        #expect(unread["severity"] as? String == "info")
    }

    @Test func `a blank form lists all its fields with what they can hold`() throws {
        let lines = try Run.eingang("read", "Schemas/wohngeld/blank/mietzuschuss-2026.pdf").output.split(separator: "\n")
        #expect(lines.count { $0.hasSuffix("[Seite 1]") || $0.hasSuffix("[Seite 2]") } == 116)
        #expect(lines.contains("  ant_name (leer)  [Seite 1]"))
        #expect(lines.contains("  antrag_art (leer)  {Erstantrag, Weiterleistung, Erhoehung}  [Seite 1]"))
    }

    @Test func `one box is split into several fields, and what does not fit is left to a clerk`() throws {
        let schemas = try schemas(rows: "'kind{n}_name'")
        let record =
            "record: verein\nversion: \"1\"\ntitle: Verein\nfields:\n  art: { label: Art, type: text }\n  ort: { label: Ort, type: text }\n  plz: { label: PLZ, type: text }\n"
        let form =
            "form: anmeldung\nrecord: verein\nrecognise: { acroform: [verein, kind_name] }\nmap:\n"
            + "  art: { acro: verein, part: '^(\\p{L}+) ' }\n  ort: { acro: verein, part: ' (\\p{L}+)$' }\n  plz: { acro: verein, part: '(\\d{5})' }\n"
        try Data(record.utf8).write(to: URL(fileURLWithPath: schemas + "/verein/record.yml"))
        try Data(form.utf8).write(to: URL(fileURLWithPath: schemas + "/verein/forms/anmeldung.yml"))
        let object = try #require(try process(schemas).objects.first)
        let fields = try #require(object["fields"] as? [[String: Any]])
        #expect(
            fields.map { "\($0["path"] ?? "") \($0["state"] ?? "") \($0["value"] as? String ?? "-")" } == [
                "art read TSV", "ort read Musterfeld", "plz invalid -",
            ]
        )
    }

    @Test func `rows may be named one by one`() throws {
        let object = try #require(try process(try schemas(rows: "{ fields: 'kind{n}_name', names: ['', 4, A] }")).objects.first)
        #expect(names(object) == ["Jonas", "Mia", "Ole"])
    }

    @Test func `an answer in spite of a definition that did not load is told by the exit code`() throws {
        let schemas = try schemas(rows: "'kind{n}_name'")
        let faulty = "form: kaputt\nrecord: verein\nrecognise: { acroform: [a] }\nmap:\n  gibtesnicht: { acro: a }\n"
        try Data(faulty.utf8).write(to: URL(fileURLWithPath: schemas + "/verein/forms/kaputt.yaml"))
        let run = try process(schemas)
        #expect(try run.objects.count == 1, "the other form is read")
        #expect(run.status == 3)
        #expect(run.errors.contains("Fehlerhafte Definitionen wurden nicht geladen"))
    }
}
