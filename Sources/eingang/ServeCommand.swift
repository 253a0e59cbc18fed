import ArgumentParser
import Foundation
import Intake
import Store
import Vocabulary
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Nimmt Nachrichten an, liest und entscheidet sie, und lässt hinausgehen, was freigegeben ist.",
        discussion: """
            Quellen, Behörden und Ziele stehen in der Konfiguration; Documentation/Operating.md beschreibt sie. SIGTERM beendet \
            den Dienst; was angenommen ist, liegt auf der Platte und wird nach dem nächsten Start weiterbearbeitet.
            """
    )

    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        let (installation, setups) = options.wholeInstallation()
        let archive = storeOptions.open()
        guard let lock = ServiceLock(store: storeOptions.store) else {
            Failure.configuration("Für „\(storeOptions.store)“ läuft schon ein Dienst. Zwei würden jedes Schreiben zweimal schicken.")
                .exit()
        }
        defer { lock.release() }
        try await setups.first?.checkOffices(archive, storeOptions.store)
        var service = RunningService(installation, archive)
        var branches: [Desk.Branch] = []
        var pipelines: [Pipeline] = []
        for setup in setups {
            let (pipeline, trust) = try await setup.pipeline(keepingTrustIn: archive)
            service.add(setup.branch, pipeline, trust: trust, readers: setup.readers)
            var branch = Desk.Branch(office: setup.branch.office, catalogue: pipeline.catalogue)
            branch.trustListsEnd = pipeline.trustListsEnd
            branch.retry = { try await pipeline.retry($0, in: archive, as: $1, by: $2, now: Instant(Date())) }
            branches.append(branch)
            pipelines.append(pipeline)
        }
        let originals = Originals(pipelines, archive) { Instant(Date()) }
        // On this machine itself there may be no TLS before it.
        let isLocal = installation.http.map { ["127.0.0.1", "::1", "localhost"].contains($0.host) } ?? true
        let desk = Desk(branches, archive, grace: installation.grace, originals: originals, isSecure: !isLocal) { Instant(Date()) }
        service.pages = { desk.add(to: $0) }
        do { try await service.run() } catch let error as AddressFault { Failure.configuration(error.description).exit() }
    }
}

struct SourcesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources",
        abstract: "Zeigt die Quellen, hält eine an, lässt sie weiterlaufen oder leert sie.",
        discussion: "„drain“ hält die Quelle an und wartet, bis alles Angenommene entschieden ist; Ende 0 heißt: nichts wartet mehr."
    )

    enum Action: String, ExpressibleByArgument { case list, pause, resume, drain }

    @Argument(help: ArgumentHelp("list, pause, resume oder drain.", valueName: "action")) var action = Action.list
    @Argument(help: ArgumentHelp("Der Name der Quelle.", valueName: "source")) var name: String?
    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Option(help: ArgumentHelp("Höchstens so lange wartet „drain“.", valueName: "seconds")) var atMost = 600

    func run() async throws {
        let (installation, _) = options.wholeInstallation()
        let rows = storeOptions.open(existing: true).rows
        guard action != .list else {
            for source in installation.sources {
                let state = try await rows.source(source.name)
                print("\(source.name)  \(state.isPaused ? "angehalten" : "läuft")  \(source.office ?? "")")
            }
            return
        }
        guard let name, installation.sources.contains(where: { $0.name == name }) else {
            Failure.usage("Bitte nennen Sie eine Quelle: \(installation.sources.map(\.name).joined(separator: ", ")).").exit()
        }
        try await rows.pause(name, action != .resume)
        guard action == .drain else { return }
        let end = ContinuousClock.now + .seconds(atMost)
        while try await rows.backlog(office: nil).submissions > 0 {
            if ContinuousClock.now > end {
                Failure.say("Es wartet noch etwas. Läuft der Dienst?")
                throw ExitCode(1)
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
