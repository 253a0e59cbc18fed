public import Deadlines
public import Definitions

/// The office (Behörde) a message is for: what letters and deadlines need to know of it.
public struct Office: Sendable {
    /// Its key, which every row that is kept for it carries.
    public var id: String
    /// Its name in letters.
    public var name: String
    /// Its Land, whose holidays count.
    public var land: Land
    /// How citizens reach it, one line each.
    public var contact: [String]
    /// Whether the installation has no other office: then a notice that somebody writes about is its own.
    public var isAlone = true
    /// Whether a citizen who sends a photo or a Word file in place of a form is told how to send it instead.
    public var asksForPDF = false
    /// How many days a citizen gets to answer a follow-up.
    public var followUpDays: Int
    /// Letters of its own by record type; those under the empty name are for all of them.
    public var letters: [String: [LetterTemplate.Kind: LetterTemplate]] = [:]

    /// The key of the only office of an installation that names none.
    public static let only = "office"

    /// Makes an office.
    public init(
        id: String = only,
        name: String = "Wohngeldbehörde",
        land: Land = .st,
        contact: [String] = [],
        followUpDays: Int = 21
    ) {
        (self.id, self.name, self.land, self.contact, self.followUpDays) = (id, name, land, contact, followUpDays)
    }
}
