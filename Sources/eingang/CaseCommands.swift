import ArgumentParser
import Deciding
import Definitions
import Foundation
import Intake
import Presentation
import Readers
import Store
import Vocabulary

/// Where cases are kept.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Verzeichnis, in dem Vorgänge aufbewahrt werden.", valueName: "dir"))
    var store = "eingang-data"

    func open(existing: Bool = false) -> Archive {
        if existing, !FileManager.default.fileExists(atPath: "\(store)/eingang.sqlite") {
            Failure.usage("Unter „\(store)“ ist nichts aufbewahrt. Beginnen Sie mit: eingang ingest --store \(store) SampleForms").exit()
        }
        do {
            return try Archive(directory: store)
        } catch {
            Failure.configuration(error.description).exit()
        }
    }
}

struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Liest Nachrichten, entscheidet und bewahrt alles auf.",
        discussion: """
            Jede Nachricht liegt mit ihrem Eingangsvermerk auf der Platte, bevor sie gelesen wird. Was ein früherer Lauf \
            nicht zu Ende gebracht hat, kommt zuerst.
            """
    )

    @OptionGroup var sources: Sources
    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Ein JSON-Objekt je Nachricht, jedes in einer Zeile.") var json = false
    @Flag(help: "Zeigt die Rechenzeit je Schritt, und wie lange es vom Eingang bis zum Vorgang dauert.") var timing = false

    func run() async throws {
        let setup = options.installation()
        let submissions = sources.submissions(setup)
        let archive = storeOptions.open()
        try await setup.checkOffices(archive, storeOptions.store)
        let (pipeline, trust) = try await setup.pipeline(keepingTrustIn: archive)
        let ingest = Ingest(pipeline, into: archive, trust: trust, readers: setup.readers)
        var statistics = TimingTable()
        var isWhole = true
        try await ingest.run(submissions, now: Instant(Date())) { ingested in
            if case .left(let reason) = ingested.outcome {
                isWhole = false
                let place = ingested.source.isEmpty ? "" : "„\(Label.escaped(ingested.source))“: "
                Failure.say(place + reason)
            } else {
                print(line(ingested))
            }
            statistics.add(ingested.timings, duration: ingested.duration)
        }
        if timing { Failure.write(statistics.description, to: STDERR_FILENO) }
        if !isWhole { throw ExitCode(1) }
    }

    private func line(_ ingested: Ingest.Ingested) -> String {
        switch ingested.outcome {
        case .kept(let decision, let number):
            guard json else { return "\(number)  \(decision.outcome.rawValue)  \(Label.escaped(ingested.source))" }
            return JSON.object([("case", .string(number)), ("known", .boolean(false)), ("decision", decision.json)]).description
        case .known(let number):
            guard json else { return "\(number)  schon bekannt  \(Label.escaped(ingested.source))" }
            return JSON.object([("case", .string(number)), ("known", .boolean(true)), ("decision", .null)]).description
        case .left(let reason): return reason
        }
    }
}

struct CasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cases", abstract: "Zeigt die aufbewahrten Vorgänge, die neuesten zuerst.")

    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Ein JSON-Objekt je Vorgang, jedes in einer Zeile.") var json = false

    func run() async throws {
        let office = options.installation().branch.office.id
        let cases = try await storeOptions.open(existing: true).rows.cases(office: office, limit: 1000)
        if cases.isEmpty, !json { return print("Es ist noch kein Vorgang aufbewahrt. Beginnen Sie mit: eingang ingest SampleForms") }
        for item in cases { print(json ? item.state.json(item.number).description : item.state.line(item.number)) }
    }
}

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Zeigt einen Vorgang: Datensatz, Ereignisse und Ausgang."
    )

    @Argument(help: ArgumentHelp("Das Aktenzeichen, etwa WG-2026-000001-5.", valueName: "case"))
    var number: String
    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Ein JSON-Objekt.") var json = false

    func run() async throws {
        let setup = options.installation()
        let (archive, office) = (storeOptions.open(existing: true), setup.branch.office.id)
        let rows = archive.rows
        guard let file = try await rows.find(number, office: office) else {
            Failure.noCase(number).exit()
        }
        var view = CaseView(
            number: number,
            state: file.state,
            decision: file.decision,
            events: try await rows.events(ofCase: number, office: office).map { CaseView.Line(at: $0.at, event: $0.event) },
            outbox: try await rows.outbox(ofCase: number, office: office).map { CaseView.Exit(state: $0.state.rawValue, item: $0.item) },
            faults: try await archive.faults(ofCase: number, office: office)
        )
        let catalogue = json && file.similar == nil ? nil : await setup.catalogue()
        if let similar = file.similar, let other = try await rows.find(similar, office: office) {
            view.similar = Similarity(
                number: similar,
                before: other.decision?.readings ?? [],
                now: file.decision?.readings ?? [],
                type: catalogue?.records[file.state.recordType ?? ""]
            )
        }
        print(json ? view.json.description : view.plain(catalogue ?? Catalogue(records: [:], forms: [], letters: [:], faults: [])))
    }
}
