import ArgumentParser
import Deciding
import Definitions
import Foundation
import Intake
import Presentation
import Readers
import Store
import Vocabulary

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prüft Signaturen und De-Mail-Siegel und druckt das Prüfprotokoll.",
        discussion: """
            Geprüft wird ohne Netz, mit dem, was in der Nachricht und im Verzeichnis --trust liegt. ingest bewahrt dieses \
            Verzeichnis in seinem Stand auf; --case prüft die Nachrichten eines Vorgangs damit, auch nach Jahren mit \
            demselben Ergebnis. Ende 0: alles Geprüfte ist gültig; 1: etwas ist ungültig oder nicht bestätigt, oder es \
            gibt nichts zu prüfen.
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, html, etsi
    }

    @OptionGroup var sources: Sources
    @OptionGroup var options: Options
    @Option(name: .customLong("case"), help: ArgumentHelp("Statt Nachrichten: alle eines aufbewahrten Vorgangs.", valueName: "case"))
    var number: String?
    @OptionGroup var storeOptions: StoreOptions
    @Option(help: ArgumentHelp("Form des Protokolls: text, json, html oder etsi (XML nach ETSI TS 119 102-2).", valueName: "form"))
    var format = Format.text
    @Flag(help: "Dasselbe wie --format json.") var json = false

    func run() async throws {
        let setup = options.installation()
        let isGood: Bool
        if let number {
            isGood = try await verifyCase(number, setup)
        } else {
            isGood = try await verify(sources.submissions(setup), setup)
        }
        if !isGood { throw ExitCode(1) }
    }

    /// Verifies the submissions of a case with the trust each was verified with when it came.
    private func verifyCase(_ number: String, _ setup: Setup) async throws -> Bool {
        guard sources.paths.isEmpty, sources.at == nil else {
            Failure.usage("Mit --case zählen die aufbewahrten Nachrichten und ihr Eingang. Bitte geben Sie keine weiteren an.").exit()
        }
        let archive = storeOptions.open(existing: true)
        var kept = try await archive.rows.receipts(ofCase: number, office: setup.branch.office.id)[...]
        guard !kept.isEmpty else { Failure.noCase(number).exit() }
        var isGood = true
        while let first = kept.first {
            let receipts = kept.prefix { $0.trust == first.trust }
            kept = kept.dropFirst(receipts.count)
            let state = try first.trust.map { state throws(StoreError) in try archive.trustDirectory(of: state) }
            let most = setup.branch.profile.limits.messageBytes
            let submissions = try receipts.map { receipt throws(StoreError) in
                SubmissionSource.Element.success(try archive.submission(of: receipt, most: most))
            }
            isGood = try await verify(submissions, setup.trusting(options.trust ?? state)) && isGood
        }
        return isGood
    }

    /// Prints the reports of submissions.
    ///
    /// - Returns: whether each of them passed.
    private func verify(_ submissions: some Sequence<SubmissionSource.Element>, _ setup: Setup) async throws -> Bool {
        let pipeline = try await setup.pipeline()
        let now = Instant(Date())
        var isGood = true
        let isWhole = try await inOrder(submissions, width: setup.readers) { submission in
            (submission, try await pipeline.read(submission, now: now))
        } each: { submission, reading in
            if reading.verification.indication != .passed { isGood = false }
            show(submission, reading)
        }
        return isGood && isWhole
    }

    private func show(_ submission: Submission, _ reading: Reading) {
        let (source, digest, time) = (submission.source, submission.digest, reading.receivedAt)
        switch json ? .json : format {
        case .text: print(reading.verificationText(source: source, digest: digest))
        case .json: print(reading.verificationJSON(source: source, digest: digest))
        case .html: print(reading.verification.html(source: source, digest: digest, receivedAt: time), terminator: "")
        case .etsi: print(reading.verification.etsi(source: source, digest: digest, receivedAt: time), terminator: "")
        }
    }
}
