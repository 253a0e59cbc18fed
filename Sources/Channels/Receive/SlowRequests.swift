public import NIOCore
public import NIOHTTPTypes

/// Closes a connection over HTTP whose request does not come on: each may fall behind a slow line by a minute.
///
/// Before a request has a header the server's own time for idle connections counts.
public final class SlowRequests: ChannelInboundHandler, RemovableChannelHandler {
    /// Parts of a request, as the server cuts them.
    public typealias InboundIn = HTTPRequestPart

    private static let patience = TimeAmount.seconds(60)
    private var pace: Pace?
    private var alarm: Scheduled<Void>?

    /// Makes one for a connection.
    public init() {}

    /// Counts what came of a request.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            pace = Pace()
            watch(context)
        case .body(let bytes): pace?.count(bytes.readableBytes)
        case .end:
            pace = nil
            alarm?.cancel()
        }
        context.fireChannelRead(data)
    }

    /// A connection that is gone needs no watching.
    public func handlerRemoved(context: ChannelHandlerContext) { alarm?.cancel() }

    private func watch(_ context: ChannelHandlerContext) {
        guard let limit = pace?.isBehind(by: Self.patience) else { return }
        if limit <= .now() { return context.close(promise: nil) }
        alarm = context.eventLoop.assumeIsolated().scheduleTask(deadline: limit) { self.watch(context) }
    }
}
