import Foundation
import TestSupport
import Testing

/// What the designers' tools are given by people who make mistakes, or mean harm.
struct DesignerAttackTests {
    private func directory(_ files: [String: String]) throws -> URL {
        let directory = Place.temporary()
        let record = "record: a\nversion: 1\ntitle: A\nfields:\n  name: { label: Name }\n"
        let form = "form: f\nrecord: a\nrecognise: { acroform: [name] }\nmap:\n  name: { acro: name }\n"
        for (path, text) in ["a/record.yaml": record, "a/forms/f.yaml": form].merging(files, uniquingKeysWith: { $1 }) {
            let url = directory.appending(path: path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return directory
    }

    /// Ten lines that stand for ten thousand million.
    private static let bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + (1...9).map { n in "a\(n): &a\(n) [" + Array(repeating: "*a\(n - 1)", count: 10).joined(separator: ", ") + "]\n" }.joined()

    @Test func `references that stand for thousands of millions are refused at the first, in definitions and in cases`() throws {
        let cases = try directory(["a/cases/b.yaml": Self.bomb])
        let test = try Run.eingang("test", cases.path)
        #expect(test.status == 1 && test.output.contains("a/cases/b.yaml:1:5: Anker und Verweise (&a0)"), "\(test.output)")
        let forms = try directory(["a/forms/g.yaml": Self.bomb])
        let lint = try Run.eingang("schema", "lint", "--schemas", forms.path)
        #expect(lint.status == 1 && lint.output.contains("a/forms/g.yaml:1:5:") && lint.output.contains("[yaml.anchor]"), "\(lint.output)")
    }

    @Test func `an expression of thousands of terms, or groups without end, are faults of one file`() throws {
        let sum = "1" + String(repeating: "+1", count: 3000)
        let long = try Run.eingang("eval", sum)
        #expect(long.status == 1 && long.errors.contains("der Ausdruck ist zu lang"), "\(long.errors)")
        let deep =
            String(repeating: "{ g: { type: group, label: x, fields: ", count: 30) + "{ x: { label: x } }"
            + String(repeating: " } }", count: 30)
        for text in ["fields:\n  x: { label: x, when: '\(sum) > 1' }\n", "fields: \(deep)\n"] {
            let schemas = try directory(["b/record.yaml": "record: b\nversion: 1\ntitle: B\nprefix: B\n\(text)"])
            let lint = try Run.eingang("schema", "lint", "--schemas", schemas.path)
            #expect(lint.status == 1 && lint.output.contains("b/record.yaml:"), "\(lint.output.prefix(500))\(lint.errors)")
        }
    }

    @Test func `a pattern in a condition that can explode is refused with a text on which it does`() throws {
        let check = "checks:\n  - { id: c, assert: 'matches(name, \"^(a+)+$\")', clerk: x }\n"
        let schemas = try directory(["b/record.yaml": "record: b\nversion: 1\ntitle: B\nprefix: B\nfields:\n  name: { label: N }\n\(check)"]
        )
        let lint = try Run.eingang("schema", "lint", "--schemas", schemas.path)
        #expect(
            lint.status == 1 && lint.output.contains("b/record.yaml:8:37: Das Muster kann explodieren: Auf „aaaaaaaaaaaa…“"),
            "\(lint.output)"
        )
        #expect(lint.output.contains("[pattern.explodes]"))
    }

    @Test(arguments: ["/etc/passwd", "../../../../etc/passwd", "link.pdf"])
    func `a case reads nothing that does not lie among the definitions`(name: String) throws {
        let schemas = try directory([
            "a/cases/x.yaml": "case: x\nfile: \(name)\n", "a/cases/y.yaml": "case: y\nmail: { attached: [\(name)] }\n",
        ])
        try FileManager.default.createSymbolicLink(
            atPath: schemas.appending(path: "a/cases/link.pdf").path,
            withDestinationPath: "/etc/passwd"
        )
        let run = try Run.eingang("test", schemas.path)
        #expect(run.status == 1 && run.output.matches(of: /liegt nicht bei den Definitionen/).count == 2, "\(run.output)")
        #expect(!run.output.contains("root:"))
    }

    @Test func `a value that a box or a list cannot hold is refused with those it can`() throws {
        for (field, value, told) in [
            ("antrag_art", "Neuantrag", "Möglich sind: true, „Erstantrag“, „Weiterleistung“, „Erhoehung“."),
            ("mittelpunkt_ja", "ja", "„Yes“"),
        ] {
            let schemas = try directory([
                "a/forms/f.yaml":
                    "form: f\nrecord: a\ntemplate: b.pdf\nrecognise: { acroform: [ant_name] }\nmap:\n  name: { acro: ant_name }\n",
                "a/blank/b.pdf": "", "a/cases/x.yaml": "case: x\nform: f\nfields: { \(field): \(value) }\n",
            ])
            let blank = schemas.appending(path: "a/blank/b.pdf")
            try FileManager.default.removeItem(at: blank)
            try FileManager.default.copyItem(at: Place.schemas.appending(path: "wohngeld/blank/mietzuschuss-2026.pdf"), to: blank)
            let run = try Run.eingang("test", schemas.path)
            #expect(run.status == 1 && run.output.contains("kann nicht „\(value)“ sein") && run.output.contains(told), "\(run.output)")
        }
    }

    @Test func `nothing that a terminal would obey comes through, whatever a file is called or holds`() throws {
        let schemas = try directory([
            "a/cases/\u{1B}[31mrot.yaml": "case: x\nform: \"\\e[31mf\"\nfields: { \"\\e]0;x\": \"\u{202E}y\" }\n",
            "b/record.yaml": "record: b\nversion: 1\ntitle: B\nfields:\n  x: { label: X, type: \"\\e[31mtyp\" }\n",
        ])
        for arguments in [["test", schemas.path], ["schema", "lint", "--schemas", schemas.path]] {
            let run = try Run(Place.program, arguments)
            #expect(run.status != 0)
            #expect(
                !(run.output + run.errors).unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E || $0.value == 0x9B },
                "\(arguments)"
            )
        }
    }

    @Test func `a schema whose types hold types ten times over is refused before it is written out`() throws {
        let directory = Place.temporary()
        let types = (0..<9).map { level in
            let inner = (0..<10).map { "<xs:element name=\"e\($0)\" type=\"t\(level + 1)\"/>" }.joined()
            return "<xs:complexType name=\"t\(level)\"><xs:sequence>\(inner)</xs:sequence></xs:complexType>"
        }
        let xsd =
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:element name=\"a\" type=\"t0\"/>\(types.joined())"
            + "<xs:complexType name=\"t9\"><xs:sequence><xs:element name=\"x\" type=\"xs:string\"/></xs:sequence></xs:complexType></xs:schema>"
        let definitions = (0..<9).map { level in
            "\"t\(level)\": {\"type\": \"object\", \"properties\": {\((0..<10).map { "\"p\($0)\": {\"$ref\": \"#/$defs/t\(level + 1)\"}" }.joined(separator: ", "))}}"
        }
        let json = "{\"$ref\": \"#/$defs/t0\", \"$defs\": {\(definitions.joined(separator: ", ")), \"t9\": {\"type\": \"string\"}}}"
        for (name, text) in [("a.xsd", xsd), ("a.json", json)] {
            let file = directory.appending(path: name)
            try Data(text.utf8).write(to: file)
            let target = directory.appending(path: "Neu")
            let run = try Run.eingang("schema", "import", file.path, "--into", target.path)
            #expect(run.status == 1 && run.errors.contains("mehr als 20000 Felder"), "\(run.output)\(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: target.path))
        }
    }

    @Test func `what is explained is never written over, and nothing but a file is`() throws {
        let folder = Place.temporary()
        let form = folder.appending(path: "x.pdf")
        try FileManager.default.copyItem(at: Place.schemas.appending(path: "wohngeld/cases/gedruckt.pdf"), to: form)
        let before = try Data(contentsOf: form)
        #expect(try Run.eingang("explain", form.path, "--html", form.path).status == 1)
        #expect(try Data(contentsOf: form) == before)
        #expect(try Run.eingang("explain", form.path, "--html", folder.path).status == 1)
        #expect(try Run.eingang("schema", "export", "wohngeld", "--format", "html", "--output", folder.path).status == 1)
    }

    @Test func `where nothing was looked at nothing is fine`() throws {
        let empty = Place.temporary()
        #expect(try Run.eingang("schema", "lint", "--schemas", empty.path).status == 3)
        #expect(try Run.eingang("schema", "lint", "--schemas", "Schemas/wohngeld").status == 3)
        #expect(try Run.eingang("test", "Schemas", "--only", "gibt es nicht").status == 2)
        try Data("# nur eine Bemerkung\n".utf8).write(to: empty.appending(path: "t.feel"))
        #expect(try Run.eingang("eval", "--test", empty.appending(path: "t.feel").path).status == 2)
        #expect(try Run.eingang("cases", "--store", empty.path).status == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: empty.path) == ["t.feel"])
    }
}
