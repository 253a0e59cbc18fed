internal import CCurl

/// Gives letters to a mail server (RFC 5321).
public struct MailSender: Sendable {
    /// What came of it.
    public enum Outcome: Sendable, Hashable {
        /// The server has it.
        case sent(reply: String)
        /// It will never take it (5xx).
        case refused(code: Int, reply: String)
        /// Not now, or nobody knows: 4xx, no connection, no encryption, a conversation that broke off.
        case later(String)
    }

    private let server: RemoteServer

    /// Speaks to a server.
    public init(_ server: RemoteServer) { self.server = server }

    /// Gives a message to the server.
    ///
    /// - Parameters:
    ///   - message: its bytes.
    ///   - from: the reverse path, where bounces go; empty for none.
    ///   - to: the recipient.
    /// - Returns: what the server said, or why it could not be asked.
    public func send(_ message: [UInt8], from: String, to: String) async -> Outcome {
        let server = server
        let answer = await RemoteServer.blocking {
            unsafe server.withServer { unsafe RemoteServer.Answer(eg_send_mail($0, "<\(from)>", "<\(to)>", message, message.count)) }
        }
        // Only what was said after the last dot counts; a connection that breaks before is no answer.
        if answer.error == 0, answer.status / 100 == 2 { return .sent(reply: answer.text) }
        // 530 asks for a login or for encryption (RFC 4954, RFC 3207), and says nothing about the message.
        if answer.status / 100 == 5, answer.status != 530, Self.isVerdict(answer.error) {
            return .refused(code: answer.status, reply: answer.text)
        }
        return .later(answer.status >= 400 ? answer.text : answer.reason)
    }

    /// Whether an error is the server's word about this message (CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY), and not about the connection.
    private static func isVerdict(_ error: Int32) -> Bool { error == 55 || error == 8 || error == 0 }
}
