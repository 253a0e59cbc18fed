import ArgumentParser
import Presentation
import Store
import Vocabulary

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Prüft, ob das Aufbewahrte noch ist, was es war.",
        subcommands: [Verify.self]
    )

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rechnet die Kette der Ereignisse und die Prüfsummen aller Originale nach.",
            discussion: """
                Genannt wird die erste Stelle, die nicht stimmt. Ein fehlendes oder beschädigtes Original wird ersetzt, wenn dieselbe \
                Nachricht noch einmal mit ingest kommt. Ende 0: alles stimmt; 1: etwas stimmt nicht.
                """
        )

        @OptionGroup var storeOptions: StoreOptions
        @Flag(help: "Ein JSON-Objekt.") var json = false

        func run() async throws {
            let audit = try await storeOptions.open(existing: true).audit()
            if json {
                let members: [(String, JSON)] = [
                    ("holds", .boolean(audit.fault == nil)), ("fault", .optional(audit.fault)), ("originals", .integer(audit.originals)),
                    ("trustStates", .integer(audit.trustStates)),
                ]
                print(JSON.object(members).description)
            } else if let fault = audit.fault {
                print("Stimmt nicht: \(fault)")
            } else {
                print(
                    "Alles stimmt: die Ereignisse, \(audit.originals) Originale und \(audit.trustStates == 1 ? "1 Stand" : "\(audit.trustStates) Stände") der Prüfdaten."
                )
            }
            if audit.fault != nil { throw ExitCode(1) }
        }
    }
}
