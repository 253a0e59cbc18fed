public import Vocabulary

extension Reading {
    /// The reading as `eingang read --json` prints it.
    public func json(source: String) -> JSON {
        let bodies = Set(message?.parts.filter(\.isBody).compactMap(\.digest) ?? [])
        return .object([
            ("source", .string(source)),
            ("message", message.map(Self.json) ?? .null),
            ("documents", .array(documents.map { Self.json($0, text: texts[$0.digest], isBody: bodies.contains($0.digest)) })),
            ("findings", .array((findings + (message?.findings ?? [])).map(\.json))),
        ])
    }

    private static func json(_ message: Message) -> JSON {
        let parts = message.parts.filter { !$0.isContainer }.map { part -> JSON in
            .object([
                ("name", .optional(part.name)), ("type", .string(part.type)), ("size", .integer(part.size)),
                ("digest", .optional(part.digest?.description)),
            ])
        }
        return .object([
            ("from", .optional(message.from?.description)), ("to", .array(message.to.map { .string($0.description) })),
            ("subject", .string(message.subject)), ("date", .optional(message.date?.description)),
            ("messageId", .optional(message.messageId)), ("parts", .array(parts)),
        ])
    }

    private static func json(_ document: Document, text: String?, isBody: Bool) -> JSON {
        .object([
            ("name", .string(document.name)), ("type", .string(document.kind.rawValue)),
            ("digest", .string(document.digest.description)), ("size", .integer(document.size)),
            ("container", .optional(document.container)), ("body", .boolean(isBody)),
            ("pages", document.pages.map(JSON.integer) ?? .null), ("xfa", .boolean(document.isXFA)),
            ("encrypted", .boolean(document.isEncrypted)), ("fields", .array(document.fields.map(\.json))),
            ("text", .optional(text)), ("findings", .array(document.findings.map(\.json))),
        ])
    }

    /// The verdict as `eingang verify --json` prints it.
    ///
    /// - Parameters:
    ///   - source: what was verified.
    ///   - digest: its digest.
    /// - Returns: one object on one line.
    public func verificationJSON(source: String, digest: Digest) -> JSON {
        .object([
            ("source", .string(source)), ("digest", .string(digest.description)), ("receivedAt", .string(receivedAt.description)),
            ("verification", verification.json), ("writtenFormReason", .optional(verification.writtenFormReason)),
            ("findings", .array((findings + documents.flatMap(\.findings)).map(\.json))),
        ])
    }
}
