import Documents
import Foundation
import TestSupport
import Testing
import Vocabulary

struct XMLTests {
    private func open(_ text: String, name: String = "a.xml") -> OpenDocument {
        var opener = Opener()
        return opener.open(Array(text.utf8), name: name)[0]
    }

    @Test func `nodes are found by XPath with namespaces, paths and lines`() throws {
        let xml = try #require(open("<a xmlns='urn:x'>\n<b>1</b>\n<b i='2'>zwei</b></a>").xml)
        #expect(xml.root == "{urn:x}a")
        let matches = xml.matches("//x:b[@i]", namespaces: ["x": "urn:x"])
        #expect(matches.map(\.value) == ["zwei"])
        #expect(matches.map(\.line) == [3])
        #expect(xml.matches(matches[0].path, namespaces: ["x": "urn:x"]).count == 1)
        #expect(xml.matches("count(//x:b)", namespaces: ["x": "urn:x"]).map(\.value) == ["2"])
    }

    @Test(arguments: ["//b[", "//unknown:b", "1 div"])
    func `a faulty XPath selects nothing`(xpath: String) throws {
        #expect(try #require(open("<a/>").xml).matches(xpath).isEmpty)
    }

    @Test func `entities are refused, whether bomb or file`() throws {
        let bomb = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]><a>&y;</a>"
        #expect(open(bomb).document.findings.map(\.code) == ["xml.entities-refused"])
        let secret = Place.temporary().appendingPathComponent("geheim.txt")
        try Data("GEHEIM".utf8).write(to: secret)
        let file = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file://\(secret.path)'>]><a>&x;</a>"
        let document = open(file)
        #expect(document.document.findings.map(\.code) == ["xml.entities-refused"])
        #expect(!document.text().text.contains("GEHEIM"))
    }

    @Test func `a DTD elsewhere is not loaded and does not hinder reading`() throws {
        let document = open("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a><b>1</b></a>")
        #expect(document.document.findings.map(\.code) == ["xml.doctype"])
        #expect(document.xml?.matches("//b").map(\.value) == ["1"])
    }

    @Test func `broken XML says where`() {
        let findings = open("<?xml version='1.0'?>\n<a>\n<b></a>").document.findings
        #expect(findings.map(\.code) == ["xml.malformed"])
        #expect(findings[0].message.contains("Zeile 3"))
    }

    @Test func `too many elements are a limit`() {
        #expect(open("<a>" + String(repeating: "<b/>", count: 200_001) + "</a>").document.findings.map(\.code) == ["limit.xml-nodes"])
    }

    @Test func `a schema names line and element but no value`() throws {
        let file = Place.repository.appendingPathComponent("Schemas/wohngeld/forms/wohngeld-xml-1.xsd")
        let schema = try #require(XMLSchema(Array(try Data(contentsOf: file))))
        let tree = try #require(open("<antrag xmlns='urn:eingang:wohngeld:1' version='1'>\n<art>GEHEIMWERT</art></antrag>").xml)
        let problems = schema.problems(in: tree)
        #expect(!problems.isEmpty)
        #expect(problems.allSatisfy { $0.kind == .xmlSchema && !$0.finding("a.xml").message.contains("GEHEIMWERT") })
        #expect(problems[0].line == 2)
    }

    @Test func `HTML becomes text without scripts`() {
        let html =
            "<html><head><title>T</title><script>alert(1)</script></head><body><p>Guten&nbsp;Tag</p><table><tr><td>a</td><td>b</td></tr></table></body></html>"
        let document = open(html, name: "a.html")
        #expect(document.plain?.contains("alert") == false)
        #expect(document.plain?.contains("Guten") == true)
        #expect(document.plain?.contains("a b") == true)
    }

    @Test func `kinds are told by content, not by name`() throws {
        #expect(open("\u{89}PNG", name: "a.xml").document.kind != .image)
        #expect(open("Hallo", name: "bild.png").document.kind == .text)
        #expect(open("", name: "leer.pdf").document.findings.map(\.code) == ["document.empty"])
    }
}
