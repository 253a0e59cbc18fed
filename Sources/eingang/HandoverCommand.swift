import ArgumentParser
import Deciding
import Foundation
import Intake
import Store
import Vocabulary

/// What the back office says of a record it was given.
struct HandoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract: "Nimmt entgegen, was die Fachanwendung zu einem übergebenen Datensatz sagt.",
        subcommands: [Accept.self, Reject.self]
    )

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Der Datensatz wurde übernommen.")
        @OptionGroup var change: CaseChange
        func run() async throws { try await change.apply { state, now in state.apply(.accept, now: now) } }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Der Datensatz wurde zurückgegeben; der Vorgang ist wieder anzusehen.")
        @OptionGroup var change: CaseChange
        @Option(help: ArgumentHelp("Warum.", valueName: "text")) var reason: String
        func run() async throws {
            let reason = Label.withoutControls(reason)
            try await change.apply { state, now in state.apply(.reject(reason: reason), now: now) }
        }
    }
}

/// What a person notes about a case.
struct AntedateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "antedate",
        abstract: "Vermerkt, dass eine andere Behörde den Antrag früher bekommen hat (§ 16 Abs. 2 SGB I)."
    )

    @OptionGroup var change: CaseChange
    @Option(help: ArgumentHelp("Wann er dort einging, etwa 2026-11-02T09:00:00+01:00.", valueName: "time")) var at: String
    @Option(help: ArgumentHelp("Wer das vermerkt; steht im Protokoll.", valueName: "name")) var by = NSUserName()

    func run() async throws {
        guard let instant = Instant(iso: at) else { Failure.usage("„\(Label.escaped(at))“ ist kein Zeitpunkt.").exit() }
        try await change.apply { state, now in state.apply(.antedate(instant, by: by), now: now) }
    }
}

/// A case, and something that happens to it.
struct CaseChange: ParsableArguments {
    @Argument(help: ArgumentHelp("Das Aktenzeichen, etwa WG-2026-000001-5.", valueName: "case")) var number: String
    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions

    func apply(_ command: (CaseState, Instant) -> Transition) async throws {
        let archive = storeOptions.open(existing: true)
        let office = options.installation().branch.office.id
        let now = Instant(Date())
        guard let transition = try await archive.rows.change(number, office: office, now: now, { command($0, now) }) else {
            Failure.noCase(number).exit()
        }
        if let refusal = transition.refusal { Failure.usage(refusal).exit() }
        print("\(number)  \(transition.state.phase.rawValue)")
    }
}
