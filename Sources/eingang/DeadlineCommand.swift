import ArgumentParser
import Deadlines
import Foundation
import Vocabulary

struct DeadlineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadline",
        abstract: "Berechnet Fristen und nennt jeden Schritt mit seinem Paragraphen.",
        subcommands: [Widerspruch.self]
    )

    struct Widerspruch: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Bis wann Widerspruch gegen einen Wohngeldbescheid erhoben werden kann.")

        @Option(help: ArgumentHelp("Land der Behörde, etwa ST oder HE.", valueName: "land")) var land: String
        @Option(help: ArgumentHelp("Tag, an dem der Bescheid abgesandt wurde, etwa 2026-04-30.", valueName: "date")) var posted: String
        @Flag(help: "Der Bescheid wurde elektronisch abgesandt.") var electronic = false
        @Flag(help: "Die Rechtsbehelfsbelehrung fehlt oder ist unrichtig.") var noNotice = false
        @Flag(help: "Ein JSON-Objekt.") var json = false

        func run() throws {
            guard let land = Land(rawValue: land.uppercased()) else {
                Failure.usage(
                    "„\(land)“ ist kein Kürzel eines Landes. Möglich sind \(Land.allCases.map(\.rawValue).joined(separator: ", "))."
                ).exit()
            }
            guard let date = CalendarDate(iso: posted) else {
                Failure.usage("„\(posted)“ ist kein Tag. Beispiel: --posted 2026-04-30").exit()
            }
            let act = Bekanntgabe(sent: date, by: electronic ? .electronic : .post)
            let period = Widerspruchsfrist(after: act, land: land, hasNotice: !noNotice)
            if json {
                print(
                    JSON.object([
                        ("bekanntgabe", .string(period.bekanntgabe.description)), ("end", .string(period.end.description)),
                        ("steps", .array(period.steps.map(JSON.string))),
                    ]).description
                )
            } else {
                for (number, step) in period.steps.enumerated() { print("\(number + 1). \(step)") }
                print("Letzter Tag: \(period.end.german), 24 Uhr.")
            }
        }
    }
}
