import Deadlines
import Deciding
import Definitions
import Foundation
import Intake
import Readers
import TestSupport
import Testing
import Vocabulary

/// What a configuration sets up, and what is said of a faulty one.
struct InstallationTests {
    private static let two = """
        offices:
          magdeburg:
            name: Landeshauptstadt Magdeburg, Wohngeldbehörde
            land: ST
            addresses: [wohngeld@magdeburg.example]
            contact: ["Telefon 0391 555-0"]
          main-taunus-kreis:
            name: Main-Taunus-Kreis, Wohngeldstelle
            land: HE
            addresses: [wohngeld@mtk.example]
            followUpDays: 28
            letters: briefe
            trust: vertrauen
        limits: { messageBytes: 1000000 }
        readers: 3
        """

    private static let letter = """
        Betreff: {{title}}: Angaben fehlen{{#token}} [{{token}}]{{/token}}

        Sehr geehrte Damen und Herren, hier schreibt {{office}}.
        """

    private func configuration(_ text: String) throws -> String {
        let folder = Place.temporary()
        for path in ["briefe/wohngeld", "vertrauen/anchors"] {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent(path), withIntermediateDirectories: true)
        }
        try Data(Self.letter.utf8).write(to: folder.appendingPathComponent("briefe/wohngeld/follow-up.de.mustache"))
        let file = folder.appendingPathComponent("eingang.yaml")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private func installation(_ text: String) throws -> Installation {
        try Installation(file: try configuration(text), profile: ReaderProfile(schemas: "Schemas"))
    }

    @Test func `several offices have each their own`() throws {
        let installation = try installation(Self.two)
        #expect(installation.branches.map(\.office.id) == ["magdeburg", "main-taunus-kreis"])
        #expect(installation.readers == 3)
        let (first, second) = (try installation.branch("magdeburg"), try installation.branch("main-taunus-kreis"))
        #expect(first.office.land == .st && second.office.land == .he)
        #expect(first.profile.trust == nil && second.profile.trust?.hasSuffix("/vertrauen") == true)
        #expect(first.profile.limits.messageBytes == 1_000_000 && second.profile.limits.messageBytes == 1_000_000)
        #expect(second.office.letters["wohngeld"]?[.followUp] != nil && first.office.letters.isEmpty)
        #expect(second.addresses == ["wohngeld@mtk.example"])
    }

    @Test func `with several offices one has to be named`() throws {
        let installation = try installation(Self.two)
        for key in [nil, "gibt-es-nicht"] {
            let error = #expect(throws: InstallationError.self) { try installation.branch(key) }
            #expect(error?.description.contains("magdeburg, main-taunus-kreis") == true)
        }
    }

    @Test func `all faults are named at once, each with its place`() throws {
        let text = """
            offices:
              a:
                land: XX
                trust: gibt-es-nicht
                addresses: [wohngeld]
              b:
                addresses: [x@example.org]
                followUpDays: 0
              c: { addresses: [X@example.org], telefon: "1" }
            readers: viele
            limit: {}
            """
        let error = #expect(throws: InstallationError.self) { try installation(text) }
        let places = (error?.faults ?? []).map { "\($0.line):\($0.column) \($0.message)" }.sorted()
        #expect(
            places == [
                "10:10 Hier wird eine ganze Zahl erwartet.",
                "11:1 Den Schlüssel „limit“ gibt es hier nicht. Meinten Sie „limits“?",
                "2:3 Die Adresse „x@example.org“ haben zwei Behörden: b und c.",
                "3:11 „land“ ist das Kürzel eines Landes, etwa ST oder HE.",
                "4:12 Das Verzeichnis „gibt-es-nicht“ gibt es nicht. Gesucht wurde es ab dem Ort der Konfiguration.",
                "5:16 „wohngeld“ ist keine E-Mail-Adresse.",
                "8:19 Hier wird eine ganze Zahl über 0 erwartet.",
                "9:36 Den Schlüssel „telefon“ gibt es hier nicht. Möglich sind: addresses, asksForPDF, caseNumber, contact, departments, followUpDays, from, handover, hours, keys, land, letters, name, replies, trust.",
            ]
        )
    }

    @Test(arguments: [
        "", "[]", "office: {}\noffices: { a: {} }", "offices: { \"Ä\": {} }", "demail: { formEffectUntil: gestern }", "a: [", "\t",
    ])
    func `a configuration that cannot be used is refused with a place`(text: String) throws {
        let error = #expect(throws: InstallationError.self) { try installation(text) }
        #expect(error?.faults.isEmpty == false)
        #expect(error?.faults.allSatisfy { $0.line >= 1 && $0.message.count > 10 } == true)
    }

    @Test func `an office writes its own letters, and its Land counts`() throws {
        let file = try configuration(Self.two)
        let sample = "SampleForms/02-mietzuschuss-unvollstaendig/message.eml"
        let run = try Run.eingang("process", "--json", "--config", file, "--office", "main-taunus-kreis", sample)
        let letter = try #require(try run.objects.first?["followUp"] as? [String: Any], "\(run.errors)")
        #expect(letter["text"] as? String == "Sehr geehrte Damen und Herren, hier schreibt Main-Taunus-Kreis, Wohngeldstelle.")
        #expect(letter["subject"] as? String == "Antrag auf Wohngeld: Angaben fehlen")
        #expect(letter["deadline"] as? String == "2026-11-09")
        let other = try Run.eingang("process", "--json", "--config", file, "--office", "magdeburg", sample)
        #expect(
            ((try other.objects.first?["followUp"] as? [String: Any])?["text"] as? String)?.contains("Landeshauptstadt Magdeburg") == true
        )
    }

    @Test func `cases of an office that the configuration lacks are not left behind in silence`() throws {
        let file = try configuration(Self.two)
        let store = Place.temporary().path
        let sample = "SampleForms/07-xml/message.eml"
        _ = try Run.eingang("ingest", "--store", store, sample)
        let run = try Run.eingang("ingest", "--store", store, "--config", file, "--office", "magdeburg", sample)
        #expect(run.status == 3)
        #expect(run.errors.contains("nicht gibt: office."))
    }

    @Test func `what one office keeps the other does not see`() throws {
        let file = try configuration(Self.two)
        let store = Place.temporary().path
        let sample = "SampleForms/02-mietzuschuss-unvollstaendig/message.eml"
        func run(_ office: String, _ verb: String, _ more: String...) throws -> Run {
            try Run(Place.program, [verb, "--store", store, "--config", file, "--office", office] + more)
        }
        #expect(try run("magdeburg", "ingest", sample).output.hasPrefix("WG-"))
        let number = String(try run("magdeburg", "ingest", sample).output.prefix { $0 != " " })
        #expect(try run("magdeburg", "show", number).status == 0)
        #expect(try run("main-taunus-kreis", "show", number).status == 2)
        #expect(try run("main-taunus-kreis", "cases", "--json").output == "")
        let second = try run("main-taunus-kreis", "ingest", sample).output
        #expect(second.contains("follow-up") && !second.hasPrefix(number), "the same bytes to another office are another submission")
        #expect(try run("main-taunus-kreis", "cases", "--json").objects.count == 1)
    }
}
