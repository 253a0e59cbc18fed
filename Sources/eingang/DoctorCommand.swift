import ArgumentParser
import Deciding
import Definitions
import Foundation
import Intake
import Readers
import Store
import Vocabulary

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Prüft, ob diese Installation so arbeiten kann, wie sie soll.",
        discussion: "Ende 0: alles in Ordnung; 1: etwas braucht Aufmerksamkeit, es steht mit „Achtung“ da."
    )

    @OptionGroup var options: Options
    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        let setups = options.office == nil ? options.wholeInstallation().setups : [options.installation()]
        var isWell = true
        func tell(_ what: String, _ faults: [String]) {
            if faults.isEmpty { print("in Ordnung  \(what)") }
            for fault in faults { print("Achtung     \(what): \(Label.withoutControls(fault))") }
            isWell = isWell && faults.isEmpty
        }
        for setup in setups {
            let office = setups.count == 1 ? "" : " (\(setup.branch.office.id))"
            try await look(at: setup) { tell($0 + office, $1) }
        }
        if let setup = setups.first { tell("Speicher", try await storeFaults(setup)) }
        tell("Quellen und Ausgang", try await serviceFaults())
        if !isWell { throw ExitCode(1) }
    }

    /// Looks at what is an office's own: its readers with what they load, and its keys.
    private func look(at setup: Setup, _ tell: (String, [String]) -> Void) async throws {
        let pool = setup.pool()
        let equipment = try await pool.equipment()
        tell("Leseprozess", [equipment.failure].compactMap(\.self))
        let catalogue = equipment.catalogue
        let isEmpty = (catalogue?.records.isEmpty ?? true) || (catalogue?.forms.isEmpty ?? true)
        tell("Definitionen", isEmpty ? ["Es wurden keine Datensätze und Formulare gefunden."] : catalogue?.faults.map(\.description) ?? [])
        tell("Vertrauensverzeichnis", equipment.trustFaults)
        tell("Einschluss des Leseprozesses", [equipment.confinement.gap].compactMap(\.self))
        tell("Ausbruchsversuche", try await attempts(pool))
        let lack =
            "Das Programm „eingang-keys“ antwortet nicht; verschlüsselte Nachrichten bleiben verschlossen. Liegt es neben dem Programm?"
        tell("Schlüssel der Behörde", await pool.keysAnswer ? [] : [lack])
        await pool.shutDown()
    }

    /// What a reader could still do, tried on a file made for it.
    private func attempts(_ pool: ReaderPool) async throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("eingang-\(UUID().uuidString)")
        try Data("geheim".utf8).write(to: file)
        // Where the attempt to remove it succeeded there is nothing left to remove.
        defer { try? FileManager.default.removeItem(at: file) }
        guard let acts = try await pool.escapes(file: file.path) else { return ["Der Leseprozess antwortet nicht."] }
        return acts.isEmpty ? [] : ["Der Leseprozess konnte, was er nicht können soll: \(acts.joined(separator: ", "))."]
    }

    /// What holds up messages and letters, as far as the store shows it.
    private func serviceFaults() async throws -> [String] {
        let (installation, _) = options.wholeInstallation()
        var faults: [String] = []
        if !installation.sources.isEmpty, installation.mail == nil {
            faults.append("Es ist kein Server eingerichtet, der Schreiben hinausgibt („outgoing“).")
        }
        for branch in installation.branches where !installation.sources.isEmpty && branch.handover == nil {
            faults.append("„\(branch.office.name)“ hat kein Ziel für die Übergabe („handover“); vollständige Datensätze bleiben liegen.")
        }
        guard FileManager.default.fileExists(atPath: storeOptions.store) else { return faults }
        let archive = storeOptions.open(existing: true)
        let now = Instant(Date())
        let backlog = try await archive.rows.backlog(office: nil)
        if archive.freeBytes < Self.leastSpace { faults.append("Auf dem Datenträger ist weniger als 1 GB frei.") }
        if let oldest = backlog.oldest, now.seconds - oldest.seconds > 300 {
            faults.append("\(backlog.submissions) Einsendungen warten, die älteste seit dem \(oldest.german). Läuft der Dienst?")
        }
        if let oldest = backlog.oldest, oldest > now { faults.append("Eine Einsendung liegt in der Zukunft. Bitte prüfen Sie die Uhr.") }
        if backlog.dead > 0 { faults.append("\(backlog.dead) Schreiben oder Datensätze konnten nicht zugestellt werden: eingang replies") }
        for source in installation.sources where try await archive.rows.source(source.name).isPaused {
            faults.append("Die Quelle „\(source.name)“ ist angehalten.")
        }
        return faults
    }

    private static let leastSpace = 1 << 30

    private func storeFaults(_ setup: Setup) async throws -> [String] {
        guard FileManager.default.fileExists(atPath: storeOptions.store) else { return [] }
        let archive = storeOptions.open(existing: true)
        let unknown = try await archive.rows.offices().subtracting(setup.offices).sorted()
        return unknown.isEmpty
            ? []
            : [
                "Unter „\(storeOptions.store)“ liegen Vorgänge von Behörden, die es in der Konfiguration nicht gibt: \(unknown.joined(separator: ", "))."
            ]
    }
}
