import ArgumentParser
import Forms
import Foundation
import Intake

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prüft und zeigt Definitionen von Datensätzen und Formularen.",
        subcommands: [Lint.self]
    )

    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Nennt alle Fehler in den Definitionen mit Datei, Zeile und Spalte.")

        @OptionGroup var options: Options

        func run() throws {
            let catalogue = options.loadCatalogue()
            for fault in catalogue.faults { print(fault.excerpt.isEmpty ? "\(fault)" : "\(fault)\n\(fault.excerpt)") }
            if !catalogue.faults.isEmpty {
                print("\(catalogue.faults.count) Fehler")
                throw ExitCode(1)
            }
            print("Keine Fehler: \(catalogue.records.count) Datensätze, \(catalogue.forms.count) Formulare.")
        }
    }
}

/// The other side of the pipe: started by this program, not by people.
struct ReaderCommandLine: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "reader", shouldDisplay: false)

    @OptionGroup var options: Options

    func run() throws {
        let configuration = options.loadConfiguration()
        ReaderLoop.run(catalogue: options.loadCatalogue(), configuration: configuration, trust: options.loadTrust())
    }
}
