import Deciding
import Foundation
import Intake
import Readers
import Store
import TestSupport
import Testing
import Vocabulary

/// What days do to a case: the service runs, ends, its timekeeper is told of a later day, and the service goes on.
///
/// The program itself cannot be given another clock from outside: libfaketime and jemalloc lock each other out.
@Suite(.serialized) struct CalendarTests {
    private let village: Village
    private let number = "WG-2026-000001-5"

    init() throws { village = try Village("automatic: [ { letters: [follow-up] } ]") }

    /// Has the timekeeper look at the store so many days from now.
    private func pass(days: Int) async throws {
        #expect(village.service.stop() == 0)
        let pool = ReaderPool(ReaderCommand(executable: Place.reader, profile: ReaderProfile(schemas: Place.schemas.path)), count: 1)
        let catalogue = try #require(try await pool.equipment().catalogue)
        let pipeline = Pipeline(catalogue: catalogue, office: Office(name: "Wohngeldbehörde Dorf"), pool: pool)
        let timekeeper = Timekeeper(pipeline, try Archive(directory: village.service.store), bell: Bell(), clock: { Instant(Date()) })
        try await timekeeper.pass(Instant(seconds: Instant(Date()).seconds + days * 86_400))
        await pool.shutDown()
        try village.service.start()
    }

    @Test func `who does not answer is reminded, then a clerk decides, and a late answer completes the case`() async throws {
        try await village.ready()
        #expect(try village.deliver(try sample("02-mietzuschuss-unvollstaendig")) == "")
        try await wait("the letter") { try village.letters.all().count == 1 }
        try await wait("the phase") { try village.phase(number) == "requested" }

        try await pass(days: 10)
        try await village.ready(2)
        #expect(try village.phase(number) == "requested", "its time has not passed")
        #expect(try village.service.ask("replies", "list", office: "office").isEmpty)

        try await pass(days: 40)
        try await village.ready(3)
        let draft = try #require(try village.service.ask("replies", "list", office: "office").first)
        #expect(try village.phase(number) == "requested", "nobody is reminded before the letter leaves")
        let id = try #require(draft["id"] as? Int)
        #expect(try village.service.tell("replies", "approve", "\(id)", "--by", "Frau Sommer", office: "office").status == 0)
        try await wait("the reminder") { try village.letters.all().count == 2 }
        try await wait("the phase") { try village.phase(number) == "reminded" }
        let reminder = try #require(try village.letters.all().last)
        #expect(reminder.text.contains("§ 66") && reminder.subject.contains(Tokens.of(number, 2)), "\(reminder.subject)")

        try await pass(days: 120)
        try await village.ready(4)
        #expect(try village.phase(number) == "review")
        #expect(try village.events(number).last == "expired")
        #expect(try village.cases().count == 1, "nothing is ever refused or deleted by a clock")
        try await pass(days: 4000)
        try await village.ready(5)
        #expect(try village.phase(number) == "review")
        #expect(try Run.eingang("audit", "verify", "--store", village.service.store).status == 0)

        #expect(try village.deliver(Citizen.answer(to: reminder)) == "")
        try await wait("the record") { village.records().count == 1 }
        try await wait("the end") { try village.phase(number) == "handed-over" }
        #expect(try village.letters.all().count == 2)
        #expect(village.service.stop() == 0)
    }
}
