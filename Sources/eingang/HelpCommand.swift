import ArgumentParser
import Definitions
import FEEL
import Presentation
import Vocabulary

struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help",
        abstract: "Erklärt einen Befehl, den Code eines Befundes oder eine Regel für Definitionen.",
        discussion: """
            Beispiele: eingang help process, eingang help pdf.locked, eingang help field.unknown-source.
            Alle Codes nennt: eingang help codes. Alle Regeln nennt: eingang help rules
            """
    )

    @Argument(help: ArgumentHelp("Ein Befehl, ein Code wie pdf.locked, eine Regel wie key.unknown, codes oder rules.", valueName: "topic"))
    var topic: [String] = []

    func run() {
        if topic == ["codes"] || topic == ["findings"] {
            print(FindingKind.overview)
        } else if topic == ["rules"] {
            print(DefinitionRule.overview)
        } else if topic == ["reference"] {
            print(DefinitionReference.markdown, terminator: "")
        } else if let command = Self.command(topic) {
            print(Eingang.helpMessage(for: command))
        } else if let rule = DefinitionRule.named(topic.joined(separator: " ")) {
            print(rule.plain)
        } else if let kind = FindingKind.named(topic.joined(separator: " ")) {
            print(kind.plain)
        } else {
            let word = topic.joined(separator: " ")
            let known =
                FindingKind.all.map(\.code) + DefinitionRule.all.map(\.id) + Eingang.configuration.subcommands.map { $0._commandName }
            Failure.usage(
                "„\(word)“ ist weder ein Befehl noch ein Code oder eine Regel.\(Suggestion.question(for: word, known)) Alle Codes nennt: eingang help codes, alle Regeln: eingang help rules"
            ).exit()
        }
    }

    /// The command that words lead to, such as `schema lint`; nil when one of them is none.
    private static func command(_ words: [String]) -> (any ParsableCommand.Type)? {
        words.reduce(Eingang.self as (any ParsableCommand.Type)?) { command, word in
            command?.configuration.subcommands.first { $0._commandName == word }
        }
    }
}
