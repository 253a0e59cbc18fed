public import Vocabulary

/// An entry of a code list: a key for programs, a label for people, and when it is in force.
public struct Code: Hashable, Sendable, Codable {
    /// The key, as records keep it.
    public var key: String
    /// What people call it now.
    public var label: String
    /// Its first day; nil when it always was.
    public var from: CalendarDate?
    /// Its last day; nil while it is.
    public var until: CalendarDate?
    /// What it was called before, each with the last day of that name, oldest first.
    public var earlier: [Name] = []
    /// Other words that mean it.
    public var also: [String] = []

    /// A name with the last day it was in use.
    public struct Name: Hashable, Sendable, Codable {
        /// The name.
        public var label: String
        /// Its last day.
        public var until: CalendarDate

        /// Makes a name.
        public init(label: String, until: CalendarDate) { (self.label, self.until) = (label, until) }
    }

    /// A code that is always in force.
    public init(key: String, label: String) { (self.key, self.label) = (key, label) }

    /// What it is called on a day.
    public func label(on day: CalendarDate) -> String { earlier.first { day <= $0.until }?.label ?? label }

    /// Whether it is in force on a day.
    public func isValid(on day: CalendarDate) -> Bool { from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true }

    /// Every word that means it.
    var words: [String] { [key, label] + earlier.map(\.label) + also }
}
