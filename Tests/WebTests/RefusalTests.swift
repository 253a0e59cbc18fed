import Deciding
import Foundation
import HTTPTypes
import InMemoryLogging
import Logging
import Store
import TestSupport
import Testing
import Web

/// The whole table of addresses, tried by everybody who may not: nothing comes of it, and every try is written down.
///
/// The tries are made from ``Desk/addresses``, so that an address that comes later is tried without being named here.
struct RefusalTests {
    /// Something that has to be refused.
    private struct Try {
        var what: String
        var method: HTTPRequest.Method
        var path: String
        var cookie: String?
        var form: [String: String]?
        var origin: String? = "http://localhost"
        var more: HTTPFields = [:]
        /// 303 leads to the page to log in.
        var status: Int
    }

    /// What the tries need: a desk, its clerk, and what there is to get at.
    private struct Scene {
        let town: DeskTests.Town
        let cookies: [Account.Role: String]
        let marks: [Account.Role: String]
        /// A clerk of another office.
        let stranger: String
        let strangersMark: String
        let number = "WG-2026-000001-5"

        init() async throws {
            town = try await DeskTests.Town("02-mietzuschuss-unvollstaendig")
            var (cookies, marks): ([Account.Role: String], [Account.Role: String]) = ([:], [:])
            for role in Account.Role.allCases {
                let cookie = try await town.enter(role.rawValue)
                (cookies[role], marks[role]) = (cookie, try await town.ask("/b/office", as: cookie).mark)
            }
            (self.cookies, self.marks) = (cookies, marks)
            stranger = try await town.enter("fremd")
            strangersMark = try #require(try await town.ask("/b/anderswo", as: stranger).mark)
        }

        func address(_ path: String, office: String = "office", number: String? = nil, id: String = "1") -> String {
            path.split(separator: "/", omittingEmptySubsequences: false).map { step in
                switch step {
                case "{office}": office
                case "{number}": number ?? self.number
                case _ where step.hasPrefix("{"): id
                default: String(step)
                }
            }
            .joined(separator: "/")
        }

        /// A form that would be taken.
        func form(_ method: HTTPRequest.Method, _ mark: String?) -> [String: String]? {
            method == .post ? ["mark": mark ?? "", "tun": "angesehen", "version": "1"] : nil
        }

        /// All that nobody may change by a try.
        func standing() async throws -> String {
            let rows = town.archive.rows
            let file = try await rows.find(number, office: "office")
            let events = try await rows.events(ofCase: number, office: "office").count
            let letters = try await rows.outbox(ofCase: number, office: "office").map { "\($0.id) \($0.state) \($0.item.subject)" }
            let accounts = try await town.archive.people.accounts().map { "\($0.name) \($0.role) \($0.failures)" }
            return "\(file?.version ?? -1) \(events) \(letters) \(accounts)"
        }
    }

    private func run(_ tries: [Try], in scene: Scene) async throws {
        let before = try await scene.standing()
        for attempt in tries {
            scene.town.log.clear()
            let reply = try await scene.town.ask(
                attempt.path,
                attempt.method,
                as: attempt.cookie,
                attempt.form,
                origin: attempt.origin,
                more: attempt.more
            )
            let name = "\(attempt.what): \(attempt.method) \(attempt.path)"
            #expect(reply.status == attempt.status, "\(name)")
            #expect(attempt.status != 303 || reply.place == "/anmelden", "\(name)")
            #expect(reply.policy?.hasPrefix("default-src 'none'") == true, "\(name)")
            let written = scene.town.log.entries.filter { "\($0.message)" == "refused" && $0.level >= .notice }
            #expect(written.count == 1, "\(name) is written down once")
            #expect(written.first?.metadata["status"] == "\(attempt.status)", "\(name)")
            #expect(written.first?.metadata["person"] != nil && written.first?.metadata["route"] != nil, "\(name)")
        }
        #expect(try await scene.standing() == before, "nothing came of it")
    }

    @Test func `nobody without a session, and no role that an address is not for, gets anything of it`() async throws {
        let scene = try await Scene()
        var tries: [Try] = []
        for (method, path, roles) in scene.town.desk.addresses {
            guard let roles else { continue }
            let address = scene.address(path)
            let own = scene.cookies[.clerk] ?? ""
            let tampered = own.dropLast() + (own.hasSuffix("a") ? "b" : "a")
            for (what, cookie) in [("no session", nil), ("a tampered session", String(tampered)), ("an empty session", "eingang=")] {
                tries.append(
                    Try(
                        what: what,
                        method: method,
                        path: address,
                        cookie: cookie,
                        form: scene.form(method, scene.marks[.clerk]),
                        status: 303
                    )
                )
            }
            for role in Account.Role.allCases where !roles.contains(role) {
                let form = scene.form(method, scene.marks[role])
                tries.append(Try(what: "\(role)", method: method, path: address, cookie: scene.cookies[role], form: form, status: 403))
            }
        }
        #expect(tries.count > 30)
        try await run(tries, in: scene)
        // The same sessions, once they are over.
        scene.town.time.pass(31 * 60)
        let late = scene.town.desk.addresses.filter { $0.roles != nil }.map { method, path, _ in
            Try(
                what: "a session that is over",
                method: method,
                path: scene.address(path),
                cookie: scene.cookies[.clerk],
                form: scene.form(method, scene.marks[.clerk]),
                status: 303
            )
        }
        try await run(late, in: scene)
    }

    @Test func `an office, a case or a letter of others looks like one that is not there`() async throws {
        let scene = try await Scene()
        var tries: [Try] = []
        for (method, path, roles) in scene.town.desk.addresses where path.contains("{office}") && roles?.contains(.clerk) != false {
            let (own, theirs) = (scene.form(method, scene.marks[.clerk]), scene.form(method, scene.strangersMark))
            func add(_ what: String, _ address: String, _ cookie: String?, _ form: [String: String]?) {
                tries.append(Try(what: what, method: method, path: address, cookie: cookie, form: form, status: 404))
            }
            add("an office of others", scene.address(path), scene.stranger, theirs)
            add("no office", scene.address(path, office: "gibt-es-nicht"), scene.cookies[.clerk], own)
            guard path.split(separator: "/").dropFirst(2).contains(where: { $0.hasPrefix("{") }) else { continue }
            add("what another office has", scene.address(path, office: "anderswo"), scene.stranger, theirs)
            for id in ["999999", "-1", "0x1", "1%00", "%2e%2e", "99999999999999999999"] {
                add("no such thing", scene.address(path, number: id, id: id), scene.cookies[.clerk], own)
            }
        }
        #expect(tries.count > 20)
        try await run(tries, in: scene)
    }

    @Test func `a form without the mark of the session, or one that another page sends, is refused at every address`() async throws {
        let scene = try await Scene()
        var tries: [Try] = []
        for (method, path, roles) in scene.town.desk.addresses where method == .post {
            let form = scene.form(method, scene.marks[.clerk]) ?? [:]
            func add(_ what: String, _ form: [String: String], origin: String? = "http://localhost", type: String? = nil) {
                let more: HTTPFields = type.map { [.contentType: $0] } ?? [:]
                let address = scene.address(path)
                tries.append(
                    Try(
                        what: what,
                        method: method,
                        path: address,
                        cookie: scene.cookies[.clerk],
                        form: form,
                        origin: origin,
                        more: more,
                        status: 403
                    )
                )
            }
            for origin in [
                nil, "null", "http://boese.example", "http://localhost.boese.example", "http://localhost:1", "https://localhost@boese",
            ] {
                add("origin \(origin ?? "none")", form, origin: origin)
            }
            for type in ["text/plain", "application/json", "multipart/form-data; boundary=x"] { add(type, form, type: type) }
            // Who is not logged in has no mark yet.
            guard roles?.contains(.clerk) == true else { continue }
            add("no mark", form.filter { $0.key != "mark" })
            for mark in ["", "falsch", scene.strangersMark, scene.marks[.auditor] ?? "", String(form["mark"]?.dropLast() ?? "")] {
                add("mark \(mark)", form.merging(["mark": mark]) { $1 })
            }
        }
        #expect(tries.count > 30)
        try await run(tries, in: scene)
    }

    @Test func `no address takes another method than its own, whatever a header says of it`() async throws {
        let scene = try await Scene()
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options, .trace]
        var tries: [Try] = []
        for (path, own) in Dictionary(grouping: scene.town.desk.addresses, by: \.path) {
            let cookie = scene.cookies[.clerk]
            for method in methods where !own.contains(where: { $0.method == method }) {
                for (what, person) in [("clerk", cookie), ("nobody", nil)] {
                    let form = ["mark": scene.marks[.clerk] ?? ""]
                    tries.append(Try(what: what, method: method, path: scene.address(path), cookie: person, form: form, status: 405))
                }
            }
            // A page that shows stays one that shows, with a form in it or not.
            for entry in own where entry.method == .get && entry.roles?.contains(.clerk) == true {
                let before = try await scene.standing()
                for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
                    let more: HTTPFields = [HTTPField.Name(name)!: "POST"]
                    let form = scene.form(.post, scene.marks[.clerk])?.merging(["_method": "POST"]) { $1 }
                    let plain = try await scene.town.ask(scene.address(path), as: cookie)
                    let reply = try await scene.town.ask(scene.address(path), .get, as: cookie, form, more: more)
                    #expect((reply.status, reply.text) == (plain.status, plain.text), "\(path) with \(name)")
                }
                #expect(try await scene.standing() == before, "\(path)")
            }
        }
        #expect(tries.count > 60)
        try await run(tries, in: scene)
    }
}
