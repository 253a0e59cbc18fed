import Channels
import Foundation
import TestSupport
import Testing
import Vocabulary

/// The listener on real sockets of the loopback, with Python's mail library as its peer.
@Suite(.timeLimit(.minutes(2)))
struct MailListenerTests {
    @Test func `A message that comes by SMTP is handed over with its envelope and time`() async throws {
        let office = Office()
        let output = try await Listening.run(office) { listening in
            try await listening.python(
                """
                with smtplib.SMTP("127.0.0.1", port) as peer:
                    recipients = ["c@d.de", "nobody@d.de", "e@d.de"]
                    print(peer.sendmail("a@b.de", recipients, b"Subject: a\\r\\n\\r\\n.\\r\\n\\xe4\\r\\n", ["BODY=8BITMIME"]))
                    print(peer.sendmail("ä@b.de", ["ö@d.de"], "Subject: ü\\r\\n".encode(), ["SMTPUTF8"]))
                    print(peer.sendmail("", ["c@d.de"], b"x" * 3000000))
                """
            )
        }
        #expect(output == "{'nobody@d.de': (550, b'5.1.1 Adresse unbekannt')}\n{}\n{}\n")
        let submissions = await office.submissions
        #expect(submissions.map(\.envelope.sender) == ["a@b.de", "ä@b.de", ""])
        #expect(submissions.map(\.envelope.recipients) == [["c@d.de", "e@d.de"], ["ö@d.de"], ["c@d.de"]])
        #expect(submissions.map(\.bytes.count) == [20, 13, 3_000_002])
        #expect(submissions.first?.bytes == Array("Subject: a\r\n\r\n.\r\n".utf8) + [0xE4, 0x0D, 0x0A])
        #expect(submissions.allSatisfy { $0.channel == "smtp" && $0.source == "posteingang" && $0.receivedAt == Listening.now })
    }

    @Test func `A message that comes by LMTP through a Unix socket is answered for each recipient`() async throws {
        let office = Office()
        let path = Place.temporary().appendingPathComponent("lmtp").path
        let script = """
            with smtplib.LMTP(sys.argv[2]) as peer:
                print(peer.sendmail("a@b.de", ["c@d.de"], "Subject: a\\r\\n"))
                print(peer.mail("a@b.de")[0], peer.rcpt("c@d.de")[0], peer.rcpt("e@d.de")[0], peer.data("x")[0], peer.getreply()[0])
            """
        for _ in 1...2 {
            let output = try await Listening.run(office, .lmtp, .unix(path: path), { $0.isGateway = true }) { listening in
                try await listening.python(script, path)
            }
            #expect(output == "{}\n250 250 250 250 250\n")
        }
        let submissions = await office.submissions
        #expect(submissions.map(\.envelope.recipients) == [["c@d.de"], ["c@d.de", "e@d.de"], ["c@d.de"], ["c@d.de", "e@d.de"]])
        #expect(submissions.allSatisfy { $0.channel == "lmtp" && $0.receivedAt == nil })
    }

    @Test func `A message can come encrypted, and nothing from before the encryption is obeyed`() async throws {
        let office = Office()
        let files = Place.temporary()
        let (certificate, key) = (files.appendingPathComponent("crt").path, files.appendingPathComponent("key").path)
        let made = try Run(
            "/usr/bin/openssl",
            ["req", "-x509", "-newkey", "rsa:2048", "-noenc", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate]
        )
        try #require(made.status == 0)
        let output = try await Listening.run(office, .smtp(.init(certificates: certificate, key: key))) { listening in
            try await listening.python(
                """
                context = ssl._create_unverified_context()
                with smtplib.SMTP("127.0.0.1", port) as peer:
                    print(peer.starttls(context=context)[0], peer.has_extn("starttls"))
                    print(peer.sendmail("a@b.de", ["c@d.de"], b"x" * 3000000), peer.has_extn("starttls"), peer.sock.version())
                for together in [True, False]:
                    peer = Peer()
                    peer.say("EHLO a|STARTTLS|" + ("NOOP|" if together else ""))
                    print(peer.hear(3))
                    if not together: peer.say("NOOP|")
                    try: print(peer.socket.recv(3) in [b"", b"\\x15\\x03\\x01", b"\\x15\\x03\\x03"])
                    except ConnectionResetError: print(True)
                """
            )
        }
        let expected = "220 False\n{} False TLSv1.3\n220 mx.example.org, 250 STARTTLS, 554 5.5.1\nTrue\n"
        #expect(output == expected + "220 mx.example.org, 250 STARTTLS, 220 2.0.0\nTrue\n")
        #expect(await office.submissions.map(\.size) == [3_000_002])
    }

    @Test func `A message smuggled in another does not arrive, and the peer is told`() async throws {
        let office = Office()
        let output = try await Listening.run(office) { listening in
            try await listening.python(
                """
                for end in ["\\n.\\n", "\\n.|", "\\r.|", "|.\\n", "|.\\r"]:
                    peer = Peer()
                    peer.say(begin + "Text" + end + "MAIL FROM:<x@y.de>|RCPT TO:<c@d.de>|DATA|Geld|.|QUIT|")
                    print(peer.hear(9))
                """
            )
        }
        let line = "220 mx.example.org, 250 ENHANCEDSTATUSCODES, 250 2.1.0, 250 2.1.5, 354 Text, 550 5.6.11, end\n"
        #expect(output == String(repeating: line, count: 5))
        #expect(await office.submissions.isEmpty)
    }

    @Test func `A source that is paused or full says so, and the next message is taken`() async throws {
        let office = Office { submission in
            switch submission.bytes.first {
            case UInt8(ascii: "p"): .later(.paused)
            case UInt8(ascii: "f"): .later(.full)
            default: .accepted(number: "3")
            }
        }
        let output = try await Listening.run(office) { listening in
            try await listening.python(
                """
                peer = Peer()
                peer.say("".join(begin + text + "|.|" for text in ["p", "f", "x"]) + "QUIT|")
                print(peer.hear(18))
                """
            )
        }
        let (start, end) = (", 250 ENHANCEDSTATUSCODES, 250 2.1.0, 250 2.1.5, 354 Text, ", ", 221 2.0.0, end\n")
        #expect(output == "220 mx.example.org" + start + "451 4.3.2" + start + "452 4.3.1" + start + "250 2.0.0" + end)
    }

    @Test func `Where there are too many connections, the slowest makes room for the next`() async throws {
        let output = try await Listening.run(Office(), .smtp(nil), .tcp(host: "127.0.0.1", port: 0), { $0.mostConnections = 2 }) {
            listening in
            try await listening.python(
                """
                first, second = Peer(), Peer()
                print(first.hear(), second.hear())
                first.say("NOOP|")
                print(first.hear())
                third = Peer()
                print(third.hear(), second.hear(2))
                first.say(begin + "x|.|QUIT|")
                print(first.hear(9))
                """
            )
        }
        #expect(output.hasPrefix("220 mx.example.org 220 mx.example.org\n250 2.0.0\n220 mx.example.org 421 4.3.2, end\n"), "\(output)")
        #expect(output.hasSuffix("250 2.0.0, 221 2.0.0, end\n"), "\(output)")
    }

    @Test func `Where all others wait for us, one too many is told to come later`() async throws {
        let gate = Event()
        let office = Office { _ in
            await gate.wait()
            return .accepted(number: "1")
        }
        let output = try await Listening.run(office, .smtp(nil), .tcp(host: "127.0.0.1", port: 0), { $0.mostConnections = 1 }) {
            listening in
            let output = try await listening.python(
                "first = Peer(); first.say(begin + 'x|.|'); print(first.hear(5)[:3]); print(Peer().hear(2))"
            )
            gate.happen()
            return output
        }
        #expect(output == "220\n421 4.3.2, end\n")
    }

    @Test func `A message that breaks off is not handed over`() async throws {
        let office = Office()
        let output = try await Listening.run(office) { listening in
            try await listening.python(
                "peer = Peer(); peer.say(begin + 'x|.'); peer.socket.shutdown(socket.SHUT_WR); print(peer.hear(9)[-3:])"
            )
        }
        #expect(output == "end\n")
        #expect(await office.submissions.isEmpty)
    }

    @Test(arguments: ["", "NOO", "EHLO a|MAIL FROM:<>|RCPT TO:<c@d.de>|DATA|"])
    func `A peer that is silent is told that it is too slow`(_ said: String) async throws {
        let output = try await Listening.run(
            Office(),
            .smtp(nil),
            .tcp(host: "127.0.0.1", port: 0),
            { $0.idleTime = .milliseconds(200) }
        ) { listening in
            try await listening.python("peer = Peer(); peer.say(sys.argv[2]); print(peer.hear(9))", said)
        }
        #expect(output.hasPrefix("220 mx.example.org, ") && output.hasSuffix("421 4.4.2, end\n"))
    }

    @Test(arguments: ["NOO", "EHLO a|MAIL FROM:<>|RCPT TO:<c@d.de>|DATA|"])
    func `A peer that trickles is told that it is too slow`(_ said: String) async throws {
        let adjust: (inout MailListener.Settings) -> Void = { ($0.commandTime, $0.messageTime) = (.milliseconds(300), .milliseconds(300)) }
        let output = try await Listening.run(Office(), .smtp(nil), .tcp(host: "127.0.0.1", port: 0), adjust) { listening in
            try await listening.python(
                """
                peer = Peer()
                peer.say(sys.argv[2])
                peer.socket.settimeout(0.02)
                heard = b""
                while b"421" not in heard:
                    peer.say("P")
                    try: heard += peer.socket.recv(1000)
                    except TimeoutError: pass
                print(heard[heard.index(b"421"):].decode().split("\\r\\n")[0])
                """,
                said
            )
        }
        #expect(output == "421 4.4.2 Zu langsam\n")
    }

    @Test func `Nothing is read while a message is handed over, and a peer that left is no harm`() async throws {
        let gate = Event()
        let office = Office { _ in
            await gate.wait()
            return .accepted(number: "1")
        }
        let output = try await Listening.run(office) { listening in
            let output = try await listening.python(
                """
                peer = Peer()
                peer.say(begin + "x|.|")
                print(peer.hear(5))
                peer.socket.settimeout(1)
                try: peer.socket.sendall(b"NOOP\\r\\n" * 10000000)
                except TimeoutError: print("waits")
                """
            )
            gate.happen()
            return output
        }
        #expect(output == "220 mx.example.org, 250 ENHANCEDSTATUSCODES, 250 2.1.0, 250 2.1.5, 354 Text\nwaits\n")
        #expect(await office.submissions.count == 1)
    }

    @Test func `At the end a message that is being handed over is answered, and all others are told to come later`() async throws {
        let (handedOver, ending) = (Event(), Event())
        let office = Office { _ in
            handedOver.happen()
            await ending.wait()
            return .accepted(number: "9")
        }
        let output = try await Listening.run(office) { listening in
            async let end: Void = {
                await handedOver.wait()
                await listening.end()
                ending.happen()
            }()
            let output = try await listening.python(
                """
                idle, busy = Peer(), Peer()
                print(idle.hear())
                busy.say(begin + "x|.|NOOP|")
                print(busy.hear(9))
                print(idle.hear(2))
                """
            )
            await end
            return output
        }
        let busy = "220 mx.example.org, 250 ENHANCEDSTATUSCODES, 250 2.1.0, 250 2.1.5, 354 Text, 250 2.0.0"
        #expect(output.hasPrefix("220 mx.example.org\n\(busy), "))
        #expect(output.hasSuffix("421 4.3.2, end\n421 4.3.2, end\n"))
    }

    @Test func `The end does not wait for ever for a reception that hangs`() async throws {
        let (gate, handedOver) = (Event(), Event())
        let office = Office { _ in
            handedOver.happen()
            await gate.wait()
            return .later(.fault)
        }
        let adjust: (inout MailListener.Settings) -> Void = { $0.farewellTime = .milliseconds(100) }
        let output = try await Listening.run(office, .smtp(nil), .tcp(host: "127.0.0.1", port: 0), adjust) { listening in
            async let end: Void = {
                await handedOver.wait()
                await listening.end()
            }()
            let output = try await listening.python("peer = Peer(); peer.say(begin + 'x|.|'); print(peer.hear(6))")
            await end
            return output
        }
        gate.happen()
        #expect(output.hasSuffix("354 Text, end\n"))
    }
}
