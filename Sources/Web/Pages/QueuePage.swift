internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

/// What waits in an office.
struct QueuePage {
    /// What is shown.
    var shelf: Shelf
    /// What was searched for; empty for nothing.
    var words: String
    var cases: [CaseSummary]
    var letters: [OutboxEntry]
}

extension Pages {
    static func queue(_ page: QueuePage, _ all: [Desk.Branch], _ work: Work, today: CalendarDate) -> Response {
        let (branch, visitor, language) = (work.branch, work.visitor, work.language)
        // Who looks after the events sees numbers and times, and nobody's name.
        let isClerk = visitor.account.role == .clerk
        let others = all.filter { $0.office.id != work.office && visitor.account.worksFor($0.office.id) }
        var context: [String: Any] = [
            "office": branch.office.name, "root": work.root, "words": page.words,
            "isSearch": !page.words.isEmpty, "isClerk": isClerk,
            "others": others.map { ["key": $0.office.id, "name": $0.office.name] },
            "shelves": Shelf.allCases.map {
                ["shelf": $0.rawValue, "name": language($0.german), "isHere": page.words.isEmpty && $0 == page.shelf]
            },
            "cases": page.cases.map { line($0, work, isClerk, today) }, "hasCases": !page.cases.isEmpty,
            "letters": isClerk ? page.letters.map { waiting($0, language) } : [], "hasLetters": isClerk && !page.letters.isEmpty,
            "isEmpty": page.cases.isEmpty && page.letters.isEmpty,
        ]
        let settled = work.visit.query("erledigt")
        if !settled.isEmpty { context["settled"] = settled }
        return Pages.page(branch.office.name, template, context, work.visit)
    }

    private static func line(_ summary: CaseSummary, _ work: Work, _ isClerk: Bool, _ today: CalendarDate) -> [String: Any] {
        let (state, language) = (summary.state, work.language)
        return [
            "number": summary.number, "phase": language(state.phase.german), "received": state.receivedAt.localDate.german,
            "type": state.recordType.flatMap { work.branch.catalogue.records[$0]?.title } ?? language("nicht erkannt"),
            "sender": isClerk ? Label.withoutControls(state.sender ?? language("unbekannt")) : "", "reason": reason(state, today, language),
            "isLate": state.dueOn.map { $0 < today } ?? false, "needsLook": state.needsLook,
        ]
    }

    /// Why a case stands where it stands in the list.
    private static func reason(_ state: CaseState, _ today: CalendarDate, _ language: Language) -> String {
        if let due = state.dueOn, [.requested, .reminded, .incomplete].contains(state.phase) {
            let days = due.dayNumber - today.dayNumber
            return switch days {
            case ..<0: language("Frist war am {1}", due.german)
            case 0: language("Frist endet heute")
            case 1: language("Frist endet morgen")
            default: language("Frist endet in {1} Tagen", days)
            }
        }
        let days = today.dayNumber - state.receivedAt.localDate.dayNumber
        return language(days < 1 ? "heute eingegangen" : days == 1 ? "seit gestern" : "seit {1} Tagen", days)
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
        <nav class="shelves" aria-label="[[Listen]]">
        {{#shelves}}<a href="{{root}}?was={{shelf}}"{{#isHere}} aria-current="page"{{/isHere}}>{{name}}</a>{{/shelves}}
        </nav>
        {{#isClerk}}<form class="search" method="get" action="{{root}}" role="search">
        <input name="suche" value="{{words}}" aria-label="[[Nummer oder Absender]]" placeholder="[[Nummer oder Absender]]" data-key="/"><button class="second">[[Suchen]]</button></form>{{/isClerk}}
        {{#isEmpty}}<p class="note good">✓ [[Hier wartet nichts.]]</p>{{/isEmpty}}
        {{#hasLetters}}<h2>[[Schreiben, die auf jemanden warten]]</h2>
        <div class="wide"><table><thead><tr><th scope="col">[[Vorgang]]</th><th scope="col">[[Betreff]]</th><th scope="col">[[An]]</th><th scope="col">[[Stand]]</th></tr></thead><tbody>
        {{#letters}}<tr><td>{{number}}</td><td><a href="{{root}}/schreiben/{{id}}">{{subject}}</a></td><td>{{to}}</td>
        <td>{{#isDead}}<span class="state bad">✗ [[nicht zustellbar]]</span> {{reason}}{{/isDead}}{{^isDead}}<span class="state">[[Entwurf]]</span>{{/isDead}}</td></tr>{{/letters}}
        </tbody></table></div>{{/hasLetters}}
        {{#hasCases}}<h2>[[Vorgänge]]</h2>
        <div class="wide"><table><thead><tr><th scope="col">[[Nummer]]</th><th scope="col">[[Worum es geht]]</th>{{#isClerk}}<th scope="col">[[Absender]]</th>{{/isClerk}}<th scope="col">[[Eingang]]</th>
        <th scope="col">[[Stand]]</th><th scope="col">[[Warum hier]]</th></tr></thead><tbody>
        {{#cases}}<tr><td>{{#isClerk}}<a href="{{root}}/vorgang/{{number}}">{{number}}</a>{{/isClerk}}{{^isClerk}}{{number}}{{/isClerk}}</td><td>{{type}}</td>
        {{#isClerk}}<td>{{sender}}</td>{{/isClerk}}<td>{{received}}</td><td>{{phase}}{{#needsLook}} <span class="state unsure">◆ [[Neues ansehen]]</span>{{/needsLook}}</td>
        <td>{{#isLate}}<span class="state bad">✗ </span>{{/isLate}}{{reason}}</td></tr>{{/cases}}
        </tbody></table></div>{{/hasCases}}
        """
    )
}
