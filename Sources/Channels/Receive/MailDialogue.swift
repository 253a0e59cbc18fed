internal import Vocabulary

/// One conversation with a peer that brings mail, without its connection: bytes in, actions out (RFC 5321, RFC 2033).
///
/// What comes out depends on the bytes alone, never on how they were cut into packets.
struct MailDialogue {
    /// What this side speaks and offers.
    struct Terms: Sendable {
        /// The two protocols.
        enum Language: String, Sendable { case lmtp, smtp }

        var language: Language
        /// The name in the greeting (RFC 5321, 4.2).
        var hostName: String
        /// The largest message in octets (RFC 1870).
        var mostBytes: Int
        /// Whether STARTTLS is offered (RFC 3207).
        var offersTLS = false
    }

    /// What the connection has to do next; replies end in CRLF and may be several lines.
    enum Action: Equatable {
        case reply(String)
        /// Ask the reception, then say what it said by ``MailDialogue/answer(_:)``; nothing happens until then.
        case handOver(Message)
        /// Reply, then go on encrypted and say so by ``MailDialogue/secure()``.
        case startTLS(String)
        /// Reply, then end the connection; nothing happens after it.
        case close(String)
    }

    /// A message that came in whole.
    struct Message: Equatable, Sendable {
        /// The reverse path; empty for notices, which nobody may answer (RFC 5321, 4.5.5).
        var sender: String
        /// The forward paths, each once.
        var recipients: [String]
        /// The octets as sent, without the dots that only the transfer needs.
        var bytes: [UInt8]
    }

    /// What is waited for.
    enum Awaited: Equatable { case command, restOfLine, text, answer, nothing }

    /// A message before its text.
    struct Transaction {
        var sender: String
        /// Whether addresses may be in UTF-8 (RFC 6531).
        var isInternational: Bool
        /// One for each RCPT that was accepted, and so for each reply in LMTP.
        var recipients: [String] = []
    }

    /// The longest command in octets, CRLF included.
    static let longestLine = 2048
    /// The most recipients of a message (RFC 5321, 4.5.3.1.8: at least 100).
    static let mostRecipients = 100
    /// The most faulty commands of a conversation.
    static let mostFaults = 10
    /// The most commands without a message.
    static let mostCommands = 1000

    let terms: Terms
    /// Whether the peer introduced itself by EHLO or LHLO; nil before it did.
    var isExtended: Bool?
    var isSecure = false
    var transaction: Transaction?
    /// How many commands there were.
    private(set) var commands = 0
    private var commandsBefore = 0
    private var faults = 0

    private var text: MailText?
    private var line: [UInt8] = []
    private var lineEndsInCR = false
    private var input: [UInt8] = []
    private var position = 0
    private var isHandingOver = false
    private var isOver = false

    init(_ terms: Terms) { self.terms = terms }

    /// The first thing said.
    var greeting: String { "220 \(terms.hostName) \(terms.language == .lmtp ? "LMTP" : "ESMTP") Eingang\r\n" }

    var awaited: Awaited {
        if isOver { return .nothing }
        if isHandingOver { return .answer }
        if text != nil { return .text }
        return line.isEmpty && !lineEndsInCR ? .command : .restOfLine
    }

    /// Whether nothing lies here that was sent ahead.
    var isDrained: Bool { position == input.count }

    /// Takes what the peer sent.
    mutating func take(_ bytes: some Collection<UInt8>) {
        if isOver { return }
        input.removeFirst(position)
        position = 0
        input.append(contentsOf: bytes)
    }

    /// Goes on to the next action.
    ///
    /// - Parameter knows: whether an office has an address.
    /// - Returns: the action; nil when more bytes or an answer are needed.
    mutating func next(_ knows: (String) -> Bool) -> Action? {
        while !isOver, !isHandingOver, !isDrained {
            if let action = text == nil ? takeLine(knows) : takeText() {
                if case .close = action { end() }
                return action
            }
        }
        return nil
    }

    /// Says what became of the message that was handed over.
    mutating func answer(_ acceptance: Acceptance) -> Action {
        isHandingOver = false
        commandsBefore = commands
        return switch acceptance {
        case .accepted(let number): conclude("250 2.0.0 Angenommen als \(number)")
        case .later(.full): conclude("452 4.3.1 Kein Platz, bitte spaeter noch einmal")
        case .later(.paused): conclude("451 4.3.2 Annahme ruht, bitte spaeter noch einmal")
        case .later(.fault): conclude("451 4.3.0 Stoerung, bitte spaeter noch einmal")
        case .refused(.tooLarge): conclude(Self.tooLarge)
        case .refused(.unknownRecipient): conclude(Self.unknown)
        // Only uploads bring keys.
        case .refused(.otherBytes): conclude("554 5.6.0 Nicht angenommen")
        }
    }

    /// Goes on encrypted: all that was said before is forgotten (RFC 3207, 4.2).
    mutating func secure() { (isSecure, isExtended, transaction) = (true, nil, nil) }

    /// Ends the conversation from this side, as RFC 5321, 3.8 allows at any time; nil when it is over or an answer is due.
    mutating func stop(_ reason: String) -> Action? {
        if isOver || isHandingOver { return nil }
        end()
        return .close("421 \(reason)\r\n")
    }

    static let tooLarge = "552 5.3.4 Nachricht zu gross"
    static let unknown = "550 5.1.1 Adresse unbekannt"

    func say(_ reply: String) -> Action { .reply(reply + "\r\n") }

    /// Says that a command is wrong; too many of these end the conversation.
    mutating func fault(_ reply: String) -> Action {
        faults += 1
        return faults > Self.mostFaults ? .close("421 4.7.0 Zu viele Fehler\r\n") : say(reply)
    }

    /// Starts with the text of the message.
    mutating func beginText() { text = MailText(mostBytes: terms.mostBytes) }

    private mutating func end() {
        (isOver, text, transaction, line, input, position) = (true, nil, nil, [], [], 0)
    }

    /// What is said after the text: to LMTP once for each recipient (RFC 2033, 4.2).
    private mutating func conclude(_ reply: String) -> Action {
        let count = terms.language == .lmtp ? transaction?.recipients.count ?? 1 : 1
        transaction = nil
        return .reply(String(repeating: reply + "\r\n", count: count))
    }

    private mutating func takeText() -> Action? {
        guard let end = text?.take(input[position...]) else {
            position = input.count
            return nil
        }
        position = end
        guard let text, let transaction else { return nil }
        self.text = nil
        if text.hasBareEnd {
            guard case .reply(let words) = conclude("550 5.6.11 CR oder LF allein ist nicht erlaubt") else { return nil }
            return .close(words)
        }
        if text.isTooLarge { return conclude(Self.tooLarge) }
        isHandingOver = true
        var seen: Set<String> = []
        let recipients = transaction.recipients.filter { seen.insert($0).inserted }
        return .handOver(Message(sender: transaction.sender, recipients: recipients, bytes: text.bytes))
    }

    /// Collects a command up to CRLF; CR or LF alone could be an end for one side and not for the other, so that ends it.
    private mutating func takeLine(_ knows: (String) -> Bool) -> Action? {
        while position < input.count {
            let byte = input[position]
            position += 1
            if lineEndsInCR ? byte != .lineFeed : byte == .lineFeed {
                return .close("521 5.5.2 CR oder LF allein ist nicht erlaubt\r\n")
            }
            if lineEndsInCR {
                let whole = line
                (line, lineEndsInCR) = ([], false)
                return obey(whole, knows)
            }
            if byte == .carriageReturn {
                lineEndsInCR = true
            } else if line.count < Self.longestLine {
                line.append(byte)
            }
        }
        return nil
    }

    private mutating func obey(_ line: [UInt8], _ knows: (String) -> Bool) -> Action {
        commands += 1
        guard commands - commandsBefore <= Self.mostCommands else { return .close("421 4.7.0 Zu viele Befehle\r\n") }
        guard line.count + 2 <= Self.longestLine else { return fault("500 5.5.2 Zeile zu lang") }
        guard line.allSatisfy({ $0 >= .space && $0 != .delete }), String(validating: line, as: UTF8.self) != nil else {
            return fault("500 5.5.2 Zeichen nicht erlaubt")
        }
        let verb = line.prefix { $0 != .space }
        let rest = line[verb.endIndex...].dropFirst().trimmingEnd
        return obey(verb.upperCased, rest, knows)
    }
}
