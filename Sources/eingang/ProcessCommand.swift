import ArgumentParser
import Definitions
import Foundation
import Intake
import Presentation
import Vocabulary

struct ProcessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "process",
        abstract: "Liest Nachrichten und entscheidet, ohne etwas zu speichern."
    )

    @OptionGroup var arguments: ReadingArguments

    func run() async throws {
        let json = arguments.json
        try await arguments.printEach { pipeline, submission, now in
            let (decision, reading) = try await pipeline.process(submission, now: now)
            return (json ? decision.json.description : pipeline.catalogue.plain(decision) + "\n", reading.timings)
        }
    }
}

struct ReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Zeigt, was in Nachrichten und Dokumenten steht, bevor ein Formular erkannt wird."
    )

    @OptionGroup var arguments: ReadingArguments

    func run() async throws {
        let json = arguments.json
        try await arguments.printEach { pipeline, submission, now in
            let reading = try await pipeline.extract(submission, now: now)
            let source = submission.source
            return (json ? reading.json(source: source).description : reading.plain(source: source) + "\n", reading.timings)
        }
    }
}

/// What `process` and `read` have in common: they read submissions and print one text for each, in order.
struct ReadingArguments: ParsableArguments {
    @OptionGroup var sources: Sources
    @OptionGroup var options: Options
    @Flag(help: "Ein JSON-Objekt je Nachricht, jedes in einer Zeile.") var json = false
    @Flag(help: "Zeigt die Rechenzeit je Schritt.") var timing = false

    func printEach(
        _ work: @escaping @Sendable (Pipeline, Submission, Instant) async throws -> (text: String, timings: [String: Int])
    ) async throws {
        let setup = options.installation()
        let submissions = sources.submissions(setup)
        let pipeline = try await setup.pipeline()
        let now = Instant(Date())
        var statistics = TimingTable()
        let isWhole = try await inOrder(submissions, width: setup.readers) { submission in
            try await work(pipeline, submission, now)
        } each: { result in
            print(result.text)
            statistics.add(result.timings)
        }
        if timing { Failure.write(statistics.description, to: STDERR_FILENO) }
        if !isWhole { throw ExitCode(1) }
        // What a faulty definition would have recognised was not.
        if !pipeline.catalogue.faults.isEmpty { throw ExitCode(3) }
    }
}

/// Works on several submissions at once and hands over the results in the order of the submissions; says what could not be read.
///
/// - Returns: whether everything could be read.
func inOrder<Output: Sendable>(
    _ submissions: some Sequence<SubmissionSource.Element>,
    width: Int,
    work: @escaping @Sendable (Submission) async throws -> Output,
    each: (Output) -> Void
) async throws -> Bool {
    var submissions = submissions.makeIterator()
    return try await withThrowingTaskGroup(of: (Int, Result<Output, SourceError>).self) { group in
        var (started, due, isWhole) = (0, 0, true)
        var ready: [Int: Result<Output, SourceError>] = [:]
        while true {
            while started - due < width * 4, let submission = submissions.next() {
                let number = started
                started += 1
                group.addTask {
                    switch submission {
                    case .success(let submission): (number, .success(try await work(submission)))
                    case .failure(let error): (number, .failure(error))
                    }
                }
            }
            guard let (number, result) = try await group.next() else { return isWhole }
            ready[number] = result
            while let next = ready.removeValue(forKey: due) {
                due += 1
                switch next {
                case .success(let output): each(output)
                case .failure(let error):
                    isWhole = false
                    Failure.say(error.description)
                }
            }
        }
    }
}

/// Processor time by stage over many messages; of deciding, which runs beside the readers, and of the way from receipt to the case
/// (`visible`), the time by the clock.
struct TimingTable: CustomStringConvertible {
    private var stages: [String: [Int]] = [:]

    mutating func add(_ timings: [String: Int], duration: Duration? = nil) {
        if let duration { stages["visible", default: []].append(Int(duration / .microseconds(1))) }
        for (stage, time) in timings { stages[stage, default: []].append(time) }
        stages["gesamt", default: []].append(timings.filter { $0.key != "decide" }.values.reduce(0, +))
    }

    var description: String {
        var text = "Rechenzeit im Leseprozess (ms)  Mittel     p50     p95\n"
        for stage in ["receive", "extract", "verify", "recognise", "map", "gesamt", "decide", "visible"] {
            guard let times = stages[stage]?.sorted(), !times.isEmpty else { continue }
            let mean = Self.milliseconds(times.reduce(0, +) / times.count)
            let p50 = Self.milliseconds(times[times.count / 2])
            let p95 = Self.milliseconds(times[min(times.count - 1, times.count * 95 / 100)])
            text += "  " + stage.padding(toLength: 28, withPad: " ", startingAt: 0) + mean + "  " + p50 + "  " + p95 + "\n"
        }
        return text
    }

    private static func milliseconds(_ microseconds: Int) -> String {
        let text = "\(microseconds / 1000).\(String(1000 + microseconds % 1000).dropFirst().prefix(2))"
        return String(repeating: " ", count: max(0, 6 - text.count)) + text
    }
}
