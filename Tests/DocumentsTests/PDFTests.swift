import Documents
import Foundation
import TestSupport
import Testing
import Vocabulary

struct PDFTests {
    private func open(_ name: String, limits: Limits = Limits()) throws -> [Document] {
        var opener = Opener(limits: limits)
        return opener.open(try Fixtures.bytes(name), name: name).map(\.document)
    }

    private func fields() throws -> [String: FormField] {
        Dictionary(try open("fields.pdf")[0].fields.map { ($0.name, $0) }) { first, _ in first }
    }

    @Test(arguments: [
        ("text", FormField.Kind.text, ["Grüße"]), ("utf16", .text, ["Łódź"]), ("größe", .text, ["süß"]), ("comb", .text, ["39104"]),
        ("radio", .radio, []), ("on", .checkbox, ["Ja"]), ("off", .checkbox, []), ("no-such-state", .checkbox, []),
        ("opt", .radio, ["weiblich"]),
        ("choice", .choice, ["v"]), ("multi", .choice, ["a", "c"]), ("person.name", .text, ["Klein"]), ("signature", .signature, []),
        ("orphan", .text, ["da"]),
    ])
    func `every kind of field gives its value`(name: String, kind: FormField.Kind, values: [String]) throws {
        let field = try #require(try fields()[name])
        #expect(field.kind == kind)
        #expect(field.values == values)
    }

    @Test func `names and values are in normal form C whatever the file holds`() throws {
        let field = try #require(try fields()["größe"])
        #expect(Array(field.name.unicodeScalars) == Array("größe".precomposedStringWithCanonicalMapping.unicodeScalars))
        #expect(field.values[0].unicodeScalars.count == 3)
    }

    @Test func `a state with raw Latin-1 bytes is read`() throws {
        let field = try open("latin1.pdf")[0].fields[0]
        #expect(field.states == ["Erhöhung"])
        #expect(field.values == ["Erhöhung"])
    }

    @Test func `pages and rectangles are those of the file, in order of size`() throws {
        let field = try #require(try fields()["utf16"])
        #expect(field.place?.page == 2)
        #expect(field.place?.rect == Rect(50, 760, 150, 775))
    }

    @Test func `a default left alone is told from an answer`() throws {
        let all = try fields()
        #expect(all["default"]?.isDefault == true)
        #expect(all["text"]?.isDefault == false)
    }

    @Test func `what the page shows differently from what is stored is a finding`() throws {
        let document = try open("fields.pdf")[0]
        #expect(document.fields.filter(\.disagrees).map(\.name) == ["forged", "shown-only", "stored-only"])
        #expect(document.findings.map(\.code) == ["pdf.appearance-differs"])
    }

    @Test func `60 fields of a form from practice, filled by another program, come back whole`() throws {
        guard Place.shared("forms/mietzuschuss-2013.pdf") != nil else { return }
        let expected = try #require(
            try JSONSerialization.jsonObject(with: Data(try Fixtures.bytes("real-filled.json"))) as? [String: [String: Any]]
        )
        let fields = Dictionary(try open("real-filled.pdf")[0].fields.map { ($0.name, $0) }) { first, _ in first }
        #expect(expected.count == 60)
        for (name, wanted) in expected {
            let field = try #require(fields[name.precomposedStringWithCanonicalMapping], "\(name)")
            #expect(field.kind.rawValue == wanted["kind"] as? String, "\(name)")
            #expect(field.values == [wanted["value"] as? String], "\(name)")
            #expect(field.place?.page == wanted["page"] as? Int, "\(name)")
            let rect = try #require(wanted["rect"] as? [Double])
            let place = try #require(field.place?.rect)
            #expect(zip(rect, [place.x0, place.y0, place.x1, place.y1]).allSatisfy { abs($0 - $1) < 0.01 }, "\(name)")
        }
    }

    @Test func `the blank form's group without a state counts as unanswered`() throws {
        guard let url = Place.shared("forms/mietzuschuss-2013.pdf") else { return }
        var opener = Opener()
        let document = opener.open(Array(try Data(contentsOf: url)), name: "blank.pdf")[0].document
        #expect(document.pages == 4)
        #expect(document.fields.flatMap(\.widgets).count == 157)
        #expect(document.fields.filter { !$0.values.isEmpty }.map(\.name) == ["antragsteller_kontoinhaber"])
    }

    @Test func `embedded files are opened with safe names`() throws {
        let documents = try open("files.pdf")
        #expect(documents.map(\.name) == ["files.pdf", "anlage.pdf", "daten.xml"])
        #expect(documents.map(\.kind) == [.pdf, .pdf, .xml])
        #expect(documents[1].container == "files.pdf")
    }

    @Test(arguments: [
        ("nested.pdf", "limit.depth"), ("many-fields.pdf", "limit.fields"), ("many-pages.pdf", "limit.pages"),
        ("ratio.zip", "limit.archive-ratio"), ("many.zip", "limit.archive-files"),
    ])
    func `a limit that is reached has a name and the rest is read`(name: String, code: String) throws {
        let documents = try open(name)
        #expect(documents.flatMap(\.findings).contains { $0.code == code })
        #expect(documents[0].isReadable)
    }

    @Test func `zip in zip is opened and an office file is named as such`() throws {
        #expect(try open("outer.zip").map(\.name) == ["outer.zip", "inner.zip", "a.txt"])
        #expect(try open("office.docx")[0].findings.map(\.code) == ["document.office-format"])
    }

    @Test func `every word of a page has its place`() throws {
        var opener = Opener()
        let message = try Data(contentsOf: Place.repository.appendingPathComponent("SampleForms/blank/mietzuschuss-2026.pdf"))
        let layout = opener.open(Array(message), name: "blank.pdf")[0].text()
        let line = try #require(layout.lines.first { $0.text.contains("Antrag auf Mietzuschuss") })
        #expect(line.page == 1)
        let rect = try #require(line.rect)
        #expect(rect.x0 > 45 && rect.x0 < 55 && rect.y0 > 790 && rect.y1 < 830)
    }
}
