import ArgumentParser
import Definitions
import Designer
import FEEL
import Foundation
import Vocabulary

/// `eingang schema export`: a record type in formats of others.
struct SchemaExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Gibt einen Datensatz als JSON Schema, XML Schema, Seite für Menschen oder FEEL-Text aus.",
        discussion: "Beispiel: eingang schema export wohngeld --format html --output wohngeld.html"
    )

    @Argument(help: ArgumentHelp("Der Datensatz.", valueName: "record")) var record: String
    @Option(help: ArgumentHelp("json-schema, xsd, html oder feel.", valueName: "format"), transform: SchemaExportCommand.format)
    var format: SchemaExport.Format
    @Option(help: ArgumentHelp("Die Datei, in die geschrieben wird; sonst auf die Standardausgabe.", valueName: "file")) var output: String?
    @OptionGroup var options: Options

    @Sendable private static func format(_ word: String) throws -> SchemaExport.Format {
        if let format = SchemaExport.Format(rawValue: word) { return format }
        let known = SchemaExport.Format.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("Das Format „\(word)“ gibt es nicht; möglich sind \(known).")
    }

    func run() async throws {
        let catalogue = await options.installation().catalogue()
        guard let type = catalogue.records[record] else {
            // One that did not load is there and cannot be handed out.
            for fault in catalogue.faults { Failure.say(fault.description) }
            let help = Suggestion.question(for: record, catalogue.records.keys)
            Failure.usage("Den Datensatz „\(Label.escaped(record))“ gibt es nicht.\(help)").exit()
        }
        let text = SchemaExport(type).text(format)
        guard let output else { return Failure.write(text, to: STDOUT_FILENO) }
        OutputFile(output).write(text)
        print("Geschrieben: \(output)")
    }
}
