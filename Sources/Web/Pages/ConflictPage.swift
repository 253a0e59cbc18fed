internal import Deciding
internal import Definitions
internal import Hummingbird
internal import Presentation
internal import Store
internal import Vocabulary

/// A case as it was on the screen, and as it is.
struct ConflictPage {
    var file: CaseFile
    /// What was decided when the page was opened.
    var former: Decision?
    /// What a person did last.
    var last: Event?

    /// The fields that are not what they were: path, before, now.
    func differences(_ type: RecordType) -> [(title: String, then: String, now: String)] {
        guard let former, let current = file.decision else { return [] }
        let day = current.received.receivedAt.localDate
        func words(_ decision: Decision) -> [String: String] {
            Dictionary(
                decision.readings.compactMap { reading in
                    guard let field = type.field(at: FieldPath.generic(reading.path)), field.system == nil else { return nil }
                    let value = reading.value.map { RecordSheet.words($0, field, on: day) }
                    return (reading.path, value ?? Pages.state(reading.state).word)
                }
            ) { first, _ in first }
        }
        let (old, new) = (words(former), words(current))
        return Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted().map { path in
            (type.title(of: path), old[path] ?? "–", new[path] ?? "–")
        }
    }
}

extension Pages {
    static func conflict(_ page: ConflictPage, _ work: Work) -> Response {
        let type = page.file.state.recordType.flatMap { work.branch.catalogue.records[$0] }
        let differences = type.map(page.differences) ?? []
        let kept = ["tun", "feld", "wahl", "grund", "wert"]
        let entered = work.form.filter { kept.contains($0.key) || $0.key.hasPrefix("wert:") }.sorted { $0.key < $1.key }
        let values = entered.filter { ($0.key.hasPrefix("wert") || $0.key == "grund") && !$0.value.isEmpty }
        var context: [String: Any] = [
            "place": work.place(of: page.file.number), "number": page.file.number, "mark": work.visitor.mark,
            "version": page.file.version, "stand": page.file.decisionId ?? 0,
            "differences": differences.map {
                ["title": $0.title, "then": Label.withoutControls($0.then), "now": Label.withoutControls($0.now)]
            },
            "hasDifferences": !differences.isEmpty, "fields": entered.map { ["name": $0.key, "value": $0.value] },
            "values": values.map { Label.withoutControls($0.value) }, "hasValues": !values.isEmpty,
            "title": work.form["feld"].flatMap { type?.title(of: $0) } ?? "",
        ]
        if let last = page.last { (context["who"], context["at"]) = (last.event.actor, last.at.german) }
        return Pages.page(work.language("Inzwischen geändert"), conflictLayout, context, work.visit, status: .conflict)
    }

    static let conflictLayout = Layout(
        """
        <h1>[[Inzwischen geändert]]</h1>
        <p class="note warning" role="alert">[[Der Vorgang ist nicht mehr so, wie Sie ihn geöffnet hatten. Es ist nichts überschrieben.]]{{#who}} [[Zuletzt war daran:]] {{who}}, {{at}}.{{/who}}</p>
        {{#hasDifferences}}<div class="wide"><table><thead><tr><th scope="col">[[Angabe]]</th><th scope="col">[[als Sie die Seite öffneten]]</th><th scope="col">[[jetzt]]</th></tr></thead><tbody lang="de">
        {{#differences}}<tr><th scope="row">{{title}}</th><td>{{then}}</td><td>{{now}}</td></tr>{{/differences}}</tbody></table></div>{{/hasDifferences}}
        {{^hasDifferences}}<p>[[An den Angaben hat sich nichts geändert.]]</p>{{/hasDifferences}}
        {{#hasValues}}<form class="card" method="post" action="{{place}}"><input type="hidden" name="mark" value="{{mark}}"><input type="hidden" name="version" value="{{version}}"><input type="hidden" name="stand" value="{{stand}}">
        {{#fields}}<input type="hidden" name="{{name}}" value="{{value}}">{{/fields}}
        <p>[[Ihre Eingabe:]] <span lang="de">{{title}}{{#values}} <strong>{{.}}</strong>{{/values}}</span></p><button data-key="a">[[Trotzdem eintragen]]</button></form>{{/hasValues}}
        <p><a href="{{place}}" data-key="Escape">[[Zum Vorgang, wie er jetzt ist]]</a></p>
        """
    )
}
