extension Builtins {
    private static let context = FEELParameter("context", .context([:]))

    static let contexts: [FEELFunction] = [
        function("get value", [FEELParameter("m", .context([:])), string("key")], .any) { arguments in
            let key = try arguments.string(1)
            guard let value = try arguments.context(0)[key] else { throw FEELFailure("„\(key)“ gibt es in diesem Kontext nicht") }
            return value
        },
        function("get entries", [FEELParameter("m", .context([:]))], .list(.context(["key": .string, "value": .any]))) { arguments in
            let context = try arguments.context(0)
            return .list(
                context.keys.map { key in
                    var entry = FEELContext()
                    entry["key"] = .string(key)
                    entry["value"] = context[key] ?? .null
                    return .context(entry)
                }
            )
        },
        function("context", [FEELParameter("entries", .list(.context([:])))], .context([:])) { arguments in
            var result = FEELContext()
            for entry in arguments.list(0) {
                guard case .context(let entry) = entry, case .string(let key)? = entry["key"], let value = entry["value"] else {
                    throw FEELFailure("ein Eintrag hat kein „key“ oder kein „value“")
                }
                guard result[key] == nil else { throw FEELFailure("„\(key)“ kommt zweimal vor") }
                result[key] = value
            }
            return .context(result)
        },
        overloaded(
            "context put",
            [[context, string("key"), any("value")], [context, FEELParameter("keys", .list(.string)), any("value")]],
            .context([:])
        ) { arguments in
            let keys = try arguments.list(1).map { key in
                guard case .string(let text) = key else { throw FEELFailure("ein Schlüssel ist keine Zeichenkette") }
                return text
            }
            return .context(try put(arguments[2], at: keys[...], in: try arguments.context(0)))
        },
        function("context merge", [FEELParameter("contexts", .list(.context([:])))], .context([:])) { arguments in
            var result = FEELContext()
            for case .context(let context) in arguments.list(0) {
                for key in context.keys { result[key] = context[key] }
            }
            return .context(result)
        },
    ]

    private static func put(_ value: FEELValue, at keys: ArraySlice<String>, in context: FEELContext) throws -> FEELContext {
        guard let key = keys.first else { throw FEELFailure("die Liste der Schlüssel ist leer") }
        var result = context
        if keys.count == 1 {
            result[key] = value
        } else {
            guard case .context(let inner)? = context[key] else { throw FEELFailure("„\(key)“ ist kein Kontext") }
            result[key] = .context(try put(value, at: keys.dropFirst(), in: inner))
        }
        return result
    }
}
