import Foundation
import TestSupport
import Testing

/// Faulty and hostile schemas: a sentence with the place, exit code 1, nothing written.
struct ImportRefusalTests {
    struct Fault: Sendable, CustomStringConvertible {
        var file: String
        var old: String
        var new: String
        /// What the sentence says.
        var says: String

        init(_ file: String, _ old: String, _ new: String, _ says: String) {
            (self.file, self.old, self.new, self.says) = (file, old, new, says)
        }

        var description: String { "\(file): \(says)" }
    }

    private static let xdf2 = "mietzuschuss-xdf2.xml"
    private static let xdf3 = "hundesteuer-xdf3.xml"
    private static let json = "foerderung.schema.json"
    private static let xsd = "bestellung.xsd"

    static let faults = [
        Fault(xdf2, "<xdf:id>F99000002</xdf:id>", "<xdf:id>F99000001</xdf:id>", "F99000001"),
        Fault(xdf2, "<xdf:id>F99000002</xdf:id>", "", "Die Kennung („id“) von „datenfeld“ „Geburtsdatum“ fehlt."),
        Fault(xdf2, "<xdf:id>F99000002</xdf:id>", "<xdf:id> </xdf:id>", "Die Kennung („id“) von „datenfeld“ „Geburtsdatum“ fehlt."),
        Fault(xdf2, "<xdf:id>F99000002</xdf:id>", "<xdf:id>F9' or '1</xdf:id>", "ist keine, wie F60000227 eine ist"),
        Fault(
            xdf2,
            "<xdf:name>Geburtsdatum</xdf:name>",
            "<xdf:name>Geburtsdatum</xdf:name><xdf:name>Tag</xdf:name>",
            "„name“ steht in „datenfeld“ zweimal da"
        ),
        Fault(xdf2, "<xdf:name>Geburtsdatum</xdf:name>", "", "hat keinen Namen"),
        Fault(
            xdf2,
            "<xdf:hilfetextEingabe>Wohnen Sie zur Miete?</xdf:hilfetextEingabe>",
            "<xdf:hilfetextEingabe>A</xdf:hilfetextEingabe><xdf:hilfetextEingabe>B</xdf:hilfetextEingabe>",
            "„hilfetextEingabe“ steht in „datenfeld“ zweimal da"
        ),
        Fault(
            xdf2,
            "<xdf:id>G99000003</xdf:id>",
            "<xdf:id>G99000001</xdf:id>",
            "Die Gruppe „G99000001“ enthält sich selbst: G99000001 → G99000001"
        ),
        Fault(xdf2, "xdatenfelder_2\"", "xdatenfelder_9\"", "Der Namensraum „urn:xoev-de:fim:standard:xdatenfelder_9“ ist nicht bekannt."),
        Fault(
            xdf2,
            "xmlns:xdf=\"urn:xoev-de:fim:standard:xdatenfelder_2\"",
            "xmlns:xdf=\"urn:x\"",
            "Der Namensraum „urn:x“ ist nicht bekannt."
        ),
        Fault(xdf2, "<xdf:name>Geburtsdatum</xdf:name>", "<y:name xmlns:y='urn:y'>Geburtsdatum</y:name>", "gehört zum Namensraum „urn:y“"),
        Fault(xdf2, "<code>num_int</code>", "<code>zahl</code>", "Datentyp „zahl“ gibt es nicht; möglich sind text, text_latin"),
        Fault(xdf2, "<code>hidden</code>", "<code>geheim</code>", "Feldart „geheim“ gibt es nicht"),
        Fault(xdf2, "<code>aktiv</code>", "<code>fertig</code>", "„status“ „fertig“ gibt es nicht"),
        Fault(xdf2, "<xdf:anzahl>0:3</xdf:anzahl>", "<xdf:anzahl>3:0</xdf:anzahl>", "Die Anzahl „3:0“ ist keine wie 0:1"),
        Fault(xdf2, "<xdf:anzahl>0:3</xdf:anzahl>", "<xdf:anzahl>viele</xdf:anzahl>", "Die Anzahl „viele“ ist keine wie 0:1"),
        Fault(xdf2, "<xdf:anzahl>0:3</xdf:anzahl>", "", "Die Anzahl „“ ist keine wie 0:1"),
        Fault(xdf2, "<xdf:nachrichtID>n1</xdf:nachrichtID>", "<xdf:nachrichtID>n1", "Das XML ist fehlerhaft"),
        Fault(
            xdf2,
            "<xdf:xdatenfelder.stammdatenschema.0102",
            "<!DOCTYPE x [<!ENTITY e 'ha'>]><xdf:xdatenfelder.stammdatenschema.0102",
            "Entitäten"
        ),
        Fault(
            xdf2,
            "<xdf:xdatenfelder.stammdatenschema.0102",
            "<!DOCTYPE x SYSTEM 'http://127.0.0.1:1/x.dtd'><xdf:xdatenfelder.stammdatenschema.0102",
            "DTD"
        ),
        Fault(xdf3, "<xdf:freigabestatus><code>5</code>", "<xdf:freigabestatus><code>9</code>", "„freigabestatus“ „9“ gibt es nicht"),
        Fault(xdf3, "<xdf:code>hund</xdf:code>", "<xdf:code>no</xdf:code>", "Den Code „no“ gibt es in der Werteliste schon."),
        Fault(
            xdf3,
            "<xdf:version>1.2.0</xdf:version>",
            "<xdf:version>1.2.0</xdf:version><xdf:unknown>x</xdf:unknown>",
            "Das Element „unknown“ ist in „identifikation“ nicht vorgesehen."
        ),
        Fault(json, "draft/2020-12/schema", "draft/2030-01/schema", "von JSON Schema ist nicht bekannt"),
        Fault(json, "#/$defs/anschrift", "#/$defs/gibtesnicht", "das gibt es in der Datei nicht"),
        Fault(json, "#/$defs/anschrift", "https://schema.example.org/a.json", "gelesen wird nur diese eine Datei"),
        Fault(
            json,
            "\"strasse\": { \"type\": \"string\"",
            "\"strasse\": { \"$ref\": \"#/$defs/anschrift\"",
            "Das Schema enthält sich selbst: #/$defs/anschrift → #/$defs/anschrift."
        ),
        Fault(json, "\"type\": \"number\", \"multipleOf\"", "\"type\": \"zahl\", \"multipleOf\"", "Den Typ „zahl“ gibt es nicht"),
        Fault(json, "\"minItems\": 1", "\"minItems\": 9", "„minItems“ 9 ist mehr als „maxItems“ 5"),
        Fault(json, "\"minItems\": 1", "\"minItems\": \"eins\"", "„minItems“ ist keine Anzahl"),
        Fault(json, "\"F99000111\":", "\"F99000110\":", "der Name „F99000110“ steht zweimal da"),
        Fault(json, "\"minItems\": 1,", "\"minItems\": 1", "zwischen zwei Angaben fehlt ein Komma"),
        Fault(json, "\"minItems\": 1,", "\"minItems\": 01,", "hier wird ein Wert erwartet"),
        Fault(
            xsd,
            "<xs:element name=\"lieferart\" type=\"LieferartTyp\">",
            "<xs:import namespace=\"urn:x\" schemaLocation=\"http://127.0.0.1:1/x.xsd\"/><xs:element name=\"lieferart\" type=\"LieferartTyp\">",
            "„import“ verweist auf „http://127.0.0.1:1/x.xsd“"
        ),
        Fault(
            xsd,
            "<xs:element name=\"lieferart\" type=\"LieferartTyp\">",
            "<xs:include schemaLocation=\"../nebenan.xsd\"/><xs:element name=\"lieferart\" type=\"LieferartTyp\">",
            "nichts aus dem Netz und nichts daneben"
        ),
        Fault(xsd, "<xs:extension base=\"NamenTyp\">", "<xs:extension base=\"PersonTyp\">", "„PersonTyp“ erweitert sich selbst"),
        Fault(xsd, "name=\"geburt\" type=\"xs:date\"", "name=\"geburt\" type=\"PersonTyp\"", "Der Typ „PersonTyp“ enthält sich selbst"),
        Fault(xsd, "type=\"xs:date\"", "type=\"xs:datum\"", "Den Typ „datum“ kennt XML Schema nicht."),
        Fault(
            xsd,
            "<xs:element name=\"art\" type=\"UrkundeTyp\"/>",
            "<xs:element name=\"art\" type=\"GibtEsNicht\"/>",
            "„GibtEsNicht“ gibt es in dieser Datei nicht."
        ),
        Fault(xsd, "maxOccurs=\"unbounded\">", "maxOccurs=\"viele\">", "„maxOccurs“ „viele“ ist keine Anzahl."),
        Fault(
            xsd,
            "<xs:simpleType name=\"LieferartTyp\">",
            "<xs:simpleType name=\"UrkundeTyp\">",
            "„simpleType“ „UrkundeTyp“ gibt es schon in Zeile"
        ),
        Fault(xsd, "http://www.w3.org/2001/XMLSchema", "http://www.w3.org/1999/XMLSchema", "ist nicht der von XML Schema"),
        Fault(
            xsd,
            "<xs:element ref=\"lieferart\"/>",
            "",
            "Mehrere Elemente können der Anfang eines Dokuments sein: bestellung, lieferart."
        ),
    ]

    @Test(arguments: faults)
    func `a faulty schema is refused with its place, and nothing is written`(fault: Fault) throws {
        let good = try String(contentsOf: ImportTests.samples.appendingPathComponent(fault.file), encoding: .utf8)
        let text = good.replacing(fault.old, with: fault.new, maxReplacements: fault.old.hasPrefix("#/") ? 9 : 1)
        try #require(text != good, "the sample does not have \(fault.old)")
        let directory = Place.temporary()
        let file = directory.appendingPathComponent(fault.file)
        try Data(text.utf8).write(to: file)
        let run = try Run.eingang("schema", "import", file.path, "--into", directory.appendingPathComponent("Schemas").path)
        #expect(run.status == 1)
        #expect(run.errors.contains(fault.says), "\(run.errors)")
        #expect(run.errors.contains("\(fault.file):"), "\(run.errors)")
        #expect(run.errors.contains("Es wurde nichts geschrieben."))
        #expect(run.output == "")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [fault.file])
    }

    @Test func `a fault names the line it stands in`() throws {
        let good = try String(contentsOf: ImportTests.samples.appendingPathComponent(Self.xdf2), encoding: .utf8)
        let line =
            try #require(good.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("<code>num_int</code>") })
            + 1
        let file = Place.temporary().appendingPathComponent("a.xml")
        try Data(good.replacing("<code>num_int</code>", with: "<code>zahl</code>").utf8).write(to: file)
        let run = try Run.eingang("schema", "import", file.path, "--into", Place.temporary().path + "/S")
        #expect(run.errors.contains("a.xml:\(line): F99000012 „Zimmer“: Datentyp „zahl“"), "\(run.errors)")
        let json = Place.temporary().appendingPathComponent("a.json")
        try Data("{\n \"type\": \"object\",\n \"properties\": nix }".utf8).write(to: json)
        let other = try Run.eingang("schema", "import", json.path, "--into", Place.temporary().path + "/S")
        #expect(other.status == 1)
        #expect(other.errors.contains("a.json:3: Das JSON ist in Zeile 3 fehlerhaft"), "\(other.errors)")
    }

    @Test(arguments: [
        ("", "weder XML noch JSON"), ("Guten Tag", "weder XML noch JSON"), ("<a/>", "„a“ ist kein Schema."),
        ("[1, 2]", "kein JSON Schema eines Objekts"),
        ("{\"a\": 1}", "kein JSON Schema eines Objekts"),
        ("<CodeList xmlns='http://docs.oasis-open.org/codelist/ns/genericode/1.0/'/>", "mit --code-lists"),
        (String(repeating: "[", count: 100_000), "zu tief verschachtelt"),
        ("{\"a\": \"\\ud800\", \"b\": [[[]]], \"properties\": {}}", "keine Felder"),
    ])
    func `what is no schema is refused in a sentence`(text: String, says: String) throws {
        let file = Place.temporary().appendingPathComponent("a.xml")
        try Data(text.utf8).write(to: file)
        let target = Place.temporary().appendingPathComponent("S")
        let run = try Run.eingang("schema", "import", file.path, "--into", target.path)
        #expect(run.status == 1)
        #expect(run.errors.contains(says) || (text.isEmpty && run.errors.contains("leer")), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: target.path))
    }

    @Test func `a record that is there already is left alone`() throws {
        let made = try ImportTests.Imported(ImportTests.samples.appendingPathComponent(Self.xdf3).path, "--record", "hund")
        #expect(made.run.status == 0)
        let before = try made.text("hund/record.yaml")
        let again = try Run.eingang(
            "schema",
            "import",
            ImportTests.samples.appendingPathComponent(Self.xdf2).path,
            "--into",
            made.schemas,
            "--record",
            "hund"
        )
        #expect(again.status == 1)
        #expect(again.errors.contains("Einen Datensatz „hund“ gibt es"))
        #expect(try made.text("hund/record.yaml") == before)
        let beside = try Run.eingang(
            "schema",
            "import",
            ImportTests.samples.appendingPathComponent(Self.xdf2).path,
            "--into",
            made.schemas,
            "--code-lists",
            ImportTests.samples.appendingPathComponent("codes").path
        )
        #expect(beside.status == 0, "\(beside.errors)")
        try made.expectClean()
    }

    @Test func `groups may nest twenty deep, and what no record can hold is refused`() throws {
        func nested(_ depth: Int) -> String {
            var inner = "\"F99\": { \"type\": \"string\", \"title\": \"Wert\" }"
            for level in (0..<depth).reversed() {
                inner =
                    "\"G\(level)\": { \"type\": \"object\", \"title\": \"Ebene \(level)\", \"properties\": { \(inner) }, \"required\": [\"\(level == depth - 1 ? "F99" : "G\(level + 1)")\"] }"
            }
            return "{ \"title\": \"Tief\", \"type\": \"object\", \"properties\": { \(inner) }, \"required\": [\"G0\"] }"
        }
        let file = Place.temporary().appendingPathComponent("tief.json")
        try Data(nested(20).utf8).write(to: file)
        let made = try ImportTests.Imported(file.path)
        #expect(made.run.status == 0, "\(made.run.errors)")
        var document = "{ \"F99\": \"unten\" }"
        for level in (0..<20).reversed() { document = "{ \"G\(level)\": \(document) }" }
        let decision = try made.process(document, "a.json")
        #expect(decision["outcome"] as? String == "handover", "\(decision["findings"] ?? "")")
        try Data(nested(60).utf8).write(to: file)
        let refused = try ImportTests.Imported(file.path)
        #expect(refused.run.status == 1)
        #expect(refused.run.errors.contains("Ebenen tief verschachtelt"), "\(refused.run.errors)")
    }

    @Test func `what a schema calls its fields cannot break out of the definitions`() throws {
        let hostile = "\"title\": \"x: [&a *b\\\\n- {{evil}} # 'no' \\\" \\u0000\\u202e|\"".replacing("\\\\n", with: "\\n")
        let schema = """
            { "title": "Übel: 'ja' # nein", "type": "object", "required": ["a", "b'c", "d\\"e"], "properties": {
              "a": { "type": "string", \(hostile), "description": "Zeile 1\\nZeile 2: # {x}" }, "b'c": { "type": "string", \(hostile) },
              "d\\"e": { "enum": ["null", "true", "1:30", "a'b", "- x", "ä", "0x1F", "~"], \(hostile) } } }
            """
        let file = Place.temporary().appendingPathComponent("a.json")
        try Data(schema.utf8).write(to: file)
        let made = try ImportTests.Imported(file.path, "--record", "uebel")
        #expect(made.run.status == 0, "\(made.run.errors)")
        try made.expectClean()
        let decision = try made.process(#"{"a": "1", "b'c": "2", "d\"e": "1:30"}"#, "a.json")
        #expect(decision["outcome"] as? String == "handover", "\(decision["findings"] ?? "")")
        #expect((decision["record"] as? [String: Any])?.count == 3)
    }
}
