internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

// A case as it stands.
extension Desk {
    func showCase(_ work: Work) async throws -> Response {
        guard let file = try await archive.rows.find(work.number, office: work.office) else { throw Refusal.notFound }
        var page = CasePage(
            file: file,
            events: try await archive.rows.events(ofCase: work.number, office: work.office),
            outbox: try await archive.rows.outbox(ofCase: work.number, office: work.office),
            now: clock()
        )
        page.others = await presence.enter(work.person, work.number, office: work.office, now: clock())
        page.settled = work.visit.query("erledigt")
        page.paper = Paper(try await originals(work), wanted: work.visit.query("blatt"), file.decision?.readings ?? [], work)
        if let draft = page.draft { page.letter = archive.sealed(draft.item.body, office: work.office) }
        var response = Pages.show(page, work)
        response.headers[.eTag] = "\"\(file.version)\""
        // Whoever is done here finds the next one drawn.
        if let next = try await following(file.state, work.number, work) { try await prepare(next, office: work.office) }
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

    /// The words of a document for who does not see its pictures, page by page in reading order.
    func showText(_ work: Work) async throws -> Response {
        let document = try await document(work)
        return Pages.text(document, await texts(of: document, work), work)
    }

    /// The record of what was checked of signatures, seals and the way a message came.
    func showVerification(_ work: Work) async throws -> Response {
        guard let decision = try await archive.rows.find(work.number, office: work.office)?.decision else { throw Refusal.notFound }
        return Pages.verification(decision.received, work)
    }
}
