public import Definitions
public import Vocabulary

/// Something that is to leave the house.
public struct OutboxItem: Sendable, Hashable {
    /// The kinds of things that leave.
    public enum Kind: Sendable, Hashable {
        /// A letter to the citizen.
        case letter(LetterTemplate.Kind)
        /// A record for the back office.
        case handover

        /// The name in the database: the kind of letter, or `handover`.
        public var name: String {
            switch self {
            case .letter(let kind): kind.rawValue
            case .handover: "handover"
            }
        }

        /// The kind of a name.
        public init?(name: String) {
            if name == "handover" {
                self = .handover
            } else if let kind = LetterTemplate.Kind(rawValue: name) {
                self = .letter(kind)
            } else {
                return nil
            }
        }
    }

    /// The ways a letter goes.
    public enum Channel: String, Sendable, Codable {
        /// Open mail.
        case mail
        /// De-Mail.
        case deMail = "de-mail"
    }

    /// What it is.
    public var kind: Kind
    /// Whether a clerk has to approve it first.
    public var isDraft: Bool
    /// To whom; nil when no address is known.
    public var recipient: String?
    /// The subject of a letter, the type of a record.
    public var subject: String
    /// The text, or the record as JSON.
    public var body: String
    /// The files that go with it: blank forms of the record type.
    public var enclosures: [String] = []

    /// The way it goes, if it is a letter.
    public var channel = Channel.mail
    /// Whether nobody looks at it before it leaves (RFC 3834).
    public var isAutomatic = false
    /// The Message-ID of the message it answers.
    public var inReplyTo: String?

    /// Makes an item.
    public init(kind: Kind, isDraft: Bool, recipient: String?, subject: String, body: String) {
        (self.kind, self.isDraft, self.recipient, self.subject, self.body) = (kind, isDraft, recipient, subject, body)
    }
}

/// A change of the outbox.
public enum OutboxChange: Sendable, Hashable {
    /// So many seconds something is postponed at most: a day.
    public static let longestDelay = 86_400

    /// Everything of the case that has not left yet is not to leave any more.
    case supersede
    /// This is to leave.
    case enqueue(OutboxItem)
    /// This may leave from a time on, with these words.
    case approve(Int, recipient: String, subject: String, body: String, from: Instant)
    /// This record may leave from a time on.
    case release(Int, from: Instant)
    /// This may leave, has not yet, and waits for a clerk again.
    case recall(Int)
    /// This never leaves.
    case discard(Int)
    /// This is tried again from the beginning.
    case replay(Int)
    /// This has left by post, with these words.
    case post(Int, subject: String, body: String)
    /// This has left; the other side said something.
    case settle(Int, answer: String)
    /// This was tried, and will be again.
    case postpone(Int, reason: String, until: Instant)
    /// This cannot be delivered, for a reason.
    case bury(Int, reason: String)
}
