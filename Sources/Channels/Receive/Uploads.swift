internal import Foundation
public import Hummingbird
internal import HTTPTypes
internal import Logging
internal import NIOCore
public import Vocabulary

/// Uploads over HTTP: `POST /v1/submissions/NAME`, with a token, and a key under which the same upload can be tried again.
///
/// The body is the message or document itself, or a `multipart/form-data` with files. One file is taken as it is; several become one
/// message around them, always the same for the same files, which a reader opens like any other.
public struct Uploads: Sendable {
    /// A source that takes uploads.
    public struct Source: Sendable {
        /// Its name, in the address.
        public var name: String
        /// What `Authorization: Bearer` has to carry.
        public var token: String
        /// The largest body, in bytes.
        public var mostBytes: Int

        /// Makes a source.
        public init(name: String, token: String, mostBytes: Int) { (self.name, self.token, self.mostBytes) = (name, token, mostBytes) }
    }

    private let sources: [String: Source]
    private let door: any Reception
    private let clock: @Sendable () -> Instant

    /// Sets it up.
    public init(_ sources: [Source], _ door: any Reception, clock: @escaping @Sendable () -> Instant) {
        self.sources = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
        (self.door, self.clock) = (door, clock)
    }

    /// Adds the addresses to a router.
    public func add(to router: Router<BasicRequestContext>) {
        router.post("/v1/submissions/:source") { request, context in try await take(request, context.parameters.get("source") ?? "") }
    }

    private func take(_ request: Request, _ name: String) async throws -> Response {
        guard let source = sources[name], Self.isAllowed(request, source) else {
            return Self.answer(.unauthorized, "Diese Quelle gibt es nicht, oder das Kennwort (Authorization: Bearer) stimmt nicht.")
        }
        let key = request.headers[Self.key]
        if let key, key.isEmpty || key.utf8.count > 200 { return Self.answer(.badRequest, "„Idempotency-Key“ hat 1 bis 200 Zeichen.") }
        let body: [UInt8]
        do {
            var buffer = try await request.body.collect(upTo: source.mostBytes)
            body = buffer.readBytes(length: buffer.readableBytes) ?? []
        } catch is NIOTooManyBytesError {
            return Self.answer(.contentTooLarge, "Die Datei ist größer als \(source.mostBytes >> 20) MB.")
        }
        guard !body.isEmpty else { return Self.answer(.badRequest, "Es kam keine Datei an.") }
        let bytes: [UInt8]
        if let type = request.headers[.contentType], type.lowercased().hasPrefix("multipart/form-data") {
            guard let form = FormData(body, type: type), let content = form.submission else {
                return Self.answer(.badRequest, "In „multipart/form-data“ fehlt eine Datei, oder der Rand (boundary) stimmt nicht.")
            }
            bytes = content
        } else {
            bytes = body
        }
        var submission = Submission(source: name, bytes: bytes, receivedAt: clock())
        (submission.channel, submission.envelope.key) = ("http", key)
        return Self.answer(await door.receive(submission), submission)
    }

    private static func isAllowed(_ request: Request, _ source: Source) -> Bool {
        let given = request.headers[.authorization] ?? ""
        // Digests have one length, whatever was given.
        return HMAC.isSame(Array(Digest(of: given.utf8).hex.utf8), Array(Digest(of: "Bearer \(source.token)".utf8).hex.utf8))
    }

    private static func answer(_ acceptance: Acceptance, _ submission: Submission) -> Response {
        switch acceptance {
        case .accepted(let number):
            let members: [(String, JSON)] = [
                ("number", .string(number)), ("digest", .string(submission.digest.description)), ("size", .integer(submission.size)),
            ]
            return response(.created, JSON.object(members))
        case .later(.full):
            return answer(.init(code: 507), "Der Speicher ist voll. Bitte versuchen Sie es später noch einmal.", retry: true)
        case .later:
            return answer(.serviceUnavailable, "Gerade wird nichts angenommen. Bitte versuchen Sie es später noch einmal.", retry: true)
        case .refused(.otherBytes): return answer(.conflict, "Mit diesem „Idempotency-Key“ kamen schon andere Dateien.")
        case .refused(.tooLarge): return answer(.contentTooLarge, "Die Datei ist zu groß.")
        case .refused(.unknownRecipient): return answer(.unprocessableContent, "Für diese Quelle ist keine Behörde eingerichtet.")
        }
    }

    private static func answer(_ status: HTTPResponse.Status, _ sentence: String, retry: Bool = false) -> Response {
        var response = response(status, .object([("error", .string(sentence))]))
        if retry { response.headers[.retryAfter] = "30" }
        return response
    }

    private static func response(_ status: HTTPResponse.Status, _ json: JSON) -> Response {
        let headers: HTTPFields = [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"]
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: json.description + "\n")))
    }

    private static let key = HTTPField.Name("Idempotency-Key") ?? .contentType
}

/// The files in a `multipart/form-data` (RFC 7578); nothing in them is looked at.
struct FormData {
    /// A file: what stands before it, and its bytes.
    private struct File {
        var head: [UInt8]
        var bytes: Data
    }

    private var files: [File] = []
    private static let most = 100

    /// Cuts a body at its boundary; nil when there is none.
    init?(_ body: [UInt8], type: String) {
        guard let mark = type.range(of: "boundary=", options: .caseInsensitive) else { return nil }
        let value = type[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" && $0 != " " }
        guard !value.isEmpty, value.utf8.count <= 70 else { return nil }
        // A line break belongs to the delimiter, not to what is before it (RFC 2046, 5.1.1).
        let delimiter = Array("\r\n--\(value)".utf8)
        let text = Data("\r\n".utf8) + Data(body)
        var starts: [Int] = []
        var place = 0
        while let found = Self.find(delimiter, in: text, from: place) {
            starts.append(found)
            place = found + delimiter.count
            guard starts.count <= Self.most + 1 else { return nil }
        }
        guard starts.count >= 2 else { return nil }
        for (start, end) in zip(starts, starts.dropFirst()) {
            let part = text[(start + delimiter.count)..<end]
            guard part.starts(with: "\r\n".utf8), let gap = Self.find(Array("\r\n\r\n".utf8), in: text, from: part.startIndex),
                gap + 4 <= end
            else { return nil }
            let head = Array(text[(part.startIndex + 2)..<max(part.startIndex + 2, gap)])
            let says = String(decoding: head, as: UTF8.self).lowercased()
            let content = text[(gap + 4)..<end]
            // A browser sends a field for files that nobody chose one for, without a name and empty.
            let isChosen = !content.isEmpty || !says.contains("filename=\"\"")
            if says.contains("filename=") || says.contains("filename*="), isChosen { files.append(File(head: head, bytes: content)) }
        }
    }

    /// One file as it is, several as one message around them; nil when there is none.
    var submission: [UInt8]? {
        guard let first = files.first else { return nil }
        if files.count == 1 { return Array(first.bytes) }
        // The same files make the same bytes, whatever boundary a program made up.
        let parts = files.map { file in Self.header(file.head) + Array("\r\n\r\n".utf8) + file.bytes }
        let digest = Digest(of: parts.flatMap { Digest(of: $0).description.utf8 })
        let boundary = "eingang-\(digest.hex)"
        var message = Array("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"\(boundary)\"\r\n".utf8)
        for part in parts { message += Array("\r\n--\(boundary)\r\n".utf8) + part }
        return message + Array("\r\n--\(boundary)--\r\n".utf8)
    }

    /// What a file's part says of it, with a disposition that mail programs know.
    private static func header(_ head: [UInt8]) -> [UInt8] {
        let text = String(decoding: head, as: UTF8.self)
        return Array(text.replacingOccurrences(of: "form-data;", with: "attachment;", options: .caseInsensitive).utf8)
    }

    private static func find(_ needle: [UInt8], in text: Data, from start: Int) -> Int? {
        guard start < text.count else { return nil }
        return text.range(of: Data(needle), in: start..<text.count)?.lowerBound
    }
}
