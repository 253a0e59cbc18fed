import Deciding
import Foundation
import HTTPTypes
import Intake
import Readers
import Store
import TestSupport
import Testing
import Vocabulary
import Web

/// What no form was recognised in, at the desk: seen together, read again together, or as the form that a clerk names.
struct UnknownAtDeskTests {
    /// Definitions of a time when nobody knew the PDF forms.
    private static func old() throws -> String {
        let schemas = Place.temporary().appendingPathComponent("Schemas")
        try FileManager.default.copyItem(at: Place.schemas, to: schemas)
        for form in [
            "mietzuschuss-pdf-2026", "mietzuschuss-gedruckt-2026", "mietzuschuss-2013", "lastenzuschuss-pdf-2026", "wohngeld-formlos",
        ] {
            try FileManager.default.removeItem(at: schemas.appendingPathComponent("wohngeld/forms/\(form).yaml"))
        }
        return schemas.path
    }

    private static func pipeline() async throws -> Pipeline {
        let pool = ReaderPool(ReaderCommand(executable: Place.reader, profile: ReaderProfile(schemas: Place.schemas.path)), count: 1)
        return Pipeline(catalogue: try #require(try await pool.equipment().catalogue), office: Office(), pool: pool)
    }

    @Test func `what looks alike is seen together, and read again with one click when its form is known`() async throws {
        let town = try await DeskTests.Town(
            ["01-mietzuschuss-vollstaendig", "04-lastenzuschuss-unvollstaendig", "23-erhoehung", "17-scan"],
            old: try Self.old(),
            pipeline: try await Self.pipeline()
        )
        let clerk = try await town.enter("clerk")
        let unknown = CaseList(.shelf(.unknown), today: town.time.now.localDate)
        let before = try await town.archive.rows.lookAlikes(office: "office", on: unknown.today, limit: 9)
        let shape = try #require(before.first { $0.shape.hasPrefix("pdf-form:") && $0.count == 2 }?.shape, "\(before)")
        let page = try await town.ask("/b/office?was=unbekannt", as: clerk)
        #expect(page.text.contains("PDF-Formular mit") && page.text.contains("Scan ohne lesbaren Text"))
        let narrowed = try await town.ask("/b/office?was=unbekannt&aussehen=\(shape.replacing(" ", with: "+"))", as: clerk)
        #expect(narrowed.text.components(separatedBy: "/b/office/vorgang/EG-").count == 3, "two of them")
        let mark = try #require(page.mark)
        let reply = try await town.ask("/b/office/gleiche", .post, as: clerk, ["mark": mark, "aussehen": shape, "formular": ""])
        #expect(reply.place == "/b/office?was=unbekannt&gelesen=2&erkannt=2", "\(reply.place ?? reply.text)")
        #expect(try await town.ask(try #require(reply.place), as: clerk).text.contains("2 gelesen, davon 2 jetzt erkannt."))
        #expect(try await town.archive.rows.cases(unknown, office: "office", limit: 9).count == 2)
        for form in ["gibt-es-nicht", "wohngeld-antwort"] {
            let refused = try await town.ask("/b/office/gleiche", .post, as: clerk, ["mark": mark, "aussehen": shape, "formular": form])
            #expect(refused.status == 404, "\(form)")
        }
        let none = try await town.ask("/b/office/gleiche", .post, as: clerk, ["mark": mark, "aussehen": "xml:<b>"])
        #expect(none.place?.hasSuffix("gelesen=0&erkannt=0") == true)
    }

    @Test func `a clerk names the form of a message, and corrects what could not be read`() async throws {
        let town = try await DeskTests.Town(["17-scan"], pipeline: try await Self.pipeline())
        let clerk = try await town.enter("clerk")
        let path = "/b/office/vorgang/EG-2026-000001-8/lesen"
        let page = try await town.ask(path, as: clerk)
        #expect(page.text.contains("Scan ohne lesbaren Text") && page.text.contains("value=\"mietzuschuss-pdf-2026\""))
        var form = ["mark": try #require(page.mark), "version": "0", "formular": "mietzuschuss-pdf-2026"]
        #expect(try await town.ask(path, .post, as: clerk, form).status == 409, "it is not as it was")
        form["version"] = page.value(of: "version")
        #expect(try await town.ask(path, .post, as: clerk, form).place == "/b/office/vorgang/EG-2026-000001-8")
        let file = try #require(try await town.archive.rows.find("EG-2026-000001-8", office: "office"))
        #expect(file.state.recordType == "wohngeld" && file.state.givenForm == "mietzuschuss-pdf-2026" && file.state.shelf != .unknown)
        #expect(
            try await town.archive.rows.events(ofCase: file.number, office: "office").contains {
                $0.event.kind == .reread && $0.event.actor == "clerk"
            }
        )
        form["version"] = "\(file.version)"
        let again = try await town.ask(path, .post, as: clerk, form)
        #expect(again.status == 409 && again.text.contains("Es kommt dasselbe heraus"))
    }
}
