internal import Foundation
public import Vocabulary

extension Report {
    /// A number as it is shown, with so many decimals.
    static func rounded(_ number: Double, _ places: Int) -> Decimal {
        var (exact, result) = (Decimal(number), Decimal())
        unsafe NSDecimalRound(&result, &exact, places, .plain)
        return result
    }

    /// The spread of durations.
    ///
    /// - Parameters:
    ///   - id: a stable name.
    ///   - title: what it is about, in German.
    ///   - seconds: in ascending order.
    /// - Returns: quartile, median and ninetieth percentile in hours.
    public static func spread(_ id: String, _ title: String, _ seconds: [Int]) -> Spread {
        func at(_ share: Double) -> Double {
            seconds.isEmpty ? 0 : Double(seconds[min(seconds.count - 1, Int(Double(seconds.count) * share))]) / 3600
        }
        return Spread(id: id, title: title, count: seconds.count, quartile: at(0.25), median: at(0.5), ninetieth: at(0.9))
    }

    /// A table of counts with their shares of all.
    public static func table(_ id: String, _ title: String, _ counts: [(String, Int)], of all: Int? = nil) -> Table {
        let all = all ?? counts.reduce(0) { $0 + $1.1 }
        return Table(
            id: id,
            title: title,
            rows: counts.map { Row(label: $0.0, count: $0.1, share: all > 0 ? Double($0.1) / Double(all) : nil) }
        )
    }

    /// Which of some moments lie outside of office hours: at a weekend, on a holiday of the Land, or at another hour.
    ///
    /// - Parameters:
    ///   - moments: the moments.
    ///   - hours: the hours of the day in which somebody is there.
    ///   - isWorkday: whether a day is one.
    /// - Returns: how many of them.
    public static func outside(_ moments: [Instant], hours: Range<Int>, isWorkday: (CalendarDate) -> Bool) -> Int {
        moments.count { moment in
            let start = Instant(local: moment.localDate, secondOfDay: 0)
            let hour = (moment.seconds - start.seconds) / 3600
            return !hours.contains(hour) || !isWorkday(moment.localDate)
        }
    }
}
