import Deciding
import Foundation
import Testing
import Vocabulary

struct MergeTests {
    private let desk = Desk(record: "wohngeld")

    private func merged(_ first: [String: String], _ second: [String: String], state: FieldReading.State = .read) throws -> [String:
        FieldReading]
    {
        let known = KnownCase(number: "WG-2026-000001-5", readings: try desk.decide(first).readings)
        let later = Desk(record: "wohngeld", received: "2026-10-20")
        let decision = try later.decide(try later.readings(second.mapValues { [$0] }, state: state), known: known)
        return Dictionary(decision.readings.map { ($0.path, $0) }) { first, _ in first }
    }

    @Test func `what was missing is filled and knows its message`() throws {
        let reading = try #require(try merged(["miete.gesamt": "500"], ["miete.grundmiete": "400"])["miete.grundmiete"])
        #expect(reading.value == .number(400) && reading.state == .read)
        #expect(reading.origin?.receivedAt.localDate.description == "2026-10-20")
    }

    @Test func `what is said differently is a conflict that keeps both with their messages`() throws {
        let reading = try #require(try merged(["miete.gesamt": "500"], ["miete.gesamt": "520"])["miete.gesamt"])
        #expect(reading.state == .conflict && reading.value == .number(500))
        #expect(reading.history?.map(\.value) == [.number(500), .number(520)])
        #expect(reading.history?.map { $0.origin?.receivedAt.localDate.description } == ["2026-10-12", "2026-10-20"])
    }

    @Test func `what is said again stays as it was`() throws {
        let reading = try #require(try merged(["miete.gesamt": "500"], ["miete.gesamt": "500"])["miete.gesamt"])
        #expect(reading.state == .read && reading.history == nil)
        #expect(reading.origin?.receivedAt.localDate.description == "2026-10-12")
    }

    @Test func `persons are matched by name and date of birth, and what refers to them follows`() throws {
        let lena = [
            "haushaltsmitglieder[0].familienname": "Weber", "haushaltsmitglieder[0].vornamen": "Lena",
            "haushaltsmitglieder[0].geburtsdatum": "2010-06-22",
        ]
        let jonas = [
            "haushaltsmitglieder[1].familienname": "Weber", "haushaltsmitglieder[1].vornamen": "Jonas",
            "haushaltsmitglieder[1].geburtsdatum": "2014-09-02",
        ]
        let second = [
            "haushaltsmitglieder[0].familienname": "WEBER", "haushaltsmitglieder[0].vornamen": "Jonas",
            "haushaltsmitglieder[0].geburtsdatum": "2014-09-02", "haushaltsmitglieder[0].verhaeltnis": "kind",
            "haushaltsmitglieder[1].familienname": "Weber", "haushaltsmitglieder[1].vornamen": "Lena",
            "haushaltsmitglieder[1].geburtsdatum": "2011-06-22", "einkommen[0].person": "1", "einkommen[0].code": "kein_einkommen",
        ]
        let readings = try merged(lena.merging(jonas) { $1 }, second)
        #expect(readings["haushaltsmitglieder[1].verhaeltnis"]?.value == .text("kind"), "Jonas keeps his number")
        #expect(readings["einkommen[0].person"]?.value == .number(2), "his income follows him")
        #expect(readings["haushaltsmitglieder[2].geburtsdatum"]?.value != nil, "a Lena of another birthday is another person")
        #expect(readings["haushaltsmitglieder[0].geburtsdatum"]?.state == .read)
    }

    @Test func `an answer to a question about a row goes into that row`() throws {
        let first = ["haushaltsmitglieder[0].familienname": "Weber", "haushaltsmitglieder[0].vornamen": "Lena"]
        let readings = try merged(first, ["haushaltsmitglieder[0].geburtsdatum": "2010-06-22"], state: .answered)
        #expect(readings["haushaltsmitglieder[0].geburtsdatum"]?.state == .answered)
        #expect(readings["haushaltsmitglieder[1].geburtsdatum"] == nil)
    }

    @Test func `the same messages in the same order give the same record`() throws {
        let values = ["miete.gesamt": "500", "einkommen[0].code": "lohn", "einkommen[0].person": "0"]
        #expect(try merged(values, ["miete.gesamt": "510"]).keys.sorted() == merged(values, ["miete.gesamt": "510"]).keys.sorted())
    }
}
