internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Presentation
internal import Store
internal import Vocabulary

/// The pages of the desk: values in, an answer out; every value is escaped by its template.
enum Pages {
    /// A whole page around what it shows.
    ///
    /// - Parameters:
    ///   - title: what the window is called, in the language of the visit.
    ///   - layout: what stands in it.
    ///   - context: the values for that.
    ///   - visit: who sees it.
    ///   - status: what the browser is told.
    /// - Returns: the answer.
    static func page(
        _ title: String,
        _ layout: Layout,
        _ context: [String: Any],
        _ visit: Visit,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let visitor = visit.visitor
        let text = shell.render(
            [
                "title": title, "content": layout.render(context, in: visit.language), "person": visitor?.account.name ?? "",
                "isIn": visitor != nil, "mark": visitor?.mark ?? "", "language": visit.language.rawValue,
                "other": visit.language.other.rawValue, "otherName": visit.language == .german ? "English" : "Deutsch",
                "here": visit.request.method == .get ? visit.request.uri.description : "/", "script": Assets.scriptHash,
                "isAdministrator": visitor?.account.role == .administrator,
            ],
            in: visit.language
        )
        return answer(text, "text/html; charset=utf-8", visit.language, status)
    }

    static func answer(_ text: String, _ type: String, _ language: Language = .german, _ status: HTTPResponse.Status = .ok) -> Response {
        let headers: HTTPFields = [.contentType: type, .contentLanguage: language.rawValue]
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// To another page, with GET.
    static func redirect(_ place: String) -> Response { Response(status: .seeOther, headers: [.location: place]) }

    static func refusal(_ refusal: Refusal, _ visit: Visit) -> Response {
        let sentence = visit.language(refusal.sentence)
        let context: [String: Any] = ["sentence": sentence, "isGerman": visit.language == .english && sentence == refusal.sentence]
        return page(visit.language("Nicht möglich"), refused, context, visit, status: refusal.status)
    }

    static func login(_ visit: Visit, _ sentence: String? = nil, status: HTTPResponse.Status = .ok) -> Response {
        let context: [String: Any] = ["sentence": sentence ?? "", "isRefused": sentence != nil, "name": visit.form["name"] ?? ""]
        return page(visit.language("Anmelden"), form, context, visit, status: status)
    }

    /// Every layout of the desk.
    static let layouts = [shell, refused, form] + queueLayouts + unknownLayouts + caseLayouts + letterLayouts + peopleLayouts

    private static let shell = Layout(
        """
        <!DOCTYPE html>
        <html lang="{{language}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark"><title>{{title}} – Eingang</title><link rel="icon" href="/zeichen.svg"><link rel="stylesheet" href="/stil.css">
        <script src="/desk.js" integrity="{{script}}" defer></script></head><body>
        <a class="skip" href="#inhalt">[[Zum Inhalt]]</a>
        <header><a class="home" href="/">Eingang</a>
        <div class="self"><form method="post" action="/sprache">{{#isIn}}<input type="hidden" name="mark" value="{{mark}}">{{/isIn}}<input type="hidden" name="sprache" value="{{other}}"><input type="hidden" name="zu" value="{{here}}">
        <button class="quiet" lang="{{other}}">{{otherName}}</button></form>
        {{#isAdministrator}}<a href="/konten">[[Konten]]</a>{{/isAdministrator}}
        {{#isIn}}<form method="post" action="/abmelden"><input type="hidden" name="mark" value="{{mark}}">
        <span>{{person}}</span> <button class="quiet">[[Abmelden]]</button></form>{{/isIn}}</div></header>
        <main id="inhalt" tabindex="-1">
        {{{content}}}
        </main></body></html>
        """
    )

    private static let refused = Layout(
        """
        <h1>[[Das ging nicht]]</h1>
        <p class="note error" role="alert"{{#isGerman}} lang="de"{{/isGerman}}>{{sentence}}</p>
        <p><a href="/">[[Zur Übersicht]]</a></p>
        """
    )

    private static let form = Layout(
        """
        <h1>[[Anmelden]]</h1>
        {{#isRefused}}<p class="note error" role="alert">{{sentence}}</p>{{/isRefused}}
        <form class="card narrow" method="post" action="/anmelden">
        <label for="name">[[Name]]</label><input id="name" name="name" value="{{name}}" autocomplete="username" required autofocus>
        <label for="password">[[Kennwort]]</label><input id="password" name="password" type="password" autocomplete="current-password" required>
        <button>[[Anmelden]]</button></form>
        """
    )
}
