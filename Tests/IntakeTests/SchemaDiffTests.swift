import Foundation
import TestSupport
import Testing

/// `eingang schema diff` and `eingang eval --test`.
struct SchemaDiffTests {
    private static let record = """
        record: verein
        version: "1"
        title: Anmeldung im Verein
        fields:
          name: { label: Verein, type: text, required: true, ask: "Wie heißt der Verein?" }
          sparte: { label: Sparte, type: code, codes: { fussball: Fußball, judo: Judo } }
          beitrag: { label: Beitrag, type: money }
        """
    private static let form = """
        form: anmeldung
        title: Anmeldung
        record: verein
        recognise: { acroform: [verein, beitrag] }
        map:
          name: { acro: verein }
          sparte: { acro: sparte }
          beitrag: { acro: beitrag }
        """
    private static let testCase = "case: x\nform: anmeldung\nfields: { verein: SV Elbe, sparte: judo, beitrag: '12,50' }\n"

    private func definitions(_ changes: [(String, String)] = []) throws -> String {
        let directory = Place.temporary()
        let files = ["record.yaml": Self.record, "forms/anmeldung.yaml": Self.form, "cases/voll.yaml": Self.testCase]
        for (path, text) in files {
            let url = directory.appending(path: "verein/\(path)")
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            let changed = changes.reduce(text) { $0.replacing($1.0, with: $1.1) }
            try Data(changed.utf8).write(to: url)
        }
        return directory.path
    }

    @Test func `the same definitions have no difference`() throws {
        let run = try Run.eingang("schema", "diff", try definitions(), try definitions())
        #expect(run.status == 0)
        #expect(run.output == "Kein Unterschied.\nVon 1 Testfällen kämen 0 anders heraus.\n")
    }

    @Test(arguments: [
        ("money", "text", "nicht verträglich: verein.beitrag: Text statt Geldbetrag", 1),
        (
            "beitrag:", "jahresbeitrag:",
            "nicht verträglich: verein.beitrag: das Feld gibt es nicht mehr; vielleicht heißt es jetzt jahresbeitrag", 1
        ),
        (", judo: Judo", ", turnen: Turnen", "nicht verträglich: verein.sparte: Codes gibt es nicht mehr: judo", 1),
        ("form: anmeldung", "form: anmeldung2", "nicht verträglich: Formular anmeldung: wird nicht mehr erkannt", 1),
        (
            "title: Anmeldung im", "writtenForm: required\ntitle: Anmeldung im", "nicht verträglich: verein: braucht jetzt die Schriftform",
            1
        ),
        (
            "type: money }", "type: money, required: true, ask: Wie viel? }",
            "ändert Entscheidungen: verein.beitrag: jetzt nötig (vorher: nicht gebraucht)", 0
        ),
        (
            "  beitrag: { acro: beitrag }", "  beitrag: { acro: jahresbeitrag }",
            "ändert Entscheidungen: Formular anmeldung: liest beitrag jetzt im Feld „jahresbeitrag“", 0
        ),
        (", judo: Judo", ", judo: Judo, turnen: Turnen", "verträglich: verein.sparte: neue Codes: turnen", 0),
        ("label: Beitrag", "label: Jahresbeitrag", "verträglich: verein.beitrag: heißt jetzt „Jahresbeitrag“", 0),
    ])
    func `a change is told with what it means`(old: String, new: String, told: String, status: Int32) throws {
        var changes = [(old, new)]
        if new.contains("writtenForm") { changes.append(("version", "version")) }
        let directory = try definitions(changes)
        if new.contains("writtenForm") {
            let letters = URL(fileURLWithPath: directory).appending(path: "verein/replies")
            try FileManager.default.createDirectory(at: letters, withIntermediateDirectories: true)
            try Data("Betreff: Form\n\nBitte unterschreiben Sie.\n".utf8).write(to: letters.appending(path: "form-missing.de.mustache"))
        }
        let run = try Run.eingang("schema", "diff", try definitions(), directory)
        #expect(run.output.split(separator: "\n").contains { $0 == told }, "\(run.output)\(run.errors)")
        #expect(run.status == status)
    }

    @Test func `cases, messages and kept cases that come out otherwise are shown line by line`() throws {
        let schemas = Place.temporary().appending(path: "Schemas")
        try FileManager.default.copyItem(at: Place.schemas, to: schemas)
        let record = schemas.appending(path: "wohngeld/record.yaml")
        let text = try String(contentsOf: record, encoding: .utf8)
        // A question that nobody asked for before.
        let changed = text.replacing(
            "\n  antragsteller:",
            with: "\n  haustier: { label: Haustier, type: text, required: true, ask: Haben Sie ein Haustier? }\n  antragsteller:"
        )
        #expect(changed != text)
        try Data(changed.utf8).write(to: record)
        let store = Tokens.store().path
        let message = "SampleForms/01-mietzuschuss-vollstaendig"
        #expect(try Run.eingang("ingest", "--store", store, message).status == 0)
        let run = try Run.eingang("schema", "diff", "Schemas", schemas.path, "--messages", message, "--store", store)
        #expect(run.status == 0, "\(run.errors)")
        for line in [
            "ändert Entscheidungen: wohngeld.haustier: neues Feld, das gebraucht wird: Anträge ohne es sind unvollständig",
            "Von 1 Nachrichten kämen 1 anders heraus.", "Von 1 Vorgängen kämen 1 anders heraus.", "    +   - error field.missing haustier",
        ] {
            #expect(run.output.contains(line), "\(line)\n\(run.output)")
        }
    }

    @Test func `definitions with faults are not compared`() throws {
        let run = try Run.eingang("schema", "diff", try definitions(), try definitions([("type: money", "type: mony")]))
        #expect(run.status == 3)
        #expect(run.errors.contains("verein/record.yaml:7:36: Den Typ „mony“ gibt es nicht. Meinten Sie „money“?"), "\(run.errors)")
    }

    @Test func `a file of expressions is tried line by line with the values of a file`() throws {
        let directory = Place.temporary()
        let (tests, values) = (directory.appending(path: "t.feel"), directory.appending(path: "v.json"))
        try Data("{\"miete\": {\"gesamt\": 512.5}}".utf8).write(to: values)
        try Data("# Mieten\nmiete.gesamt > 500\nmiete.gesamt\n  < 100\nmiete.gesmt > 1\n".utf8).write(to: tests)
        let run = try Run.eingang("eval", "--test", tests.path, "--context", values.path)
        #expect(run.status == 1)
        #expect(run.output.contains("t.feel:3: ergibt false"), "\(run.output)")
        #expect(run.output.contains("t.feel:5: ergibt null"))
        #expect(run.output.hasSuffix("3 Ausdrücke, davon 2 nicht in Ordnung.\n"))
    }
}
