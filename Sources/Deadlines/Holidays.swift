public import Vocabulary

extension Land {
    /// The statutory public holidays of a year that hold in the whole Land, with their German names.
    ///
    /// Municipal ones (Augsburger Friedensfest, Mariä Himmelfahrt in parts of Bayern, Fronleichnam in parts of Sachsen
    /// and Thüringen) are not among them.
    public func holidays(in year: Int) -> [CalendarDate: String] {
        guard let easter = Self.easterSunday(of: year) else { return [:] }
        var days: [CalendarDate: String] = [:]
        func fixed(_ month: Int, _ day: Int, _ name: String, if holds: Bool = true) {
            guard holds, let date = CalendarDate(year: year, month: month, day: day) else { return }
            days[date] = name
        }
        func movable(_ offset: Int, _ name: String, if holds: Bool = true) {
            if holds { days[easter.adding(days: offset)] = name }
        }
        fixed(1, 1, "Neujahr")
        fixed(1, 6, "Heilige Drei Könige", if: [.bw, .by, .st].contains(self))
        fixed(3, 8, "Internationaler Frauentag", if: (self == .be && year >= 2019) || (self == .mv && year >= 2023))
        movable(-2, "Karfreitag")
        movable(0, "Ostersonntag", if: self == .bb)
        movable(1, "Ostermontag")
        fixed(5, 1, "Tag der Arbeit")
        fixed(5, 8, "Tag der Befreiung", if: self == .be && (year == 2020 || year == 2025))
        fixed(6, 17, "Jahrestag des Aufstandes vom 17. Juni 1953", if: self == .be && year == 2028)
        movable(39, "Christi Himmelfahrt")
        movable(49, "Pfingstsonntag", if: self == .bb)
        movable(50, "Pfingstmontag")
        movable(60, "Fronleichnam", if: [.bw, .by, .he, .nw, .rp, .sl].contains(self))
        fixed(8, 15, "Mariä Himmelfahrt", if: self == .sl)
        fixed(9, 20, "Weltkindertag", if: self == .th && year >= 2019)
        fixed(10, 3, "Tag der Deutschen Einheit")
        let always: [Land] = [.bb, .mv, .sn, .st, .th]
        let since2018: [Land] = [.hb, .hh, .ni, .sh]
        fixed(10, 31, "Reformationstag", if: year == 2017 || always.contains(self) || (year >= 2018 && since2018.contains(self)))
        fixed(11, 1, "Allerheiligen", if: [.bw, .by, .nw, .rp, .sl].contains(self))
        if self == .sn, let day = Self.penance(of: year) { days[day] = "Buß- und Bettag" }
        fixed(12, 25, "Erster Weihnachtstag")
        fixed(12, 26, "Zweiter Weihnachtstag")
        return days
    }

    /// The first day from `date` on that is neither Saturday, Sunday nor holiday (SGB X § 26(3), BGB § 193).
    public func workingDay(from date: CalendarDate) -> CalendarDate {
        var day = date
        while day.weekday > 5 || holidays(in: day.year)[day] != nil { day = day.adding(days: 1) }
        return day
    }

    /// Easter Sunday by the anonymous Gregorian computus (Meeus, Jones, Butcher).
    static func easterSunday(of year: Int) -> CalendarDate? {
        let a = year % 19
        let b = year / 100
        let c = year % 100
        let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
        let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7
        let f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114
        return CalendarDate(year: year, month: f / 31, day: f % 31 + 1)
    }

    /// The Wednesday before 23 November.
    private static func penance(of year: Int) -> CalendarDate? {
        guard let limit = CalendarDate(year: year, month: 11, day: 22) else { return nil }
        return limit.adding(days: -((limit.weekday + 4) % 7))
    }
}
