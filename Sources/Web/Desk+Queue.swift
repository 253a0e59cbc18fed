internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Store
internal import Vocabulary

// The lists of cases: what is due first, narrowed down, searched, page by page.
extension Desk {
    /// So many lines a page has.
    private static let mostLines = 50
    /// So many kinds of messages that look alike are shown.
    private static let mostAlikes = 20

    func queue(_ work: Work) async throws -> Response {
        let today = clock().localDate
        var page = QueuePage(Filter(work, today: today), today: today)
        page.health = try await health(work)
        page.counts = try await archive.rows.counts(office: work.office, on: today)
        page.cases = try await cases(page.filter, work)
        // One more than is shown tells whether there are more.
        if page.cases.count > Self.mostLines {
            page.cases.removeLast(page.cases.count - Self.mostLines)
            page.next = page.cases.last.map { page.filter.words.isEmpty ? $0.place?.description ?? "" : $0.number }
        }
        if page.filter.shelf == .letters, page.filter.isPlain, work.visitor.account.role == .clerk {
            let waiting = try await archive.rows.waiting(office: work.office, limit: Self.mostLines)
            page.letters = waiting.filter { $0.item.kind != .handover }
        }
        if page.filter.shelf == .unknown, page.filter.words.isEmpty, work.visitor.account.role == .clerk {
            page.alikes = try await archive.rows.lookAlikes(office: work.office, on: today, limit: Self.mostAlikes)
        }
        return Pages.queue(page, branches, work)
    }

    private func cases(_ filter: Filter, _ work: Work) async throws -> [CaseSummary] {
        let (office, limit) = (work.office, Self.mostLines + 1)
        if filter.words.isEmpty { return try await archive.rows.cases(filter.list, office: office, limit: limit) }
        let after = filter.after.isEmpty ? nil : filter.after
        return try await archive.rows.cases(office: office, matching: filter.words, after: after, limit: limit)
    }

    private func health(_ work: Work) async throws -> Health {
        Health(
            backlog: try await archive.rows.backlog(office: work.office),
            paused: try await archive.rows.pausedSources(),
            trustListsEnd: work.branch.trustListsEnd,
            isFull: archive.isNearlyFull,
            now: clock()
        )
    }

    /// The case that is due next, after the one that was just settled or left.
    func next(_ work: Work) async throws -> Response {
        let last = work.visit.query("nach")
        let next = try await following(archive.rows.find(last, office: work.office)?.state, last, work)
        let settled = work.visit.query("erledigt").isEmpty ? "" : "?erledigt=\(last)"
        return Pages.redirect(next.map { work.place(of: $0) + settled } ?? work.root + settled)
    }

    /// The number of the case that is due next behind another; behind the last one it begins again.
    func following(_ state: CaseState?, _ number: String, _ work: Work) async throws -> String? {
        let place = state.map { CaseList.Place(due: $0, number) }
        for start in place == nil ? [nil] : [place, nil] {
            // One's own before those that are nobody's.
            for owner in [CaseList.Owner.person(work.person), .nobody] {
                var list = CaseList(Shelf.look.choice, today: clock().localDate)
                (list.owner, list.after) = (owner, start)
                if let next = try await archive.rows.cases(list, office: work.office, limit: 2).first(where: { $0.number != number }) {
                    return next.number
                }
            }
        }
        return nil
    }
}

/// What somebody wants to see of the lists, as the address of the page says it.
struct Filter {
    /// Whose cases: one's own, nobody's, or all.
    enum Owner: String {
        case anybody = ""
        case own = "ich"
        case nobody = "niemand"
    }

    let shelf: Shelf
    /// What was searched for; empty for nothing.
    let words: String
    let recordType: String
    let department: String
    let owner: Owner
    let dueBy: CalendarDate?
    let isVerified: Bool?
    /// Behind what it goes on: a place in a list, or a case that was found; empty to begin.
    let after: String
    /// The list.
    let list: CaseList

    init(_ work: Work, today: CalendarDate) {
        let visit = work.visit
        // Nobody but clerks may learn what a case is found by.
        let isClerk = work.visitor.account.role == .clerk
        (shelf, words) = (Shelf(rawValue: visit.query("was")) ?? .look, isClerk ? String(visit.query("suche").prefix(100)) : "")
        (recordType, department, after) = (visit.query("art"), visit.query("abteilung"), visit.query("nach"))
        owner = isClerk ? Owner(rawValue: visit.query("wer")) ?? .anybody : .anybody
        dueBy = CalendarDate(iso: visit.query("bis"))
        isVerified = ["ja": true, "nein": false][visit.query("geprueft")]
        var list = CaseList(shelf.choice, today: today)
        list.recordType = recordType.isEmpty ? nil : recordType
        list.department = department.isEmpty ? nil : department
        list.owner =
            switch owner {
            case .anybody: .anybody
            case .own: .person(work.person)
            case .nobody: .nobody
            }
        (list.dueBy, list.isVerified, list.after) = (dueBy, isVerified, CaseList.Place(after))
        let shape = visit.query("aussehen")
        list.shape = shape.isEmpty || !isClerk ? nil : shape
        self.list = list
    }

    /// Whether a list is shown as it is.
    var isPlain: Bool { words.isEmpty && !isNarrow && after.isEmpty }

    /// Whether only some cases of a list are shown.
    var isNarrow: Bool {
        !recordType.isEmpty || !department.isEmpty || owner != .anybody || dueBy != nil || isVerified != nil || list.shape != nil
    }

    /// What stands behind the question mark of the page that goes on behind a place.
    func address(after place: String) -> String {
        let verified = isVerified.map { $0 ? "ja" : "nein" } ?? ""
        let fields = [
            ("aussehen", list.shape ?? ""),
            ("was", shelf.rawValue), ("suche", words), ("art", recordType), ("abteilung", department), ("wer", owner.rawValue),
            ("bis", dueBy?.description ?? ""), ("geprueft", verified), ("nach", place),
        ]
        return "?" + fields.filter { !$0.1.isEmpty }.map { "\($0.0)=\(FormBody.quoted($0.1))" }.joined(separator: "&")
    }
}
