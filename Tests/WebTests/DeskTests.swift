import Deciding
import DefinitionFiles
import Definitions
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import InMemoryLogging
import Intake
import Logging
import NIOCore
import Store
import Synchronization
import TestSupport
import Testing
import Vocabulary
import Web

/// The desk over its own addresses: who comes in, who may do what, what becomes of a click.
struct DeskTests {
    /// What came back.
    struct Reply {
        var status: Int
        var text: String
        var place: String?
        var cookie: String?
        var policy: String?

        /// What forms of the page carry.
        var mark: String? { value(of: "mark") }

        func value(of name: String) -> String? {
            let parts = text.components(separatedBy: "name=\"\(name)\" value=\"")
            return parts.count > 1 ? parts[1].components(separatedBy: "\"").first : nil
        }
    }

    /// A clock that a test sets.
    final class Time: Sendable {
        private let seconds = Mutex(Instant(Date()).seconds)
        var now: Instant { Instant(seconds: seconds.withLock { $0 }) }
        func pass(_ more: Int) { seconds.withLock { $0 += more } }
    }

    /// Counts from several tasks.
    private final class Counter: Sendable {
        private let value = Mutex(0)
        var now: Int { value.withLock { $0 } }
        func count() { value.withLock { $0 += 1 } }
    }

    static let password = "pferd batterie heftklammer"

    /// A desk on samples, with one account of each role for one office and a clerk of another.
    struct Town {
        let desk: Desk
        let archive: Archive
        let time = Time()
        let log = InMemoryLogHandler()
        let router = Router()

        init(_ samples: String...) async throws { try await self.init(samples) }

        /// - Parameters:
        ///   - samples: what has come in.
        ///   - old: the definitions it was read with; nil for those that there are.
        ///   - pipeline: reads cases again.
        /// - Throws: when it cannot be set up.
        init(_ samples: [String], old: String? = nil, pipeline: Pipeline? = nil) async throws {
            let store = Tokens.store().path
            let files = samples.map { $0.hasPrefix("/") ? $0 : "SampleForms/\($0)" }
            let run = try Run(Place.program, ["ingest", "--store", store, "--schemas", old ?? Place.schemas.path] + files)
            try #require(run.status == 0, "\(run.errors)")
            archive = try Archive(directory: store)
            let catalogue = try LoadedDefinitions(directory: Place.schemas).catalogue
            var other = Office()
            other.id = "anderswo"
            var branches = [Desk.Branch(office: Office(), catalogue: catalogue), Desk.Branch(office: other, catalogue: catalogue)]
            let (time, log, archive) = (time, log, archive)
            if let pipeline { branches[0].retry = { try await pipeline.retry($0, in: archive, as: $1, by: $2, now: time.now) } }
            desk = Desk(branches, archive, isSecure: false, logger: Logger(label: "test") { _ in log }) { time.now }
            let verifier = try #require(PasswordVerifier(of: DeskTests.password))
            for role in Account.Role.allCases {
                try await archive.people.keep(
                    Account(name: role.rawValue, role: role, offices: ["office"], password: verifier),
                    by: "test",
                    at: Instant(Date())
                )
            }
            try await archive.people.keep(
                Account(name: "fremd", role: .clerk, offices: ["anderswo"], password: verifier),
                by: "test",
                at: Instant(Date())
            )
            desk.add(to: router)
        }

        func ask(
            _ path: String,
            _ method: HTTPRequest.Method = .get,
            as cookie: String? = nil,
            _ form: [String: String]? = nil,
            origin: String? = "http://localhost",
            more: HTTPFields = [:]
        ) async throws -> Reply {
            try await Application(router: router).test(.router) { client in
                try await Self.ask(client, path, method, as: cookie, form, origin: origin, more: more)
            }
        }

        static func ask(
            _ client: some TestClientProtocol,
            _ path: String,
            _ method: HTTPRequest.Method = .get,
            as cookie: String? = nil,
            _ form: [String: String]? = nil,
            origin: String? = "http://localhost",
            more: HTTPFields = [:]
        ) async throws -> Reply {
            var headers = HTTPFields()
            headers[.cookie] = cookie
            if form != nil { (headers[.contentType], headers[.origin]) = ("application/x-www-form-urlencoded", origin) }
            for field in more { headers[field.name] = field.value }
            let body = (form ?? [:]).map { "\(quoted($0))=\(quoted($1))" }.joined(separator: "&")
            return try await client.execute(uri: path, method: method, headers: headers, body: ByteBuffer(string: body)) { response in
                Reply(
                    status: response.status.code,
                    text: String(buffer: response.body),
                    place: response.headers[.location],
                    cookie: response.headers[.setCookie].map { String($0.prefix { $0 != ";" }) },
                    policy: response.headers[.contentSecurityPolicy]
                )
            }
        }

        private static func quoted(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

        /// Logs somebody in; gives what the browser keeps.
        func enter(_ name: String) async throws -> String {
            let reply = try await ask("/anmelden", .post, ["name": name, "password": DeskTests.password])
            return try #require(reply.cookie, "\(reply.text)")
        }
    }

    @Test func `every address is open to its roles`() async throws {
        let place = try await Town("02-mietzuschuss-unvollstaendig")
        for (method, path, roles) in place.desk.addresses where path != "/abmelden" && path != "/anmelden" {
            let address = path.replacing(":office", with: "office").replacing(":number", with: "WG-2026-000001-5").replacing(
                ":id",
                with: "1"
            )
            if roles == nil, method == .get { #expect(try await place.ask(address).status == 200, "\(path)") }
            for role in roles ?? [] {
                let cookie = try await place.enter(role.rawValue)
                let mark = try await place.ask("/b/office", as: cookie).mark
                let form = method == .post ? ["mark": mark ?? "", "tun": "gibt-es-nicht", "version": "0"] : nil
                let reply = try await place.ask(address, method, as: cookie, form)
                #expect(reply.status != 403 && reply.place != "/anmelden", "\(method) \(path) as \(role): \(reply.status)")
            }
        }
    }

    @Test func `a form that another page sends, or one without the mark of the session, changes nothing`() async throws {
        let place = try await Town("02-mietzuschuss-unvollstaendig")
        let cookie = try await place.enter("clerk")
        let page = try await place.ask("/b/office/schreiben/1", as: cookie)
        let mark = try #require(page.mark)
        let form = ["mark": mark, "tun": "freigeben", "an": "sabine.weber@example.org", "betreff": "Betreff", "text": "Text"]
        #expect(try await place.ask("/b/office/schreiben/1", .post, as: cookie, form, origin: "http://boese.example").status == 403)
        #expect(try await place.ask("/b/office/schreiben/1", .post, as: cookie, form, origin: nil).status == 403)
        #expect(try await place.ask("/b/office/schreiben/1", .post, as: cookie, form.merging(["mark": "falsch"]) { $1 }).status == 403)
        let other = try #require(try await place.ask("/b/office", as: try await place.enter("clerk")).mark)
        #expect(try await place.ask("/b/office/schreiben/1", .post, as: cookie, form.merging(["mark": other]) { $1 }).status == 403)
        #expect(try await place.archive.rows.entry(1, office: "office")?.state == .draft)
        #expect(try await place.ask("/b/office/schreiben/1", .post, as: cookie, form).place == "/b/office/vorgang/WG-2026-000001-5")
        #expect(try await place.archive.rows.entry(1, office: "office")?.state == .pending)
        #expect(try await place.archive.rows.entry(1, office: "office")?.item.body == "Text")
        let again = try await place.ask("/b/office/schreiben/1", .post, as: cookie, form)
        #expect(again.status == 409 && again.text.contains("kein Entwurf mehr"), "a double click changes nothing twice")
        let events = try await place.archive.rows.events(ofCase: "WG-2026-000001-5", office: "office")
        #expect(events.last?.event.actor == "clerk")
    }

    @Test func `wrong passwords lock an account for a while, and nobody learns which names there are`() async throws {
        let place = try await Town("02-mietzuschuss-unvollstaendig")
        func attempt(_ name: String, _ password: String) async throws -> Reply {
            try await place.ask("/anmelden", .post, ["name": name, "password": password])
        }
        let (wrong, unknown) = (try await attempt("clerk", "falsch"), try await attempt("niemand", "falsch"))
        #expect(wrong.status == 403 && unknown.status == 403)
        #expect(wrong.text.replacing("clerk", with: "niemand") == unknown.text)
        for _ in 0..<4 { _ = try await attempt("clerk", "falsch") }
        let locked = try await attempt("clerk", Self.password)
        #expect(locked.status == 429 && locked.cookie == nil, "the right one is not looked at")
        place.time.pass(31)
        #expect(try await attempt("clerk", Self.password).cookie != nil)
    }

    @Test func `a flood of passwords is sent away, and holds up no page and no account`() async throws {
        let place = try await Town("02-mietzuschuss-unvollstaendig")
        let cookie = try await place.enter("clerk")
        let isOver = Counter()
        let statuses = try await Application(router: place.router).test(.router) { client in
            try await withThrowingTaskGroup(of: [Int].self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let form = ["name": number % 2 == 0 ? "designer" : "niemand", "password": "falsch"]
                        var statuses: [Int] = []
                        repeat { statuses.append(try await Town.ask(client, "/anmelden", .post, form).status) } while isOver.now == 0
                        return statuses
                    }
                }
                // The flood goes on until all pages are there: whoever had to wait for its end would wait for ever.
                for _ in 0..<5 { #expect(try await Town.ask(client, "/b/office", as: cookie).status == 200) }
                isOver.count()
                return try await group.reduce(into: [Int: Int]()) { counts, statuses in
                    for status in statuses { counts[status, default: 0] += 1 }
                }
            }
        }
        #expect(statuses[429] ?? 0 >= 20 && statuses[403] ?? 0 >= 5, "\(statuses)")
        let failures = try #require(try await place.archive.people.account("designer")).failures
        #expect(failures <= 8, "who is sent away has not failed")
    }

    @Test func `a session ends when nothing is done for half an hour, after a day's work, and with a new password`() async throws {
        let place = try await Town("02-mietzuschuss-unvollstaendig")
        let idle = try await place.enter("clerk")
        place.time.pass(31 * 60)
        #expect(try await place.ask("/b/office", as: idle).place == "/anmelden")
        let long = try await place.enter("clerk")
        for _ in 0..<24 {
            #expect(try await place.ask("/b/office", as: long).status == 200)
            place.time.pass(25 * 60)
        }
        #expect(try await place.ask("/b/office", as: long).place == "/anmelden", "ten hours are over")
        let cookie = try await place.enter("clerk")
        let account = try #require(try await place.archive.people.account("clerk"))
        try await place.archive.people.keep(account, by: "test", at: Instant(Date()))
        #expect(try await place.ask("/b/office", as: cookie).place == "/anmelden")
        let last = try await place.enter("clerk")
        let mark = try #require(try await place.ask("/b/office", as: last).mark)
        #expect(try await place.ask("/abmelden", .post, as: last, ["mark": mark]).place == "/anmelden")
        #expect(try await place.ask("/b/office", as: last).place == "/anmelden")
    }

    @Test func `foreign words are shown as words, and an auditor sees nobody's name`() async throws {
        let file = Place.temporary().appendingPathComponent("boese.eml")
        let text = """
            Received: from a by b; Mon, 12 Oct 2026 10:15:00 +0200
            From: "<script>alert(1)</script>" <boese@example.org>
            Subject: "><img src=x onerror=alert(1)>
            Message-ID: <boese@example.org>

            {{{content}}} <svg onload=alert(1)>
            """
        try Data(text.utf8).write(to: file)
        let place = try await Town(file.path)
        let queue = try await place.ask("/b/office?was=unbekannt", as: try await place.enter("clerk"))
        #expect(queue.text.contains("&lt;script&gt;") && !queue.text.contains("<script>"), "\(queue.text)")
        let page = try await place.ask("/b/office/vorgang/EG-2026-000001-8", as: try await place.enter("clerk"))
        #expect(page.status == 200)
        for word in ["<script>", "<img", "<svg", "onerror=alert(1)>"] { #expect(!page.text.contains(word), "\(word)") }
        let audit = try await place.ask("/b/office?was=unbekannt", as: try await place.enter("auditor"))
        #expect(audit.text.contains("EG-2026-000001-8") && !audit.text.contains("boese@example.org"))
    }

    @Test func `a decision about what somebody else has changed meanwhile overwrites nothing`() async throws {
        let place = try await Town("01-mietzuschuss-vollstaendig", "02-mietzuschuss-unvollstaendig")
        let cookie = try await place.enter("clerk")
        let path = "/b/office/vorgang/WG-2026-000002-3"
        let page = try await place.ask(path, as: cookie)
        let form = ["mark": try #require(page.mark), "version": "0", "tun": "angesehen"]
        #expect(try await place.ask(path, .post, as: cookie, form).status == 409)
        let version = try #require(page.value(of: "version"))
        let refused = try await place.ask(path, .post, as: cookie, form.merging(["version": version, "tun": "versagen"]) { $1 })
        #expect(refused.status == 409 && refused.text.contains("§ 66"), "nothing is refused without a warning")
    }

    @Test func `a clerk fills a gap, says what is missing after all, and lets a looked-at case go on; what was read stays behind it`()
        async throws
    {
        let place = try await Town("01-mietzuschuss-vollstaendig", "02-mietzuschuss-unvollstaendig")
        let (cookie, path) = (try await place.enter("clerk"), "/b/office/vorgang/WG-2026-000002-3")
        func say(_ what: String, _ field: String = "", _ value: String = "") async throws -> Reply {
            let page = try await place.ask(path, as: cookie)
            let form = ["mark": page.mark ?? "", "version": page.value(of: "version") ?? "", "tun": what, "feld": field, "wert": value]
            return try await place.ask(path, .post, as: cookie, form)
        }
        let refused = try await say("berichtigen", "wohnung.einzugsdatum", "neulich")
        #expect(refused.status == 409 && refused.text.contains("Einzugsdatum"))
        #expect(try await say("berichtigen", "antrag.eingang", "01.01.2020").status == 409, "when it came in is not for a clerk to say")
        for (field, value) in [
            ("wohnung.einzugsdatum", "1.6.2021"), ("miete.grundmiete", "410,00"), ("vermoegen.erheblich", "nein"),
            ("bank.iban", "DE02 1203 0000 0000 2020 51"), ("bank.kontoinhaber", "antragstellende Person"),
        ] {
            let reply = try await say("berichtigen", field, value)
            #expect(reply.place?.hasPrefix(path) == true, "\(field): \(reply.text)")
        }
        #expect(try await say("berichtigen", "wohnung.raeume", "4").place?.hasPrefix(path) == true)
        #expect(try await say("fehlt", "antragsteller.telefon").place?.hasPrefix(path) == true)
        var file = try #require(try await place.archive.rows.find("WG-2026-000002-3", office: "office"))
        #expect(file.state.phase == .review, "another case of the same person is still to be looked at")
        let rooms = try #require(file.decision?.readings.first { $0.path == "wohnung.raeume" })
        #expect(rooms.state == .corrected && rooms.history?.first?.state == .read)
        #expect(try await say("geprueft").place?.hasPrefix(path) == true)
        file = try #require(try await place.archive.rows.find("WG-2026-000002-3", office: "office"))
        #expect(file.state.outcome == .handover, "\(file.decision?.assessment.findings.map(\.code) ?? [])")
        let record = try await place.archive.rows.outbox(ofCase: "WG-2026-000002-3", office: "office").last
        #expect(file.state.phase == .review && record?.item.kind == .handover && record?.state == .draft, "nothing leaves by itself")
        let events = try await place.archive.rows.events(ofCase: "WG-2026-000002-3", office: "office").map(\.event)
        #expect(
            events.filter { $0.kind == .corrected }.count == 8 && events.filter { $0.kind == .corrected }.allSatisfy { $0.actor == "clerk" }
        )
        #expect(!events.contains { $0.detail.contains("DE02") }, "events hold no values")
    }

    @Test func `every sentence of the pages has English words, and the pages speak the language that was chosen`() async throws {
        #expect(Desk.untranslated.isEmpty)
        let place = try await Town("02-mietzuschuss-unvollstaendig")
        let chosen = try await place.ask("/sprache", .post, ["sprache": "en", "zu": "/anmelden"])
        #expect(chosen.place == "/anmelden" && chosen.cookie == "sprache=en")
        let page = try await place.ask("/anmelden", as: "sprache=en")
        #expect(page.text.contains("<html lang=\"en\">") && page.text.contains("Password") && !page.text.contains("Kennwort"))
        for elsewhere in ["//boese.example", "https://boese.example", "/\\boese.example"] {
            #expect(try await place.ask("/sprache", .post, ["sprache": "en", "zu": elsewhere]).place == "/", "\(elsewhere)")
        }
        let cookie = try await place.enter("clerk") + "; sprache=en"
        let queue = try await place.ask("/b/office", as: cookie)
        #expect(queue.text.contains("To review"))
        let file = try await place.ask("/b/office/vorgang/WG-2026-000001-5", as: cookie)
        #expect(
            file.text.contains("5 open points") && file.text.contains("Not applicable") && file.text.contains("lang=\"de\">Einzugsdatum")
        )
    }
}
