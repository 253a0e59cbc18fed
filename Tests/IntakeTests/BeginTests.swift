import Foundation
import TestSupport
import Testing

/// `eingang schema init`: from what an office has to definitions that are tried.
struct BeginTests {
    private static let forms = Place.repository.appending(path: "Tests/Fixtures/forms")
    private static let dog = Place.repository.appending(path: "Documentation/examples/hundesteuer.pdf")

    private func begin(_ file: URL, into directory: URL, _ more: String...) throws -> Run {
        try Run(Place.program, ["schema", "init", "--from", file.path, "--into", directory.path] + more)
    }

    /// A PDF that a few lines of Python make of another: `sys.argv` has both paths.
    private func changed(_ script: String, _ pdf: URL) throws -> URL {
        let out = Place.temporary().appending(path: pdf.lastPathComponent)
        let run = try Run("/usr/bin/python3", ["-c", script, pdf.path, out.path])
        try #require(run.status == 0, "\(run.errors)")
        return out
    }

    @Test(arguments: [
        (
            "Documentation/examples/hundesteuer.pdf", "hundesteuer",
            ["halter.geb: \"1985-03-14\"", "halter.plz: \"39104\"", "hund.geschlecht: \"huendin\"", "befreiung: true"]
        ),
        (
            "Tests/Fixtures/forms/anwohnerparken.pdf", "anwohnerparken",
            ["geburtsdatum: \"1985-03-14\"", "zone: \"aAltstadt\"", "zweitwagen: true"]
        ),
        ("Tests/Fixtures/forms/kita.pdf", "kita", ["kind.geburtsdatum: \"1985-03-14\"", "erziehungsberechtigt.plz: \"39104\""]),
        (
            "SampleForms/blank/mietzuschuss-2026.pdf", "mietzuschuss2026",
            ["iban: \"DE02120300000000202051\"", "eink[0].brutto: 120.5", "unterhalt: true"]
        ),
        ("Schemas/wohngeld/cases/xml.xml", "xml", ["antragsteller.geburtsdatum: \"1979-12-05\""]),
        ("Schemas/wohngeld/forms/wohngeld-xml-1.xsd", "wohngeldXml1", ["antragsteller.familienname: \"Beispiel\""]),
    ])
    func `a form of another program becomes definitions without a fault, and its example is read`(
        file: String,
        record: String,
        values: [String]
    ) throws {
        let directory = Place.temporary().appending(path: "Neu")
        let run = try begin(Place.repository.appending(path: file), into: directory)
        #expect(run.status == 0, "\(run.errors)")
        let lint = try Run.eingang("schema", "lint", "--schemas", directory.path)
        #expect(lint.status == 0 && lint.output.hasPrefix("Keine Fehler"), "\(lint.output)")
        let test = try Run.eingang("test", directory.path)
        #expect(test.output == "1 Testfall, alle in Ordnung.\n", "\(test.output)")
        let expected = try String(contentsOf: directory.appending(path: "\(record)/cases/beispiel.expected.yaml"), encoding: .utf8)
        for value in values { #expect(expected.contains("  \(value)\n"), "\(value)\n\(expected)") }
        #expect(!expected.contains("invalid") && !expected.contains("outcome: review"), "\(expected)")
    }

    @Test func `a new version of the form is compared, new fields are taken in, and what was written by hand stays`() throws {
        let directory = Place.temporary().appending(path: "Neu")
        #expect(try begin(Self.dog, into: directory, "--record", "hund").status == 0)
        let record = directory.appending(path: "hund/record.yaml")
        let byHand =
            try String(contentsOf: record, encoding: .utf8)
            .replacing(
                "name: { label: Familienname, type: name }",
                with: "name: { label: Familienname, type: name, required: true, ask: \"Wie heißen Sie?\" }  # von Hand"
            )
            + "checks:\n  - { id: seit, assert: hund.seit > halter.geb, clerk: Der Hund ist älter als die Halterin. }\n"
        try Data(byHand.utf8).write(to: record)

        let new = try changed(
            """
            import pikepdf, sys
            pdf = pikepdf.open(sys.argv[1])
            for field in list(pdf.Root.AcroForm.Fields):
                if str(field.T) == "hund_rasse": field.T = pikepdf.String("hund_chipnummer")
            pdf.save(sys.argv[2])
            """,
            Self.dog
        )
        let run = try begin(new, into: directory, "--record", "hund")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("weg: „hund_rasse“ (gelesen in hund/forms/hund-pdf.yaml:"), "\(run.output)")
        #expect(run.output.contains("neu: „hund_chipnummer“"))
        let text = try String(contentsOf: record, encoding: .utf8)
        #expect(text.contains("# von Hand") && text.contains("id: seit") && text.contains("hundChipnummer: "), "\(text)")
        let form = try String(contentsOf: directory.appending(path: "hund/forms/hund-pdf.yaml"), encoding: .utf8)
        #expect(form.hasSuffix("hundChipnummer: { acro: hund_chipnummer }\n"), "\(form)")
        // The rule that reads nothing any more is told by lint, with its place.
        let lint = try Run.eingang("schema", "lint", "--schemas", directory.path)
        #expect(lint.output.contains("hund/forms/hund-pdf.yaml:") && lint.output.contains("„hund_rasse“"), "\(lint.output)")
        let again = try begin(new, into: directory, "--record", "hund")
        #expect(again.output.contains("kein Unterschied"), "\(again.output)")
    }

    @Test func `umlauts as LibreOffice writes them in names are read as what they are`() throws {
        let directory = Place.temporary().appending(path: "Neu")
        let form = try changed(
            """
            import pikepdf, sys
            pdf = pikepdf.open(sys.argv[1])
            pdf.Root.AcroForm.Fields[9].T = pikepdf.String("M#C3#A4ngel")
            del pdf.Root.AcroForm.Fields[9].TU
            pdf.save(sys.argv[2])
            """,
            Self.dog
        )
        #expect(try begin(form, into: directory, "--record", "hund").status == 0)
        let record = try String(contentsOf: directory.appending(path: "hund/record.yaml"), encoding: .utf8)
        #expect(record.contains("maengel: { label: Mängel }"), "\(record)")
        #expect(try Run.eingang("test", directory.path).status == 0)
    }

    @Test func `twelve numbered rows are one list, and more of them in a new version are read already`() throws {
        func rows(_ count: Int) throws -> URL {
            try changed(
                """
                import pikepdf, sys
                from pikepdf import Dictionary, Name, String
                pdf = pikepdf.open(sys.argv[1])
                page, fields = pdf.pages[0], []
                for n in range(1, \(count) + 1):
                    for part in ("name", "geb"):
                        fields.append(pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(f"kind{n}_{part}"),
                            F=4, DA=String("/Helv 9 Tf 0 g"), Rect=[50, 800 - 20 * n, 300, 815 - 20 * n], P=page.obj)))
                pdf.Root.AcroForm.Fields = pikepdf.Array(fields)
                page.Annots = pikepdf.Array(fields)
                pdf.save(sys.argv[2])
                """,
                Self.dog
            )
        }
        let directory = Place.temporary().appending(path: "Neu")
        #expect(try begin(try rows(12), into: directory, "--record", "kinder").status == 0)
        let form = try String(contentsOf: directory.appending(path: "kinder/forms/kinder-pdf.yaml"), encoding: .utf8)
        for rule in ["rows: 'kind{n}_name'", "'kind{n}_geb'"] { #expect(form.contains(rule), "\(form)") }
        for rule in ["{n}0", "acro: kind1"] { #expect(!form.contains(rule), "\(form)") }
        let run = try begin(try rows(13), into: directory, "--record", "kinder")
        #expect(run.output.contains("neu: „kind13_name“ (liest die Regel für Zeilen schon)"), "\(run.output)\(run.errors)")
        #expect(try String(contentsOf: directory.appending(path: "kinder/forms/kinder-pdf.yaml"), encoding: .utf8) == form)
    }

    @Test(arguments: [
        ("SampleForms/12-beschaedigtes-pdf/message.eml", "weder XML noch JSON"),
        ("Tests/Fixtures/attacks/gibt-es-nicht.pdf", "Die Datei gibt es nicht"),
        ("Tests/Fixtures/letters.pdf", "Das PDF hat keine Formularfelder"),
        ("README.md", "weder XML noch JSON"),
    ])
    func `what nothing can begin with is refused with a sentence, and nothing is written`(file: String, reason: String) throws {
        let directory = Place.temporary().appending(path: "Neu")
        var url = Place.repository.appending(path: file)
        if file.hasSuffix("letters.pdf") { url = Place.schemas.appending(path: "wohngeld/cases/gedruckt.pdf") }
        let run = try begin(url, into: directory)
        #expect(run.status == 1 && run.errors.contains(reason) && run.errors.contains("Es wurde nichts geschrieben."), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: directory.path))
    }

    @Test func `a hostile form is opened in the reader: what is in its names never leaves the directory`() throws {
        let directory = Place.temporary().appending(path: "Neu")
        let hostile = try changed(
            """
            import pikepdf, sys
            pdf = pikepdf.open(sys.argv[1])
            names = ["../../etc/passwd", "a: b # c", "{n}", "\\u202e]}", "'; yes: &x", "true", "x" * 3000]
            for field, name in zip(list(pdf.Root.AcroForm.Fields), names): field.T = pikepdf.String(name)
            pdf.save(sys.argv[2])
            """,
            Self.dog
        )
        let run = try begin(hostile, into: directory, "--record", "hund")
        #expect(run.status == 0, "\(run.errors)")
        let lint = try Run.eingang("schema", "lint", "--schemas", directory.path)
        #expect(lint.status == 0, "\(lint.output)")
        #expect(try Run.eingang("test", directory.path).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["hund"])
    }
}
