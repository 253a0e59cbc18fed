public import Vocabulary

/// When an administrative act is taken as made known (Bekanntgabe), and why.
public struct Bekanntgabe: Hashable, Sendable {
    /// How the act was sent.
    public enum Way: Sendable {
        /// By post within Germany.
        case post
        /// Electronically.
        case electronic
    }

    /// The day.
    public var date: CalendarDate
    /// The reason, in German with its paragraph.
    public var step: String

    /// The fiction of SGB X § 37(2): the fourth day after posting or sending, the third until the end of 2024.
    ///
    /// The day of the fiction is not moved to a working day (BSG, 6 May 2010, B 14 AS 12/09 R). It does not hold when the act was
    /// never received or later; then use `init(received:)`.
    public init(sent: CalendarDate, by way: Way) {
        let isNew = sent.year >= 2025
        date = sent.adding(days: isNew ? 4 : 3)
        let count = isNew ? "vierten" : "dritten"
        let how = way == .post ? "zur Post gegeben" : "elektronisch abgesandt"
        let law = isNew ? "§ 37 Abs. 2 SGB X" : "§ 37 Abs. 2 SGB X in der bis zum 31.12.2024 geltenden Fassung"
        step =
            "Der Bescheid wurde am \(sent.german) \(how) und gilt am \(count) Tag danach als bekannt gegeben, am \(date.german) (\(law)). "
            + "Dieser Tag wird nicht auf einen Werktag verschoben (BSG, 06.05.2010, B 14 AS 12/09 R)."
    }

    /// The day the act was in fact received, which beats the fiction when it is later.
    public init(received: CalendarDate) {
        date = received
        step = "Der Bescheid ging am \(received.german) zu (§ 37 Abs. 2 Satz 3 SGB X)."
    }
}
