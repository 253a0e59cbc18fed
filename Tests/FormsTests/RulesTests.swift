import Forms
import Foundation
import TestSupport
import Testing
import Vocabulary
import Yams

/// Every condition, check and evidence rule of the two records: one application where it fires and one where it does not.
struct RulesTests {
    struct Rule: Sendable, CustomTestStringConvertible {
        var record: String
        var name: String
        var fires: [String: [String]]
        var quiet: [String: [String]]
        var testDescription: String { "\(record) \(name)" }
    }

    static let catalogue: Catalogue = {
        guard let catalogue = try? Catalogue(directory: Place.repository.appendingPathComponent("Schemas")) else {
            preconditionFailure("Schemas cannot be read")
        }
        return catalogue
    }()

    static let rules: [Rule] = {
        let file = Place.repository.appendingPathComponent("Tests/Fixtures/rules.yaml")
        guard let text = try? String(contentsOf: file, encoding: .utf8), let top = try? Yams.compose(yaml: text)?.mapping else {
            preconditionFailure("rules.yaml cannot be read")
        }
        func values(_ node: Node?) -> [String: [String]] {
            Dictionary(
                uniqueKeysWithValues: (node?.mapping ?? [:]).map { key, value in
                    (key.string ?? "", value.sequence.map { $0.compactMap { $0.scalar?.string } } ?? [value.scalar?.string ?? ""])
                }
            )
        }
        return top.flatMap { record, rules in
            (rules.mapping ?? [:]).map { name, cases in
                Rule(record: record.string ?? "", name: name.string ?? "", fires: values(cases["fires"]), quiet: values(cases["quiet"]))
            }
        }
    }()

    private func readings(_ values: [String: [String]], _ type: RecordType) throws -> [FieldReading] {
        try values.map { path, texts in
            let generic = path.replacing(/\[\d+\]/, with: "[]")
            let field = try #require(type.field(at: generic), "\(path)")
            let read = try texts.map { text -> Value in
                switch field.kind {
                case .boolean: .boolean(text == "true")
                case .integer, .decimal, .money, .member: .number(try #require(Decimal(string: text)))
                case .date: .date(try #require(CalendarDate(iso: text), "\(path): \(text)"))
                default: .text(text)
                }
            }
            return FieldReading(path: path, state: .read, value: field.isMany ? .list(read) : read[0])
        }
    }

    /// Whether the rule asks for its field or reports its check.
    private func fires(_ rule: Rule, _ values: [String: [String]]) throws -> Bool {
        let type = try #require(Self.catalogue.records[rule.record])
        let digest = Digest(of: Array(rule.name.utf8))
        var evidence = Evidence(source: "test", digest: digest, receivedAt: try #require(Instant(iso: "2026-10-12")))
        evidence.mapping = Mapping(form: "test", record: type.id, document: digest, readings: try readings(values, type), findings: [])
        let decision = Self.catalogue.decide(evidence, known: nil, office: Office())
        guard rule.name.contains(".") || type.field(at: rule.name) != nil else {
            return decision.findings.contains { $0.code == "check." + rule.name }
        }
        let asked: Set<String> = ["field.missing", "field.wanted", "evidence.missing"]
        return decision.findings.contains { asked.contains($0.code) && $0.path == rule.name }
    }

    @Test(arguments: rules)
    func `a rule fires where it should and is quiet where it should not`(rule: Rule) throws {
        #expect(try fires(rule, rule.fires), "does not fire")
        #expect(try !fires(rule, rule.quiet), "fires where it should be quiet")
    }

    @Test(arguments: ["wohngeld", "widerspruch"])
    func `every condition and check has a pair of samples`(record: String) throws {
        let type = try #require(Self.catalogue.records[record])
        let covered = Set(Self.rules.filter { $0.record == record }.map { $0.name.replacing("[0]", with: "[]") })
        // A group's own condition is shown by one of its fields.
        let lacking = type.conditions.filter { condition in !covered.contains { $0 == condition || $0.hasPrefix(condition + ".") } }
        #expect(lacking == [])
    }
}
