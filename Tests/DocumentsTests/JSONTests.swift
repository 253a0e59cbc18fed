import Documents
import Foundation
import TestSupport
import Testing
import Vocabulary

/// JSON documents as trees of elements.
struct JSONTests {
    private func open(_ text: String, name: String = "a.json") -> OpenDocument {
        var opener = Opener()
        return opener.open(Array(text.utf8), name: name)[0]
    }

    private func values(_ text: String, _ xpath: String) -> [String] { open(text).xml?.matches(xpath).map(\.value) ?? ["not read"] }

    @Test func `members, arrays and names of any kind are elements, each in its line`() throws {
        let text =
            "{\n \"G1\": { \"F1\": \"a\" },\n \"G2\": [ {\"F2\": 1},\n {\"F2\": 2} ],\n \"frei form\": true,\n \"x\": [[1, 2], [3]], \"n\": null }"
        #expect(values(text, "/json/G1/F1") == ["a"])
        #expect(values(text, "/json/G2/F2") == ["1", "2"])
        #expect(values(text, "/json/_[@name='frei form']") == ["true"])
        #expect(values(text, "/json/x[1]/_") == ["1", "2"])
        #expect(values(text, "/json/n") == [""])
        let match = try #require(open(text).xml?.matches("/json/G2[2]/F2").first)
        #expect(match.line == 4)
        #expect(match.path == "/json/G2[2]/F2")
        #expect(values("[{\"a\": 1}, {\"a\": 2}]", "/json/_/a") == ["1", "2"])
    }

    @Test func `texts keep every sign, and fractions are written with a comma`() {
        #expect(values(#"{"a": "<b>&\"\\\/ü\u00fc\ud83d\ude00\n"}"#, "/json/a") == ["<b>&\"\\/üü😀\n"])
        #expect(values(#"{"a": "\u0000\u0001"}"#, "/json/a") == ["\u{FFFD}\u{FFFD}"])
        #expect(values(#"{"a": 12.345, "b": -0.5, "c": 1e3}"#, "/json/*") == ["12,345", "-0,5", "1e3"])
    }

    @Test(arguments: [
        ("{\n\"a\": }", 2, "hier wird ein Wert erwartet"), ("{\"a\": 1 \"b\": 2}", 1, "zwischen zwei Angaben fehlt ein Komma"),
        ("{\"a\": 1,}", 1, "Name in Anführungszeichen"), ("{a: 1}", 1, "Name in Anführungszeichen"), ("{\"a\" 1}", 1, "Doppelpunkt"),
        ("{\"a\": [1 2]}", 1, "zwischen zwei Einträgen fehlt ein Komma"), ("{\"a\": 1}\n\n{", 3, "nach dem Ende steht noch etwas"),
        ("{\"a\": \"b", 1, "ein Text endet nicht"), ("{\"a\": \"b\n\"}", 1, "endet nicht auf seiner Zeile"),
        ("{\"a\": tru}", 1, "Wert erwartet"),
        ("{\"a\": 1,\n\"a\": 2}", 2, "der Name „a“ steht zweimal da"), ("{\"a\": 01}", 1, "Wert erwartet"),
        ("{\"a\": \"\\x\"}", 1, "unbekanntes Zeichen"),
        ("{\"a\": \"\\u12\"}", 1, "keine vier Ziffern"), ("{\"a\": NaN}", 1, "Wert erwartet"), ("{", 1, "das Ende fehlt"),
        ("[", 1, "das Ende fehlt"),
        (String(repeating: "[", count: 1_000_000), 1, "zu tief verschachtelt"),
        (String(repeating: "{\"a\":", count: 1_000_000), 1, "zu tief verschachtelt"),
    ])
    func `what is no JSON is a finding with line and reason`(text: String, line: Int, what: String) throws {
        let document = open(text)
        #expect(document.document.kind == .json)
        #expect(!document.document.isReadable)
        let finding = try #require(document.document.findings.first)
        #expect(finding.code == "json.malformed")
        #expect(finding.message.contains("in Zeile \(line) fehlerhaft") && finding.message.contains(what), "\(finding.message)")
    }

    @Test func `bytes that are no UTF-8 are none`() {
        var opener = Opener()
        let document = opener.open(Array("{\"a\": \"".utf8) + [0xFC] + Array("\"}".utf8), name: "a.json")[0]
        #expect(document.document.findings.first?.message.contains("kein UTF-8") == true)
    }

    @Test func `text that only begins like JSON stays text, and a message is no document`() {
        #expect(open("{ \"Hallo\" }, schrieb sie.", name: "brief.txt").document.kind == .text)
        #expect(open("{\"a\": 1}", name: "brief.txt").document.kind == .json)
        #expect(open("{siehe oben}", name: "brief.txt").document.kind == .text)
    }

    @Test func `too many elements are a limit`() {
        let text = "[" + String(repeating: "1,", count: 200_001) + "1]"
        #expect(open(text).document.findings.map(\.code) == ["limit.xml-nodes"])
    }

    @Test func `a name stands for elements in any namespace or in none`() {
        #expect(XMLTree.withoutWildcards("/*/*:G1/*:F-1.a") == "/*/*[local-name()='G1']/*[local-name()='F-1.a']")
        #expect(XMLTree.withoutWildcards("//*[. = '*:x']/@*") == "//*[. = '*:x']/@*")
        #expect(XMLTree.withoutWildcards("2 * 3") == "2 * 3")
        let xml = open("<a xmlns='urn:x'><b>1</b></a>", name: "a.xml").xml
        #expect(xml?.matches(XMLTree.withoutWildcards("/*:a/*:b")).map(\.value) == ["1"])
    }

    @Test func `elements are handed over in order and put together again`() throws {
        let text = "<a xmlns='urn:x' xmlns:y='urn:y'>\n<b y:i='1' j='2'>vor<c/>nach</b>\n<b/><y:d><e><f/></e></y:d></a>"
        let (nodes, document) = Opener().elements(of: Array(text.utf8), name: "a.xsd")
        #expect(document.findings.isEmpty)
        #expect(nodes.map(\.depth) == [0, 1, 2, 1, 1, 2, 3])
        let root = try #require(XMLNode.tree(of: nodes))
        #expect(root.attributes == ["xmlns": "urn:x", "xmlns:y": "urn:y"])
        #expect(root.children.map(\.name) == ["b", "b", "d"])
        #expect(root.children[0].attributes == ["{urn:y}i": "1", "j": "2"])
        #expect(root.children[0].text == "vornach")
        #expect(root.children.map(\.line) == [2, 3, 3])
        #expect(root.children[2].namespace == "urn:y")
        #expect(root.children[2].children[0].children[0].name == "f")
        // A reader that was taken over may say anything.
        #expect(XMLNode.tree(of: []) == nil)
        #expect(XMLNode.tree(of: Array(nodes.dropFirst())) == nil)
        #expect(XMLNode.tree(of: [nodes[0], nodes[2]]) == nil)
        #expect(XMLNode.tree(of: [nodes[0], nodes[0]]) == nil)
    }
}
