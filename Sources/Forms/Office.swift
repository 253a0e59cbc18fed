public import Deadlines

/// The office (Behörde) a message is for: what letters and deadlines need to know of it.
public struct Office: Sendable {
    /// Its name in letters.
    public var name: String
    /// Its Land, whose holidays count.
    public var land: Land
    /// How citizens reach it, one line each.
    public var contact: [String]
    /// How many days a citizen gets to answer a follow-up.
    public var followUpDays: Int

    /// Makes an office.
    public init(name: String = "Wohngeldbehörde", land: Land = .st, contact: [String] = [], followUpDays: Int = 21) {
        self.name = name
        self.land = land
        self.contact = contact
        self.followUpDays = followUpDays
    }
}
