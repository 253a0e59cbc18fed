import Foundation
import TestSupport
import Testing

/// Every page of the desk in Chromium, as every role.
struct DeskPagesTests {
    /// Whether somebody has the time.
    static let isAsked = ProcessInfo.processInfo.environment["EINGANG_ATTACKS"] != nil

    @Test func `every page can be read and used by everybody: by day and night, enlarged, in forced colours, by keyboard alone`() throws {
        let checks = try Browser.run("pages.py")
        // A page with every fault, to show that each of the checks can fail.
        let faulty = checks.filter { $0.kind == "faulty" }
        #expect(faulty.count == 12)
        for check in faulty { #expect(!check.faults.isEmpty, "\(check.check) sees nothing on a page with every fault") }
        checks.expectNoFault { $0.kind != "faulty" }
        let kinds = Set(checks.compactMap(\.kind))
        for page in [
            "None: /anmelden", "clerk: /b/office", "clerk: /b/office/vorgang/:", "clerk: /b/office/schreiben/:", "auditor: /b/office",
        ] {
            #expect(kinds.contains { $0 == page || $0.hasPrefix(page + "?") }, "\(page) was opened: \(kinds.sorted())")
        }
        print("\(Set(checks.compactMap(\.page)).count) pages of \(kinds.count) kinds, \(checks.count) checks")
    }

    @Test func `hostile texts do nothing on any page: no script runs, nothing is refused by policy, no request leaves`() throws {
        // All five hundred take half an hour; with every test one of ten is tried.
        let every = Self.isAsked ? 1 : 10
        let checks = try Browser.run("attacks.py", "\(every)")
        let all = try #require(checks.named("payloads").first)
        #expect(all.of ?? 0 >= 500 / every)
        // The same texts, where nobody escapes them: what is looked for is seen.
        let (raw, policy) = (try #require(checks.named("raw").first), try #require(checks.named("policy").first))
        #expect(raw.acted ?? 0 > (raw.of ?? 0) * 6 / 10 && raw.still?.count ?? 99 < 5, "\(raw)")
        #expect(policy.refused ?? 0 > (policy.of ?? 0) * 4 / 10, "\(policy)")
        checks.expectNoFault()
        let desk = try #require(checks.named("desk").first)
        // They did come onto pages: as names, as values of a PDF and of an XML, as what a clerk typed.
        for (place, least) in ["N": 450, "F": 400, "X": 100, "C": 10] {
            #expect(desk.seen?[place] ?? 0 >= least / every, "\(place): \(desk.seen ?? [:])")
        }
        print(
            "\(all.of ?? 0) payloads; \(raw.acted ?? 0) of \(raw.of ?? 0) act unescaped; \(desk.pages ?? 0) pages; seen \(desk.seen ?? [:])"
        )
    }
}

/// A clerk at work.
struct DeskDayTests {
    @Test func `forty cases with one fault each are put right by keyboard alone, in at most six keys beside the value`() throws {
        let checks = try Browser.run("day.py")
        checks.expectNoFault()
        let cases = checks.named("case")
        #expect(cases.count == 40 && Set(cases.compactMap(\.kind)).count == 10)
        #expect(cases.allSatisfy { 1...6 ~= $0.keys ?? 0 })
        // Taken back and done again across a reload; two clerks in one case.
        for name in ["undo", "two", "day"] { #expect(checks.named(name).count == 1, "\(name)") }
        print("\(cases.count) cases with \(checks.named("day").first?.keys ?? 0) keys")
    }
}
