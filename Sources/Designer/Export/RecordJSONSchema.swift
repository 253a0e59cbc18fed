internal import Definitions
internal import Vocabulary

/// JSON Schema (2020-12) of a record as it is handed over.
struct RecordJSONSchema {
    private let type: RecordType

    init(_ type: RecordType) { self.type = type }

    private static let comment =
        "Der Datensatz, wie ihn eingang process --json unter „record“ ausgibt und als datensatz.json übergibt. „required“ ist, was jeder "
        + "vollständige Datensatz hat. Was nur unter einer Bedingung gilt oder nötig ist, steht mit ihr in FEEL unter „description“ und wird "
        + "hier nicht geprüft; was eine Person als nicht zutreffend vermerkt hat, kann fehlen."

    var text: String {
        var members: [(String, JSON)] = [
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("$id", .string("urn:eingang:record:\(type.id):\(type.version)")), ("$comment", .string(Self.comment)),
            ("title", .string(type.title)),
        ]
        members += object(type.fields)
        return JSON.object(members).pretty + "\n"
    }

    private func object(_ fields: [Field]) -> [(String, JSON)] {
        let needed = fields.filter(\.isAlwaysThere).map { JSON.string($0.name) }
        var members: [(String, JSON)] = [
            ("type", .string("object")), ("properties", .object(fields.map { ($0.name, schema($0)) })),
        ]
        if !needed.isEmpty { members.append(("required", .array(needed))) }
        // A record holds its fields and nothing else; a group is there only if something in it is.
        members += [("minProperties", .integer(1)), ("additionalProperties", .boolean(false))]
        return members
    }

    private func schema(_ field: Field) -> JSON {
        var members: [(String, JSON)] = [("title", .string(field.label))]
        let remarks = field.remarks.joined(separator: " – ")
        if !remarks.isEmpty { members.append(("description", .string(remarks))) }
        switch field.kind {
        case .group: members += object(field.fields)
        case .list: members += array(.object(object(field.fields)))
        default: members += field.isMany ? array(.object(value(field))) : value(field)
        }
        return .object(members)
    }

    private func array(_ items: JSON) -> [(String, JSON)] {
        [("type", .string("array")), ("items", items), ("minItems", .integer(1))]
    }

    /// What one value of a field may be.
    private func value(_ field: Field) -> [(String, JSON)] {
        func string(format: String? = nil, pattern: String? = nil) -> [(String, JSON)] {
            var members: [(String, JSON)] = [("type", .string("string"))]
            if let format { members.append(("format", .string(format))) }
            members.append(pattern.map { ("pattern", .string($0)) } ?? ("minLength", .integer(1)))
            return members
        }
        switch field.kind {
        case .text, .name, .attachment, .group, .list: return string()
        case .phone: return string(pattern: "^[0-9 +/()-]{5,}$")
        case .code:
            let codes = field.codes.map { JSON.object([("const", .string($0.key)), ("title", .string($0.label))]) }
            return [("type", .string("string")), ("oneOf", .array(codes))]
        case .boolean: return [("type", .string("boolean"))]
        case .integer: return [("type", .string("integer"))]
        case .member: return [("type", .string("integer")), ("minimum", .integer(0))]
        case .decimal, .money: return [("type", .string("number"))]
        case .date: return string(format: "date", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
        case .month: return string(pattern: "^[0-9]{4}-[0-9]{2}$")
        case .time:
            return string(format: "date-time", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$")
        case .iban: return string(pattern: "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")
        case .bic: return string(pattern: "^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$")
        case .postcode: return string(pattern: "^[0-9]{5}$")
        case .email: return string(format: "email", pattern: "^[^@ ]+@[^@ ]+$")
        }
    }
}
