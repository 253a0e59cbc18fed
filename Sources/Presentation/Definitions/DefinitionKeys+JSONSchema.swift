public import Definitions
public import Vocabulary

extension DefinitionKeys {
    /// The kinds of definition files, each with the name of the file that its JSON Schema is published in.
    public static let published: [(file: String, keys: DefinitionKeys)] = [
        ("record", .record), ("record-part", .part), ("form", .form), ("type", .type), ("codes", .codeList),
        ("case", .testCase),
    ]

    /// The JSON Schema (2020-12) of the file this is the top mapping of: editors complete and check by it.
    public var jsonSchema: JSON {
        var members: [(String, JSON)] = [
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")), ("$id", .string("urn:eingang:definition:\(name)")),
        ]
        members += object
        let inner = reachable.dropFirst()
        if !inner.isEmpty { members.append(("$defs", .object(inner.map { ($0.name, JSON.object($0.object)) }))) }
        return .object(members)
    }

    private var object: [(String, JSON)] {
        var members: [(String, JSON)] = [
            ("title", .string(title)), ("type", .string("object")),
            (
                "properties",
                .object(keys.map { key in (key.name, .object([("description", .string(key.meaning))] + key.shape.members)) })
            ),
        ]
        let needed = keys.filter(\.isNeeded).map { JSON.string($0.name) }
        if !needed.isEmpty { members.append(("required", .array(needed))) }
        return members + [("additionalProperties", .boolean(false))]
    }

    /// This table and those its keys lead to, each once.
    private var reachable: [DefinitionKeys] {
        var (found, open) = ([self], [self])
        while let next = open.popLast() {
            for name in next.keys.flatMap(\.shape.tables) where !found.contains(where: { $0.name == name }) {
                guard let table = Self.all.first(where: { $0.name == name }) else { continue }
                found.append(table)
                open.append(table)
            }
        }
        return found
    }
}

extension DefinitionKeys.Shape {
    /// The tables it leads to.
    fileprivate var tables: [String] {
        switch self {
        case .keys(let name): [name]
        case .map(let shape), .list(let shape): shape.tables
        case .either(let shapes): shapes.flatMap(\.tables)
        default: []
        }
    }

    /// What JSON Schema says of it.
    fileprivate var members: [(String, JSON)] {
        switch self {
        case .text: [("type", .array([.string("string"), .string("number"), .string("boolean")]))]
        case .boolean: [("type", .string("boolean"))]
        case .integer: [("type", .string("integer"))]
        case .day: [("type", .string("string")), ("format", .string("date"))]
        case .expression: [("type", .string("string"))]
        case .one(let words): [("enum", .array(words.map(JSON.string)))]
        case .keys(let name): [("$ref", .string("#/$defs/\(name)"))]
        case .map(let shape): [("type", .string("object")), ("additionalProperties", .object(shape.members))]
        case .list(let shape): [("type", .string("array")), ("items", .object(shape.members))]
        case .either(let shapes): [("anyOf", .array(shapes.map { .object($0.members) }))]
        }
    }
}
