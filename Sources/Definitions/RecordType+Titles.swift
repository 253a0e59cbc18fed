public import FEEL

extension RecordType {
    /// The number of a row, from 1, in the expressions of its fields.
    public static let rowNumber = "nummer"

    /// The names an expression of a field may use: those of the record, and of the rows it lies in.
    public func scopes(at path: String) -> [[String: FEELType]] {
        var scopes = [Dictionary(fields.map { ($0.name, $0.feelType) }) { first, _ in first }]
        var walked = ""
        for step in path.split(separator: ".").dropLast() {
            walked += (walked.isEmpty ? "" : ".") + step
            guard step.hasSuffix("[]"), case .list(.context(let row))? = field(at: walked)?.feelType else { continue }
            scopes.append([Self.rowNumber: .number].merging(row) { $1 })
        }
        return scopes
    }

    /// What depends on other values: the paths of fields and groups with a condition, and the ids of checks.
    public var conditions: [String] {
        func conditions(_ fields: [Field]) -> [String] {
            fields.flatMap { ($0.applies != nil || $0.requirement?.condition != nil ? [$0.path] : []) + conditions($0.fields) }
        }
        return conditions(fields) + checks.map(\.id)
    }

    /// How letters and lists name a field: its label, and in brackets as much of its groups as it takes to tell it from
    /// others; rows with their number from 1.
    public func title(of path: String) -> String {
        let generic = FieldPath.generic(path)
        guard let title = titles[generic] else { return field(at: generic)?.label ?? path }
        guard title.utf8.contains(UInt8(ascii: "#")) else { return title }
        guard let open = path.firstIndex(of: "["), let close = path.firstIndex(of: "]"),
            let row = Int(path[path.index(after: open)..<close])
        else { return title.replacing(" #", with: "") }
        return title.replacing("#", with: String(row + 1))
    }

    /// The shortest title of each field that no other field has.
    static func titles(of fields: [Field]) -> [String: String] {
        var choices: [(path: String, titles: [String])] = []
        func walk(_ fields: [Field], groups: [String], inRow: Bool) {
            for field in fields {
                let outer = groups.indices.map { index in "\(field.label) (\(groups[index...].reversed().joined(separator: ", ")))" }
                // Within rows the title must say which row.
                let rows = outer.reversed().filter { $0.contains("#") }
                choices.append((field.path, inRow ? rows : [field.label] + outer.reversed()))
                if field.isContainer {
                    let name = field.kind == .list ? (field.rowLabel ?? field.label) + " #" : field.label
                    walk(field.fields, groups: inRow ? groups : groups + [name], inRow: inRow || field.kind == .list)
                }
            }
        }
        walk(fields, groups: [], inRow: false)
        var counts: [String: Int] = [:]
        for choice in choices { for title in choice.titles { counts[title, default: 0] += 1 } }
        return Dictionary(
            choices.map { choice in (choice.path, choice.titles.first { counts[$0] == 1 } ?? choice.titles.last ?? choice.path) }
        ) { first, _ in first }
    }
}
