import ArgumentParser
import Definitions

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prüft und zeigt Definitionen von Datensätzen und Formularen.",
        subcommands: [Lint.self, Diff.self, SchemaImportCommand.self, SchemaExportCommand.self]
    )

    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Nennt alle Fehler in den Definitionen mit Datei, Zeile und Spalte.")

        @OptionGroup var options: Options

        func run() async throws {
            let catalogue = await options.installation().catalogue()
            for fault in catalogue.faults { print(fault.long) }
            if !catalogue.faults.isEmpty {
                print("\(catalogue.faults.count) Fehler")
                throw ExitCode(1)
            }
            print("Keine Fehler: \(catalogue.records.count) Datensätze, \(catalogue.forms.count) Formulare.")
        }
    }
}
