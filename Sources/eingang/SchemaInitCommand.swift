import ArgumentParser
import Designer
import Vocabulary

/// `eingang schema init`: definitions to begin with.
struct SchemaInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Macht aus einem leeren PDF-Formular, einem XML-Dokument oder einem XML-Schema einen Anfang.",
        discussion: """
            Geschrieben werden Datensatz, Formular, ein Testfall mit erfundenen Angaben und was dabei herauskommt.
            Noch einmal mit einer neuen Fassung des PDFs und --record aufgerufen, nennt der Befehl die Unterschiede und nimmt neue Felder auf; \
            was von Hand geschrieben wurde, bleibt.
            Beispiel: eingang schema init --from hundesteuer.pdf --record hundesteuer --into Hund
            """
    )

    @Option(help: ArgumentHelp("Die Datei, mit der begonnen wird.", valueName: "file")) var from: String
    @Option(help: ArgumentHelp("Der Name des Datensatzes; sonst aus dem Titel.", valueName: "name")) var record: String?
    @Option(help: ArgumentHelp("Das Verzeichnis der Definitionen, in das geschrieben wird.", valueName: "dir")) var into = "Schemas"

    func run() async throws {
        let work = SchemaImport(reader: Setup.reader, target: into, record: record, codeLists: nil, root: nil)
        do throws(SchemaFaults) {
            say(try await work.begin(from))
        } catch {
            for fault in error.faults { Failure.say(fault.description) }
            Failure.say("Es wurde nichts geschrieben.")
            throw ExitCode(1)
        }
    }

    private func say(_ outcome: SchemaImport.Outcome) {
        print("Gelesen: \(outcome.format), „\(Label.withoutControls(outcome.title))“, \(outcome.fields) Felder.")
        if !outcome.changes.isEmpty {
            print("Unterschiede zur bisherigen Fassung:")
            for change in outcome.changes { print("  \(Label.withoutControls(change))") }
        }
        print("Geschrieben wurde für den Datensatz „\(outcome.record)“:")
        for path in outcome.written { print("  \(path)") }
        for note in outcome.notes { print("Bitte ansehen: \(Label.withoutControls(note))") }
        print("Als Nächstes: eingang test \(Label.escaped(into)), dann record.yaml lesen: was ist nötig, was wird gefragt?")
    }
}
