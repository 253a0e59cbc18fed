import Foundation
import TestSupport
import Testing

/// What `schema lint` says of definitions that load and cannot be meant, and of those that do not load.
struct LintTests {
    private static let record = """
        record: antrag
        version: "1"
        title: Antrag
        prefix: AT
        fields:
          name: { label: Name, type: name, required: true, ask: "Wie heißen Sie?" }
          art: { label: Art, type: code, codes: { erst: Erstantrag, weiter: Weiterleistung, hoch: Erhöhung } }
          mitte: { label: Lebensmittelpunkt, type: boolean }
        checks:
          - { id: da, assert: name != null, severity: warning, clerk: Es fehlt der Name. }

        """
    private static let form = """
        form: antrag
        record: antrag
        template: mietzuschuss-2026.pdf
        recognise: { acroform: [ant_name, antrag_art] }
        map:
          name: { acro: ant_name }
          art: { acro: antrag_art, codes: { Erstantrag: erst, Weiterleistung: weiter, Erhoehung: hoch } }
          mitte: { yes: mittelpunkt_ja, no: mittelpunkt_nein }

        """
    private static let xmlForm = """
        form: online
        record: antrag
        recognise: { xml: "{urn:eingang:wohngeld:1}antrag" }
        namespaces: { w: "urn:eingang:wohngeld:1" }
        schema: wohngeld-xml-1.xsd
        map:
          name: { xml: /w:antrag/w:antragsteller/w:familienname }
          mitte: { xml: //w:abzug/@rv }

        """
    private static let letter = "Betreff: {{title}}\n\n{{#questions}}{{number}}. {{title}}: {{ask}}{{/questions}}\n"

    private static let good = [
        "antrag/record.yaml": record, "antrag/forms/antrag.yaml": form, "antrag/forms/online.yaml": xmlForm,
        "antrag/replies/follow-up.de.mustache": letter,
    ]

    /// A directory with these files, the blank form and the XML Schema they name.
    private func schemas(_ files: [String: String]) throws -> URL {
        let directory = Place.temporary()
        for (path, text) in files {
            let url = directory.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let own = Place.schemas.appendingPathComponent("wohngeld")
        for (from, to) in [("blank/mietzuschuss-2026.pdf", "antrag/blank"), ("forms/wohngeld-xml-1.xsd", "antrag/forms")] {
            let folder = directory.appendingPathComponent(to)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = own.appendingPathComponent(from)
            try FileManager.default.copyItem(at: file, to: folder.appendingPathComponent(file.lastPathComponent))
        }
        return directory
    }

    private struct Fault: Decodable {
        var file, rule, severity, message, help, excerpt: String
        var line, column: Int
    }

    private struct Report: Decodable {
        var errors, warnings: Int
        var files: [String]
        var faults: [Fault]
    }

    private func lint(_ files: [String: String], _ arguments: String...) throws -> (report: Report, status: Int32) {
        let run = try Run(Place.program, ["schema", "lint", "--format", "json", "--schemas", try schemas(files).path] + arguments)
        return (try JSONDecoder().decode(Report.self, from: Data(run.output.utf8)), run.status)
    }

    /// The faults but for the fields that this small form does not read.
    private func faults(_ files: [String: String]) throws -> [Fault] {
        try lint(files).report.faults.filter { $0.rule != "template.field-unread" }
    }

    @Test func `good definitions have no fault but the fields of the blank form that nobody reads`() throws {
        let (report, status) = try lint(Self.good)
        #expect(report.faults.map(\.rule) == ["template.field-unread"])
        #expect(report.faults.first?.message.hasPrefix("112 Felder des leeren Formulars liest keine Regel: ") == true)
        #expect((report.errors, report.warnings, status) == (0, 1, 0))
        #expect(report.files == Self.good.keys.sorted())
        #expect(try lint(Self.good, "--strict").status == 1)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var file: String
        var good: String
        var bad: String
        /// `line:column rule` of each fault, and a part of the first message.
        var places: [String]
        var says: String
        var testDescription: String { "\(places) \(bad)" }

        init(_ file: String, _ good: String, _ bad: String, _ places: [String], _ says: String) {
            (self.file, self.good, self.bad, self.places, self.says) = (file, good, bad, places, says)
        }
    }

    static let cases = [
        Case("antrag/forms/antrag.yaml", "acro: ant_name", "acro: ant_nmae", ["6:17 field.unknown-source"], "Meinten Sie „ant_name“?"),
        Case("antrag/forms/antrag.yaml", "no: mittelpunkt_nein", "no: mittelpunkt_nien", ["8:37 field.unknown-source"], "mittelpunkt_nein"),
        Case("antrag/forms/antrag.yaml", "[ant_name,", "[ant_nmae,", ["4:25 recognise.unknown-field"], "Meinten Sie „ant_name“?"),
        Case("antrag/forms/antrag.yaml", "map:", "blank: { gibts: x }\nmap:", ["5:10 field.unknown-source"], "gibts"),
        Case("antrag/forms/antrag.yaml", "{ Erstantrag: erst", "{ Erstantrg: erst", ["7:37 code.unknown-export"], "Erstantrag"),
        Case("antrag/forms/antrag.yaml", ", Erhoehung: hoch", "", ["7:35 code.unmapped-export", "7:41 code.unreached"], "„Erhoehung“"),
        Case("antrag/forms/antrag.yaml", "weiter, Erho", "erst, Erho", ["7:41 code.unreached"], "„weiter“"),
        Case(
            "antrag/forms/antrag.yaml",
            "name: { acro: ant_name }",
            "name: [{ acro: ant_name }, { acro: ant_name }]",
            ["6:30 source.repeated"],
            "schon weiter oben"
        ),
        Case(
            "antrag/forms/antrag.yaml",
            "name: { acro: ant_name }",
            "name: [{ value: Niemand }, { acro: ant_name }]",
            ["6:19 source.constant-first"],
            "widerspricht"
        ),
        Case("antrag/forms/online.yaml", "w:familienname", "w:famname", ["7:16 xpath.unknown"], "„famname“"),
        Case(
            "antrag/forms/online.yaml",
            "w:antragsteller/",
            "antragsteller/",
            ["7:16 xpath.unknown"],
            "Namensraum „urn:eingang:wohngeld:1“"
        ),
        Case("antrag/forms/online.yaml", "/w:antrag/w:antragst", "/v:antrag/w:antragst", ["7:16 xpath.unknown"], "Meinten Sie „w“?"),
        Case("antrag/forms/online.yaml", "@rv", "@kv", ["8:17 xpath.unknown"], "Ein Attribut „kv“"),
        Case("antrag/forms/online.yaml", ":1}antrag", ":1}antraege", ["3:19 xpath.unknown"], "Wurzelelement"),
        Case("antrag/record.yaml", "label: Name, ", "", ["6:3 field.no-label"], "„label“"),
        Case("antrag/record.yaml", ", ask: \"Wie heißen Sie?\"", "", ["6:3 field.no-question"], "„ask“"),
        Case(
            "antrag/record.yaml",
            "type: boolean }",
            "type: boolean }\n  iban: { label: IBAN, type: iban, required: true, ask: Welche? }",
            ["9:3 field.unfillable"],
            "„iban“ ist nötig"
        ),
        Case("antrag/record.yaml", "severity: warning", "severity: error", ["10:11 check.no-question"], "„da“"),
        Case(
            "antrag/replies/follow-up.de.mustache",
            "{{/questions}}",
            "{{/questions}} {{reason}}",
            ["3:62 letter.scope"],
            "{{#questions}}, {{#wanted}}"
        ),
        // What keeps a file from being loaded.
        Case("antrag/replies/follow-up.de.mustache", "{{ask}}", "{{aks}}", ["3:40 letter.name"], "Meinten Sie „ask“?"),
        Case("antrag/record.yaml", "  mitte:", "  name: { label: Noch einmal }\n  mitte:", ["8:3 yaml.duplicate-key"], "in Zeile 6"),
        Case("antrag/forms/antrag.yaml", "no: mitt", "yes: x, no: mitt", ["8:33 yaml.duplicate-key"], "„yes“ gibt es hier doppelt"),
        Case("antrag/record.yaml", "title: Antrag", "title: Antrag: Wohnen", ["3:14 yaml.syntax"], "ein Text mit Doppelpunkt"),
        Case("antrag/record.yaml", "ask: \"Wie heißen Sie?\" }", "ask: \"Wie heißen Sie?\"", ["7:3 yaml.syntax"], "fehlt „,“ oder „}“"),
        Case("antrag/record.yaml", "label: Art", "lable: Art", ["7:10 key.unknown"], "Meinten Sie „label“?"),
        Case("antrag/forms/antrag.yaml", "weiter, Erho", "wieter, Erho", ["7:71 code.unknown"], "Meinten Sie „weiter“?"),
        Case(
            "antrag/record.yaml",
            "type: boolean }",
            "type: boolean, when: 'ende = true' }\n  ende: { label: Ende, type: boolean, when: 'mitte = true' }",
            ["9:45 condition.cycle"],
            "ende → mitte → ende"
        ),
    ]

    @Test(arguments: cases)
    func `a fault has its rule, its place, its line with a caret and a way out`(wrong: Case) throws {
        var files = Self.good
        let text = try #require(files[wrong.file])
        #expect(text.contains(wrong.good))
        files[wrong.file] = text.replacing(wrong.good, with: wrong.bad)
        let faults = try faults(files).filter { $0.file == wrong.file || $0.file == "antrag/record.yaml" }
        #expect(faults.map { "\($0.line):\($0.column) \($0.rule)" } == wrong.places)
        let first = try #require(faults.first)
        #expect(first.message.contains(wrong.says), "\(first.message)")
        #expect(!first.help.isEmpty && first.excerpt.hasSuffix("^"))
        let help = try Run.eingang("help", first.rule)
        #expect(help.status == 0 && help.output.hasPrefix("Regel:       \(first.rule)\n"))
    }

    @Test func `what several files have in common is told at the later one`() throws {
        var files = Self.good
        files["beschwerde/record.yaml"] = Self.record.replacing("record: antrag", with: "record: beschwerde")
        files["beschwerde/forms/zweites.yaml"] = Self.form.replacing("antrag\n", with: "beschwerde\n").replacing(
            "template: mietzuschuss-2026.pdf\n",
            with: ""
        )
        files["noch/record.yaml"] = Self.record
        files["shared/codes/leer.yaml"] = "codes: leer\nvalues: { a: A }\n"
        files["shared/niemand.yaml"] = "type: niemand\nfields: { a: { label: A } }\n"
        let faults = try faults(files)
        #expect(
            faults.map { "\($0.file):\($0.line):\($0.column) \($0.rule) \($0.severity)" } == [
                "beschwerde/forms/zweites.yaml:3:24 recognise.tie warning", "beschwerde/record.yaml:4:9 record.prefix-shared warning",
                "noch/record.yaml:1:1 record.repeated error", "shared/codes/leer.yaml:1:8 shared.unused warning",
                "shared/niemand.yaml:1:7 shared.unused warning",
            ]
        )
        #expect(faults.first?.message.contains("das leere Formular „antrag/blank/mietzuschuss-2026.pdf“ passt zu beiden") == true)
    }

    @Test func `a root element in any namespace is no fault where the schema has one of its name`() throws {
        var files = Self.good
        files["antrag/forms/online.yaml"] = Self.xmlForm.replacing("{urn:eingang:wohngeld:1}antrag", with: "{*}antrag")
        #expect(try faults(files).isEmpty)
    }

    @Test func `forms of JSON documents with the same members are told`() throws {
        var files = Self.good
        for name in ["a", "b"] {
            files["antrag/forms/json-\(name).yaml"] = "form: json-\(name)\nrecord: antrag\nrecognise: { json: [name, [plz, ort]] }\n"
        }
        let faults = try faults(files)
        #expect(faults.map { "\($0.file):\($0.line):\($0.column) \($0.rule)" } == ["antrag/forms/json-b.yaml:3:20 recognise.tie"])
    }

    @Test func `one box that fills two fields is told with the line of the other`() throws {
        var files = Self.good
        files["antrag/record.yaml"] = Self.record.replacing("  art:", with: "  vorname: { label: Vorname, type: name }\n  art:")
        files["antrag/forms/antrag.yaml"] = Self.form.replacing("  art:", with: "  vorname: { acro: ant_name }\n  art:")
        let faults = try faults(files)
        #expect(faults.map { "\($0.line):\($0.column) \($0.rule)" } == ["7:20 source.overlap"])
        #expect(faults.first?.message == "„ant_name“ liest auch die Regel für „name“ in Zeile 6.")
    }

    @Test func `a circle of conditions is shown in the file that holds it`() throws {
        var files = Self.good
        files["antrag/record-2.yaml"] =
            "fields:\n  b: { label: B, type: boolean, when: 'c = true' }\n  c: { label: C, type: boolean, when: 'b = true' }\n"
        let fault = try #require(try faults(files).first { $0.rule == "condition.cycle" })
        #expect((fault.file, fault.line, fault.column) == ("antrag/record-2.yaml", 2, 39))
    }

    @Test(arguments: [
        "a: [1, 2", "a: 'x", "- a\nb: c", "a: b: c", "%foo", "a: *x", "a: \"\\q\"", "{a: 1", "a: |0\n x", "--- {a: 1}\n--- {b: 1}",
        "a: !<x", "? ? :", "a: \u{1}", "a:\n - b\n c", "a: @b", "a: \"\\u12\"", "a: 'b\n---\nc'", "&", "a: b\n]", "a:\n\t- b",
        "%YAML 3.0\n---\na: b",
    ])
    func `what is wrong with YAML is said in German, with its place`(text: String) throws {
        var files = Self.good
        files["antrag/record.yaml"] = text + "\n"
        let fault = try #require(try faults(files).first { $0.file == "antrag/record.yaml" })
        #expect(fault.rule.hasPrefix("yaml."), "\(fault)")
        let english = ["found", "expected", "while", "not allowed", "did not", "could not", "octet", "the "]
        #expect(english.allSatisfy { !fault.message.contains($0) }, "\(fault.message)")
        #expect(!fault.message.contains("etwas, das hier nicht stehen darf"), "\(fault.message)")
    }

    @Test func `warnings change nothing of what is loaded and said elsewhere`() throws {
        var files = Self.good
        files["antrag/forms/antrag.yaml"] = Self.form.replacing("ant_name }", with: "ant_nmae }")
        let directory = try schemas(files)
        let blank = directory.appendingPathComponent("antrag/blank/mietzuschuss-2026.pdf").path
        let run = try Run.eingang("process", "--json", "--schemas", directory.path, blank)
        #expect((run.status, run.errors) == (0, ""))
    }

    @Test func `SARIF and JUnit say the same as the other formats`() throws {
        var files = Self.good
        files["antrag/forms/kaputt.yaml"] = "form: kaputt\n"
        let directory = try schemas(files).path
        let sarif = try Run.eingang("schema", "lint", "--format", "sarif", "--schemas", directory)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(sarif.output.utf8)) as? [String: Any])
        #expect(object["version"] as? String == "2.1.0")
        let run = try #require((object["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        let rules = try #require(((run["tool"] as? [String: Any])?["driver"] as? [String: Any])?["rules"] as? [[String: Any]])
        #expect(results.compactMap { $0["ruleId"] as? String } == ["template.field-unread", "key.missing", "key.missing"])
        for result in results {
            #expect(rules[try #require(result["ruleIndex"] as? Int)]["id"] as? String == result["ruleId"] as? String)
        }
        let junit = try Run.eingang("schema", "lint", "--format", "junit", "--schemas", directory)
        #expect((sarif.status, junit.status) == (1, 1))
        #expect(junit.output.contains("tests=\"5\" failures=\"1\""))
        let valid = try Run("/usr/bin/xmllint", ["--noout", "-"], input: Data(junit.output.utf8))
        #expect(valid.status == 0, "\(valid.errors)")
    }

    @Test func `every rule is explained`() throws {
        let rules = try Run.eingang("help", "rules").output.split(separator: "\n").dropLast()
        #expect(rules.count > 50)
        let named = Set(Self.cases.flatMap(\.places).compactMap { $0.split(separator: " ").last.map(String.init) })
        #expect(named.isSubset(of: rules.compactMap { $0.split(separator: " ").first.map(String.init) }))
    }
}
