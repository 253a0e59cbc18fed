internal import Hummingbird
internal import HTTPTypes
internal import NIOCore
internal import Presentation
internal import Store
internal import Vocabulary

/// The pages of the desk: values in, an answer out; every value is escaped by its template.
enum Pages {
    /// A whole page around what it shows.
    static func page(_ title: String, _ content: String, _ visitor: Gate.Visitor?, status: HTTPResponse.Status = .ok) -> Response {
        let text = shell.render([
            "title": title, "content": content, "person": visitor?.account.name ?? "", "isIn": visitor != nil, "mark": visitor?.mark ?? "",
        ])
        return answer(text, "text/html; charset=utf-8", status)
    }

    static func answer(_ text: String, _ type: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: type, .contentLanguage: "de"], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// To another page, with GET.
    static func redirect(_ place: String) -> Response { Response(status: .seeOther, headers: [.location: place]) }

    static func refusal(_ refusal: Refusal, _ visitor: Gate.Visitor?) -> Response {
        page("Nicht möglich", refused.render(["sentence": refusal.sentence]), visitor, status: refusal.status)
    }

    static func login(_ visit: Visit, _ sentence: String? = nil, status: HTTPResponse.Status = .ok) -> Response {
        page(
            "Anmelden",
            form.render(["sentence": sentence ?? "", "isRefused": sentence != nil, "name": visit.form["name"] ?? ""]),
            nil,
            status: status
        )
    }

    private static let shell = Template(
        """
        <!DOCTYPE html>
        <html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark"><title>{{title}} – Eingang</title><link rel="stylesheet" href="/stil.css"></head><body>
        <a class="skip" href="#inhalt">Zum Inhalt</a>
        <header><a class="home" href="/">Eingang</a>
        {{#isIn}}<form method="post" action="/abmelden"><input type="hidden" name="mark" value="{{mark}}">
        <span>{{person}}</span> <button class="quiet">Abmelden</button></form>{{/isIn}}</header>
        <main id="inhalt">
        {{{content}}}
        </main></body></html>
        """
    )

    private static let refused = Template(
        """
        <h1>Das ging nicht</h1>
        <p class="note error" role="alert">{{sentence}}</p>
        <p><a href="/">Zur Übersicht</a></p>
        """
    )

    private static let form = Template(
        """
        <h1>Anmelden</h1>
        {{#isRefused}}<p class="note error" role="alert">{{sentence}}</p>{{/isRefused}}
        <form class="card narrow" method="post" action="/anmelden">
        <label for="name">Name</label><input id="name" name="name" value="{{name}}" autocomplete="username" required autofocus>
        <label for="password">Kennwort</label><input id="password" name="password" type="password" autocomplete="current-password" required>
        <button>Anmelden</button></form>
        """
    )
}
