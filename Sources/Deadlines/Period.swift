public import Vocabulary

/// A period with its end and how it was found: every step in a sentence with its paragraph, for the clerk and the file.
public struct Period: Hashable, Sendable {
    /// The day from which it counts, which is not counted itself (BGB § 187(1)).
    public var event: CalendarDate
    /// The day it would end without regard to weekends and holidays.
    public var nominalEnd: CalendarDate
    /// The last day, until 24:00 German local time.
    public var end: CalendarDate
    /// The steps in order, in German.
    public var steps: [String]

    /// A period of months after an event.
    ///
    /// It ends on the day of the last month that has the number of the event's day, or on the last day of that month when there
    /// is no such day (BGB § 188(2), (3)); an end on a Saturday, Sunday or holiday moves to the next working day
    /// (SGB X § 26(3), BGB § 193) after the holidays of the authority's Land.
    public init(months: Int, after event: CalendarDate, land: Land, named name: String) {
        self.event = event
        nominalEnd = event.adding(months: months)
        end = land.workingDay(from: nominalEnd)
        let length =
            months % 12 == 0 ? (months == 12 ? "ein Jahr" : "\(months / 12) Jahre") : (months == 1 ? "ein Monat" : "\(months) Monate")
        steps = [
            "\(name): \(length). Der Tag des Ereignisses, der \(event.german), zählt nicht mit (§ 187 Abs. 1 BGB).",
            Self.endStep(event, nominalEnd),
        ]
        shift(land)
    }

    /// A period of days that the authority sets itself; it begins the day after the letter is taken as received (SGB X § 26(2)).
    public init(days: Int, after event: CalendarDate, land: Land) {
        self.event = event
        nominalEnd = event.adding(days: days)
        end = land.workingDay(from: nominalEnd)
        steps = [
            "Von der Behörde gesetzte Frist: \(days) Tage nach dem \(event.german) (§ 26 Abs. 2 SGB X); sie endet am \(nominalEnd.german)."
        ]
        shift(land)
    }

    /// A period until a day that the authority itself named.
    ///
    /// - Parameters:
    ///   - date: the day as the letter names it.
    ///   - isFixed: whether the letter says that the day holds even on a weekend or holiday (SGB X § 26(3) sentence 2).
    ///   - known: the day the letter is taken as received.
    ///   - land: the Land of the authority, whose holidays count.
    public init(until date: CalendarDate, isFixed: Bool, known: CalendarDate, land: Land) {
        event = known
        nominalEnd = date
        end = isFixed ? date : land.workingDay(from: date)
        steps = [
            "Die Behörde hat eine Frist bis zum \(date.german) gesetzt (§ 26 Abs. 2 SGB X). Sie kann sie verlängern, auch rückwirkend (§ 26 Abs. 7 SGB X)."
        ]
        if isFixed {
            steps.append(
                "Der Bescheid weist darauf hin, dass dieser Tag auch am Wochenende oder an einem Feiertag gilt; er wird nicht verschoben (§ 26 Abs. 3 Satz 2 SGB X)."
            )
        } else {
            shift(land)
        }
    }

    private static func endStep(_ event: CalendarDate, _ end: CalendarDate) -> String {
        end.day == event.day
            ? "Sie endet am Tag mit derselben Zahl, am \(end.german) (§ 188 Abs. 2 BGB)."
            : "Den \(event.day). gibt es in diesem Monat nicht; sie endet am letzten Tag des Monats, am \(end.german) (§ 188 Abs. 3 BGB)."
    }

    private mutating func shift(_ land: Land) {
        guard end != nominalEnd else {
            steps.append("Der \(end.german) ist ein Werktag; dabei bleibt es.")
            return
        }
        let why =
            land.holidays(in: nominalEnd.year)[nominalEnd]
            ?? (nominalEnd.weekday == 6 ? "ein Samstag" : nominalEnd.weekday == 7 ? "ein Sonntag" : "frei")
        steps.append(
            "Der \(nominalEnd.german) ist \(why); die Frist endet am nächsten Werktag, am \(end.german) (§ 26 Abs. 3 SGB X, § 193 BGB)."
        )
    }
}
