import ArgumentParser
import Definitions
import Designer
import Foundation
import Intake
import Vocabulary

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Probiert Definitionen an ihren Testfällen aus.",
        discussion: """
            Testfälle liegen im Ordner „cases“ neben dem Datensatz. Beispiele:
              eingang test Schemas
              eingang test Schemas/wohngeld --coverage --mutate
            Ende mit 0, wenn alles ist wie erwartet, sonst mit 1: auch bei Lücken (--coverage) und zu vielen unbemerkten Mutanten. 3: Definitionen laden nicht.
            """
    )

    /// How results are written.
    enum Format: String, ExpressibleByArgument, CaseIterable { case pretty, json, junit }

    @Argument(help: ArgumentHelp("Das Verzeichnis der Definitionen, oder der Ordner eines Datensatzes darin.", valueName: "dir"))
    var path: String?
    @OptionGroup var options: Options
    @Option(help: ArgumentHelp("Nur Testfälle, deren Name dies enthält.", valueName: "text")) var only: String?
    @Flag(help: "Zeigt, was sich geändert hat, fragt, und nimmt es als erwartetes Ergebnis auf.") var update = false
    @Flag(help: "Mit --update: nimmt alles auf, ohne zu fragen.") var yes = false
    @Flag(help: "Probiert bei jeder Änderung einer Datei noch einmal.") var watch = false
    @Flag(help: "Zeigt, welche Regeln, Bedingungen und Prüfungen kein Testfall zeigt.") var coverage = false
    @Option(help: ArgumentHelp("Schreibt die Abdeckung als Seite.", valueName: "file")) var coverageHTML: String?
    @Flag(help: "Leitet fehlerhafte Eingaben ab und zeigt, welche niemand bemerken würde.") var mutate = false
    @Option(help: ArgumentHelp("Mit --mutate: so viele von hundert müssen bemerkt werden.", valueName: "percent")) var least = 95
    @Option(help: ArgumentHelp("Ausgabe: pretty, json oder junit.", valueName: "format")) var format = Format.pretty

    func run() async throws {
        let place = place
        if watch { return try await keepWatching(place) }
        let isFine = try await once(place)
        if !isFine { throw ExitCode(1) }
    }

    /// The directory of the definitions, and the folder of one record in it.
    private var place: (root: String, folder: String?) {
        let given = path ?? options.directory
        let url = URL(fileURLWithPath: given).standardizedFileURL
        let isRecord = ["record.yaml", "record.yml"].contains { FileManager.default.fileExists(atPath: url.appending(path: $0).path) }
        guard isRecord else { return (given, nil) }
        let root = (given as NSString).deletingLastPathComponent
        return (root.isEmpty ? "." : root, url.lastPathComponent)
    }

    /// Loads definitions and case files, tells what is wrong with the files, and picks the cases that are wanted.
    private func loaded(
        _ place: (root: String, folder: String?)
    ) async throws -> (pipeline: Pipeline, run: TestRun, files: CaseFiles, wanted: [TestCase]) {
        var options = options
        options.schemas = place.root
        let setup = options.installation()
        let pipeline = try await setup.pipeline()
        let run = TestRun(pipeline, root: place.root, width: max(1, setup.readers))
        let files = CaseFiles(root: place.root, folder: place.folder)
        for fault in files.faults { print(Label.withoutControls(fault.long, keeping: "\n")) }
        return (pipeline, run, files, files.cases.filter { testCase in only.map(testCase.name.contains) ?? true })
    }

    /// Tries all cases once.
    private func once(_ place: (root: String, folder: String?)) async throws -> Bool {
        let (pipeline, run, files, wanted) = try await loaded(place)
        if let only, wanted.isEmpty, !files.cases.isEmpty {
            Failure.usage("Kein Testfall hat „\(Label.escaped(only))“ in seinem Namen.").exit()
        }
        guard !wanted.isEmpty || !files.faults.isEmpty else {
            let folder = place.folder.map { "\(place.root)/\($0)" } ?? "\(place.root)/<Datensatz>"
            Failure.usage("Es gibt keine Testfälle. Sie liegen in „\(folder)/cases“; wie man sie schreibt, steht in Designing-forms.md.")
                .exit()
        }
        var results = await run.results(of: wanted)
        if update { results = take(results) }
        var isFine = files.faults.isEmpty && results.allSatisfy { $0.failure == nil } && pipeline.catalogue.faults.isEmpty
        let report = TestReport(results)
        switch format {
        case .pretty: print(report.text)
        case .json: print(report.json.pretty)
        case .junit: print(report.junit, terminator: "")
        }
        let outcome = mutate ? await Mutation(run).outcome(of: results) : nil
        isFine = showCoverage(results, outcome, pipeline.catalogue, place.folder) && isFine
        if let outcome { isFine = show(outcome) && isFine }
        return isFine
    }

    private func showCoverage(
        _ results: [TestResult],
        _ outcome: Mutation.Outcome?,
        _ catalogue: Catalogue,
        _ folder: String?
    ) -> Bool {
        guard coverage || coverageHTML != nil else { return true }
        let record = folder.flatMap { folder in results.first { $0.testCase.folder == folder }?.record ?? folder }
        var coverage = Coverage(results, catalogue, record: record)
        coverage.note(outcome?.rejections ?? [])
        if let coverageHTML { OutputFile(coverageHTML).write(coverage.html) }
        if self.coverage, format == .pretty { print(coverage.text) }
        return coverage.isComplete
    }

    private func show(_ outcome: Mutation.Outcome) -> Bool {
        let isEnough = outcome.percent >= Double(least)
        guard format == .pretty else { return isEnough }
        let tenths = Int(outcome.percent * 10)
        if outcome.count == 0 {
            print("Mutanten: keine")
        } else {
            print("Mutanten: \(outcome.count - outcome.unnoticed.count) von \(outcome.count) bemerkt (\(tenths / 10),\(tenths % 10) %)")
        }
        for mutant in outcome.unnoticed { print("  unbemerkt: \(mutant.testCase.name): \(mutant.change)") }
        if !outcome.left.isEmpty {
            print("  ohne Mutanten (Nachrichten, gedruckte Seiten, XFA, JSON): \(outcome.left.joined(separator: ", "))")
        }
        return isEnough
    }

    /// Takes results as expected, after showing what changed and asking.
    private func take(_ results: [TestResult]) -> [TestResult] {
        var takesAll = yes
        return results.map { result in
            guard let failure = result.failure, let text = result.text, case .whole(let file) = result.testCase.expectation else {
                return result
            }
            guard result.isWhole else {
                print("\(Label.escaped(result.testCase.name)): nicht aufgenommen, weil nicht alles gelesen wurde.")
                return result
            }
            switch failure {
            case .broken: return result
            case .differs(let difference): print(Label.withoutControls("\(result.testCase.name)\n\(difference)", keeping: "\n"))
            case .unexpected: print(Label.withoutControls("\(result.testCase.name) (neu)\n\(text)", keeping: "\n"))
            }
            if !takesAll {
                print("Als erwartetes Ergebnis aufnehmen? [j]a, [n]ein, [a]lle: ", terminator: "")
                fflush(nil)
                let answer = readLine()?.lowercased() ?? "n"
                takesAll = answer.hasPrefix("a")
                guard takesAll || answer.hasPrefix("j") else { return result }
            }
            OutputFile(file).write(text)
            var taken = result
            taken.failure = nil
            return taken
        }
    }

    // MARK: Watching

    private func keepWatching(_ place: (root: String, folder: String?)) async throws {
        var watch = DefinitionWatch(root: place.root)
        var results = Dictionary(try await trial(place).map { ($0.testCase.name, $0) }) { $1 }
        print("\(TestReport(Array(results.values)).text)\nWartet auf Änderungen in „\(place.root)“. Ende mit Strg-C.")
        while !Task.isCancelled {
            fflush(nil)
            try await Task.sleep(for: .milliseconds(20))
            let changes = watch.changes()
            guard !changes.isEmpty else { continue }
            let start = ContinuousClock.now
            print("— \(changes.sorted().joined(separator: ", "))")
            for result in try await trial(place, after: changes, results, since: start) { results[result.testCase.name] = result }
        }
    }

    /// Tries what a change concerns: first, and told at once, what it concerns for sure, then the rest.
    private func trial(
        _ place: (root: String, folder: String?),
        after changes: Set<String>? = nil,
        _ known: [String: TestResult] = [:],
        since start: ContinuousClock.Instant = .now
    ) async throws -> [TestResult] {
        let (_, run, _, cases) = try await loaded(place)
        guard let changes else { return await run.results(of: cases) }
        let order = DefinitionWatch.order(changes, cases, known)
        let first = await run.results(of: order.first.isEmpty ? order.rest : order.first)
        print("\(TestReport(first).text) (\(Int((ContinuousClock.now - start) / .milliseconds(1))) ms)")
        guard !order.first.isEmpty, !order.rest.isEmpty else { return first }
        fflush(nil)
        let rest = await run.results(of: order.rest)
        print("Alle übrigen: \(TestReport(rest).text)")
        return first + rest
    }
}

/// A file that a command writes: whole, or not at all, and never in place of what is no file or is being read.
struct OutputFile {
    private let path: String

    init(_ path: String) { self.path = path }

    /// - Parameters:
    ///   - text: what is written.
    ///   - inputs: the files that it must not replace.
    func write(_ text: String, sparing inputs: [String] = []) {
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let kind = try? FileManager.default.attributesOfItem(atPath: place)[.type] as? FileAttributeType
        let isInput = inputs.contains { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path == place }
        guard kind == nil || kind == .typeRegular, !isInput else {
            let reason = isInput ? "sie wird gerade gelesen" : "dort liegt etwas, das keine Datei ist"
            Failure(code: 1, description: "Die Datei „\(Label.escaped(path))“ wird nicht geschrieben: \(reason).").exit()
        }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            Failure(code: 1, description: "Die Datei „\(Label.escaped(path))“ kann nicht geschrieben werden.").exit()
        }
    }
}
