public import Foundation

/// A point in time, to the second, in UTC; German local time where people or deadlines are concerned.
public struct Instant: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let seconds: Int

    /// Makes a point in time from seconds since 1970-01-01T00:00:00Z.
    public init(seconds: Int) { self.seconds = seconds }

    /// Reads what was encoded; only times in the years 1 to 9999 are any, whoever says so.
    public init(from decoder: any Decoder) throws {
        let seconds = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .seconds)
        guard (-62_135_596_800...253_402_300_799).contains(seconds) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a time"))
        }
        self.init(seconds: seconds)
    }

    private enum CodingKeys: String, CodingKey { case seconds }

    /// Takes the second a Foundation date lies in.
    public init(_ date: Date) { seconds = Int(date.timeIntervalSince1970.rounded(.down)) }

    /// Reads `2026-11-23`, `2026-11-23T10:15:00`, with `Z` or an offset such as `+01:00` behind it.
    ///
    /// Without offset the time is German local time; without time it is noon of that day.
    public init?(iso text: String) {
        let halves = text.split(separator: "T", maxSplits: 1)
        guard let first = halves.first, let date = CalendarDate(iso: first) else { return nil }
        guard halves.count == 2 else {
            self.init(local: date, secondOfDay: 12 * 3600)
            return
        }
        var clock = halves[1]
        var offset: Int?
        if clock.hasSuffix("Z") {
            clock = clock.dropLast()
            offset = 0
        } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let zone = clock[clock.index(after: sign)...].split(separator: ":").map { Int($0) }
            guard zone.count == 2, let hours = zone[0], let minutes = zone[1], hours < 24, minutes < 60 else { return nil }
            offset = (clock[sign] == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
            clock = clock[..<sign]
        }
        let parts = clock.prefix { $0 != "." }.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1],
            (0...24).contains(hour), (0...59).contains(minute)
        else { return nil }
        var second = 0
        if parts.count == 3 {
            guard let read = parts[2], (0...60).contains(read) else { return nil }
            second = read
        }
        let secondOfDay = hour * 3600 + minute * 60 + second
        if let offset {
            self.init(seconds: date.dayNumber * 86400 + secondOfDay - offset)
        } else {
            self.init(local: date, secondOfDay: secondOfDay)
        }
    }

    /// A German local time; an hour that occurs twice is taken as summer time, one that does not exist moves on.
    public init(local date: CalendarDate, secondOfDay: Int) {
        let wall = date.dayNumber * 86400 + secondOfDay
        let summer = wall - 7200
        seconds = Self.offset(at: summer) == 7200 ? summer : wall - 3600
    }

    /// The German calendar day this lies in; what counts as day of receipt (§ 26 SGB X, § 31 VwVfG).
    public var localDate: CalendarDate {
        let local = seconds + Self.offset(at: seconds)
        return CalendarDate(dayNumber: local >= 0 ? local / 86400 : (local - 86399) / 86400)
    }

    /// ISO 8601 with the German offset of that moment: `2026-11-23T10:15:00+01:00`.
    public var description: String {
        "\(localDate)T\(clock(withSeconds: true))+0\(Self.offset(at: seconds) / 3600):00"
    }

    /// `23.11.2026, 10:15 Uhr`.
    public var german: String { "\(localDate.german), \(clock(withSeconds: false)) Uhr" }

    /// Orders by time.
    public static func < (a: Instant, b: Instant) -> Bool { a.seconds < b.seconds }

    private func clock(withSeconds: Bool) -> String {
        let second = seconds + Self.offset(at: seconds) - localDate.dayNumber * 86400
        let hours = CalendarDate.padded(second / 3600, 2) + ":" + CalendarDate.padded(second / 60 % 60, 2)
        return withSeconds ? hours + ":" + CalendarDate.padded(second % 60, 2) : hours
    }

    /// Central European Time is UTC+1, summer time UTC+2 from the last Sunday of March to that of October, 01:00 UTC
    /// (Directive 2000/84/EC; unchanged since 1996, which covers every message this service can receive).
    private static func offset(at seconds: Int) -> Int {
        let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        let year = CalendarDate(dayNumber: days).year
        guard let march = lastSunday(of: 3, year), let october = lastSunday(of: 10, year) else { return 3600 }
        return (march * 86400 + 3600..<october * 86400 + 3600).contains(seconds) ? 7200 : 3600
    }

    private static func lastSunday(of month: Int, _ year: Int) -> Int? {
        guard let last = CalendarDate(year: year, month: month, day: 31) else { return nil }
        return last.dayNumber - last.weekday % 7
    }
}
