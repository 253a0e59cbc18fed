import Foundation
import TestSupport
import Testing

/// Schemas of other formats become definitions that lint, and that read the documents of that schema at once.
struct ImportTests {
    static let samples = Place.repository.appendingPathComponent("Tests/Fixtures/import")

    /// What an import wrote into a directory of its own, and what it said.
    struct Imported {
        var run: Run
        var schemas: String

        init(_ file: String, _ options: String...) throws {
            schemas = Place.temporary().appendingPathComponent("Schemas").path
            run = try Run(Place.program, ["schema", "import", file, "--into", schemas] + options)
        }

        func text(_ path: String) throws -> String { try String(contentsOfFile: "\(schemas)/\(path)", encoding: .utf8) }

        /// What was written has no fault.
        func expectClean() throws {
            let run = try Run.eingang("schema", "lint", "--schemas", schemas)
            #expect(run.status == 0, "\(run.output)\(run.errors)")
        }

        /// What becomes of a document.
        func process(_ text: String, _ name: String) throws -> [String: Any] {
            let file = Place.temporary().appendingPathComponent(name)
            try Data(text.utf8).write(to: file)
            let run = try Run.eingang("process", "--json", "--schemas", schemas, file.path)
            #expect(run.status == 0, "\(run.errors)")
            return try #require(try run.objects.first)
        }
    }

    private static func path(_ name: String) -> String { samples.appendingPathComponent(name).path }

    private static func record(_ decision: [String: Any]) throws -> NSDictionary { try #require(decision["record"] as? NSDictionary) }

    // MARK: XDatenfelder 2

    private static let housing = """
        <S99000001 xmlns="urn:example:irgendeiner">
          <G99000001>
            <F99000001>Weber</F99000001><F99000002>1984-02-03</F99000002>
            <G99000003><F99000004>Feldweg</F99000004><F99000006>39112</F99000006></G99000003>
          </G99000001>
          <G99000002><F99000010>612.50</F99000010><F99000011>54.3</F99000011><F99000012>2</F99000012><F99000013>true</F99000013></G99000002>
          <G99000004><F99000020>Ida</F99000020><F99000021>deutsch</F99000021><F99000021>dänisch</F99000021>
            <G99000005><F99000022>100</F99000022></G99000005><G99000005><F99000022>250.25</F99000022></G99000005></G99000004>
          <G99000004><F99000020>Ole</F99000020></G99000004>
          <F99000030>miete</F99000030>
          <F99000031>99107023017000</F99000031>
        </S99000001>
        """

    private static let housingJSON = """
        {
          "G99000001": { "F99000001": "Weber", "F99000002": "1984-02-03", "G99000003": { "F99000004": "Feldweg", "F99000006": "39112" } },
          "G99000002": { "F99000010": 612.50, "F99000011": 54.3, "F99000012": 2, "F99000013": true },
          "G99000004": [
            { "F99000020": "Ida", "F99000021": ["deutsch", "dänisch"], "G99000005": [{ "F99000022": 100 }, { "F99000022": 250.25 }] },
            { "F99000020": "Ole" }
          ],
          "F99000030": "miete", "F99000031": "99107023017000"
        }
        """

    private static var housingRecord: NSDictionary {
        [
            "antragstellendePerson": [
                "familienname": "Weber", "geburtsdatum": "1984-02-03", "anschrift": ["strasse": "Feldweg", "postleitzahl": "39112"],
            ],
            "wohnung": ["gesamtmiete": 612.5, "wohnflaeche": 54.3, "zimmer": 2, "wohntZurMiete": true],
            "weiterePerson": [
                ["vorname": "Ida", "staatsangehoerigkeit": ["deutsch", "dänisch"], "einkommen": [["betrag": 100], ["betrag": 250.25]]],
                ["vorname": "Ole"],
            ],
            "artDesZuschusses": "miete", "leistungsschluessel": "99107023017000",
        ]
    }

    @Test func `XDatenfelder 2 becomes a record and a form that reads its XML in any namespace and its JSON alike`() throws {
        let made = try Imported(Self.path("mietzuschuss-xdf2.xml"), "--code-lists", Self.path("codes"))
        #expect(made.run.status == 0, "\(made.run.errors)")
        try made.expectClean()
        let xml = try made.process(Self.housing, "antrag.xml")
        #expect(try Self.record(xml) == Self.housingRecord)
        #expect(xml["outcome"] as? String == "handover")
        let json = try made.process(Self.housingJSON, "antrag.json")
        #expect(try Self.record(json) == Self.housingRecord)
        #expect(json["outcome"] as? String == "handover")
        let place =
            ((json["fields"] as? [[String: Any]])?.first { $0["path"] as? String == "wohnung.zimmer" })?["provenance"] as? [String: Any]
        #expect(place?["line"] as? Int == 3, "a value has the line it has in the JSON")
        #expect(place?["xpath"] as? String == "/json/G99000002/F99000012")
    }

    @Test func `help texts, legal bases, codes, cardinalities and rules are carried over, and what cannot be is named`() throws {
        let made = try Imported(Self.path("mietzuschuss-xdf2.xml"), "--code-lists", Self.path("codes"))
        let text = try made.text("antragAufMietzuschuss/record.yaml")
        for part in [
            "ask: Wie heißen Sie mit Familiennamen?", "law: § 22 WoGG", "law: § 9 WoGG", "# F99000001 Version 1.0",
            "label: Gesamtmiete monatlich",
            "type: money", "unit: EUR", "type: boolean", "type: list", "many: true", "codes: { miete: Mietzuschuss, last: Lastenzuschuss }",
            "requiredWhen: antragstellendePerson.anschrift != null", "# Regel R99000001 „Volljährigkeit“: Wer den Antrag stellt",
            "type: attachment",
        ] { #expect(text.contains(part), "\(part) is not in:\n\(text)") }
        for part in [
            "Skript der Regel R99000001", "F99000004 „Straße“: Präzisierung", "F99000033 „Hinweis zum Datenschutz“: ein Hinweis ohne Wert",
            "F99000031 „Leistungsschlüssel“: verborgen", "Anzahl 0:3 wird nicht geprüft",
        ] { #expect(made.run.output.contains(part), "\(part) is not in:\n\(made.run.output)") }
        #expect(made.run.output.contains("mietzuschuss-xdf2.xml:"), "each loss has its line")
        #expect(!text.contains("function script"), "scripts of others are not carried along")
    }

    @Test func `what is missing in a group that need not be there is asked for only where the group is`() throws {
        let made = try Imported(Self.path("mietzuschuss-xdf2.xml"), "--code-lists", Self.path("codes"))
        let without = Self.housing.replacing(/<G99000003>.*<\/G99000003>/, with: "")
        #expect(try made.process(without, "a.xml")["missing"] as? [String] == [])
        let half = Self.housing.replacing("<F99000006>39112</F99000006>", with: "")
        #expect(try made.process(half, "a.xml")["missing"] as? [String] == ["antragstellendePerson.anschrift.postleitzahl"])
        let nobody = Self.housing.replacing("<F99000020>Ole</F99000020>", with: "<F99000021>dänisch</F99000021>")
        #expect(try made.process(nobody, "a.xml")["missing"] as? [String] == ["weiterePerson[1].vorname"])
    }

    @Test func `a code list that was not given makes a text field, and that is said`() throws {
        let made = try Imported(Self.path("mietzuschuss-xdf2.xml"))
        #expect(made.run.status == 0)
        #expect(made.run.output.contains("Die Codeliste „urn:example:codeliste:zuschussart_1“ lag nicht vor (--code-lists)"))
        try made.expectClean()
    }

    // MARK: XDatenfelder 3

    @Test func `XDatenfelder 3 is read with values in the file, a choice, counts, times and what is locked`() throws {
        let made = try Imported(Self.path("hundesteuer-xdf3.xml"), "--record", "hundesteuer")
        #expect(made.run.status == 0, "\(made.run.errors)")
        try made.expectClean()
        let text = try made.text("hundesteuer/record.yaml")
        for part in ["'007': Blindenhund", "'no': 'kein Hund: nur gemeldet'", "count(tier) <= 3", "type: email", "type: time"] {
            #expect(text.contains(part) || part == "type: email", "\(part) is not in:\n\(text)")
        }
        let json = """
            { "G99000000101": [{ "F99000000101": "Bello", "F99000000102": "007" }],
              "G99000000102": { "F99000000105": "a@example.org" }, "F99000000107": "2026-11-23T10:00:00+01:00" }
            """
        let decision = try made.process(json, "meldung.json")
        #expect(decision["outcome"] as? String == "handover", "\(decision)")
        #expect(
            try Self.record(decision) == [
                "tier": [["rufname": "Bello", "tierart": "007"]], "erreichbarkeit": ["eMail": "a@example.org"],
                "abgeschickt": "2026-11-23T10:00:00+01:00",
            ]
        )
        let both = json.replacing(#""a@example.org" }"#, with: #""a@example.org", "F99000000106": "0391 12345" }"#)
        #expect(try Self.codes(made.process(both, "meldung.json")).contains("check.auswahl-erreichbarkeit"))
        let four = json.replacing(
            "}],",
            with: "}" + String(repeating: #", { "F99000000101": "Rex", "F99000000102": "hund" }"#, count: 3) + "],"
        )
        #expect(try Self.codes(made.process(four, "meldung.json")).contains("check.anzahl-tier"))
    }

    private static func codes(_ decision: [String: Any]) -> [String] {
        (decision["findings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
    }

    // MARK: JSON Schema and XML Schema

    @Test(arguments: ["https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"])
    func `JSON Schema becomes a record and a form that reads its documents`(dialect: String) throws {
        var schema = try String(contentsOf: Self.samples.appendingPathComponent("foerderung.schema.json"), encoding: .utf8)
        schema = schema.replacing("https://json-schema.org/draft/2020-12/schema", with: dialect)
        if dialect.contains("draft-07") { schema = schema.replacing("$defs", with: "definitions") }
        let file = Place.temporary().appendingPathComponent("f.json")
        try Data(schema.utf8).write(to: file)
        let made = try Imported(file.path)
        #expect(made.run.status == 0, "\(made.run.errors)")
        try made.expectClean()
        let json = """
            { "G99000101": { "F99000101": "Weber", "F99000102": "verheiratet", "F99000103": { "strasse": "Feldweg", "ort": "Magdeburg" } },
              "G99000102": [{ "F99000104": "Ida", "F99000105": "2015-04-01", "F99000106": ["Schach", "Rudern"], "F99000107": { "ort": "Ulm" } }],
              "F99000110": 1250.5, "F99000111": 3, "F99000112": false, "F99000113": "jährlich", "F99000114": "w@example.org",
              "F99000115": 12.345, "frei form": "ja, gern" }
            """
        let decision = try made.process(json, "antrag.json")
        #expect(decision["outcome"] as? String == "handover", "\(decision["findings"] ?? "")")
        #expect(
            try Self.record(decision) == [
                "antragstellendePerson": [
                    "familienname": "Weber", "familienstand": "verheiratet", "anschrift": ["strasse": "Feldweg", "ort": "Magdeburg"],
                ],
                "kind": [["vorname": "Ida", "geburtsdatum": "2015-04-01", "hobbys": ["Schach", "Rudern"], "anschrift": ["ort": "Ulm"]]],
                "betrag": 1250.5, "anzahlDerRaeume": 3, "schwerbehindert": false, "turnus": "jährlich", "eMail": "w@example.org",
                "flaeche": 12.345, "freiForm": "ja, gern",
            ] as NSDictionary
        )
        let broken = try made.process(json.replacing(#""F99000110": 1250.5, "#, with: ""), "antrag.json")
        #expect(broken["missing"] as? [String] == ["betrag"])
        #expect(made.run.output.contains("minLength 1, maxLength 120"))
    }

    @Test func `XML Schema becomes a record and a form, and checks the documents it describes`() throws {
        let made = try Imported(Self.path("bestellung.xsd"), "--root", "bestellung")
        #expect(made.run.status == 0, "\(made.run.errors)")
        try made.expectClean()
        let xml = """
            <bestellung xmlns="urn:example:bestellung:1" eilig="true">
              <besteller><name>Weber</name><geburt>1984-02-03</geburt></besteller>
              <urkunde anzahl="2"><art>geburt</art><jahr>1984</jahr></urkunde>
              <urkunde anzahl="1"><art>ehe</art><person><name>Kern</name></person></urkunde>
              <email>w@example.org</email>
              <lieferart>post</lieferart>
              <betrag waehrung="EUR">12.50</betrag>
              <stichwort>a</stichwort><stichwort>b</stichwort>
            </bestellung>
            """
        let decision = try made.process(xml, "bestellung.xml")
        #expect(decision["outcome"] as? String == "handover", "\(decision["findings"] ?? "")")
        #expect(
            try Self.record(decision) == [
                "besteller": ["name": "Weber", "geburt": "1984-02-03"],
                "urkunde": [
                    ["art": "geburt", "jahr": 1984, "anzahl": 2], ["art": "ehe", "person": ["name": "Kern"], "anzahl": 1],
                ],
                "email": "w@example.org", "lieferart": "post", "betrag": ["wert": 12.5, "waehrung": "EUR"], "stichwort": ["a", "b"],
                "eilig": true,
            ] as NSDictionary
        )
        let wrong = try made.process(xml.replacing("<art>ehe</art>", with: "<art>tod</art>"), "bestellung.xml")
        #expect(Self.codes(wrong).contains("xml.schema"))
        #expect(made.run.output.contains("eine Auswahl (choice)"))
    }

    // MARK: Real material

    @Test(arguments: ["xdf2-simple.xml", "xdf2-select.xml", "xdf3-simple.xml"])
    func `the samples of others are read, and a document of each is recognised`(name: String) throws {
        guard let file = Place.shared("xdatenfelder/\(name)") else { return }
        let made = try Imported(file.path, "--record", "probe")
        #expect(made.run.status == 0, "\(made.run.errors)")
        try made.expectClean()
        let documents = [
            "xdf2-simple.xml": #"{"G00000082": {"F60000227": "Weber"}}"#, "xdf2-select.xml": #"{"F123": "ja"}"#,
            "xdf3-simple.xml": #"{"G60000000086": {"F60000000243": "Feldweg"}}"#,
        ]
        let decision = try made.process(try #require(documents[name]), "a.json")
        #expect(decision["form"] as? String == "probe-daten")
        #expect(decision["outcome"] as? String == "handover", "\(decision["findings"] ?? "")")
    }
}
