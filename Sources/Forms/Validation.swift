internal import FEEL
internal import Vocabulary

/// What a record lacks and what does not add up, by its definition alone.
struct Validation {
    /// Something to ask the citizen.
    struct Gap {
        var path: String
        var isHard: Bool
        /// Why what was given is no answer; nil when nothing was given.
        var reason: String?
    }

    private let type: RecordType
    private let readings: [String: FieldReading]
    private let context: [String: FEELValue]
    private(set) var gaps: [Gap] = []
    private(set) var findings: [Finding] = []
    /// Fields about which only their absence is known.
    private(set) var absent: [FieldReading] = []

    init(_ type: RecordType, _ readings: [FieldReading]) {
        self.type = type
        self.readings = Dictionary(readings.map { ($0.path, $0) }) { first, _ in first }
        context = RecordTree.context(type, readings)
        walk(type.fields, under: "", scopes: [context])
        for check in type.checks { run(check) }
    }

    private mutating func walk(_ fields: [Field], under prefix: String, scopes: [[String: FEELValue]]) {
        for field in fields {
            let path = prefix + field.name
            if let applies = field.applies {
                let verdict = evaluate(applies, scopes)
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
        if field.requirement != nil, !readings.keys.contains(where: { $0.hasPrefix(path + ".") }) { require(field, path, scopes) }
        walk(field.fields, under: path + ".", scopes: scopes)
    }

    private mutating func walkList(_ field: Field, _ path: String, _ scopes: [[String: FEELValue]]) {
        let rows = rowCount(path)
        if rows == 0 { require(field, path, scopes) }
        for row in 0..<rows {
            walk(field.fields, under: "\(path)[\(row)].", scopes: scopes + [self.row(row, of: path, in: scopes)])
        }
    }

    private func rowCount(_ path: String) -> Int {
        var count = 0
        while readings.keys.contains(where: { $0.hasPrefix("\(path)[\(count)].") }) { count += 1 }
        return count
    }

    private func row(_ row: Int, of path: String, in scopes: [[String: FEELValue]]) -> [String: FEELValue] {
        var value = FEELValue.context(FEELContext(scopes.last ?? [:]))
        if scopes.count == 1 {
            for name in path.split(separator: ".") {
                guard case .context(let members) = value else { return [:] }
                value = members[String(name)] ?? .null
            }
        } else if case .context(let members) = value, let name = path.split(separator: ".").last {
            value = members[String(name)] ?? .null
        }
        guard case .list(let rows) = value, rows.indices.contains(row), case .context(let members) = rows[row] else { return [:] }
        return members.members
    }

    private mutating func judge(_ field: Field, _ path: String, _ scopes: [[String: FEELValue]]) {
        guard let reading = readings[path] else { return require(field, path, scopes) }
        let title = type.title(of: path)
        switch reading.state {
        case .invalid:
            let reason = reading.reason ?? "nicht lesbar"
            let isHard = isRequired(field, scopes)
            gaps.append(Gap(path: path, isHard: isHard, reason: reason))
            findings.append(
                Finding(
                    "field.invalid",
                    isHard ? .error : .warning,
                    path: path,
                    "„\(title)“: Die Angabe ist \(reason). Bitte vergleichen Sie sie mit dem Original."
                )
            )
        case .conflict:
            findings.append(
                Finding(
                    "field.conflict",
                    isRequired(field, scopes) || field.isCritical ? .error : .warning,
                    path: path,
                    "„\(title)“: Zwei Stellen sagen Verschiedenes. Bitte entscheiden Sie, welche gilt."
                )
            )
        case .unsure:
            findings.append(
                Finding(
                    "field.unsure",
                    field.isCritical ? .error : .info,
                    path: path,
                    "„\(title)“ wurde nicht sicher gelesen. Bitte vergleichen Sie mit dem Original."
                )
            )
        default: break
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
            let verdict = evaluate(condition, scopes)
            if verdict == .boolean(false) { noteNotApplicable(field, path) }
            if verdict != .boolean(true) { return }
        }
        let title = type.title(of: path)
        let law = field.law.map { " (\($0))" } ?? ""
        gaps.append(Gap(path: path, isHard: requirement.isHard))
        absent.append(FieldReading(path: path, state: .missing))
        findings.append(
            requirement.isHard
                ? Finding("field.missing", .error, path: path, "„\(title)“ fehlt\(law).")
                : Finding(
                    "field.wanted",
                    .info,
                    path: path,
                    "„\(title)“ wurde nicht angegeben\(law); der Antrag kann trotzdem bearbeitet werden."
                )
        )
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
        switch evaluate(check.assertion, scopes) {
        case .boolean(true): return
        case .boolean(false):
            findings.append(
                Finding("check.\(check.id)", check.isError ? .error : .warning, path: path, check.clerk, citizen: check.ask)
            )
        default:
            // A check over something that is missing says nothing new; over given values it must not pass in silence.
            let given = check.assertion.paths.allSatisfy { known($0, scopes) }
            guard given else { return }
            findings.append(
                Finding(
                    "check.undetermined",
                    .warning,
                    path: path,
                    "Die Prüfung „\(check.id)“ konnte nicht durchgeführt werden. Bitte prüfen Sie selbst: \(check.clerk)"
                )
            )
        }
    }

    private func known(_ path: [String], _ scopes: [[String: FEELValue]]) -> Bool {
        guard let scope = scopes.last(where: { $0[path[0]] != nil }) else { return false }
        var value = FEELValue.context(FEELContext(scope))
        for name in path {
            guard case .context(let members) = value, let next = members[name] else { return false }
            value = next
        }
        return true
    }

    private func evaluate(_ expression: FEEL.Expression, _ scopes: [[String: FEELValue]]) -> FEELValue {
        expression.evaluate(in: scopes)
    }
}
