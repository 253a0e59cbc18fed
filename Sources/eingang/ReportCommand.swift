import ArgumentParser
import Deciding
import Foundation
import Intake
import Presentation
import Store
import Vocabulary

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Zahlen über einen Zeitraum: was kam, wie gut es gelesen wurde, wie lange es dauerte; ohne Angaben über Personen."
    )

    enum Format: String, ExpressibleByArgument { case text, json, html }

    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions
    @Option(help: ArgumentHelp("Der erste Tag; ohne ihn die letzten 90 Tage.", valueName: "day")) var from: String?
    @Option(help: ArgumentHelp("Der letzte Tag; ohne ihn heute.", valueName: "day")) var to: String?
    @Option(help: ArgumentHelp("Form: text, json oder html (eine Seite mit Bildern).", valueName: "form")) var format = Format.text
    @Flag(help: "Dasselbe wie --format json.") var json = false

    func run() async throws {
        let setup = options.installation()
        let last = day(to) ?? Instant(Date()).localDate
        let first = day(from) ?? last.adding(days: -89)
        guard first <= last else { Failure.usage("Der erste Tag liegt nach dem letzten.").exit() }
        let statistics = try await storeOptions.open(existing: true).rows.statistics(
            office: setup.branch.office.id,
            from: Instant(local: first, secondOfDay: 0),
            to: Instant(local: last.adding(days: 1), secondOfDay: 0)
        )
        let report = Report(statistics, setup.branch, await setup.catalogue(), from: first, to: last)
        switch json ? .json : format {
        case .text: print(report.plain)
        case .json: print(report.json)
        case .html: print(report.html, terminator: "")
        }
    }

    private func day(_ text: String?) -> CalendarDate? {
        guard let text else { return nil }
        guard let day = CalendarDate(iso: text) else { Failure.usage("„\(Label.escaped(text))“ ist kein Tag. Beispiel: 2026-11-25").exit() }
        return day
    }
}
