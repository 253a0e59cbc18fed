internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

/// A case with all that a clerk needs to decide.
struct CasePage {
    var file: CaseFile
    var events: [Event]
    var outbox: [OutboxEntry]
}

/// A letter as it would leave.
struct LetterPage {
    var entry: OutboxEntry
    var subject: String
    var body: String
}

extension Pages {
    static func show(_ page: CasePage, _ branch: Desk.Branch, _ visitor: Gate.Visitor) -> Response {
        let (state, decision) = (page.file.state, page.file.decision)
        let type = state.recordType.flatMap { branch.catalogue.records[$0] }
        var context: [String: Any] = [
            "root": "/b/\(branch.office.id)", "number": page.file.number, "version": page.file.version, "mark": visitor.mark,
            "phase": state.phase.german, "title": type?.title ?? "Kein Formular erkannt", "received": state.receivedAt.german,
            "sender": Label.withoutControls(state.sender ?? "unbekannt"), "needsLook": state.needsLook,
            "canRefuse": state.phase == .reminded, "canReopen": [.refused, .setAside].contains(state.phase),
            "events": page.events.map(line), "letters": page.outbox.filter { $0.item.kind != .handover }.map(line),
        ]
        if let due = state.dueOn { context["due"] = due.german }
        if let first = state.receivedAtFirstAuthority { context["first"] = first.german }
        if let department = state.department { context["department"] = department }
        if let similar = page.file.similar { context["similar"] = similar }
        guard let decision else { return Pages.page(page.file.number, caseTemplate.render(context), visitor) }
        context["outcome"] = Catalogue.outcomeSentence(decision, state.outcome)
        context["trust"] = Label.withoutControls(branch.catalogue.trustSentence(decision, type))
        context["trustClass"] =
            decision.received.verification.indication == .passed
            ? "good" : decision.received.verification.indication == .failed ? "error" : ""
        let findings = (decision.assessment.findings + state.notes).sorted { $0.severity > $1.severity }
        context["findings"] = findings.map(line)
        context["hasFindings"] = !findings.isEmpty
        let canCorrect = ![.handedOver, .refused, .setAside].contains(state.phase) && decision.record != nil
        (context["canCorrect"], context["canSettle"]) = (canCorrect, canCorrect && state.phase == .review)
        if let type {
            context["sections"] = RecordSheet(decision, type, showsSensitive: true).sections.map(section)
            let gaps = decision.assessment.missing.filter { type.field(at: FieldPath.generic($0))?.isContainer == false }
            context["gaps"] = gaps.map {
                ["path": $0, "label": type.title(of: $0), "ask": type.field(at: FieldPath.generic($0))?.ask ?? ""]
            }
            context["hasGaps"] = canCorrect && !gaps.isEmpty
        }
        return Pages.page(page.file.number, caseTemplate.render(context), visitor)
    }

    private static func section(_ section: RecordSheet.Section) -> [String: Any] {
        ["heading": section.heading, "rows": section.rows.map(row)]
    }

    private static func row(_ row: RecordSheet.Row) -> [String: Any] {
        let reading = row.reading
        let (icon, word, look) = Self.state(reading.state)
        let places = reading.provenance.filter { $0.field != "" }.map { place in
            let page = place.page.map { ", Seite \($0)" } ?? place.line.map { ", Zeile \($0)" } ?? ""
            return Label.withoutControls("„\(place.raw)“ – \(place.name)\(page), Regel \(place.rule)")
        }
        return [
            "path": reading.path, "isOpen": [.unsure, .conflict, .invalid].contains(reading.state), "hasValue": reading.value != nil,
            "label": row.label, "value": Label.withoutControls(row.value), "icon": icon, "word": row.note ?? word, "look": look,
            "places": places, "hasPlaces": !places.isEmpty,
        ]
    }

    /// Colour, sign and word of a state: none of them stands alone.
    private static func state(_ state: FieldReading.State) -> (icon: String, word: String, look: String) {
        switch state {
        case .read: ("✓", "gelesen", "sure")
        case .answered: ("↩", "beantwortet", "sure")
        case .corrected: ("✎", "von Hand", "sure")
        case .unsure: ("?", "unsicher", "unsure")
        case .invalid: ("✗", "ungültig", "bad")
        case .conflict: ("≠", "widersprüchlich", "bad")
        case .missing: ("○", "fehlt", "bad")
        case .notApplicable: ("–", "trifft nicht zu", "")
        }
    }

    private static func line(_ finding: Finding) -> [String: Any] {
        let (icon, word, look) =
            switch finding.severity {
            case .error: ("✗", "Fehler", "error")
            case .warning: ("▲", "Achtung", "warning")
            case .info: ("·", "Hinweis", "")
            }
        return ["icon": icon, "word": word, "look": look, "message": Label.withoutControls(finding.message)]
    }

    private static func line(_ event: Event) -> [String: Any] {
        [
            "at": event.at.german, "what": event.event.kind.german,
            "person": event.event.actor.map { " – \(Label.withoutControls($0))" } ?? "",
        ]
    }

    private static func line(_ entry: OutboxEntry) -> [String: Any] {
        let word =
            switch entry.state {
            case .draft: "Entwurf"
            case .pending, .sending: "wird gesendet"
            case .sent: "gesendet" + (entry.sentAt.map { " am \($0.localDate.german)" } ?? "")
            case .dead: "✗ nicht zustellbar"
            case .discarded: "verworfen"
            case .superseded: "überholt"
            }
        return ["id": entry.id, "subject": Label.withoutControls(entry.item.subject), "state": word]
    }

    static func letter(_ page: LetterPage, _ branch: Desk.Branch, _ visitor: Gate.Visitor) -> Response {
        let entry = page.entry
        let content = letterTemplate.render([
            "root": "/b/\(branch.office.id)", "id": entry.id, "number": entry.caseNumber, "mark": visitor.mark,
            "to": entry.item.recipient ?? "",
            "subject": Label.withoutControls(page.subject), "body": Label.withoutControls(page.body, keeping: "\n"),
            "isDraft": entry.state == .draft, "isOpen": [.draft, .dead].contains(entry.state),
            "way": entry.item.channel == .deMail ? "De-Mail" : "offene E-Mail",
            "reason": Label.withoutControls(entry.reason ?? ""), "isDead": entry.state == .dead, "files": entry.item.enclosures,
            "hasFiles": !entry.item.enclosures.isEmpty,
        ])
        return Pages.page("Schreiben zu \(entry.caseNumber)", content, visitor)
    }

    private static let caseTemplate = Template(
        """
        <p><a href="{{root}}">← Liste</a></p>
        <h1>{{number}} <span class="soft">{{title}}</span></h1>
        <p>{{#outcome}}<strong>{{outcome}}.</strong>{{/outcome}} Stand: {{phase}}. Eingang {{received}}, von {{sender}}.{{#due}} Frist bis {{due}}.{{/due}}{{#first}} Bei der ersten Behörde: {{first}}.{{/first}}{{#department}} Abteilung: {{department}}.{{/department}}</p>
        {{#similar}}<p class="note warning">▲ Von derselben Person gibt es schon den Vorgang <a href="{{root}}/vorgang/{{similar}}">{{similar}}</a>.</p>{{/similar}}
        {{#trust}}<p class="note {{trustClass}}">{{trust}}</p>{{/trust}}
        <div class="two"><section aria-label="Angaben">
        {{#hasGaps}}<h2>Was fehlt</h2>{{#gaps}}<form class="card" method="post" action="{{root}}/vorgang/{{number}}"><input type="hidden" name="mark" value="{{mark}}">
        <input type="hidden" name="version" value="{{version}}"><input type="hidden" name="feld" value="{{path}}"><label for="{{path}}">○ {{label}}</label>
        <input id="{{path}}" name="wert" aria-description="{{ask}}"><button name="tun" value="berichtigen">Übernehmen</button></form>{{/gaps}}{{/hasGaps}}
        {{#sections}}<h2>{{heading}}</h2><div class="wide"><table><thead><tr><th scope="col">Feld</th><th scope="col">Angabe</th><th scope="col">Zustand</th></tr></thead><tbody>
        {{#rows}}<tr><th scope="row">{{label}}</th><td>{{value}}{{#hasPlaces}}<details><summary class="soft">Woher</summary><ul class="plain">{{#places}}<li class="soft">{{.}}</li>{{/places}}</ul></details>{{/hasPlaces}}
        {{#canCorrect}}<details{{#isOpen}} open{{/isOpen}}><summary class="soft">Berichtigen</summary><form method="post" action="{{root}}/vorgang/{{number}}"><input type="hidden" name="mark" value="{{mark}}">
        <input type="hidden" name="version" value="{{version}}"><input type="hidden" name="feld" value="{{path}}"><input name="wert" value="{{value}}" aria-label="{{label}}">
        <button name="tun" value="berichtigen">Übernehmen</button>{{#isOpen}}{{#hasValue}}<button class="second" name="tun" value="stimmt">Stimmt so</button>{{/hasValue}}{{/isOpen}}
        <button class="second" name="tun" value="fehlt">Fehlt</button></form></details>{{/canCorrect}}</td>
        <td><span class="state {{look}}">{{icon}} {{word}}</span></td></tr>{{/rows}}
        </tbody></table></div>{{/sections}}
        </section><aside aria-label="Was zu tun ist">
        <form class="card" method="post" action="{{root}}/vorgang/{{number}}"><input type="hidden" name="mark" value="{{mark}}"><input type="hidden" name="version" value="{{version}}">
        <h2>Entscheiden</h2>
        {{#needsLook}}<button name="tun" value="angesehen">Neues angesehen</button>{{/needsLook}}
        {{#canRefuse}}<button class="second" name="tun" value="versagen">Versagen (§ 66 SGB I)</button>{{/canRefuse}}
        {{#canReopen}}<button class="second" name="tun" value="aufnehmen">Wieder aufnehmen</button>{{/canReopen}}
        {{#canSettle}}<p class="soft">Haben Sie die Nachricht selbst gelesen, und stimmen die Angaben?</p><button name="tun" value="geprueft">Geprüft, weiter</button>{{/canSettle}}</form>
        <h2>Schreiben</h2><ul class="plain">{{#letters}}<li><a href="{{root}}/schreiben/{{id}}">{{subject}}</a> <span class="soft">{{state}}</span></li>{{/letters}}</ul>
        {{#hasFindings}}<h2>Was auffiel</h2>{{#findings}}<p class="note {{look}}"><span aria-label="{{word}}">{{icon}}</span> {{message}}</p>{{/findings}}{{/hasFindings}}
        <h2>Was geschah</h2><ul class="plain">{{#events}}<li><span class="soft">{{at}}</span> {{what}}{{person}}</li>{{/events}}</ul>
        </aside></div>
        """
    )

    private static let letterTemplate = Template(
        """
        <p><a href="{{root}}/vorgang/{{number}}">← Vorgang {{number}}</a></p>
        <h1>Schreiben</h1>
        {{#isDead}}<p class="note error">✗ Konnte nicht zugestellt werden: {{reason}}</p>{{/isDead}}
        <form method="post" action="{{root}}/schreiben/{{id}}"><input type="hidden" name="mark" value="{{mark}}">
        <label for="an">An ({{way}})</label><input id="an" name="an" value="{{to}}">
        <label for="betreff">Betreff</label><input id="betreff" name="betreff" value="{{subject}}">
        <label for="text">Text</label><textarea id="text" name="text">{{body}}</textarea>
        {{#hasFiles}}<p>Anlagen: {{#files}}{{.}} {{/files}}</p>{{/hasFiles}}
        {{#isDraft}}<button name="tun" value="freigeben">Freigeben und senden</button>{{/isDraft}}
        {{#isOpen}}<button class="second" name="tun" value="post">Ging mit der Post</button><button class="second" name="tun" value="verwerfen">Verwerfen</button>{{/isOpen}}
        </form>
        """
    )
}
