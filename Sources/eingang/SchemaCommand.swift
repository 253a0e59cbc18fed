import ArgumentParser

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prüft und zeigt Definitionen von Datensätzen und Formularen.",
        subcommands: [SchemaLintCommand.self, SchemaDescribeCommand.self, Diff.self, SchemaImportCommand.self, SchemaExportCommand.self]
    )
}
