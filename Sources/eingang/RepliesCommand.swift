import ArgumentParser
import Deciding
import Definitions
import Foundation
import Intake
import Store
import Vocabulary

/// What a person decides about something that waits to leave the house.
struct RepliesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replies",
        abstract: "Zeigt Schreiben, die auf jemanden warten; gibt eines frei oder verwirft es.",
        subcommands: [List.self, Show.self, Approve.self, Posted.self, Discard.self, Again.self],
        defaultSubcommand: List.self
    )

    struct Common: ParsableArguments {
        @OptionGroup var options: Options
        @OptionGroup var storeOptions: StoreOptions
        @Option(help: ArgumentHelp("Wer das entscheidet; steht im Protokoll.", valueName: "name")) var by = NSUserName()

        func archive() -> (archive: Archive, office: String) {
            (storeOptions.open(existing: true), options.installation().branch.office.id)
        }

        /// Changes an entry together with what follows for its case; a case that changed meanwhile is read again.
        func change(_ id: Int, _ choice: (OutboxEntry) -> OutboxChoice) async throws {
            let (archive, office) = archive()
            guard let entry = try await archive.rows.entry(id, office: office) else {
                Failure.usage("Ein Schreiben \(id) gibt es nicht. Alle zeigt: eingang replies").exit()
            }
            let now = Instant(Date())
            let result: Transition?
            do throws(StoreError) {
                result = try await archive.rows.change(entry.caseNumber, office: office, now: now) { state in
                    entry.follows(from: choice(entry), for: state, by: by, now: now)
                }
            } catch {
                guard error.code == .conflict else { throw error }
                Failure.usage(
                    "Darüber hat inzwischen jemand anderes entschieden. Bitte sehen Sie noch einmal nach: eingang replies show \(id)"
                ).exit()
            }
            if let refusal = result?.refusal { Failure.usage(refusal).exit() }
            print("\(entry.caseNumber)  \(entry.item.subject)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Zeigt, was auf jemanden wartet, das Älteste zuerst.")
        @OptionGroup var common: Common
        @Flag(help: "Ein JSON-Objekt je Schreiben, jedes in einer Zeile.") var json = false

        func run() async throws {
            let (archive, office) = common.archive()
            let entries = try await archive.rows.waiting(office: office, limit: 1000)
            if entries.isEmpty, !json { return print("Es wartet kein Schreiben.") }
            for entry in entries { print(json ? entry.json(archive, office).description : entry.line) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Zeigt ein Schreiben, wie es hinausginge.")
        @Argument(help: ArgumentHelp("Die Nummer aus „eingang replies“.", valueName: "id")) var id: Int
        @OptionGroup var common: Common
        @Flag(help: "Ein JSON-Objekt.") var json = false

        func run() async throws {
            let (archive, office) = common.archive()
            guard let entry = try await archive.rows.entry(id, office: office) else {
                Failure.usage("Ein Schreiben \(id) gibt es nicht.").exit()
            }
            if json { return print(entry.json(archive, office).description) }
            let to = entry.item.recipient ?? "keine Adresse, bitte mit der Post"
            let text =
                "An:      \(to)\nBetreff: \(archive.sealed(entry.item.subject, office: office))\n\n\(archive.sealed(entry.item.body, office: office))"
            print(Label.withoutControls(text, keeping: "\n"))
            if let reason = entry.reason { print("\n\(Label.withoutControls(reason))") }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gibt ein Schreiben oder einen Datensatz frei.",
            discussion: "Mit --text steht das Schreiben in einer Datei, die erste Zeile „Betreff: …“; so lässt es sich vorher ändern."
        )
        @Argument(help: ArgumentHelp("Die Nummer aus „eingang replies“.", valueName: "id")) var id: Int
        @OptionGroup var common: Common
        @Option(help: ArgumentHelp("Das geänderte Schreiben.", valueName: "file")) var text: String?
        @Option(help: ArgumentHelp("An wen, wenn keine Adresse bekannt oder sie falsch ist.", valueName: "address")) var to: String?

        func run() async throws {
            let edited = text.map(LetterText.init)
            let to = to.map { text in
                guard let address = MailAddress(text) else { Failure.usage("„\(Label.escaped(text))“ ist keine E-Mail-Adresse.").exit() }
                return address.description
            }
            try await common.change(id) { entry in
                // A record leaves as it is.
                if entry.item.kind == .handover { return .release(from: Instant(Date())) }
                return .approve(
                    to: to ?? entry.item.recipient,
                    subject: edited?.subject ?? entry.item.subject,
                    body: edited?.body ?? entry.item.body,
                    from: Instant(Date())
                )
            }
        }
    }

    struct Posted: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "posted",
            abstract: "Hält fest, dass ein Schreiben mit der Post hinausging.",
            discussion: """
                Ausdrucken lässt es sich mit „eingang replies show“. Eine Erinnerung auf Papier ist der schriftliche Hinweis, ohne den eine \
                Leistung nicht versagt werden darf (§ 66 Absatz 3 SGB I). Die Frist beginnt mit dem Tag, an dem das Schreiben zur Post ging.
                """
        )
        @Argument(help: ArgumentHelp("Die Nummer aus „eingang replies“.", valueName: "id")) var id: Int
        @OptionGroup var common: Common
        @Option(help: ArgumentHelp("Wann es zur Post ging, wenn nicht heute: JJJJ-MM-TT.", valueName: "date")) var on: String?
        @Option(help: ArgumentHelp("Das Schreiben, wenn es auf dem Papier anders lautet.", valueName: "file")) var text: String?

        func run() async throws {
            let edited = text.map(LetterText.init)
            let today = Instant(Date()).localDate
            let day = on.map { text in
                guard let day = CalendarDate(iso: text), day <= today else {
                    Failure.usage("„\(Label.escaped(text))“ ist kein Tag bis heute, geschrieben JJJJ-MM-TT.").exit()
                }
                return day
            }
            try await common.change(id) { entry in
                .post(on: day ?? today, subject: edited?.subject ?? entry.item.subject, body: edited?.body ?? entry.item.body)
            }
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Verwirft ein Schreiben; es geht nie hinaus.")
        @Argument(help: ArgumentHelp("Die Nummer aus „eingang replies“.", valueName: "id")) var id: Int
        @OptionGroup var common: Common

        func run() async throws {
            try await common.change(id) { _ in .discard }
        }
    }

    struct Again: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "again",
            abstract: "Schickt noch einmal auf den Weg, was nicht zugestellt werden konnte."
        )
        @Argument(help: ArgumentHelp("Die Nummer aus „eingang replies“.", valueName: "id")) var id: Int
        @OptionGroup var common: Common

        func run() async throws {
            try await common.change(id) { _ in .again }
        }
    }
}

/// A letter in a file, as a person changed it.
private struct LetterText {
    var subject: String
    var body: String

    init(_ path: String) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8), let end = text.firstIndex(of: "\n"),
            text.hasPrefix("Betreff: ")
        else {
            Failure.usage(
                "„\(Label.escaped(path))“ ist kein Schreiben: Die erste Zeile ist „Betreff: …“, danach kommen eine leere Zeile und der Text."
            ).exit()
        }
        subject = String(text[..<end].dropFirst("Betreff: ".count))
        body = String(text[end...].drop { $0 == "\n" })
    }
}

extension OutboxEntry {
    fileprivate var line: String {
        let word = state == .dead ? "nicht zustellbar" : "Entwurf"
        return Label.withoutControls("\(id)  \(caseNumber)  \(word)  \(item.recipient ?? "keine Adresse")  \(item.subject)")
    }

    fileprivate func json(_ archive: Archive, _ office: String) -> JSON {
        .object([
            ("id", .integer(id)), ("case", .string(caseNumber)), ("state", .string(state.rawValue)), ("kind", .string(item.kind.name)),
            ("to", .optional(item.recipient)), ("channel", .string(item.channel.rawValue)),
            ("subject", .string(archive.sealed(item.subject, office: office))),
            ("text", .string(archive.sealed(item.body, office: office))), ("attempts", .integer(attempts)),
            ("reason", .optional(reason)),
        ])
    }
}
