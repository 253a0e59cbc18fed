internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

// The lists of cases, and a case as it stands.
extension Desk {
    /// So many lines a list has.
    private static let mostLines = 200

    func queue(_ work: Work) async throws -> Response {
        let shelf = Shelf(rawValue: work.visit.query("was")) ?? .look
        let words = String(work.visit.query("suche").prefix(100))
        let cases: [CaseSummary]
        if words.isEmpty {
            cases = try await archive.rows.cases(
                CaseList(shelf.choice, today: clock().localDate),
                office: work.office,
                limit: Self.mostLines
            )
        } else {
            cases = try await archive.rows.cases(office: work.office, matching: words, after: nil, limit: Self.mostLines)
        }
        let waits = shelf == .letters && words.isEmpty
        let letters = waits ? try await archive.rows.waiting(office: work.office, limit: Self.mostLines) : []
        let page = QueuePage(shelf: shelf, words: words, cases: cases, letters: letters.filter { $0.item.kind != .handover })
        return Pages.queue(page, branches, work, today: clock().localDate)
    }

    /// The case that waits longest for a clerk, after the one that was just settled.
    func next(_ work: Work) async throws -> Response {
        let last = work.visit.query("nach")
        let today = clock().localDate
        var next: CaseSummary?
        // One's own before those that are nobody's.
        for owner in [CaseList.Owner.person(work.person), .nobody] where next == nil {
            var list = CaseList(Shelf.look.choice, today: today)
            list.owner = owner
            next = try await archive.rows.cases(list, office: work.office, limit: 2).first { $0.number != last }
        }
        let settled = last.isEmpty ? "" : "?erledigt=\(last)"
        return Pages.redirect(next.map { work.place(of: $0.number) + settled } ?? work.root + settled)
    }

    func showCase(_ work: Work) async throws -> Response {
        guard let file = try await archive.rows.find(work.number, office: work.office) else { throw Refusal.notFound }
        var page = CasePage(
            file: file,
            events: try await archive.rows.events(ofCase: work.number, office: work.office),
            outbox: try await archive.rows.outbox(ofCase: work.number, office: work.office),
            today: clock().localDate
        )
        page.others = await presence.enter(work.person, work.number, office: work.office, now: clock())
        page.settled = work.visit.query("erledigt")
        if let draft = page.draft { page.letter = archive.sealed(draft.item.body, office: work.office) }
        var response = Pages.show(page, work)
        response.headers[.eTag] = "\"\(file.version)\""
        return response
    }

    /// How a case stands, for a page that is open: its version, and who else has it open.
    func standing(_ work: Work) async throws -> Response {
        guard let file = try await archive.rows.find(work.number, office: work.office) else { throw Refusal.notFound }
        let others = await presence.enter(work.person, work.number, office: work.office, now: clock())
        let sentence = others.isEmpty ? "" : Pages.sentence(others, work.language)
        let json = JSON.object([("version", .integer(file.version)), ("others", .string(sentence))])
        return Pages.answer(json.description, "application/json; charset=utf-8")
    }

    /// The record of what was checked of signatures, seals and the way a message came.
    func showVerification(_ work: Work) async throws -> Response {
        guard let decision = try await archive.rows.find(work.number, office: work.office)?.decision else { throw Refusal.notFound }
        return Pages.verification(decision.received, work)
    }
}
