internal import Definitions
internal import Foundation
internal import TextFiles
internal import Yams

extension Lint {
    /// Sources that stand twice, that come behind a constant, or that fill two fields.
    static func checkSources(_ desk: Workbench) {
        for form in desk.forms {
            var readers: [String: PlacedRule] = [:]
            for rule in form.rules {
                checkRepetition(rule, form)
                checkConstants(rule, form)
                for placed in rule.sources where placed.source.takesAll {
                    // Rows that are written out one by one may read the same boxes into the same field.
                    let key = "\(placed.source.fieldNames)"
                    if let other = readers[key], other.path != rule.path {
                        let names = placed.source.fieldNames.map { "„\($0)“" }.joined(separator: ", ")
                        form.reader.fault(
                            at: placed.place("acro"),
                            "\(names) liest auch die Regel für „\(other.path)“ in Zeile \(other.key.mark?.line ?? 1).",
                            .sourceOverlap
                        )
                    }
                    readers[key] = readers[key] ?? rule
                }
            }
        }
    }

    private static func checkRepetition(_ rule: PlacedRule, _ form: LintedForm) {
        var seen: Set<String> = []
        for placed in rule.sources where !seen.insert(placed.source.signature).inserted {
            form.reader.fault(at: placed.node, "Diese Quelle steht für „\(rule.path)“ schon weiter oben.", .sourceRepeated)
        }
    }

    private static func checkConstants(_ rule: PlacedRule, _ form: LintedForm) {
        guard !rule.field.isMany, let first = rule.sources.first, case .value(let value) = first.source.place, rule.sources.count > 1 else {
            return
        }
        form.reader.fault(
            at: first.place("value"),
            "Die Konstante „\(value)“ steht vor anderen Quellen für „\(rule.path)“; was sie lesen, widerspricht ihr.",
            .sourceConstantFirst
        )
    }
}

extension Source {
    /// Whether it takes all that stands in form fields, as it is.
    fileprivate var takesAll: Bool {
        guard case .acro = place else { return false }
        return part == nil && then == nil && codes.isEmpty
    }

    /// The same for sources that read the same in the same way.
    fileprivate var signature: String {
        let codes = codes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        return "\(place) \(converter?.rawValue ?? "") \(part?.pattern ?? "") \(then ?? "") \(codes)"
    }
}
