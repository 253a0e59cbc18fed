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
    var now: Instant
    /// Who else has it open.
    var others: [Presence.Person] = []
    /// The case that was settled just before; empty for none.
    var settled = ""
    /// The text of the letter that would ask for what is missing, as it would leave.
    var letter: String?
    /// What came in.
    var paper: Paper?

    /// The letter to the citizen that waits for a clerk.
    var draft: OutboxEntry? { outbox.last { $0.state == .draft && $0.item.kind != .handover } }
    /// The record that waits for a clerk, or has not left yet.
    var record: OutboxEntry? { outbox.last { $0.item.kind == .handover } }
    /// Whether a clerk may still say what the record is.
    var canCorrect: Bool { ![.handedOver, .refused, .setAside].contains(file.state.phase) && file.decision?.record != nil }
}

extension Pages {
    static func show(_ page: CasePage, _ work: Work) -> Response {
        let type = page.file.state.recordType.flatMap { work.branch.catalogue.records[$0] }
        var context = head(page, type, work)
        context.merge(actions(page, work)) { $1 }
        context["events"] = page.events.map { line($0, work.language) }
        let letters = page.outbox.filter { $0.item.kind != .handover }
        (context["letters"], context["hasLetters"]) = (letters.map { line($0, work.language) }, !letters.isEmpty)
        (context["letter"], context["draft"]) = (page.letter.map { Label.withoutControls($0, keeping: "\n") }, page.draft?.id)
        let findings = ((page.file.decision?.assessment.findings ?? []) + page.file.state.notes).sorted { $0.severity > $1.severity }
        (context["findings"], context["hasFindings"]) = (findings.map { line($0, work.language) }, !findings.isEmpty)
        let title = { (path: String) in type?.title(of: path) ?? path }
        if let paper = page.paper { context["paper"] = paper.context(page.file.decision?.readings ?? [], title: title) }
        if let decision = page.file.decision, let type { context.merge(fields(page, decision, type, work)) { $1 } }
        return Pages.page(page.file.number, caseLayout, context, work.visit)
    }

    /// What the case is, how far, and whether it can be trusted.
    private static func head(_ page: CasePage, _ type: RecordType?, _ work: Work) -> [String: Any] {
        let (state, language) = (page.file.state, work.language)
        var context: [String: Any] = [
            "root": work.root, "place": work.place(of: page.file.number), "number": page.file.number, "version": page.file.version,
            "stand": page.file.decisionId ?? 0, "mark": work.visitor.mark, "phase": language(state.phase.german),
            "title": type?.title ?? language("Kein Formular erkannt"), "received": state.receivedAt.german,
            "sender": Label.withoutControls(state.sender ?? language("unbekannt")),
            "isMine": state.assignee == work.person, "isOthers": state.assignee != nil && state.assignee != work.person,
            "assignee": state.assignee ?? "",
        ]
        if !page.settled.isEmpty { context["settled"] = page.settled }
        if !page.others.isEmpty { context["others"] = sentence(page.others, language) }
        if let due = state.dueOn { context["due"] = due.german }
        if let first = state.receivedAtFirstAuthority { context["first"] = first.german }
        if let department = state.department { context["department"] = department }
        if let similar = page.file.similar { context["similar"] = similar }
        if let day = state.deferredUntil, day > page.now.localDate { context["deferred"] = day.german }
        guard let decision = page.file.decision else { return context }
        context["outcome"] = Catalogue.outcomeSentence(decision, state.outcome)
        context["isTrial"] = decision.record != nil && type != nil
        context["trust"] = Label.withoutControls(work.branch.catalogue.trustSentence(decision, type))
        context["trustClass"] =
            switch decision.received.verification.indication {
            case .passed: "good"
            case .failed: "error"
            case .indeterminate: "warning"
            case .none: ""
            }
        let steps = type?.leaves.first { $0.system == .periodSteps }.flatMap { field in decision.readings.first { $0.path == field.path } }
        if let steps = steps?.value { context["steps"] = steps.german }
        return context
    }

    /// What may be done now.
    private static func actions(_ page: CasePage, _ work: Work) -> [String: Any] {
        let (state, person, now) = (page.file.state, work.person, page.now)
        let tomorrow = now.localDate.adding(days: 1)
        var context: [String: Any] = [
            "needsLook": state.needsLook, "canRefuse": state.allows(.refuse(by: person), now: now),
            "canReopen": state.allows(.reopen(by: person), now: now), "canSetAside": state.allows(.setAside(by: person), now: now),
            "canPutOff": state.allows(.putOff(until: tomorrow, by: person), now: now), "tomorrow": tomorrow.description,
            "canUndo": page.canCorrect && !page.file.undo.isEmpty, "canRedo": page.canCorrect && !page.file.redo.isEmpty,
            "canCorrect": page.canCorrect,
        ]
        if let record = page.record {
            let allows = { (choice: OutboxChoice) in record.follows(from: choice, for: state, by: person, now: now).refusal == nil }
            context["record"] = record.id
            (context["canHandOver"], context["canRecall"]) = (allows(.release(from: now)), allows(.recall))
        }
        return context
    }

    static func sentence(_ people: [Presence.Person], _ language: Language) -> String {
        let names = people.map { language("{1} (seit {2})", $0.name, $0.since.german.suffix(5)) }.joined(separator: ", ")
        return language("Auch geöffnet bei: {1}", names)
    }

    private static func line(_ finding: Finding, _ language: Language) -> [String: Any] {
        let (icon, word, look) =
            switch finding.severity {
            case .error: ("✗", "Fehler", "error")
            case .warning: ("▲", "Achtung", "warning")
            case .info: ("·", "Hinweis", "")
            }
        return ["icon": icon, "word": language(word), "look": look, "message": Label.withoutControls(finding.message)]
    }

    private static func line(_ event: Event, _ language: Language) -> [String: Any] {
        [
            "at": event.at.german, "what": language(event.event.kind.german),
            "person": event.event.actor.map { " – \(Label.withoutControls($0))" } ?? "",
        ]
    }

    static func verification(_ received: Received, _ work: Work) -> Response {
        let report = received.verification.htmlReport(source: received.source, digest: received.digest, receivedAt: received.receivedAt)
        let context = ["report": report, "place": work.place(of: work.number), "number": work.number]
        return Pages.page(work.language("Prüfprotokoll zu {1}", work.number), verificationLayout, context, work.visit)
    }

    static func text(_ document: ShownDocument, _ pages: [String], _ work: Work) -> Response {
        let context: [String: Any] = [
            "name": Label.withoutControls(document.name), "place": work.place(of: work.number), "number": work.number,
            "pages": pages.enumerated().map { ["page": $0.offset + 1, "text": Label.withoutControls($0.element, keeping: "\n")] },
        ]
        return Pages.page(Label.withoutControls(document.name), textLayout, context, work.visit)
    }

    static let caseLayouts = [caseLayout, verificationLayout, conflictLayout, textLayout]

    private static let textLayout = Layout(
        """
        <nav aria-label="[[Brotkrumen]]"><a href="{{place}}" data-key="Escape">← [[Vorgang]] {{number}}</a></nav>
        <h1 lang="de">{{name}}</h1>
        {{#pages}}<h2>[[Seite]] {{page}}</h2><pre lang="de">{{text}}</pre>{{/pages}}
        """
    )

    private static let verificationLayout = Layout(
        """
        <p><a href="{{place}}" data-key="Escape">← [[Vorgang]] {{number}}</a></p>
        <div class="report" lang="de">{{{report}}}</div>
        """
    )

    private static let caseLayout = Layout(headTemplate + pointsTemplate + fieldsTemplate + asideTemplate + actionsTemplate)

    private static let headTemplate = """
        <div class="head"><nav aria-label="[[Brotkrumen]]"><a href="{{root}}">← [[Liste]]</a></nav>
        {{#settled}}<p class="note good" role="status">✓ [[Erledigt:]] <a href="{{root}}/vorgang/{{settled}}">{{settled}}</a></p>{{/settled}}
        <h1>{{number}} <span class="soft" lang="de">{{title}}</span></h1>
        <p class="facts">{{#outcome}}<strong lang="de">{{outcome}}.</strong>{{/outcome}} <span>[[Stand:]] {{phase}}.</span> <span>[[Eingang]] {{received}},</span> <span>[[von]] {{sender}}.</span>
        {{#due}}<span>[[Frist bis]] <strong>{{due}}</strong>.</span>{{/due}}{{#first}} <span>[[Bei der ersten Behörde:]] {{first}}.</span>{{/first}}{{#department}} <span>[[Abteilung:]] {{department}}.</span>{{/department}}
        {{#isMine}}<span>[[Ihr Vorgang.]]</span>{{/isMine}}{{#isOthers}}<span>[[Vorgang von]] {{assignee}}.</span>{{/isOthers}}{{#deferred}} <span>[[Zurückgestellt bis]] {{deferred}}.</span>{{/deferred}}</p>
        {{#steps}}<details class="soft"><summary>[[Wie die Frist berechnet ist]]</summary><p lang="de">{{steps}}</p></details>{{/steps}}
        <p class="note" id="andere" role="status"{{^others}} hidden{{/others}}>{{others}}</p>
        {{#similar}}<p class="note warning">▲ [[Von derselben Person gibt es schon den Vorgang]] <a href="{{root}}/vorgang/{{similar}}">{{similar}}</a>.</p>{{/similar}}
        {{#trust}}<p class="note {{trustClass}}"><span lang="de">{{trust}}</span> <a href="{{place}}/protokoll">[[Prüfprotokoll]]</a></p>{{/trust}}</div>

        """

    private static let asideTemplate = """
        {{#letter}}<section aria-labelledby="entwurf"><h2 id="entwurf">[[Entwurf des Schreibens]]</h2>
        <p class="soft">[[Er wächst mit dem, was Sie als fehlend vermerken. So ginge er hinaus:]]</p><pre class="letter" lang="de">{{letter}}</pre>
        <p><a href="{{root}}/schreiben/{{draft}}">[[Lesen, ändern, senden]]</a></p></section>{{/letter}}
        {{#hasFindings}}<section aria-labelledby="auffaellig"><h2 id="auffaellig">[[Was auffiel]]</h2>{{#findings}}<p class="note {{look}}"><span aria-hidden="true">{{icon}}</span> <span class="hidden">{{word}}:</span> <span lang="de">{{message}}</span></p>{{/findings}}</section>{{/hasFindings}}
        {{#hasLetters}}<section aria-labelledby="alle-schreiben"><h2 id="alle-schreiben">[[Schreiben]]</h2><ul class="plain">{{#letters}}<li><a href="{{root}}/schreiben/{{id}}" lang="de">{{subject}}</a> <span class="soft">{{state}}</span></li>{{/letters}}</ul></section>{{/hasLetters}}
        <details><summary>[[Was geschah]]</summary><ul class="plain">{{#events}}<li><span class="soft">{{at}}</span> {{what}}{{person}}</li>{{/events}}</ul></details>
        {{#isTrial}}<details><summary>[[Für Formulargestalter]]</summary><p>[[Dieser Vorgang als Testfall, mit erfundenen Angaben statt der persönlichen. Bitte sehen Sie ihn durch, bevor Sie ihn weitergeben.]]</p><p><a href="{{place}}/testfall" download>[[Testfall herunterladen]]</a></p></details>{{/isTrial}}
        </div></div>

        """

    private static let actionsTemplate = """
        <form class="actions" id="handeln" method="post" action="{{place}}" tabindex="-1" aria-label="[[Entscheiden]]"><input type="hidden" name="mark" value="{{mark}}"><input type="hidden" name="version" value="{{version}}"><input type="hidden" name="stand" value="{{stand}}">{{#record}}<input type="hidden" name="eintrag" value="{{record}}">{{/record}}
        {{#canHandOver}}<button name="tun" value="uebergeben" data-key="a">[[Datensatz übergeben]]</button>{{/canHandOver}}
        {{#canRecall}}<button name="tun" value="zurueckholen" data-key="z">[[Übergabe zurückholen]]</button>{{/canRecall}}
        {{#canSettle}}<button name="tun" value="geprueft" data-key="g">[[Geprüft, weiter]]</button>{{/canSettle}}
        {{#needsLook}}<button name="tun" value="angesehen" data-key="l">[[Neues angesehen]]</button>{{/needsLook}}
        {{#draft}}<a class="button" href="{{root}}/schreiben/{{draft}}" data-key="f">[[Schreiben]]</a>{{/draft}}
        {{#canUndo}}<button class="second" name="tun" value="zurueck" data-key="z">[[Zurücknehmen]]</button>{{/canUndo}}
        {{#canRedo}}<button class="second" name="tun" value="wieder" data-key="Z">[[Wiederherstellen]]</button>{{/canRedo}}
        {{#isMine}}<button class="second" name="tun" value="abgeben" data-key="u">[[Abgeben]]</button>{{/isMine}}{{^isMine}}<button class="second" name="tun" value="uebernehmen" data-key="u">[[Übernehmen]]</button>{{/isMine}}
        {{#canRefuse}}<button class="second" name="tun" value="versagen">[[Versagen (§ 66 SGB I)]]</button>{{/canRefuse}}
        {{#canReopen}}<button class="second" name="tun" value="aufnehmen" data-key="r">[[Wieder aufnehmen]]</button>{{/canReopen}}
        {{#deferred}}<button class="second" name="tun" value="wiedervorlegen" data-key="d">[[Jetzt vorlegen]]</button>{{/deferred}}
        {{#canPutOff}}{{^deferred}}<details class="menu"><summary class="button second" data-key="d">[[Zurückstellen]]</summary><div class="card"><label for="bis">[[Bis zum]]</label><input type="date" id="bis" name="bis" min="{{tomorrow}}" value="{{tomorrow}}"><button name="tun" value="zurueckstellen">[[Zurückstellen]]</button></div></details>{{/deferred}}{{/canPutOff}}
        {{#canSetAside}}<details class="menu"><summary class="button second" data-key="x">[[Kein Antrag]]</summary><div class="card"><p>[[Der Vorgang wird abgelegt. Niemand bekommt eine Antwort.]]</p><button name="tun" value="ablegen">[[Ablegen]]</button></div></details>{{/canSetAside}}
        <a class="button second" href="{{place}}/lesen" data-key="o">[[Neu lesen]]</a>
        <a class="button second" href="{{root}}/naechster?nach={{number}}" data-key="w">[[Nächster Vorgang]]</a></form>
        """
}
