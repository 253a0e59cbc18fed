import DefinitionFiles
import Definitions
import Foundation
import TestSupport
import Testing

struct CatalogueTests {
    private func catalogue(_ files: [String: String]) throws -> Catalogue {
        let directory = Place.temporary()
        for (path, text) in files {
            let url = directory.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return try LoadedDefinitions(directory: directory).catalogue
    }

    private static let record = """
        record: test
        version: "1"
        title: Test
        fields:
          name: { label: Name, type: name, required: true }
          art: { label: Art, type: code, codes: { a: Alpha, b: Beta } }
        """

    private static let form = """
        form: test-form
        record: test
        recognise: { acroform: [n, a] }
        map:
          name: { acro: n }
          art: { acro: a, codes: { x: a } }
        """

    private func files(record: String = record, form: String = form) -> [String: String] {
        ["test/record.yaml": record, "test/forms/form.yaml": form, "test/replies/follow-up.de.mustache": "Betreff: Test\n\nText"]
    }

    @Test func `the definitions of this project have no fault`() throws {
        let catalogue = try LoadedDefinitions(directory: Place.schemas).catalogue
        #expect(catalogue.faults.map(\.description) == [])
        #expect(catalogue.records.keys.sorted() == ["widerspruch", "wohngeld"])
        #expect(catalogue.forms.count >= 9)
    }

    @Test func `a good definition loads`() throws {
        let catalogue = try catalogue(files())
        #expect(catalogue.faults == [])
        #expect(catalogue.forms.map(\.id) == ["test-form"])
    }

    @Test func `a letter that names what there is not is a fault`() throws {
        var files = files()
        files["test/replies/follow-up.de.mustache"] = "Betreff: Test\n\n{{#questions}}{{titel}}{{/questions}}"
        #expect(try catalogue(files).faults.map(\.message) == ["In einem Schreiben gibt es „{{titel}}“ nicht. Meinten Sie „title“?"])
    }

    @Test func `definitions may end in yml, and what maps onto a group is refused`() throws {
        let record = Self.record + "\n  ort:\n    label: Ort\n    type: group\n    fields: { plz: { label: PLZ, type: postcode } }\n"
        let good = try catalogue(["test/record.yml": record, "test/forms/form.yml": Self.form + "\n  ort.plz: { acro: p }\n"])
        #expect(good.faults.isEmpty, "\(good.faults)")
        #expect(good.forms.map(\.id) == ["test-form"])
        let bad = try catalogue(files(record: record, form: Self.form + "\n  ort: { acro: p }\n"))
        #expect(bad.faults.map(\.message) == ["„ort“ ist eine Gruppe; ordnen Sie ihren Feldern etwas zu, etwa ort.plz."])
    }

    @Test(arguments: [
        ("acro: n", "arco: n", "form.yaml:5:11: Den Schlüssel „arco“ gibt es hier nicht. Meinten Sie „acro“?"),
        ("name: {", "nahme: {", "form.yaml:5:3: Das Feld „nahme“ gibt es im Datensatz „test“ nicht. Meinten Sie „name“?"),
        ("x: a", "x: c", "form.yaml:6:31: Den Schlüssel „c“ hat „art“ nicht. Meinten Sie „a“?"),
        ("record: test", "record: tset", "form.yaml:2:9: Den Datensatz „tset“ gibt es nicht. Meinten Sie „test“?"),
        (
            "{ acroform: [n, a] }", "{}",
            "form.yaml:3:12: Das Formular braucht ein Erkennungsmerkmal: acroform, xml, json, text oder declares."
        ),
        ("acro: n", "xml: '//a['", "form.yaml:5:9: „//a[“ ist kein XPath 1.0."),
        ("acro: n", "text: { pattern: '(' }", "form.yaml:5:28: Das Muster ist kein regulärer Ausdruck."),
        (
            "acro: n", "text: { pattern: '(a+)+b' }",
            "form.yaml:5:28: Das Muster kann explodieren: Auf „aaaaaaaaaaaa…“ probiert es mit jedem Zeichen doppelt so viele Wege. Bitte vermeiden Sie Wiederholungen in Wiederholungen."
        ),
        (
            "acroform: [n, a]", "acroform: &x [n, a]",
            "form.yaml:3:24: Anker und Verweise (&x) sind hier nicht erlaubt. Bitte schreiben Sie den Inhalt an jede Stelle."
        ),
    ])
    func `a fault names file, line, column and what would be right`(good: String, bad: String, message: String) throws {
        let catalogue = try catalogue(files(form: Self.form.replacing(good, with: bad)))
        #expect(catalogue.faults.map { "\($0)" }.contains("test/forms/" + message), "\(catalogue.faults)")
        #expect(catalogue.forms.isEmpty, "a definition with a fault never loads half")
        #expect(catalogue.records.count == 1, "the rest stays usable")
    }

    @Test func `all faults are named at once`() throws {
        let bad = Self.record.replacing("type: name, required: true", with: "type: nam, requierd: true").replacing(
            "codes: {",
            with: "coded: {"
        )
        #expect(try catalogue(files(record: bad)).faults.count >= 4)
    }

    @Test func `a faulty expression is shown at its column`() throws {
        let bad = Self.record.replacing("required: true", with: "requiredWhen: 'art = )'")
        let faults = try catalogue(files(record: bad)).faults
        let line = bad.split(separator: "\n")[4]
        let column = line.distance(from: line.startIndex, to: try #require(line.firstIndex(of: ")"))) + 1
        let fault = try #require(faults.first { $0.file == "test/record.yaml" })
        #expect(fault.line == 5 && fault.column == column)
        #expect(fault.message.contains("„)“ passt hier nicht"))
    }

    @Test(arguments: [
        (
            "required: true", "requiredWhen: 'art = \"c\"'",
            "5:55: Der Ausdruck ist fehlerhaft: der Vergleich mit „c“ trifft nie zu. Meinten Sie „a“?"
        ),
        (
            "required: true", "requiredWhen: 'name > 3'",
            "5:56: Der Ausdruck ist fehlerhaft: string wird mit number verglichen; das trifft nie zu."
        ),
        (
            "required: true", "requiredWhen: 'naem = null'",
            "5:51: Der Ausdruck ist fehlerhaft: „naem“ gibt es hier nicht. Meinten Sie „name“?"
        ),
        ("required: true", "requiredWhen: name", "5:50: Der Ausdruck ist fehlerhaft: das Ergebnis ist string statt boolean."),
        ("required: true", "default: x", "5:45: „default“ ist einer der Schlüssel der Codeliste, bei einem Text „{office}“."),
        ("a: Alpha", "a: { label: Alpha, until: morgen }", "6:69: Hier wird ein Tag wie 2026-07-01 erwartet."),
        (
            "  name:", "\tname:",
            "5:1: Das YAML ist fehlerhaft: mit diesem Zeichen darf hier nichts beginnen; ein Text, der damit beginnt, gehört in Anführungszeichen. In dieser Zeile steht ein Tabulator; bitte rücken Sie mit Leerzeichen ein."
        ),
        (
            "required: true",
            "when: 'art != null' }\n  art: { label: Art, type: code, codes: { a: A }, when: 'name != null' }\n  x: { label: X",
            "6:57: Diese Bedingungen („when“) hängen im Kreis voneinander ab: art → name → art."
        ),
    ])
    func `a fault in a record names the place and what would be right`(good: String, bad: String, message: String) throws {
        let text = Self.record.replacing(good, with: bad).replacing(
            "  art: { label: Art, type: code, codes: { a: Alpha, b: Beta } }",
            with: bad.contains("X") ? "" : "  art: { label: Art, type: code, codes: { a: Alpha, b: Beta } }"
        )
        let catalogue = try catalogue(files(record: text))
        #expect(catalogue.faults.map(\.description).contains("test/record.yaml:" + message), "\(catalogue.faults.map(\.description))")
        #expect(catalogue.records.isEmpty && catalogue.forms.isEmpty, "nothing loads half")
    }

    @Test func `a fault shows the line with a caret under the place`() throws {
        let bad = Self.record.replacing("required: true", with: "requiredWhen: 'naem = null'")
        let fault = try #require(try catalogue(files(record: bad)).faults.first)
        let lines = fault.excerpt.split(separator: "\n").map(Array.init)
        let caret = try #require(lines.last?.firstIndex(of: "^"))
        #expect(String(lines[0][caret...]).hasPrefix("naem"))
    }

    @Test func `an expression over several lines is shown in its line`() throws {
        let check = "\nchecks:\n  - id: c\n    clerk: C\n    assert: >-\n      name = null\n      or naem = null\n"
        let fault = try #require(try catalogue(files(record: Self.record + check)).faults.first)
        #expect((fault.line, fault.column) == (12, 10))
    }

    @Test func `a code list of XÖV is read as Genericode`() throws {
        let genericode = """
            <gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/">
              <Identification><ShortName>Anrede</ShortName></Identification>
              <ColumnSet><Column Id="code" Use="required"><ShortName>code</ShortName></Column><Column Id="name"><ShortName>name</ShortName></Column>
                <Key Id="codeKey"><ColumnRef Ref="code"/></Key></ColumnSet>
              <SimpleCodeList>
                <Row><Value ColumnRef="code"><SimpleValue>1</SimpleValue></Value><Value ColumnRef="name"><SimpleValue>Frau</SimpleValue></Value></Row>
                <Row><Value ColumnRef="code"><SimpleValue>2</SimpleValue></Value><Value ColumnRef="name"><SimpleValue>Herr</SimpleValue></Value></Row>
              </SimpleCodeList>
            </gc:CodeList>
            """
        var files = files(
            record: Self.record.replacing("codes: { a: Alpha, b: Beta }", with: "codes: anrede"),
            form: Self.form.replacing("x: a", with: "x: 2")
        )
        files["shared/codes/anrede.xml"] = genericode
        let catalogue = try catalogue(files)
        #expect(catalogue.faults.map(\.description) == [])
        #expect(catalogue.records["test"]?.field(at: "art")?.codes.map(\.label) == ["Frau", "Herr"])
        files["shared/codes/anrede.xml"] = "<nichts/>"
        #expect(try self.catalogue(files).faults.contains { $0.file == "shared/codes/anrede.xml" })
    }

    @Test func `a record goes on in other files, and a fault in one keeps all of it out`() throws {
        var files = files()
        files["test/record-2.yaml"] =
            "fields:\n  ort: { label: Ort, requiredWhen: 'name != null' }\nchecks:\n  - { id: c, assert: ort != name, clerk: C }\n"
        let good = try catalogue(files)
        #expect(good.faults.map(\.description) == [])
        #expect(good.records["test"]?.leaves.map(\.path) == ["name", "art", "ort"])
        #expect(good.records["test"]?.conditions == ["ort", "c"])
        files["test/record-3.yaml"] = "fields:\n  name: { label: Noch einmal }\nchecks:\n  - { id: d, assert: orrt = null, clerk: D }\n"
        let bad = try catalogue(files)
        #expect(bad.records.isEmpty)
        #expect(
            bad.faults.map(\.description) == [
                "test/record-3.yaml:2:3: Das Feld „name“ gibt es in diesem Datensatz schon in einer anderen Datei.",
                "test/record-3.yaml:4:22: Der Ausdruck ist fehlerhaft: „orrt“ gibt es hier nicht. Meinten Sie „ort“?",
            ]
        )
    }

    @Test func `a key written twice is a fault`() throws {
        let faults = try catalogue(files(form: Self.form + "\nrecord: test\n")).faults
        #expect(faults.first?.message.contains("doppelt") == true)
    }
}
