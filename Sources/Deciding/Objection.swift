internal import Deadlines
internal import Definitions
internal import Vocabulary

/// Whether an objection came in time (VwGO §§ 58, 70; SGB X § 37), and what follows together with its form.
///
/// It says what a clerk has to know; whether an objection is admissible is never decided here.
struct Objection {
    /// The result of looking at the period.
    enum Result: String { case inTime = "rechtzeitig", late = "verfristet", unclear = "unklar" }

    private(set) var result = Result.unclear
    /// The last day; the earliest it can be when the day of receipt is not known; nil without any date.
    private(set) var end: CalendarDate?
    private(set) var steps: [String] = []
    /// The last day if the notice on legal remedies should be missing or wrong.
    private(set) var yearEnd: CalendarDate?
    private let receivedAt: CalendarDate

    init(_ paths: ObjectionPaths, _ readings: [FieldReading], receivedAt: Instant, land: Land) {
        self.receivedAt = receivedAt.localDate
        func value(_ path: String) -> Value? { readings.first { $0.path == path }?.value }
        guard case .date(let decided)? = value(paths.decided) else { return }
        let span = Self.span(decided: decided, received: Self.date(value(paths.received)), way: value(paths.way))
        let notice = value(paths.notice)
        let hasNotice = notice != .text("nein") && notice != .text("unrichtig")
        let earliest = Widerspruchsfrist(after: span.earliest, land: land, hasNotice: hasNotice)
        (end, steps) = (earliest.end, earliest.steps)
        if hasNotice { yearEnd = Widerspruchsfrist(after: span.earliest, land: land, hasNotice: false).end }
        guard let latest = span.latest else {
            steps[0] = "Wann der Bescheid ankam, ist nicht bekannt. Gerechnet wird mit dem frühesten Fall: " + steps[0]
            return
        }
        let last = Widerspruchsfrist(after: latest, land: land, hasNotice: hasNotice).end
        result = self.receivedAt <= earliest.end ? .inTime : self.receivedAt > last ? .late : .unclear
        if last > earliest.end {
            steps.append(
                "Wann der Bescheid abgesandt wurde, ist nicht bekannt. Gerechnet ist der früheste Fall; im spätesten endet die Frist am \(last.german)."
            )
        }
    }

    private static func date(_ value: Value?) -> CalendarDate? { if case .date(let date)? = value { date } else { nil } }

    /// The earliest and the latest day the decision can have been made known; no latest one when nobody says when it came.
    ///
    /// Its date is the earliest day of posting, the day it came the latest. By post the fiction holds unless it came later; handed
    /// over or served, the day it came counts; when the way is not known, all of this is possible.
    private static func span(decided: CalendarDate, received: CalendarDate?, way: Value?) -> (earliest: Bekanntgabe, latest: Bekanntgabe?) {
        let isElectronic = way == .text("elektronisch")
        let isFiction = isElectronic || way == .text("post")
        let first = Bekanntgabe(sent: decided, by: isElectronic ? .electronic : .post)
        guard let received, received >= decided else { return (isFiction ? first : Bekanntgabe(received: decided), nil) }
        let actual = Bekanntgabe(received: received)
        if way == .text("persoenlich") || way == .text("zustellung") { return (actual, actual) }
        let latest = Bekanntgabe(sent: received, by: isElectronic ? .electronic : .post)
        return (isFiction && first.date > received ? first : actual, latest)
    }

    /// The readings of the system fields of a record.
    func readings(_ type: RecordType) -> [FieldReading] {
        type.leaves.compactMap { field in
            switch field.system {
            case .periodEnd: end.map { FieldReading(path: field.path, state: result == .unclear ? .unsure : .read, value: .date($0)) }
            case .periodSteps:
                steps.isEmpty ? nil : FieldReading(path: field.path, state: .read, value: .text(steps.joined(separator: " ")))
            case .periodResult: FieldReading(path: field.path, state: .read, value: .text(result.rawValue))
            default: nil
            }
        }
    }

    /// What follows from form and period (the decision table of the record).
    ///
    /// - Parameters:
    ///   - isFormMissing: whether it is certain that the written form is not met.
    ///   - today: the day of the decision.
    ///   - path: the field of the last day.
    /// - Returns: what the clerk has to know and do.
    func finding(isFormMissing: Bool, today: CalendarDate, at path: String?) -> Finding {
        let day = end?.german ?? ""
        switch (result, isFormMissing) {
        case (.inTime, false):
            return Finding(.objectionInTime, path: path, ["day": day])
        case (.inTime, true) where end.map({ today <= $0 }) ?? false, (.unclear, true) where end.map({ today <= $0 }) ?? true:
            let until =
                end.map { "Die Frist endet \(result == .unclear ? "frühestens " : "")am \($0.german), 24 Uhr." }
                ?? "Wann die Frist endet, ist nicht bekannt."
            return Finding(.objectionUrgent, path: path, ["until": until])
        case (.inTime, true), (.late, true), (.unclear, true):
            let ended = result == .late ? "ist abgelaufen" : "kann schon abgelaufen sein"
            return Finding(.objectionFormMissingLate, path: path, ["ended": ended, "day": day])
        case (.late, false):
            let year =
                yearEnd.map {
                    receivedAt <= $0
                        ? " Wenn die Rechtsbehelfsbelehrung fehlt oder unrichtig ist, läuft die Frist bis zum \($0.german) (§ 58 Abs. 2 VwGO)."
                        : ""
                } ?? ""
            return Finding(.objectionLate, path: path, ["day": day, "year": year])
        case (.unclear, false):
            let what =
                end.map {
                    receivedAt <= $0
                        ? "Auch im frühesten Fall, mit einem Ende der Frist am \($0.german), wäre er rechtzeitig."
                        : "Im frühesten Fall endete die Frist am \($0.german); dann wäre er zu spät."
                } ?? "Ohne das Datum des Bescheids lässt sich keine Frist berechnen."
            return Finding(.objectionUnclear, path: path, ["what": what])
        }
    }
}
