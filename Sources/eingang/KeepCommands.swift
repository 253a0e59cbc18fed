import ArgumentParser
import Deciding
import Definitions
import Foundation
import Intake
import Presentation
import Store
import Vocabulary

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Schreibt alles, worauf ein Vorgang beruht, in ein Verzeichnis.",
        discussion: """
            Dort prüft „sha256sum -c SHA256SUMS“, dass nichts verändert wurde, und „eingang verify --trust vertrauen/… nachrichten“ \
            die Unterschriften noch einmal.
            """
    )

    @Argument(help: ArgumentHelp("Das Aktenzeichen, etwa WG-2026-000001-5.", valueName: "case")) var number: String
    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Option(help: ArgumentHelp("Das Verzeichnis; es darf noch nicht da sein.", valueName: "dir")) var out: String?

    func run() async throws {
        let setup = options.installation()
        let archive = storeOptions.open(existing: true)
        guard let file = try await archive.rows.find(number, office: setup.branch.office.id) else { Failure.noCase(number).exit() }
        let place = out ?? number
        if FileManager.default.fileExists(atPath: place) { Failure.usage("„\(Label.escaped(place))“ gibt es schon.").exit() }
        let package = try await EvidencePackage(file, try await setup.pipeline(), archive, withTrust: true, now: Instant(Date()))
        do {
            try package.write(to: place)
        } catch {
            Failure(code: 3, description: "„\(Label.escaped(place))“ konnte nicht geschrieben werden: \(error.localizedDescription)").exit()
        }
        print("\(place)  \(package.files.count) Dateien")
    }
}

struct TraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Erzählt, was aus einer Nachricht wurde: vom Eingang bis zur Übergabe."
    )

    @Argument(help: ArgumentHelp("Die Eingangsnummer, etwa E-000123-4, oder ein Aktenzeichen.", valueName: "number")) var number: String
    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        let office = options.installation().branch.office.id
        let rows = storeOptions.open(existing: true).rows
        if let intake = IntakeNumber(number) {
            guard let receipt = try await rows.receipt(intake.place, office: office) else {
                Failure.usage("Eine Einsendung \(intake) gibt es in dieser Behörde nicht.").exit()
            }
            try await tell(receipt, rows, office)
        } else {
            let receipts = try await rows.receipts(ofCase: number, office: office)
            guard !receipts.isEmpty else {
                Failure.usage(
                    "Weder eine Eingangsnummer noch ein Aktenzeichen „\(Label.escaped(number))“ gibt es. Ist eine Ziffer vertauscht?"
                ).exit()
            }
            for receipt in receipts { try await tell(receipt, rows, office) }
        }
    }

    private func tell(_ receipt: Receipt, _ rows: any CaseStore, _ office: String) async throws {
        print("\(IntakeNumber(place: receipt.id))  \(receipt.digest)")
        print("  gekommen über \(receipt.channel) (\(Label.escaped(receipt.source)))")
        if let received = receipt.receivedAt { print("  eingegangen am \(received.german)") }
        guard receipt.stage == .kept, let number = receipt.caseNumber else { return print("  angenommen, noch nicht entschieden") }
        print("  Vorgang \(number)")
        for event in try await rows.events(ofCase: number, office: office)
        where event.event.submission == nil || event.event.submission == receipt.digest {
            let person = event.event.actor.map { "  (\($0))" } ?? ""
            print(Label.withoutControls("  \(event.at.german)  \(event.event.kind.rawValue)  \(event.event.detail)\(person)"))
        }
        for entry in try await rows.outbox(ofCase: number, office: office) {
            let when = entry.sentAt.map { " am \($0.german)" } ?? ""
            print(
                Label.withoutControls(
                    "  Ausgang \(entry.id): \(entry.item.kind.name), \(entry.state.rawValue)\(when) \(entry.reason ?? "")"
                )
            )
        }
    }
}

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Liest aufbewahrte Nachrichten mit den heutigen Regeln und zeigt, was anders herauskäme; ändert nichts.",
        discussion: "Ende 0: alles bleibt gleich; 1: etwas käme anders heraus. Einen Vorgang neu entscheiden: eingang retry."
    )

    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Option(help: ArgumentHelp("So viele der zuletzt geänderten Vorgänge.", valueName: "n")) var last = 1000
    @Flag(help: "Ein JSON-Objekt je Vorgang, jedes in einer Zeile.") var json = false

    func run() async throws {
        let setup = options.installation()
        let archive = storeOptions.open(existing: true)
        let pipeline = try await setup.pipeline()
        let cases = try await archive.rows.cases(office: pipeline.office.id, limit: last)
        var changed = 0
        for item in cases {
            guard let difference = try await pipeline.replay(item.number, in: archive, now: Instant(Date())) else { continue }
            changed += 1
            show(item.number, difference.before, difference.now, pipeline.catalogue.records[difference.now.record?.type ?? ""])
        }
        if !json { print("\(cases.count) Vorgänge gelesen, \(changed) kämen anders heraus.") }
        if changed > 0 { throw ExitCode(1) }
    }

    private func show(_ number: String, _ before: Decision, _ now: Decision, _ type: RecordType?) {
        let fields = Similarity(number: number, before: before.readings, now: now.readings, type: type)
        func codes(_ decision: Decision) -> Set<String> { Set(decision.assessment.findings.map(\.code)) }
        let (gone, new) = (codes(before).subtracting(codes(now)).sorted(), codes(now).subtracting(codes(before)).sorted())
        if json {
            let members: [(String, JSON)] = [
                ("case", .string(number)), ("before", .string(before.outcome.rawValue)), ("now", .string(now.outcome.rawValue)),
                ("fields", fields.json), ("goneFindings", .array(gone.map(JSON.string))), ("newFindings", .array(new.map(JSON.string))),
            ]
            return print(JSON.object(members).description)
        }
        var lines = ["\(number)  \(before.outcome.rawValue) → \(now.outcome.rawValue)"] + fields.rows(type)
        lines += gone.map { "  nicht mehr: \($0)" } + new.map { "  neu: \($0)" }
        print(Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n"))
    }
}

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bringt einen Speicher auf den Stand dieser Version.",
        discussion: "Jeder andere Befehl tut das auch, wenn er den Speicher öffnet. Sichern Sie ihn vorher: eingang backup."
    )

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        let archive = storeOptions.open(existing: true)
        if let broken = try await archive.rows.firstBrokenEvent() {
            Failure(code: 1, description: "Die Ereigniskette stimmt ab Ereignis \(broken) nicht.").exit()
        }
        print("„\(storeOptions.store)“ ist auf dem Stand dieser Version.")
    }
}

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Sichert den Speicher in ein neues Verzeichnis, auch während der Dienst läuft."
    )

    @Argument(help: ArgumentHelp("Das Verzeichnis; es darf noch nicht da sein.", valueName: "dir")) var to: String
    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        let archive = storeOptions.open(existing: true)
        if FileManager.default.fileExists(atPath: to) { Failure.usage("„\(Label.escaped(to))“ gibt es schon.").exit() }
        try await archive.backUp(to: to)
        print("„\(storeOptions.store)“ ist in „\(to)“ gesichert.")
    }
}
