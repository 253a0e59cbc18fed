public import Vocabulary

/// What the mapping may use of the message around the documents.
public struct Letter: Sendable, Codable {
    /// One line of the message text.
    public struct Line: Sendable, Codable {
        /// The line's number, from 1.
        public var number: Int
        /// The line without quote marks.
        public var text: String
        /// Whether it repeats an earlier message.
        public var isQuoted: Bool
        /// Whether a mark says so; without one somebody may have written between the lines.
        public var isMarked: Bool

        /// Makes a line.
        public init(number: Int, text: String, isQuoted: Bool, isMarked: Bool) {
            (self.number, self.text, self.isQuoted, self.isMarked) = (number, text, isQuoted, isMarked)
        }
    }

    /// The digest of the part the lines stand in.
    public var body: Digest?
    /// The author's display name.
    public var fromName = ""
    /// The author's address.
    public var fromAddress = ""
    /// The subject.
    public var subject = ""
    /// When the sender's clock says it was written.
    public var date: Instant?
    /// Whether it refers to a message before it.
    public var isReply = false
    /// The message text, line by line.
    public var lines: [Line] = []
    /// The digest of the whole message, for values found in its text or header.
    public var digest: Digest

    /// An empty letter.
    public init(digest: Digest) { self.digest = digest }

    /// The token of the letter of ours that it answers, which stands in the subject and in what is quoted.
    ///
    /// What the sender writes anew cannot steer a message into a case. Mail programs may wrap a line in the middle of it.
    public var thread: ThreadToken? {
        ThreadToken.first(in: [subject, lines.filter(\.isQuoted).map(\.text).joined(separator: "\n")])
    }

    /// What the sender wrote, without quotations.
    public var ownText: String { lines.filter { !$0.isQuoted }.map(\.text).joined(separator: "\n") }
}
