import Foundation
import TestSupport
import Testing

/// Values of a printed page: by their place on it, and from the rows of a table.
struct PrintedTableTests {
    private static let record = """
        record: bogen
        version: "1"
        title: Haushaltsbogen
        fields:
          aktenzeichen: { label: Aktenzeichen }
          personen:
            type: list
            label: Personen
            row: Person
            fields:
              familienname: { label: Familienname, type: name }
              vornamen: { label: Vornamen, type: name }
              geburtsdatum: { label: Geburtsdatum, type: date }
              betrag: { label: Betrag, type: money }
        """

    private static let form = """
        form: bogen-gedruckt
        record: bogen
        recognise: { text: [Haushaltsbogen, Gemeinde Musterfeld] }
        map:
          aktenzeichen: { text: { region: [410, 715, 560, 733], page: 1 } }
          personen:
            rows: { table: [Familienname, Vornamen, geboren am, Betrag im Monat], until: [Summe] }
            map:
              familienname: { column: Familienname }
              vornamen: { column: Vornamen }
              geburtsdatum: { column: geboren am }
              betrag: { column: Betrag im Monat }
        """

    @Test func `a printed table becomes rows, and a region a value`() throws {
        let schemas = Place.temporary()
        for (path, text) in [
            "record.yaml": Self.record, "forms/bogen.yaml": Self.form, "replies/follow-up.de.mustache": "Betreff: Text\n\nText",
        ] {
            let url = schemas.appendingPathComponent("bogen/\(path)")
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let file = Fixtures.directory.appendingPathComponent("table.pdf").path
        let object = try #require(try Run.eingang("process", "--json", "--schemas", schemas.path, file).objects.first)
        let record = try #require(object["record"] as? [String: Any])
        #expect(record["aktenzeichen"] as? String == "MF-77/2026")
        let persons = try #require(record["personen"] as? [[String: Any]])
        #expect(persons.map { $0["familienname"] as? String } == ["von der Heide", "Weber", "Kowalczyk-Öhler"])
        #expect(persons.map { $0["vornamen"] as? String } == ["Ana Maria", "Jonas", "Ewa"])
        #expect(persons.map { $0["geburtsdatum"] as? String } == ["1984-09-02", "2014-09-02", "1981-04-17"])
        #expect(persons.map { ($0["betrag"] as? NSNumber)?.doubleValue } == [1240.5, nil, 520])
        let fields = try #require(object["fields"] as? [[String: Any]])
        let place = try #require(fields.first { $0["path"] as? String == "personen[2].betrag" }?["provenance"] as? [String: Any])
        let rect = try #require(place["rect"] as? [Double])
        #expect(place["page"] as? Int == 1 && (rect[0]...rect[2]).contains(530) && (rect[1]...rect[3]).contains(602))
    }
}
