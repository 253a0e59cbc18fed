public import Vocabulary

/// Until when an objection (Widerspruch) can be filed against a decision on Wohngeld.
public struct Widerspruchsfrist: Hashable, Sendable {
    /// When the decision was made known.
    public var bekanntgabe: CalendarDate
    /// The last day.
    public var end: CalendarDate
    /// The steps in order, in German.
    public var steps: [String]

    /// One month after the decision was made known (VwGO § 70(1)); one year when the notice on legal remedies is missing or wrong
    /// (VwGO § 58(2)).
    ///
    /// - Parameters:
    ///   - bekanntgabe: when the decision was made known.
    ///   - land: the Land of the authority, whose holidays count.
    ///   - hasNotice: whether the notice on legal remedies is there and right.
    public init(after bekanntgabe: Bekanntgabe, land: Land, hasNotice: Bool) {
        self.bekanntgabe = bekanntgabe.date
        let period = Period(
            months: hasNotice ? 1 : 12,
            after: bekanntgabe.date,
            land: land,
            named: hasNotice
                ? "Widerspruchsfrist nach § 70 Abs. 1 VwGO" : "Rechtsbehelfsbelehrung fehlt oder ist unrichtig, Frist nach § 58 Abs. 2 VwGO"
        )
        end = period.end
        steps = [bekanntgabe.step] + period.steps
    }
}
