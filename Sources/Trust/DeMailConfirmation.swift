internal import Documents
internal import Mail
internal import Vocabulary

extension Verifier {
    /// What a confirmation of a provider confirms (BSI TR-01201 part 3.4, 3.4-3.5), as a finding for the file.
    ///
    /// The XML in it carries a signature of its own, which is verified with the other documents.
    func confirmation(_ deMail: DeMail, _ opened: Message.Opened) -> Finding {
        let content = opened.message.parts.lazy.compactMap { opened.contents[$0.index] }.compactMap { XMLTree.read($0) }
            .first { $0.root == "{urn:de-mail}Acknowledge-Message" }
        func text(_ path: String) -> String? { content?.matches(path, namespaces: ["d": "urn:de-mail"]).first?.value }
        let id = text("/d:Acknowledge-Message/d:Metadata/d:Metadate[d:Name='x-de-mail-message-id']/d:Value")
        let privateId = text("/d:Acknowledge-Message/d:Metadata/d:Metadate[d:Name='x-de-mail-private-id']/d:Value")
        let time = text("/d:Acknowledge-Message/d:Time").flatMap(Instant.init(iso:))
        let kind =
            switch deMail.type {
            case "confirmation of dispatch": "Versandbestätigung"
            case "confirmation of receipt": "Eingangsbestätigung"
            default: "Abholbestätigung"
            }
        let subject = privateId.map { "Ihr Zeichen \($0)" } ?? id.map { "De-Mail \($0)" } ?? "eine De-Mail, die sie nicht nennt"
        return Finding(
            "demail.confirmation",
            .info,
            "Das ist eine \(kind) des De-Mail-Anbieters für \(subject)\(time.map { " vom \($0.german)" } ?? ""). Sie gehört als Nachweis zur Akte und ist kein Antrag."
        )
    }
}
