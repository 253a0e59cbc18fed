import Deciding
import Definitions
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

    /// Whether the rule asks for its field or reports its check.
    private func fires(_ rule: Rule, _ values: [String: [String]]) throws -> Bool {
        let type = try #require(Desk.catalogue.records[rule.record])
        let desk = Desk(record: rule.record)
        let decision = try desk.decide(try desk.readings(values))
        guard rule.name.contains(".") || type.field(at: rule.name) != nil else {
            return decision.assessment.findings.contains { $0.code == "check." + rule.name }
        }
        let asked: Set<String> = ["field.missing", "field.wanted", "evidence.missing"]
        return decision.assessment.findings.contains { asked.contains($0.code) && $0.path == rule.name }
    }

    @Test(arguments: rules)
    func `a rule fires where it should and is quiet where it should not`(rule: Rule) throws {
        #expect(try fires(rule, rule.fires), "does not fire")
        #expect(try !fires(rule, rule.quiet), "fires where it should be quiet")
    }

    @Test(arguments: ["wohngeld", "widerspruch"])
    func `every condition and check has a pair of samples`(record: String) throws {
        let type = try #require(Desk.catalogue.records[record])
        let covered = Set(Self.rules.filter { $0.record == record }.map { $0.name.replacing("[0]", with: "[]") })
        // A group's own condition is shown by one of its fields.
        let lacking = type.conditions.filter { condition in !covered.contains { $0 == condition || $0.hasPrefix(condition + ".") } }
        #expect(lacking == [])
    }
}
