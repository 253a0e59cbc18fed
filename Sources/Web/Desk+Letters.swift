internal import Deciding
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

// What leaves the house: a clerk reads it as it would leave, changes it, lets it go, calls it back.
extension Desk {
    func showLetter(_ work: Work) async throws -> Response {
        guard let entry = try await letter(work) else { throw Refusal.notFound }
        let page = LetterPage(
            entry: entry,
            subject: archive.sealed(entry.item.subject, office: work.office),
            body: archive.sealed(entry.item.body, office: work.office)
        )
        return Pages.letter(page, work)
    }

    private func letter(_ work: Work) async throws -> OutboxEntry? {
        guard let id = Int(work.visit.parameters["id"] ?? ""), let entry = try await archive.rows.entry(id, office: work.office) else {
            return nil
        }
        return entry.item.kind == .handover ? nil : entry
    }

    func changeLetter(_ work: Work) async throws -> Response {
        guard let entry = try await letter(work) else { throw Refusal.notFound }
        let form = work.form
        let (subject, body) = (form["betreff"] ?? "", form["text"] ?? "")
        let choice: OutboxChoice
        switch form["tun"] {
        case "freigeben":
            let address = form["an"].flatMap { MailAddress($0) }?.description
            choice = .approve(to: address, subject: subject, body: body, from: leavesAt())
        case "zurueckholen": choice = .recall
        case "post": choice = .post(on: clock().localDate, subject: subject, body: body)
        case "verwerfen": choice = .discard
        case "nochmal": choice = .again
        default: throw Refusal.notFound
        }
        try await decide(choice, about: entry, work)
        return Pages.redirect(work.place(of: entry.caseNumber))
    }

    /// When something leaves that is let go now.
    func leavesAt() -> Instant { Instant(seconds: clock().seconds + min(grace, OutboxChange.longestDelay)) }

    /// Has a choice about something in the outbox follow; refuses with the reason where nothing follows.
    func decide(_ choice: OutboxChoice, about entry: OutboxEntry, _ work: Work) async throws {
        let (person, now) = (work.person, clock())
        let result = try await archive.rows.change(entry.caseNumber, office: work.office, now: now) { state in
            entry.follows(from: choice, for: state, by: person, now: now)
        }
        guard let result else { throw Refusal.notFound }
        if let refusal = result.refusal { throw Refusal(status: .conflict, sentence: refusal) }
    }
}
