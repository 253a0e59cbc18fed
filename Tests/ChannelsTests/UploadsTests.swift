import Channels
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TestSupport
import Testing
import Vocabulary

/// Uploads through the router, as a client sends them.
@Suite(.timeLimit(.minutes(1)))
struct UploadsTests {
    private static let now = Instant(seconds: 1_790_000_000)

    /// What came back: status, the body's JSON, and when to come again.
    private struct Reply {
        var status: Int
        var json: [String: Any]
        var wait: String?
    }

    private static func post(
        _ office: Office,
        _ body: [UInt8],
        path: String = "/v1/submissions/portal",
        token: String? = "Bearer geheim",
        key: String? = nil,
        type: String? = nil
    ) async throws -> Reply {
        let router = Router()
        Uploads([.init(name: "portal", token: "geheim", mostBytes: 10_000)], office, clock: { now }).add(to: router)
        var headers = HTTPFields()
        for (name, value) in [("Authorization", token), ("Idempotency-Key", key), ("Content-Type", type)] {
            if let name = HTTPField.Name(name), let value { headers[name] = value }
        }
        let fields = headers
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: path, method: .post, headers: fields, body: ByteBuffer(bytes: body)) { response in
                let wait = HTTPField.Name("Retry-After").flatMap { response.headers[$0] }
                let json = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any]
                return Reply(status: response.status.code, json: json ?? [:], wait: wait)
            }
        }
    }

    /// A form with files, as programs write it.
    private static func form(_ boundary: String, _ parts: [(head: String, bytes: [UInt8])]) -> [UInt8] {
        var body: [UInt8] = []
        for part in parts {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; \(part.head)\r\n\r\n".utf8) + part.bytes + Array("\r\n".utf8)
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }

    private static let letter = Array("Subject: a\r\n\r\n--x\r\n\r\n".utf8) + [0, 0xFF, 0x0D, 0x0A]
    private static let scan = Array("%PDF-1.7\n".utf8) + [UInt8](0...255)

    @Test func `A body is taken as it is, with the key and the time of receipt`() async throws {
        let office = Office()
        let reply = try await Self.post(office, Self.letter, key: "abc-1", type: "message/rfc822")
        #expect(reply.status == 201 && reply.json["number"] as? String == "2026-1")
        #expect(reply.json["digest"] as? String == Digest(of: Self.letter).description && reply.json["size"] as? Int == Self.letter.count)
        let submission = try #require(await office.submissions.first)
        #expect(submission.bytes == Self.letter && submission.source == "portal" && submission.channel == "http")
        #expect(submission.envelope.key == "abc-1" && submission.receivedAt == Self.now)
    }

    @Test func `One file in a form is the same as the file alone`() async throws {
        let office = Office()
        let fields = [(#"name="art""#, Array("Antrag".utf8)), (#"name="filename""#, Array("x".utf8)), (#"name="leer"; filename="""#, [])]
        let file = [(#"name="datei"; filename="a.eml""#, Self.letter)]
        let types = ["multipart/form-data; boundary=xyz", #"Multipart/Form-Data; charset=utf-8; Boundary="xyz""#]
        for type in types {
            #expect(try await Self.post(office, Self.form("xyz", fields + file), type: type).status == 201)
            #expect(try await Self.post(office, Array("Vorspann\r\n".utf8) + Self.form("xyz", file + fields), type: type).status == 201)
        }
        #expect(await office.submissions.map(\.digest) == Array(repeating: Digest(of: Self.letter), count: 4))
    }

    @Test func `Several files become one message, the same for every boundary`() async throws {
        let office = Office()
        let files = [
            (#"name="datei"; filename="a.eml""# + "\r\nContent-Type: application/octet-stream", Self.letter),
            (#"name="datei"; filename="Größe.pdf""# + "\r\nContent-Type: application/pdf", Self.scan),
        ]
        for boundary in ["xyz", "----WebKitFormBoundary7MA4YWxkTrZu0gW"] {
            #expect(
                try await Self.post(office, Self.form(boundary, files), type: "multipart/form-data; boundary=\(boundary)").status == 201
            )
        }
        let other = Self.form("xyz", files.reversed())
        #expect(try await Self.post(office, other, type: "multipart/form-data; boundary=xyz").status == 201)
        let submissions = await office.submissions
        #expect(submissions[0].digest == submissions[1].digest && submissions[0].digest != submissions[2].digest)
        let script = """
            import email, email.policy, hashlib, sys
            message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            for part in message.iter_parts():
                print(part.get_content_type(), part.get_content_disposition(), hashlib.sha256(part.get_payload(decode=True)).hexdigest())
            """
        let run = try await Server.thread { try Run("/usr/bin/python3", ["-c", script], input: Data(submissions[0].bytes)) }
        let expected =
            "application/octet-stream attachment \(Digest(of: Self.letter).hex)\napplication/pdf attachment \(Digest(of: Self.scan).hex)\n"
        #expect(run.output + run.errors == expected)
    }

    @Test(arguments: [nil, "", "geheim", "Bearer falsch", "Bearer geheimer", "Bearer "])
    func `Without the token nothing is taken`(token: String?) async throws {
        let office = Office()
        #expect(try await Self.post(office, Self.letter, token: token).status == 401)
        #expect(try await Self.post(office, Self.letter, path: "/v1/submissions/anderes").status == 401)
        #expect(await office.submissions.isEmpty)
    }

    @Test(arguments: [
        ("multipart/form-data", "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\nx\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\nx\r\n"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", "--x\r\nfilename=\r\n--x--\r\n"), ("multipart/form-data; boundary=x", "--x\r\n\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", "--x--x"), ("multipart/form-data; boundary=\"\"", "--\r\n--\r\n"), ("application/pdf", ""),
    ])
    func `A form without a file, or without its end, is none`(type: String, body: String) async throws {
        let office = Office()
        #expect(try await Self.post(office, Array(body.utf8), type: type).status == 400)
        #expect(await office.submissions.isEmpty)
    }

    @Test(arguments: [
        (Acceptance.refused(.otherBytes), 409), (.refused(.tooLarge), 413), (.refused(.unknownRecipient), 422), (.later(.full), 507),
        (.later(.paused), 503),
        (.later(.fault), 503),
    ])
    func `What becomes of an upload is said by the status`(acceptance: Acceptance, status: Int) async throws {
        let reply = try await Self.post(Office { _ in acceptance }, Self.letter, key: "k")
        #expect(reply.status == status && reply.json["error"] is String)
        #expect((reply.wait != nil) == (status > 500))
    }

    @Test func `A body that is too large is not taken, one of the very size is`() async throws {
        let office = Office()
        #expect(try await Self.post(office, [UInt8](repeating: 1, count: 10_001)).status == 413)
        #expect(await office.submissions.isEmpty)
        #expect(try await Self.post(office, [UInt8](repeating: 1, count: 10_000)).status == 201)
        #expect(try await Self.post(office, Self.letter, key: String(repeating: "k", count: 201)).status == 400)
        #expect(try await Self.post(office, Self.letter, key: "").status == 400)
    }
}
