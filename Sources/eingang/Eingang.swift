import ArgumentParser
import Foundation
import Glibc
import Store
import Vocabulary

/// The command line: it composes the modules and holds no logic of its own.
@main
struct Eingang: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eingang",
        abstract: "Macht aus geprüften Nachrichten an Behörden strukturierte Anträge.",
        discussion: "Beginnen Sie mit: eingang process SampleForms",
        subcommands: [
            ProcessCommand.self, ReadCommand.self, VerifyCommand.self, IngestCommand.self, CasesCommand.self, ShowCommand.self,
            RetryCommand.self, ServeCommand.self, SourcesCommand.self, RepliesCommand.self, PeopleCommand.self, HandoverCommand.self,
            AntedateCommand.self,
            ExportCommand.self, TraceCommand.self, ReplayCommand.self, ReportCommand.self, MigrateCommand.self, BackupCommand.self,
            AuditCommand.self, DoctorCommand.self, SchemaCommand.self, TestCommand.self, ExplainCommand.self, EvalCommand.self,
            DeadlineCommand.self,
            HelpCommand.self,
        ]
    )

    /// Exit codes: 0 fine, 1 judged and found wanting, 2 usage, 3 configuration, 70 internal.
    static func main() async {
        // Where the system refuses to hand them over not even the program's name is there; help would look like success.
        guard !CommandLine.arguments.isEmpty else {
            Failure(code: 70, description: "Das System gibt die Angaben der Kommandozeile nicht her. Bitte starten Sie noch einmal.").exit()
        }
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as StoreError {
            Failure(code: 70, description: error.description).exit()
        } catch {
            let code = exitCode(for: error)
            let isUsage = code == .validationFailure
            let text = fullMessage(for: error)
            if !text.isEmpty { Failure.write(text + "\n", to: code.isSuccess ? STDOUT_FILENO : STDERR_FILENO) }
            Foundation.exit(isUsage ? 2 : code.rawValue)
        }
    }
}

/// An error with its exit code and a sentence.
struct Failure: Error, CustomStringConvertible {
    var code: Int32
    var description: String

    static func usage(_ text: String) -> Failure { Failure(code: 2, description: text) }
    static func noCase(_ number: String) -> Failure {
        usage("Einen Vorgang „\(Label.escaped(number))“ gibt es nicht. Alle zeigt: eingang cases")
    }
    static func configuration(_ text: String) -> Failure { Failure(code: 3, description: text) }

    /// Says the sentence and ends the program.
    func exit() -> Never {
        Self.say(description)
        Foundation.exit(code)
    }

    /// Says a sentence to whoever started the program.
    static func say(_ text: String) {
        write("eingang: " + Label.withoutControls(text, keeping: "\n") + "\n", to: STDERR_FILENO)
    }

    /// Writes to a terminal or a file; FileHandle would end the program where that is full or gone.
    static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count <= 0, errno != EINTR { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}
