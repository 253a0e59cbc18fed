import ArgumentParser
import Foundation
import Glibc
import Store
import Vocabulary

/// Who may use the desk.
struct PeopleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people",
        abstract: "Zeigt, wer am Arbeitsplatz arbeiten darf; legt Konten an und löscht sie.",
        subcommands: [List.self, Add.self, Password.self, Remove.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Zeigt alle Konten.")
        @OptionGroup var storeOptions: StoreOptions

        func run() async throws {
            let accounts = try await storeOptions.open(existing: true).people.accounts()
            if accounts.isEmpty { return print("Es gibt noch kein Konto. Das erste: eingang people add NAME --role administrator") }
            for account in accounts {
                let offices = account.offices.isEmpty ? "alle Behörden" : account.offices.sorted().joined(separator: ", ")
                let locked = account.lockedUntil.map { $0 > Instant(Date()) ? "  gesperrt bis \($0.german)" : "" } ?? ""
                print("\(account.name)  \(account.role.german)  \(offices)\(locked)")
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Legt ein Konto an.",
            discussion: "Das Kennwort wird gefragt; von einem Programm kommt es auf der Standardeingabe, in einer Zeile."
        )
        @Argument(help: ArgumentHelp("Der Name zum Anmelden; er steht im Protokoll.", valueName: "name")) var name: String
        @Option(
            help: ArgumentHelp("clerk (Sachbearbeitung), designer (Formulare), administrator oder auditor (Revision).", valueName: "role"),
            transform: { text in
                guard let role = Account.Role(rawValue: text) else {
                    throw ValidationError("Eine Rolle ist \(Account.Role.allCases.map(\.rawValue).joined(separator: ", ")).")
                }
                return role
            }
        )
        var role = Account.Role.clerk
        @Option(help: ArgumentHelp("Der Schlüssel einer Behörde; ohne Angabe alle. Mehrere mit mehreren --office.", valueName: "key"))
        var office: [String] = []
        @OptionGroup var storeOptions: StoreOptions

        func run() async throws {
            let name = name.precomposedStringWithCanonicalMapping
            guard Account.isName(name) else {
                Failure.usage("Ein Name hat 1 bis 64 Zeichen und keine Leerzeichen am Rand.").exit()
            }
            guard office.allSatisfy({ !$0.isEmpty && !$0.contains(",") }) else { Failure.usage("So heißt keine Behörde.").exit() }
            let people = storeOptions.open().people
            guard try await people.account(name) == nil else {
                Failure.usage("Das Konto „\(name)“ gibt es schon. Ein neues Kennwort: eingang people password").exit()
            }
            let account = Account(name: name, role: role, offices: Set(office), password: PeopleCommand.password())
            try await people.keep(account, by: NSUserName(), at: Instant(Date()))
            print("Das Konto „\(name)“ ist angelegt: \(role.german).")
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Setzt ein neues Kennwort und meldet überall ab.")
        @Argument(help: ArgumentHelp("Der Name des Kontos.", valueName: "name")) var name: String
        @OptionGroup var storeOptions: StoreOptions

        func run() async throws {
            let people = storeOptions.open(existing: true).people
            guard var account = try await people.account(name) else { Failure.usage("Das Konto „\(name)“ gibt es nicht.").exit() }
            (account.password, account.failures, account.lockedUntil) = (PeopleCommand.password(), 0, nil)
            try await people.keep(account, by: NSUserName(), at: Instant(Date()))
            print("Das Kennwort von „\(name)“ ist geändert.")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Löscht ein Konto; was die Person getan hat, bleibt im Protokoll.")
        @Argument(help: ArgumentHelp("Der Name des Kontos.", valueName: "name")) var name: String
        @OptionGroup var storeOptions: StoreOptions

        func run() async throws {
            let people = storeOptions.open(existing: true).people
            guard try await people.remove(account: name, by: NSUserName(), at: Instant(Date())) else {
                Failure.usage("Das Konto „\(name)“ gibt es nicht.").exit()
            }
            print("Das Konto „\(name)“ ist gelöscht.")
        }
    }

    /// A password from the terminal, without showing it, or from another program.
    private static func password() -> PasswordVerifier {
        let text: String?
        if isatty(STDIN_FILENO) == 1 {
            text = unsafe getpass("Kennwort: ").map { unsafe String(cString: $0) }
        } else {
            text = readLine()
        }
        guard let text, text.count >= Account.leastCharacters, let verifier = PasswordVerifier(of: text) else {
            Failure.usage("Ein Kennwort hat mindestens \(Account.leastCharacters) Zeichen, am besten mehrere Wörter.").exit()
        }
        return verifier
    }
}
