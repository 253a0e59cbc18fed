import Channels
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Letters as messages, read again by Python's mail library.
@Suite(.timeLimit(.minutes(3)))
struct OutgoingMailTests {
    /// What Python found in a message.
    private struct Parsed: Decodable {
        struct Part: Decodable {
            var type: String
            var file: String?
            var content: String

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                type = try values.decode(String.self)
                file = try values.decodeIfPresent(String.self)
                content = try values.decode(String.self)
            }
        }

        var names: [String]
        var from: [String]
        var fromName: String
        var to: [String]
        var subject: String
        var subjectShown: String
        var date: Int
        var id: String
        var references: [String]
        var parts: [Part]
        var longestHead: Int
        var longest: Int
        var bareBreaks: Int
        var isASCII: Bool
        var defects: [String]
    }

    private static func parsed(_ messages: [[UInt8]]) async throws -> [Parsed] {
        try await Server.thread {
            let input = messages.reduce(into: Data()) { $0 += Data("\($1.count)\n".utf8) + Data($1) }
            let run = try Run(
                "/usr/bin/python3",
                [Place.repository.appendingPathComponent("Tests/Fixtures/mail_parsed.py").path],
                input: input
            )
            #expect(run.errors == "")
            return try run.output.split(separator: "\n").map { try JSONDecoder().decode(Parsed.self, from: Data($0.utf8)) }
        }
    }

    private static let names = ["Date", "From", "To", "Subject", "Message-ID"]
    private static let ends = ["MIME-Version", "Content-Type"]

    @Test func `A letter comes back as it was written, with its fields, both bodies and the enclosure`() async throws {
        let text = "Guten Tag,\n\nes fehlt:\n– die Höhe der Miete <kalt>\n– der „Nachweis“ & mehr\n\n.\nMit freundlichen Grüßen\n"
        let subject = "Ihr Antrag auf Wohngeld: Uns fehlen noch Angaben zu Miete, Einkünften und Größe der Wohnung [E-7K2M-QX9D-4411]"
        var letter = OutgoingMail(
            from: "wohngeld@stadt.example",
            fromName: "Wohngeldbehörde der Stadt \"Köln\", Sachgebiet <3>",
            to: "erika.müller@post.example".replacing("ü", with: "ue"),
            subject: subject,
            text: text,
            messageId: "2026-17.1@stadt.example",
            date: Instant(seconds: 1_790_000_000)
        )
        letter.inReplyTo = ["a@b.example"]
        letter.references = ["x@b.example", "a@b.example"]
        letter.isAutomatic = true
        letter.privateId = "77"
        let file = [UInt8](0...255) + Array("\r\n.\r\n--m\r\n".utf8)
        letter.enclosures = [.init(name: "Bescheid über Größe.pdf", mediaType: "application/pdf", bytes: file)]
        let bytes = try letter.bytes()
        #expect(try letter.bytes() == bytes)
        let mail = try #require(try await Self.parsed([bytes]).first)
        #expect(mail.names == Self.names + ["In-Reply-To", "References", "Auto-Submitted", "X-De-Mail-Private-ID"] + Self.ends)
        #expect(mail.from == ["wohngeld@stadt.example"] && mail.to == ["erika.mueller@post.example"])
        #expect(mail.fromName == letter.fromName)
        #expect(mail.subject == subject && mail.subjectShown == subject)
        #expect(
            mail.date == 1_790_000_000 && mail.id == "<2026-17.1@stadt.example>" && mail.references == ["<x@b.example>", "<a@b.example>"]
        )
        #expect(mail.parts.map(\.type) == ["text/plain", "text/html", "application/pdf"])
        #expect(mail.parts.map(\.file) == [nil, nil, "Bescheid über Größe.pdf"])
        #expect(mail.parts[0].content == text.replacing("\n", with: "\r\n"))
        #expect(mail.parts[1].content.contains("<li>die Höhe der Miete &lt;kalt&gt;</li>\r\n<li>der „Nachweis“ &amp; mehr</li>"))
        #expect(mail.parts[1].content.contains("<p>.<br>\r\nMit freundlichen Grüßen</p>"))
        #expect(Data(base64Encoded: mail.parts[2].content) == Data(file))
        #expect(mail.longestHead <= 78 && mail.longest <= 78 && mail.bareBreaks == 0 && mail.isASCII && mail.defects == [])
    }

    // MARK: Any text

    /// What letters may be made of, for better or worse.
    private static let pieces = [
        "\r", "\n", "\r\n", "\r\n\r\n", "\u{0}", "\u{7}", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{9B}", "\u{2028}", "\u{2029}", "\u{202E}",
        "\u{2066}", "\u{FEFF}",
        "\t", " ", "  ", "=?utf-8?q?Bcc=3A_x?=", "=?utf-8?B?", "?=", "=?", "=", "\"", "'", "\\", "<", ">", "<x@evil.example>", ",", ";",
        ":", "(", ")", "@", "--", ".",
        "\r\nBcc: x@evil.example", "\nTo: x@evil.example\n", "\r\n\r\n<script>", "Bcc: x@evil.example", "ä", "ß", "e\u{301}", "𝔘", "👩‍👩‍👧",
        "שלום", "مرحبا", "漢字", "\u{200D}", "%", "%0D%0A",
        "Antrag", "2026", "a", "Z", String(repeating: "w", count: 500), String(repeating: "ü", count: 500), "\u{FFFE}", "\u{10FFFF}",
        "\u{E000}", "+", "-", "_", "*", "\u{B}", "\u{C}",
    ]

    private static func text(_ random: inout Seeded, _ most: Int) -> String {
        (0..<Int.random(in: 0...most, using: &random)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
    }

    private static func line(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.map { $0.properties.generalCategory == .control || $0 == "\u{2028}" || $0 == "\u{2029}" ? " " : $0 }
    }

    /// The text as it should arrive, scalar by scalar.
    private static func body(_ text: String) -> String {
        let breaks = text.replacingOccurrences(of: "\r\n", with: "\n").unicodeScalars.map { scalar -> Unicode.Scalar in
            "\r\u{B}\u{C}\u{85}\u{2028}\u{2029}".unicodeScalars.contains(scalar) ? "\n" : scalar
        }
        var result = String.UnicodeScalarView()
        for scalar in breaks where scalar == "\n" || scalar == "\t" || (scalar.value >= 0x20 && scalar.value != 0x7F) {
            if scalar == "\n" { result.append("\r") }
            result.append(scalar)
        }
        return String(result)
    }

    @Test func `Whatever text a letter has, its fields and recipients are those that were meant`() async throws {
        var random = Seeded(20_261_125)
        var (letters, messages) = ([OutgoingMail](), [[UInt8]]())
        for number in 0..<5000 {
            var letter = OutgoingMail(
                from: "amt@stadt.example",
                fromName: Self.text(&random, 6),
                to: ["a@b.example", "o'brien+x@b.example", "a.b-c_d@x-y.b.example", "\(number)@b.example", "!#$%&*/=^`{|}~@b.example"]
                    .randomElement(using: &random) ?? "",
                subject: Self.text(&random, 8),
                text: Self.text(&random, 12),
                messageId: "\(number)" + Self.text(&random, 2) + "@stadt.example",
                date: Instant(seconds: Int.random(in: 0...4_000_000_000, using: &random))
            )
            letter.inReplyTo = (0..<Int.random(in: 0...2, using: &random)).map { _ in "a" + Self.text(&random, 3) }
            letter.references = (0..<Int.random(in: 0...30, using: &random)).map { _ in Self.text(&random, 2) + "b" }
            letter.isAutomatic = Bool.random(using: &random)
            letter.privateId = Bool.random(using: &random) ? "1" + Self.text(&random, 3) : nil
            if Int.random(in: 0..<4, using: &random) == 0 {
                letter.enclosures = [
                    .init(name: Self.text(&random, 4), mediaType: Self.text(&random, 2), bytes: Array(Self.text(&random, 5).utf8))
                ]
            }
            letters.append(letter)
            messages.append(try letter.bytes())
        }
        let mails = try await Self.parsed(messages)
        try #require(mails.count == letters.count)
        var wrong: [Int: String] = [:]
        for (number, (letter, mail)) in zip(letters, mails).enumerated() {
            var names = Self.names
            if !letter.inReplyTo.isEmpty { names.append("In-Reply-To") }
            if !letter.references.isEmpty { names.append("References") }
            if letter.isAutomatic { names.append("Auto-Submitted") }
            if letter.privateId != nil { names.append("X-De-Mail-Private-ID") }
            if mail.names != names + Self.ends { wrong[number] = "names" }
            if mail.from != [letter.from] || mail.to != [letter.to] { wrong[number] = "addresses" }
            if Array(mail.subject.unicodeScalars) != Self.line(letter.subject) { wrong[number] = "subject" }
            if Array(mail.fromName.unicodeScalars) != Self.line(letter.fromName) { wrong[number] = "name" }
            if mail.date != letter.date.seconds { wrong[number] = "date" }
            if mail.references.count != min(20, letter.references.count) { wrong[number] = "references" }
            let types = ["text/plain", "text/html"] + letter.enclosures.map { _ in "application/octet-stream" }
            if mail.parts.map(\.type) != types { wrong[number] = "parts" }
            if mail.parts.first?.content.utf8.elementsEqual(Self.body(letter.text).utf8) != true { wrong[number] = "text" }
            if let file = letter.enclosures.first, mail.parts.last?.content != Data(file.bytes).base64EncodedString() {
                wrong[number] = "enclosure"
            }
            if mail.longest > 998 || mail.bareBreaks > 0 || !mail.isASCII { wrong[number] = "lines" }
        }
        let first = wrong.keys.min().map {
            "\(wrong[$0] ?? "") in \(String(decoding: messages[$0].prefix(3000), as: UTF8.self))\n\(letters[$0])\n\(mails[$0])"
        }
        #expect(wrong.isEmpty, "\(wrong.count), such as \(first ?? "")")
    }

    @Test(arguments: [
        "", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a@b\r\nBcc: x@y", "a@b\n", "a\u{0}@b", "a@b,c@d", "a@b;c@d", "<a@b>",
        "a<x@y>@b", "\"a\"@b", "\"a b\"@c",
        "a@[127.0.0.1]", "a(x)@b", "a:b@c", "a\\b@c", ".a@b", "a.@b", "a..b@c", "-a@b", "a@-b", "a@b.", "a@.b", "a@b\u{2028}",
        "a\u{202E}@b", "a@b\u{A0}c", "a\u{200B}@b",
        "=?utf-8?q?a?=@b", "a\u{85}@b", "a\t@b", String(repeating: "a", count: 250) + "@b.de",
    ])
    func `An address with odd characters is refused`(address: String) {
        func letter(from: String, to: String) -> OutgoingMail {
            OutgoingMail(from: from, fromName: "", to: to, subject: "", text: "", messageId: "1@a.example", date: Instant(seconds: 0))
        }
        #expect(throws: OutgoingMail.Fault.self) { try letter(from: "amt@a.example", to: address).bytes() }
        #expect(throws: OutgoingMail.Fault.self) { try letter(from: address, to: "a@b.example").bytes() }
    }

    @Test func `An address beyond ASCII stands in the message as it is, and nothing else does`() throws {
        let letter = OutgoingMail(
            from: "amt@a.example",
            fromName: "Amt für Größe",
            to: "ü@größe.example",
            subject: "Größe",
            text: "Größe",
            messageId: "1@a.example",
            date: Instant(seconds: 0)
        )
        let lines = String(decoding: try letter.bytes(), as: UTF8.self).split(separator: "\r\n")
        #expect(lines.filter { !$0.utf8.allSatisfy { $0 < 0x80 } } == ["To: <ü@größe.example>"])
    }
}
