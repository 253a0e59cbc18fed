import Foundation
import Mail
import Testing
import Vocabulary

struct MessageTests {
    private static let parts = """
        Received: from a by b; Mon, 23 Nov 2026 10:15:00 +0100
        From: =?utf-8?q?Zo=C3=AB_M=C3=BCller?= <zoe@example.org>
        To: amt@example.org,
         "Zweite Stelle" <zwei@example.org>
        Subject: =?iso-8859-1?Q?Antrag_f=FCr?= =?utf-8?B?IMOEbm5l?=
        Message-ID: <1@example.org>
        In-Reply-To: <0@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="x y"

        Vorspann
        --x y
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Gr=FC=DFe
        --x y
        Content-Type: application/pdf;
         name*0*=utf-8''Antr%C3%A4;
         name*1*=ge.pdf
        Content-Disposition: attachment; filename*=utf-8''..%2F..%2FAntr%C3%A4ge.pdf
        Content-Transfer-Encoding: base64

        JVBERi0xLjQK
        --x y
        Content-Type: message/rfc822

        From: innen@example.org
        Subject: innen

        Innerer Text
        --x y--

        """

    private func opened(_ text: String, crlf: Bool = false, limits: Limits = Limits()) -> Message.Opened {
        Message.open(Array((crlf ? text.replacing("\n", with: "\r\n") : text).utf8), limits: limits)
    }

    @Test(arguments: [false, true])
    func `headers, addresses and names are decoded`(crlf: Bool) {
        let message = opened(Self.parts, crlf: crlf).message
        #expect(message.from == Message.Mailbox(name: "Zoë Müller", address: "zoe@example.org"))
        #expect(message.to.map(\.address) == ["amt@example.org", "zwei@example.org"])
        #expect(message.subject == "Antrag für Änne")
        #expect(message.messageId == "1@example.org")
        #expect(message.references == ["0@example.org"])
        #expect(message.receivedAt?.description == "2026-11-23T10:15:00+01:00")
        #expect(message.parts.map(\.type) == ["multipart/mixed", "text/plain", "application/pdf", "message/rfc822", "text/plain"])
        #expect(message.parts[2].name == "Anträge.pdf")
        #expect(message.findings.isEmpty)
    }

    @Test(arguments: [false, true])
    func `raw ranges give back exactly the bytes a signature covers`(crlf: Bool) {
        let raw = Array((crlf ? Self.parts.replacing("\n", with: "\r\n") : Self.parts).utf8)
        let newline = crlf ? "\r\n" : "\n"
        let message = Message.open(raw).message
        func text(_ range: Range<Int>) -> String { String(decoding: raw[range], as: UTF8.self) }
        #expect(text(message.header[3].range).hasPrefix("Subject: =?iso"))
        #expect(text(message.header[2].range) == "To: amt@example.org,\(newline) \"Zweite Stelle\" <zwei@example.org>\(newline)")
        let body = message.parts[1]
        #expect(text(body.headerRange).hasPrefix("Content-Type: text/plain"))
        #expect(text(body.bodyRange) == "Gr=FC=DFe")
        #expect(text(message.parts[2].bodyRange) == "JVBERi0xLjQK")
        #expect(text(message.parts[3].bodyRange).hasSuffix("Innerer Text"))
        #expect(text(message.parts[4].bodyRange) == "Innerer Text")
        #expect(message.parts[0].bodyRange.upperBound == raw.count)
    }

    @Test func `contents are decoded and have digests`() {
        let opened = opened(Self.parts)
        #expect(opened.contents[2].map { String(decoding: $0, as: UTF8.self) } == "%PDF-1.4\n")
        #expect(opened.message.parts[2].digest == Digest(of: "%PDF-1.4\n".utf8))
        #expect(TextContent(opened.contents[1] ?? [], charset: "iso-8859-1", name: nil).text == "Grüße")
    }

    @Test func `truncated Base64 and winmail.dat are named`() {
        let text = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xL\n"
        #expect(opened(text).message.findings.map(\.code) == ["mail.truncated-base64"])
        let tnef = "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+Ig==\n"
        #expect(opened(tnef).message.findings.map(\.code) == ["mail.winmail"])
    }

    @Test func `a missing end boundary is a finding and the part is still there`() {
        let cut = String(Self.parts[..<Self.parts.range(of: "JVBERi")!.lowerBound])
        let message = opened(cut).message
        #expect(message.parts.count == 3)
        #expect(message.findings.contains { $0.code == "mail.malformed-multipart" })
    }

    @Test func `more parts and levels than allowed are a finding with the limit's name`() {
        var limits = Limits()
        limits.parts = 3
        #expect(opened(Self.parts, limits: limits).message.findings.map(\.code) == ["limit.parts"])
        limits = Limits()
        limits.depth = 1
        #expect(opened(Self.parts, limits: limits).message.findings.map(\.code) == ["limit.depth"])
    }

    @Test(arguments: ["Auto-Submitted: auto-replied", "Precedence: bulk", "Return-Path: <>"])
    func `automatic messages are recognised`(field: String) {
        #expect(opened("From: a@b.c\n\(field)\n\nx").message.isAutomatic)
        #expect(!opened("From: a@b.c\nAuto-Submitted: no\n\nx").message.isAutomatic)
    }
}

struct TextContentTests {
    @Test(arguments: [
        (Array("Grüße".utf8), "utf-8", "Grüße", false), ([0x47, 0xFC], "utf-8", "Gü", true),
        (Array("Grüße".utf8), "iso-8859-1", "Grüße", true),
        ([0x80], "iso-8859-1", "€", false), ([0x47, 0xFC], "unbekannt-7", "Gü", true),
        ([0x41, 0x0D, 0x0A, 0x42, 0x0D], "us-ascii", "A\nB\n", false),
    ])
    func `a wrong charset is overruled and named`(bytes: [UInt8], charset: String, text: String, isWrong: Bool) {
        let content = TextContent(bytes, charset: charset, name: nil)
        #expect(content.text == text)
        #expect((content.finding != nil) == isWrong)
    }
}

struct MessageBodyTests {
    @Test func `own lines are told from quoted ones`() {
        let body = MessageBody("Neu\n\nAm 3. Mai schrieb das Amt:\n> alt\n>> älter\nDazwischen\n> alt\n")
        #expect(body.ownText == "Neu\n\nDazwischen\n")
        #expect(body.quotedText == "Am 3. Mai schrieb das Amt:\nalt\nälter\nalt")
    }

    @Test func `everything behind an attribution line is quoted`() {
        let body = MessageBody("Neu\n\n-----Ursprüngliche Nachricht-----\nVon: Amt\nalt")
        #expect(body.ownText == "Neu\n")
    }
}
