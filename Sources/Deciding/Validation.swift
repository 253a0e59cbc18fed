internal import Definitions
internal import FEEL
internal import Vocabulary

/// What a record lacks and what does not add up, by its definition alone.
struct Validation {
    /// Something to ask the citizen.
    struct Gap {
        var path: String
        var isHard: Bool
        /// Whether it is a document to enclose: asked for, but the application goes on without it.
        var isAttachment = false
        /// Why what was given is no answer; nil when nothing was given.
        var reason: String?
    }

    private let type: RecordType
    private let readings: [String: FieldReading]
    private let context: [String: FEELValue]
    /// How many rows each list has, by its path.
    private var rowCounts: [String: Int] = [:]
    /// The day on which codes must be in force.
    private let day: CalendarDate?
    private(set) var gaps: [Gap] = []
    private(set) var findings: [Finding] = []
    /// Fields about which only their absence is known.
    private(set) var absent: [FieldReading] = []
    /// How each expression came out, where somebody wants to know.
    private(set) var verdicts: [Verdict]?

    init(_ type: RecordType, _ readings: [FieldReading], isTraced: Bool = false) {
        self.type = type
        verdicts = isTraced ? [] : nil
        let byPath = Dictionary(readings.map { ($0.path, $0) }) { first, _ in first }
        self.readings = byPath
        context = RecordTree.context(type, readings)
        let received = type.leaves.first { $0.system == .received }.flatMap { byPath[$0.path]?.value }
        day = if case .time(let instant)? = received { instant.localDate } else { nil }
        for reading in readings { countRows(reading.path) }
        walk(type.fields, under: "", scopes: [context])
        for check in type.checks { run(check) }
    }

    private mutating func walk(_ fields: [Field], under prefix: String, scopes: [[String: FEELValue]]) {
        for field in fields {
            let path = prefix + field.name
            if let applies = field.applies {
                let verdict = evaluate(applies, scopes, .applies, path)
                if verdict == .boolean(false) { noteNotApplicable(field, path) }
                if verdict != .boolean(true) { continue }
            }
            switch field.kind {
            case .group: walkGroup(field, path, scopes)
            case .list: walkList(field, path, scopes)
            default: judge(field, path, scopes)
            }
        }
    }

    private mutating func walkGroup(_ field: Field, _ path: String, _ scopes: [[String: FEELValue]]) {
        // A person said that all of it does not apply.
        if readings[path]?.state == .notApplicable { return }
        if field.requirement != nil, !readings.keys.contains(where: { $0.hasPrefix(path + ".") }) { require(field, path, scopes) }
        walk(field.fields, under: path + ".", scopes: scopes)
    }

    private mutating func walkList(_ field: Field, _ path: String, _ scopes: [[String: FEELValue]]) {
        let rows = rowCount(path)
        if rows == 0, readings[path]?.state == .notApplicable { return }
        if rows == 0 { require(field, path, scopes) }
        for row in 0..<rows {
            walk(field.fields, under: "\(path)[\(row)].", scopes: scopes + [self.row(row, of: path, in: scopes)])
        }
    }

    private mutating func countRows(_ path: String) {
        var rest = path.utf8[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "[")), let close = rest[open...].firstIndex(of: UInt8(ascii: "]")) {
            guard let row = Int(path[rest.index(after: open)..<close]) else { return }
            let list = String(path[..<open])
            rowCounts[list] = max(rowCounts[list] ?? 0, row + 1)
            rest = rest[rest.index(after: close)...]
        }
    }

    private func rowCount(_ path: String) -> Int { rowCounts[path] ?? 0 }

    /// The names in one row of a list, with the row's number.
    private func row(_ row: Int, of path: String, in scopes: [[String: FEELValue]]) -> [String: FEELValue] {
        let number = [RecordType.rowNumber: FEELValue.number(Number(row + 1))]
        // A list in a row is looked up in that row, any other along its path in the record.
        let names = scopes.count == 1 ? path.split(separator: ".") : path.split(separator: ".").suffix(1)
        var value = names.first.flatMap { scopes.last?[String($0)] }
        for name in names.dropFirst() {
            guard case .context(let members)? = value else { return number }
            value = members[String(name)]
        }
        guard case .list(let rows)? = value, rows.indices.contains(row), case .context(let members) = rows[row] else { return number }
        return number.merging(members.members) { $1 }
    }

    private mutating func judge(_ field: Field, _ path: String, _ scopes: [[String: FEELValue]]) {
        guard let reading = readings[path] else { return require(field, path, scopes) }
        // Most fields are fine and need no title.
        var title: String { type.title(of: path) }
        switch reading.state {
        case .invalid:
            let reason = reading.reason ?? "nicht lesbar"
            let isHard = isRequired(field, scopes)
            gaps.append(Gap(path: path, isHard: isHard, reason: reason))
            findings.append(
                Finding(.fieldInvalid, severity: isHard ? .error : .warning, path: path, ["title": title, "reason": reason])
            )
        case .conflict:
            let isHard = isRequired(field, scopes) || field.isCritical
            findings.append(Finding(.fieldConflict, severity: isHard ? .error : .warning, path: path, ["title": title]))
        case .unsure:
            findings.append(Finding(.fieldUnsure, severity: field.isCritical ? .error : .info, path: path, ["title": title]))
        default: checkValidity(of: reading, field, path)
        }
    }

    /// A code that was not in force on the day of receipt belongs to another time.
    private mutating func checkValidity(of reading: FieldReading, _ field: Field, _ path: String) {
        guard field.kind == .code, let day, let value = reading.value else { return }
        let keys: [Value] = if case .list(let values) = value { values } else { [value] }
        for case .text(let key) in keys {
            guard let code = field.codes.first(where: { $0.key == key }), !code.isValid(on: day) else { continue }
            let title = type.title(of: path)
            findings.append(Finding(.codeNotInForce, path: path, ["title": title, "label": code.label, "day": day.german]))
        }
    }

    /// Whether no decision is possible without the field.
    private func isRequired(_ field: Field, _ scopes: [[String: FEELValue]]) -> Bool {
        guard let requirement = field.requirement, requirement.isHard else { return false }
        return requirement.condition.map { evaluate($0, scopes) == .boolean(true) } ?? true
    }

    /// Notes a gap if the field is needed; a condition that cannot be determined is never taken as met.
    private mutating func require(_ field: Field, _ path: String, _ scopes: [[String: FEELValue]]) {
        guard field.system == nil, let requirement = field.requirement else { return }
        if let condition = requirement.condition {
            let verdict = evaluate(condition, scopes, .needed, path)
            if verdict == .boolean(false) { noteNotApplicable(field, path) }
            if verdict != .boolean(true) { return }
        }
        let words = ["title": type.title(of: path), "law": field.law.map { " (\($0))" } ?? ""]
        if field.kind == .attachment {
            gaps.append(Gap(path: path, isHard: requirement.isHard, isAttachment: true))
            absent.append(FieldReading(path: path, state: .missing))
            findings.append(Finding(.evidenceMissing, severity: requirement.isHard ? .warning : .info, path: path, words))
            return
        }
        gaps.append(Gap(path: path, isHard: requirement.isHard))
        absent.append(FieldReading(path: path, state: .missing))
        findings.append(requirement.isHard ? Finding(.fieldMissing, path: path, words) : Finding(.fieldWanted, path: path, words))
    }

    private mutating func noteNotApplicable(_ field: Field, _ path: String) {
        guard !field.isContainer, readings[path] == nil else { return }
        absent.append(FieldReading(path: path, state: .notApplicable))
    }

    private mutating func run(_ check: RecordType.Check) {
        guard let list = check.each else { return judge(check, scopes: [context], path: check.path) }
        for index in 0..<rowCount(list) {
            let scope = row(index, of: list, in: [context])
            let path = (check.path ?? list).replacing("\(list)[]", with: "\(list)[\(index)]")
            judge(check, scopes: [context, scope], path: path)
        }
    }

    private mutating func judge(_ check: RecordType.Check, scopes: [[String: FEELValue]], path: String?) {
        switch evaluate(check.assertion, scopes, .check, check.id) {
        case .boolean(true): return
        case .boolean(false):
            findings.append(Finding(check: check.id, check.severity, path: path, clerk: check.clerk, ask: check.ask))
        default:
            // A check over something that is missing says nothing new; over given values it must not pass in silence.
            let given = check.assertion.paths.allSatisfy { known($0, scopes) }
            guard given else { return }
            findings.append(Finding(.checkUndetermined, path: path, ["check": check.id, "clerk": check.clerk]))
        }
    }

    private func known(_ path: [String], _ scopes: [[String: FEELValue]]) -> Bool {
        guard let scope = scopes.last(where: { $0[path[0]] != nil }) else { return false }
        guard var value = scope[path[0]] else { return false }
        for name in path.dropFirst() {
            guard case .context(let members) = value, let next = members[name] else { return false }
            value = next
        }
        return true
    }

    private func evaluate(_ expression: FEEL.Expression, _ scopes: [[String: FEELValue]]) -> FEELValue {
        expression.evaluate(in: scopes)
    }

    private mutating func evaluate(
        _ expression: FEEL.Expression,
        _ scopes: [[String: FEELValue]],
        _ role: Verdict.Role,
        _ subject: String
    ) -> FEELValue {
        let value = expression.evaluate(in: scopes)
        verdicts?.append(Verdict(role, of: subject, expression.text, value, inputs: Self.inputs(of: expression, scopes)))
        return value
    }

    /// What an expression looks at, as far as it is known.
    private static func inputs(of expression: FEEL.Expression, _ scopes: [[String: FEELValue]]) -> [Verdict.Input] {
        var seen: Set<String> = []
        return expression.paths.filter { seen.insert($0.joined(separator: ".")).inserted }.map { path in
            let start = scopes.last { $0[path[0]] != nil }?[path[0]]
            let value = path.dropFirst().reduce(start) { value, name in
                if case .context(let members)? = value { members[name] } else { nil }
            }
            return Verdict.Input(name: path.joined(separator: "."), value: value.flatMap { $0 == .null ? nil : $0.text })
        }
    }
}
