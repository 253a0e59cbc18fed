internal import Deciding
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

/// A letter as it would leave.
struct LetterPage {
    var entry: OutboxEntry
    var subject: String
    var body: String
}

extension Pages {
    static func letter(_ page: LetterPage, _ work: Work) -> Response {
        let (entry, language) = (page.entry, work.language)
        let isOpen = [.draft, .dead].contains(entry.state)
        let context: [String: Any] = [
            "root": work.root, "place": work.place(of: entry.caseNumber), "id": entry.id, "number": entry.caseNumber,
            "mark": work.visitor.mark, "to": entry.item.recipient ?? "", "kind": language(entry.item.kind.german),
            "state": state(entry, language), "subject": Label.withoutControls(page.subject),
            "body": Label.withoutControls(page.body, keeping: "\n"), "isDraft": entry.state == .draft, "isOpen": isOpen,
            "isPending": entry.state == .pending && entry.attempts == 0, "isDead": entry.state == .dead,
            "way": entry.item.channel == .deMail ? "De-Mail" : language("offene E-Mail"),
            "reason": Label.withoutControls(entry.reason ?? ""), "files": entry.item.enclosures, "hasFiles": !entry.item.enclosures.isEmpty,
        ]
        return Pages.page(language("Schreiben zu {1}", entry.caseNumber), letterLayout, context, work.visit)
    }

    static func line(_ entry: OutboxEntry, _ language: Language) -> [String: Any] {
        ["id": entry.id, "subject": Label.withoutControls(entry.item.subject), "state": state(entry, language)]
    }

    private static func state(_ entry: OutboxEntry, _ language: Language) -> String {
        switch entry.state {
        case .draft: language("Entwurf")
        case .pending, .sending: language("wird gesendet")
        case .sent: entry.sentAt.map { language("gesendet am {1}", $0.localDate.german) } ?? language("gesendet")
        case .dead: "✗ " + language("nicht zustellbar")
        case .discarded: language("verworfen")
        case .superseded: language("überholt")
        }
    }

    static let letterLayouts = [letterLayout]

    private static let letterLayout = Layout(
        """
        <nav aria-label="[[Brotkrumen]]"><a href="{{place}}" data-key="Escape">← [[Vorgang]] {{number}}</a></nav>
        <h1>{{kind}} <span class="soft">{{state}}</span></h1>
        {{#isDead}}<p class="note error">✗ [[Konnte nicht zugestellt werden:]] <span lang="de">{{reason}}</span></p>{{/isDead}}
        {{#isOpen}}<form class="card" method="post" action="{{root}}/schreiben/{{id}}"><input type="hidden" name="mark" value="{{mark}}">
        <label for="an">[[An]] ({{way}})</label><input id="an" name="an" value="{{to}}" aria-describedby="an-hilfe"><p class="soft" id="an-hilfe">[[Die Adresse, von der die Nachricht kam. Ohne Adresse geht das Schreiben mit der Post.]]</p>
        <label for="betreff">[[Betreff]]</label><input id="betreff" name="betreff" value="{{subject}}" lang="de">
        <label for="text">[[Text, wie er hinausgeht]]</label><textarea id="text" name="text" lang="de" data-edit>{{body}}</textarea>
        {{#hasFiles}}<p>[[Anlagen:]] {{#files}}{{.}} {{/files}}</p>{{/hasFiles}}
        {{#isDraft}}<button name="tun" value="freigeben" data-key="a">[[Freigeben und senden]]</button>{{/isDraft}}{{#isDead}}<button name="tun" value="nochmal" data-key="a">[[Noch einmal versuchen]]</button>{{/isDead}}
        <button class="second" name="tun" value="post" data-key="p">[[Ging mit der Post]]</button><button class="second" name="tun" value="verwerfen" data-key="x">[[Verwerfen]]</button>
        </form>{{/isOpen}}
        {{^isOpen}}<dl class="fields"><div class="field"><dt>[[An]] ({{way}})</dt><dd>{{to}}</dd></div><div class="field"><dt>[[Betreff]]</dt><dd lang="de">{{subject}}</dd></div></dl>
        <pre class="letter" lang="de">{{body}}</pre>
        {{#isPending}}<form method="post" action="{{root}}/schreiben/{{id}}"><input type="hidden" name="mark" value="{{mark}}"><button name="tun" value="zurueckholen" data-key="z">[[Zurückholen]]</button></form>{{/isPending}}{{/isOpen}}
        """
    )
}
