internal import Mail
internal import Vocabulary

extension Examination {
    /// Verifies the signed parts of a message and opens what is wrapped.
    func verifyParts(of opened: inout Message.Opened, raw: [UInt8], depth: Int) {
        for part in opened.message.parts {
            if part.type == "multipart/signed" {
                verifySigned(part, opened, raw)
            } else if let content = opened.contents[part.index], !isDetachedSignature(part, in: opened), isWrapped(part, content) {
                unwrap(part, content, &opened, depth)
            }
        }
    }

    /// S/MIME content; a file with that ending is opened as a file later.
    private func isWrapped(_ part: Part, _ content: [UInt8]) -> Bool {
        guard let type = SignedData.type(of: content) else { return false }
        return type == ObjectID.envelopedData || type == ObjectID.authEnvelopedData
            || (part.type.hasSuffix("pkcs7-mime") && type == ObjectID.signedData)
    }

    private func isDetachedSignature(_ part: Part, in opened: Message.Opened) -> Bool {
        part.parent.map { opened.message.parts[$0].type == "multipart/signed" } == true && part.type.hasSuffix("pkcs7-signature")
    }

    private func verifySigned(_ part: Part, _ opened: Message.Opened, _ raw: [UInt8]) {
        let children = opened.message.parts.filter { $0.parent == part.index }
        guard children.count >= 2, let content = opened.contents[children[1].index] else {
            return reports.append(fault(.formatFailure, "Die Nachricht ist als signiert bezeichnet, aber die Signatur fehlt."))
        }
        let entity = children[0]
        verified.insert(Digest(of: content))
        let signed = LineEnds.canonical(raw[entity.headerRange.lowerBound..<entity.bodyRange.upperBound])
        let covers = leaves(of: opened, under: entity.index)
        verifyCMS(content, detached: signed, name: nil, covers: covers)
    }

    private func unwrap(_ part: Part, _ content: [UInt8], _ opened: inout Message.Opened, _ depth: Int) {
        guard depth < 8 else {
            return reports.append(fault(.formatFailure, "Die Nachricht ist zu oft ineinander verpackt."))
        }
        let entity: [UInt8]
        var data: SignedData?
        if SignedData.type(of: content) == ObjectID.signedData {
            data = try? SignedData(content)
            guard let inner = data?.content else {
                return verifyCMS(content, detached: nil, name: part.name, covers: [])
            }
            entity = Array(inner)
        } else {
            switch Envelope.open(content, unwrap: unwrap) {
            case .content(let inner): entity = inner
            case .locked: return findings.append(Finding(.smimeLocked))
            case .notTried(let finding): return findings.append(finding)
            }
        }
        guard Self.isEntity(entity) else { return }
        var inner = Message.open(entity, limits: limits)
        verifyParts(of: &inner, raw: entity, depth: depth + 1)
        // What is encrypted inside a signature is signed too, and the other way round.
        if data != nil {
            let whole = Verification.Covered(name: "signierter Inhalt", digest: Digest(of: entity))
            verifyCMS(content, detached: nil, name: nil, covers: [whole] + leaves(of: inner, under: nil))
        }
        opened.embed(inner, in: part.index)
    }

    /// Whether bytes begin with a header field.
    static func isEntity(_ bytes: [UInt8]) -> Bool {
        let name = bytes.prefix(100).prefix { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        return !name.isEmpty && name.count < bytes.count && bytes[name.count] == UInt8(ascii: ":")
    }

    /// The content under a part, or of the whole message.
    func leaves(of opened: Message.Opened, under ancestor: Int?) -> [Verification.Covered] {
        opened.message.parts.filter { part in
            guard !part.isContainer, let ancestor else { return !part.isContainer }
            return Self.lies(part, under: ancestor, in: opened.message)
        }.compactMap { part in
            part.digest.map {
                Verification.Covered(name: part.name ?? (part.isBody ? "Nachrichtentext" : "Anhang \(part.index)"), digest: $0)
            }
        }
    }

    private static func lies(_ part: Part, under ancestor: Int, in message: Message) -> Bool {
        var current: Int? = part.index
        while let index = current {
            if index == ancestor { return true }
            current = message.parts[index].parent
        }
        return false
    }
}
