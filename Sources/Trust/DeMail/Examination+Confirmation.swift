internal import Documents
internal import Mail
internal import Vocabulary

extension Examination {
    /// What a provider confirms, with a finding for the file.
    ///
    /// The XML in it carries a signature of its own, which is verified with the other documents.
    func confirmation(_ deMail: DeMail, _ opened: Message.Opened) -> (confirmation: Confirmation, finding: Finding) {
        let content = opened.message.parts.lazy.compactMap { opened.contents[$0.index] }.compactMap { XMLTree.read($0) }
            .first { $0.root == "{urn:de-mail}Acknowledge-Message" }
        func text(_ path: String) -> String? { content?.matches(path, namespaces: ["d": "urn:de-mail"]).first?.value }
        func metadate(_ name: String) -> String? { text("/d:Acknowledge-Message/d:Metadata/d:Metadate[d:Name='\(name)']/d:Value") }
        var confirmation: Confirmation
        switch deMail.type {
        case "confirmation of dispatch": confirmation = Confirmation(kind: "Versandbestätigung")
        case "confirmation of receipt": confirmation = Confirmation(kind: "Eingangsbestätigung")
        default: confirmation = Confirmation(kind: "Abholbestätigung")
        }
        let id = metadate("x-de-mail-message-id")
        if let id, let hash = text("/d:Acknowledge-Message/d:Hash") { confirmation.message = DeMailIdentity(id: id, integrity: hash) }
        confirmation.privateId = metadate("x-de-mail-private-id")
        confirmation.time = text("/d:Acknowledge-Message/d:Time").flatMap(Instant.init(iso:))
        let subject =
            confirmation.privateId.map { "Ihr Zeichen \($0)" } ?? id.map { "De-Mail \($0)" } ?? "eine De-Mail, die sie nicht nennt"
        let finding = Finding(
            .deMailConfirmation,
            [
                "confirmation": confirmation.kind, "subject": subject,
                "time": confirmation.time.map { " vom \($0.german)" } ?? "",
            ]
        )
        return (confirmation, finding)
    }
}
