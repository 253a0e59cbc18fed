internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Store
internal import Vocabulary

/// What whoever watches over the service can ask: whether it lives, whether it can work, and figures (`/health/live`, `/health/ready`, `/metrics`).
struct Watch: Sendable {
    private let archive: Archive
    private let tally: Tally
    private let clock: @Sendable () -> Instant

    init(_ archive: Archive, _ tally: Tally, clock: @escaping @Sendable () -> Instant) {
        (self.archive, self.tally, self.clock) = (archive, tally, clock)
    }

    func add(to router: Router<BasicRequestContext>) {
        router.get("/health/live") { _, _ in "lebt\n" }
        router.get("/health/ready") { _, _ in await ready() }
        router.get("/metrics") { _, _ in try await metrics() }
    }

    private func ready() async -> Response {
        do {
            _ = try await archive.rows.backlog(office: nil)
            guard !archive.isNearlyFull else { return Self.text(.serviceUnavailable, "Der Speicher ist fast voll.\n") }
            return Self.text(.ok, "bereit\n")
        } catch {
            return Self.text(.serviceUnavailable, "Die Datenbank antwortet nicht.\n")
        }
    }

    private func metrics() async throws -> Response {
        let (now, backlog) = (clock(), try await archive.rows.backlog(office: nil))
        func age(_ since: Instant?) -> Double { since.map { Double(max(0, now.seconds - $0.seconds)) } ?? 0 }
        let text = tally.text(gauges: [
            ("eingang_unprocessed_messages", "Messages that are received and not decided.", Double(backlog.submissions)),
            ("eingang_oldest_unprocessed_seconds", "Age of the oldest of them.", age(backlog.oldest)),
            ("eingang_outbox_pending", "Letters and records that are to leave.", Double(backlog.leaving)),
            ("eingang_oldest_pending_seconds", "Age of the oldest of them.", age(backlog.oldestLeaving)),
            ("eingang_drafts", "Letters that wait for a person.", Double(backlog.drafts)),
            ("eingang_dead_letters", "What could not be delivered.", Double(backlog.dead)),
            ("eingang_free_bytes", "Free space where everything is kept.", Double(archive.freeBytes)),
        ])
        return Self.text(.ok, text)
    }

    private static func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }
}
