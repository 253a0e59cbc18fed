import ArgumentParser
import Forms
import Foundation
import Intake
import Trust
import Vocabulary

/// What every verb that reads messages understands.
struct Options: ParsableArguments {
    @Option(help: ArgumentHelp("Verzeichnis der Definitionen.", valueName: "dir"))
    var schemas: String?

    @Option(help: ArgumentHelp("Konfiguration der Behörde (YAML).", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Verzeichnis mit Vertrauensankern, Vertrauenslisten und Sperrlisten.", valueName: "dir"))
    var trust: String?

    @Option(help: ArgumentHelp("Verzeichnis mit den Schlüsseln der Behörde; sonst decryption in --trust.", valueName: "dir"))
    var keys: String?

    @Flag(help: "Fehlende Sperrlisten und OCSP-Auskünfte im Netz abrufen; ohne das bleibt alles ohne Netz.")
    var fetchRevocation = false

    /// These options with another trust directory, and the keys where they were.
    func trusting(_ directory: String?) -> Options {
        var options = self
        let usual = trust.map { $0 + "/decryption" }
        options.keys = keys ?? usual.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
        options.trust = directory
        return options
    }

    /// The process with its readers; what is wrong with files and settings ends the program with a sentence and an exit code.
    func pipeline() -> (pipeline: Pipeline, configuration: Configuration) {
        let configuration = loadConfiguration()
        let catalogue = loadCatalogue()
        if catalogue.records.isEmpty || catalogue.forms.isEmpty {
            Failure.configuration(
                "In „\(directory)“ wurden keine Datensätze und Formulare gefunden. Geben Sie das Verzeichnis mit --schemas an."
            ).exit()
        }
        if !catalogue.faults.isEmpty {
            let places = catalogue.faults.map { "  \($0)" }.joined(separator: "\n")
            FileHandle.standardError.write(Data("eingang: Fehlerhafte Definitionen wurden nicht geladen:\n\(places)\n".utf8))
        }
        var arguments = ["reader", "--schemas", directory]
        if let config { arguments += ["--config", config] }
        if let trust {
            let faults = loadTrust().faults.map { "  \($0)" }.joined(separator: "\n")
            if !faults.isEmpty { FileHandle.standardError.write(Data("eingang: Nicht verwendet wurde in „\(trust)“:\n\(faults)\n".utf8)) }
            arguments += ["--trust", trust]
        }
        if let keys { arguments += ["--keys", keys] }
        let command = ReaderCommand(executable: Self.executable, arguments: arguments)
        let pool = ReaderPool(command, count: configuration.readers, limits: configuration.limits)
        let fetcher = fetchRevocation || configuration.fetchesRevocation ? RevocationFetcher() : nil
        return (Pipeline(catalogue: catalogue, office: configuration.office, pool: pool, fetcher: fetcher), configuration)
    }

    func loadConfiguration() -> Configuration {
        guard let config else { return Configuration() }
        do {
            return try Configuration(file: config)
        } catch {
            Failure.configuration(error.description).exit()
        }
    }

    func loadTrust() -> TrustStore {
        do {
            return try TrustStore(directory: trust, keys: keys)
        } catch {
            Failure.configuration(error.description).exit()
        }
    }

    func loadCatalogue() -> Catalogue {
        do {
            return try Catalogue(directory: URL(fileURLWithPath: directory))
        } catch {
            Failure.configuration(error.description).exit()
        }
    }

    /// The definitions: as given, in the working directory, or beside the program.
    private var directory: String {
        if let schemas { return schemas }
        let program = URL(fileURLWithPath: Self.executable).deletingLastPathComponent().path
        let places = ["Schemas", "\(program)/../share/eingang/Schemas", "\(program)/../../../Schemas", "/usr/share/eingang/Schemas"]
        return places.first { FileManager.default.fileExists(atPath: $0) } ?? "Schemas"
    }

    /// This program, to start reader processes from.
    private static var executable: String {
        // Without /proc there is still the name it was called by.
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }
}

/// Where messages come from.
struct Sources: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Nachrichten (.eml, mbox, Maildir), PDF- oder XML-Dateien, Verzeichnisse; - liest die Standardeingabe.",
            valueName: "path"
        )
    )
    var paths: [String] = []

    @Option(help: ArgumentHelp("Zeitpunkt des Eingangs, etwa 2026-11-23T10:15:00+01:00.", valueName: "time"))
    var at: String?

    func submissions() -> SubmissionSource {
        guard !paths.isEmpty else {
            Failure.usage("Es wurde keine Nachricht angegeben. Beispiel: eingang process SampleForms").exit()
        }
        var time: Instant?
        if let at {
            time = Instant(iso: at)
            if time == nil { Failure.usage("„\(at)“ ist kein Zeitpunkt. Beispiel: --at 2026-11-23T10:15:00+01:00").exit() }
        }
        do {
            return try SubmissionSource(paths: paths, receivedAt: time)
        } catch {
            Failure.usage(error.description).exit()
        }
    }
}
