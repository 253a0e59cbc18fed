internal import FEEL
public import Vocabulary

/// Builds nested values from paths.
public enum RecordTree {
    private indirect enum Node {
        case leaf(Value)
        case group([String: Node])
        case rows([Int: Node])

        var value: Value {
            switch self {
            case .leaf(let value): value
            case .group(let members): .group(members.mapValues(\.value))
            case .rows(let rows): .list(rows.sorted { $0.key < $1.key }.map(\.value.value))
            }
        }
    }

    /// The record of all readings that have a value.
    public static func value(of readings: [FieldReading]) -> Value {
        var root = Node.group([:])
        for reading in readings {
            guard let value = reading.value else { continue }
            insert(value, steps(of: reading.path)[...], into: &root)
        }
        return root.value
    }

    /// The record as FEEL sees it: lists that no row was given for are empty, not unknown.
    static func context(_ type: RecordType, _ readings: [FieldReading]) -> [String: FEELValue] {
        guard case .context(var context) = FEELValue(value(of: readings)) else { return [:] }
        fill(&context, type.fields)
        return context.members
    }

    private static func fill(_ context: inout FEELContext, _ fields: [Field]) {
        for field in fields {
            if field.kind == .list {
                if context[field.name] == nil { context[field.name] = .list([]) }
            } else if field.kind == .group, case .context(var inner)? = context[field.name] {
                fill(&inner, field.fields)
                context[field.name] = .context(inner)
            }
        }
    }

    private enum Step {
        case name(String)
        case row(Int)
    }

    private static func steps(of path: String) -> [Step] {
        path.split(separator: ".").flatMap { piece -> [Step] in
            guard let open = piece.firstIndex(of: "["), piece.hasSuffix("]"), let row = Int(piece[piece.index(after: open)...].dropLast())
            else { return [.name(String(piece))] }
            return [.name(String(piece[..<open])), .row(row)]
        }
    }

    private static func insert(_ value: Value, _ steps: ArraySlice<Step>, into node: inout Node) {
        guard let step = steps.first else {
            node = .leaf(value)
            return
        }
        let rest = steps.dropFirst()
        let empty: Node = if case .row? = rest.first { .rows([:]) } else { .group([:]) }
        switch step {
        case .name(let name):
            var members: [String: Node] = if case .group(let members) = node { members } else { [:] }
            var child = members.removeValue(forKey: name) ?? empty
            insert(value, rest, into: &child)
            members[name] = child
            node = .group(members)
        case .row(let row):
            var rows: [Int: Node] = if case .rows(let rows) = node { rows } else { [:] }
            var child = rows.removeValue(forKey: row) ?? empty
            insert(value, rest, into: &child)
            rows[row] = child
            node = .rows(rows)
        }
    }
}
