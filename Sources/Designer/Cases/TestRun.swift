internal import Deciding
internal import Definitions
internal import FEEL
internal import Foundation
public import Intake
internal import Readers
internal import Vocabulary

/// Tries cases with the pipeline that the service runs.
public struct TestRun: Sendable {
    let pipeline: Pipeline
    /// The directory of the definitions.
    let root: String
    /// How many cases are tried side by side.
    let width: Int
    /// Nothing in a case depends on the present; where it would, it is this.
    private static let now = Instant(seconds: 1_791_900_000)

    /// Makes a run.
    ///
    /// - Parameters:
    ///   - pipeline: reads and decides.
    ///   - root: the directory of the definitions.
    ///   - width: how many cases are tried side by side.
    public init(_ pipeline: Pipeline, root: String, width: Int) { (self.pipeline, self.root, self.width) = (pipeline, root, width) }

    /// Tries cases.
    ///
    /// - Parameter cases: the cases.
    /// - Returns: the results in the order of the cases.
    public func results(of cases: [TestCase]) async -> [TestResult] {
        await inOrder(cases) { await result(of: $0) }
    }

    /// Works on several at once and gives the results in order.
    func inOrder<Item: Sendable, Result: Sendable>(
        _ items: [Item],
        _ work: @escaping @Sendable (Item) async -> Result
    ) async -> [Result] {
        var results: [Result?] = Array(repeating: nil, count: items.count)
        await withTaskGroup(of: (Int, Result).self) { group in
            var next = 0
            func start() {
                guard next < items.count else { return }
                let (index, item) = (next, items[next])
                next += 1
                group.addTask { (index, await work(item)) }
            }
            for _ in 0..<width { start() }
            while let (index, result) = await group.next() {
                results[index] = result
                start()
            }
        }
        return results.compactMap(\.self)
    }

    /// Tries one case and compares what comes of it.
    private func result(of testCase: TestCase) async -> TestResult {
        switch await decision(on: testCase.input, testCase) {
        case .failure(let broken): return TestResult(testCase: testCase, failure: .broken(broken.reason))
        case .success(let decision): return judged(testCase, decision)
        }
    }

    private func judged(_ testCase: TestCase, _ decision: Decision) -> TestResult {
        let text = ResultText(decision, pipeline.catalogue).text
        var result = TestResult(testCase: testCase, text: text)
        (result.readings, result.findings) = (decision.readings, ResultText.all(decision))
        (result.record, result.form) = (decision.record?.type, decision.record?.form)
        result.letters = decision.letters.map(\.kind)
        let withdraws = decision.record.flatMap { pipeline.catalogue.form($0.form) }?.withdraws ?? false
        result.failure = Comparison(testCase.expectation, text, decision, withdraws: withdraws).failure
        return result
    }

    /// Why a case cannot be tried.
    struct Broken: Error {
        var reason: String
    }

    /// What the pipeline decides about an input.
    func decision(on input: TestCase.Input, _ testCase: TestCase) async -> Result<Decision, Broken> {
        do throws(ReaderPool.Failure) {
            switch input {
            case .given(let record, let values): return given(values, of: record, testCase)
            case .file(let path):
                let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
                guard size <= pipeline.mostBytes else {
                    return .failure(Broken(reason: "Die Datei „\(path)“ ist größer als \(pipeline.mostBytes >> 20) MB."))
                }
                guard let data = FileManager.default.contents(atPath: path) else {
                    return .failure(Broken(reason: "Die Datei „\(path)“ gibt es nicht oder sie kann nicht gelesen werden."))
                }
                let name = (path as NSString).lastPathComponent
                return .success(try await decision(on: Array(data), name, testCase))
            case .content(let name, let bytes): return .success(try await decision(on: bytes, name, testCase))
            case .mail(let mail):
                guard let bytes = MailText(mail).bytes else { return .failure(Broken(reason: "Eine Datei unter „attached“ fehlt.")) }
                return .success(try await decision(on: bytes, "\(testCase.name).eml", testCase))
            case .fields(let form, let values): return try await decision(onFields: values, of: form, testCase)
            }
        } catch {
            return .failure(Broken(reason: error.description))
        }
    }

    func decision(on bytes: [UInt8], _ source: String, _ testCase: TestCase) async throws(ReaderPool.Failure) -> Decision {
        try await pipeline.process(Submission(source: source, bytes: bytes, receivedAt: testCase.receivedAt), now: Self.now).decision
    }

    /// The blank PDF of a form; no bytes where it has none, nil where there is no such form.
    func blank(of form: String) -> [UInt8]? {
        guard let form = pipeline.catalogue.form(form) else { return nil }
        return form.template.flatMap { FileManager.default.contents(atPath: "\(root)/\($0)") }.map(Array.init) ?? []
    }

    private func decision(
        onFields values: [String: String],
        of form: String,
        _ testCase: TestCase
    ) async throws(ReaderPool.Failure) -> Result<Decision, Broken> {
        guard let blank = blank(of: form) else {
            let help = Suggestion.question(for: form, pipeline.catalogue.forms.map(\.id))
            return .failure(Broken(reason: "Das Formular „\(form)“ gibt es nicht.\(help)"))
        }
        guard let filled = try await pipeline.fill(blank, values) else {
            return .failure(Broken(reason: "Das leere Formular von „\(form)“ kann nicht ausgefüllt werden."))
        }
        guard filled.unknown.isEmpty else {
            let names = filled.unknown.map { "„\($0)“" }.joined(separator: ", ")
            return .failure(Broken(reason: "Diese Felder hat das leere Formular nicht: \(names)."))
        }
        if let impossible = filled.impossible.first { return .failure(Broken(reason: impossible)) }
        return .success(try await decision(on: filled.bytes, "\(form).pdf", testCase))
    }

    /// Decides over values as if a form had said them.
    private func given(_ values: [String: [String]], of record: String, _ testCase: TestCase) -> Result<Decision, Broken> {
        guard let type = pipeline.catalogue.records[record] else {
            return .failure(Broken(reason: "Den Datensatz „\(record)“ gibt es nicht."))
        }
        var readings: [FieldReading] = []
        for (path, texts) in values.sorted(by: { $0.key < $1.key }) {
            guard let field = type.field(at: FieldPath.generic(path)), !field.isContainer else {
                let help = Suggestion.question(for: path, type.leaves.map(\.path))
                return .failure(Broken(reason: "Das Feld „\(path)“ gibt es im Datensatz „\(record)“ nicht.\(help)"))
            }
            let read = texts.compactMap { Self.value($0, of: field) }
            guard read.count == texts.count, let first = read.first else {
                return .failure(
                    Broken(reason: "„\(path)“ hat keinen Wert, wie ihn der Datensatz schreibt: \(texts.joined(separator: ", ")).")
                )
            }
            readings.append(FieldReading(path: path, state: .read, value: field.isMany ? .list(read) : first))
        }
        let digest = Digest(of: testCase.name.utf8)
        var received = Received(source: testCase.name, digest: digest, receivedAt: testCase.receivedAt ?? Self.now)
        received.mapping = MappedForm(form: "test", record: record, document: digest, readings: readings, findings: [])
        return .success(pipeline.catalogue.decide(received, known: nil, office: pipeline.office))
    }

    /// A value as records write it: ISO dates, numbers with a point, keys of codes.
    private static func value(_ text: String, of field: Field) -> Value? {
        switch field.kind {
        case .boolean: ["true": true, "false": false][text].map(Value.boolean)
        case .integer, .decimal, .money, .member: Decimal(string: text).map(Value.number)
        case .date: CalendarDate(iso: text).map(Value.date)
        case .month: CalendarDate(iso: text + "-01").flatMap { YearMonth(year: $0.year, month: $0.month) }.map(Value.month)
        case .time: Instant(iso: text).map(Value.time)
        default: .text(text)
        }
    }
}

/// Compares what came of a case with what was expected.
private struct Comparison {
    let failure: TestResult.Failure?

    init(_ expectation: TestCase.Expectation, _ text: String, _ decision: Decision, withdraws: Bool) {
        switch expectation {
        case .whole(let file):
            guard let expected = try? String(contentsOfFile: file, encoding: .utf8) else {
                failure = .unexpected
                return
            }
            // Editors on other systems end lines otherwise.
            let plain = expected.replacing("\r\n", with: "\n")
            failure = plain == text ? nil : .differs(TextDifference.between(plain, text))
        case .rule(let name, let fires):
            let asked: [FindingKind] = [.fieldMissing, .fieldWanted, .evidenceMissing]
            let isFound = decision.assessment.findings.contains { finding in
                finding.check == name || (finding.path == name && asked.contains(where: finding.isA))
            }
            let wanted = fires ? "gefragt oder gemeldet" : "weder gefragt noch gemeldet"
            failure = isFound == fires ? nil : .differs("- „\(name)“ wird \(wanted)")
        case .reading(let form, let values):
            var lines: [String] = []
            if decision.record?.form != form { lines += ["- form: \(form ?? "none")", "+ form: \(decision.record?.form ?? "none")"] }
            for (path, wanted) in values.sorted(by: { $0.key < $1.key }) {
                let value = decision.readings.first { $0.path == path }?.value
                if !Self.isSame(value, wanted) {
                    lines += ["- \(path): \(wanted)", "+ \(path): \(value.map { "\($0.json)" } ?? "nichts")"]
                }
            }
            // Whoever asks, tells or takes something back gets no letter from a machine.
            if form == nil || withdraws, let letter = decision.letters.first { lines.append("+ ein Schreiben: \(letter.subject)") }
            failure = lines.isEmpty ? nil : .differs(lines.joined(separator: "\n"))
        }
    }

    /// Numbers of files and accounts are written with spaces or without.
    private static func isSame(_ value: Value?, _ wanted: String) -> Bool {
        guard let value else { return false }
        let text = if case .string(let text) = value.json { text } else { value.json.description }
        func plain(_ text: String) -> String { text.filter { $0 != " " && $0 != "\"" } }
        return plain(text) == plain(wanted) || Double(text).map { $0 == Double(wanted) } ?? false
    }
}

/// A mail as it arrives: text in UTF-8, header too (RFC 6532).
private struct MailText {
    /// The bytes; nil when a file that goes with it cannot be read.
    let bytes: [UInt8]?

    init(_ mail: TestCase.Mail) { bytes = Self.bytes(mail) }

    private static func bytes(_ mail: TestCase.Mail) -> [UInt8]? {
        let head = ["From: \(mail.from)", "To: wohngeld@stadt-beispiel.example", "Subject: \(mail.subject)", "MIME-Version: 1.0"]
        let text = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", mail.text]
        guard !mail.attached.isEmpty else { return Array((head + text).joined(separator: "\n").utf8) }
        let mark = "=_eingang_testfall"
        var lines = head + ["Content-Type: multipart/mixed; boundary=\"\(mark)\"", "", "--\(mark)"] + text
        for path in mail.attached {
            guard let data = FileManager.default.contents(atPath: path) else { return nil }
            let name = (path as NSString).lastPathComponent
            lines += [
                "--\(mark)", "Content-Type: application/octet-stream; name=\"\(name)\"", "Content-Transfer-Encoding: base64",
                "Content-Disposition: attachment; filename=\"\(name)\"", "",
                data.base64EncodedString(options: .lineLength76Characters),
            ]
        }
        return Array((lines + ["--\(mark)--", ""]).joined(separator: "\n").utf8)
    }
}
