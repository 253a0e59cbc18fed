internal import CGMime
public import Vocabulary

extension Message {
    /// A message with the decoded content of its parts, which is not part of the value that travels on.
    public struct Opened {
        /// The message.
        public var message: Message
        /// The decoded content by part index; containers have none.
        public var contents: [Int: [UInt8]]
    }

    /// Parses a raw message, with CRLF or LF line ends.
    ///
    /// Never fails. Parts beyond `limits.parts` or deeper than `limits.depth` are left out with a finding.
    public static func open(_ raw: [UInt8], limits: Limits = Limits()) -> Opened {
        var reader = MessageReader(raw: raw, limits: limits)
        // GMime takes a kilobyte and some time for every part there is, whether it is wanted or not.
        let end = RawBytes.beforeDelimiter(limits.parts * 100, in: raw)
        unsafe raw.withUnsafeBytes { bytes in
            unsafe GMimeHandle.withMessage(UnsafeRawBufferPointer(rebasing: bytes[..<end])) { root, warnings in
                unsafe reader.read(root)
                reader.note(warnings)
            }
        }
        if end < raw.count { reader.cut(Finding(.messageParts, ["most": "\(limits.parts)"])) }
        if reader.message.parts.isEmpty {
            reader.message.findings.append(Finding(.mailUnreadable))
        }
        return Opened(message: reader.message, contents: reader.contents)
    }
}

/// Walks the tree that GMime built and collects values; nothing of GMime's is kept.
struct MessageReader {
    let raw: [UInt8]
    let limits: Limits
    var message = Message()
    var contents: [Int: [UInt8]] = [:]
    private var isCut = false

    init(raw: [UInt8], limits: Limits) {
        self.raw = raw
        self.limits = limits
    }

    /// Reads the message GMime parsed: header, addresses, parts.
    mutating func read(_ root: UnsafeMutablePointer<GMimeMessage>) {
        message.header = unsafe headerFields(of: eg_as_object(root))
        let authors = unsafe mailboxes(g_mime_message_get_from(root))
        let replies = unsafe mailboxes(g_mime_message_get_reply_to(root))
        message.from = authors.first
        message.replyTo = replies.first ?? message.from
        noteSenders([("From", authors), ("Reply-To", replies)])
        message.to =
            unsafe mailboxes(g_mime_message_get_to(root)) + mailboxes(g_mime_message_get_cc(root))
        message.subject = unsafe GMimeHandle.string(g_mime_message_get_subject(root)) ?? ""
        message.messageId = unsafe GMimeHandle.string(g_mime_message_get_message_id(root))
        if let date = unsafe g_mime_message_get_date(root) {
            message.date = Instant(seconds: unsafe Int(g_date_time_to_unix(date)))
        }
        message.receivedAt = message["Received"].flatMap(Self.receivedTime)
        message.references = Self.identifiers((message["In-Reply-To"] ?? "") + " " + (message["References"] ?? ""))
        if let content = unsafe g_mime_message_get_mime_part(root) {
            unsafe read(content, parent: nil, depth: 0, range: 0..<raw.count)
        }
        readReport()
    }

    /// Says what GMime noticed while it parsed, once per kind.
    mutating func note(_ warnings: Set<Int>) {
        if warnings.contains(Int(GMIME_WARN_MALFORMED_MULTIPART.rawValue))
            || warnings.contains(Int(GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY.rawValue))
        {
            noteMalformed()
        }
        if warnings.contains(Int(GMIME_CRIT_NESTING_OVERFLOW.rawValue)) { cut(Finding(.messageDepth, ["most": "\(limits.depth)"])) }
    }

    private mutating func read(
        _ object: UnsafeMutablePointer<GMimeObject>,
        parent: Int?,
        depth: Int,
        range: Range<Int>
    ) {
        guard depth <= limits.depth else { return cut(Finding(.messageDepth, ["most": "\(limits.depth)"])) }
        guard message.parts.count < limits.parts else { return cut(Finding(.messageParts, ["most": "\(limits.parts)"])) }
        let index = message.parts.count
        message.parts.append(unsafe describe(object, index: index, parent: parent, depth: depth, range: range))
        if let multipart = unsafe eg_as_multipart(object) {
            unsafe readChildren(of: multipart, index: index, depth: depth)
        } else if let holder = unsafe eg_as_message_part(object) {
            if let inner = unsafe g_mime_message_part_get_message(holder),
                let content = unsafe g_mime_message_get_mime_part(inner)
            {
                unsafe read(content, parent: index, depth: depth + 1, range: message.parts[index].bodyRange)
            }
        } else if let part = unsafe eg_as_part(object) {
            let content = unsafe GMimeHandle.content(of: part)
            message.parts[index].size = content.count
            message.parts[index].digest = Digest(of: content)
            contents[index] = content
            noteDamage(index, encoding: unsafe g_mime_part_get_content_encoding(part))
        }
    }

    private mutating func readChildren(
        of multipart: UnsafeMutablePointer<GMimeMultipart>,
        index: Int,
        depth: Int
    ) {
        let delimiter = "--" + (unsafe GMimeHandle.string(g_mime_multipart_get_boundary(multipart)) ?? "")
        let body = message.parts[index].bodyRange
        var next = RawBytes.delimiterLine(delimiter, in: raw, within: body)
        let count = unsafe Int(g_mime_multipart_get_count(multipart))
        var plainBefore = false
        for position in 0..<count {
            guard let child = unsafe g_mime_multipart_get_part(multipart, Int32(position)) else { continue }
            let start = next?.upperBound ?? body.upperBound
            next = RawBytes.delimiterLine(delimiter, in: raw, within: start..<body.upperBound)
            if next == nil { noteMalformed() }
            let before = message.parts.count
            unsafe read(child, parent: index, depth: depth + 1, range: start..<(next?.lowerBound ?? body.upperBound))
            if isCut { return }
            if message.parts[index].type == "multipart/alternative", before < message.parts.count {
                message.parts[before].isAlternative = plainBefore
                plainBefore = plainBefore || !(contents[before] ?? [1]).allSatisfy { $0 <= 0x20 }
            }
        }
    }

    private func describe(
        _ object: UnsafeMutablePointer<GMimeObject>,
        index: Int,
        parent: Int?,
        depth: Int,
        range: Range<Int>
    ) -> Part {
        let type = unsafe g_mime_object_get_content_type(object)
        let mimeType = unsafe GMimeHandle.taking(g_mime_content_type_get_mime_type(type)) ?? "application/octet-stream"
        let disposition = unsafe GMimeHandle.string(g_mime_object_get_disposition(object))?.lowercased()
        let part = unsafe eg_as_part(object)
        let name = unsafe part.flatMap { unsafe GMimeHandle.string(g_mime_part_get_filename($0)) }
        let headerEnd = RawBytes.headerEnd(in: raw, within: range)
        return Part(
            index: index,
            parent: parent,
            depth: depth,
            type: mimeType.lowercased(),
            charset: unsafe GMimeHandle.string(g_mime_object_get_content_type_parameter(object, "charset"))?.lowercased(),
            name: name.map(Label.of),
            isAttachment: disposition == "attachment",
            headerRange: range.lowerBound..<headerEnd,
            bodyRange: min(RawBytes.afterEmptyLine(in: raw, from: headerEnd), range.upperBound)..<range.upperBound
        )
    }

    private mutating func noteMalformed() {
        guard !message.findings.contains(where: { $0.isA(.mailMalformedMultipart) }) else { return }
        message.findings.append(Finding(.mailMalformedMultipart))
    }

    mutating func cut(_ finding: Finding) {
        guard !isCut else { return }
        isCut = true
        message.findings.append(finding)
    }

    private mutating func noteDamage(_ index: Int, encoding: GMimeContentEncoding) {
        let part = message.parts[index]
        let name = part.name ?? "ohne Namen"
        if encoding == GMIME_CONTENT_ENCODING_BASE64, !RawBytes.isWholeBase64(raw[part.bodyRange]) {
            message.findings.append(Finding(.mailTruncatedBase64, document: part.name, ["name": name]))
        }
        if part.type == "application/ms-tnef" || part.name?.lowercased() == "winmail.dat" {
            message.findings.append(Finding(.mailWinmail, document: part.name))
        }
    }
}
