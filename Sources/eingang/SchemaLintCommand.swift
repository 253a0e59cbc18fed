import ArgumentParser
import Definitions
import Designer
import Foundation
import Intake
import Presentation
import Readers
import Vocabulary

struct SchemaLintCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Nennt, was an den Definitionen falsch oder fraglich ist, mit Datei, Zeile und Spalte.",
        discussion: """
            Fehler: Die Datei wird nicht geladen. Warnungen: Sie wird geladen, aber etwas daran kann nicht gemeint sein.
            Nennt ein Formular sein leeres PDF („template:“) oder sein XML-Schema („schema:“), werden die Regeln damit verglichen.
            Eine Regel erklärt: eingang help REGEL. Ende 0: keine Fehler; 1: Fehler, mit --strict auch Warnungen.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable { case pretty, json, sarif, junit }

    @OptionGroup var options: Options
    @Option(help: ArgumentHelp("pretty, json, sarif (2.1.0) oder junit.", valueName: "format")) var format = Format.pretty
    @Flag(help: "Auch Warnungen enden mit 1.") var strict = false

    private static func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }

    func run() async throws {
        let setup = options.installation()
        // One reader: each would load all definitions before it opens its first blank form.
        let pool = setup.pool(readers: 1)
        let catalogue = await setup.catalogue(of: pool)
        let directory = setup.branch.profile.schemas
        let linting = Linting(directory, pool: pool, mostBytes: setup.branch.profile.limits.messageBytes)
        guard let report = try await linting.report(on: catalogue.forms, now: Instant(Date())) else {
            Failure(code: 70, description: "Der Leseprozess antwortet nicht.").exit()
        }
        await pool.shutDown()
        if catalogue.records.isEmpty, catalogue.forms.isEmpty, report.faults.isEmpty {
            Failure.configuration(
                "In „\(Label.escaped(directory))“ liegen keine Definitionen. Angegeben wird das Verzeichnis, in dem die Ordner der Datensätze liegen."
            ).exit()
        }
        switch format {
        case .pretty:
            print(
                report.plain(
                    Self.counted(catalogue.records.count, "Datensatz", "Datensätze") + ", "
                        + Self.counted(catalogue.forms.count, "Formular", "Formulare")
                )
            )
        case .json: print(report.json.pretty)
        case .sarif: print(report.sarif(directory: directory).pretty)
        case .junit: print(report.junit(isStrict: strict))
        }
        if report.errors > 0 || (strict && report.warnings > 0) { throw ExitCode(1) }
    }
}
