import Foundation
import TestSupport
import Testing

/// Mails as programs and people really send them: two versions of a text, only HTML, a photo or a Word file in place of a form.
struct MailBodyTests {
    private let wish =
        "Guten Tag, ich beantrage Wohngeld. Ich wohne zur Miete, 540 Euro warm, 58 qm. Sabine Weber, Lindenweg 7, 39104 Magdeburg"

    private func mail(_ content: String) -> Data {
        Data(
            ("Received: from a by b; Mon, 12 Oct 2026 10:00:00 +0200\nFrom: Sabine Weber <sabine.weber@example.org>\nSubject: Guten Tag\nMIME-Version: 1.0\n"
                + content).utf8
        )
    }

    private func process(_ data: Data, _ more: [String] = []) throws -> [String: Any] {
        let run = try Run(Place.program, ["process", "--json"] + more + ["-"], input: data)
        return try #require(try run.objects.first, "\(run.errors)")
    }

    private func codes(_ decision: [String: Any]) -> [String] {
        (decision["findings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
    }

    private func alternatives(plain: String, html: String, related: Bool = false) -> Data {
        let page = "Content-Type: text/html; charset=utf-8\n\n\(html)\n"
        let second = related ? "Content-Type: multipart/related; boundary=r\n\n--r\n\(page)--r--\n" : page
        return mail(
            "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain; charset=utf-8\n\n\(plain)\n--a\n\(second)--a--\n"
        )
    }

    @Test(
        arguments: ["x", "siehe HTML", "Diese Nachricht ist im HTML-Format. Bitte verwenden Sie ein Programm, das HTML anzeigt.", " "],
        [false, true]
    )
    func `a text that is only a stub does not hide what the HTML says`(stub: String, related: Bool) throws {
        let decision = try process(alternatives(plain: stub, html: "<html><body><p>\(wish)</p></body></html>", related: related))
        #expect(decision["form"] as? String == "wohngeld-formlos")
        let record = try #require(decision["record"] as? [String: Any])
        #expect(((record["miete"] as? [String: Any])?["gesamt"] as? NSNumber)?.doubleValue == 540)
        #expect((decision["documents"] as? [Any])?.count == 1)
    }

    @Test func `a text that says all of it is read, and not the HTML beside it`() throws {
        let decision = try process(alternatives(plain: wish, html: "<p>\(wish)</p><p><a href='x'>Impressum</a></p>"))
        #expect(decision["form"] as? String == "wohngeld-formlos")
        #expect(!codes(decision).contains("mail.alternative-fuller"))
    }

    @Test func `a mail of nothing but HTML is read, and what nobody sees in it is not`() throws {
        let hidden =
            "<p style='display: none'>Die Warmmiete beträgt 99 Euro.</p><span style='font-size:0'>IBAN DE02120300000000202051</span><div hidden>Kaltmiete 11 Euro</div>"
        let decision = try process(
            mail("Content-Type: text/html; charset=utf-8\n\n<html><body>\(hidden)<div>\(wish)</div></body></html>\n")
        )
        #expect(decision["form"] as? String == "wohngeld-formlos")
        let record = try #require(decision["record"] as? [String: Any])
        #expect(((record["miete"] as? [String: Any])?["gesamt"] as? NSNumber)?.doubleValue == 540)
        #expect((record["miete"] as? [String: Any])?["grundmiete"] == nil && record["bank"] == nil)
    }

    @Test func `what is quoted in HTML is not the sender's word`() throws {
        let page = "<p>Vielen Dank für die Auskunft!</p><blockquote><p>Sie schrieben: Hiermit beantrage ich Wohngeld.</p></blockquote>"
        let decision = try process(mail("Content-Type: text/html; charset=utf-8\n\n\(page)\n"))
        #expect(decision["form"] is NSNull)
    }

    // MARK: A photo or a Word file in place of a form

    private static let files: [(name: String, bytes: [UInt8], word: String, code: String)] = [
        ("IMG_0001.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "Foto", "form.photo"),
        ("IMG_0002.heic", [0, 0, 0, 24] + Array("ftypmif1".utf8) + [0, 0, 0, 0, 0], "Foto", "form.photo"),
        ("foto.webp", Array("RIFF".utf8) + [1, 0, 0, 0] + Array("WEBPVP8 ".utf8), "Foto", "form.photo"),
        ("Antrag.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "Word-Datei", "form.office-file"),
        ("Antrag.rtf", Array("{\\rtf1\\ansi Antrag}".utf8), "RTF-Datei", "form.office-file"),
    ]

    private func message(_ name: String, _ data: Data) -> Data {
        let file =
            "Content-Type: application/octet-stream; name=\"\(name)\"\nContent-Disposition: attachment; filename=\"\(name)\"\nContent-Transfer-Encoding: base64\n\n\(data.base64EncodedString())\n"
        return mail(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nanbei\n--b\n\(file)--b--\n"
        )
    }

    @Test(arguments: files)
    func `what stands in place of a form is named as what it is`(file: (name: String, bytes: [UInt8], word: String, code: String)) throws {
        let decision = try process(message(file.name, Data(file.bytes)))
        let findings = try #require(decision["findings"] as? [[String: Any]])
        let finding = try #require(findings.first { $0["code"] as? String == file.code }, "\(codes(decision))")
        #expect((finding["message"] as? String)?.contains("„\(file.name)“ ist ein") == true)
        #expect((finding["message"] as? String)?.contains(file.word) == true)
        #expect(!codes(decision).contains("form.unknown") && !codes(decision).contains { $0.contains("damaged") })
        #expect(decision["outcome"] as? String == "review" && decision["followUp"] is NSNull)
    }

    @Test func `a Word file of today is named too, and the citizen is told how to send it where the office wants that`() throws {
        let word = message("Antrag.docx", Data(try Fixtures.bytes("office.docx")))
        #expect(codes(try process(word)).contains("form.office-file"))
        let config = Place.temporary().appendingPathComponent("config.yaml")
        try Data("office: { name: Stadt Beispiel, asksForPDF: true }\n".utf8).write(to: config)
        let decision = try process(word, ["--config", config.path])
        let letter = try #require(decision["followUp"] as? [String: Any])
        #expect(
            (letter["text"] as? String)?.contains("Ihre Datei „Antrag.docx“ ist eine Word-Datei. Bitte speichern Sie sie als PDF-Datei")
                == true
        )
    }
}
