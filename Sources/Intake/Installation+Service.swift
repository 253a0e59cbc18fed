internal import Channels
internal import Deciding
internal import Definitions
internal import FEEL
internal import Foundation
internal import TextFiles
internal import Vocabulary
internal import Yams

// What only a running service needs: sources, servers for what leaves, how letters leave.
extension InstallationLoader {
    mutating func loadService(_ members: [String: Node]) {
        if let node = members["http"] { http = reader.members(of: node, known: ["listen"])["listen"].flatMap { listen($0) } }
        if let node = members["desk"], let own = reader.members(of: node, known: ["grace"])["grace"], let seconds = reader.integer(own) {
            if !(0...3600).contains(seconds) { reader.fault(at: own, "„grace“ sind 0 bis 3600 Sekunden.") }
            grace = seconds
        }
        if let node = members["outgoing"] {
            let servers = reader.members(of: node, known: ["mail", "demail"])
            (mail, deMail) = (servers["mail"].flatMap { server($0) }, servers["demail"].flatMap { server($0) })
        }
        for entry in reader.entries(of: members["sources"]) {
            if let source = source(entry.key, entry.value, at: entry.node) { sources.append(source) }
        }
        let needsHTTP = sources.contains { if case .uploads = $0.kind { true } else { false } }
        if needsHTTP, http == nil, let node = members["sources"] {
            reader.fault(at: node, "Für eine Quelle „http“ fehlt oben „http: { listen: … }“.")
        }
    }

    // MARK: Sources

    private static let kinds = ["lmtp", "smtp", "maildir", "folder", "imap", "http"]

    private func source(_ name: String, _ node: Node, at place: Node) -> MessageSource? {
        if name.isEmpty || name.count > 40 || !name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) {
            reader.fault(at: place, "Der Name einer Quelle besteht aus Kleinbuchstaben, Ziffern und Strichen, höchstens 40.")
        }
        let members = reader.members(of: node, known: Set(Self.kinds + ["office", "gateway", "mostBytes"]))
        let found = Self.kinds.filter { members[$0] != nil }
        guard found.count == 1, let own = members[found[0]] else {
            reader.fault(at: node, "Eine Quelle hat genau eine Art: \(Self.kinds.joined(separator: ", ")).")
            return nil
        }
        let office = members["office"].flatMap { reader.string($0) }
        if let office, let node = members["office"], !branches.contains(where: { $0.office.id == office }) {
            reader.fault(at: node, "Eine Behörde „\(office)“ gibt es hier nicht.")
        }
        let saysAddress = ["lmtp", "smtp"].contains(found[0])
        if !saysAddress, members["office"] == nil, branches.count > 1 {
            reader.fault(at: node, "Bei „\(found[0])“ sagt niemand, für wen eine Nachricht ist. Bitte nennen Sie „office“.")
        }
        let (isGateway, most) = (reader.boolean(members["gateway"]), members["mostBytes"].flatMap { positive($0) })
        guard let kind = kind(found[0], own) else { return nil }
        var source = MessageSource(name: name, kind: kind)
        (source.office, source.isGateway) = (office, isGateway)
        if let most { source.mostBytes = most }
        return source
    }

    private func kind(_ name: String, _ node: Node) -> MessageSource.Kind? {
        switch name {
        case "lmtp":
            let members = reader.members(of: node, known: ["listen", "socket"])
            if let socket = members["socket"].flatMap({ reader.string($0) }) { return .lmtpSocket(path(socket)) }
            guard let place = needed("listen", members, node).flatMap({ listen($0) }) else { return nil }
            return .lmtp(host: place.host, port: place.port)
        case "smtp":
            let members = reader.members(of: node, known: ["listen", "certificate", "key"])
            guard let place = needed("listen", members, node).flatMap({ listen($0) }) else { return nil }
            return .smtp(
                host: place.host,
                port: place.port,
                certificate: members["certificate"].flatMap { file($0) },
                key: members["key"].flatMap { file($0) }
            )
        case "maildir": return directory(node).map(MessageSource.Kind.maildir)
        case "folder": return directory(node).map(MessageSource.Kind.folder)
        case "imap": return mailbox(node)
        default:
            let members = reader.members(of: node, known: ["tokenFile"])
            return needed("tokenFile", members, node).flatMap { secret($0) }.map { .uploads(token: $0) }
        }
    }

    private func mailbox(_ node: Node) -> MessageSource.Kind? {
        let members = reader.members(of: node, known: ["url", "user", "passwordFile", "mailbox", "ca", "seconds"])
        // Each is read before any is missed, so that all faults are told.
        let place = needed("url", members, node)
        let (url, user) = (reader.string(place), reader.string(needed("user", members, node)))
        let password = needed("passwordFile", members, node).flatMap { secret($0) }
        let (authorities, seconds) = (members["ca"].flatMap { file($0) }, members["seconds"].flatMap { positive($0) })
        if let place, let url, !url.hasPrefix("imap://"), !url.hasPrefix("imaps://") {
            reader.fault(at: place, "„url“ beginnt mit imap:// oder imaps://.")
        }
        guard let url, let user, let password else { return nil }
        let server = RemoteServer(url: url, needsTLS: !Self.isOwn(url), authorities: authorities, user: user, password: password)
        return .mailbox(server, folder: reader.string(members["mailbox"]) ?? "INBOX", seconds: seconds ?? 10)
    }

    // MARK: What leaves

    /// Whether a server is on this machine.
    private static func isOwn(_ url: String) -> Bool {
        ["localhost", "127.0.0.1", "[::1]", "::1"].contains(URLComponents(string: url)?.host ?? "")
    }

    private func server(_ node: Node) -> RemoteServer? {
        let members = reader.members(of: node, known: ["url", "tls", "ca", "user", "passwordFile"])
        guard let place = needed("url", members, node), let url = reader.string(place) else { return nil }
        if !url.hasPrefix("smtp://"), !url.hasPrefix("smtps://") { reader.fault(at: place, "„url“ beginnt mit smtp:// oder smtps://.") }
        let isOwn = Self.isOwn(url)
        let tls = members["tls"].map { reader.boolean($0) } ?? !isOwn
        if !tls, !isOwn, let node = members["tls"] {
            reader.fault(at: node, "Ohne TLS darf nur ein Server auf diesem Rechner angesprochen werden.")
        }
        return RemoteServer(
            url: url,
            needsTLS: tls,
            authorities: members["ca"].flatMap { file($0) },
            user: reader.string(members["user"]),
            password: members["passwordFile"].flatMap { secret($0) }
        )
    }

    func loadReplies(_ members: [String: Node], into branch: inout Installation.Branch) {
        branch.from = reader.string(members["from"]) ?? branch.addresses.first
        if let node = members["handover"] { branch.handover = target(node) }
        if let node = members["caseNumber"], let text = reader.string(node) {
            if let pattern = NumberPattern(text) {
                branch.office.numbers = pattern
            } else {
                reader.fault(
                    at: node,
                    "„caseNumber“ hat {prefix}, {year}, {count} und {check} je einmal, sonst Großbuchstaben, Ziffern und Striche."
                )
            }
        }
        if let node = members["hours"], let text = reader.string(node) {
            let parts = text.split(separator: "-").compactMap { Int($0) }
            if parts.count == 2, parts[0] < parts[1], (0...24).contains(parts[0]), parts[1] <= 24 {
                branch.hours = parts[0]..<parts[1]
            } else {
                reader.fault(at: node, "„hours“ sind zwei Stunden wie 8-16.")
            }
        }
        if let node = members["replies"] { branch.office.replies = replies(node) }
        if let node = members["departments"] {
            branch.office.departments = (node.sequence.map(Array.init) ?? []).compactMap { department($0) }
        }
    }

    private func target(_ node: Node) -> HandoverTarget? {
        let members = reader.members(of: node, known: ["folder", "webhook"])
        if let folder = members["folder"] { return directory(folder).map(HandoverTarget.folder) }
        guard let webhook = members["webhook"] else {
            reader.fault(at: node, "„handover“ hat „folder“ oder „webhook“.")
            return nil
        }
        let own = reader.members(of: webhook, known: ["url", "secretFile", "ca"])
        let url = reader.string(needed("url", own, webhook))
        let secret = needed("secretFile", own, webhook).flatMap { self.secret($0) }
        let authorities = own["ca"].flatMap { file($0) }
        guard let url, let secret else { return nil }
        return .webhook(url: url, secret: secret, authorities: authorities)
    }

    private func replies(_ node: Node) -> ReplyPolicy {
        var policy = ReplyPolicy()
        let members = reader.members(of: node, known: ["automatic", "openMail", "receipts", "mostPerAddress", "deMailIsWriting"])
        if members["openMail"] != nil { policy.usesOpenMail = reader.boolean(members["openMail"]) }
        policy.sendsReceipts = reader.boolean(members["receipts"])
        policy.deMailIsWriting = reader.boolean(members["deMailIsWriting"])
        if let node = members["mostPerAddress"], let most = positive(node) { policy.mostAutomaticPerAddress = most }
        for entry in members["automatic"]?.sequence.map(Array.init) ?? [] {
            let own = reader.members(of: entry, known: ["letters", "form", "channel"])
            let letters = reader.strings(own["letters"]).compactMap { name -> LetterTemplate.Kind? in
                let kind = LetterTemplate.Kind(rawValue: name)
                if kind == nil {
                    reader.fault(
                        at: entry,
                        "Ein Schreiben „\(name)“ gibt es nicht.\(Suggestion.question(for: name, LetterTemplate.Kind.allCases.map(\.rawValue)))"
                    )
                }
                return kind
            }
            var way: Bool?
            if let channel = own["channel"], let name = reader.string(channel) {
                if !["mail", "de-mail"].contains(name) { reader.fault(at: channel, "„channel“ ist „mail“ oder „de-mail“.") }
                way = name == "de-mail"
            }
            if letters.isEmpty {
                reader.fault(at: entry, "„automatic“ nennt unter „letters“ die Schreiben, die niemand ansieht, bevor sie hinausgehen.")
            }
            policy.automatic.append(.init(letters: Set(letters), form: reader.string(own["form"]), byDeMail: way))
        }
        return policy
    }

    private func department(_ node: Node) -> Department? {
        let members = reader.members(of: node, known: ["name", "when"])
        guard let name = needed("name", members, node).flatMap({ reader.string($0) }) else { return nil }
        guard let place = members["when"], let text = reader.string(place) else { return Department(name: name, condition: nil) }
        do {
            return Department(name: name, condition: try Expression(text))
        } catch {
            reader.fault(at: place, "„when“ ist kein FEEL-Ausdruck: \(error)")
            return nil
        }
    }

    // MARK: Values

    private func needed(_ key: String, _ members: [String: Node], _ node: Node) -> Node? {
        if members[key] == nil { reader.fault(at: node, "Hier fehlt „\(key)“.") }
        return members[key]
    }

    private func path(_ text: String) -> String { text.hasPrefix("/") ? text : "\(base)/\(text)" }

    private func listen(_ node: Node) -> (host: String, port: Int)? {
        guard let text = reader.string(node) else { return nil }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port),
            colon > text.startIndex
        else {
            reader.fault(at: node, "„listen“ ist eine Adresse mit Port wie 127.0.0.1:2424.")
            return nil
        }
        return (text[..<colon].filter { $0 != "[" && $0 != "]" }, port)
    }

    private func file(_ node: Node) -> String? {
        guard let text = reader.string(node) else { return nil }
        if FileManager.default.isReadableFile(atPath: path(text)) { return path(text) }
        reader.fault(
            at: node,
            "Die Datei „\(text)“ gibt es nicht, oder sie kann nicht gelesen werden. Gesucht wurde sie ab dem Ort der Konfiguration."
        )
        return nil
    }

    /// What a file of its own holds, so that no secret stands in the configuration.
    private func secret(_ node: Node) -> String? {
        guard let path = file(node), let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if secret.isEmpty { reader.fault(at: node, "Die Datei ist leer; darin soll das Geheimnis stehen.") }
        return secret
    }
}
