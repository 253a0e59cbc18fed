import ArgumentParser
import Foundation
import Intake
import Trust
import Vocabulary

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prüft Signaturen und De-Mail-Siegel und druckt das Prüfprotokoll.",
        discussion: """
            Geprüft wird ohne Netz, mit dem, was in der Nachricht und im Verzeichnis --trust liegt. Mit --at und dem \
            aufbewahrten Verzeichnis ergibt sich auch nach Jahren dasselbe Protokoll. Ende 0: alles Geprüfte ist gültig; \
            1: etwas ist ungültig oder nicht bestätigt, oder es gibt nichts zu prüfen.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, html, etsi
    }

    @OptionGroup var sources: Sources
    @OptionGroup var options: Options
    @Option(help: ArgumentHelp("Form des Protokolls: text, json, html oder etsi (XML nach ETSI TS 119 102-2).", valueName: "form"))
    var format = Format.text
    @Flag(help: "Dasselbe wie --format json.") var json = false

    func run() async throws {
        let submissions = sources.submissions()
        let (pipeline, configuration) = options.pipeline()
        let now = Instant(Date())
        let form = json ? Format.json : format
        var isGood = true
        try await inOrder(submissions, width: configuration.readers) { submission in
            (submission, await pipeline.read(submission, now: now))
        } each: { submission, reading in
            let verification = reading.verification
            if verification.indication != .passed { isGood = false }
            let (source, digest, time) = (submission.source, submission.digest, reading.receivedAt)
            switch form {
            case .text: print(reading.verificationText(source: source, digest: digest))
            case .json: print(reading.verificationJSON(source: source, digest: digest))
            case .html: print(verification.html(source: source, digest: digest, receivedAt: time), terminator: "")
            case .etsi: print(verification.etsi(source: source, digest: digest, receivedAt: time), terminator: "")
            }
        }
        if !isGood { throw ExitCode(1) }
    }
}
