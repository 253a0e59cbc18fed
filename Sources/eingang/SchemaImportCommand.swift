import ArgumentParser
import Designer
import Vocabulary

/// `eingang schema import`: definitions from a schema of another format.
struct SchemaImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Macht aus XDatenfelder, JSON Schema oder XML Schema einen Datensatz mit Formular.",
        discussion: """
            Geschrieben werden record.yaml, Codelisten und ein Formular, das XML- und JSON-Dokumente dieses Schemas liest. \
            Was sich nicht übernehmen lässt, steht am Ende. Eine fehlerhafte Datei wird mit Zeile genannt, geschrieben wird dann nichts.
            """
    )

    @Argument(help: ArgumentHelp("Die Datei: XDatenfelder 2 oder 3.0.0, JSON Schema oder XML Schema (XSD).", valueName: "file"))
    var file: String
    @Option(help: ArgumentHelp("Der Name des Datensatzes; sonst aus seinem Titel.", valueName: "name")) var record: String?
    @Option(help: ArgumentHelp("Das Verzeichnis der Definitionen, in das geschrieben wird.", valueName: "dir")) var into = "Schemas"
    @Option(help: ArgumentHelp("Verzeichnis mit Codelisten (Genericode), auf die das Schema verweist.", valueName: "dir"))
    var codeLists: String?
    @Option(help: ArgumentHelp("Bei XML Schema: das Element, mit dem Dokumente beginnen.", valueName: "name")) var root: String?

    func run() async throws {
        let work = SchemaImport(reader: Setup.reader, target: into, record: record, codeLists: codeLists, root: root)
        try await SchemaOutcome.say { () async throws(SchemaFaults) in try await work.run(file) }
        print("Als Nächstes: eingang schema lint --schemas \(Label.escaped(into))")
    }
}
