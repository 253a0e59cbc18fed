internal import Deciding
internal import Channels
internal import Definitions
internal import Foundation
internal import Glibc
public import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import Readers
internal import ServiceLifecycle
internal import UnixSignals
public import Store
public import Vocabulary

/// The whole service on one page: what comes in, who works on it, what goes out, in the order in which they start.
///
/// It stops in the opposite order: first nothing comes in any more, then what is under way is left as received or as pending. Nothing
/// of it is in memory alone, so that it may be killed at any moment.
public struct RunningService {
    private let installation: Installation
    private let archive: Archive
    private let tally = Tally()
    private let clock: @Sendable () -> Instant = { Instant(Date()) }
    private var services: [any Service] = []
    /// What is served beside uploads and figures: the clerks' desk.
    public var pages: (@Sendable (Router<BasicRequestContext>) -> Void)?
    private var received: [String: Bell] = [:]

    /// A service with no offices yet.
    public init(_ installation: Installation, _ archive: Archive) { (self.installation, self.archive) = (installation, archive) }

    /// Adds an office with everybody who works for it.
    ///
    /// - Parameters:
    ///   - branch: the office.
    ///   - pipeline: reads and decides for it.
    ///   - trust: the kept state of trust its readers verify with.
    ///   - readers: how many readers it has.
    public mutating func add(_ branch: Installation.Branch, _ pipeline: Pipeline, trust: Digest?, readers: Int) {
        let (bell, next) = (Bell(), Bell())
        let ingest = Ingest(pipeline, into: archive, trust: trust, readers: readers)
        let post = Post(
            pipeline: pipeline,
            archive: archive,
            mail: installation.mail,
            deMail: installation.deMail,
            schemas: branch.profile.schemas,
            clock: clock
        )
        received[branch.office.id] = bell
        services += [
            Dispatch(branch, post, archive, bell: next, tally: tally, clock: clock),
            Timekeeper(pipeline, archive, bell: next, clock: clock),
            Ingestion(ingest, office: branch.office.id, bell: bell, next: next, tally: tally, clock: clock),
        ]
    }

    /// Runs until it is told to stop (SIGTERM, SIGINT).
    ///
    /// - Throws: ``AddressFault`` when it cannot be reached where the configuration says.
    public func run() async throws {
        let logger = Logger(label: "eingang")
        let door = FrontDoor(archive, Routes(installation), bells: received, clock: clock)
        var all = services
        for source in installation.sources {
            if let adapter = adapter(source, door) { all.append(Named(name: source.name, service: adapter)) }
        }
        if let http = installation.http { all.append(Named(name: "http", service: web(http, door))) }
        logger.info("started", metadata: ["offices": "\(installation.branches.count)", "sources": "\(installation.sources.count)"])
        // Named by kind: a service described as a whole would bring passwords and the token key into the log.
        let named = all.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0, serviceName: "\(type(of: $0))") }
        try await ServiceGroup(
            configuration: .init(services: named, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        ).run()
    }

    // MARK: What comes in

    private func adapter(_ source: MessageSource, _ door: FrontDoor) -> (any Service)? {
        let logger = Logger(label: "eingang.\(source.name)")
        let most = installation.branches.map(\.profile.limits.messageBytes).max() ?? Limits().messageBytes
        func listener(_ kind: MailListener.Settings.Kind, _ place: MailListener.Settings.Place) -> MailListener {
            var settings = MailListener.Settings(name: source.name, kind: kind, place: place, hostName: Self.hostName)
            (settings.mostBytes, settings.isGateway) = (source.mostBytes, source.isGateway)
            return MailListener(settings, door, logger: logger, now: clock)
        }
        switch source.kind {
        case .lmtp(let host, let port): return listener(.lmtp, .tcp(host: host, port: port))
        case .lmtpSocket(let path): return listener(.lmtp, .unix(path: path))
        case .smtp(let host, let port, let certificate, let key):
            let identity = certificate.flatMap { certificate in
                key.map { MailListener.Settings.Identity(certificates: certificate, key: $0) }
            }
            return listener(.smtp(identity), .tcp(host: host, port: port))
        case .maildir(let path): return FolderSource(source, path: path, isMaildir: true, most: most, door: door, clock: clock)
        case .folder(let path): return FolderSource(source, path: path, isMaildir: false, most: most, door: door, clock: clock)
        case .mailbox(let server, let folder, let seconds):
            var settings = MailboxSource.Settings(name: source.name, server: server)
            (settings.mailbox, settings.pollSeconds) = (folder, seconds)
            (settings.mostBytes, settings.isGateway) = (source.mostBytes, source.isGateway)
            return MailboxSource(settings, door, cursors: Cursors(rows: archive.rows), logger: logger)
        case .uploads: return nil
        }
    }

    /// The name of this machine as it says itself; asking the network for it could take long.
    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, 255) == 0 else { return "localhost" }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let text = String(decoding: bytes.filter { $0 | 0x20 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x2E }, as: UTF8.self)
        return text.isEmpty ? "localhost" : text
    }

    // MARK: What can be asked

    /// So many connections over HTTP are open at once.
    private static let mostRequests = 500

    private func web(_ place: (host: String, port: Int), _ door: FrontDoor) -> any Service {
        let router = Router()
        let uploads = installation.sources.compactMap { source -> Uploads.Source? in
            guard case .uploads(let token) = source.kind else { return nil }
            return Uploads.Source(name: source.name, token: token, mostBytes: source.mostBytes)
        }
        Uploads(uploads, door, clock: clock).add(to: router)
        Watch(archive, tally, clock: clock).add(to: router)
        pages?(router)
        var logger = Logger(label: "eingang.http")
        logger.logLevel = .warning
        return Application(
            router: router,
            server: .http1(configuration: .init(additionalChannelHandlers: [SlowRequests()], idleTimeout: .seconds(60))),
            configuration: .init(
                address: .hostname(place.host, port: place.port),
                serverName: nil,
                // More wait until one ends: each is an open file, and files are for mail as well.
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostRequests)
            ),
            logger: logger
        )
    }
}

/// Where mailboxes go on, in the store.
private struct Cursors: CursorStore {
    let rows: any CaseStore

    func cursor(of source: String) async throws -> String? { try await rows.source(source).cursor }
    func keep(cursor: String, of source: String) async throws { try await rows.keep(cursor: cursor, of: source) }
}
