import Foundation
import TestSupport
import Testing

/// `eingang test`: the cases of the project, and what designers meet.
struct CaseTests {
    @Test func `the project's own cases come out as expected, and every rule, condition and check is seen in one`() throws {
        let run = try Run.eingang("test", "Schemas", "--coverage")
        #expect(run.status == 0, "\(run.output)")
        for kind in ["Regeln", "Bedingungen", "Prüfungen"] {
            #expect(run.output.contains(try Regex("\(kind) +\\d+ von \\d+ \\(100 %\\)")), "\(kind)")
        }
        #expect(try letters().count >= 180)
    }

    @Test func `at least 95 of 100 mutants of a form are noticed, and those that are not are named`() throws {
        let run = try Run.eingang("test", "Schemas/wohngeld", "--only", "mietzuschuss-unvollstaendig", "--mutate")
        #expect(run.status == 0, "\(run.output)")
        // Without a month the month of receipt counts, which is the same.
        #expect(run.output.contains("unbemerkt: wohngeld/cases/mietzuschuss-unvollstaendig: „wohngeld_ab“ geleert"))
        #expect(
            try Run.eingang("test", "Schemas/wohngeld", "--only", "mietzuschuss-unvollstaendig", "--mutate", "--least", "100").status == 1
        )
    }

    /// The letters of all tables: whether each is one of a kind that must not be missing.
    private func letters() throws -> [Substring] {
        try ["wohngeld", "widerspruch", "shared"].flatMap { folder in
            let file = Place.schemas.appending(path: "\(folder)/cases/letters.yaml")
            return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("  - id: ") }
        }
    }

    // MARK: A club of its own

    private static let record = """
        record: verein
        version: "1"
        title: Anmeldung im Verein
        fields:
          name: { label: Verein, type: text, required: true, ask: "Wie heißt der Verein?" }
          beitrag: { label: Beitrag, type: money }
          jugend: { label: Jugend, type: boolean }
        checks:
          - { id: hoch, assert: "beitrag < 100", clerk: "Der Beitrag ist hoch." }
        """
    private static let form = """
        form: anmeldung
        title: Anmeldung
        record: verein
        recognise: { acroform: [verein, beitrag] }
        map:
          name: { acro: verein }
          beitrag: { acro: beitrag }
          jugend: { acro: jugend, then: "ja" }
        """

    /// A directory of definitions with one case; the fields of the case are filled into a plain form.
    private func club(_ fields: String, form: String = form, expected: String? = nil) throws -> URL {
        let directory = Place.temporary()
        var files = ["record.yaml": Self.record, "forms/anmeldung.yaml": form]
        files["cases/voll.yaml"] = "case: Alles ausgefüllt\nform: anmeldung\nfields: \(fields)\n"
        files["cases/voll.expected.yaml"] = expected
        for (path, text) in files {
            let url = directory.appending(path: "verein/\(path)")
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        return directory
    }

    private static let whole = """
        form: anmeldung
        outcome: handover
        record:
          name: "SV Elbe"
          beitrag: 12.5
          jugend: true

        """

    @Test func `a new case says how to take it over, is shown, and holds from then on`() throws {
        let club = try club("{ verein: SV Elbe, beitrag: '12,50', jugend: true }")
        let new = try Run.eingang("test", club.path)
        #expect(new.status == 1 && new.output.contains("Aufnehmen: eingang test --update"))
        #expect(try Run.eingang("test", club.path, "--update", "--yes").status == 0)
        let file = club.appending(path: "verein/cases/voll.expected.yaml")
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.whole)
        #expect(try Run.eingang("test", "\(club.path)/verein").output == "1 Testfall, alle in Ordnung.\n")
    }

    @Test func `another result is shown line by line, for people and as JUnit`() throws {
        let club = try club("{ verein: SV Elbe, beitrag: '212,50', jugend: true }", expected: Self.whole)
        let run = try Run.eingang("test", club.path)
        #expect(run.status == 1)
        for line in ["-   beitrag: 12.5", "+   beitrag: 212.5", "+   - warning check.hoch"] {
            #expect(run.output.contains(line), "\(run.output)")
        }
        let junit = try Run.eingang("test", club.path, "--format", "junit").output
        #expect(junit.contains("<testsuite name=\"eingang test\" tests=\"1\" failures=\"1\">"))
        #expect(junit.contains("<testcase name=\"verein/cases/voll\" classname=\"verein\"><failure message=\"anderes Ergebnis\">"))
    }

    @Test func `who does not answer yes keeps what was expected`() throws {
        let club = try club("{ verein: SV Elbe, beitrag: '212,50' }", expected: Self.whole)
        let run = try Run.eingang("test", club.path, "--update", input: Data("n\n".utf8))
        #expect(run.status == 1 && run.output.contains("[j]a, [n]ein, [a]lle"))
        #expect(try String(contentsOf: club.appending(path: "verein/cases/voll.expected.yaml"), encoding: .utf8) == Self.whole)
    }

    @Test func `what no case shows is named, and so is a mutant that nobody notices`() throws {
        let form = Self.form.replacing("  jugend: { acro: jugend, then: \"ja\" }", with: "  jugend: { acro: jugend }")
        let club = try club("{ verein: SV Elbe, beitrag: '12,50', telefon: '0391 1' }", form: form)
        #expect(try Run.eingang("test", club.path, "--update", "--yes").status == 0)
        let run = try Run.eingang("test", club.path, "--coverage", "--mutate", "--coverage-html", club.appending(path: "a.html").path)
        #expect(run.status == 1)
        #expect(run.output.contains("verein/forms/anmeldung.yaml:8 jugend"), "\(run.output)")
        #expect(run.output.contains("hoch – trifft nicht zu"))
        #expect(run.output.contains("unbemerkt: verein/cases/voll: „telefon“ mit Unlesbarem"), "\(run.output)")
        #expect(!run.output.contains("unbemerkt: verein/cases/voll: „verein“"))
        let page = try String(contentsOf: club.appending(path: "a.html"), encoding: .utf8)
        #expect(page.contains("<strong>in keinem Testfall</strong>") && page.contains("verein/forms/anmeldung.yaml:6 name"))
    }

    @Test func `a case that is changed is tried again at once while somebody watches`() throws {
        let club = try club("{ verein: SV Elbe, beitrag: '12,50', jugend: true }", expected: Self.whole)
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: Place.program)
        process.arguments = ["test", club.path, "--watch"]
        process.standardOutput = pipe
        try process.run()
        defer { process.terminate() }
        var said = ""
        func waitFor(_ words: String) {
            while !said.contains(words) {
                let data = pipe.fileHandleForReading.availableData
                // The program has ended without saying it.
                guard !data.isEmpty else { break }
                said += String(decoding: data, as: UTF8.self)
            }
            #expect(said.contains(words), "\(said)")
        }
        waitFor("Wartet auf Änderungen")
        try Data("case: x\nform: anmeldung\nfields: { verein: SV Saale, beitrag: '12,50', jugend: true }\n".utf8)
            .write(to: club.appending(path: "verein/cases/voll.yaml"))
        waitFor("+   name: \"SV Saale\"")
        waitFor("1 Testfall, davon 1 nicht in Ordnung.")
    }

    @Test(arguments: [
        ("{ verin: x }", "form: anmeldung", "Diese Felder hat das leere Formular nicht"),
        ("{ verein: x }", "form: anmeldun", "Das Formular „anmeldun“ gibt es nicht. Meinten Sie „anmeldung“?"),
        ("{ verein: x }", "fomr: anmeldung", "voll.yaml:2:1"),
    ])
    func `a case that cannot be tried says why`(fields: String, line: String, reason: String) throws {
        let club = try club("{}")
        let blank = club.appending(path: "verein/blank/a.pdf")
        try FileManager.default.createDirectory(at: blank.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Place.schemas.appending(path: "wohngeld/blank/mietzuschuss-2026.pdf"), to: blank)
        try Data((Self.form + "\ntemplate: a.pdf").utf8).write(to: club.appending(path: "verein/forms/anmeldung.yaml"))
        try Data("case: x\n\(line)\nfields: \(fields)\n".utf8).write(to: club.appending(path: "verein/cases/voll.yaml"))
        let run = try Run.eingang("test", club.path)
        #expect(run.status == 1 && run.output.contains(reason), "\(run.output)")
    }
}
