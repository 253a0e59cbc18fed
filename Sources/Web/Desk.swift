public import Deciding
public import Definitions
package import HTTPTypes
public import Hummingbird
public import Logging
public import Presentation
public import Store
public import Vocabulary

/// The clerks' desk (Arbeitsplatz): what waits, what is known of a case, what may leave.
///
/// Every address stands in ``routes``, with who may use it; whatever is not allowed there is refused before anything is looked up.
public struct Desk: Sendable {
    /// An office with what its cases are decided by.
    public struct Branch: Sendable {
        /// The office.
        public var office: Office
        /// Its definitions.
        public var catalogue: Catalogue

        /// When the first trust list that its readers verify with runs out; nil when none says so.
        public var trustListsEnd: Instant?

        /// Reads a case again: its number, the form that a person says its first message is, the person; nil where no reader runs.
        public var retry: (@Sendable (_ number: String, _ form: String?, _ person: String) async throws -> Retried?)?

        /// Makes a branch.
        public init(office: Office, catalogue: Catalogue) { (self.office, self.catalogue) = (office, catalogue) }
    }

    let branches: [Branch]
    let archive: Archive
    let gate: Gate
    let clock: @Sendable () -> Instant
    /// Seconds that something a clerk has let go still waits, so that it can be called back.
    let grace: Int
    let presence = Presence()
    /// Shows what came in; nil where nothing is shown.
    let originals: (any PageSource)?
    private let logger: Logger

    /// Sets it up.
    ///
    /// - Parameters:
    ///   - branches: the offices.
    ///   - archive: where everything is kept.
    ///   - grace: seconds that something a clerk has let go still waits, so that it can be called back; at most a day.
    ///   - originals: shows what came in; nil where no reader runs, and nothing is shown.
    ///   - isSecure: whether it is reached over TLS; only on this machine itself it need not be.
    ///   - logger: where refusals are written down.
    ///   - clock: tells the present.
    public init(
        _ branches: [Branch],
        _ archive: Archive,
        grace: Int = 0,
        originals: (any PageSource)? = nil,
        isSecure: Bool,
        logger: Logger = Logger(label: "eingang.desk"),
        clock: @escaping @Sendable () -> Instant
    ) {
        (self.branches, self.archive, self.clock, self.grace) = (branches, archive, clock, grace)
        (self.originals, self.logger) = (originals, logger)
        gate = Gate(people: archive.people, isSecure: isSecure, clock: clock)
    }

    /// Adds its addresses to a router.
    public func add(to router: Router<BasicRequestContext>) {
        for route in routes + refusals {
            router.on(route.path, method: route.method) { request, context in
                var parameters: [String: String] = [:]
                for name in ["office", "number", "id", "document", "page"] { parameters[name] = context.parameters.get(name) }
                return await respond(route, request, parameters)
            }
        }
    }

    /// Every address, its parts with names in braces, with the roles that may use it, nil for everybody.
    package var addresses: [(method: HTTPRequest.Method, path: String, roles: Set<Account.Role>?)] {
        routes.map { route in
            if case .roles(let roles) = route.access { return (route.method, route.path.description, roles) }
            return (route.method, route.path.description, nil)
        }
    }

    /// The desk's sentences that have no English words.
    package static var untranslated: [String] { Pages.layouts.flatMap(\.untranslated) }

    /// Every address there is.
    var routes: [Route] {
        let clerks: Set<Account.Role> = [.clerk]
        let everybody = Set(Account.Role.allCases)
        return [
            Route(.get, "/anmelden") { visit in Pages.login(visit) },
            Route(.post, "/anmelden") { visit in try await logIn(visit) },
            Route(.post, "/sprache") { visit in speak(visit) },
            Route(.get, "/stil.css") { _ in Pages.answer(Assets.style, "text/css; charset=utf-8") },
            Route(.get, "/desk.js") { _ in Pages.answer(Assets.script, "text/javascript; charset=utf-8") },
            Route(.get, "/zeichen.svg") { _ in Pages.answer(Assets.icon, "image/svg+xml") },
            Route(.post, "/abmelden", for: everybody) { _, visitor in try await logOut(visitor) },
            Route(.get, "/", for: everybody) { _, visitor in try home(visitor) },
            Route(.get, "/konten", for: [.administrator]) { visit, _ in try await showPeople(visit) },
            Route(.post, "/konten", for: [.administrator]) { visit, visitor in try await changePeople(visit, visitor) },
            Route(.get, "/b/:office/ereignisse", in: [.auditor]) { work in try await showEvents(work) },
            Route(.get, "/b/:office", in: everybody) { work in try await queue(work) },
            Route(.get, "/b/:office/naechster", in: clerks) { work in try await next(work) },
            Route(.get, "/b/:office/vorgang/:number", in: clerks) { work in try await showCase(work) },
            Route(.post, "/b/:office/vorgang/:number", in: clerks) { work in try await changeCase(work) },
            Route(.get, "/b/:office/vorgang/:number/stand", in: clerks) { work in try await standing(work) },
            Route(.get, "/b/:office/vorgang/:number/text/:document", in: clerks) { work in try await showText(work) },
            Route(.get, "/b/:office/vorgang/:number/protokoll", in: clerks) { work in try await showVerification(work) },
            Route(.get, "/b/:office/vorgang/:number/blatt/:document/:page", in: clerks) { work in try await showPage(work) },
            Route(.get, "/b/:office/vorgang/:number/datei/:document", in: clerks) { work in try await sendFile(work) },
            Route(.get, "/b/:office/vorgang/:number/nachricht/:document", in: clerks) { work in try await sendMessage(work) },
            Route(.get, "/b/:office/vorgang/:number/testfall", in: clerks) { work in try await sendTestCase(work) },
            Route(.get, "/b/:office/vorgang/:number/lesen", in: clerks) { work in try await askReading(work) },
            Route(.post, "/b/:office/vorgang/:number/lesen", in: clerks) { work in try await readAgain(work) },
            Route(.post, "/b/:office/gleiche", in: clerks) { work in try await readAlikes(work) },
            Route(.get, "/b/:office/schreiben/:id", in: clerks) { work in try await showLetter(work) },
            Route(.post, "/b/:office/schreiben/:id", in: clerks) { work in try await changeLetter(work) },
        ]
    }

    /// What every address has for other methods than its own.
    private var refusals: [Route] {
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options, .trace]
        return Dictionary(grouping: routes, by: \.path.description).values.flatMap { own in
            let allowed = own.map(\.method)
            return methods.filter { !allowed.contains($0) }.map { method in
                Route(method, own[0].path) { _ in throw Refusal.method(allowed) }
            }
        }
    }

    // MARK: One request

    private func respond(_ route: Route, _ request: Request, _ parameters: [String: String]) async -> Response {
        var response: Response
        var visit = Visit(request: request, parameters: parameters)
        visit.language = request.cookies[Self.languageCookie].flatMap { Language(rawValue: $0.value) } ?? .german
        do {
            visit.visitor = try await gate.visitor(request)
            response = try await answer(route, &visit)
        } catch let refusal as Refusal {
            // Who comes without a session is mostly somebody who begins their day.
            logger.log(
                level: refusal.status == .seeOther ? .notice : .warning,
                "refused",
                metadata: [
                    "status": "\(refusal.status.code)", "method": "\(route.method.rawValue)", "route": "\(route.path)",
                    "person": "\(visit.visitor?.account.name ?? "-")",
                ]
            )
            response = refusal.status == .seeOther ? Pages.redirect("/anmelden") : Pages.refusal(refusal, visit)
            if !refusal.allowed.isEmpty { response.headers[.allow] = refusal.allowed.map(\.rawValue).joined(separator: ", ") }
        } catch let error as StoreError where error.code == .conflict {
            let sentence =
                "Jemand anderes hat inzwischen etwas daran geändert. Es ist nichts überschrieben. Bitte gehen Sie zurück und laden Sie die Seite neu."
            response = Pages.refusal(Refusal(status: .conflict, sentence: sentence), visit)
        } catch {
            logger.error("not answered", metadata: ["route": "\(route.path)", "why": "\(error)"])
            let sentence = "Das geht im Augenblick nicht. Es ist nichts verloren; bitte versuchen Sie es gleich noch einmal."
            response = Pages.refusal(Refusal(status: .serviceUnavailable, sentence: sentence), visit)
        }
        for (name, value) in Self.guards where response.headers[name] == nil { response.headers[name] = value }
        return response
    }

    /// What every answer says: nothing but our own pages, style, script and forms; nothing is kept by others.
    private static let guards: [HTTPField.Name: String] = {
        let policy = """
            default-src 'none'; style-src 'self'; script-src '\(Assets.scriptHash)'; connect-src 'self'; img-src 'self'; form-action 'self'; \
            base-uri 'none'; frame-ancestors 'none'
            """
        var fields: [HTTPField.Name: String] = [.contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff", .cacheControl: "no-store"]
        for (name, value) in [
            // With no-referrer browsers send forms without their origin.
            "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
        ] {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }()

    private func answer(_ route: Route, _ visit: inout Visit) async throws -> Response {
        let request = visit.request
        if case .roles(let roles) = route.access {
            guard let visitor = visit.visitor else { throw Refusal.unknown }
            guard roles.contains(visitor.account.role) else { throw Refusal.forbidden }
            if let key = visit.parameters["office"] {
                // An office of others looks like one that is not there.
                visit.office = branches.first { $0.office.id == key && visitor.account.worksFor(key) }
                guard visit.office != nil else { throw Refusal.notFound }
            }
        }
        if route.method == .post {
            guard gate.isOwn(request) else { throw Refusal.foreign }
            guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { throw Refusal.foreign }
            let body = try await request.body.collect(upTo: FormBody.mostBytes)
            visit.form = FormBody.fields(String(buffer: body))
            if let visitor = visit.visitor {
                let mark = visit.form["mark"] ?? ""
                guard HMAC.isSame(Array(mark.utf8), Array(visitor.mark.utf8)) else { throw Refusal.foreign }
            }
        }
        return try await route.answer(visit)
    }

    // MARK: Languages

    private static let languageCookie = "sprache"

    /// The language is the browser's, so that it holds before anybody logs in.
    private func speak(_ visit: Visit) -> Response {
        let language = visit.form["sprache"].flatMap(Language.init) ?? .german
        let place = visit.form["zu"] ?? "/"
        // Only to a page of our own.
        var response = Pages.redirect(place.hasPrefix("/") && !place.hasPrefix("//") && !place.contains("\\") ? place : "/")
        response.headers[.setCookie] =
            "\(Self.languageCookie)=\(language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict\(gate.isSecure ? "; Secure" : "")"
        return response
    }
}
