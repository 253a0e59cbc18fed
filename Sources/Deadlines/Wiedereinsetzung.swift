public import Vocabulary

/// The period to ask for reinstatement (Wiedereinsetzung in den vorigen Stand) after a period was missed through no fault of one's own.
public struct Wiedereinsetzung: Hashable, Sendable {
    /// The last day to ask for it and to make up for what was missed.
    public var end: CalendarDate
    /// Whether the year after the missed period has passed by then, so that it is no longer possible.
    public var isTooLate: Bool
    /// The steps in order, in German.
    public var steps: [String]

    /// Two weeks after the obstacle ended, at most one year after the end of the missed period (VwGO § 60, SGB X § 27).
    ///
    /// - Parameters:
    ///   - missed: the last day of the period that was missed.
    ///   - obstacleEnded: the day the obstacle ceased to be.
    ///   - land: the Land of the authority, whose holidays count.
    public init(missed: CalendarDate, obstacleEnded: CalendarDate, land: Land) {
        var period = Period(days: 14, after: obstacleEnded, land: land)
        period.steps[0] =
            "Antrag auf Wiedereinsetzung: zwei Wochen nach Wegfall des Hindernisses am \(obstacleEnded.german) (§ 60 Abs. 2 VwGO, § 27 Abs. 2 SGB X); "
            + "die Frist endet am \(period.nominalEnd.german) (§ 188 Abs. 2 BGB)."
        let limit = missed.adding(months: 12)
        end = min(period.end, limit)
        isTooLate = obstacleEnded > limit
        steps = period.steps
        if isTooLate || period.end > limit {
            steps.append(
                "Ein Jahr nach dem Ende der versäumten Frist, am \(limit.german), ist Schluss, außer bei höherer Gewalt (§ 60 Abs. 3 VwGO, § 27 Abs. 3 SGB X)."
            )
        }
        steps.append("Innerhalb der Frist ist auch der Widerspruch selbst nachzuholen (§ 60 Abs. 2 Satz 3 VwGO).")
    }
}
