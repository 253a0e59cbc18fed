internal import CCurl
internal import Foundation
public import Vocabulary

/// Posts to a web address as Standard Webhooks has it: an id that stays the same for every try, a time, and a signature over all of it.
public struct Webhook: Sendable {
    /// What came of it.
    public enum Outcome: Sendable, Hashable {
        /// The other side has it (2xx).
        case delivered
        /// Not now; after so many seconds if it says so.
        case later(String, after: Int?)
        /// It will never take it.
        case refused(String)
    }

    private let server: RemoteServer
    private let secret: [UInt8]

    /// Speaks to an address; nil when it or the secret is not as it should be.
    ///
    /// - Parameters:
    ///   - server: the address; https, unless it is on this machine.
    ///   - secret: `whsec_` and the secret in Base64.
    public init?(_ server: RemoteServer, secret: String) {
        let host = URLComponents(string: server.url)?.host ?? ""
        let isOwn = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
        guard server.url.hasPrefix("https://") || (isOwn && server.url.hasPrefix("http://")), secret.hasPrefix("whsec_"),
            let bytes = Data(base64Encoded: String(secret.dropFirst("whsec_".count))), bytes.count >= 24
        else { return nil }
        (self.server, self.secret) = (server, Array(bytes))
    }

    /// Posts a body of JSON.
    ///
    /// - Parameters:
    ///   - body: the bytes.
    ///   - id: what tells a second try from a second message.
    ///   - now: the present.
    /// - Returns: what the other side said, or why it could not be asked.
    public func post(_ body: [UInt8], id: String, at now: Instant) async -> Outcome {
        let signature = Data(HMAC.sha256(Array("\(id).\(now.seconds).".utf8) + body, key: secret)).base64EncodedString()
        let headers = [
            "Content-Type: application/json", "webhook-id: \(id)", "webhook-timestamp: \(now.seconds)",
            "webhook-signature: v1,\(signature)", "Expect:",
        ]
        let server = server
        let (answer, wait) = await RemoteServer.blocking {
            var wait = 0
            let answer = unsafe server.withServer { server in
                unsafe Self.lent(headers) { headers in
                    unsafe RemoteServer.Answer(eg_post(server, headers, headers.count, body, body.count, &wait))
                }
            }
            return (answer, wait)
        }
        // A body that is longer than anybody reads is no reason to send again.
        guard answer.error == 0 || (answer.error == 23 && answer.status > 0) else { return .later(answer.reason, after: nil) }
        switch answer.status {
        case 200..<300: return .delivered
        case 408, 425, 429, 500...: return .later("HTTP \(answer.status)", after: wait > 0 ? min(wait, 86_400) : nil)
        default: return .refused("HTTP \(answer.status) \(answer.text.prefix(200))")
        }
    }

    /// Lends strings to C for the time of a call.
    private static func lent<Output>(_ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> Output) -> Output {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies.map { unsafe UnsafePointer($0) })
    }
}
