internal import Logging
internal import NIOCore
internal import NIOSSL
internal import Vocabulary

/// Carries a ``MailDialogue`` over one connection: reads when it waits for bytes, writes what it says, keeps time.
final class MailConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What all connections of a listener share.
    struct Host: Sendable {
        var settings: MailListener.Settings
        var reception: any Reception
        var logger: Logger
        var now: @Sendable () -> Instant
        /// Nil where STARTTLS is not offered.
        var encryption: NIOSSLContext?

        var terms: MailDialogue.Terms {
            let language: MailDialogue.Terms.Language =
                switch settings.kind {
                case .lmtp: .lmtp
                case .smtp: .smtp
                }
            return .init(
                language: language,
                hostName: settings.hostName,
                mostBytes: settings.mostBytes,
                offersTLS: encryption != nil
            )
        }
    }

    /// How long a peer has to read the last reply and close, before we do; closing at once could destroy the reply on its way.
    private static let lingering = TimeAmount.seconds(2)

    private let host: Host
    private let isWelcome: Bool
    private var dialogue: MailDialogue
    private var context: ChannelHandlerContext?
    private var alarm: Scheduled<Void>?
    private var isEnding = false
    private var isDismissed = false
    /// When the last bytes came, by both clocks.
    private var (heard, received): (NIODeadline, Instant)
    /// What is waited for, in which command, since when, and how it comes.
    private var (awaited, command, since, pace): (MailDialogue.Awaited, Int, NIODeadline, Pace)

    init(_ host: Host, isWelcome: Bool) {
        (self.host, self.isWelcome, dialogue) = (host, isWelcome, MailDialogue(host.terms))
        (heard, received) = (.now(), host.now())
        (awaited, command, since, pace) = (.command, 0, heard, Pace())
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        alarm?.cancel()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if isWelcome {
            write(dialogue.greeting)
            proceed()
        } else {
            makeRoom()
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        (heard, received) = (.now(), host.now())
        let bytes = unwrapInboundIn(data)
        pace.count(bytes.readableBytes)
        dialogue.take(bytes.readableBytesView)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isEnding {
            context.read()
        } else {
            proceed()
        }
    }

    /// A peer that does not read its replies is not read from either.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { awaitMore() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        host.logger.info("connection failed", metadata: ["error": "\(type(of: error))"])
        context.close(promise: nil)
    }

    /// Ends the connection from this side: at once, or after the answer that is due.
    func dismiss() {
        isDismissed = true
        if case .close(let words)? = dialogue.stop("4.3.2 Dienst endet") { end(words) }
    }

    /// Since when it would have been waited for, had it kept pace; nil while it waits for this side.
    var isBehind: NIODeadline? { awaited == .answer || isEnding ? nil : pace.isBehind(by: .zero) }

    /// Gives its place to another.
    func makeRoom() {
        if case .close(let words)? = dialogue.stop("4.3.2 Zu viele Verbindungen") { end(words, lingering: false) }
    }

    /// Closes without a word.
    func abandon() { context?.close(promise: nil) }

    private func proceed() {
        guard let context, !isEnding else { return }
        while let action = dialogue.next(host.reception.knows) {
            switch action {
            case .reply(let words): write(words)
            case .handOver(let message): handOver(message, context)
            case .startTLS(let words): encrypt(words, context)
            case .close(let words): return end(words)
            }
        }
        context.flush()
        awaitMore()
    }

    private func write(_ words: String) { context?.write(wrapOutboundOut(ByteBuffer(string: words)), promise: nil) }

    private func encrypt(_ words: String, _ context: ChannelHandlerContext) {
        guard let encryption = host.encryption else { return }
        write(words)
        context.flush()
        do {
            try context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: encryption), position: .first)
            dialogue.secure()
        } catch {
            errorCaught(context: context, error: error)
        }
    }

    private func handOver(_ message: MailDialogue.Message, _ context: ChannelHandlerContext) {
        let (host, received) = (host, received)
        let answer = context.eventLoop.makeFutureWithTask {
            var submission = Submission(
                source: host.settings.name,
                bytes: message.bytes,
                receivedAt: host.settings.isGateway ? nil : received
            )
            submission.channel = host.terms.language.rawValue
            submission.envelope.sender = message.sender
            submission.envelope.recipients = message.recipients
            return await host.reception.receive(submission)
        }
        answer.assumeIsolated().whenComplete { result in
            // The task throws nothing; if it ever did, nothing of the message would be promised.
            self.proceed(with: (try? result.get()) ?? .later(.fault))
        }
    }

    private func proceed(with acceptance: Acceptance) {
        if case .reply(let words) = dialogue.answer(acceptance) { write(words) }
        if isDismissed {
            dismiss()
        } else {
            heard = .now()
            proceed()
        }
    }

    /// Reads on if something is waited for, and sets the alarm for when it has to be there.
    private func awaitMore() {
        alarm?.cancel()
        guard let context, !isEnding else { return }
        let isNew = dialogue.awaited != awaited || dialogue.commands != command
        if isNew { (awaited, command, since, pace) = (dialogue.awaited, dialogue.commands, .now(), Pace()) }
        let settings = host.settings
        let silence = heard + TimeAmount(settings.idleTime)
        let limit: NIODeadline
        switch awaited {
        case .command: limit = silence
        case .restOfLine: limit = min(silence, since + TimeAmount(settings.commandTime))
        case .text:
            limit = min(silence, since + TimeAmount(settings.messageTime), pace.isBehind(by: TimeAmount(settings.commandTime)))
        case .answer, .nothing: return
        }
        alarm = context.eventLoop.assumeIsolated().scheduleTask(deadline: limit) {
            if case .close(let words)? = self.dialogue.stop("4.4.2 Zu langsam") { self.end(words) }
        }
        if context.channel.isWritable { context.read() }
    }

    /// Says the last words and closes; what still comes is not looked at.
    private func end(_ words: String, lingering: Bool = true) {
        guard let context, !isEnding else { return }
        isEnding = true
        alarm?.cancel()
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.context?.close(mode: lingering ? .output : .all, promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: words)), promise: written)
        alarm = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingering) { self.abandon() }
        context.read()
    }
}
