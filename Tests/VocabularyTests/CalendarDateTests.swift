import Testing
import Vocabulary

struct CalendarDateTests {
    @Test func `every day from 1900 to 2100 counts up and back`() throws {
        let first = try #require(CalendarDate(year: 1900, month: 1, day: 1))
        let last = try #require(CalendarDate(year: 2100, month: 12, day: 31))
        #expect(last.dayNumber - first.dayNumber == 73413)
        for number in first.dayNumber...last.dayNumber {
            let date = CalendarDate(dayNumber: number)
            #expect(date.dayNumber == number)
            #expect(CalendarDate(iso: date.description) == date)
        }
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "2026-01-32", "0000-01-01", "2026-01-01T", "٢٠٢٦-01-01",
    ])
    func `a day that does not exist is refused`(text: String) { #expect(CalendarDate(iso: text) == nil) }

    @Test func `23 November 2026 is a Monday`() throws {
        #expect(try #require(CalendarDate(iso: "2026-11-23")).weekday == 1)
        #expect(try #require(CalendarDate(iso: "2026-11-29")).weekday == 7)
    }
}

struct InstantTests {
    @Test(arguments: [
        ("2026-11-23T10:15:00+01:00", "2026-11-23T10:15:00+01:00"), ("2026-07-01T00:30:00", "2026-07-01T00:30:00+02:00"),
        ("2026-11-22T23:30:00Z", "2026-11-23T00:30:00+01:00"), ("2026-11-23", "2026-11-23T12:00:00+01:00"),
        ("2026-03-29T01:59:59+01:00", "2026-03-29T01:59:59+01:00"), ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00"), ("2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"),
    ])
    func `a time is shown in German local time`(given: String, shown: String) {
        #expect(Instant(iso: given)?.description == shown)
    }

    @Test(arguments: ["", "gestern", "2026-11-23T25:00", "2026-11-23T10", "2026-11-23T10:61", "2026-11-31T10:00", "2026-11-23T10:15+1"])
    func `what is no time is refused`(text: String) { #expect(Instant(iso: text) == nil) }

    @Test func `one minute before midnight is still that day`() throws {
        #expect(try #require(Instant(iso: "2026-11-23T23:59:59")).localDate.description == "2026-11-23")
    }
}

struct JSONTests {
    @Test func `control characters and line separators are escaped`() {
        #expect(JSON.string("a\"\\\n\u{1}\u{2028}ä").description == #""a\"\\\n\u0001\u2028ä""#)
    }

    @Test func `absent values are null and keys keep their order`() {
        let json = JSON.object([("z", .optional(nil)), ("a", .array([.integer(1), .coordinate(2.504)]))])
        #expect(json.description == #"{"z":null,"a":[1,2.5]}"#)
    }
}

struct DigestTests {
    @Test func `SHA-256 agrees with FIPS 180-4`() {
        #expect(Digest(of: "abc".utf8).description == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest("sha256:xyz") == nil)
    }
}

struct LabelTests {
    @Test(arguments: [
        ("../../etc/passwd", "passwd"), ("C:\\temp\\a.pdf", "a.pdf"), ("a\u{202E}fdp.exe", "afdp.exe"), ("..", "unbenannt"),
        ("\u{0}\n", "unbenannt"),
        (String(repeating: "x", count: 300), String(repeating: "x", count: 200)),
    ])
    func `a name becomes a label that is safe to show`(name: String, label: String) { #expect(Label.of(name) == label) }
}
