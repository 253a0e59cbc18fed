internal import Channels
internal import Deciding
internal import Definitions
internal import Foundation
internal import Store
internal import Vocabulary

/// Writes what leaves and gives it to whoever carries it.
struct Post: Sendable {
    /// Reads the files out of messages that are handed over.
    let pipeline: Pipeline
    let archive: Archive
    let mail: RemoteServer?
    let deMail: RemoteServer?
    /// Where the definitions lie, with the blank forms that go with letters.
    let schemas: String
    let clock: @Sendable () -> Instant

    // MARK: Letters

    func send(
        _ entry: OutboxEntry,
        of file: CaseFile,
        as name: String,
        key: TokenKey,
        _ branch: Installation.Branch
    ) async throws -> Dispatch.Outcome {
        guard let recipient = entry.item.recipient else {
            return .refused("Es ist keine Adresse bekannt. Bitte schicken Sie das Schreiben mit der Post.")
        }
        guard let from = branch.from else {
            return .refused("Die Behörde hat keine Adresse, von der sie schreibt („from“ in der Konfiguration).")
        }
        guard let server = entry.item.channel == .deMail ? deMail : mail else {
            return .later("Es ist kein Server eingerichtet, der Schreiben hinausgibt („outgoing“ in der Konfiguration).", after: 600)
        }
        let letter = OutgoingMail(
            entry,
            of: file,
            as: name,
            key: key,
            branch,
            from: from,
            enclosures: try enclosures(entry.item.enclosures, file)
        )
        let message: [UInt8]
        do throws(OutgoingMail.Fault) { message = try letter.bytes() } catch { return .refused(error.description) }
        // Bounces come back to the office, where they find their case.
        switch await MailSender(server).send(message, from: from, to: recipient) {
        case .sent(let reply): return .sent(reply)
        case .refused(let code, let reply): return .refused("\(code) \(Label.withoutControls(reply))")
        case .later(let reason): return .later(reason, after: nil)
        }
    }

    /// The blank forms of the record type.
    private func enclosures(_ names: [String], _ file: CaseFile) throws -> [OutgoingMail.Enclosure] {
        try names.map { name in
            let path = "\(schemas)/\(file.state.recordType ?? "")/blank/\(name)"
            return OutgoingMail.Enclosure(
                name: name,
                mediaType: "application/pdf",
                bytes: Array(try Data(contentsOf: URL(fileURLWithPath: path)))
            )
        }
    }

    // MARK: Records

    func handOver(_ entry: OutboxEntry, of file: CaseFile, as name: String, _ branch: Installation.Branch) async throws -> Dispatch.Outcome
    {
        switch branch.handover {
        case .folder(let folder):
            let package = try await EvidencePackage(file, pipeline, archive, withTrust: false, now: clock())
            let place = "\(folder)/\(file.number)-\(name)"
            try package.write(to: place)
            return .sent("abgelegt")
        case .webhook(let url, let secret, let authorities):
            let package = try await EvidencePackage(file, pipeline, archive, withTrust: false, now: clock())
            let body = JSON.object([
                ("type", .string("eingang.record")), ("timestamp", .string(entry.createdAt.description)),
                ("data", package.json(file, entry)),
            ])
            guard let webhook = Webhook(RemoteServer(url: url, needsTLS: true, authorities: authorities), secret: secret) else {
                return .refused("Die Adresse oder das Geheimnis der Übergabe („webhook“ in der Konfiguration) ist nicht zu gebrauchen.")
            }
            switch await webhook.post(Array(body.description.utf8), id: "msg_\(name)", at: clock()) {
            case .delivered: return .sent("angenommen")
            case .later(let reason, let after): return .later(reason, after: after)
            case .refused(let reason): return .refused(reason)
            }
        case nil: return .later("Es ist kein Ziel für die Übergabe eingerichtet.", after: 600)
        }
    }
}

extension EvidencePackage {
    /// What a web address gets: the record as it was when it was released, and every file with its bytes in Base64.
    fileprivate func json(_ file: CaseFile, _ entry: OutboxEntry) -> JSON {
        .object([
            ("case", .string(file.number)), ("recordType", .string(entry.item.subject)), ("department", .optional(file.state.department)),
            ("receivedAt", .string(file.state.receivedAt.description)),
            ("receivedAtFirstAuthority", .optional(file.state.receivedAtFirstAuthority?.description)),
            ("completeAt", .optional(file.state.completeAt?.description)),
            ("record", file.decision?.record?.value.json ?? .null),
            (
                "files",
                .array(
                    files.map { path, bytes in
                        .object([
                            ("path", .string(path)), ("digest", .string(Digest(of: bytes).description)),
                            ("content", .string(Data(bytes).base64EncodedString())),
                        ])
                    }
                )
            ),
        ])
    }
}

extension OutgoingMail {
    /// A letter of a case as a message; the same entry always makes the same bytes.
    fileprivate init(
        _ entry: OutboxEntry,
        of file: CaseFile,
        as name: String,
        key: TokenKey,
        _ branch: Installation.Branch,
        from: String,
        enclosures: [Enclosure]
    ) {
        let office = branch.office.id
        var subject = key.sealing(entry.item.subject, office: office)
        let token =
            ThreadToken.first(in: [subject])
            ?? key.sealed(ThreadToken(number: file.number, round: max(1, file.state.followUps)), office: office)
        if ThreadToken.first(in: [subject]) == nil { subject += " [\(token)]" }
        let body = key.sealing(entry.item.body, office: office)
        let text = body.trimmingSuffix(while: \.isNewline) + "\n\nBitte lassen Sie dieses Kennzeichen in Ihrer Antwort stehen: [\(token)]\n"
        let domain = MailAddress(from)?.domain ?? "localhost"
        self.init(
            from: from,
            fromName: branch.office.name,
            to: entry.item.recipient ?? "",
            subject: subject,
            text: text,
            messageId: "\(name)@\(domain)",
            date: entry.releasedAt ?? entry.createdAt
        )
        if let inReplyTo = entry.item.inReplyTo { (self.inReplyTo, references) = ([inReplyTo], [inReplyTo]) }
        isAutomatic = entry.item.isAutomatic
        self.enclosures = enclosures
        // De-Mail providers repeat this in their confirmations (BSI TR-01201 part 3.4).
        if entry.item.channel == .deMail { privateId = file.number }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isLoose: (Character) -> Bool) -> String { String(reversed().drop(while: isLoose).reversed()) }
}
