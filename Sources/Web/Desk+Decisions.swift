internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

// What a clerk does to a case. Every change is about the version that was on the screen.
extension Desk {
    func changeCase(_ work: Work) async throws -> Response {
        let (number, office) = (work.number, work.office)
        guard let file = try await archive.rows.find(number, office: office) else { throw Refusal.notFound }
        guard work.form["version"] == "\(file.version)" else { return try await showConflict(file, work) }
        let now = clock()
        switch work.form["tun"] {
        case "uebergeben", "zurueckholen":
            let choice = work.form["tun"] == "uebergeben" ? OutboxChoice.release(from: leavesAt()) : .recall
            let entry = try await archive.rows.outbox(ofCase: number, office: office).last { "\($0.id)" == work.form["eintrag"] }
            guard let entry else { throw Refusal.notFound }
            try await decide(choice, about: entry, work)
        default:
            let transition = file.state.apply(try await command(file, work), now: now)
            if let refusal = transition.refusal { throw Refusal(status: .conflict, sentence: refusal) }
            guard try await isKept(transition, file, work) else {
                guard let changed = try await archive.rows.find(number, office: office) else { throw Refusal.notFound }
                return try await showConflict(changed, work)
            }
            if let decision = transition.decision { return Pages.redirect(work.place(of: number) + next(decision, work)) }
        }
        let isSettled = ["uebergeben", "ablegen", "versagen", "zurueckstellen"].contains(work.form["tun"])
        return Pages.redirect(isSettled ? "\(work.root)/naechster?erledigt=1&nach=\(number)" : work.place(of: number))
    }

    /// Whether what follows is kept; not where somebody else was faster.
    private func isKept(_ transition: Transition, _ file: CaseFile, _ work: Work) async throws -> Bool {
        do {
            try await archive.rows.keep(transition, file.number, office: work.office, expecting: file.version, now: clock())
            return true
        } catch {
            if error.code == .conflict { return false }
            throw error
        }
    }

    /// The place on the page where the work goes on: the next open point after the one that was just settled.
    private func next(_ decision: Decision, _ work: Work) -> String {
        guard let type = decision.record.flatMap({ work.branch.catalogue.records[$0.type] }) else { return "" }
        let paths = Worklist(decision, notes: [], type).points.map(\.path)
        let order = Dictionary(type.leaves.enumerated().map { ($1.path, $0) }) { first, _ in first }
        let last = order[FieldPath.generic(work.form["feld"] ?? "")] ?? -1
        let next = paths.first { (order[FieldPath.generic($0)] ?? 0) > last } ?? paths.first
        return next.map { "#" + Pages.anchor($0) } ?? "#handeln"
    }

    /// What changed since the page was opened, and what was entered on it: nothing is overwritten, and nothing is lost.
    private func showConflict(_ file: CaseFile, _ work: Work) async throws -> Response {
        let stand = Int(work.form["stand"] ?? "") ?? 0
        let former = try await archive.rows.decision(stand, ofCase: file.number, office: work.office)
        let last = try await archive.rows.events(ofCase: file.number, office: work.office).last { $0.event.actor != nil }
        return Pages.conflict(ConflictPage(file: file, former: former, last: last), work)
    }

    /// What a click says.
    private func command(_ file: CaseFile, _ work: Work) async throws -> Command {
        let (form, person) = (work.form, work.person)
        switch form["tun"] {
        case "angesehen": return .look(by: person)
        case "versagen": return .refuse(by: person)
        case "aufnehmen": return .reopen(by: person)
        case "ablegen": return .setAside(by: person)
        case "uebernehmen": return .assign(to: person, by: person)
        case "abgeben": return .assign(to: nil, by: person)
        case "wiedervorlegen": return .putOff(until: nil, by: person)
        case "zurueckstellen":
            guard let day = CalendarDate(iso: form["bis"] ?? ""), day > clock().localDate else {
                throw Refusal(status: .conflict, sentence: "Bitte nennen Sie einen Tag nach heute.")
            }
            return .putOff(until: day, by: person)
        case "zurueck": return .undo(try await former(file.undo.last, file, work), by: person)
        case "wieder": return .redo(try await former(file.redo.last, file, work), by: person)
        case "geprueft": return .correct(try corrected(file, [], hasLooked: true, work), detail: "looked", by: person)
        case "berichtigen", "stimmt", "fehlt", "entfaellt", "waehlen":
            let changes = try changes(file, work)
            let detail = "fields=" + changes.map(\.path).joined(separator: " ")
            return .correct(try corrected(file, changes, hasLooked: false, work), detail: detail, by: person)
        default: throw Refusal.notFound
        }
    }

    /// A decision that stood before, judged as of today.
    private func former(_ id: Int?, _ file: CaseFile, _ work: Work) async throws -> Decision {
        guard let id, let decision = try await archive.rows.decision(id, ofCase: file.number, office: work.office) else {
            throw Refusal(status: .conflict, sentence: "Es gibt nichts mehr zurückzunehmen.")
        }
        var file = file
        file.decision = decision
        // A message in which no form was recognised has no record that could be judged.
        return decision.record == nil ? decision : try corrected(file, [], hasLooked: false, work)
    }

    private func corrected(_ file: CaseFile, _ changes: [FieldReading], hasLooked: Bool, _ work: Work) throws -> Decision {
        var known = KnownCase(number: file.number)
        (known.followUps, known.today) = (file.state.followUps, clock().localDate)
        known.isAsked = [.requested, .reminded].contains(file.state.phase)
        let decision = file.decision.flatMap {
            work.branch.catalogue.corrected($0, changes, hasLooked: hasLooked, known: known, office: work.branch.office)
        }
        guard let decision else { throw Refusal(status: .conflict, sentence: "Zu diesem Vorgang gibt es keinen Datensatz.") }
        return decision
    }

    // MARK: Fields

    /// What a clerk says of fields, in the words of the rules: the same converters read it.
    private func changes(_ file: CaseFile, _ work: Work) throws -> [FieldReading] {
        guard let decision = file.decision, let record = decision.record, let type = work.branch.catalogue.records[record.type] else {
            throw Refusal(status: .conflict, sentence: "Zu diesem Vorgang gibt es keinen Datensatz.")
        }
        let hand = Hand(type: type, decision: decision, person: work.person)
        let path = work.form["feld"] ?? ""
        switch work.form["tun"] {
        case "fehlt": return [try hand.missing(path)]
        case "entfaellt": return [try hand.notApplicable(path, because: work.form["grund"] ?? "")]
        case "stimmt": return [try hand.confirmed(path)]
        case "waehlen": return [try hand.chosen(Int(work.form["wahl"] ?? "") ?? -1, of: path)]
        default:
            let prefix = "wert:"
            var words = work.form.filter { $0.key.hasPrefix(prefix) }
            if let word = work.form["wert"] { words[prefix + path] = word }
            words = words.filter { !$0.value.allSatisfy(\.isWhitespace) }
            guard !words.isEmpty else {
                throw Refusal(
                    status: .conflict,
                    sentence: "Es steht nichts da. Wenn es nichts gibt, wählen Sie „Fehlt“ oder „Trifft nicht zu“."
                )
            }
            return try words.sorted { $0.key < $1.key }.map { try hand.entered($0.value, at: String($0.key.dropFirst(prefix.count))) }
        }
    }
}

/// What a clerk enters, as readings; whatever the rules would not read is refused with the reason.
struct Hand {
    let type: RecordType
    let decision: Decision
    let person: String

    func missing(_ path: String) throws -> FieldReading { FieldReading(path: try own(path, orGroup: true).path, state: .missing) }

    func notApplicable(_ path: String, because reason: String) throws -> FieldReading {
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw Refusal(status: .conflict, sentence: "Bitte nennen Sie den Grund, warum es nicht zutrifft.")
        }
        return FieldReading(path: try own(path, orGroup: true).path, state: .notApplicable, provenance: [place(reason)])
    }

    /// What was read is right.
    func confirmed(_ path: String) throws -> FieldReading {
        guard var reading = decision.readings.first(where: { $0.path == path }), reading.value != nil else {
            throw Refusal(status: .conflict, sentence: "Hier wurde nichts gelesen, was stimmen könnte.")
        }
        _ = try own(path, orGroup: false)
        reading.state = .corrected
        return reading
    }

    /// One of several things that were said.
    func chosen(_ index: Int, of path: String) throws -> FieldReading {
        _ = try own(path, orGroup: false)
        let candidates = Worklist(decision, notes: [], type).points.first { $0.path == path }?.candidates ?? []
        guard candidates.indices.contains(index), let value = candidates[index].value else {
            throw Refusal(status: .conflict, sentence: "Diese Angabe lässt sich nicht übernehmen. Bitte tragen Sie sie ein.")
        }
        return FieldReading(path: path, state: .corrected, value: value, provenance: [candidates[index].place])
    }

    func entered(_ words: String, at path: String) throws -> FieldReading {
        let field = try own(path, orGroup: false).field
        let converter = Converter(referenceYear: decision.received.receivedAt.localDate.year)
        let parts = field.isMany ? words.split(separator: ";").map(String.init) : [words]
        let values = try parts.map { part in
            switch converter.convert(part, for: field, as: field.kind) {
            case .value(let value, _): return value
            case .refused(let reason):
                throw Refusal(status: .conflict, sentence: "„\(type.title(of: path))“ wurde nicht übernommen: Der Wert ist \(reason).")
            }
        }
        let value: Value? = field.isMany ? .list(values) : values.first
        return FieldReading(path: path, state: .corrected, value: value, provenance: [place(words)])
    }

    /// The words are the clerk's; where it stood before is in the history.
    private func place(_ words: String) -> Provenance {
        Provenance(document: decision.received.digest, name: "Eingabe von \(person)", rule: Provenance.byHand, raw: words)
    }

    /// A field that is for a clerk to say; when a message came in is not.
    private func own(_ path: String, orGroup: Bool) throws -> (path: String, field: Field) {
        guard FieldPath.isSound(path), let field = type.field(at: FieldPath.generic(path)), field.system == nil,
            orGroup || !field.isContainer
        else { throw Refusal(status: .conflict, sentence: "Dieses Feld lässt sich hier nicht berichtigen.") }
        return (path, field)
    }
}
