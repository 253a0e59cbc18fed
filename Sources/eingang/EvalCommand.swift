import ArgumentParser
import FEEL
import Definitions
import Foundation
import Vocabulary

struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Rechnet einen FEEL-Ausdruck aus, wie ihn Bedingungen und Prüfungen verwenden.",
        discussion: "Beispiel: eingang eval 'date(\"2026-04-30\") + duration(\"P4D\")'"
    )

    // An expression may begin with a minus.
    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Der Ausdruck.", valueName: "expr")) var words: [String]
    @Option(help: ArgumentHelp("JSON-Datei mit den Werten, die der Ausdruck verwendet.", valueName: "file")) var context: String?
    @Option(help: ArgumentHelp("Zeitpunkt für now() und today(), etwa 2026-11-23T10:15:00+01:00.", valueName: "time")) var at: String?
    @Flag(help: "Ein JSON-Objekt.") var json = false

    func run() throws {
        let expression = words.joined(separator: " ")
        let scope = loadContext()
        var value = FEELValue.null
        var problem: FEELError?
        do throws(FEELError) {
            let parsed = try FEEL.Expression(expression, names: Self.names(in: .context(scope)), functions: DomainFunctions.all)
            let outcome = parsed.outcome(in: [scope.members], now: now())
            (value, problem) = (outcome.value, outcome.value == .null ? outcome.cause : nil)
        } catch {
            problem = error
        }
        if json {
            print(
                JSON.object([
                    ("value", value.json), ("type", .string(value.typeName)), ("string", .string(value.text)),
                    ("error", .optional(problem?.description)),
                ]).description
            )
        } else if let problem {
            Failure.say("\(problem)\n\(Self.caret(problem, in: expression))")
        } else {
            print(value.text)
        }
        if problem != nil { throw ExitCode(1) }
    }

    private func loadContext() -> FEELContext {
        guard let context else { return FEELContext() }
        guard let data = FileManager.default.contents(atPath: context) else {
            Failure.usage("Die Datei „\(context)“ kann nicht gelesen werden.").exit()
        }
        guard case .context(let members)? = try? FEELValue(json: data) else {
            Failure.usage("Die Datei „\(context)“ enthält kein JSON-Objekt. Beispiel: {\"miete\": {\"gesamt\": 512.5}}").exit()
        }
        return members
    }

    private func now() -> FEELDateTime {
        var instant = Instant(Date())
        if let at {
            guard let given = Instant(iso: at) else {
                Failure.usage("„\(at)“ ist kein Zeitpunkt. Beispiel: --at 2026-11-23T10:15:00+01:00").exit()
            }
            instant = given
        }
        return FEELDateTime(instant)
    }

    /// All names in a context, at whatever depth.
    private static func names(in value: FEELValue) -> [String] {
        switch value {
        case .context(let members): members.keys + members.keys.flatMap { names(in: members[$0] ?? .null) }
        case .list(let items): items.flatMap(names)
        default: []
        }
    }

    /// The line of the expression with a caret under the place.
    private static func caret(_ error: FEELError, in text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.indices.contains(error.line - 1) else { return text }
        return "  \(lines[error.line - 1])\n  " + String(repeating: " ", count: error.column - 1) + "^"
    }
}
