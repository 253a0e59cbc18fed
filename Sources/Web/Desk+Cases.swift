internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

// What a clerk sees and does about cases and their letters.
extension Desk {
    /// So many lines a list has.
    private static let mostLines = 200

    func queue(_ visit: Visit) async throws -> Response {
        guard let branch = visit.office, let visitor = visit.visitor else { throw Refusal.notFound }
        let (query, office) = (visit.request.uri.queryParameters, branch.office.id)
        let shelf = Shelf(rawValue: query["was"].map(String.init) ?? "") ?? .look
        let words = String((query["suche"].map(String.init) ?? "").prefix(100))
        let cases: [CaseSummary]
        if words.isEmpty {
            cases = try await archive.rows.cases(office: office, phases: shelf.phases, limit: Self.mostLines)
        } else {
            cases = try await archive.rows.cases(office: office, matching: words, limit: Self.mostLines)
        }
        let letters = shelf == .letters && words.isEmpty ? try await archive.rows.waiting(office: office, limit: Self.mostLines) : []
        return Pages.queue(
            QueuePage(shelf: shelf, words: words, cases: cases, letters: letters),
            branch,
            branches,
            visitor,
            today: clock().localDate
        )
    }

    func showCase(_ visit: Visit) async throws -> Response {
        guard let branch = visit.office, let visitor = visit.visitor else { throw Refusal.notFound }
        let (number, office) = (visit.parameters["number"] ?? "", branch.office.id)
        guard let file = try await archive.rows.find(number, office: office) else { throw Refusal.notFound }
        let page = CasePage(
            file: file,
            events: try await archive.rows.events(ofCase: number, office: office),
            outbox: try await archive.rows.outbox(ofCase: number, office: office)
        )
        return Pages.show(page, branch, visitor)
    }

    func changeCase(_ visit: Visit) async throws -> Response {
        guard let branch = visit.office, let visitor = visit.visitor else { throw Refusal.notFound }
        let (number, office, person) = (visit.parameters["number"] ?? "", branch.office.id, visitor.account.name)
        guard let file = try await archive.rows.find(number, office: office) else { throw Refusal.notFound }
        // What a person decides is about what they saw.
        guard visit.form["version"] == "\(file.version)" else { throw StoreError.conflict }
        let command = try command(visit.form, file, branch, person)
        let now = clock()
        let transition = file.state.apply(command, now: now)
        if let refusal = transition.refusal { throw Refusal(status: .conflict, sentence: refusal) }
        try await archive.rows.keep(transition, number, office: office, expecting: file.version, now: now)
        return Pages.redirect("/b/\(office)/vorgang/\(number)")
    }

    /// What a click says.
    private func command(_ form: [String: String], _ file: CaseFile, _ branch: Branch, _ person: String) throws -> Command {
        switch form["tun"] {
        case "angesehen": return .look(by: person)
        case "versagen": return .refuse(by: person)
        case "aufnehmen": return .reopen(by: person)
        case "geprueft": return .correct(try corrected(file, branch, [], hasLooked: true), detail: "looked", by: person)
        case "berichtigen", "stimmt", "fehlt":
            let change = try change(form, file, branch, person)
            return .correct(try corrected(file, branch, [change], hasLooked: false), detail: "fields=\(change.path)", by: person)
        default: throw Refusal.notFound
        }
    }

    private func corrected(_ file: CaseFile, _ branch: Branch, _ changes: [FieldReading], hasLooked: Bool) throws -> Decision {
        var known = KnownCase(number: file.number)
        (known.followUps, known.today) = (file.state.followUps, clock().localDate)
        let decision = file.decision.flatMap {
            branch.catalogue.corrected($0, changes, hasLooked: hasLooked, known: known, office: branch.office)
        }
        guard let decision else { throw Refusal(status: .conflict, sentence: "Zu diesem Vorgang gibt es keinen Datensatz.") }
        return decision
    }

    /// What a clerk says of a field, in the words of the rules: the same converters read it.
    private func change(_ form: [String: String], _ file: CaseFile, _ branch: Branch, _ person: String) throws -> FieldReading {
        guard let path = form["feld"], let decision = file.decision, let record = decision.record,
            let type = branch.catalogue.records[record.type], let field = type.field(at: FieldPath.generic(path)), field.system == nil,
            !field.isContainer
        else { throw Refusal(status: .conflict, sentence: "Dieses Feld lässt sich hier nicht berichtigen.") }
        let old = record.readings.first { $0.path == path }
        if form["tun"] == "fehlt" { return FieldReading(path: path, state: .missing) }
        if form["tun"] == "stimmt", var reading = old, reading.value != nil {
            reading.state = .corrected
            return reading
        }
        let raw = form["wert"] ?? ""
        let converter = Converter(referenceYear: decision.received.receivedAt.localDate.year)
        switch converter.convert(raw, for: field, as: field.kind) {
        case .value(let value, _):
            // The words are the clerk's; where it stood before is in the history.
            let place = Provenance(document: decision.received.digest, name: "Eingabe von \(person)", rule: "clerk", raw: raw)
            return FieldReading(path: path, state: .corrected, value: field.isMany ? .list([value]) : value, provenance: [place])
        case .refused(let reason):
            throw Refusal(status: .conflict, sentence: "„\(field.label)“ wurde nicht übernommen: Der Wert ist \(reason).")
        }
    }

    // MARK: Letters

    func showLetter(_ visit: Visit) async throws -> Response {
        guard let branch = visit.office, let visitor = visit.visitor else { throw Refusal.notFound }
        guard let entry = try await entry(visit, branch) else { throw Refusal.notFound }
        let (subject, body) = (entry.item.subject, entry.item.body)
        let office = branch.office.id
        let page = LetterPage(
            entry: entry,
            subject: archive.sealed(subject, office: office),
            body: archive.sealed(body, office: office)
        )
        return Pages.letter(page, branch, visitor)
    }

    private func entry(_ visit: Visit, _ branch: Branch) async throws -> OutboxEntry? {
        guard let id = Int(visit.parameters["id"] ?? ""), let entry = try await archive.rows.entry(id, office: branch.office.id) else {
            return nil
        }
        return entry.item.kind == .handover ? nil : entry
    }

    func changeLetter(_ visit: Visit) async throws -> Response {
        guard let branch = visit.office, let visitor = visit.visitor else { throw Refusal.notFound }
        guard let entry = try await entry(visit, branch) else { throw Refusal.notFound }
        let (form, person, now) = (visit.form, visitor.account.name, clock())
        let (subject, body) = (form["betreff"] ?? "", form["text"] ?? "")
        let choice: OutboxChoice
        switch form["tun"] {
        case "freigeben":
            choice = .approve(to: form["an"].flatMap { MailAddress($0) }?.description, subject: subject, body: body, from: now)
        case "post": choice = .post(on: now.localDate, subject: subject, body: body)
        case "verwerfen": choice = .discard
        default: throw Refusal.notFound
        }
        let result = try await archive.rows.change(entry.caseNumber, office: branch.office.id, now: now) { state in
            entry.follows(from: choice, for: state, by: person, now: now)
        }
        guard let result else { throw Refusal.notFound }
        if let refusal = result.refusal { throw Refusal(status: .conflict, sentence: refusal) }
        return Pages.redirect("/b/\(branch.office.id)/vorgang/\(entry.caseNumber)")
    }
}

/// What a list shows.
enum Shelf: String, CaseIterable, Sendable {
    /// What a person has to look at.
    case look = "ansehen"
    /// Letters that wait for a person.
    case letters = "schreiben"
    /// Cases that wait for the citizen.
    case asked = "nachgefordert"
    /// Cases that are complete.
    case done = "vollstaendig"
    /// All of them.
    case all = "alle"

    /// The phases of its cases; empty for all.
    var phases: [CaseState.Phase] {
        switch self {
        case .look: [.review]
        case .letters: [.incomplete]
        case .asked: [.requested, .reminded]
        case .done: [.complete, .handedOver]
        case .all: []
        }
    }

    /// What clerks call it.
    var german: String {
        switch self {
        case .look: "Ansehen"
        case .letters: "Schreiben"
        case .asked: "Warten auf Antwort"
        case .done: "Vollständig"
        case .all: "Alle"
        }
    }
}
