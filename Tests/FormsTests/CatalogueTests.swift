import Forms
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
        return try Catalogue(directory: directory)
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
        ["test/record.yaml": record, "test/forms/form.yaml": form, "test/replies/follow-up.de.mustache": "Text"]
    }

    @Test func `the definitions of this project have no fault`() throws {
        let catalogue = try Catalogue(directory: Place.repository.appendingPathComponent("Schemas"))
        #expect(catalogue.faults.map(\.description) == [])
        #expect(catalogue.records.keys.sorted() == ["widerspruch", "wohngeld"])
        #expect(catalogue.forms.count >= 9)
    }

    @Test func `a good definition loads`() throws {
        let catalogue = try catalogue(files())
        #expect(catalogue.faults == [])
        #expect(catalogue.forms.map(\.id) == ["test-form"])
    }

    @Test(arguments: [
        ("acro: n", "arco: n", "form.yaml:5:11: Den Schlüssel „arco“ gibt es hier nicht. Meinten Sie „acro“?"),
        ("name: {", "nahme: {", "form.yaml:5:3: Das Feld „nahme“ gibt es im Datensatz „test“ nicht. Meinten Sie „name“?"),
        ("x: a", "x: c", "form.yaml:6:8: Den Schlüssel „c“ hat „art“ nicht. Meinten Sie „a“?"),
        ("record: test", "record: tset", "form.yaml:2:9: Den Datensatz „tset“ gibt es nicht. Meinten Sie „test“?"),
        ("{ acroform: [n, a] }", "{}", "form.yaml:3:12: Das Formular braucht ein Erkennungsmerkmal: acroform, xml oder text."),
        ("acro: n", "xml: '//a['", "form.yaml:5:9: „//a[“ ist kein XPath 1.0."),
        ("acro: n", "text: { pattern: '(' }", "form.yaml:5:28: Das Muster ist kein regulärer Ausdruck."),
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

    @Test func `a key written twice is a fault`() throws {
        let faults = try catalogue(files(form: Self.form + "\nrecord: test\n")).faults
        #expect(faults.first?.message.contains("doppelt") == true)
    }
}
