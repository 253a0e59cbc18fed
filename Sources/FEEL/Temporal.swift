internal import Foundation
public import Vocabulary

/// Where on earth a time of day is meant.
public enum FEELZone: Hashable, Sendable {
    /// Seconds east of Greenwich.
    case offset(Int)
    /// A zone of the IANA time zone database, such as `Europe/Berlin`.
    case region(String)

    /// Seconds east of Greenwich at a local time, given in seconds since 1970.
    func offset(atLocal seconds: Int) -> Int {
        switch self {
        case .offset(let offset): return offset
        case .region(let name):
            guard let zone = TimeZone(identifier: name) else { return 0 }
            let guess = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
            return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds - guess)))
        }
    }

    var description: String {
        switch self {
        case .region(let name): return "@" + name
        case .offset(0): return "Z"
        case .offset(let offset):
            let (hours, minutes, seconds) = (abs(offset) / 3600, abs(offset) / 60 % 60, abs(offset) % 60)
            return (offset < 0 ? "-" : "+") + two(hours) + ":" + two(minutes) + (seconds == 0 ? "" : ":" + two(seconds))
        }
    }
}

/// A time of day.
public struct FEELTime: Hashable, Sendable {
    /// Nanoseconds since midnight.
    public var nanoseconds: Int
    /// The zone; nil for a local time.
    public var zone: FEELZone?

    /// Makes a time of day.
    public init(nanoseconds: Int, zone: FEELZone? = nil) { (self.nanoseconds, self.zone) = (nanoseconds, zone) }

    static let day = 86_400_000_000_000
    static let second = 1_000_000_000

    var hour: Int { nanoseconds / (3600 * Self.second) }
    var minute: Int { nanoseconds / (60 * Self.second) % 60 }
    /// Seconds of the minute.
    var second: Int { nanoseconds / Self.second % 60 }

    /// Nanoseconds since midnight in Greenwich; a region counts with its standard time of January 2000.
    var universal: Int {
        guard let zone else { return nanoseconds }
        return nanoseconds - zone.offset(atLocal: 946_684_800 + nanoseconds / Self.second) * Self.second
    }

    var description: String {
        var text = two(hour) + ":" + two(minute) + ":" + two(second)
        text += fraction(nanoseconds % Self.second)
        return text + (zone?.description ?? "")
    }
}

/// A date with a time of day.
public struct FEELDateTime: Hashable, Sendable {
    /// The day.
    public var date: CalendarDate
    /// The time on that day.
    public var time: FEELTime

    /// Makes a point in time.
    public init(date: CalendarDate, time: FEELTime) {
        self.date = date
        self.time = time
    }

    /// A point in time as German clocks show it.
    public init(_ instant: Instant) {
        self = TemporalText.dateTime(instant.description) ?? FEELDateTime(date: instant.localDate, time: FEELTime(nanoseconds: 0))
    }

    /// Nanoseconds since 1970 in Greenwich, or as if there when the time is local.
    var universal: Int128 {
        let local = date.dayNumber * 86_400 + time.nanoseconds / FEELTime.second
        let offset = time.zone?.offset(atLocal: local) ?? 0
        return Int128(local - offset) * Int128(FEELTime.second) + Int128(time.nanoseconds % FEELTime.second)
    }

    /// Later by so many nanoseconds of local time.
    func adding(_ duration: Int128) -> FEELDateTime? {
        let total = Int128(time.nanoseconds) + duration
        let day = Int128(FEELTime.day)
        let days = total >= 0 ? total / day : -((-total + day - 1) / day)
        guard let date = FEELDateTime.day(date, plus: days) else { return nil }
        return FEELDateTime(date: date, time: FEELTime(nanoseconds: Int(total - days * day), zone: time.zone))
    }

    /// A day later by so many days; nil outside the calendar.
    static func day(_ date: CalendarDate, plus days: Int128) -> CalendarDate? {
        let number = Int128(date.dayNumber) + days
        guard abs(number) < 365_000_000_000 else { return nil }
        return CalendarDate(dayNumber: Int(number))
    }

    /// A day later by so many months, cut to the last day of its month; nil outside the calendar.
    static func day(_ date: CalendarDate, plusMonths months: Int) -> CalendarDate? {
        abs(months) < 12_000_000_000 && (-999_999_999...999_999_999).contains(date.year + months / 12) ? date.adding(months: months) : nil
    }

    var description: String { date.description + "T" + time.description }
}

/// The texts of durations (DMN 1.5, table 58).
enum DurationText {
    static func months(_ months: Int) -> String {
        let (years, rest) = (abs(months) / 12, abs(months) % 12)
        guard months != 0 else { return "P0M" }
        return (months < 0 ? "-P" : "P") + (years == 0 ? "" : "\(years)Y") + (rest == 0 ? "" : "\(rest)M")
    }

    static func nanoseconds(_ duration: Int128) -> String {
        guard duration != 0 else { return "PT0S" }
        let length = duration.magnitude
        let (seconds, rest) = (length / UInt128(FEELTime.second), Int(length % UInt128(FEELTime.second)))
        let (days, hours, minutes, left) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
        var text = (duration < 0 ? "-P" : "P") + (days == 0 ? "" : "\(days)D")
        if hours != 0 || minutes != 0 || left != 0 || rest != 0 { text += "T" }
        text += (hours == 0 ? "" : "\(hours)H") + (minutes == 0 ? "" : "\(minutes)M")
        return text + (left == 0 && rest == 0 ? "" : "\(left)\(fraction(rest))S")
    }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

/// `.5` for half a second; empty for none.
private func fraction(_ nanoseconds: Int) -> String {
    guard nanoseconds != 0 else { return "" }
    let digits = String(nanoseconds + FEELTime.second).dropFirst()
    return "." + String(digits.reversed().drop { $0 == "0" }.reversed())
}
