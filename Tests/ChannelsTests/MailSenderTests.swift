import Channels
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Letters to a real mail server of the loopback.
@Suite(.timeLimit(.minutes(2)))
struct MailSenderTests {
    private static func sender(_ server: Server, needsTLS: Bool = false, seconds: Int = 20) -> MailSender {
        var remote = RemoteServer(url: "smtp://127.0.0.1:\(server.words.port ?? 0)", needsTLS: needsTLS)
        remote.seconds = seconds
        return MailSender(remote)
    }

    private static let letter = Array("Subject: a\r\n\r\nText\r\n".utf8)

    @Test func `A letter is sent, with dots, bytes beyond ASCII and long lines as they are`() async throws {
        try await Server.start("smtp_sink.py").during { server in
            let sender = Self.sender(server)
            var letter = Array(".erste\r\nSubject: a\r\n\r\n.\r\n..\r\n...x\r\n".utf8) + [0xE4, 0xFF, 0x0D, 0x0A]
            letter += Array((String(repeating: "x", count: 5000) + "\r\n.").utf8)
            #expect(await sender.send(letter, from: "amt@a.example", to: "buerger@b.example") == .sent(reply: "250 2.0.0 kept as 1"))
            let kept = try server.bytes("1.eml")
            #expect(kept == letter + Array("\r\n".utf8))
            let envelope = String(decoding: try server.bytes("1.json"), as: UTF8.self)
            #expect(envelope.hasPrefix(#"{"from": "amt@a.example", "to": ["buerger@b.example"]"#))
        }
    }

    @Test func `A letter of many megabytes arrives whole`() async throws {
        try await Server.start("smtp_sink.py").during { server in
            let letter = Array(String(repeating: "..0123456789 äöü\r\n", count: 300_000).utf8)
            #expect(await Self.sender(server).send(letter, from: "", to: "ü@b.example") == .sent(reply: "250 2.0.0 kept as 1"))
            #expect(Digest(of: try server.bytes("1.eml")) == Digest(of: letter))
            let envelope = String(decoding: try server.bytes("1.json"), as: UTF8.self)
            #expect(envelope.hasPrefix(#"{"from": "", "to": ["\u00fc@b.example"], "options": "SIZE="#) && envelope.contains("SMTPUTF8"))
        }
    }

    @Test(arguments: [
        ("spaeter@b.example", MailSender.Outcome.later("451 4.2.1 later please")),
        ("spaeter-daten@b.example", .later("452 4.3.1 disk full")),
        ("nie@b.example", .refused(code: 550, reply: "550 5.1.1 no such user")),
        ("nie-daten@b.example", .refused(code: 554, reply: "554 5.6.0 not this one")),
    ])
    func `The server's word decides whether a letter is tried again`(recipient: String, outcome: MailSender.Outcome) async throws {
        try await Server.start("smtp_sink.py").during { server in
            #expect(await Self.sender(server).send(Self.letter, from: "amt@a.example", to: recipient) == outcome)
            let kept = try server.names(".json")
            #expect(kept == [])
        }
    }

    @Test func `A connection that is lost after the data is neither sent nor refused`() async throws {
        try await Server.start("smtp_sink.py").during { server in
            guard case .later = await Self.sender(server).send(Self.letter, from: "amt@a.example", to: "weg@b.example") else {
                Issue.record("has to be tried again")
                return
            }
            // It may have arrived: the next try carries the same Message-ID.
            let kept = try server.names(".json")
            #expect(kept == ["1.json"])
        }
    }

    @Test func `A server that waits for a login, greets with a refusal, has no encryption or no answer is tried later`() async throws {
        try await Server.start("smtp_sink.py").during { server in
            let login = await Self.sender(server).send(Self.letter, from: "anmelden@a.example", to: "b@b.example")
            #expect(login == .later("530 5.7.0 Authentication required"))
            let plain = await Self.sender(server, needsTLS: true).send(Self.letter, from: "amt@a.example", to: "b@b.example")
            #expect(plain == .later("Requested SSL level failed"))
            let slow = await Self.sender(server, seconds: 1).send(Self.letter, from: "amt@a.example", to: "langsam@b.example")
            #expect(slow == .later("Timeout was reached"))
            let kept = try server.names(".json")
            #expect(kept == [])
        }
        try await Server.start("smtp_sink.py", in: Place.temporary(), "554 5.7.1 go away").during { server in
            #expect(await Self.sender(server).send(Self.letter, from: "amt@a.example", to: "b@b.example") == .later("554 5.7.1 go away"))
        }
    }

    @Test func `Where nobody listens, a letter is tried later`() async throws {
        let server = try await Server.start("smtp_sink.py")
        await server.stop()
        let outcome = await Self.sender(server).send(Self.letter, from: "amt@a.example", to: "b@b.example")
        #expect(outcome == .later("Couldn't connect to server"))
    }
}
