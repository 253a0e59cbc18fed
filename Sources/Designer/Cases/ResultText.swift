internal import Deciding
internal import Definitions
internal import Vocabulary

/// What came of a case as text: everything that matters to people, in an order that does not depend on the order of the rules.
struct ResultText {
    let text: String

    init(_ decision: Decision, _ catalogue: Catalogue) {
        let type = decision.record.flatMap { catalogue.records[$0.type] }
        let order = Dictionary((type?.leaves ?? []).enumerated().map { ($1.path, $0) }) { first, _ in first }
        let readings = decision.readings.sorted {
            let (a, b) = (order[FieldPath.generic($0.path)] ?? .max, order[FieldPath.generic($1.path)] ?? .max)
            return (a, $0.path) < (b, $1.path)
        }
        var lines = ["form: \(decision.record?.form ?? "none")", "outcome: \(decision.outcome.rawValue)"]
        lines += Self.section("record", readings.compactMap { reading in reading.value.map { "\(reading.path): \($0.json)" } })
        let open = readings.filter { ![.read, .notApplicable].contains($0.state) }
        lines += Self.section("open", open.map { "\($0.path): \(Self.state(of: $0))" })
        lines += Self.section("findings", Self.all(decision).map { finding in "- " + Self.line(finding) })
        if !decision.letters.isEmpty { lines.append("letters:") }
        for letter in decision.letters {
            lines += ["  - kind: \(letter.kind.rawValue)", "    subject: \(JSON.string(letter.subject))", "    text: |"]
            lines += letter.text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "      \($0)" }
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        text = lines.joined(separator: "\n") + "\n"
    }

    /// Findings of the decision and of each document in it.
    static func all(_ decision: Decision) -> [Finding] {
        var seen: Set<Finding> = []
        return (decision.received.documents.flatMap(\.findings) + decision.assessment.findings).filter { seen.insert($0).inserted }
    }

    private static func section(_ name: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["\(name):"] + lines.map { "  \($0)" }
    }

    /// The state, with what stands there and why it is no value.
    private static func state(of reading: FieldReading) -> String {
        let raw = reading.provenance.map(\.raw).filter { !$0.isEmpty }.map { JSON.string($0).description }
        let detail = [reading.state.rawValue] + (reading.state == .unsure ? [] : raw) + [reading.reason].compactMap(\.self)
        return detail.joined(separator: " ")
    }

    private static func line(_ finding: Finding) -> String {
        [finding.severity.rawValue, finding.code, finding.path].compactMap(\.self).joined(separator: " ")
    }
}

/// The lines that differ between two texts, with what stands around them.
enum TextDifference {
    private static let context = 2
    /// Texts with more lines are not compared line by line: that takes the square of their number.
    private static let mostCompared = 10_000

    /// - Returns: lines of both with ` `, of the first only with `-`, of the second only with `+`; places without difference are left out.
    static func between(_ old: String, _ new: String) -> String {
        let (before, after) = (lines(old), lines(new))
        guard max(before.count, after.count) <= mostCompared else {
            let first = zip(before, after).enumerated().first { $1.0 != $1.1 }?.offset ?? min(before.count, after.count)
            return
                "Zeile \(first + 1):\n- \(before.indices.contains(first) ? before[first] : "")\n+ \(after.indices.contains(first) ? after[first] : "")"
        }
        let difference = after.difference(from: before)
        let removed = Set(difference.removals.map(offset)), inserted = Set(difference.insertions.map(offset))
        var all: [(mark: Character, line: Substring)] = []
        var (i, j) = (0, 0)
        while i < before.count || j < after.count {
            if removed.contains(i), i < before.count {
                all.append(("-", before[i]))
                i += 1
            } else if inserted.contains(j), j < after.count {
                all.append(("+", after[j]))
                j += 1
            } else {
                all.append((" ", before[i]))
                (i, j) = (i + 1, j + 1)
            }
        }
        var shown: [String] = []
        var last = -1
        for (index, entry) in all.enumerated() {
            let range = max(0, index - context)...min(all.count - 1, index + context)
            guard all[range].contains(where: { $0.mark != " " }) else { continue }
            if last >= 0, index > last + 1 { shown.append("  …") }
            shown.append("\(entry.mark) \(entry.line)")
            last = index
        }
        return shown.joined(separator: "\n")
    }

    private static func offset(_ change: CollectionDifference<Substring>.Change) -> Int {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }

    private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
