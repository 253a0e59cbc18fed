internal import CCurl
internal import Dispatch
internal import Vocabulary

/// A server that is spoken to through libcurl, which blocks: always on a thread of its own.
public struct RemoteServer: Sendable {
    /// Its address.
    public var url: String
    /// Whether nothing is said before the connection is encrypted.
    public var needsTLS: Bool
    /// A PEM file of the authorities its certificate is checked against; nil for those of the system.
    public var authorities: String?
    /// Whom to log in as; nil for nobody.
    public var user: String?
    /// The password.
    public var password: String?
    /// The time for one conversation.
    public var seconds = 60

    /// Describes a server.
    public init(url: String, needsTLS: Bool, authorities: String? = nil, user: String? = nil, password: String? = nil) {
        (self.url, self.needsTLS, self.authorities, self.user, self.password) = (url, needsTLS, authorities, user, password)
    }

    /// What came back.
    struct Answer: Sendable {
        /// 0, or an error code of libcurl.
        var error: Int32
        var status: Int
        var bytes: [UInt8]
        var text: String { Label.withoutControls(String(decoding: bytes, as: UTF8.self)) }
        /// Why it failed.
        var reason: String { unsafe String(cString: eg_error(error)) }

        /// Takes it over from C.
        init(_ answer: eg_answer) {
            (error, status) = unsafe (answer.error, answer.status)
            bytes = unsafe answer.data.map { unsafe Array(UnsafeBufferPointer(start: $0, count: answer.size)) } ?? []
            unsafe eg_answer_free(answer)
        }
    }

    /// Lends the description to C for the time of a call.
    func withServer<Output>(_ body: (UnsafePointer<eg_server>) -> Output) -> Output {
        func lent(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Output) -> Output {
            guard let text else { return body(nil) }
            return unsafe text.withCString { unsafe body($0) }
        }
        return unsafe url.withCString { url in
            unsafe lent(authorities) { authorities in
                unsafe lent(user) { user in
                    unsafe lent(password) { password in
                        var server = unsafe eg_server(
                            url: url,
                            authorities: authorities,
                            user: user,
                            password: password,
                            needs_tls: needsTLS ? 1 : 0,
                            seconds: seconds
                        )
                        return unsafe body(&server)
                    }
                }
            }
        }
    }

    /// Does something that blocks on another thread.
    static func blocking<Output: Sendable>(_ body: @escaping @Sendable () -> Output) async -> Output {
        await withCheckedContinuation { continuation in DispatchQueue.global().async { continuation.resume(returning: body()) } }
    }
}
