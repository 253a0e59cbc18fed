public import Vocabulary

/// What is already known of the case a submission belongs to.
public struct KnownCase: Sendable {
    /// Its number, such as `WG-2026-000123`.
    public var number: String
    /// What was read before; empty for a new case.
    public var readings: [FieldReading]
    /// The addresses of whoever sent the application: an answer from another one is not taken in unseen.
    public var addresses: Set<MailAddress>
    /// How many times the citizen was asked before.
    public var followUps = 0
    /// The text of the letter that the message answers, where its answers name questions by number.
    public var letter: String?
    /// The day of the decision, from which a new period runs; nil to count from the receipt.
    public var today: CalendarDate?

    /// Whether a letter has asked for all that was missing, and its answer is waited for.
    public var isAsked = false

    /// Whether nothing was kept in it before.
    public var isNew = false

    /// Makes a known case.
    public init(number: String, readings: [FieldReading] = [], addresses: Set<String> = []) {
        (self.number, self.readings) = (number, readings)
        self.addresses = Set(addresses.compactMap { MailAddress($0) })
    }
}
