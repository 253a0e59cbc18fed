import DefinitionFiles
import Definitions
import Deciding
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Intake
import NIOCore
import Presentation
import Readers
import Store
import TestSupport
import Testing
import Vocabulary
import Web

/// What came in, over the desk's own addresses.
struct OriginalsAtDeskTests {
    private struct Reply {
        var status: Int
        var headers: HTTPFields
        var bytes: [UInt8]
    }

    /// A desk that shows what came in.
    private struct Room {
        let town: DeskTests.Town
        let originals: Originals
        let router = Router()

        init(_ samples: String..., files: [String] = []) async throws {
            town = try await DeskTests.Town(samples + files)
            let pool = ReaderPool(ReaderCommand(executable: Place.reader, profile: ReaderProfile(schemas: Place.schemas.path)), count: 2)
            let equipment = try await pool.equipment()
            let catalogue = try #require(equipment.catalogue)
            var other = Office()
            other.id = "anderswo"
            let pipelines = [Office(), other].map { Pipeline(catalogue: catalogue, office: $0, pool: pool) }
            let (archive, time) = (town.archive, town.time)
            originals = Originals(pipelines, archive) { time.now }
            let branches = pipelines.map { Desk.Branch(office: $0.office, catalogue: catalogue) }
            Desk(branches, archive, originals: originals, isSecure: false) { time.now }.add(to: router)
        }

        func ask(_ path: String, as cookie: String?, more: HTTPFields = [:]) async throws -> Reply {
            var headers = more
            headers[.cookie] = cookie
            let fields = headers
            return try await Application(router: router).test(.router) { client in
                try await client.execute(uri: path, method: .get, headers: fields) { response in
                    Reply(status: response.status.code, headers: response.headers, bytes: Array(buffer: response.body))
                }
            }
        }
    }

    private static let form = "WG-2026-000001-5"

    private func documents(_ room: Room, of number: String = form) async throws -> [ShownDocument] {
        let receipts = try await room.town.archive.rows.receipts(ofCase: number, office: "office")
        let first = try #require(receipts.first)
        return try await room.originals.submission(first.digest, office: "office").documents
    }

    @Test func `a page is a picture for a clerk of the office, and only with a session`() async throws {
        let room = try await Room("01-mietzuschuss-vollstaendig")
        let cookie = try await room.town.enter("clerk")
        let document = try #require(try await documents(room).first { $0.kind == .pdf })
        let path = "/b/office/vorgang/\(Self.form)/blatt/\(document.digest.hex)/1"
        let reply = try await room.ask(path, as: cookie)
        #expect(reply.status == 200 && reply.headers[.contentType] == "image/png")
        #expect(reply.headers[.cacheControl] == "private, no-cache" && reply.headers[.xContentTypeOptions] == "nosniff")
        #expect(reply.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(try SeenPicture(reply.bytes).width == document.pages[0]?.width)
        let tag = try #require(reply.headers[.eTag])
        let again = try await room.ask(path, as: cookie, more: [.ifNoneMatch: tag])
        #expect(again.status == 304 && again.bytes.isEmpty)
        let nobody = try await room.ask(path, as: nil, more: [.ifNoneMatch: tag])
        #expect(nobody.status == 303 && nobody.headers[.location] == "/anmelden")
        for role in ["designer", "administrator", "auditor"] {
            #expect(try await room.ask(path, as: try await room.town.enter(role)).status == 403)
        }
        let stranger = try await room.town.enter("fremd")
        #expect(try await room.ask(path, as: stranger).status == 404)
        #expect(try await room.ask(path.replacing("/office/", with: "/anderswo/"), as: stranger).status == 404)
    }

    @Test func `only what came in with the case is there`() async throws {
        let room = try await Room("01-mietzuschuss-vollstaendig", "03-lastenzuschuss-vollstaendig")
        let cookie = try await room.town.enter("clerk")
        let document = try #require(try await documents(room).first { $0.kind == .pdf }).digest.hex
        let receipts = try await room.town.archive.rows.receipts(ofCase: Self.form, office: "office")
        let message = try #require(receipts.first).digest.hex
        let others = try await room.town.archive.rows.cases(office: "office", limit: 10).map(\.number)
        let other = try #require(others.first { $0 != Self.form })
        let root = "/b/office/vorgang"
        for path in [
            "\(root)/\(other)/blatt/\(document)/1", "\(root)/\(other)/datei/\(document)", "\(root)/\(other)/nachricht/\(message)",
            "\(root)/\(Self.form)/blatt/\(document)/9", "\(root)/\(Self.form)/blatt/\(document)/-1",
            "\(root)/\(Self.form)/blatt/\(document)/x",
            "\(root)/\(Self.form)/blatt/\(document)/99999999999999999999", "\(root)/\(Self.form)/blatt/\(message)/1",
            "\(root)/\(Self.form)/datei/\(message)", "\(root)/\(Self.form)/nachricht/\(document)",
            "\(root)/\(Self.form)/datei/..%2F..%2Fetc",
            "\(root)/gibt-es-nicht/datei/\(document)", "\(root)/\(Self.form)/datei/\(document.uppercased())",
        ] {
            #expect(try await room.ask(path, as: cookie).status == 404, "\(path)")
        }
        #expect(try await room.ask("\(root)/\(Self.form)/datei/\(document)", as: cookie).status == 200)
    }

    @Test func `files and messages are downloads, byte by byte`() async throws {
        let room = try await Room("01-mietzuschuss-vollstaendig")
        let cookie = try await room.town.enter("clerk")
        let documents = try await documents(room)
        let form = try #require(documents.first { $0.kind == .pdf })
        let file = try await room.ask("/b/office/vorgang/\(Self.form)/datei/\(form.digest.hex)", as: cookie)
        #expect(Digest(of: file.bytes) == form.digest && file.headers[.contentType] == "application/octet-stream")
        let name = "Antrag_Mietzuschuss.pdf"
        #expect(file.headers[.contentDisposition] == "attachment; filename=\"\(name)\"; filename*=UTF-8''\(name)")
        let message = try await room.ask("/b/office/vorgang/\(Self.form)/nachricht/\(form.submission.hex)", as: cookie)
        let whole = try Data(contentsOf: Place.repository.appendingPathComponent("SampleForms/01-mietzuschuss-vollstaendig/message.eml"))
        #expect(message.bytes == Array(whole) && message.headers[.contentDisposition]?.hasSuffix(".eml") == true)
        #expect(message.headers[.cacheControl] == "no-store" && message.headers[.xContentTypeOptions] == "nosniff")
        let body = try #require(documents.first { $0.isBody })
        #expect(try await room.ask("/b/office/vorgang/\(Self.form)/datei/\(body.digest.hex)", as: cookie).status == 404)
    }

    @Test func `a file that says the same as the message itself can be had`() async throws {
        let (text, mark) = ("Hiermit beantrage ich Wohngeld.\n", "grenze")
        let message = """
            Received: from a by mx.stadt-beispiel.example; Mon, 12 Oct 2026 10:00:00 +0200
            From: Mira Adler <mira.adler@example.org>
            Subject: Wohngeld
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=\(mark)

            --\(mark)
            Content-Type: text/plain

            \(text)
            --\(mark)
            Content-Type: text/plain; name="antrag.txt"
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="antrag.txt"

            \(Data(text.utf8).base64EncodedString())
            --\(mark)--
            """
        let path = Place.temporary().appendingPathComponent("gleich.eml")
        try Data(message.utf8).write(to: path)
        let room = try await Room(files: [path.path])
        let documents = try await documents(room)
        #expect(documents.map(\.isFile) == [false, true] && documents[0].digest == documents[1].digest, "\(documents)")
        let cookie = try await room.town.enter("clerk")
        let file = try await room.ask("/b/office/vorgang/\(Self.form)/datei/\(documents[1].digest.hex)", as: cookie)
        #expect(file.status == 200 && file.bytes == Array(text.utf8))
    }

    @Test func `what is not shown says why`() async throws {
        let room = try await Room("12-beschaedigtes-pdf", "13-verschluesseltes-pdf")
        let cookie = try await room.town.enter("clerk")
        for summary in try await room.town.archive.rows.cases(office: "office", limit: 10) {
            let document = try #require(try await documents(room, of: summary.number).first { $0.kind == .pdf })
            #expect(document.note?.contains("herunterladen") == true)
            #expect(try await room.ask("/b/office/vorgang/\(summary.number)/blatt/\(document.digest.hex)/1", as: cookie).status == 404)
            #expect(try await room.ask("/b/office/vorgang/\(summary.number)/datei/\(document.digest.hex)", as: cookie).status == 200)
        }
    }

    /// `swift test --filter OriginalsAtDesk` prints the figures of an unoptimised program; the benchmark has those that count.
    @Test func `the first page of a form is there soon and small`() async throws {
        let room = try await Room("01-mietzuschuss-vollstaendig")
        let cookie = try await room.town.enter("clerk")
        let document = try #require(try await documents(room).first { $0.kind == .pdf })
        let path = "/b/office/vorgang/\(Self.form)/blatt/\(document.digest.hex)/1"
        var (times, size): ([Duration], Int) = ([], 0)
        for _ in 0..<2 {
            let start = ContinuousClock.now
            size = try await room.ask(path, as: cookie).bytes.count
            times.append(ContinuousClock.now - start)
        }
        print("first page: \(size / 1000) KB, cold \(times[0]), warm \(times[1])")
        #expect(size > 10_000 && size < 150_000 && times[0] < .seconds(10))
    }
}
