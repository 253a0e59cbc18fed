import ArgumentParser
import Foundation
import Store

/// The command line: it composes the modules and holds no logic of its own.
@main
struct Eingang: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eingang",
        abstract: "Macht aus geprüften Nachrichten an Behörden strukturierte Anträge.",
        discussion: "Beginnen Sie mit: eingang process SampleForms",
        subcommands: [
            ProcessCommand.self, ReadCommand.self, VerifyCommand.self, IngestCommand.self, CasesCommand.self, ShowCommand.self,
            SchemaCommand.self,
            EvalCommand.self, DeadlineCommand.self, HelpCommand.self,
        ]
    )

    /// Exit codes: 0 fine, 1 judged and found wanting, 2 usage, 3 configuration, 70 internal.
    static func main() async {
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
            let output = code.isSuccess ? FileHandle.standardOutput : FileHandle.standardError
            if !text.isEmpty { output.write(Data((text + "\n").utf8)) }
            Foundation.exit(isUsage ? 2 : code.rawValue)
        }
    }
}

/// An error with its exit code and a sentence.
struct Failure: Error, CustomStringConvertible {
    var code: Int32
    var description: String

    static func usage(_ text: String) -> Failure { Failure(code: 2, description: text) }
    static func configuration(_ text: String) -> Failure { Failure(code: 3, description: text) }

    /// Says the sentence and ends the program.
    func exit() -> Never {
        FileHandle.standardError.write(Data(("eingang: " + description + "\n").utf8))
        Foundation.exit(code)
    }
}
