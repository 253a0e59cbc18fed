import Foundation
import TestSupport
import Testing

struct AmbiguousFormTests {
    @Test func `two forms that fit equally well go to a clerk with their scores, never to the first`() throws {
        let schemas = Place.temporary().appendingPathComponent("Schemas")
        try FileManager.default.copyItem(at: Place.repository.appendingPathComponent("Schemas"), to: schemas)
        let forms = schemas.appendingPathComponent("wohngeld/forms")
        let text = try String(contentsOf: forms.appendingPathComponent("mietzuschuss-pdf-2026.yaml"), encoding: .utf8)
        let twin = text.replacing("form: mietzuschuss-pdf-2026", with: "form: zwilling").replacing(
            "(PDF-Formular 2026)",
            with: "(Zwilling)"
        )
        try Data(twin.utf8).write(to: forms.appendingPathComponent("zwilling.yaml"))
        let message = "SampleForms/01-mietzuschuss-vollstaendig/message.eml"
        let object = try #require(try Run.eingang("process", "--json", "--schemas", schemas.path, message).objects.first)
        #expect(object["outcome"] as? String == "review")
        #expect(object["form"] is NSNull)
        let findings = try #require(object["findings"] as? [[String: Any]])
        let finding = try #require(findings.first { $0["code"] as? String == "form.ambiguous" }?["message"] as? String)
        #expect(finding.contains("„Antrag auf Mietzuschuss (PDF-Formular 2026)“ 100 % (10 Merkmale)"))
        #expect(finding.contains("„Antrag auf Mietzuschuss (Zwilling)“ 100 % (10 Merkmale)"))
    }
}
