internal import Definitions
internal import Deciding
internal import Foundation
internal import Intake
internal import Vocabulary

/// Inputs that something is wrong with, derived from good ones (Mutanten): whoever tests definitions wants to know which of them nobody would notice.
public struct Mutation: Sendable {
    /// A good input with one thing wrong.
    public struct Mutant: Sendable {
        /// The case it is derived from.
        public var testCase: TestCase
        /// What is wrong, in German.
        public var change: String
        var input: TestCase.Input
        /// What comes of the good input.
        var expected: String
    }

    /// What came of the mutants.
    public struct Outcome: Sendable {
        /// How many there were.
        public var count = 0
        /// Those with which the same came out as without.
        public var unnoticed: [Mutant] = []
        /// What converters refused of them: the record type and `file:line path` of the rule.
        public var rejections: [Rejection] = []
        /// The names of cases from which none can be derived: messages and printed pages.
        public var left: [String] = []

        /// How many of a hundred were noticed.
        public var percent: Double { count == 0 ? 100 : Double(count - unnoticed.count) * 100 / Double(count) }
    }

    /// A converter refused a value of a mutant.
    public struct Rejection: Hashable, Sendable {
        var record, place, path, testCase: String
    }

    private let run: TestRun

    /// Makes a mutation that tries its mutants with this run.
    public init(_ run: TestRun) { self.run = run }

    /// Derives mutants from all cases whose whole result is known, and tries them.
    ///
    /// - Parameter results: what came of the cases.
    /// - Returns: which were noticed.
    public func outcome(of results: [TestResult]) async -> Outcome {
        var outcome = Outcome()
        var mutants: [Mutant] = []
        for result in results where result.failure == nil {
            guard case .whole = result.testCase.expectation, let expected = result.text else { continue }
            let derived = await inputs(of: result)
            if derived.isEmpty { outcome.left.append(result.testCase.name) }
            mutants += derived.map { Mutant(testCase: result.testCase, change: $0.change, input: $0.input, expected: expected) }
        }
        let (run, catalogue) = (run, run.pipeline.catalogue)
        let tried = await run.inOrder(mutants) { mutant -> (isNoticed: Bool, rejections: [Rejection]) in
            guard case .success(let decision) = await run.decision(on: mutant.input, mutant.testCase) else { return (true, []) }
            return (ResultText(decision, catalogue).text != mutant.expected, Self.rejections(decision, mutant.testCase.name))
        }
        outcome.count = mutants.count
        outcome.unnoticed = zip(mutants, tried).filter { !$0.1.isNoticed }.map(\.0)
        outcome.rejections = Set(tried.flatMap(\.rejections)).sorted { ($0.place, $0.path, $0.testCase) < ($1.place, $1.path, $1.testCase) }
        return outcome
    }

    private static func rejections(_ decision: Decision, _ testCase: String) -> [Rejection] {
        guard let record = decision.record?.type else { return [] }
        return decision.readings.filter { $0.state == .invalid }.flatMap { reading in
            reading.provenance.map {
                Rejection(record: record, place: $0.rule, path: FieldPath.generic(reading.path), testCase: testCase)
            }
        }
    }

    private typealias Derived = (change: String, input: TestCase.Input)

    private func inputs(of result: TestResult) async -> [Derived] {
        switch result.testCase.input {
        case .fields(let form, let values):
            let kinds = await fields(of: form)
            return FieldMutants(values, kinds).all.map { ($0.change, .fields(form: form, values: $0.values)) }
        case .mail(let mail):
            return Self.texts(mail.text, result.readings).map { change, text in
                var mail = mail
                mail.text = text
                return (change, .mail(mail))
            }
        case .given(let record, let values):
            return values.keys.sorted().map { path in
                ("\(path) fehlt", .given(record: record, values: values.filter { $0.key != path }))
            }
        case .file(let path): return await documents(path)
        case .content: return []
        }
    }

    /// XML documents with something else in one of their elements; nothing of what is no XML.
    private func documents(_ path: String) async -> [Derived] {
        guard path.lowercased().hasSuffix(".xml"), let data = FileManager.default.contents(atPath: path),
            let root = try? await run.pipeline.tree(of: Array(data))
        else { return [] }
        let name = (path as NSString).lastPathComponent
        return DocumentMutants(root).all.map { ($0.change, .content(name: name, Array("\(XMLDocumentText($0.root))".utf8))) }
    }

    /// The fields of a form's blank PDF by name.
    private func fields(of form: String) async -> [String: FormField] {
        guard let blank = run.blank(of: form), !blank.isEmpty else { return [:] }
        let submission = Submission(source: form, bytes: blank)
        let reading = try? await run.pipeline.extract(submission, now: Instant(seconds: 0))
        return Dictionary((reading?.documents.flatMap(\.fields) ?? []).map { ($0.name, $0) }) { first, _ in first }
    }

    /// Texts in which a value that was read is gone or garbled; what nobody reads is not touched.
    private static func texts(_ text: String, _ readings: [FieldReading]) -> [(change: String, text: String)] {
        var seen: Set<String> = []
        return readings.flatMap { reading -> [(change: String, text: String)] in
            guard let raw = reading.provenance.first?.raw, raw.count > 1, raw.count * 2 < text.count, text.contains(raw),
                seen.insert(raw).inserted
            else { return [] }
            let isSame = String(raw.reversed()) == raw
            return [("\(reading.path): Angabe gestrichen", text.replacing(raw, with: ""))]
                + (isSame ? [] : [("\(reading.path): Angabe verdreht", text.replacing(raw, with: String(raw.reversed())))])
        }
    }
}

/// Forms in which one field is filled in another way.
private struct FieldMutants {
    private let values: [String: String]
    private let fields: [String: FormField]

    init(_ values: [String: String], _ fields: [String: FormField]) { (self.values, self.fields) = (values, fields) }

    var all: [(change: String, values: [String: String])] {
        let names = values.keys.filter { !(values[$0] ?? "").isEmpty }.sorted()
        return names.flatMap { name -> [(change: String, values: [String: String])] in
            var found = [("„\(name)“ geleert", with(name, ""))]
            switch kind(of: name) {
            case .checkbox: found += partners(of: name).map { ("„\(name)“ und „\($0.name)“ angekreuzt", with($0.name, $0.state)) }
            case .radio, .choice: found += other(name)
            default: found += texts(name) + swapped(name, among: names)
            }
            return found
        }
    }

    /// In a plain form what is ticked is a box.
    private func kind(of name: String) -> FormField.Kind { fields[name]?.kind ?? (values[name] == "true" ? .checkbox : .text) }

    private func with(_ name: String, _ value: String) -> [String: String] { values.merging([name: value]) { $1 } }

    private func texts(_ name: String) -> [(change: String, values: [String: String])] {
        let long = String(repeating: (values[name] ?? "") + " ", count: 10_001 / ((values[name] ?? "").count + 1) + 1)
        return [("„\(name)“ mit Unlesbarem", with(name, "?§#")), ("„\(name)“ läuft über", with(name, long))]
    }

    /// A value that stands in the next text field instead, as happens when somebody slips a line.
    private func swapped(_ name: String, among names: [String]) -> [(change: String, values: [String: String])] {
        let texts = names.filter { kind(of: $0) == .text }
        guard let index = texts.firstIndex(of: name), let next = texts[(index + 1)...].first(where: { values[$0] != values[name] }) else {
            return []
        }
        var changed = values
        (changed[name], changed[next]) = (values[next], values[name])
        return [("„\(name)“ und „\(next)“ vertauscht", changed)]
    }

    private func other(_ name: String) -> [(change: String, values: [String: String])] {
        guard let field = fields[name], let state = field.states.first(where: { $0 != values[name] }) else { return [] }
        return [("„\(name)“ mit „\(state)“", with(name, state))]
    }

    /// Boxes beside one that is ticked: `verwandt_nein` beside `verwandt_ja`.
    private func partners(of name: String) -> [(name: String, state: String)] {
        guard let cut = name.lastIndex(where: { "_.-".contains($0) }) else { return [] }
        return fields.values.filter { field in
            field.kind == .checkbox && field.name != name && field.name.hasPrefix(name[...cut]) && (values[field.name] ?? "").isEmpty
                && !field.name.dropFirst(name[...cut].count).contains { "_.-".contains($0) }
        }
        .sorted { $0.name < $1.name }.compactMap { field in field.states.first.map { (field.name, $0) } }
    }
}
