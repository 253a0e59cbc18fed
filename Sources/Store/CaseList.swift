public import Deciding
public import Vocabulary

/// A list of cases as somebody wants to see it: where they stand, narrowed down, from a place on.
///
/// Cases about which somebody has to do something come in the order in which it is due, those without a last day behind them in the order of
/// receipt; all others the latest change first. What a clerk has put off is left out until its day has come.
public struct CaseList: Sendable, Hashable {
    /// Which cases.
    public enum Choice: Sendable, Hashable {
        /// Those that stand in one place.
        case shelf(CaseState.Shelf)
        /// Those that are put off, the one that comes back first first.
        case deferred
        /// All of them.
        case all
    }

    /// Whose cases.
    public enum Owner: Sendable, Hashable {
        /// Everybody's.
        case anybody
        /// Nobody's.
        case nobody
        /// Those of one clerk.
        case person(String)
    }

    /// A place in a list: that of the last case that was shown.
    public struct Place: Sendable, Hashable, CustomStringConvertible {
        var day = ""
        var time = 0
        var number: String

        init(day: String, time: Int, number: String) { (self.day, self.time, self.number) = (day, time, number) }

        /// The place of a case among those that are due.
        public init(due state: CaseState, _ number: String) {
            self.init(day: state.dueOn?.description ?? Self.never, time: state.receivedAt.seconds, number: number)
        }

        /// What stands in the place of the last day where there is none: behind every day.
        static let never = "9999-12-31"

        /// Reads a place as it was written; nil for what is none.
        public init?(_ text: String) {
            let parts = text.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let time = Int(parts[1]) else { return nil }
            self.init(day: String(parts[0]), time: time, number: String(parts[2]))
        }

        /// The place as text, for the address of the next page.
        public var description: String { "\(day)_\(time)_\(number)" }
    }

    /// Which cases.
    public var choice: Choice
    /// The day on which it is asked: what is put off beyond it is left out.
    public var today: CalendarDate
    /// Only those of a record type; nil for all.
    public var recordType: String?
    /// Only those of a department; nil for all.
    public var department: String?
    /// Whose.
    public var owner = Owner.anybody
    /// Only those with a last day on or before this day.
    public var dueBy: CalendarDate?
    /// Only those of which it is proven, or not, who sent them.
    public var isVerified: Bool?
    /// Only those that look like this (``CaseState/shape``); nil for all.
    public var shape: String?
    /// Behind which place it goes on; nil to begin.
    public var after: Place?

    /// Makes a list that is not narrowed down.
    public init(_ choice: Choice, today: CalendarDate) { (self.choice, self.today) = (choice, today) }
}

/// Cases in which no form was recognised and that look alike.
public struct LookAlikes: Sendable, Hashable {
    /// What they look like (``CaseState/shape``).
    public var shape: String
    /// How many there are.
    public var count: Int
    /// When the first of them was received.
    public var since: Instant
}
