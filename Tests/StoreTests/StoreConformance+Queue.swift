import Deciding
import Foundation
import Store
import Testing
import Vocabulary

// Lists of cases: what stands where, what comes first, and that nothing is read that is not shown.
extension StoreConformance {
    private var today: CalendarDate { now.localDate }

    /// Changes a case as somebody at the desk does.
    private func alter(_ number: String, _ office: String, at seconds: Int = 0, _ change: (inout CaseState) -> Void) async throws {
        let file = try #require(try await store.find(number, office: office))
        var state = file.state
        change(&state)
        state.changedAt = Instant(seconds: now.seconds + seconds)
        try await store.keep(Transition(state: state), number, office: office, expecting: file.version, now: now)
    }

    private func list(_ choice: CaseList.Choice, _ office: String, limit: Int = 50, _ narrow: (inout CaseList) -> Void = { _ in })
        async throws
        -> [String]
    {
        var list = CaseList(choice, today: today)
        narrow(&list)
        return try await store.cases(list, office: office, limit: limit).map(\.number)
    }

    func queue() async throws {
        try await whatIsDueFirstStandsFirst()
        try await listsAreNarrowedDown()
        try await whatIsPutOffComesBackOnItsDay()
        try await aListGoesOnWhereAPageEnded()
        try await countsAreWhatListsShow()
        try await whatLooksAlikeStandsTogether()
        try await everyListIsReadFromAnIndexInItsOrder()
    }

    private func whatLooksAlikeStandsTogether() async throws {
        let office = "gleich"
        var numbers: [String] = []
        for (index, shape) in ["xml:a", "scan:", "xml:a", nil, "xml:a"].enumerated() {
            let number = try await take("l\(index)", .review, office: office)
            try await alter(number, office) { state in
                (state.recordType, state.shape, state.dueOn) = (nil, shape, nil)
                state.receivedAt = Instant(seconds: now.seconds + index)
            }
            numbers.append(number)
        }
        try await alter(numbers[4], office) { $0.deferredUntil = today.adding(days: 1) }
        let alikes = try await store.lookAlikes(office: office, on: today, limit: 9)
        #expect(alikes.map(\.shape) == ["xml:a", "scan:"] && alikes.map(\.count) == [2, 1] && alikes[0].since == now)
        #expect(try await store.lookAlikes(office: office, on: today.adding(days: 1), limit: 1).map(\.count) == [3])
        #expect(try await list(.shelf(.unknown), office) { $0.shape = "xml:a" } == [numbers[0], numbers[2]])
        try await alter(numbers[0], office) { ($0.recordType, $0.shape, $0.givenForm) = ("wohngeld", nil, "f") }
        #expect(try await store.lookAlikes(office: office, on: today, limit: 9).map(\.count) == [1, 1])
        #expect(try await store.find(numbers[0], office: office)?.state.givenForm == "f", "it is kept for when the case is read again")
        #expect(try await store.lookAlikes(office: "andere-gleich", on: today, limit: 9) == [])
    }

    private func whatIsDueFirstStandsFirst() async throws {
        let office = "reihe"
        var numbers: [String] = []
        for name in ["q1", "q2", "q3", "q4"] { numbers.append(try await take(name, .review, office: office)) }
        try await alter(numbers[2], office) { $0.dueOn = today.adding(days: 3) }
        try await alter(numbers[1], office) { $0.dueOn = today.adding(days: 30) }
        try await alter(numbers[0], office) { state in (state.receivedAt, state.dueOn) = (Instant(seconds: now.seconds + 60), nil) }
        try await alter(numbers[3], office) { $0.dueOn = nil }
        #expect(try await list(.shelf(.look), office) == [numbers[2], numbers[1], numbers[3], numbers[0]], "by last day, then by receipt")
        try await alter(numbers[2], office, at: 9) { $0.phase = .handedOver }
        try await alter(numbers[3], office, at: 8) { $0.phase = .complete }
        #expect(try await list(.shelf(.done), office) == [numbers[2], numbers[3]], "what changed last first")
        #expect(try await list(.all, office).prefix(2) == [numbers[2], numbers[3]])
        try await alter(numbers[2], office) { $0.needsLook = true }
        #expect(try await list(.shelf(.look), office).first == numbers[2], "news of any case is for a person to look at")
        try await alter(numbers[0], office) { $0.recordType = nil }
        try await alter(numbers[1], office) { $0.isUnread = true }
        #expect(try await list(.shelf(.unknown), office) == [numbers[1], numbers[0]])
        #expect(try await list(.all, "andere-reihe") == [])
    }

    private func listsAreNarrowedDown() async throws {
        let office = "sieb"
        var numbers: [String] = []
        for name in ["f1", "f2", "f3"] { numbers.append(try await take(name, .review, office: office)) }
        try await alter(numbers[0], office) { ($0.assignee, $0.department, $0.isVerified) = ("Änne", "Wohngeld Nord", true) }
        try await alter(numbers[1], office) { ($0.recordType, $0.dueOn) = ("widerspruch", today.adding(days: 2)) }
        let all = [numbers[1], numbers[0], numbers[2]]
        #expect(try await list(.shelf(.look), office) == all)
        #expect(try await list(.shelf(.look), office) { $0.owner = .person("Änne") } == [numbers[0]])
        #expect(try await list(.shelf(.look), office) { $0.owner = .nobody } == [numbers[1], numbers[2]])
        #expect(try await list(.shelf(.look), office) { $0.recordType = "wohngeld" } == [numbers[0], numbers[2]])
        #expect(try await list(.shelf(.look), office) { $0.department = "Wohngeld Nord" } == [numbers[0]])
        #expect(try await list(.shelf(.look), office) { $0.isVerified = true } == [numbers[0]])
        #expect(try await list(.shelf(.look), office) { $0.isVerified = false } == [numbers[1], numbers[2]])
        #expect(try await list(.all, office) { $0.dueBy = today.adding(days: 2) } == [numbers[1]])
        #expect(try await list(.shelf(.look), office) { $0.dueBy = today.adding(days: 1) } == [])
        #expect(try await list(.shelf(.look), office) { ($0.recordType, $0.owner) = ("' OR 1=1 --", .person("\u{0}")) } == [])
    }

    private func whatIsPutOffComesBackOnItsDay() async throws {
        let office = "spaeter"
        let first = try await take("d1", .review, office: office)
        let second = try await take("d2", .review, office: office)
        try await alter(first, office) { $0.deferredUntil = today.adding(days: 2) }
        #expect(try await list(.shelf(.look), office) == [second])
        #expect(try await list(.deferred, office) == [first])
        #expect(try await list(.all, office).count == 2)
        #expect(try await list(.shelf(.look), office) { $0.today = today.adding(days: 1) } == [second])
        #expect(try await list(.shelf(.look), office) { $0.today = today.adding(days: 2) } == [first, second])
        #expect(try await list(.deferred, office) { $0.today = today.adding(days: 2) } == [])
        #expect(try await store.counts(office: office, on: today) == [.shelf(.look): 1, .deferred: 1])
        #expect(try await store.counts(office: office, on: today.adding(days: 2)) == [.shelf(.look): 2, .deferred: 0])
        try await alter(first, office) { $0.deferredUntil = nil }
        #expect(try await store.counts(office: office, on: today) == [.shelf(.look): 2, .deferred: 0])
    }

    private func aListGoesOnWhereAPageEnded() async throws {
        let office = "seiten"
        for number in 0..<7 {
            let name = try await take("p\(number)", .review, office: office)
            if number % 2 == 0 { try await alter(name, office) { $0.dueOn = today.adding(days: number % 3) } }
        }
        for choice in [CaseList.Choice.shelf(.look), .all] {
            let all = try await list(choice, office)
            var (list, read) = (CaseList(choice, today: today), [String]())
            while let last = try await store.cases(list, office: office, limit: 2).last {
                read += try await store.cases(list, office: office, limit: 2).map(\.number)
                // As an address carries it.
                list.after = CaseList.Place("\(try #require(last.place))")
            }
            #expect(read == all && all.count == 7)
        }
        for text in ["", "_", "__", "a_b_c", "1_2"] { #expect(CaseList.Place(text) == nil, "\(text)") }
    }

    private func countsAreWhatListsShow() async throws {
        let office = "zahlen"
        var numbers: [String] = []
        for (index, outcome) in [Decision.Outcome.review, .review, .followUp, .handover, .rejected].enumerated() {
            numbers.append(try await take("c\(index)", outcome, office: office))
        }
        try await alter(numbers[2], office) { $0.phase = .requested }
        try await alter(numbers[0], office) { $0.recordType = nil }
        let counts = try await store.counts(office: office, on: today)
        for shelf in CaseState.Shelf.allCases {
            #expect(try await list(.shelf(shelf), office).count == counts[.shelf(shelf)] ?? 0, "\(shelf)")
        }
        #expect(counts[.shelf(.asked)] == 1 && counts[.shelf(.letters)] == nil && counts[.shelf(.unknown)] == 1)
    }

    private func everyListIsReadFromAnIndexInItsOrder() async throws {
        let narrowed: [(inout CaseList) -> Void] = [
            { _ in }, { $0.owner = .person("a") }, { $0.owner = .nobody }, { $0.recordType = "wohngeld" }, { $0.department = "a" },
            { $0.dueBy = $0.today }, { $0.isVerified = true }, { $0.after = CaseList.Place("2026-01-01_5_WG-1") },
        ]
        for choice in CaseState.Shelf.allCases.map(CaseList.Choice.shelf) + [.deferred, .all] {
            for narrow in narrowed {
                var list = CaseList(choice, today: today)
                narrow(&list)
                let plan = try await store.plan(of: list, office: "a")
                #expect(plan.count == 1 && plan[0].contains("SEARCH caseFile USING INDEX caseFile_"), "\(choice): \(plan)")
            }
        }
    }
}
