internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

/// What waits in an office.
struct QueuePage {
    /// What is shown.
    let filter: Filter
    /// The day on which it is shown.
    let today: CalendarDate
    var health = Health()
    var counts: [CaseList.Choice: Int] = [:]
    var cases: [CaseSummary] = []
    var letters: [OutboxEntry] = []
    /// What was not recognised, those together that look alike.
    var alikes: [LookAlikes] = []
    /// Behind what the next page goes on; nil where this one is the last.
    var next: String?

    init(_ filter: Filter, today: CalendarDate) { (self.filter, self.today) = (filter, today) }
}

extension Pages {
    static func queue(_ page: QueuePage, _ all: [Desk.Branch], _ work: Work) -> Response {
        let (branch, visitor, language, filter) = (work.branch, work.visitor, work.language, page.filter)
        // Who looks after the events sees numbers and times, and nobody's name.
        let isClerk = visitor.account.role == .clerk
        let others = all.filter { $0.office.id != work.office && visitor.account.worksFor($0.office.id) }
        let troubles = page.health.troubles(language)
        var context: [String: Any] = [
            "office": branch.office.name, "root": work.root, "words": filter.words,
            "isClerk": isClerk, "isAuditor": visitor.account.role == .auditor,
            "others": others.map { ["key": $0.office.id, "name": $0.office.name] },
            "troubles": troubles, "isTroubled": !troubles.isEmpty, "work": page.health.work(language),
            "shelves": Shelf.allCases.map { shelf($0, page, language) }, "shelf": filter.shelf.rawValue,
            "cases": page.cases.map { line($0, page, work, isClerk) }, "hasCases": !page.cases.isEmpty,
            "letters": isClerk ? page.letters.map { waiting($0, language) } : [], "hasLetters": isClerk && !page.letters.isEmpty,
            "isEmpty": page.cases.isEmpty && page.letters.isEmpty, "isFound": !filter.words.isEmpty,
            "isLater": !filter.after.isEmpty,
            "first": filter.address(after: ""), "whole": "?was=\(filter.shelf.rawValue)",
        ]
        let settled = work.visit.query("erledigt")
        if !settled.isEmpty { context["settled"] = settled }
        if let next = page.next { context["next"] = filter.address(after: next) }
        context.merge(alikes(page, work)) { $1 }
        context.merge(choices(filter, branch, language)) { $1 }
        return Pages.page(branch.office.name, template, context, work.visit)
    }

    private static func shelf(_ shelf: Shelf, _ page: QueuePage, _ language: Language) -> [String: Any] {
        var context: [String: Any] = [
            "shelf": shelf.rawValue, "name": language(shelf.german), "isHere": page.filter.words.isEmpty && shelf == page.filter.shelf,
        ]
        if shelf.choice != .all { context["count"] = page.counts[shelf.choice] ?? 0 }
        return context
    }

    /// What a list can be narrowed down by.
    private static func choices(_ filter: Filter, _ branch: Desk.Branch, _ language: Language) -> [String: Any] {
        func option(_ value: String, _ name: String, _ chosen: String) -> [String: Any] {
            ["value": value, "name": name, "isChosen": value == chosen]
        }
        let types = branch.catalogue.records.values.sorted { $0.title < $1.title }
        let departments = branch.office.departments.map(\.name)
        let verified = filter.isVerified.map { $0 ? "ja" : "nein" } ?? ""
        return [
            "isNarrow": filter.isNarrow, "due": filter.dueBy?.description ?? "", "hasDepartments": !departments.isEmpty,
            "types": [option("", language("alle Arten"), filter.recordType)] + types.map { option($0.id, $0.title, filter.recordType) },
            "departments": [option("", language("alle Abteilungen"), filter.department)]
                + departments.map { option($0, $0, filter.department) },
            "owners": [("", "alle"), ("ich", "meine"), ("niemand", "die noch niemand hat")].map {
                option($0.0, language($0.1), filter.owner.rawValue)
            },
            "verified": [("", "egal"), ("ja", "Absender bestätigt"), ("nein", "Absender nicht bestätigt")].map {
                option($0.0, language($0.1), verified)
            },
        ]
    }

    private static func line(_ summary: CaseSummary, _ page: QueuePage, _ work: Work, _ isClerk: Bool) -> [String: Any] {
        let (state, language) = (summary.state, work.language)
        return [
            "number": summary.number, "phase": language(state.phase.german), "received": state.receivedAt.localDate.german,
            "type": state.recordType.flatMap { work.branch.catalogue.records[$0]?.title } ?? language("nicht erkannt"),
            "sender": isClerk ? Label.withoutControls(state.sender ?? language("unbekannt")) : "",
            "owner": isClerk ? Label.withoutControls(state.assignee ?? "") : "",
            "reasons": reasons(state, page.today, language), "isLate": state.dueOn.map { $0 < page.today } ?? false,
        ]
    }

    /// Why a case stands where it stands in the list: what is new, by when something has to happen, how long it waits.
    private static func reasons(_ state: CaseState, _ today: CalendarDate, _ language: Language) -> [String] {
        var reasons: [String] = []
        if let day = state.deferredUntil, day > today { reasons.append(language("Zurückgestellt bis {1}", day.german)) }
        if state.needsLook { reasons.append(language("Neues eingegangen")) }
        if let due = state.dueOn, state.shelf.isOpen {
            let days = due.dayNumber - today.dayNumber
            let reason =
                switch days {
                case ..<0: language("Frist war am {1}", due.german)
                case 0: language("Frist endet heute")
                case 1: language("Frist endet morgen")
                default: language("Frist endet in {1} Tagen", days)
                }
            reasons.append(reason)
        }
        guard reasons.isEmpty else { return reasons }
        let days = today.dayNumber - (state.shelf.isOpen ? state.receivedAt : state.changedAt).localDate.dayNumber
        let since =
            state.shelf.isOpen ? ("heute eingegangen", "seit gestern", "seit {1} Tagen") : ("seit heute", "seit gestern", "seit {1} Tagen")
        return [language(days < 1 ? since.0 : days == 1 ? since.1 : since.2, days)]
    }

    private static func waiting(_ entry: OutboxEntry, _ language: Language) -> [String: Any] {
        [
            "id": entry.id, "number": entry.caseNumber, "subject": Label.withoutControls(entry.item.subject),
            "to": Label.withoutControls(entry.item.recipient ?? language("keine Adresse, mit der Post")), "isDead": entry.state == .dead,
            "reason": Label.withoutControls(entry.reason ?? ""),
        ]
    }

    static let queueLayouts = [template]

    private static let template = Layout(
        """
        <h1>{{office}}</h1>
        {{#settled}}<p class="note good" role="status">✓ [[Erledigt:]] <a href="{{root}}/vorgang/{{settled}}">{{settled}}</a></p>{{/settled}}
        {{#others}}<a href="/b/{{key}}">{{name}}</a> {{/others}}
        <p class="health" role="status">{{#isTroubled}}{{#troubles}}<span class="state bad">▲ {{.}}</span> {{/troubles}}{{/isTroubled}}{{^isTroubled}}<span class="state sure">✓ [[Alles läuft.]]</span>{{/isTroubled}} <span class="soft">{{work}}</span></p>
        <nav class="shelves" aria-label="[[Listen]]">
        {{#shelves}}<a href="{{root}}?was={{shelf}}"{{#isHere}} aria-current="page"{{/isHere}}>{{name}}{{#count}} <span class="count">{{count}}</span>{{/count}}</a>{{/shelves}}
        </nav>
        {{#isAuditor}}<p><a href="{{root}}/ereignisse">[[Ereignisse]]</a></p>{{/isAuditor}}
        <div class="tools">{{#isClerk}}<form class="search" method="get" action="{{root}}" role="search">
        <input name="suche" value="{{words}}" aria-label="[[Nummer, Name, Geburtsdatum oder Betreff]]" placeholder="[[Nummer, Name, Geburtsdatum oder Betreff]]" data-key="/"><button class="second">[[Suchen]]</button></form>{{/isClerk}}
        {{^isFound}}<details class="narrowing"{{#isNarrow}} open{{/isNarrow}}><summary class="button second" data-key="f">[[Eingrenzen]]</summary>
        <form class="card" method="get" action="{{root}}"><input type="hidden" name="was" value="{{shelf}}">
        <label>[[Art]]<select name="art">{{#types}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/types}}</select></label>
        {{#hasDepartments}}<label>[[Abteilung]]<select name="abteilung">{{#departments}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/departments}}</select></label>{{/hasDepartments}}
        {{#isClerk}}<label>[[Wessen]]<select name="wer">{{#owners}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/owners}}</select></label>{{/isClerk}}
        <label>[[Frist bis]]<input type="date" name="bis" value="{{due}}"></label>
        <label>[[Geprüft]]<select name="geprueft">{{#verified}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/verified}}</select></label>
        <div><button>[[Zeigen]]</button>{{#isNarrow}} <a class="button second" href="{{root}}{{whole}}">[[Alle zeigen]]</a>{{/isNarrow}}</div></form></details>{{/isFound}}</div>
        {{#isEmpty}}<p class="note good">✓ {{#isFound}}[[Dazu gibt es keinen Vorgang.]]{{/isFound}}{{^isFound}}[[Hier wartet nichts.]]{{/isFound}}</p>{{/isEmpty}}
        {{#hasLetters}}<h2>[[Schreiben, die auf jemanden warten]]</h2>
        <div class="wide"><table><thead><tr><th scope="col">[[Vorgang]]</th><th scope="col">[[Betreff]]</th><th scope="col">[[An]]</th><th scope="col">[[Stand]]</th></tr></thead><tbody>
        {{#letters}}<tr><td>{{number}}</td><td><a href="{{root}}/schreiben/{{id}}">{{subject}}</a></td><td>{{to}}</td>
        <td>{{#isDead}}<span class="state bad">✗ [[nicht zustellbar]]</span> {{reason}}{{/isDead}}{{^isDead}}<span class="state">[[Entwurf]]</span>{{/isDead}}</td></tr>{{/letters}}
        </tbody></table></div>{{/hasLetters}}
        \(alikesTemplate){{#hasCases}}<h2>[[Vorgänge]]</h2>
        <div class="wide"><table><thead><tr><th scope="col">[[Nummer]]</th><th scope="col">[[Worum es geht]]</th>{{#isClerk}}<th scope="col">[[Absender]]</th>{{/isClerk}}<th scope="col">[[Eingang]]</th>
        <th scope="col">[[Stand]]</th>{{#isClerk}}<th scope="col">[[Bei wem]]</th>{{/isClerk}}<th scope="col">[[Warum hier]]</th></tr></thead><tbody>
        {{#cases}}<tr><td>{{#isClerk}}<a href="{{root}}/vorgang/{{number}}">{{number}}</a>{{/isClerk}}{{^isClerk}}{{number}}{{/isClerk}}</td><td>{{type}}</td>
        {{#isClerk}}<td>{{sender}}</td>{{/isClerk}}<td>{{received}}</td><td>{{phase}}</td>{{#isClerk}}<td>{{owner}}</td>{{/isClerk}}
        <td>{{#isLate}}<span class="state bad">✗ </span>{{/isLate}}{{#reasons}}<span class="reason">{{.}}</span> {{/reasons}}</td></tr>{{/cases}}
        </tbody></table></div>{{/hasCases}}
        <nav class="pages" aria-label="[[Seiten]]">{{#isLater}}<a class="button second" href="{{root}}{{first}}">[[Zum Anfang]]</a>{{/isLater}}
        {{#next}}<a class="button second" href="{{root}}{{next}}" rel="next" data-key="n">[[Weitere]]</a>{{/next}}</nav>
        """
    )
}
