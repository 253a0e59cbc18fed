public import Deciding
public import Definitions
package import HTTPTypes
public import Hummingbird
internal import Logging
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

        /// Makes a branch.
        public init(office: Office, catalogue: Catalogue) { (self.office, self.catalogue) = (office, catalogue) }
    }

    let branches: [Branch]
    let archive: Archive
    let gate: Gate
    let clock: @Sendable () -> Instant
    private let logger = Logger(label: "eingang.desk")

    /// Sets it up.
    ///
    /// - Parameters:
    ///   - branches: the offices.
    ///   - archive: where everything is kept.
    ///   - isSecure: whether it is reached over TLS; only on this machine itself it need not be.
    ///   - clock: tells the present.
    public init(_ branches: [Branch], _ archive: Archive, isSecure: Bool, clock: @escaping @Sendable () -> Instant) {
        (self.branches, self.archive, self.clock) = (branches, archive, clock)
        gate = Gate(people: archive.people, isSecure: isSecure, clock: clock)
    }

    /// Adds its addresses to a router.
    public func add(to router: Router<BasicRequestContext>) {
        for route in routes {
            router.on(route.path, method: route.method) { request, context in
                var parameters: [String: String] = [:]
                for name in ["office", "number", "id"] { parameters[name] = context.parameters.get(name) }
                return await respond(route, request, parameters)
            }
        }
    }

    /// Every address with the roles that may use it, nil for everybody.
    package var addresses: [(method: HTTPRequest.Method, path: String, roles: Set<Account.Role>?)] {
        routes.map { route in
            if case .roles(let roles) = route.access { return (route.method, route.path.description, roles) }
            return (route.method, route.path.description, nil)
        }
    }

    /// Every address there is.
    var routes: [Route] {
        let clerks = Route.Access.roles([.clerk])
        let watchers = Route.Access.roles([.clerk, .designer, .administrator, .auditor])
        return [
            Route(method: .get, path: "/anmelden", access: .everybody) { visit in Pages.login(visit) },
            Route(method: .post, path: "/anmelden", access: .everybody) { visit in try await logIn(visit) },
            Route(method: .get, path: "/stil.css", access: .everybody) { _ in Pages.style() },
            Route(method: .post, path: "/abmelden", access: watchers) { visit in try await logOut(visit) },
            Route(method: .get, path: "/", access: watchers) { visit in try home(visit) },
            Route(method: .get, path: "/b/:office", access: watchers) { visit in try await queue(visit) },
            Route(method: .get, path: "/b/:office/vorgang/:number", access: clerks) { visit in try await showCase(visit) },
            Route(method: .post, path: "/b/:office/vorgang/:number", access: clerks) { visit in try await changeCase(visit) },
            Route(method: .get, path: "/b/:office/schreiben/:id", access: clerks) { visit in try await showLetter(visit) },
            Route(method: .post, path: "/b/:office/schreiben/:id", access: clerks) { visit in try await changeLetter(visit) },
        ]
    }

    // MARK: One request

    private func respond(_ route: Route, _ request: Request, _ parameters: [String: String]) async -> Response {
        var response: Response
        var visitor: Gate.Visitor?
        do {
            visitor = try await gate.visitor(request)
            response = try await answer(route, request, parameters, visitor)
        } catch let refusal as Refusal {
            logger.warning(
                "refused",
                metadata: [
                    "status": "\(refusal.status.code)", "method": "\(route.method.rawValue)", "route": "\(route.path)",
                    "person": "\(visitor?.account.name ?? "-")",
                ]
            )
            response = Pages.refusal(refusal, visitor)
        } catch let error as StoreError where error.code == .conflict {
            let sentence =
                "Jemand anderes hat inzwischen etwas daran geändert. Es ist nichts überschrieben. Bitte gehen Sie zurück und laden Sie die Seite neu."
            response = Pages.refusal(Refusal(status: .conflict, sentence: sentence), visitor)
        } catch {
            logger.error("not answered", metadata: ["route": "\(route.path)", "why": "\(error)"])
            let sentence = "Das geht im Augenblick nicht. Es ist nichts verloren; bitte versuchen Sie es gleich noch einmal."
            response = Pages.refusal(Refusal(status: .serviceUnavailable, sentence: sentence), visitor)
        }
        for (name, value) in Self.guards { response.headers[name] = value }
        return response
    }

    /// What every answer says: nothing but our own pages, style and forms; nothing is kept by others.
    private static let guards: [HTTPField.Name: String] = {
        let policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        var fields: [HTTPField.Name: String] = [.contentSecurityPolicy: policy, .xContentTypeOptions: "nosniff", .cacheControl: "no-store"]
        for (name, value) in [
            "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
        ] {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }()

    private func answer(
        _ route: Route,
        _ request: Request,
        _ parameters: [String: String],
        _ visitor: Gate.Visitor?
    ) async throws -> Response {
        var visit = Visit(request: request, parameters: parameters, form: [:], visitor: visitor)
        if case .roles(let roles) = route.access {
            guard let visitor else { return Pages.redirect("/anmelden") }
            guard roles.contains(visitor.account.role) else { throw Refusal.forbidden }
            if let key = parameters["office"] {
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
            if let visitor {
                let mark = visit.form["mark"] ?? ""
                guard HMAC.isSame(Array(mark.utf8), Array(visitor.mark.utf8)) else { throw Refusal.foreign }
            }
        }
        return try await route.answer(visit)
    }

    // MARK: People

    private func logIn(_ visit: Visit) async throws -> Response {
        switch try await gate.admit(visit.form["name"] ?? "", visit.form["password"] ?? "") {
        case .admitted(let secret):
            var response = Pages.redirect("/")
            response.headers[.setCookie] = gate.cookie(secret)
            return response
        case .wrong: return Pages.login(visit, "Name oder Kennwort stimmt nicht.", status: .forbidden)
        case .locked(let until):
            let sentence = "Das Kennwort war zu oft falsch. Bitte versuchen Sie es nach \(until.german) wieder."
            return Pages.login(visit, sentence, status: .tooManyRequests)
        }
    }

    private func logOut(_ visit: Visit) async throws -> Response {
        if let visitor = visit.visitor { try await archive.people.close(visitor.session) }
        var response = Pages.redirect("/anmelden")
        response.headers[.setCookie] = gate.cookie("")
        return response
    }

    private func home(_ visit: Visit) throws -> Response {
        guard let account = visit.visitor?.account, let first = branches.first(where: { account.worksFor($0.office.id) }) else {
            throw Refusal.forbidden
        }
        return Pages.redirect("/b/\(first.office.id)")
    }
}
