/// The commands of RFC 5321, 4.1.1, and RFC 2033, 4.1.
extension MailDialogue {
    /// Does what a command says.
    ///
    /// - Parameters:
    ///   - verb: its name in upper case.
    ///   - rest: what stands behind the name, without spaces at its end.
    ///   - knows: whether an office has an address.
    /// - Returns: what to do.
    mutating func obey(_ verb: String, _ rest: ArraySlice<UInt8>, _ knows: (String) -> Bool) -> Action {
        switch (verb, terms.language) {
        case ("LHLO", .lmtp), ("EHLO", .smtp): return greet(rest, isExtended: true)
        case ("HELO", .smtp): return greet(rest, isExtended: false)
        case ("MAIL", _): return mail(rest)
        case ("RCPT", _): return recipient(rest, knows)
        case ("NOOP", _): return say("250 2.0.0 In Ordnung")
        case ("HELP", _): return say("214 2.0.0 Siehe RFC 5321 und RFC 2033")
        case ("VRFY", _):
            return rest.isEmpty ? fault("501 5.5.4 Angabe fehlt") : say("252 2.0.0 Wird nicht geprueft, aber vielleicht angenommen")
        case ("DATA", _), ("RSET", _), ("QUIT", _), ("STARTTLS", .smtp):
            return rest.isEmpty ? obeyBare(verb) : fault("501 5.5.4 Angabe nicht erlaubt")
        case ("EXPN", _), ("AUTH", _), ("BDAT", _), ("ETRN", _), ("TURN", _): return fault("502 5.5.1 Befehl nicht angeboten")
        default: return fault("500 5.5.1 Befehl unbekannt")
        }
    }

    /// The commands that are only a word.
    private mutating func obeyBare(_ verb: String) -> Action {
        switch verb {
        case "RSET":
            transaction = nil
            return say("250 2.0.0 In Ordnung")
        case "QUIT": return .close("221 2.0.0 Auf Wiedersehen\r\n")
        case "STARTTLS":
            guard terms.offersTLS, !isSecure else { return fault("502 5.5.1 Befehl nicht angeboten") }
            // What came unencrypted behind it may be anybody's, and would be obeyed as if it had come encrypted.
            return isDrained ? .startTLS("220 2.0.0 Bereit fuer TLS\r\n") : .close("554 5.5.1 Nach STARTTLS darf nichts folgen\r\n")
        default:
            guard let transaction, !transaction.recipients.isEmpty else { return fault("503 5.5.1 Erst MAIL und RCPT") }
            beginText()
            return say("354 Text der Nachricht, am Ende eine Zeile mit einem Punkt")
        }
    }

    private mutating func greet(_ rest: ArraySlice<UInt8>, isExtended: Bool) -> Action {
        guard !rest.isEmpty, rest.count <= MailPath.longestDomain, rest.allSatisfy({ $0 > .space && $0 < 0x7F }) else {
            return fault("501 5.5.4 Name fehlt oder ist falsch")
        }
        (self.isExtended, transaction) = (isExtended, nil)
        guard isExtended else { return say("250 \(terms.hostName)") }
        var lines = [
            terms.hostName, "PIPELINING", "SIZE \(terms.mostBytes)", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES",
        ]
        if terms.offersTLS, !isSecure { lines.append("STARTTLS") }
        let last = lines.removeLast()
        return .reply(lines.map { "250-\($0)\r\n" }.joined() + "250 \(last)\r\n")
    }

    private mutating func mail(_ rest: ArraySlice<UInt8>) -> Action {
        guard let isExtended, transaction == nil else { return fault("503 5.5.1 MAIL passt hier nicht") }
        guard let text = rest.dropping("FROM:") else { return fault("501 5.5.4 Erwartet MAIL FROM:<Adresse>") }
        guard let path = MailPath(text, of: .sender) else { return fault("501 5.1.7 Absender falsch geschrieben") }
        guard let parameters = MailPath.parameters(path.rest) else { return fault("501 5.5.4 Angaben falsch geschrieben") }
        var isInternational = false
        for (name, value) in parameters {
            switch (name, value) {
            case _ where !isExtended: return fault("555 5.5.4 Angabe \(name) nicht angeboten")
            case ("SIZE", let size?):
                guard size.count <= 20, size.allSatisfy({ $0.isASCII && $0.isNumber }) else { return fault("501 5.5.4 SIZE falsch") }
                // What no number can hold is too large, too.
                guard let size = Int(size), size <= terms.mostBytes else { return say(Self.tooLarge) }
            case ("BODY", let kind?):
                guard ["7BIT", "8BITMIME"].contains(Array(kind.utf8)[...].upperCased) else { return fault("501 5.5.4 BODY falsch") }
            case ("SMTPUTF8", nil): isInternational = true
            case ("SIZE", _), ("BODY", _), ("SMTPUTF8", _): return fault("501 5.5.4 Angabe \(name) falsch")
            default: return fault("555 5.5.4 Angabe \(name) nicht angeboten")
            }
        }
        guard path.isASCII || isInternational else { return fault("553 5.6.7 Adresse nur mit SMTPUTF8") }
        transaction = Transaction(sender: path.address, isInternational: isInternational)
        return say("250 2.1.0 Absender angenommen")
    }

    private mutating func recipient(_ rest: ArraySlice<UInt8>, _ knows: (String) -> Bool) -> Action {
        guard let transaction else { return fault("503 5.5.1 Erst MAIL") }
        guard let text = rest.dropping("TO:") else { return fault("501 5.5.4 Erwartet RCPT TO:<Adresse>") }
        guard let path = MailPath(text, of: .recipient) else { return fault("501 5.1.3 Empfaenger falsch geschrieben") }
        guard let parameters = MailPath.parameters(path.rest) else { return fault("501 5.5.4 Angaben falsch geschrieben") }
        if let (name, _) = parameters.first { return fault("555 5.5.4 Angabe \(name) nicht angeboten") }
        guard path.isASCII || transaction.isInternational else { return fault("553 5.6.7 Adresse nur mit SMTPUTF8") }
        guard transaction.recipients.count < Self.mostRecipients else { return say("452 4.5.3 Zu viele Empfaenger") }
        guard knows(path.address) else { return say(Self.unknown) }
        self.transaction?.recipients.append(path.address)
        return say("250 2.1.5 Empfaenger angenommen")
    }
}
