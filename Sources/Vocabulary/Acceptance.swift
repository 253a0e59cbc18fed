/// What a channel may tell its peer about a submission it handed in.
public enum Acceptance: Sendable, Hashable {
    /// Its bytes and its row survive a power failure; the number is the one it can be traced by.
    case accepted(number: String)
    /// It cannot be taken now, and coming again later is right: nothing of it is promised.
    case later(Delay)
    /// It will never be taken.
    case refused(Refusal)

    /// Why later.
    public enum Delay: Sendable, Hashable {
        /// No space on the disk.
        case full
        /// Somebody paused the source.
        case paused
        /// A fault of ours.
        case fault
    }

    /// Why never.
    public enum Refusal: Sendable, Hashable {
        /// No office has this address.
        case unknownRecipient
        /// It is larger than the source takes.
        case tooLarge
        /// Other bytes came with the same key before.
        case otherBytes
    }
}

/// Takes submissions in, durably; every channel hands over to one of these.
public protocol Reception: Sendable {
    /// Whether an office has this address; asked before the bytes are sent.
    func knows(recipient: String) -> Bool

    /// Takes a submission in.
    ///
    /// - Parameter submission: its bytes, with channel, envelope and, where the channel knows it, the time of receipt.
    /// - Returns: what the peer may be told; only after ``Acceptance/accepted(number:)`` is the submission ours.
    func receive(_ submission: Submission) async -> Acceptance
}
