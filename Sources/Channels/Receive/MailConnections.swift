internal import Logging
internal import NIOCore

/// The open connections of a listener; known to its thread only.
final class MailConnections {
    private var open: [ObjectIdentifier: MailConnection] = [:]
    private var emptied: EventLoopPromise<Void>?
    private var isDismissing = false

    /// Lets a connection in; where there are too many, the slowest makes room, and if none waits for its peer, the new one comes later.
    func admit(_ channel: any Channel, _ host: MailConnection.Host) throws {
        if open.count >= host.settings.mostConnections, !isDismissing, let slowest {
            forget(slowest)
            slowest.makeRoom()
        }
        let isWelcome = open.count < host.settings.mostConnections && !isDismissing
        if !isWelcome { host.logger.warning("too many connections") }
        let connection = MailConnection(host, isWelcome: isWelcome)
        try channel.pipeline.syncOperations.addHandler(connection)
        guard isWelcome else { return }
        open[ObjectIdentifier(connection)] = connection
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.forget(connection) }
    }

    /// Ends all connections, those without an answer due at once.
    ///
    /// - Parameters:
    ///   - patience: how long answers may take.
    ///   - loop: the thread of the listener.
    /// - Returns: when all are closed.
    func dismiss(within patience: TimeAmount, _ loop: any EventLoop) -> EventLoopFuture<Void> {
        isDismissing = true
        guard !open.isEmpty else { return loop.makeSucceededVoidFuture() }
        let emptied = loop.makePromise(of: Void.self)
        self.emptied = emptied
        for connection in Array(open.values) { connection.dismiss() }
        let limit = loop.assumeIsolated().scheduleTask(in: patience) {
            for connection in Array(self.open.values) { connection.abandon() }
        }
        emptied.futureResult.whenComplete { _ in limit.cancel() }
        return emptied.futureResult
    }

    /// The one that is furthest behind.
    private var slowest: MailConnection? {
        open.values.compactMap { connection in connection.isBehind.map { ($0, connection) } }.min { $0.0 < $1.0 }?.1
    }

    private func forget(_ connection: MailConnection) {
        open[ObjectIdentifier(connection)] = nil
        if open.isEmpty { emptied?.succeed() }
    }
}
