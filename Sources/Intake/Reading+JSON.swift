internal import Documents
internal import Mail
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

    /// The reading for a person.
    public func plain(source: String) -> String {
        var lines = ["Quelle:      \(source)"]
        if let message {
            lines.append("Von:         \(message.from?.description ?? "unbekannt")")
            lines.append("Betreff:     \(message.subject)")
        }
        for document in documents {
            let pages = document.pages.map { ", \($0) Seite\($0 == 1 ? "" : "n")" } ?? ""
            lines.append("\nDokument:    \(document.name) (\(document.kind.rawValue)\(pages), \(document.size) Bytes)")
            for field in document.fields where !field.values.isEmpty {
                lines.append("  \(field.name) = \(field.values.joined(separator: "; "))  [Seite \(field.place?.page ?? 0)]")
            }
            if document.fields.isEmpty, let text = texts[document.digest], !text.isEmpty {
                lines += text.split(separator: "\n").prefix(40).map { "  | \($0)" }
            }
            lines += document.findings.map { "  ! \($0.message)" }
        }
        lines += (findings + (message?.findings ?? [])).map { "! \($0.message)" }
        return Label.withoutControls(lines.joined(separator: "\n"), keeping: "\n")
    }
}
