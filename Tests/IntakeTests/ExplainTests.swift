import Foundation
import TestSupport
import Testing

/// `eingang explain`: why a message became what it became.
struct ExplainTests {
    @Test func `a missing value is explained by the empty field, the condition that needs it, and what it looked at`() throws {
        let run = try Run.eingang("explain", "SampleForms/02-mietzuschuss-unvollstaendig", "--field", "miete.grundmiete")
        #expect(run.status == 0, "\(run.errors)")
        for line in [
            "Grundmiete (kalt) (miete.grundmiete): –  [fehlt]", "miete.grundmiete: { acro: miete_grund }",
            "sucht     im Feld „miete_grund“: das Feld ist leer", "ja, weil miete.verhaeltnis = hauptmieter",
            "field.missing: „Grundmiete (kalt)“ fehlt",
        ] {
            #expect(run.output.contains(line), "\(line)\n\(run.output)")
        }
        #expect(!run.output.contains("miete.gesamt:"), "only the field that was asked for")
    }

    @Test func `a conflict shows both places`() throws {
        let run = try Run.eingang("explain", "SampleForms/22-widerspruechliche-angaben", "--field", "transferAngabe")
        #expect(run.output.contains("„ja“  (Antrag.pdf, Seite 2, Feld „transfer_ja“)"), "\(run.output)")
        #expect(run.output.contains("„nein“  (Antrag.pdf, Seite 2, Feld „transfer_nein“)"))
        #expect(run.output.contains("widerspricht einer anderen Stelle"))
    }

    @Test func `a form that cannot be told from another is explained with the scores of both`() throws {
        let schemas = Place.temporary().appendingPathComponent("Schemas")
        try FileManager.default.copyItem(at: Place.schemas, to: schemas)
        let forms = schemas.appendingPathComponent("wohngeld/forms")
        let text = try String(contentsOf: forms.appendingPathComponent("mietzuschuss-pdf-2026.yaml"), encoding: .utf8)
        let twin = text.replacing("form: mietzuschuss-pdf-2026", with: "form: zwilling").replacing(
            "(PDF-Formular 2026)",
            with: "(Zwilling)"
        )
        try Data(twin.utf8).write(to: forms.appendingPathComponent("zwilling.yaml"))
        let run = try Run.eingang("explain", "--schemas", schemas.path, "SampleForms/01-mietzuschuss-vollstaendig")
        #expect(run.output.contains("    100 %  Antrag auf Mietzuschuss (Zwilling) (zwilling) in"), "\(run.output)")
        #expect(run.output.contains("    100 %  Antrag auf Mietzuschuss (PDF-Formular 2026) (mietzuschuss-pdf-2026) in"))
        #expect(!run.output.contains("> 100 %"))
    }

    @Test func `the page shows what stands on the original, runs nothing, and loads nothing`() throws {
        let file = Place.temporary().appending(path: "e.html")
        let run = try Run.eingang("explain", "SampleForms/22-widerspruechliche-angaben", "--html", file.path)
        #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
        let page = try String(contentsOf: file, encoding: .utf8)
        #expect(page.contains("class=\"crop p0\"") && page.contains("data:image/png;base64,iVBOR"))
        #expect(page.contains("default-src 'none'") && !page.contains("<script") && !page.contains("http://") && !page.contains("https://"))
    }

    @Test func `a field that does not exist is refused with a sentence`() throws {
        let run = try Run.eingang("explain", "SampleForms/22-widerspruechliche-angaben", "--field", "gibtEsNicht")
        #expect(run.status == 2 && run.errors.contains("„gibtEsNicht“"))
    }
}
