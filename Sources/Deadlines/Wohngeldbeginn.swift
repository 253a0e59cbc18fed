public import Vocabulary

/// The month from which Wohngeld is paid (WoGG §§ 22(4), 25).
public struct Wohngeldbeginn: Hashable, Sendable {
    /// The first day of the approval period (Bewilligungszeitraum).
    public var start: CalendarDate
    /// The day the application counts as filed.
    public var filed: CalendarDate
    /// The steps in order, in German.
    public var steps: [String]

    /// A rejected or ended benefit that excluded Wohngeld (WoGG § 25(3)).
    public struct Rejection: Hashable, Sendable {
        /// The day from which the benefit was refused or ended.
        public var from: CalendarDate
        /// The day the household learned of it.
        public var known: CalendarDate

        /// Makes a rejection.
        public init(from: CalendarDate, known: CalendarDate) { (self.from, self.known) = (from, known) }
    }

    /// When a first application takes effect.
    ///
    /// - Parameters:
    ///   - received: the day of receipt at the first body (SGB I § 16(2)).
    ///   - conditionsFrom: the day from which the conditions are met; nil when they are at receipt.
    ///   - rejection: the benefit whose refusal moves the start back.
    public init(received: CalendarDate, conditionsFrom: CalendarDate? = nil, rejection: Rejection? = nil) {
        filed = received
        start = received.startOfMonth
        steps = [
            "Der Antrag ging am \(received.german) ein. Wohngeld beginnt am Ersten des Monats der Antragstellung, am \(start.german) (§ 25 Abs. 2 Satz 1 WoGG)."
        ]
        if let conditionsFrom, conditionsFrom.startOfMonth > start {
            start = conditionsFrom.startOfMonth
            steps.append(
                "Die Voraussetzungen liegen erst ab dem \(conditionsFrom.german) vor; es beginnt am Ersten dieses Monats, am \(start.german) (§ 25 Abs. 2 Satz 2 WoGG)."
            )
        }
        guard let rejection else { return }
        let last = rejection.known.startOfMonth.adding(months: 2).adding(days: -1)
        if received <= last, rejection.from.startOfMonth < start {
            start = rejection.from.startOfMonth
            steps.append(
                "Die andere Leistung wurde ab dem \(rejection.from.german) abgelehnt oder eingestellt, bekannt seit dem \(rejection.known.german). Der Antrag kam vor Ablauf des folgenden Kalendermonats, dem \(last.german); es beginnt am \(start.german) (§ 25 Abs. 3 WoGG)."
            )
        } else if received > last {
            steps.append(
                "Die Ablehnung der anderen Leistung war seit dem \(rejection.known.german) bekannt. Der Antrag kam nach dem \(last.german), darum bleibt es beim \(start.german) (§ 25 Abs. 3 WoGG)."
            )
        }
    }

    /// When a follow-on application (Weiterleistungsantrag) counts as filed.
    ///
    /// One that comes more than two months before the current period ends counts from the first of the second month before
    /// its end (WoGG § 22(4)). Which month is the second before the end is read as in the administrative rules; a housing office
    /// should confirm it.
    ///
    /// - Parameters:
    ///   - received: the day of receipt.
    ///   - currentEnd: the last day of the current approval period.
    public init(renewalReceived received: CalendarDate, currentEnd: CalendarDate) {
        let earliest = currentEnd.startOfMonth.adding(months: -1)
        filed = max(received, earliest)
        start = received <= currentEnd ? currentEnd.adding(days: 1) : received.startOfMonth
        steps = []
        if received < earliest {
            steps.append(
                "Der Weiterleistungsantrag ging am \(received.german) ein, mehr als zwei Monate vor dem Ende des Bewilligungszeitraums am \(currentEnd.german). Er gilt als am \(filed.german) gestellt (§ 22 Abs. 4 WoGG)."
            )
        } else {
            steps.append("Der Weiterleistungsantrag ging am \(received.german) ein und gilt an diesem Tag als gestellt (§ 22 Abs. 4 WoGG).")
        }
        steps.append(
            received <= currentEnd
                ? "Das neue Wohngeld schließt an und beginnt am \(start.german) (§ 25 Abs. 2 WoGG)."
                : "Der alte Zeitraum war schon abgelaufen; es beginnt am Ersten des Monats der Antragstellung, am \(start.german) (§ 25 Abs. 2 WoGG)."
        )
    }
}

extension CalendarDate {
    /// The first day of its month.
    var startOfMonth: CalendarDate { adding(days: 1 - day) }
}
