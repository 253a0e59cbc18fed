import Deadlines
import Foundation
import TestSupport
import Testing
import Vocabulary

struct HolidaysTests {
    @Test(arguments: [(2024, "2024-04-01"), (2025, "2025-04-21"), (2026, "2026-04-06"), (2027, "2027-03-29"), (2028, "2028-04-17")])
    func `Easter Monday follows Easter`(year: Int, monday: String) throws {
        #expect(Land.st.holidays(in: year)[try #require(CalendarDate(iso: monday))] == "Ostermontag")
    }

    @Test func `Fronleichnam 2026 is a holiday in Hessen and a working day in Sachsen-Anhalt`() throws {
        let day = try #require(CalendarDate(iso: "2026-06-04"))
        #expect(Land.he.workingDay(from: day).description == "2026-06-05")
        #expect(Land.st.workingDay(from: day) == day)
    }

    @Test func `the Reformation was a holiday everywhere in 2017 only`() throws {
        #expect(Land.allCases.allSatisfy { $0.holidays(in: 2017).values.contains("Reformationstag") })
        #expect(Land.allCases.filter { $0.holidays(in: 2016).values.contains("Reformationstag") }.count == 5)
        #expect(Land.allCases.filter { $0.holidays(in: 2026).values.contains("Reformationstag") }.count == 9)
    }

    @Test(arguments: [(2024, "2024-11-20"), (2025, "2025-11-19"), (2026, "2026-11-18"), (2028, "2028-11-22")])
    func `the day of penance is the Wednesday before 23 November`(year: Int, day: String) throws {
        #expect(Land.sn.holidays(in: year)[try #require(CalendarDate(iso: day))] == "Buß- und Bettag")
    }

    @Test func `Christmas on a weekend moves the end to the day after`() throws {
        #expect(Land.st.workingDay(from: try #require(CalendarDate(iso: "2026-12-25"))).description == "2026-12-28")
    }

    @Test func `the holidays of all Länder from 2015 to 2040 are those of the PyPI package holidays`() throws {
        let file = Place.repository.appendingPathComponent("Tests/Fixtures/public_holidays.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == 16 * 26)
        for line in lines {
            let parts = line.split(separator: " ").map(String.init)
            let land = try #require(Land(rawValue: parts[0])), year = try #require(Int(parts[1]))
            let ours = land.holidays(in: year).keys.sorted().map { String($0.description.dropFirst(5)) }
            #expect(ours == Array(parts.dropFirst(2)), "\(land) \(year)")
        }
    }
}
