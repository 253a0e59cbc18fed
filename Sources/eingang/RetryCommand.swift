import ArgumentParser
import Deciding
import Foundation
import Intake
import Presentation
import Vocabulary

struct RetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Liest alle Nachrichten eines Vorgangs neu und entscheidet noch einmal.",
        discussion: """
            Etwa nach einer neuen Version, oder wenn das Lesen abgebrochen war. Der Eingang bleibt, wie er ist. Was übergeben \
            oder versagt ist, bleibt unberührt.
            """
    )

    @Argument(help: ArgumentHelp("Das Aktenzeichen, etwa WG-2026-000001-5.", valueName: "case"))
    var number: String
    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Ein JSON-Objekt.") var json = false

    func run() async throws {
        let setup = options.installation()
        let archive = storeOptions.open(existing: true)
        let pipeline = try await setup.pipeline()
        guard let retried = try await pipeline.retry(number, in: archive, now: Instant(Date())) else { Failure.noCase(number).exit() }
        switch retried {
        case .decided(let decision):
            let members: [(String, JSON)] = [("case", .string(number)), ("changed", .boolean(true)), ("decision", decision.json)]
            print(json ? JSON.object(members).description : "\(number)  \(decision.outcome.rawValue)  neu entschieden")
        case .unchanged:
            let members: [(String, JSON)] = [("case", .string(number)), ("changed", .boolean(false)), ("decision", .null)]
            print(json ? JSON.object(members).description : "\(number)  Es kommt dasselbe heraus; nichts wurde geändert.")
        case .refused(let reason):
            Failure.say("\(number): \(reason)")
            throw ExitCode(1)
        }
    }
}
