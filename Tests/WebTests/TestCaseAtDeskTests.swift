import Foundation
import HTTPTypes
import Store
import TestSupport
import Testing
import Vocabulary

/// A case as a trial for form designers, in one click.
struct TestCaseAtDeskTests {
    private static let number = "WG-2026-000001-5"

    @Test func `a case is a trial with invented values, and eingang test reads it`() async throws {
        let town = try await DeskTests.Town("11-ungueltige-angaben")
        let cookie = try await town.enter("clerk")
        let page = try await town.ask("/b/office/vorgang/\(Self.number)", as: cookie)
        #expect(page.text.contains("/b/office/vorgang/\(Self.number)/testfall"))
        // What a clerk makes of it goes along, so that the designer knows what was meant.
        let hidden = Dictionary(
            uniqueKeysWithValues: ["mark", "version", "stand", "eintrag"].compactMap { name in page.value(of: name).map { (name, $0) } }
        )
        let form = hidden.merging(["tun": "berichtigen", "feld": "miete.gesamt", "wert:miete.gesamt": "612,40"]) { $1 }
        #expect(try await town.ask("/b/office/vorgang/\(Self.number)", .post, as: cookie, form).status == 303)

        let draft = try await town.ask("/b/office/vorgang/\(Self.number)/testfall", as: cookie).text
        for personal in ["Weber", "Sabine", "Jonas", "Lindenweg 7", "0142", "sabine", "Backhaus", "1985", "600", "1.780"] {
            #expect(!draft.contains(personal), "\(personal)\n\(draft)")
        }
        // What was not read keeps its look: a day that does not exist, an amount that is none, an account with a wrong check digit.
        for line in ["\"ant_geb\": \"31.02.1984\"", "\"miete_gesamt\": \"ca. 900\"", "form: mietzuschuss-pdf-2026", "#   miete.gesamt:"] {
            #expect(draft.contains(line), "\(line)\n\(draft)")
        }
        let schemas = Place.temporary().appending(path: "Schemas")
        try FileManager.default.copyItem(at: Place.schemas, to: schemas)
        try Data(draft.utf8).write(to: schemas.appending(path: "wohngeld/cases/vom-arbeitsplatz.yaml"))
        let run = try Run.eingang("test", schemas.path, "--only", "vom-arbeitsplatz", "--update", "--yes")
        #expect(run.status == 0, "\(run.output)")
        for line in ["antragsteller.geburtsdatum: invalid", "miete.gesamt: invalid", "bank.iban: invalid", "antrag.art: \"erst\""] {
            #expect(run.output.contains(line), "\(line)\n\(run.output)")
        }
    }

    @Test func `a letter becomes the values that were read from it`() async throws {
        let town = try await DeskTests.Town("18-formlos")
        let cookie = try await town.enter("clerk")
        let draft = try await town.ask("/b/office/vorgang/\(Self.number)/testfall", as: cookie).text
        #expect(draft.contains("given:") && draft.contains("\"antragsteller.familienname\": \"Beispiel\""), "\(draft)")
        #expect(!draft.contains("Bauer") && !draft.contains("Hegel"))
    }

    @Test func `what is no application is no trial`() async throws {
        let town = try await DeskTests.Town("19-abwesenheit")
        let cookie = try await town.enter("clerk")
        let number = try #require(try await town.archive.rows.cases(office: "office", limit: 1).first?.number)
        #expect(try await town.ask("/b/office/vorgang/\(number)/testfall", as: cookie).status == 404)
    }
}
