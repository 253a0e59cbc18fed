internal import CGMime
internal import Vocabulary

extension MessageReader {
    /// The header fields of a part with their byte ranges.
    func headerFields(of object: UnsafeMutablePointer<GMimeObject>) -> [Message.HeaderField] {
        guard let list = unsafe g_mime_object_get_header_list(object) else { return [] }
        var fields: [Message.HeaderField] = []
        for position in 0..<(unsafe g_mime_header_list_get_count(list)) {
            guard let header = unsafe g_mime_header_list_get_header_at(list, position) else { continue }
            let offset = unsafe Int(g_mime_header_get_offset(header))
            guard offset >= 0, offset < raw.count else { continue }
            fields.append(
                Message.HeaderField(
                    name: unsafe GMimeHandle.string(g_mime_header_get_name(header)) ?? "",
                    value: unsafe GMimeHandle.string(g_mime_header_get_value(header)) ?? "",
                    range: offset..<RawBytes.fieldEnd(in: raw, from: offset)
                )
            )
        }
        return fields
    }

    /// The mailboxes of an address list; groups are opened.
    func mailboxes(_ list: UnsafeMutablePointer<InternetAddressList>?) -> [Message.Mailbox] {
        guard let list = unsafe list else { return [] }
        var boxes: [Message.Mailbox] = []
        for position in 0..<(unsafe internet_address_list_length(list)) {
            guard let address = unsafe internet_address_list_get_address(list, position),
                let mailbox = unsafe eg_as_mailbox(address),
                let spec = unsafe GMimeHandle.string(internet_address_mailbox_get_addr(mailbox))
            else { continue }
            boxes.append(
                Message.Mailbox(name: unsafe GMimeHandle.string(internet_address_get_name(address)) ?? "", address: spec)
            )
        }
        return boxes
    }

    /// The time after the last semicolon of a `Received` field (RFC 5321, 4.4).
    static func receivedTime(_ value: String) -> Instant? {
        guard let semicolon = value.lastIndex(of: ";") else { return nil }
        let text = String(value[value.index(after: semicolon)...])
        guard let date = unsafe g_mime_utils_header_decode_date(text) else { return nil }
        defer { unsafe g_date_time_unref(date) }
        return Instant(seconds: unsafe Int(g_date_time_to_unix(date)))
    }

    /// The ids between angle brackets.
    static func identifiers(_ text: String) -> [String] {
        text.split(separator: "<").compactMap { piece in
            piece.firstIndex(of: ">").map { String(piece[..<$0]) }
        }
    }

    /// What a mail server reports about a message of ours: which one, and whether it could not be delivered (RFC 3462, RFC 3464).
    mutating func readReport() {
        guard message.parts.first?.type == "multipart/report" else { return }
        for part in message.parts.dropFirst() where part.type.hasPrefix("message/") || part.type == "text/rfc822-headers" {
            let text = String(decoding: raw[part.bodyRange].prefix(Self.mostOfReport), as: UTF8.self)
            for line in text.split(whereSeparator: \.isNewline).prefix(500) {
                let lowered = line.lowercased()
                if lowered.hasPrefix("message-id:"), message.references.count < 50 {
                    message.references += Self.identifiers(String(line))
                } else if part.type == "message/delivery-status", lowered.hasPrefix("action:"), lowered.contains("failed") {
                    message.isFailureReport = true
                }
            }
        }
    }

    /// So many bytes of a returned message are looked at: its header.
    private static let mostOfReport = 65_536
}
