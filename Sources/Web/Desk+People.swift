internal import Deciding
internal import Foundation
internal import Hummingbird
internal import Store
internal import Vocabulary

// Who comes in and goes out, who may, and what happened.
extension Desk {
    func logIn(_ visit: Visit) async throws -> Response {
        switch try await gate.admit(visit.form["name"] ?? "", visit.form["password"] ?? "") {
        case .admitted(let secret):
            var response = Pages.redirect("/")
            response.headers[.setCookie] = gate.cookie(secret)
            return response
        case .wrong: return Pages.login(visit, visit.language("Name oder Kennwort stimmt nicht."), status: .forbidden)
        case .locked(let until):
            let sentence = visit.language("Das Kennwort war zu oft falsch. Bitte versuchen Sie es nach {1} wieder.", until.german)
            return Pages.login(visit, sentence, status: .tooManyRequests)
        case .busy:
            let sentence = visit.language("Im Augenblick melden sich viele an. Bitte versuchen Sie es gleich noch einmal.")
            return Pages.login(visit, sentence, status: .tooManyRequests)
        }
    }

    func logOut(_ visitor: Gate.Visitor) async throws -> Response {
        try await archive.people.close(visitor.session)
        var response = Pages.redirect("/anmelden")
        response.headers[.setCookie] = gate.cookie("")
        return response
    }

    func home(_ visitor: Gate.Visitor) throws -> Response {
        guard let first = branches.first(where: { visitor.account.worksFor($0.office.id) }) else { throw Refusal.forbidden }
        return Pages.redirect("/b/\(first.office.id)")
    }

    // MARK: Accounts

    /// So many events a page has.
    private static let mostEvents = 100

    func showPeople(_ visit: Visit) async throws -> Response {
        let page = PeoplePage(
            accounts: try await archive.people.accounts(),
            offices: branches.map { ($0.office.id, $0.office.name) },
            events: try await archive.rows.events(office: "", before: nil, limit: Self.mostEvents).map(\.event),
            now: clock()
        )
        return Pages.people(page, visit)
    }

    func changePeople(_ visit: Visit, _ visitor: Gate.Visitor) async throws -> Response {
        let (form, person) = (visit.form, visitor.account.name)
        let name = (form["konto"] ?? "").precomposedStringWithCanonicalMapping
        // Whoever shut themselves out could let nobody in again.
        guard name != person || form["tun"] == "kennwort" else { throw Self.own }
        switch form["tun"] {
        case "anlegen":
            guard Account.isName(name) else { throw Self.badName }
            guard try await archive.people.account(name) == nil else { throw Self.taken }
            guard let role = Account.Role(rawValue: form["rolle"] ?? "") else { throw Refusal.notFound }
            let account = Account(name: name, role: role, offices: try offices(form), password: try await password(form))
            try await archive.people.keep(account, by: person, at: clock())
        case "aendern":
            guard var account = try await archive.people.account(name), let role = Account.Role(rawValue: form["rolle"] ?? "") else {
                throw Refusal.notFound
            }
            (account.role, account.offices) = (role, try offices(form))
            try await archive.people.keep(account, by: person, at: clock())
        case "kennwort":
            guard var account = try await archive.people.account(name) else { throw Refusal.notFound }
            (account.password, account.failures, account.lockedUntil) = (try await password(form), 0, nil)
            try await archive.people.keep(account, by: person, at: clock())
        case "loeschen":
            guard try await archive.people.remove(account: name, by: person, at: clock()) else { throw Refusal.notFound }
        default: throw Refusal.notFound
        }
        return Pages.redirect("/konten")
    }

    /// The offices that a form names; none for all.
    private func offices(_ form: [String: String]) throws -> Set<String> {
        guard let office = form["behoerde"], !office.isEmpty else { return [] }
        guard branches.contains(where: { $0.office.id == office }) else { throw Refusal.notFound }
        return [office]
    }

    private func password(_ form: [String: String]) async throws -> PasswordVerifier {
        let password = form["kennwort"] ?? ""
        guard password.count >= Account.leastCharacters, let verifier = await gate.verifier(of: password) else { throw Self.badPassword }
        return verifier
    }

    private static let own = Refusal(
        status: .conflict,
        sentence: "Ihr eigenes Konto ändert jemand anderes, damit Sie sich nicht aussperren."
    )
    private static let badName = Refusal(status: .conflict, sentence: "Ein Name hat 1 bis 64 Zeichen und keine Leerzeichen am Rand.")
    private static let taken = Refusal(status: .conflict, sentence: "Ein Konto mit diesem Namen gibt es schon.")
    private static let badPassword = Refusal(
        status: .conflict,
        sentence: "Ein Kennwort hat mindestens 12 Zeichen, am besten mehrere Wörter."
    )

    // MARK: What happened

    /// Numbers, times and who did it; nothing of what citizens wrote.
    func showEvents(_ work: Work) async throws -> Response {
        let before = Int(work.visit.query("vor"))
        let events = try await archive.rows.events(office: work.office, before: before, limit: Self.mostEvents)
        let isWhole = before == nil ? try await archive.rows.firstBrokenEvent() == nil : nil
        return Pages.events(EventsPage(events: events, isWhole: isWhole, isFull: events.count == Self.mostEvents), work)
    }
}
