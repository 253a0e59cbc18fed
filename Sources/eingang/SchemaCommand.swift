import ArgumentParser

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prüft und zeigt Definitionen von Datensätzen und Formularen.",
        subcommands: [
            SchemaInitCommand.self, SchemaLintCommand.self, Diff.self, SchemaImportCommand.self, SchemaExportCommand.self,
            SchemaDescribeCommand.self,
        ]
    )
}
