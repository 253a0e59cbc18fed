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
        try await SchemaOutcome.say { () async throws(SchemaFaults) in try await work.begin(from) }
        print("Als Nächstes: eingang test \(Label.escaped(into)), dann record.yaml lesen: was ist nötig, was wird gefragt?")
    }
}

/// What definitions were made of somebody's file, or why none were.
enum SchemaOutcome {
    /// Does the work and says what came of it; ends with 1 where nothing did.
    static func say(_ work: () async throws(SchemaFaults) -> SchemaImport.Outcome) async throws {
        let outcome: SchemaImport.Outcome
        do throws(SchemaFaults) {
            outcome = try await work()
        } catch {
            for fault in error.faults { Failure.say(fault.description) }
            Failure.say("Es wurde nichts geschrieben.")
            throw ExitCode(1)
        }
        print("Gelesen: \(outcome.format), „\(Label.withoutControls(outcome.title))“, \(outcome.fields) Felder.")
        if !outcome.changes.isEmpty { print("Unterschiede zur bisherigen Fassung:") }
        for change in outcome.changes { print("  \(Label.withoutControls(change))") }
        print("Geschrieben wurde für den Datensatz „\(outcome.record)“:")
        for path in outcome.written { print("  \(Label.escaped(path))") }
        for note in outcome.notes { print("Bitte ansehen: \(Label.withoutControls(note))") }
        if !outcome.losses.isEmpty { print("Nicht übernommen (\(outcome.losses.count)):") }
        for loss in outcome.losses { print("  \(loss)") }
    }
}
