public import Logging
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
public import ServiceLifecycle
public import Vocabulary

/// Listens for mail from a mail server over LMTP (RFC 2033) or SMTP (RFC 5321) and hands each message to a reception.
public struct MailListener: Service {
    /// Where it listens, what it speaks and which limits it keeps.
    public struct Settings: Sendable {
        /// The protocol.
        public enum Kind: Sendable {
            /// LMTP, for the mail server of the same house.
            case lmtp
            /// SMTP, encrypted by STARTTLS (RFC 3207) where there is a certificate.
            case smtp(Identity?)
        }

        /// Where it listens.
        public enum Place: Sendable {
            /// A host's name or address, and a port; port 0 is any that is free.
            case tcp(host: String, port: Int)
            /// The path of a Unix socket; one that is there is replaced.
            case unix(path: String)
        }

        /// How the server proves who it is.
        public struct Identity: Sendable {
            /// The path of a PEM file with the server's certificate and those it was issued by.
            public var certificates: String
            /// The path of a PEM file with its private key.
            public var key: String

            /// Names both files.
            public init(certificates: String, key: String) { (self.certificates, self.key) = (certificates, key) }
        }

        /// The name of the source; what it brings says so.
        public var name: String
        /// The protocol.
        public var kind: Kind
        /// Where it listens.
        public var place: Place
        /// The name it greets with, a domain (RFC 5321, 4.2).
        public var hostName: String
        /// The largest message in octets (RFC 1870).
        public var mostBytes = 50 << 20
        /// Whether its peer received the message for us; then the message's own uppermost `Received` says when, and not this listener.
        public var isGateway = false
        /// How many connections there may be at once; for one more the slowest is told to come later.
        public var mostConnections = 100
        /// How long a peer may be silent (RFC 5321, 4.5.3.2.7: at least five minutes).
        public var idleTime = Duration.seconds(300)
        /// How long a command may take from its first octet to its end, and how far the text of a message may fall behind a slow line.
        public var commandTime = Duration.seconds(60)
        /// How long the text of a message may take.
        public var messageTime = Duration.seconds(600)
        /// How long messages that are being handed over may take when the program ends.
        public var farewellTime = Duration.seconds(5)

        /// Takes what has no default.
        public init(name: String, kind: Kind, place: Place, hostName: String) {
            (self.name, self.kind, self.place, self.hostName) = (name, kind, place, hostName)
        }
    }

    private let settings: Settings
    private let reception: any Reception
    private let logger: Logger
    private let now: @Sendable () -> Instant
    private let listening: @Sendable (_ port: Int) -> Void

    /// Describes a listener; ``run()`` starts it.
    ///
    /// - Parameters:
    ///   - settings: where it listens and which limits it keeps.
    ///   - reception: takes the messages.
    ///   - logger: where it says what happens; addresses and contents never.
    ///   - now: the wall clock, which says when a message was received.
    ///   - listening: called once it can be reached, with its TCP port; 0 for a Unix socket.
    public init(
        _ settings: Settings,
        _ reception: any Reception,
        logger: Logger,
        now: @escaping @Sendable () -> Instant,
        listening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) {
        (self.settings, self.reception, self.now, self.listening) = (settings, reception, now, listening)
        var logger = logger
        logger[metadataKey: "source"] = "\(settings.name)"
        self.logger = logger
    }

    /// Listens until the task is cancelled or the program ends gracefully.
    ///
    /// Then nobody new is let in, messages that are being handed over get their answer, and everybody else is told to come later.
    ///
    /// - Throws: that the certificate cannot be used or the place not be listened on.
    public func run() async throws {
        let host = MailConnection.Host(
            settings: settings,
            reception: reception,
            logger: logger,
            now: now,
            encryption: try encryption()
        )
        // All connections of a listener share a thread, so what it knows of them is shared by nobody.
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let connections = NIOLoopBoundBox.makeBoxSendingValue(MailConnections(), eventLoop: loop)
        let channel = try await bind(loop) { channel in
            channel.eventLoop.makeCompletedFuture { try connections.value.admit(channel, host) }
        }
        logger.info("listening for mail")
        listening(channel.localAddress?.port ?? 0)
        let ended: Result<Void, any Error>
        do {
            try await withTaskCancellationOrGracefulShutdownHandler {
                try await channel.closeFuture.get()
            } onCancelOrGracefulShutdown: {
                channel.close(promise: nil)
            }
            ended = .success(())
        } catch {
            ended = .failure(error)
        }
        let patience = TimeAmount(settings.farewellTime)
        try await loop.flatSubmit { connections.value.dismiss(within: patience, loop) }.get()
        logger.info("no longer listening for mail")
        try ended.get()
    }

    private func encryption() throws -> NIOSSLContext? {
        guard case .smtp(let identity?) = settings.kind else { return nil }
        let certificates = try NIOSSLCertificate.fromPEMFile(identity.certificates).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: identity.key, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: certificates, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: configuration)
    }

    private func bind(
        _ loop: any EventLoop,
        _ admit: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws -> any Channel {
        // What nobody asked for is not read: this is how a peer is made to wait while its message is handed over.
        let bootstrap = ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 128)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer(admit)
        return switch settings.place {
        case .tcp(let host, let port): try await bootstrap.bind(host: host, port: port).get()
        case .unix(let path): try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        }
    }
}
