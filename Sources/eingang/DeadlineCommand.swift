import ArgumentParser
import Deadlines
import Foundation
import Vocabulary

struct DeadlineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadline",
        abstract: "Berechnet Fristen und nennt jeden Schritt mit seinem Paragraphen.",
        subcommands: [Widerspruch.self, Reinstatement.self, Begin.self, Renewal.self, Set.self]
    )

    struct Widerspruch: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Bis wann Widerspruch gegen einen Wohngeldbescheid erhoben werden kann.")

        @OptionGroup var common: Common
        @Option(help: ArgumentHelp("Tag, an dem der Bescheid abgesandt wurde, etwa 2026-04-30.", valueName: "date")) var posted: String
        @Flag(help: "Der Bescheid wurde elektronisch abgesandt.") var electronic = false
        @Flag(help: "Die Rechtsbehelfsbelehrung fehlt oder ist unrichtig.") var noNotice = false
        @Option(help: ArgumentHelp("Tag, an dem der Bescheid tatsächlich später ankam.", valueName: "date")) var received: String?

        func run() throws {
            var act = Bekanntgabe(sent: Common.day(posted, "--posted"), by: electronic ? .electronic : .post)
            if let received {
                let later = Bekanntgabe(received: Common.day(received, "--received"))
                if later.date > act.date { act = later }
            }
            let period = Widerspruchsfrist(after: act, land: common.place, hasNotice: !noNotice)
            common.show(
                [("bekanntgabe", .string(period.bekanntgabe.description)), ("end", .string(period.end.description))],
                period.steps,
                "Letzter Tag: \(period.end.german), 24 Uhr."
            )
        }
    }

    struct Reinstatement: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "wiedereinsetzung",
            abstract: "Bis wann Wiedereinsetzung in den vorigen Stand beantragt werden kann."
        )

        @OptionGroup var common: Common
        @Option(help: ArgumentHelp("Letzter Tag der versäumten Frist.", valueName: "date")) var missed: String
        @Option(help: ArgumentHelp("Tag, an dem das Hindernis wegfiel.", valueName: "date")) var obstacleEnded: String

        func run() throws {
            let period = Wiedereinsetzung(
                missed: Common.day(missed, "--missed"),
                obstacleEnded: Common.day(obstacleEnded, "--obstacle-ended"),
                land: common.place
            )
            common.show(
                [("end", .string(period.end.description)), ("tooLate", .boolean(period.isTooLate))],
                period.steps,
                period.isTooLate ? "Zu spät." : "Letzter Tag: \(period.end.german), 24 Uhr."
            )
        }
    }

    struct Begin: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "wohngeld", abstract: "Ab welchem Monat Wohngeld beginnt (§ 25 WoGG).")

        @Option(help: ArgumentHelp("Tag des Eingangs bei der ersten Stelle.", valueName: "date")) var received: String
        @Option(help: ArgumentHelp("Tag, ab dem die Voraussetzungen vorliegen.", valueName: "date")) var conditionsFrom: String?
        @Option(help: ArgumentHelp("Tag, ab dem eine andere Leistung abgelehnt oder eingestellt wurde.", valueName: "date"))
        var rejectedFrom: String?
        @Option(help: ArgumentHelp("Tag, an dem die Ablehnung bekannt wurde.", valueName: "date")) var rejectionKnown: String?
        @Flag(help: "Ein JSON-Objekt.") var json = false

        func run() throws {
            if (rejectedFrom == nil) != (rejectionKnown == nil) {
                Failure.usage("--rejected-from und --rejection-known gehören zusammen. Geben Sie beide oder keines an.").exit()
            }
            let rejection = rejectedFrom.flatMap { from in
                rejectionKnown.map {
                    Wohngeldbeginn.Rejection(from: Common.day(from, "--rejected-from"), known: Common.day($0, "--rejection-known"))
                }
            }
            let begin = Wohngeldbeginn(
                received: Common.day(received, "--received"),
                conditionsFrom: conditionsFrom.map { Common.day($0, "--conditions-from") },
                rejection: rejection
            )
            Common.show(begin, json: json)
        }
    }

    struct Renewal: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "weiterleistung",
            abstract: "Wann ein Weiterleistungsantrag als gestellt gilt (§ 22 Abs. 4 WoGG)."
        )

        @Option(help: ArgumentHelp("Tag des Eingangs.", valueName: "date")) var received: String
        @Option(help: ArgumentHelp("Letzter Tag des laufenden Bewilligungszeitraums.", valueName: "date")) var currentEnd: String
        @Flag(help: "Ein JSON-Objekt.") var json = false

        func run() throws {
            let begin = Wohngeldbeginn(
                renewalReceived: Common.day(received, "--received"),
                currentEnd: Common.day(currentEnd, "--current-end")
            )
            Common.show(begin, json: json)
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "frist",
            abstract: "Wann eine von der Behörde gesetzte Frist endet (§ 26 SGB X)."
        )

        @OptionGroup var common: Common
        @Option(help: ArgumentHelp("Tag, an dem das Schreiben abgesandt wurde.", valueName: "date")) var posted: String
        @Option(help: ArgumentHelp("Länge in Tagen.", valueName: "days")) var days: Int
        @Flag(help: "Das Schreiben wurde elektronisch abgesandt.") var electronic = false

        func run() throws {
            guard (1...3650).contains(days) else { Failure.usage("--days ist eine Zahl von 1 bis 3650.").exit() }
            let act = Bekanntgabe(sent: Common.day(posted, "--posted"), by: electronic ? .electronic : .post)
            let period = Period(days: days, after: act.date, land: common.place)
            common.show(
                [("bekanntgabe", .string(act.date.description)), ("end", .string(period.end.description))],
                [act.step] + period.steps,
                "Letzter Tag: \(period.end.german), 24 Uhr."
            )
        }
    }

    /// What deadlines have in common: whose holidays count, and how the result is shown.
    struct Common: ParsableArguments {
        @Option(help: ArgumentHelp("Land der Behörde, etwa ST oder HE.", valueName: "land")) var land: String
        @Flag(help: "Ein JSON-Objekt.") var json = false

        var place: Land {
            if let land = Land(rawValue: land.uppercased()) { return land }
            let known = Land.allCases.map(\.rawValue).joined(separator: ", ")
            Failure.usage("„\(land)“ ist kein Kürzel eines Landes. Möglich sind \(known).").exit()
        }

        static func day(_ text: String, _ option: String) -> CalendarDate {
            if let date = CalendarDate(iso: text) { return date }
            Failure.usage("„\(text)“ ist kein Tag. Beispiel: \(option) 2026-04-30").exit()
        }

        func show(_ results: [(String, JSON)], _ steps: [String], _ last: String) { Self.show(results, steps, last, json: json) }

        static func show(_ begin: Wohngeldbeginn, json: Bool) {
            let results: [(String, JSON)] = [("filed", .string(begin.filed.description)), ("start", .string(begin.start.description))]
            show(results, begin.steps, "Beginn: \(begin.start.german)", json: json)
        }

        static func show(_ results: [(String, JSON)], _ steps: [String], _ last: String, json: Bool) {
            if json {
                print(JSON.object(results + [("steps", .array(steps.map(JSON.string)))]).description)
            } else {
                for (number, step) in steps.enumerated() { print("\(number + 1). \(step)") }
                print(last)
            }
        }
    }
}
