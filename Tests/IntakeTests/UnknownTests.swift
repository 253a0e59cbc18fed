import Deciding
import Definitions
import Foundation
import Intake
import Readers
import Store
import TestSupport
import Testing
import Vocabulary

/// Messages in which no form is recognised: what they look like, and what becomes of them when a person says what they are.
struct UnknownTests {
    private let now = Instant(seconds: 1_795_425_300)

    /// Definitions that know letters and XML, but none of the PDF forms.
    private static func withoutForms() throws -> String {
        let schemas = Place.temporary().appendingPathComponent("Schemas")
        try FileManager.default.copyItem(at: Place.schemas, to: schemas)
        for form in [
            "mietzuschuss-pdf-2026", "mietzuschuss-gedruckt-2026", "mietzuschuss-2013", "lastenzuschuss-pdf-2026", "wohngeld-formlos",
        ] {
            try FileManager.default.removeItem(at: schemas.appendingPathComponent("wohngeld/forms/\(form).yaml"))
        }
        return schemas.path
    }

    private func mail(_ subject: String, _ text: String = "Guten Tag") -> Submission {
        let bytes = "Received: from a by b; Mon, 12 Oct 2026 10:00:00 +0200\nFrom: a@example.org\nSubject: \(subject)\n\n\(text)\n"
        return Submission(source: subject, bytes: Array(bytes.utf8))
    }

    private func sample(_ name: String) throws -> Submission {
        let file = Place.repository.appendingPathComponent("SampleForms/\(name)/message.eml")
        return Submission(source: name, bytes: Array(try Data(contentsOf: file)))
    }

    @Test func `messages that look alike have one shape, and others another`() async throws {
        let (pipeline, pool) = try await Pipelines.make(ReaderProfile(schemas: try Self.withoutForms()))
        func shape(_ submission: Submission) async throws -> String? { try await pipeline.read(submission, now: now).shape }
        let form = try await shape(sample("01-mietzuschuss-vollstaendig"))
        #expect(form?.hasPrefix("pdf-form:") == true, "\(form ?? "")")
        #expect(try await shape(sample("02-mietzuschuss-unvollstaendig")) == form, "the same blank form")
        #expect(try await shape(sample("03-lastenzuschuss-vollstaendig")) != form)
        #expect(try await shape(sample("17-scan")) == "scan:")
        #expect(try await shape(mail("Re: Rechnung 4711 vom 3.9.")) == "text:rechnung 0 vom 0.0.")
        #expect(try await shape(mail("AW: WG: rechnung  12 vom 14.10.")) == "text:rechnung 0 vom 0.0.")
        #expect(try await shape(mail("")) == "text:")
        let xml = Submission(source: "x.xml", bytes: Array("<fremd xmlns=\"urn:a\"><b>1</b></fremd>".utf8))
        #expect(try await shape(xml) == "xml:{urn:a}fremd")
        let long = try #require(try await shape(mail(String(repeating: "\u{1}wort ", count: 5000))))
        #expect(long.count < 120 && !long.contains("\u{1}"))
        await pool.shutDown()
    }

    @Test func `a person says which form a message is, and it stays that when the case is read again`() async throws {
        let (pipeline, pool) = try await Pipelines.make(ReaderProfile(schemas: Place.schemas.path))
        let archive = try Archive(directory: Tokens.store().path)
        let letter = mail(
            "Ihr Schreiben",
            "Sehr geehrte Damen und Herren,\n\ndas sehe ich anders als Sie.\n\nMit freundlichen Grüßen\nErika Muster\nMusterweg 1\n12345 Musterstadt"
        )
        let receipt = try await archive.receive(letter, office: "office", now: now).receipt
        let kept = try await pipeline.keep(receipt, letter, try await pipeline.read(letter, now: now), in: archive, trust: nil, now: now)
        let unknown = try #require(try await archive.rows.find(kept.number, office: "office")?.state)
        #expect(unknown.shelf == .unknown && unknown.shape == "text:ihr schreiben")
        guard
            case .decided(let decision)? = try await pipeline.retry(kept.number, in: archive, as: "widerspruch-brief", by: "Änne", now: now)
        else { throw StoreError.conflict }
        #expect(decision.record?.type == "widerspruch" && decision.assessment.findings.contains { $0.isA(.formGiven) })
        let names = decision.readings.filter { $0.path.hasSuffix("familienname") }.map { $0.value?.german }
        #expect(names == ["Muster"], "its values are read by the rules of the form")
        let state = try #require(try await archive.rows.find(kept.number, office: "office")?.state)
        #expect(state.shelf != .unknown && state.givenForm == "widerspruch-brief" && state.shape == nil)
        let events = try await archive.rows.events(ofCase: kept.number, office: "office").map(\.event)
        let reread = try #require(events.first { $0.kind == .reread })
        #expect(reread.actor == "Änne" && reread.detail.hasSuffix("form=widerspruch-brief"))
        guard case .unchanged? = try await pipeline.retry(kept.number, in: archive, now: now) else { throw StoreError.conflict }
        #expect(try await archive.rows.cases(office: "office", matching: "muster", after: nil, limit: 9).map(\.number) == [kept.number])
        await pool.shutDown()
    }

    @Test func `a form that does not fit at all leaves everything missing, and nothing breaks`() async throws {
        let (pipeline, pool) = try await Pipelines.make(ReaderProfile(schemas: Place.schemas.path))
        for name in ["17-scan", "12-beschaedigtes-pdf", "13-verschluesseltes-pdf", "19-abwesenheit", "20-winmail"] {
            for form in pipeline.catalogue.forms.map(\.id) + ["gibt-es-nicht"] {
                let reading = try await pipeline.read(try sample(name), as: form, now: now)
                #expect(!reading.findings.contains { $0.isA(.readerCrashed) }, "\(name) as \(form)")
            }
        }
        await pool.shutDown()
    }
}
