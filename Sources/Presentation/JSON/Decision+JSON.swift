public import Deciding
public import Vocabulary

extension Decision {
    /// The decision as `eingang process --json` prints it.
    public var json: JSON { json(outcome: outcome, notes: []) }

    /// The decision as a case shows it now.
    ///
    /// - Parameters:
    ///   - outcome: what became of it since.
    ///   - notes: what was found in later messages that say nothing about the record.
    /// - Returns: one object.
    func json(outcome: Outcome, notes: [Finding]) -> JSON {
        .object([
            ("source", .string(received.source)), ("digest", .string(received.digest.description)),
            ("messageId", .optional(received.messageId)), ("outcome", .string(outcome.rawValue)),
            ("verification", received.verification.json), ("form", .optional(record?.form)), ("recordType", .optional(record?.type)),
            ("record", record?.value.json ?? .object([])), ("fields", .array(readings.map(\.json))),
            ("missing", .array(assessment.missing.map(JSON.string))),
            ("findings", .array((assessment.findings + notes).map(\.json))), ("followUp", followUp?.json ?? .null),
            ("documents", .array(received.documents.map(\.json))),
        ])
    }
}

extension Letter {
    fileprivate var json: JSON {
        var members: [(String, JSON)] = [
            ("to", .optional(to)), ("subject", .string(subject)), ("deadline", .string(deadline.description)), ("text", .string(text)),
        ]
        if !enclosures.isEmpty { members.append(("enclosures", .array(enclosures.map(JSON.string)))) }
        return .object(members)
    }
}

extension Received.DocumentSummary {
    fileprivate var json: JSON {
        .object([
            ("name", .string(name)), ("type", .string(type)), ("digest", .string(digest.description)),
            ("findings", .array(findings.map(\.json))),
        ])
    }
}

extension FieldReading {
    /// The field as the command line prints it; a conflict shows all its places.
    var json: JSON {
        var members: [(String, JSON)] = [
            ("path", .string(path)), ("state", .string(state.rawValue)), ("value", value?.json ?? .null),
            ("provenance", provenance.first?.json ?? .null),
        ]
        if provenance.count > 1 { members.append(("others", .array(provenance.dropFirst().map(\.json)))) }
        if let reason { members.append(("reason", .string(reason))) }
        if let history, !history.isEmpty { members.append(("history", .array(history.map(\.json)))) }
        return .object(members)
    }
}

extension FieldReading.Past {
    fileprivate var json: JSON {
        .object([
            ("value", value?.json ?? .null), ("state", .string(state.rawValue)), ("message", .optional(origin?.message.description)),
            ("receivedAt", .optional(origin?.receivedAt.description)), ("indication", .optional(origin?.indication.rawValue)),
            ("provenance", provenance.first?.json ?? .null),
        ])
    }
}
