internal import Vocabulary

extension MessageReader {
    /// The fields that say who sent a message and where an answer goes (RFC 5322, 3.6.2).
    private static let senderFields: Set<String> = ["from", "reply-to", "sender"]

    /// Notes where mail programs could disagree about who sent the message, so that nobody is answered or compared by mistake.
    ///
    /// Looked at are the bytes: a field that is written so that a parser passes it over may still be obeyed by a mail program.
    mutating func noteSenders(_ mailboxes: [(field: String, boxes: [Message.Mailbox])]) {
        var reasons: [String] = []
        var seen: Set<String> = []
        for (name, isSpaced, range) in Self.fields(of: raw) where Self.senderFields.contains(name.lowercased()) {
            if !seen.insert(name.lowercased()).inserted { reasons.append("Das Feld \(name) steht mehrfach da") }
            if isSpaced {
                reasons.append("Vor dem Doppelpunkt des Feldes \(name) steht ein Leerzeichen, das Mailprogramme verschieden lesen")
            }
            let isControlled = raw[range].contains { $0 < 0x20 && ![0x09, 0x0A, 0x0D].contains($0) || $0 == 0x7F }
            if let boxes = mailboxes.first(where: { $0.field.lowercased() == name.lowercased() })?.boxes,
                Self.holdsOtherAddress(raw[range], than: boxes)
            {
                reasons.append("Das Feld \(name) enthält noch eine andere Adresse")
            }
            if isControlled { reasons.append("Das Feld \(name) enthält Steuerzeichen") }
        }
        for (field, boxes) in mailboxes {
            if boxes.count > 1 { reasons.append("Das Feld \(field) nennt mehrere Adressen") }
            for box in boxes {
                guard let address = MailAddress(box.address) else {
                    reasons.append("Das Feld \(field) enthält etwas, das keine Adresse ist")
                    continue
                }
                if address.isLookAlike { reasons.append("Eine Adresse im Feld \(field) enthält Zeichen, die wie andere aussehen können") }
            }
        }
        guard !reasons.isEmpty else { return }
        message.isSenderUnclear = true
        message.findings.append(Finding(.mailSenderUnclear, ["reason": Array(Set(reasons)).sorted().joined(separator: "; ")]))
    }

    /// Whether a field holds something that looks like an address and is none of those a parser found.
    ///
    /// What stands in quotation marks is a name, in brackets a comment (RFC 5322, 3.2.2 and 3.2.4).
    private static func holdsOtherAddress(_ field: ArraySlice<UInt8>, than boxes: [Message.Mailbox]) -> Bool {
        let known = Set(boxes.compactMap { MailAddress($0.address) })
        var words: [[UInt8]] = [[]]
        var (isQuoted, isEscaped, depth) = (false, false, 0)
        for byte in field.drop(while: { $0 != UInt8(ascii: ":") }).dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\"), isQuoted || depth > 0 {
                isEscaped = true
            } else if byte == UInt8(ascii: "\""), depth == 0 {
                isQuoted.toggle()
            } else if !isQuoted, byte == UInt8(ascii: "(") {
                depth += 1
            } else if !isQuoted, depth > 0, byte == UInt8(ascii: ")") {
                depth -= 1
            } else if !isQuoted, depth == 0 {
                if byte <= 0x20 || "<>,;:".utf8.contains(byte) { words.append([]) } else { words[words.count - 1].append(byte) }
            }
        }
        return words.contains { word in
            word.contains(UInt8(ascii: "@")) && !(MailAddress(String(decoding: word, as: UTF8.self)).map(known.contains) ?? false)
        }
    }

    /// The names of the header's fields without white space behind them, whether there was some, and their bytes.
    private static func fields(of raw: [UInt8]) -> [(name: String, isSpaced: Bool, range: Range<Int>)] {
        let end = RawBytes.headerEnd(in: raw, within: 0..<raw.count)
        var fields: [(String, Bool, Range<Int>)] = []
        var start = 0
        while start < end {
            let next = RawBytes.fieldEnd(in: raw, from: start)
            let name = raw[start..<min(next, end)].prefix { $0 != UInt8(ascii: ":") && $0 != 0x0A }
            // Ten characters and some space: no sender field has a longer name.
            if name.count < 40, name.endIndex < next, raw[name.endIndex] == UInt8(ascii: ":") {
                let trimmed = name.prefix { $0 > 0x20 }
                let isSpaced = trimmed.count < name.count && name[trimmed.endIndex...].allSatisfy { $0 <= 0x20 }
                if isSpaced || trimmed.count == name.count {
                    fields.append((String(decoding: trimmed, as: UTF8.self), isSpaced, start..<next))
                }
            }
            start = next
        }
        return fields
    }
}
