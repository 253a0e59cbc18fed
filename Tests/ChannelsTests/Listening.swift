import Channels
import Foundation
import Logging
import ServiceLifecycle
import TestSupport
import Vocabulary

/// An office that notes what it is brought, and answers as the test wants.
actor Office: Reception {
    private(set) var submissions: [Submission] = []
    private let answer: @Sendable (Submission) async -> Acceptance

    init(_ answer: @escaping @Sendable (Submission) async -> Acceptance = { _ in .accepted(number: "2026-1") }) { self.answer = answer }

    nonisolated func knows(recipient: String) -> Bool { Conversation.knows(recipient) }

    func receive(_ submission: Submission) async -> Acceptance {
        submissions.append(submission)
        return await answer(submission)
    }
}

/// Something that happens once, and can be waited for.
struct Event: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func happen() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}

/// A listener while it runs.
struct Listening: Sendable {
    static let now = Instant(seconds: 1_790_000_000)

    var port: Int
    private var group: ServiceGroup

    /// Begins the graceful end.
    func end() async { await group.triggerGracefulShutdown() }

    /// Runs a listener for the time of a test and ends it gracefully.
    static func run<Result: Sendable>(
        _ office: Office,
        _ kind: MailListener.Settings.Kind = .smtp(nil),
        _ place: MailListener.Settings.Place = .tcp(host: "127.0.0.1", port: 0),
        _ adjust: (inout MailListener.Settings) -> Void = { _ in },
        during test: @Sendable (Listening) async throws -> Result
    ) async throws -> Result {
        var settings = MailListener.Settings(name: "posteingang", kind: kind, place: place, hostName: "mx.example.org")
        adjust(&settings)
        let (ports, announcement) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let listener = MailListener(settings, office, logger: logger, now: { now }, listening: { announcement.yield($0) })
        let group = ServiceGroup(configuration: .init(services: [.init(service: listener)], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announcement.finish() }
                try await group.run()
            }
            guard let port = await ports.first(where: { _ in true }) else {
                try await tasks.waitForAll()
                throw CancellationError()
            }
            let result = try await test(Listening(port: port, group: group))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }

    /// Runs a Python script that speaks to the listener, on a thread of its own, and gives what it printed.
    func python(_ script: String, _ arguments: String...) async throws -> String {
        let prelude = """
            import smtplib, socket, ssl, sys, time
            port = int(sys.argv[1])
            class Peer:
                def __init__(self):
                    self.socket = socket.create_connection(("127.0.0.1", port), 20)
                    self.file = self.socket.makefile("rb")
                def say(self, text):
                    self.socket.sendall(text.replace("|", "\\r\\n").encode("utf-8"))
                def hear(self, count=1):
                    codes = []
                    while len(codes) < count:
                        line = self.file.readline().decode()
                        if line == "": codes.append("end"); break
                        if line[3] == " ": codes.append(" ".join(line.split()[:2]))
                    return ", ".join(codes)
            begin = "EHLO a|MAIL FROM:<a@b.de>|RCPT TO:<c@d.de>|DATA|"
            """
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let run = try Run("/usr/bin/python3", ["-c", prelude + "\n" + script, "\(port)"] + arguments)
                        return run.output + run.errors
                    }
                )
            }
        }
    }
}
