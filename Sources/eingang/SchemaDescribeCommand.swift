import ArgumentParser
import Definitions
import Foundation
import Presentation
import Vocabulary

struct SchemaDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Schreibt die JSON Schemas der Definitionsdateien, mit denen Editoren ergänzen und prüfen."
    )

    @Option(help: ArgumentHelp("Das Verzeichnis, in das die Dateien kommen.", valueName: "dir")) var into: String

    func run() {
        let directory = URL(fileURLWithPath: into)
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            for (file, keys) in DefinitionKeys.published {
                try Data((keys.jsonSchema.pretty + "\n").utf8).write(to: directory.appendingPathComponent("\(file).schema.json"))
            }
        } catch {
            Failure.usage("In „\(into)“ kann nicht geschrieben werden.").exit()
        }
        print("\(DefinitionKeys.published.count) JSON Schemas stehen in „\(into)“.")
    }
}
