internal import Foundation
internal import Vocabulary

/// Reads dates, times and durations as FEEL writes them (DMN 1.5, 10.3.4.1; XML Schema part 2, ISO 8601).
struct TemporalText {
    private var rest: Substring.UTF8View

    private init(_ text: String) { rest = text[...].utf8 }

    static func date(_ text: String) -> CalendarDate? {
        var reader = TemporalText(text)
        guard let date = reader.date(), reader.rest.isEmpty else { return nil }
        return date
    }

    static func time(_ text: String) -> FEELTime? {
        var reader = TemporalText(text)
        _ = reader.take("T")
        guard let time = reader.time(), reader.rest.isEmpty else { return nil }
        return time
    }

    /// A date alone is midnight.
    static func dateTime(_ text: String) -> FEELDateTime? {
        var reader = TemporalText(text)
        guard let date = reader.date() else { return nil }
        if reader.rest.isEmpty { return FEELDateTime(date: date, time: FEELTime(nanoseconds: 0)) }
        guard reader.take("T") else { return nil }
        let isEndOfDay = reader.isEndOfDay()
        guard let time = reader.time(), reader.rest.isEmpty else { return nil }
        return FEELDateTime(date: isEndOfDay ? date.adding(days: 1) : date, time: time)
    }

    /// Years and months, or days and time.
    static func duration(_ text: String) -> FEELValue? {
        var reader = TemporalText(text)
        guard let value = reader.duration(), reader.rest.isEmpty else { return nil }
        return value
    }

    /// What `@"…"` means.
    static func literal(_ text: String) -> FEELValue? {
        if let value = date(text) { return .date(value) }
        if let value = time(text) { return .time(value) }
        if let value = dateTime(text) { return .dateTime(value) }
        return duration(text)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func digits(_ count: ClosedRange<Int>) -> Substring? {
        let found = Substring(rest.prefix { (48...57).contains($0) })
        guard count.contains(found.utf8.count) else { return nil }
        rest = rest.dropFirst(found.utf8.count)
        return found
    }

    private mutating func two(_ range: ClosedRange<Int>) -> Int? {
        guard let text = digits(2...2), let number = Int(text), range.contains(number) else { return nil }
        return number
    }

    private mutating func date() -> CalendarDate? {
        let isNegative = take("-")
        guard let text = digits(4...9), text.utf8.count == 4 || text.first != "0", let year = Int(text), take("-"),
            let month = two(1...12), take("-"), let day = two(1...31)
        else { return nil }
        return CalendarDate(year: isNegative ? -year : year, month: month, day: day)
    }

    /// Whether `24:00:00` comes next: it reads as the first moment of the day (XML Schema part 2, 3.3.7), which is that of the next.
    private mutating func isEndOfDay() -> Bool {
        guard rest.starts(with: "24:00:00".utf8) else { return false }
        let behind = rest.dropFirst(8)
        guard behind.first != UInt8(ascii: ".") || behind.dropFirst().prefix(while: { (48...57).contains($0) }).allSatisfy({ $0 == 48 })
        else { return false }
        rest = Substring("00" + Substring(rest.dropFirst(2))).utf8
        return true
    }

    private mutating func time() -> FEELTime? {
        guard let hour = two(0...23), take(":"), let minute = two(0...59), take(":"), let second = two(0...59) else { return nil }
        var nanoseconds = ((hour * 60 + minute) * 60 + second) * FEELTime.second
        if take(".") {
            guard let text = digits(1...30), let part = Int(text.prefix(9)) else { return nil }
            nanoseconds += (text.utf8.count..<9).reduce(part) { value, _ in value * 10 }
        }
        guard !rest.isEmpty else { return FEELTime(nanoseconds: nanoseconds) }
        guard let zone = zone() else { return nil }
        return FEELTime(nanoseconds: nanoseconds, zone: zone)
    }

    private mutating func zone() -> FEELZone? {
        if take("Z") || take("z") { return .offset(0) }
        if take("@") {
            let name = String(Substring(rest))
            rest = rest.dropFirst(rest.count)
            return TimeZone(identifier: name) == nil ? nil : .region(name)
        }
        let isNegative = take("-")
        guard isNegative || take("+"), let hours = two(0...18), take(":"), let minutes = two(0...59) else { return nil }
        var seconds = 0
        if take(":") {
            guard let read = two(0...59) else { return nil }
            seconds = read
        }
        let offset = hours * 3600 + minutes * 60 + seconds
        return offset > 64_800 ? nil : .offset(isNegative ? -offset : offset)
    }

    private mutating func duration() -> FEELValue? {
        let isNegative = take("-")
        guard take("P") else { return nil }
        var (months, nanoseconds): (Int?, Int128?) = (nil, nil)
        var inTime = false
        var timeParts = 0
        var units: [(Unicode.Scalar, Bool)] = [("Y", false), ("M", false), ("D", false), ("H", true), ("M", true), ("S", true)]
        while !rest.isEmpty {
            if take("T") {
                guard !inTime else { return nil }
                inTime = true
                continue
            }
            guard let text = digits(1...18), let number = Int(text) else { return nil }
            var part = 0
            if take(".") {
                let decimals = digits(0...18) ?? ""
                guard inTime else { return nil }
                part = (min(9, decimals.utf8.count)..<9).reduce(Int(decimals.prefix(9)) ?? 0) { value, _ in value * 10 }
                guard let first = rest.first, first == 83 else { return nil }
            }
            guard let index = units.firstIndex(where: { $0.1 == inTime && take($0.0) }) else { return nil }
            let unit = units[index].0
            units.removeFirst(index + 1)
            timeParts += inTime ? 1 : 0
            switch (unit, inTime) {
            case ("Y", _): months = (months ?? 0) + number * 12
            case ("M", false): months = (months ?? 0) + number
            default:
                let seconds: Int128 = unit == "D" ? 86_400 : unit == "H" ? 3600 : unit == "M" ? 60 : 1
                nanoseconds = (nanoseconds ?? 0) + Int128(number) * seconds * Int128(FEELTime.second) + Int128(part)
            }
        }
        guard (months == nil) != (nanoseconds == nil), !inTime || timeParts > 0 else { return nil }
        if let months { return .yearsMonths(isNegative ? -months : months) }
        return nanoseconds.map { .daysTime(isNegative ? -$0 : $0) }
    }
}
