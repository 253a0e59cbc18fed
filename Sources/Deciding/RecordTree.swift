internal import Definitions
internal import FEEL
public import Vocabulary

/// Builds nested values from paths.
public enum RecordTree {
    /// A place in the making; values are set where they belong without copying what is above them.
    private final class Node {
        var leaf: Value?
        var members: [String: Node] = [:]
        var rows: [Int: Node] = [:]

        var value: Value {
            if let leaf { return leaf }
            return rows.isEmpty ? .group(members.mapValues(\.value)) : .list(rows.sorted { $0.key < $1.key }.map(\.value.value))
        }

        func child(_ step: Step) -> Node {
            switch step {
            case .name(let name):
                if let known = members[name] { return known }
                let new = Node()
                members[name] = new
                return new
            case .row(let row):
                if let known = rows[row] { return known }
                let new = Node()
                rows[row] = new
                return new
            }
        }
    }

    /// The record of all readings that have a value.
    public static func value(of readings: [FieldReading]) -> Value {
        let root = Node()
        for reading in readings {
            guard let value = reading.value else { continue }
            steps(of: reading.path).reduce(root) { $0.child($1) }.leaf = value
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
        var steps: [Step] = []
        for piece in path.utf8.split(separator: UInt8(ascii: ".")) {
            guard piece.last == UInt8(ascii: "]"), let open = piece.firstIndex(of: UInt8(ascii: "[")),
                let row = Int(Substring(piece[piece.index(after: open)...].dropLast()))
            else {
                steps.append(.name(String(Substring(piece))))
                continue
            }
            steps.append(.name(String(Substring(piece[..<open]))))
            steps.append(.row(row))
        }
        return steps
    }
}
