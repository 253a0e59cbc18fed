import Foundation
import TestSupport
import Testing

/// A town with its mail server, the gateway of its De-Mail provider, its citizens and the service.
final class Town {
    let folder = Place.temporary()
    let service: Running
    /// What reached the citizens by mail.
    let letters: Letters
    /// What reached them by De-Mail.
    let deMails: Letters
    let port: Int
    let lmtp: Int
    private let peers: [Peer]

    static let automatic = "automatic: [ { letters: [follow-up, proof, form-missing, receipt] } ]"

    init(_ replies: String = "", trust: URL = TrustFixtures.directory.appendingPathComponent("trust")) async throws {
        for name in ["sink", "gateway", "post", "uebergabe"] {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        let http = try freePort()
        lmtp = try freePort()
        letters = Letters(folder: folder.appendingPathComponent("sink"))
        deMails = Letters(folder: folder.appendingPathComponent("gateway"))
        let sink = try Peer("smtp_sink.py", [letters.folder.path])
        let gateway = try Peer("smtp_sink.py", [deMails.folder.path])
        let domains = "magdeburg.example,stadt-beispiel.de-mail.de"
        let relay = "127.0.0.1:\(try sink.number("port"))"
        let postfix = try Peer(
            "postfix.py",
            [folder.appendingPathComponent("post").path, "--lmtp", "127.0.0.1:\(lmtp)", "--domains", domains, "--relay", relay]
        )
        port = try postfix.number("port")
        peers = [sink, gateway, postfix]
        service = try Running(
            """
            office:
              name: Wohngeldbehörde Magdeburg
              land: ST
              addresses: [wohngeld@magdeburg.example, poststelle@stadt-beispiel.de-mail.de]
              trust: \(trust.path)
              handover: { folder: uebergabe }
              replies: { \(replies) }
            sources: { post: { lmtp: { listen: "127.0.0.1:\(lmtp)" }, gateway: true } }
            outgoing: { mail: { url: "smtp://127.0.0.1:\(port)" }, demail: { url: "smtp://127.0.0.1:\(try gateway.number("port"))" } }
            http: { listen: "127.0.0.1:\(http)" }
            """,
            in: folder
        )
        // A mail server that does not find the service tries again much later.
        let service = service
        try await wait("the listener") { service.said.contains("] listening for mail") }
    }

    func mail(_ message: String, from: String = "sabine.weber@example.org", to: String = "wohngeld@magdeburg.example") throws {
        #expect(try send(Data(message.utf8), from: from, to: [to], port: port) == "")
    }

    func records() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("uebergabe").path)) ?? []).filter {
            !$0.hasSuffix(".neu")
        }
    }

    func shown(_ number: String) throws -> [String: Any]? { try service.ask("show", number, office: "office").first }

    func phase(_ number: String) throws -> String? { try shown(number)?["phase"] as? String }
}

/// A letter of ours as it reached somebody: the message as it went, and what it says.
typealias ArrivedLetter = (to: String, raw: String, text: String, subject: String, header: [String: String])

/// What citizens write back.
enum Citizen {
    static let answers = [
        "Einzugsdatum": "01.06.2021", "Grundmiete (kalt)": "410 Euro", "Vermögen über der Grenze": "nein",
        "IBAN": "DE02120300000000202051", "Kontoinhaber": "mir",
    ]

    /// The answer to a letter, as a mail program writes it: what was asked is quoted, the answers stand below each question.
    static func answer(to letter: ArrivedLetter, from address: String = "sabine.weber@example.org") -> String {
        var lines: [String] = []
        for line in letter.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init) {
            lines.append("> " + line)
            for (title, answer) in answers where line.contains(". \(title)") { lines.append(answer) }
        }
        return """
            From: Sabine Weber <\(address)>
            To: wohngeld@magdeburg.example
            Subject: =?utf-8?b?\(Data("Re: \(letter.subject)".utf8).base64EncodedString())?=
            Message-ID: <answer-\(UUID().uuidString)@example.org>
            In-Reply-To: \(letter.header["Message-ID"] ?? "")
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Guten Tag,

            \(lines.joined(separator: "\n"))
            """
    }
}
