internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Store
internal import Vocabulary

// Messages in which no form was recognised.
extension Pages {
    /// What messages look like, in words.
    static func words(ofShape shape: String, _ language: Language) -> String {
        let parts = shape.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let same = parts.count > 1 ? parts[1] : ""
        switch parts[0] {
        case "pdf-form":
            let words = same.split(separator: " ")
            return language("PDF-Formular mit {1} Feldern (Kennung {2})", words.first ?? "?", words.last ?? "")
        case "xml": return language("XML-Datei mit der Wurzel „{1}“", same)
        case "pdf" where same.isEmpty: return language("PDF-Datei ohne Text")
        case "pdf": return language("PDF-Datei, die mit „{1}“ beginnt", same)
        case "pdf-closed": return language("PDF-Datei, die sich nicht öffnen lässt")
        case "scan": return language("Scan ohne lesbaren Text")
        case "image": return language("Foto")
        case "file" where same == "other": return language("Datei in einem anderen Format")
        case "file": return language("Datei ({1})", same)
        case "text" where same.isEmpty: return language("E-Mail ohne Betreff")
        case "text": return language("E-Mail mit dem Betreff „{1}“", same)
        default: return shape
        }
    }

    /// The forms that a message can be read as.
    static func forms(_ catalogue: Catalogue, _ language: Language, chosen: String? = nil) -> [[String: Any]] {
        let forms = catalogue.forms.filter { !$0.isAnswer }.sorted { $0.title < $1.title }
        return [["value": "", "name": language("selbst erkennen"), "isChosen": chosen == nil]]
            + forms.map { ["value": $0.id, "name": $0.title, "isChosen": $0.id == chosen] }
    }

    /// Those that look alike, for the list of what was not recognised.
    static func alikes(_ page: QueuePage, _ work: Work) -> [String: Any] {
        let language = work.language
        let lines: [[String: Any]] = page.alikes.map { alike in
            [
                "shape": alike.shape, "count": alike.count, "since": alike.since.localDate.german,
                "what": Label.withoutControls(words(ofShape: alike.shape, language)),
                "link": "?was=unbekannt&aussehen=\(FormBody.quoted(alike.shape))",
                "isHere": page.filter.list.shape == alike.shape,
            ]
        }
        var context: [String: Any] = [
            "alikes": lines, "hasAlikes": !lines.isEmpty, "mark": work.visitor.mark, "forms": forms(work.branch.catalogue, language),
        ]
        if let read = Int(work.visit.query("gelesen")), let recognised = Int(work.visit.query("erkannt")) {
            context["reread"] = language("{1} gelesen, davon {2} jetzt erkannt.", read, recognised)
        }
        return context
    }

    static let alikesTemplate = """
        {{#reread}}<p class="note" role="status">{{reread}}</p>{{/reread}}
        {{#hasAlikes}}<h2>[[Was gleich aussieht]]</h2>
        <div class="wide"><table><thead><tr><th scope="col">[[Wie viele]]</th><th scope="col">[[Aussehen]]</th><th scope="col">[[Seit]]</th><th scope="col">[[Alle lesen]]</th></tr></thead><tbody>
        {{#alikes}}<tr{{#isHere}} aria-current="true"{{/isHere}}><td>{{count}}</td><td><a href="{{root}}{{link}}">{{what}}</a></td><td>{{since}}</td>
        <td><form class="inline" method="post" action="{{root}}/gleiche"><input type="hidden" name="mark" value="{{mark}}"><input type="hidden" name="aussehen" value="{{shape}}">
        <select name="formular" aria-label="[[Als welches Formular]]">{{#forms}}<option value="{{value}}">{{name}}</option>{{/forms}}</select><button class="second">[[Alle lesen]]</button></form></td></tr>{{/alikes}}
        </tbody></table></div>{{/hasAlikes}}

        """

    static func reading(_ file: CaseFile, _ work: Work) -> Response {
        let (state, language) = (file.state, work.language)
        var context: [String: Any] = [
            "place": work.place(of: file.number), "number": file.number, "version": file.version, "mark": work.visitor.mark,
            "forms": forms(work.branch.catalogue, language, chosen: state.givenForm),
            "isClosed": [.handedOver, .refused].contains(state.phase),
        ]
        if let shape = state.shape { context["what"] = Label.withoutControls(words(ofShape: shape, language)) }
        return page(language("{1} neu lesen", file.number), readingLayout, context, work.visit)
    }

    static let unknownLayouts = [readingLayout]

    private static let readingLayout = Layout(
        """
        <p><a href="{{place}}" data-key="Escape">← [[Vorgang]] {{number}}</a></p>
        <h1>[[Neu lesen]]</h1>
        {{#what}}<p>[[Nicht erkannt:]] {{what}}</p>{{/what}}
        {{#isClosed}}<p class="note warning">▲ [[Der Vorgang ist abgeschlossen. Nehmen Sie ihn erst wieder auf.]]</p>{{/isClosed}}
        <p>[[Alle Nachrichten des Vorgangs werden mit den Formularen gelesen, wie sie jetzt sind. Der Eingang bleibt, wie er ist, und was Sie berichtigt haben, auch.]]</p>
        <form class="card narrow" method="post" action="{{place}}/lesen"><input type="hidden" name="mark" value="{{mark}}"><input type="hidden" name="version" value="{{version}}">
        <label for="formular">[[Die erste Nachricht ist]]</label>
        <select id="formular" name="formular">{{#forms}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/forms}}</select>
        <button data-key="Enter">[[Neu lesen]]</button></form>
        """
    )
}
