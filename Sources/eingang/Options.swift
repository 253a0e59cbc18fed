import ArgumentParser
import Deciding
import Definitions
import Foundation
import Intake
import Readers
import Store
import Vocabulary

/// What every verb that reads messages understands.
struct Options: ParsableArguments {
    @Option(help: ArgumentHelp("Verzeichnis der Definitionen.", valueName: "dir"))
    var schemas: String?

    @Option(help: ArgumentHelp("Konfiguration der Behörden (YAML).", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Die Behörde, wenn die Konfiguration mehrere hat.", valueName: "key"))
    var office: String?

    @Option(help: ArgumentHelp("Verzeichnis mit Vertrauensankern, Vertrauenslisten und Sperrlisten.", valueName: "dir"))
    var trust: String?

    @Option(help: ArgumentHelp("Verzeichnis mit den Schlüsseln der Behörde; sonst decryption in --trust.", valueName: "dir"))
    var keys: String?

    @Flag(help: "Fehlende Sperrlisten und OCSP-Auskünfte im Netz abrufen; ohne das bleibt alles ohne Netz.")
    var fetchRevocation = false

    /// The installation with the office this run is for; what is wrong with it ends the program with a sentence and an exit code.
    func installation() -> Setup {
        var profile = ReaderProfile(schemas: directory)
        (profile.trust, profile.keys) = (trust, keys)
        do {
            let installation = try Installation(file: config, profile: profile)
            var branch = try installation.branch(office)
            // What is said here counts more than what a file says.
            if let trust { branch.profile.trust = trust }
            if let keys { branch.profile.keys = keys }
            return Setup(installation, branch, fetches: fetchRevocation || installation.fetchesRevocation)
        } catch {
            Failure.configuration(error.description).exit()
        }
    }

    /// The installation with all its offices.
    func wholeInstallation() -> (installation: Installation, setups: [Setup]) {
        var profile = ReaderProfile(schemas: directory)
        (profile.trust, profile.keys) = (trust, keys)
        do {
            let installation = try Installation(file: config, profile: profile)
            let fetches = fetchRevocation || installation.fetchesRevocation
            return (installation, installation.branches.map { Setup(installation, $0, fetches: fetches) })
        } catch {
            Failure.configuration(error.description).exit()
        }
    }

    /// The definitions: as given, in the working directory, or beside the program.
    var directory: String {
        if let schemas { return schemas }
        let program = URL(fileURLWithPath: Setup.executable).deletingLastPathComponent().path
        let places = ["Schemas", "\(program)/../share/eingang/Schemas", "\(program)/../../../Schemas", "/usr/share/eingang/Schemas"]
        return places.first { FileManager.default.fileExists(atPath: $0) } ?? "Schemas"
    }
}

/// What a run works with: the office, its profile, the number of readers.
struct Setup {
    private(set) var branch: Installation.Branch
    /// The keys of all offices of the installation.
    let offices: Set<String>
    let readers: Int
    private let fetches: Bool

    init(_ installation: Installation, _ branch: Installation.Branch, fetches: Bool) {
        (self.branch, readers, self.fetches) = (branch, installation.readers, fetches)
        offices = Set(installation.branches.map(\.office.id))
    }

    /// The same with another trust directory, and the keys where they were.
    func trusting(_ directory: String?) -> Setup {
        var branch = branch
        let usual = branch.profile.trust.map { $0 + "/decryption" }
        branch.profile.keys = branch.profile.keys ?? usual.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
        branch.profile.trust = directory
        var setup = self
        setup.branch = branch
        return setup
    }

    func pool(_ trustLists: [UInt8] = [], readers: Int? = nil) -> ReaderPool {
        let command = ReaderCommand(executable: Self.reader, profile: branch.profile)
        return ReaderPool(command, count: readers ?? self.readers, trustLists: trustLists)
    }

    /// The process with its readers.
    ///
    /// - Parameters:
    ///   - trustLists: what an earlier reader read from the trust lists.
    ///   - keep: takes what is new of that.
    /// - Returns: the process.
    /// - Throws: what `keep` throws.
    func pipeline(trustLists: [UInt8] = [], keep: ([UInt8]) throws -> Void = { _ in }) async throws -> Pipeline {
        let pool = pool(trustLists)
        let equipment = await equipment(of: pool)
        let catalogue = equipment.catalogue
        if let new = Data(base64Encoded: equipment.trustLists), !new.isEmpty { try keep(Array(new)) }
        if !catalogue.faults.isEmpty {
            let places = catalogue.faults.map { "  \($0)" }.joined(separator: "\n")
            Failure.say("Fehlerhafte Definitionen wurden nicht geladen:\n\(places)")
        }
        if catalogue.records.isEmpty || catalogue.forms.isEmpty {
            let what = catalogue.faults.isEmpty ? "keine" : "keine fehlerfreien"
            Failure.configuration(
                "In „\(branch.profile.schemas)“ wurden \(what) Datensätze und Formulare gefunden. Geben Sie das Verzeichnis mit --schemas an."
            ).exit()
        }
        var pipeline = Pipeline(
            catalogue: catalogue,
            office: branch.office,
            pool: pool,
            mostBytes: branch.profile.limits.messageBytes,
            fetcher: fetches ? RevocationFetcher() : nil
        )
        pipeline.trustListsEnd = equipment.trustListsEnd
        return pipeline
    }

    /// The process with its readers, and the state of trust that they verify with, kept so that it can be repeated years later.
    ///
    /// - Throws: `StoreError` when the state cannot be kept.
    func pipeline(keepingTrustIn archive: Archive) async throws -> (pipeline: Pipeline, trust: Digest?) {
        let trust = try branch.profile.trust.map { trust throws(StoreError) in
            try archive.keepTrust(trust, entries: TrustDirectory.evidence)
        }
        let pipeline = try await trusting(trust?.path).pipeline(trustLists: trust.map { archive.trustLists(of: $0.state) } ?? []) {
            if let trust { try archive.keepTrustLists($0, of: trust.state) }
        }
        return (pipeline, trust?.state)
    }

    /// Ends the program where cases are kept of offices that the configuration does not have.
    func checkOffices(_ archive: Archive, _ store: String) async throws {
        let unknown = try await archive.rows.offices().subtracting(offices).sorted()
        guard !unknown.isEmpty else { return }
        Failure.configuration(
            "Unter „\(store)“ liegen Vorgänge von Behörden, die es in der Konfiguration nicht gibt: \(unknown.joined(separator: ", ")). "
                + "Bitte geben Sie einer Behörde diesen Schlüssel, sonst bleiben sie liegen."
        ).exit()
    }

    /// The definitions, as a reader loads them.
    func catalogue() async -> Catalogue { await catalogue(of: pool()) }

    /// The definitions, as a reader of a pool loads them.
    func catalogue(of pool: ReaderPool) async -> Catalogue { await equipment(of: pool).catalogue }

    private func equipment(of pool: ReaderPool) async -> (catalogue: Catalogue, trustLists: String, trustListsEnd: Instant?) {
        do {
            let equipment = try await pool.equipment()
            if let failure = equipment.failure { Failure.configuration(failure).exit() }
            let faults = equipment.trustFaults.map { "  \($0)" }.joined(separator: "\n")
            if !faults.isEmpty {
                let place = branch.profile.trust ?? ""
                Failure.say("Nicht verwendet wurde in „\(place)“:\n\(faults)")
            }
            if let gap = equipment.confinement.gap { Failure.say("Warnung: \(gap)") }
            guard let catalogue = equipment.catalogue else { Failure.configuration("Der Leseprozess antwortet nicht.").exit() }
            return (catalogue, equipment.trustLists, equipment.trustListsEnd)
        } catch {
            Failure(code: 70, description: "Der Leseprozess antwortet nicht.").exit()
        }
    }

    /// This program.
    static var executable: String {
        // Without /proc there is still the name it was called by.
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    /// The program that opens foreign bytes: beside this one, or where packages put what people do not call.
    static var reader: String {
        let program = URL(fileURLWithPath: executable).deletingLastPathComponent().path
        let places = ["\(program)/eingang-reader", "\(program)/../libexec/eingang/eingang-reader"]
        return places.first { FileManager.default.isExecutableFile(atPath: $0) } ?? places[0]
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

    func submissions(_ setup: Setup) -> SubmissionSource {
        guard !paths.isEmpty else {
            Failure.usage("Es wurde keine Nachricht angegeben. Beispiel: eingang process SampleForms").exit()
        }
        var time: Instant?
        if let at {
            time = Instant(iso: at)
            if time == nil { Failure.usage("„\(Label.escaped(at))“ ist kein Zeitpunkt. Beispiel: --at 2026-11-23T10:15:00+01:00").exit() }
        }
        do {
            return try SubmissionSource(paths: paths, receivedAt: time, most: setup.branch.profile.limits.messageBytes)
        } catch {
            Failure.usage(error.description).exit()
        }
    }
}
