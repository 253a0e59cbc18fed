internal import Deciding
public import Definitions
internal import FEEL
internal import Vocabulary

/// What of the definitions some case has shown at work (Abdeckung).
public struct Coverage: Sendable {
    /// What is counted.
    public enum Kind: String, Sendable, CaseIterable {
        /// Places in forms that read a field.
        case rules = "Regeln"
        /// Values that a converter refused.
        case rejections = "Ablehnungen"
        /// Conditions that held, and that did not.
        case conditions = "Bedingungen"
        /// Checks that reported, and that passed.
        case checks = "Prüfungen"
        /// Entries of code lists.
        case codes = "Codes"
        /// Questions that a letter asks.
        case questions = "Fragen"
        /// Kinds of letters that were written.
        case letters = "Schreiben"
    }

    /// Something that a case shows or does not.
    public struct Item: Sendable {
        /// What it is.
        public var kind: Kind
        /// The record type it belongs to.
        public var record: String
        /// What people look for: `file:line path`, the name of a check, a code.
        public var name: String
        /// The names of cases that show it.
        public var cases: [String] = []
    }

    /// Everything that can be shown, in the order of the definitions.
    public private(set) var items: [Item] = []
    private var places: [String: Int] = [:]
    /// So many cases are named for each item.
    private static let mostNamed = 5

    /// What these results show of all definitions, or of those of one record.
    ///
    /// - Parameters:
    ///   - results: what came of the cases.
    ///   - catalogue: the definitions.
    ///   - record: the id of the record; nil for all.
    public init(_ results: [TestResult], _ catalogue: Catalogue, record: String? = nil) {
        let records = catalogue.records.values.filter { record == nil || $0.id == record }.sorted { $0.id < $1.id }
        for type in records { list(type, catalogue) }
        for result in results { note(result, catalogue) }
    }

    /// Counts what converters refused of inputs that were derived from the cases.
    public mutating func note(_ rejections: [Mutation.Rejection]) {
        for rejection in rejections {
            show(.rejections, rejection.record, Self.name(rejection.place, rejection.path), "\(rejection.testCase) (Mutant)")
        }
    }

    /// Those of one kind.
    public func items(_ kind: Kind) -> [Item] { items.filter { $0.kind == kind } }

    private mutating func add(_ kind: Kind, _ record: String, _ name: String) {
        let key = "\(kind) \(record) \(name)"
        guard places[key] == nil else { return }
        places[key] = items.count
        items.append(Item(kind: kind, record: record, name: name))
    }

    private mutating func show(_ kind: Kind, _ record: String, _ name: String, _ testCase: String) {
        guard let index = places["\(kind) \(record) \(name)"] else { return }
        if items[index].cases.count < Self.mostNamed, items[index].cases.last != testCase { items[index].cases.append(testCase) }
    }

    // MARK: What there is

    private mutating func list(_ type: RecordType, _ catalogue: Catalogue) {
        for form in catalogue.forms where form.record == type.id {
            for rule in form.rules { add(.rules, type.id, Self.name(rule.place, rule.path)) }
            for rule in form.rules where rule.canRefuse { add(.rejections, type.id, Self.name(rule.place, rule.path)) }
        }
        func walk(_ fields: [Field]) {
            for field in fields {
                if let applies = field.applies { addBoth(.conditions, type.id, Self.condition(.applies, field.path, applies.text)) }
                if let condition = field.requirement?.condition {
                    addBoth(.conditions, type.id, Self.condition(.needed, field.path, condition.text))
                }
                if field.kind == .code, field.system == nil {
                    for code in field.codes { add(.codes, type.id, "\(field.path) = \(code.key)") }
                }
                if field.system == nil, field.requirement != nil, !field.isContainer { add(.questions, type.id, field.path) }
                walk(field.fields)
            }
        }
        walk(type.fields)
        for check in type.checks {
            addBoth(.checks, type.id, check.id)
            if check.ask != nil { add(.questions, type.id, "check.\(check.id)") }
        }
        for kind in type.letters.keys.sorted(by: { $0.rawValue < $1.rawValue }) { add(.letters, type.id, kind.rawValue) }
    }

    private mutating func addBoth(_ kind: Kind, _ record: String, _ name: String) {
        add(kind, record, name + Self.held)
        add(kind, record, name + Self.failed)
    }

    private static let held = " – trifft zu", failed = " – trifft nicht zu"

    private static func name(_ place: String, _ path: String) -> String { "\(place) \(path)" }

    private static func condition(_ role: Verdict.Role, _ path: String, _ text: String) -> String {
        "\(role == .applies ? "when" : "requiredWhen/wantedWhen") \(path): \(text)"
    }

    // MARK: What a case shows

    private mutating func note(_ result: TestResult, _ catalogue: Catalogue) {
        guard let record = result.record, let type = catalogue.records[record] else { return }
        for reading in result.readings {
            let path = FieldPath.generic(reading.path)
            for place in reading.provenance {
                show(.rules, record, Self.name(place.rule, path), result.testCase.name)
                if reading.state == .invalid { show(.rejections, record, Self.name(place.rule, path), result.testCase.name) }
            }
            guard let field = type.field(at: path), field.kind == .code, let value = reading.value else { continue }
            let keys = if case .list(let values) = value { values } else { [value] }
            for case .text(let key) in keys { show(.codes, record, "\(path) = \(key)", result.testCase.name) }
        }
        for verdict in type.verdicts(over: result.readings) {
            guard let holds = verdict.holds else { continue }
            let path = FieldPath.generic(verdict.subject)
            if verdict.role == .check {
                show(.checks, record, verdict.subject + (holds ? Self.held : Self.failed), result.testCase.name)
            } else {
                let name = Self.condition(verdict.role, path, verdict.expression)
                show(.conditions, record, name + (holds ? Self.held : Self.failed), result.testCase.name)
            }
        }
        for finding in result.findings where finding.citizen != nil || finding.path != nil {
            if finding.check != nil { show(.questions, record, finding.code, result.testCase.name) }
            let asks = [.fieldMissing, .fieldWanted, .fieldInvalid, .evidenceMissing].contains(where: finding.isA)
            if asks, let path = finding.path { show(.questions, record, FieldPath.generic(path), result.testCase.name) }
        }
        for letter in result.letters { show(.letters, record, letter.rawValue, result.testCase.name) }
    }
}
