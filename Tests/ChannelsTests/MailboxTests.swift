import Foundation
import InMemoryLogging
import Logging
import TestSupport
import Testing
import Vocabulary

@testable import Channels

/// Mailboxes of a real Dovecot, looked at once and again.
@Suite(.timeLimit(.minutes(2)))
struct MailboxTests {
    /// Where a source is, in memory.
    private actor Cursors: CursorStore {
        private(set) var cursors: [String: String] = [:]

        func cursor(of source: String) -> String? { cursors[source] }
        func keep(cursor: String, of source: String) { cursors[source] = cursor }
    }

    /// A mailbox, its server, and what becomes of its messages.
    private struct Box {
        var server: Server
        var cursors = Cursors()
        var log = InMemoryLogHandler()

        func source(_ office: Office, _ adjust: (inout MailboxSource.Settings) -> Void = { _ in }) -> MailboxSource {
            var remote = RemoteServer(
                url: "imaps://localhost:\(server.words.imaps ?? 0)",
                needsTLS: true,
                authorities: server.words.ca,
                user: "amt",
                password: "geheim"
            )
            remote.seconds = 20
            var settings = MailboxSource.Settings(name: "postfach", server: remote)
            adjust(&settings)
            return MailboxSource(settings, office, cursors: cursors, logger: Logger(label: "test") { _ in log })
        }

        /// Puts messages there as a mail server does, the first one being the oldest.
        func put(_ messages: [UInt8]..., from number: Int = 1) throws {
            for (index, message) in messages.enumerated() { try put(message, number + index) }
        }

        private func put(_ message: [UInt8], _ number: Int) throws {
            let file = "\(1_790_000_000 + number).M\(number).test"
            let (new, ready) = ("\(server.words.maildir ?? "")/tmp/\(file)", "\(server.words.maildir ?? "")/new/\(file)")
            try Data(message).write(to: URL(fileURLWithPath: new))
            let date = Date(timeIntervalSince1970: Double(1_790_000_000 + 60 * number))
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: new)
            try FileManager.default.moveItem(atPath: new, toPath: ready)
        }

        /// The files of the messages, by name.
        var files: [String] {
            get throws {
                try ["cur", "new"].flatMap { folder in
                    try FileManager.default.contentsOfDirectory(atPath: "\(server.words.maildir ?? "")/\(folder)").map { "\(folder)/\($0)" }
                }
                .sorted { $0.dropFirst(4) < $1.dropFirst(4) }
            }
        }

        static func run(_ test: (Box) async throws -> Void) async throws {
            try await Server.start("dovecot.py").during { try await test(Box(server: $0)) }
        }
    }

    private static func letter(_ text: String) -> [UInt8] { Array("Subject: \(text)\r\n\r\n\(text)\r\n".utf8) }

    @Test func `Messages are taken in their order, with the time the mailbox has, and later ones later`() async throws {
        try await Box.run { box in
            let office = Office()
            let source = box.source(office)
            try await source.round()
            #expect(await office.submissions.isEmpty)
            try box.put(Self.letter("eins"), Self.letter("zwei"), Self.letter("drei"))
            try await source.round()
            try await source.round()
            #expect(await office.submissions.map(\.bytes) == ["eins", "zwei", "drei"].map(Self.letter))
            #expect(await office.submissions.map { $0.receivedAt?.seconds } == [1_790_000_060, 1_790_000_120, 1_790_000_180])
            #expect(await office.submissions.allSatisfy { $0.channel == "imap" && $0.source.hasPrefix("postfach/") })
            try box.put(Self.letter("vier"), from: 4)
            try await box.source(office).round()
            #expect(await office.submissions.map(\.bytes).last == Self.letter("vier"))
            #expect(await office.submissions.count == 4)
            let cursor = await box.cursors.cursors["postfach"] ?? ""
            #expect(cursor.hasSuffix(":4"))
            #expect(box.log.entries.isEmpty)
        }
    }

    @Test func `A message is taken byte for byte, with the line ends that IMAP has`() async throws {
        try await Box.run { box in
            let head = Array("Subject: a\r\n\r\n".utf8)
            let messages: [[UInt8]] = [
                head + [UInt8](0x80...0xFF) + [0x0D, 0x0A],
                head + Array((String(repeating: "x", count: 70_000) + "\r\n").utf8),
                head + Array(".\r\n..\r\nA005 OK done\r\n* 1 FETCH (UID 9)\r\n)\r\n{10}\r\n".utf8),
                head,
                head + Array("ohne Ende".utf8),
                head + Array(String(repeating: "0123456789abcdef\r\n", count: (2 << 20) / 18).utf8),
            ]
            for (index, message) in messages.enumerated() { try box.put(message, from: index + 1) }
            // Files with the line ends of Unix.
            for (index, message) in messages.enumerated() { try box.put(message.filter { $0 != 0x0D }, from: index + 11) }
            let office = Office()
            try await box.source(office).round()
            #expect(await office.submissions.map(\.digest) == (messages + messages).map { Digest(of: $0) })
        }
    }

    @Test func `Messages stay where they are, and unread`() async throws {
        try await Box.run { box in
            try box.put(Self.letter("eins"), Self.letter("zwei"))
            let office = Office()
            try await box.source(office).round()
            #expect(await office.submissions.count == 2)
            let names = try box.files.map { $0.dropFirst(4).split(separator: ":").map(String.init) }
            #expect(names.map(\.first) == ["1790000001.M1.test", "1790000002.M2.test"])
            // What stands behind `2,` are the flags.
            #expect(names.allSatisfy { $0.count == 1 || $0.last == "2," })
        }
    }

    @Test func `A message that cannot be taken now keeps the source where it is`() async throws {
        try await Box.run { box in
            try box.put(Self.letter("eins"), Self.letter("zwei"), Self.letter("drei"))
            let full = Office { $0.bytes == Self.letter("zwei") ? .later(.full) : .accepted(number: "1") }
            try await box.source(full).round()
            try await box.source(full).round()
            #expect(await full.submissions.map(\.bytes) == ["eins", "zwei", "zwei"].map(Self.letter))
            let office = Office()
            try await box.source(office).round()
            #expect(await office.submissions.map(\.bytes) == ["zwei", "drei"].map(Self.letter))
        }
    }

    @Test func `A message that is refused is named, and the next one taken`() async throws {
        try await Box.run { box in
            try box.put(Self.letter("eins"), Self.letter("zwei"))
            let office = Office { $0.bytes == Self.letter("eins") ? .refused(.tooLarge) : .accepted(number: "1") }
            try await box.source(office).round()
            try await box.source(office).round()
            #expect(await office.submissions.count == 2)
            #expect(box.log.entries.map { "\($0.level) \($0.message)" } == ["error refused"])
        }
    }

    @Test func `Where the mailbox is numbered anew, all of it is looked at again`() async throws {
        try await Box.run { box in
            try box.put(Self.letter("eins"), Self.letter("zwei"))
            let office = Office()
            try await box.source(office).round()
            let maildir = URL(fileURLWithPath: box.server.words.maildir ?? "")
            for name in try FileManager.default.contentsOfDirectory(atPath: maildir.path)
            where name.hasPrefix("dovecot.") || name.hasPrefix("dovecot-uidlist") {
                try FileManager.default.removeItem(at: maildir.appendingPathComponent(name))
            }
            try Data("3 V4711 N1\n".utf8).write(to: maildir.appendingPathComponent("dovecot-uidlist"))
            try await box.source(office).round()
            #expect(await office.submissions.map(\.bytes) == ["eins", "zwei", "eins", "zwei"].map(Self.letter))
            #expect(await office.submissions.map(\.source).suffix(2) == ["postfach/4711/1", "postfach/4711/2"])
            #expect(await box.cursors.cursors == ["postfach": "4711:2"])
        }
    }

    @Test func `A message that is removed while others are taken is passed over`() async throws {
        try await Box.run { box in
            try box.put(Self.letter("eins"), Self.letter("zwei"), Self.letter("drei"))
            let maildir = box.server.words.maildir ?? ""
            let office = Office { submission in
                let names = (try? FileManager.default.contentsOfDirectory(atPath: maildir + "/cur")) ?? []
                for name in names where name.contains(".M2.") && submission.bytes == Self.letter("eins") {
                    #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: "\(maildir)/cur/\(name)") }
                }
                return .accepted(number: "1")
            }
            // The round may end there, since the server says no; the next one does not meet it any more.
            try? await box.source(office).round()
            try await box.source(office).round()
            #expect(await office.submissions.map(\.bytes) == ["eins", "drei"].map(Self.letter))
        }
    }

    @Test func `When the server is restarted in between, a later round goes on`() async throws {
        let first = try await Server.start("dovecot.py")
        let box = Box(server: first)
        try box.put(Self.letter("eins"), Self.letter("zwei"), Self.letter("drei"))
        let office = Office { submission in
            if submission.bytes == Self.letter("eins") { await first.stop() }
            return .accepted(number: "1")
        }
        let source = box.source(office)
        await #expect(throws: (any Error).self) { try await source.round() }
        await #expect(throws: (any Error).self) { try await source.round() }
        #expect(await office.submissions.count == 1)
        try await Server.start("dovecot.py", in: first.directory, "--port", "\(first.words.imaps ?? 0)").during { _ in
            try await source.round()
            #expect(await office.submissions.map(\.bytes) == ["eins", "zwei", "drei"].map(Self.letter))
        }
    }

    @Test func `Nothing is taken with a wrong password, from a server nobody vouches for, or without encryption`() async throws {
        try await Box.run { box in
            try box.put(Self.letter("eins"))
            let office = Office()
            let adjustments: [@Sendable (inout MailboxSource.Settings) -> Void] = [
                { $0.server.password = "falsch" }, { $0.server.user = "niemand" }, { $0.server.authorities = nil },
                { $0.server.authorities = "/gibt/es/nicht.pem" },
                { ($0.server.url, $0.server.seconds) = ($0.server.url.replacing("imaps:", with: "imap:"), 1) },
                { $0.server.url = $0.server.url.replacing("localhost", with: "127.0.0.2") }, { $0.mailbox = "Gibt es nicht" },
            ]
            for adjust in adjustments {
                await #expect(throws: (any Error).self) { try await box.source(office, adjust).round() }
            }
            #expect(await office.submissions.isEmpty)
            #expect(await box.cursors.cursors.isEmpty)
            try await box.source(office) { $0.server.url = $0.server.url.replacing("localhost", with: "127.0.0.1") }.round()
            #expect(await office.submissions.count == 1)
        }
    }

    @Test func `A message that is too large is named and left, and the next one taken`() async throws {
        try await Box.run { box in
            try box.put(Self.letter(String(repeating: "x", count: 5000)), Self.letter("zwei"))
            let office = Office()
            try await box.source(office) { $0.mostBytes = 4999 }.round()
            #expect(await office.submissions.map(\.bytes) == [Self.letter("zwei")])
            #expect(box.log.entries.map { "\($0.level) \($0.message)" } == ["error too large, left in the mailbox"])
            #expect(box.log.entries.first?.metadata["uid"] == "1")
            let left = try box.files.count
            #expect(left == 2)
        }
    }

    @Test func `A mailbox of thousands of messages is taken whole`() async throws {
        try await Box.run { box in
            for number in 1...2000 { try box.put(Self.letter("\(number)"), from: number) }
            let office = Office()
            try await box.source(office).round()
            #expect(await office.submissions.map(\.bytes) == (1...2000).map { Self.letter("\($0)") })
        }
    }

    @Test func `What a gateway hands over says itself when it came`() async throws {
        try await Box.run { box in
            try box.put(Self.letter("eins"))
            let office = Office()
            try await box.source(office) { $0.isGateway = true }.round()
            #expect(await office.submissions.map(\.receivedAt) == [nil])
        }
    }

    @Test(arguments: [
        ("* 1 FETCH (INTERNALDATE \" 5-Nov-2026 10:15:00 +0100\" RFC822.SIZE 3)", 1_793_870_100),
        ("* 1 FETCH (INTERNALDATE \"25-Dec-1999 00:00:00 -0530\")", 946_099_800), ("* 1 FETCH (RFC822.SIZE 3)", nil),
        ("* 1 FETCH (INTERNALDATE \"gestern\")", nil), ("* 1 FETCH (INTERNALDATE \"31-Feb-2026 10:15:00 +0100\")", nil),
    ])
    func `The time of a message is read as IMAP writes it`(line: String, seconds: Int?) {
        #expect(MailboxSource.internalDate(line)?.seconds == seconds)
    }
}
