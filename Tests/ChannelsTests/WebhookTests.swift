import Channels
import Foundation
import TestSupport
import Testing
import Vocabulary

/// Records to a web server of the loopback that checks signatures with Python's own means.
@Suite(.timeLimit(.minutes(2)))
struct WebhookTests {
    private static let secret = "whsec_" + Data(repeating: 0x5A, count: 32).base64EncodedString()
    private static let now = Instant(seconds: 1_790_000_000)
    private static let body = Array(#"{"name": "Müller"}"#.utf8)

    private static func webhook(_ server: Server, _ path: String, seconds: Int = 20, secret: String = secret) throws -> Webhook {
        var remote = RemoteServer(url: "http://127.0.0.1:\(server.words.port ?? 0)/\(path)", needsTLS: false)
        remote.seconds = seconds
        return try #require(Webhook(remote, secret: secret))
    }

    private static func server() async throws -> Server { try await Server.start("webhook_sink.py", in: Place.temporary(), secret) }

    @Test func `A record is delivered with its id, its time and a signature over all of it`() async throws {
        try await Self.server().during { server in
            let outcome = try await Self.webhook(server, "ein").post(Self.body, id: "msg_1", at: Self.now)
            #expect(outcome == .delivered)
            let kept = try server.bytes("1.body")
            #expect(kept == Self.body)
            let fields = try JSONDecoder().decode([String: String].self, from: Data(try server.bytes("1.json")))
            #expect(
                fields["webhook-id"] == "msg_1" && fields["webhook-timestamp"] == "1790000000"
                    && fields["Content-Type"] == "application/json"
            )
            #expect(fields["Authorization"] == nil && fields["Expect"] == nil)
        }
    }

    @Test func `A record of two megabytes is delivered, and an answer that nobody reads is no reason to send it again`() async throws {
        try await Self.server().during { server in
            let body = [UInt8](repeating: 0x61, count: 2 << 20)
            let outcome = try await Self.webhook(server, "gross").post(body, id: "msg_1", at: Self.now)
            #expect(outcome == .delivered)
            let kept = try server.bytes("1.body")
            #expect(kept == body)
        }
    }

    @Test func `The other side's status decides whether a record is sent again`() async throws {
        try await Self.server().during { server in
            let other = "whsec_" + Data(repeating: 0x5B, count: 32).base64EncodedString()
            let forged = try await Self.webhook(server, "ein", secret: other).post(Self.body, id: "msg_1", at: Self.now)
            #expect(forged == .refused("HTTP 401 wrong signature"))
            let broken = try await Self.webhook(server, "kaputt").post(Self.body, id: "msg_1", at: Self.now)
            #expect(broken == .later("HTTP 500", after: nil))
            let busy = try await Self.webhook(server, "gleich").post(Self.body, id: "msg_1", at: Self.now)
            #expect(busy == .later("HTTP 429", after: 17))
            let dated = try await Self.webhook(server, "datum").post(Self.body, id: "msg_1", at: Self.now)
            #expect(dated == .later("HTTP 503", after: nil))
            let elsewhere = try await Self.webhook(server, "woanders").post(Self.body, id: "msg_1", at: Self.now)
            #expect(elsewhere == .refused("HTTP 302 "))
            let kept = try server.names(".body")
            #expect(kept == [])
        }
    }

    @Test func `A server that does not answer, or is not there, gets the record later`() async throws {
        let server = try await Self.server()
        let webhook = try Self.webhook(server, "stumm", seconds: 1)
        try await server.during { _ in
            #expect(await webhook.post(Self.body, id: "msg_1", at: Self.now) == .later("Timeout was reached", after: nil))
        }
        #expect(await webhook.post(Self.body, id: "msg_1", at: Self.now) == .later("Couldn't connect to server", after: nil))
    }

    @Test(arguments: [
        "http://fachverfahren.example/", "http://127.0.0.1.example/", "http://localhost@evil.example/", "ftp://127.0.0.1/",
        "file:///etc/passwd", "",
    ])
    func `Only this machine is spoken to without encryption`(url: String) {
        #expect(Webhook(RemoteServer(url: url, needsTLS: false), secret: Self.secret) == nil)
    }

    @Test(arguments: ["", "whsec_", "whsec_AAAA", "whsec_!", "geheim"])
    func `A secret is one, and long enough`(secret: String) {
        #expect(Webhook(RemoteServer(url: "https://fachverfahren.example/", needsTLS: true), secret: secret) == nil)
        #expect(Webhook(RemoteServer(url: "https://fachverfahren.example/", needsTLS: true), secret: Self.secret) != nil)
    }
}
