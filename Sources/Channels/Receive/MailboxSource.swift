internal import CCurl
internal import Dispatch
internal import Foundation
public import Logging
public import ServiceLifecycle
public import Vocabulary

/// Where a source keeps how far it is.
public protocol CursorStore: Sendable {
    /// How far a source is; nil at first.
    func cursor(of source: String) async throws -> String?
    /// Keeps how far it is.
    func keep(cursor: String, of source: String) async throws
}

/// Takes messages out of a mailbox over IMAP (RFC 9051), in the order of their UIDs, and leaves them there as they are, unread ones unread.
///
/// The place it is at is UIDVALIDITY and UID, and moves on only once a message is ours. Where UIDVALIDITY changed, all are looked at again;
/// those that came before are known by their bytes. A message that was removed in between is passed over, a connection that breaks ends
/// the round, and the next one goes on.
public struct MailboxSource: Service {
    /// The mailbox, and how it is asked.
    public struct Settings: Sendable {
        /// The name of the source.
        public var name: String
        /// The server, `imaps://host` or `imap://host` with needed encryption, with user and password.
        public var server: RemoteServer
        /// The mailbox.
        public var mailbox = "INBOX"
        /// Seconds between two looks.
        public var pollSeconds = 10
        /// The largest message that is taken, in bytes; larger ones stay and are named.
        public var mostBytes = 100 << 20
        /// Whether the message's own `Received` says when it came, and not the mailbox.
        public var isGateway = false

        /// Takes what has no default.
        public init(name: String, server: RemoteServer) { (self.name, self.server) = (name, server) }
    }

    private struct Place {
        var validity: Int
        var uid: Int
        var text: String { "\(validity):\(uid)" }
    }

    /// Why a round ends early.
    private struct Broken: Error, CustomStringConvertible { var description: String }

    private let settings: Settings
    private let door: any Reception
    private let cursors: any CursorStore
    private let logger: Logger

    /// Sets it up.
    public init(_ settings: Settings, _ door: any Reception, cursors: any CursorStore, logger: Logger) {
        (self.settings, self.door, self.cursors, self.logger) = (settings, door, cursors, logger)
    }

    /// Looks again and again until it is told to stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var failures = 0
            while !Task.isCancelled {
                do {
                    try await round()
                    failures = 0
                } catch {
                    failures += 1
                    if failures == 1 {
                        logger.warning("the mailbox cannot be read now", metadata: ["source": "\(settings.name)", "why": "\(error)"])
                    }
                }
                let seconds = failures == 0 ? settings.pollSeconds : min(300, settings.pollSeconds << min(5, failures))
                // Cancelled when the service stops.
                try? await Task.sleep(for: .seconds(seconds))
            }
        }
    }

    /// One look: takes what came since the last one.
    func round() async throws {
        guard let connection = MailboxConnection(settings.server) else { throw Broken(description: "kein Speicher") }
        var place = Self.place(try await cursors.cursor(of: settings.name))
        // libcurl has selected the mailbox for itself, and does not do it again on this connection. What it fetches would then be marked as
        // seen; in a mailbox that is opened to be read only, nothing is.
        let opened = try await ask(connection, "EXAMINE \(Self.quoted(settings.mailbox))")
        guard let validity = Self.number(after: "[UIDVALIDITY ", in: opened), let next = Self.number(after: "[UIDNEXT ", in: opened) else {
            throw Broken(description: "keine UIDVALIDITY oder UIDNEXT")
        }
        if place?.validity != validity { place = Place(validity: validity, uid: 0) }
        guard var place else { return }
        while place.uid + 1 < next {
            // Not all at once: of a line with thousands of numbers, libcurl keeps only the end.
            let last = min(place.uid + 500, next - 1)
            let found = try await ask(connection, "UID SEARCH UID \(place.uid + 1):\(last)")
            for uid in Set(Self.numbers(after: "* SEARCH", in: found)).filter({ $0 > place.uid && $0 <= last }).sorted() {
                if Task.isCancelled { return }
                guard try await take(uid, place.validity, connection) else { return }
                place.uid = uid
                try await cursors.keep(cursor: place.text, of: settings.name)
            }
            if place.uid == last { continue }
            place.uid = last
            try await cursors.keep(cursor: place.text, of: settings.name)
        }
    }

    /// Takes a message in; false when the source has to rest.
    private func take(_ uid: Int, _ validity: Int, _ connection: MailboxConnection) async throws -> Bool {
        let about = try await ask(connection, "UID FETCH \(uid) (INTERNALDATE RFC822.SIZE)")
        guard let size = Self.number(after: "RFC822.SIZE ", in: about) else { return true }
        guard size <= settings.mostBytes else {
            logger.error("too large, left in the mailbox", metadata: ["source": "\(settings.name)", "uid": "\(uid)", "bytes": "\(size)"])
            return true
        }
        let answer = await connection.ask(
            "\(base)/\(escapedMailbox);UIDVALIDITY=\(validity);UID=\(uid)",
            command: nil,
            most: settings.mostBytes + 4096
        )
        // CURLE_REMOTE_FILE_NOT_FOUND: removed in between - or refused for now, which must not make it be passed over.
        if answer.error == 78 {
            let again = try await ask(connection, "UID FETCH \(uid) (INTERNALDATE RFC822.SIZE)")
            guard Self.number(after: "RFC822.SIZE ", in: again) == nil else {
                throw Broken(description: "der Server gibt die Nachricht \(uid) nicht heraus")
            }
            return true
        }
        guard answer.error == 0 else { throw Broken(description: answer.reason) }
        guard !answer.bytes.isEmpty else { return true }
        let received = settings.isGateway ? nil : Self.internalDate(about)
        var submission = Submission(source: "\(settings.name)/\(validity)/\(uid)", bytes: answer.bytes, receivedAt: received)
        submission.channel = "imap"
        switch await door.receive(submission) {
        case .accepted: return true
        case .later: return false
        case .refused(let reason):
            logger.error("refused", metadata: ["source": "\(settings.name)", "uid": "\(uid)", "why": "\(reason)"])
            return true
        }
    }

    // MARK: The server's words

    private var base: String { settings.server.url.hasSuffix("/") ? String(settings.server.url.dropLast()) : settings.server.url }

    private var escapedMailbox: String { settings.mailbox.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? settings.mailbox }

    private func ask(_ connection: MailboxConnection, _ command: String) async throws -> String {
        let answer = await connection.ask("\(base)/\(escapedMailbox)", command: command, most: 64 << 20)
        guard answer.error == 0 else { throw Broken(description: answer.reason) }
        return String(decoding: answer.bytes, as: UTF8.self)
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.filter { !$0.isNewline }.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func place(_ text: String?) -> Place? {
        let parts = (text ?? "").split(separator: ":").compactMap { Int($0) }
        return parts.count == 2 ? Place(validity: parts[0], uid: parts[1]) : nil
    }

    private static func number(after mark: String, in text: String) -> Int? {
        guard let range = text.range(of: mark, options: .caseInsensitive) else { return nil }
        return Int(text[range.upperBound...].prefix { $0.isASCII && $0.isNumber })
    }

    private static func numbers(after mark: String, in text: String) -> [Int] {
        text.split(whereSeparator: \.isNewline).filter { $0.uppercased().hasPrefix(mark) }
            .flatMap { $0.dropFirst(mark.count).split(separator: " ").compactMap { Int($0) } }
    }

    /// ` 5-Nov-2026 10:15:00 +0100` (RFC 9051, date-time).
    static func internalDate(_ text: String) -> Instant? {
        guard let mark = text.range(of: "INTERNALDATE \"", options: .caseInsensitive) else { return nil }
        let parts = text[mark.upperBound...].prefix { $0 != "\"" }.split(separator: " ")
        guard parts.count == 3 else { return nil }
        let (day, zone) = (parts[0].split(separator: "-"), parts[2])
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard day.count == 3, let date = Int(day[0]), let month = months.firstIndex(where: { $0.lowercased() == day[1].lowercased() }),
            let year = Int(day[2]),
            zone.count == 5
        else { return nil }
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let offset = "\(zone.prefix(3)):\(zone.suffix(2))"
        return Instant(iso: "\(year)-\(two(month + 1))-\(two(date))T\(parts[1])\(offset)")
    }
}

/// A connection to a mailbox that is kept for question after question.
private actor MailboxConnection {
    /// Runs what blocks on a thread of its own.
    private final class Executor: SerialExecutor {
        private let queue = DispatchQueue(label: "eingang.mailbox")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
        }
    }

    /// What libcurl knows of the connection.
    @safe private final class Handle {
        let pointer: OpaquePointer

        init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }
        deinit { unsafe eg_mailbox_close(pointer) }
    }

    private let executor = Executor()
    private let handle: Handle

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init?(_ server: RemoteServer) {
        guard let pointer = unsafe server.withServer({ unsafe eg_mailbox_open($0) }) else { return nil }
        handle = unsafe Handle(pointer)
    }

    func ask(_ url: String, command: String?, most: Int) -> RemoteServer.Answer {
        guard let command else { return unsafe RemoteServer.Answer(eg_mailbox_ask(handle.pointer, url, nil, most)) }
        return unsafe RemoteServer.Answer(eg_mailbox_ask(handle.pointer, url, command, most))
    }
}
