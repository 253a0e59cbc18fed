import ArgumentParser
import Deciding
import Definitions
import Designer
import Foundation
import Intake
import Store
import Vocabulary

extension SchemaCommand {
    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Vergleicht zwei Stände der Definitionen: was nicht verträglich ist, und was anders herauskäme.",
            discussion: """
                Die Testfälle des alten Standes werden mit beiden gelesen, dazu Nachrichten aus --messages und Vorgänge aus --store.
                Beispiel: eingang schema diff Schemas-2026.1 Schemas --messages SampleForms
                Ende mit 0, auch wenn Entscheidungen anders ausfallen; mit 1, wenn etwas nicht verträglich ist; mit 3, wenn Definitionen nicht laden.
                """
        )

        @Argument(help: ArgumentHelp("Das Verzeichnis der Definitionen, wie sie waren.", valueName: "old")) var old: String
        @Argument(help: ArgumentHelp("Das Verzeichnis der Definitionen, wie sie werden.", valueName: "new")) var new: String
        @OptionGroup var options: Options
        @Option(parsing: .upToNextOption, help: ArgumentHelp("Nachrichten, die mit beiden gelesen werden.", valueName: "path"))
        var messages: [String] = []
        @Option(help: ArgumentHelp("Ein Speicher, dessen Vorgänge noch einmal gelesen werden.", valueName: "dir")) var store: String?
        @Option(help: ArgumentHelp("So viele der zuletzt geänderten Vorgänge.", valueName: "n")) var last = 1000

        func run() async throws {
            let (before, after) = (setup(old), setup(new))
            let pipelines = (try await before.pipeline(), try await after.pipeline())
            guard pipelines.0.catalogue.faults.isEmpty, pipelines.1.catalogue.faults.isEmpty else {
                Failure.configuration("Verglichen werden Definitionen ohne Fehler; bitte beheben Sie diese zuerst.").exit()
            }
            let changes = DefinitionChanges(from: pipelines.0.catalogue, to: pipelines.1.catalogue)
            print(changes.text)
            let width = max(1, before.readers)
            let comparison = DefinitionComparison(pipelines.0, pipelines.1, roots: (old, new), width: width)
            let cases = await comparison.cases()
            show(cases.differences, of: cases.count, "Testfällen")
            try await compareMessages(comparison, after)
            try await compareStore(comparison, after)
            if changes.isBreaking { throw ExitCode(1) }
        }

        private func setup(_ directory: String) -> Setup {
            var options = options
            options.schemas = directory
            return options.installation()
        }

        private func compareMessages(_ comparison: DefinitionComparison, _ setup: Setup) async throws {
            guard !messages.isEmpty else { return }
            var sources = Sources()
            (sources.paths, sources.at) = (messages, nil)
            var (count, differences) = (0, [DefinitionComparison.Difference]())
            for submission in sources.submissions(setup) {
                guard case .success(let submission) = submission else { continue }
                count += 1
                if let difference = try await comparison.difference(for: submission, now: Instant(Date())) {
                    differences.append(difference)
                }
            }
            show(differences, of: count, "Nachrichten")
        }

        private func compareStore(_ comparison: DefinitionComparison, _ setup: Setup) async throws {
            guard let store else { return }
            var storeOptions = StoreOptions()
            storeOptions.store = store
            let archive = storeOptions.open(existing: true)
            let cases = try await archive.rows.cases(office: setup.branch.office.id, limit: last)
            var differences: [DefinitionComparison.Difference] = []
            for item in cases {
                if let difference = try await comparison.difference(forCase: item.number, in: archive, now: Instant(Date())) {
                    differences.append(difference)
                }
            }
            show(differences, of: cases.count, "Vorgängen")
        }

        /// So many lines are shown of each difference.
        private static let mostLines = 24

        private func show(_ differences: [DefinitionComparison.Difference], of count: Int, _ what: String) {
            print("Von \(count) \(what) kämen \(differences.count) anders heraus.")
            for difference in differences {
                let all = difference.lines.split(separator: "\n")
                let more = all.count > Self.mostLines ? ["    … und \(all.count - Self.mostLines) weitere Zeilen"] : []
                let lines = (all.prefix(Self.mostLines).map { "    \($0)" } + more).joined(separator: "\n")
                print(Label.withoutControls("  \(difference.name)\n\(lines)", keeping: "\n"))
            }
        }
    }
}
