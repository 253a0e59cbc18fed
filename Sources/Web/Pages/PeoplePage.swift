internal import Deciding
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

/// Who may use the desk, and what was changed about that.
struct PeoplePage {
    var accounts: [Account]
    var offices: [(key: String, name: String)]
    var events: [Event]
    var now: Instant
}

/// What happened in an office, the latest first.
struct EventsPage {
    var events: [(number: String, event: Event)]
    /// Whether no event was changed afterwards; nil where it was not looked at.
    var isWhole: Bool?
    /// Whether there may be more.
    var isFull: Bool
}

extension Pages {
    static func people(_ page: PeoplePage, _ visit: Visit) -> Response {
        let language = visit.language
        func choices(_ account: Account?) -> [String: Any] {
            [
                "roles": Account.Role.allCases.map {
                    ["value": $0.rawValue, "word": language($0.german), "isChosen": $0 == account?.role] as [String: Any]
                },
                "offices": [
                    ["value": "", "word": language("alle Behörden"), "isChosen": account?.offices.isEmpty ?? true] as [String: Any]
                ]
                    + page.offices.map { ["value": $0.key, "word": $0.name, "isChosen": account?.offices == [$0.key]] },
            ]
        }
        let accounts = page.accounts.enumerated().map { index, account -> [String: Any] in
            var context: [String: Any] = [
                "name": Label.withoutControls(account.name), "index": index, "mark": visit.visitor?.mark ?? "",
                "isOwn": account.name == visit.visitor?.account.name,
            ]
            if let until = account.lockedUntil, until > page.now { context["locked"] = until.german }
            return context.merging(choices(account)) { $1 }
        }
        let context: [String: Any] = [
            "mark": visit.visitor?.mark ?? "", "accounts": accounts, "events": page.events.map { event($0, language) },
        ]
        return Pages.page(language("Konten"), peopleLayout, context.merging(choices(nil)) { $1 }, visit)
    }

    static func events(_ page: EventsPage, _ work: Work) -> Response {
        var context: [String: Any] = [
            "root": work.root, "office": work.branch.office.name,
            "events": page.events.map { event($0.event, work.language).merging(["number": $0.number]) { $1 } },
            "isEmpty": page.events.isEmpty,
        ]
        if page.isFull, let last = page.events.last { context["next"] = last.event.id }
        if let isWhole = page.isWhole { (context["isWhole"], context["isBroken"]) = (isWhole, !isWhole) }
        return Pages.page(work.language("Ereignisse"), eventsLayout, context, work.visit)
    }

    private static func event(_ event: Event, _ language: Language) -> [String: Any] {
        [
            "id": event.id, "at": event.at.german, "what": language(event.event.kind.german),
            "who": Label.withoutControls(event.event.actor ?? language("von selbst")),
            "detail": event.event.kind == .account ? account(event.event.detail, language) : "",
        ]
    }

    /// What an event says of an account, in words; the name comes last, because it may have spaces.
    private static func account(_ detail: String, _ language: Language) -> String {
        guard let name = detail.firstRange(of: "account=") else { return Label.withoutControls(detail) }
        let role = detail.firstRange(of: "role=").flatMap { Account.Role(rawValue: String(detail[$0.upperBound...].prefix { $0 != " " })) }
        return Label.withoutControls(detail[name.upperBound...] + ": " + language(role?.german ?? "gelöscht"))
    }

    static let peopleLayouts = [peopleLayout, eventsLayout]

    private static let choices = """
        <label for="rolle{{index}}">[[Rolle]]</label><select id="rolle{{index}}" name="rolle">{{#roles}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{word}}</option>{{/roles}}</select>
        <label for="behoerde{{index}}">[[Behörde]]</label><select id="behoerde{{index}}" name="behoerde">{{#offices}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{word}}</option>{{/offices}}</select>
        """

    private static let peopleLayout = Layout(
        """
        <nav aria-label="[[Brotkrumen]]"><a href="/">← [[Liste]]</a></nav><h1>[[Konten]]</h1>
        {{#accounts}}<details class="card"><summary><strong>{{name}}</strong>{{#locked}} <span class="state bad">✗ [[gesperrt bis]] {{locked}}</span>{{/locked}}</summary>
        {{^isOwn}}<form class="narrow" method="post" action="/konten"><input type="hidden" name="mark" value="{{mark}}"><input type="hidden" name="konto" value="{{name}}">\(choices)
        <button name="tun" value="aendern">[[Ändern]]</button><button class="second" name="tun" value="loeschen">[[Konto löschen]]</button></form>{{/isOwn}}
        <form class="narrow" method="post" action="/konten"><input type="hidden" name="mark" value="{{mark}}"><input type="hidden" name="konto" value="{{name}}">
        <input type="text" name="username" value="{{name}}" autocomplete="username" hidden><label for="kennwort{{index}}">[[Neues Kennwort]]</label><input id="kennwort{{index}}" name="kennwort" type="password" autocomplete="new-password" minlength="12" required>
        <button name="tun" value="kennwort">[[Kennwort setzen und überall abmelden]]</button></form></details>{{/accounts}}
        <h2>[[Neues Konto]]</h2>
        <form class="card narrow" method="post" action="/konten"><input type="hidden" name="mark" value="{{mark}}">
        <label for="konto">[[Name]]</label><input id="konto" name="konto" autocomplete="username" required>\(choices)
        <label for="kennwort">[[Kennwort, mindestens 12 Zeichen]]</label><input id="kennwort" name="kennwort" type="password" autocomplete="new-password" minlength="12" required>
        <button name="tun" value="anlegen">[[Anlegen]]</button></form>
        <h2>[[Was an Konten geändert wurde]]</h2><ul class="plain">{{#events}}<li><span class="soft">{{at}}</span> {{who}}: {{detail}}</li>{{/events}}</ul>
        """
    )

    private static let eventsLayout = Layout(
        """
        <nav aria-label="[[Brotkrumen]]"><a href="{{root}}">← [[Liste]]</a></nav><h1>[[Ereignisse]] <span class="soft">{{office}}</span></h1>
        {{#isWhole}}<p class="note good">✓ [[Die Kette der Ereignisse stimmt: Es ist nichts nachträglich geändert.]]</p>{{/isWhole}}
        {{#isBroken}}<p class="note error" role="alert">✗ [[Die Kette der Ereignisse stimmt nicht. Bitte lassen Sie „eingang audit verify“ laufen.]]</p>{{/isBroken}}
        {{#isEmpty}}<p>[[Es ist noch nichts geschehen.]]</p>{{/isEmpty}}
        <div class="wide"><table><thead><tr><th scope="col">[[Nummer]]</th><th scope="col">[[Wann]]</th><th scope="col">[[Vorgang]]</th><th scope="col">[[Was]]</th><th scope="col">[[Wer]]</th></tr></thead><tbody>
        {{#events}}<tr><td>{{id}}</td><td>{{at}}</td><td>{{number}}</td><td>{{what}}</td><td>{{who}}</td></tr>{{/events}}</tbody></table></div>
        {{#next}}<p><a href="{{root}}/ereignisse?vor={{next}}">[[Ältere]]</a></p>{{/next}}
        """
    )
}
