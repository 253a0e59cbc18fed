internal import Vocabulary

extension Finding {
    /// The finding as the command line prints it.
    var json: JSON {
        .object(
            [("code", .string(code)), ("severity", .string(severity.rawValue))]
                + (path.map { [("path", .string($0))] } ?? [])
                + (document.map { [("document", .string($0))] } ?? [])
                + [("message", .string(message))]
        )
    }
}

extension Provenance {
    /// The provenance as the command line prints it.
    var json: JSON {
        var members: [(String, JSON)] = [("document", .string(document.description)), ("name", .string(name))]
        if let page { members.append(("page", .integer(page))) }
        if let rect { members.append(("rect", rect.json)) }
        if let xpath { members.append(("xpath", .string(xpath))) }
        if let line { members.append(("line", .integer(line))) }
        if let field { members.append(("field", .string(field))) }
        members.append(("rule", .string(rule)))
        members.append(("raw", .string(raw)))
        return .object(members)
    }
}

extension Rect {
    /// `[x0, y0, x1, y1]`.
    var json: JSON { .array([x0, y0, x1, y1].map(JSON.coordinate)) }
}
