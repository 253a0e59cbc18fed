import ArgumentParser
import Designer
import Foundation
import Intake
import Vocabulary

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Erklärt, warum aus einer Nachricht wurde, was aus ihr wurde.",
        discussion: """
            Welches Formular und warum kein anderes; welche Regel was wo gelesen hat; jede Umwandlung, Bedingung und Prüfung.
            Beispiel: eingang explain SampleForms/02-mietzuschuss-unvollstaendig --field miete.grundmiete --html erklaerung.html
            """
    )

    @OptionGroup var sources: Sources
    @OptionGroup var options: Options
    @Option(help: ArgumentHelp("Nur dieses Feld, oder alle einer Gruppe, etwa miete oder einkommen[0].brutto.", valueName: "path"))
    var field: String?
    @Option(help: ArgumentHelp("Schreibt die Erklärung als Seite, mit Ausschnitten der Originale.", valueName: "file"))
    var html: String?

    func run() async throws {
        let setup = options.installation()
        let submissions = sources.submissions(setup)
        let pipeline = try await setup.pipeline()
        let explainer = Explainer(pipeline, root: options.schemas ?? options.directory)
        let now = Instant(Date())
        var pages: [String] = []
        for submission in submissions {
            switch submission {
            case .failure(let error):
                Failure.say(error.description)
                throw ExitCode(1)
            case .success(let submission):
                let explanation = try await explainer.explanation(of: submission, field: field, drawsPages: html != nil, now: now)
                if let field, !explanation.isFound {
                    Failure.usage(
                        "Über „\(Label.escaped(field))“ ist in „\(Label.escaped(submission.source))“ nichts bekannt. Alle Felder zeigt derselbe Befehl ohne --field."
                    ).exit()
                }
                if html != nil { pages.append(explanation.html) } else { print(explanation.text) }
            }
        }
        guard let html else { return }
        guard pages.count == 1 else { Failure.usage("Eine Seite erklärt eine Nachricht; angegeben sind \(pages.count).").exit() }
        OutputFile(html).write(pages[0], sparing: sources.paths)
    }
}
