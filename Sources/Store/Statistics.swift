public import Vocabulary

/// Figures about what an office received and what became of it; nothing in it is about anybody.
public struct Statistics: Sendable {
    /// How often something was: by one or two names.
    public struct Count: Sendable, Hashable {
        /// The names, such as the channel and the record type.
        public var names: [String]
        /// How often.
        public var count: Int

        /// Makes a count.
        public init(_ names: [String], _ count: Int) { (self.names, self.count) = (names, count) }
    }

    /// Submissions by channel and record type of their case; an empty type is a case without one.
    public var volume: [Count] = []
    /// First submissions by channel, verdict (`passed`, `failed`, `indeterminate`, `none`) and written form (`met`, `not-met`).
    public var trust: [Count] = []
    /// Cases by the outcome of their first decision.
    public var firstOutcomes: [Count] = []
    /// Cases by where they stand.
    public var phases: [Count] = []
    /// Fields by form, path without row numbers and `missing`, `unsure`, `invalid` or `conflict` in the first decision of a case.
    public var fields: [Count] = []
    /// First decisions by form.
    public var forms: [Count] = []
    /// Cases by the number of letters that asked for something.
    public var followUps: [Count] = []
    /// Seconds from receipt until nothing was missing any more, of each case that is complete, in ascending order.
    public var toComplete: [Int] = []
    /// Seconds from receipt until the record was handed over, in ascending order.
    public var toHandover: [Int] = []
    /// When each submission was received.
    public var received: [Instant] = []

    /// Nothing.
    public init() {}
}
