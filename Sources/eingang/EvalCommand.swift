import ArgumentParser
import FEEL
import Definitions
import Foundation
import Vocabulary

struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Rechnet einen FEEL-Ausdruck aus, wie ihn Bedingungen und Prüfungen verwenden.",
        discussion: """
            Beispiel: eingang eval 'date("2026-04-30") + duration("P4D")'
            Mit --test wird jede Zeile einer Datei ausgerechnet und muss true ergeben; eingerückte Zeilen setzen die vorige fort, # leitet Bemerkungen ein.
            """
    )

    // An expression may begin with a minus.
    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Der Ausdruck.", valueName: "expr")) var words: [String] = []
    @Option(help: ArgumentHelp("JSON-Datei mit den Werten, die der Ausdruck verwendet.", valueName: "file")) var context: String?
    @Option(help: ArgumentHelp("Zeitpunkt für now() und today(), etwa 2026-11-23T10:15:00+01:00.", valueName: "time")) var at: String?
    @Option(help: ArgumentHelp("Datei mit Ausdrücken, die alle true ergeben müssen.", valueName: "file")) var test: String?
    @Flag(help: "Ein JSON-Objekt.") var json = false

    func run() throws {
        let scope = loadContext()
        if let test { return try runTests(test, scope) }
        let expression = words.joined(separator: " ")
        guard !expression.isEmpty else { Failure.usage("Es wurde kein Ausdruck angegeben. Beispiel: eingang eval '1 + 2'").exit() }
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

    /// Evaluates each expression of a file; told are those that do not hold.
    private func runTests(_ file: String, _ scope: FEELContext) throws {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            Failure.usage("Die Datei „\(file)“ kann nicht gelesen werden.").exit()
        }
        var expressions: [(line: Int, text: String)] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let plain = line.trimmingCharacters(in: .whitespaces)
            if plain.isEmpty || plain.hasPrefix("#") { continue }
            if line.first?.isWhitespace == true, !expressions.isEmpty {
                expressions[expressions.count - 1].text += "\n" + line
            } else {
                expressions.append((index + 1, String(line)))
            }
        }
        guard !expressions.isEmpty else { Failure.usage("In „\(Label.escaped(file))“ steht kein Ausdruck.").exit() }
        var failed = 0
        for (line, text) in expressions {
            guard let reason = reason(against: text, scope) else { continue }
            failed += 1
            print(Label.withoutControls("\(file):\(line): \(reason)\n  \(text)", keeping: "\n"))
        }
        print("\(expressions.count) Ausdrücke, " + (failed == 0 ? "alle in Ordnung." : "davon \(failed) nicht in Ordnung."))
        if failed > 0 { throw ExitCode(1) }
    }

    /// Why an expression does not hold; nil when it does.
    private func reason(against text: String, _ scope: FEELContext) -> String? {
        do throws(FEELError) {
            let parsed = try FEEL.Expression(text, names: Self.names(in: .context(scope)), functions: DomainFunctions.all)
            let outcome = parsed.outcome(in: [scope.members], now: now())
            if outcome.value == .boolean(true) { return nil }
            return "ergibt \(outcome.value.text)\(outcome.cause.map { ", weil: \($0.message)" } ?? "")"
        } catch {
            return error.description
        }
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
