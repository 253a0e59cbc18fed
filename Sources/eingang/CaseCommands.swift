import ArgumentParser
import Forms
import Foundation
import Intake
import Store
import Trust
import Vocabulary

/// Where cases are kept.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Verzeichnis, in dem Vorgänge aufbewahrt werden.", valueName: "dir"))
    var store = "eingang-data"

    func open(existing: Bool = false) -> CaseStore {
        if existing, !FileManager.default.fileExists(atPath: store) {
            Failure.usage("Unter „\(store)“ ist nichts aufbewahrt. Beginnen Sie mit: eingang ingest --store \(store) SampleForms").exit()
        }
        do {
            return try CaseStore(directory: store)
        } catch {
            Failure.configuration(error.description).exit()
        }
    }
}

extension Options {
    /// Keeps the trust directory as it is now with the cases, so that a verification can be repeated years later; nil without one.
    func keepTrust(in store: CaseStore) -> (state: Digest, path: String)? {
        guard let trust else { return nil }
        _ = loadTrust()
        do {
            return try store.keepTrust(trust, entries: TrustStore.evidence)
        } catch {
            Failure(code: 70, description: error.description).exit()
        }
    }
}

struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Liest Nachrichten, entscheidet und bewahrt alles auf."
    )

    @OptionGroup var sources: Sources
    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Ein JSON-Objekt je Nachricht, jedes in einer Zeile.") var json = false

    func run() async throws {
        let submissions = sources.submissions()
        let store = storeOptions.open()
        let trust = options.keepTrust(in: store)
        let (pipeline, _) = options.trusting(trust?.path).pipeline()
        let now = Instant(Date())
        // One after another: an answer must find the case that the message before it opened.
        try await inOrder(submissions, width: 1, ahead: 1) { submission in
            do {
                return .success((submission, try await pipeline.ingest(submission, into: store, trust: trust?.state, now: now)))
            } catch {
                return .failure(Failure(code: 70, description: "\(submission.source): \(error)"))
            }
        } each: { (result: Result<(Submission, Pipeline.Ingested), Failure>) in
            switch result {
            case .success(let (submission, ingested)): print(line(submission, ingested))
            case .failure(let failure): failure.exit()
            }
        }
    }

    private func line(_ submission: Submission, _ ingested: Pipeline.Ingested) -> String {
        switch ingested {
        case .kept(let decision, let number):
            guard json else { return "\(number)  \(decision.outcome.rawValue)  \(submission.source)" }
            return JSON.object([("case", .string(number)), ("known", .boolean(false)), ("decision", decision.json)]).description
        case .known(let number):
            guard json else { return "\(number)  schon bekannt  \(submission.source)" }
            return JSON.object([("case", .string(number)), ("known", .boolean(true)), ("decision", .null)]).description
        }
    }
}

struct CasesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "cases", abstract: "Zeigt die aufbewahrten Vorgänge, die neuesten zuerst.")

    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Ein JSON-Objekt je Vorgang, jedes in einer Zeile.") var json = false

    func run() throws {
        let cases = try storeOptions.open(existing: true).cases()
        if cases.isEmpty, !json { return print("Es ist noch kein Vorgang aufbewahrt. Beginnen Sie mit: eingang ingest SampleForms") }
        for item in cases {
            if json {
                print(
                    JSON.object([
                        ("case", .string(item.number)), ("recordType", .optional(item.recordType)),
                        ("outcome", .string(item.decision.outcome.rawValue)), ("openedAt", .string(item.openedAt.description)),
                        ("changedAt", .string(item.changedAt.description)), ("missing", .integer(item.decision.missing.count)),
                    ]).description
                )
            } else {
                let columns = [
                    item.number,
                    German.outcome[item.decision.outcome.rawValue, default: ""].padding(toLength: 12, withPad: " ", startingAt: 0),
                    item.changedAt.german,
                    item.decision.sender ?? "",
                ]
                print(columns.joined(separator: "  "))
            }
        }
    }
}

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Zeigt einen Vorgang: Datensatz, Ereignisse und Ausgang."
    )

    @Argument(help: ArgumentHelp("Das Aktenzeichen, etwa WG-2026-000001.", valueName: "case"))
    var number: String
    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Ein JSON-Objekt.") var json = false

    func run() throws {
        let store = storeOptions.open(existing: true)
        guard let item = try store.find(number) else {
            Failure.usage("Einen Vorgang „\(number)“ gibt es nicht. Alle zeigt: eingang cases").exit()
        }
        let events = try store.events(of: number)
        let outbox = try store.outbox(of: number)
        if json {
            print(
                JSON.object([
                    ("case", .string(item.number)), ("decision", item.decision.json),
                    (
                        "events",
                        .array(
                            events.map {
                                .object([
                                    ("at", .string($0.at.description)), ("kind", .string($0.kind)),
                                    ("submission", .string($0.submission.description)), ("detail", .string($0.detail)),
                                ])
                            }
                        )
                    ),
                    (
                        "outbox",
                        .array(
                            outbox.map {
                                .object([
                                    ("kind", .string($0.kind.rawValue)), ("state", .string($0.state.rawValue)),
                                    ("to", .optional($0.recipient)), ("subject", .string($0.subject)),
                                ])
                            }
                        )
                    ),
                ]).description
            )
            return
        }
        print("Vorgang:     \(item.number), eröffnet am \(item.openedAt.german)")
        print(options.loadCatalogue().plain(item.decision))
        print("Ereignisse:")
        for event in events {
            print("  \(event.at.german)  \(German.event[event.kind] ?? event.kind)")
        }
        print("Ausgang:")
        for entry in outbox { print("  \(German.entry(entry)): \(entry.subject)") }
        if outbox.isEmpty { print("  nichts") }
    }
}

/// The words clerks read for the codes of the store.
private enum German {
    static let event = ["received": "eingegangen", "read": "ausgelesen", "decided": "entschieden"]
    static let outcome = ["handover": "vollständig", "follow-up": "Rückfrage", "review": "ansehen", "rejected": "kein Antrag"]

    static func entry(_ entry: OutboxEntry) -> String {
        let kind = entry.kind == .followUp ? "Rückfrage" : "Übergabe an die Fachanwendung"
        return entry.state == .draft ? "\(kind) (Entwurf)" : "\(kind) (zu senden)"
    }
}
