internal import Foundation
public import Vocabulary

/// A letter as an Internet message (RFC 5322): the same values always make the same bytes, so that a second try is no second letter.
///
/// Written here and not by GMime: the program links no parser of foreign bytes. Nothing that goes into a field can end it: controls and
/// line separators become spaces, everything beyond ASCII is encoded.
public struct OutgoingMail: Sendable {
    /// A file that goes along.
    public struct Enclosure: Sendable {
        /// Its name.
        public var name: String
        /// Its media type, such as `application/pdf`.
        public var mediaType: String
        /// Its bytes.
        public var bytes: [UInt8]

        /// Makes an enclosure.
        public init(name: String, mediaType: String, bytes: [UInt8]) { (self.name, self.mediaType, self.bytes) = (name, mediaType, bytes) }
    }

    /// Why a letter cannot be a message.
    public struct Fault: Error, Sendable, CustomStringConvertible {
        /// The reason, in German.
        public var description: String
    }

    /// The address it comes from, and the name beside it.
    public var from: String, fromName: String
    /// The one address it goes to.
    public var to: String
    /// The subject.
    public var subject: String
    /// The text.
    public var text: String
    /// The Message-ID without angle brackets.
    public var messageId: String
    /// The ids of the messages it answers.
    public var inReplyTo: [String] = []
    /// The ids of the messages before it.
    public var references: [String] = []
    /// When it was released.
    public var date: Instant
    /// Whether nobody looked at it (RFC 3834).
    public var isAutomatic = false
    /// What goes along.
    public var enclosures: [Enclosure] = []
    /// The number a De-Mail provider repeats in its confirmations (BSI TR-01201 part 3.4); nil for open mail.
    public var privateId: String?

    /// A letter without enclosures.
    public init(from: String, fromName: String, to: String, subject: String, text: String, messageId: String, date: Instant) {
        (self.from, self.fromName, self.to, self.subject) = (from, fromName, to, subject)
        (self.text, self.messageId, self.date) = (text, messageId, date)
    }

    /// The message with CRLF line ends.
    ///
    /// - Throws: ``Fault`` for an address that is none: then it goes nowhere.
    public func bytes() throws(Fault) -> [UInt8] {
        let body = content
        var fields = [
            "Date: \(Self.written(date))", "From: \(Self.mailbox(fromName, try Self.address(from)))", "To: <\(try Self.address(to))>",
            Self.field("Subject", subject), "Message-ID: <\(Self.token(messageId))>",
        ]
        fields += Self.ids("In-Reply-To", inReplyTo) + Self.ids("References", references)
        if isAutomatic { fields.append("Auto-Submitted: auto-replied") }
        if let privateId { fields.append("X-De-Mail-Private-ID: \(Self.token(privateId))") }
        fields.append("MIME-Version: 1.0")
        return Array((fields.joined(separator: "\r\n") + "\r\n").utf8) + body
    }

    // MARK: Content

    /// Text and HTML that say the same, with the enclosures around them.
    private var content: [UInt8] {
        let seed = Digest(of: (messageId + "\n" + text + "\n" + enclosures.map { Digest(of: $0.bytes).hex }.joined()).utf8).hex.prefix(24)
        let alternative = Self.multipart(
            "alternative",
            "a-\(seed)",
            [
                Self.leaf("text/plain; charset=utf-8", [], Array(Self.lines(text).utf8)),
                Self.leaf("text/html; charset=utf-8", [], Array(HTMLLetter.page(text).utf8)),
            ]
        )
        guard !enclosures.isEmpty else { return alternative }
        let files = enclosures.map { enclosure in
            Self.leaf(
                Self.mediaType(enclosure.mediaType),
                ["Content-Disposition: attachment;\r\n \(Self.fileName(enclosure.name))"],
                enclosure.bytes
            )
        }
        return Self.multipart("mixed", "m-\(seed)", [alternative] + files)
    }

    /// A media type that can mean nothing else, without parameters; what has parts of its own may not be encoded (RFC 2045, 6.4).
    private static func mediaType(_ text: String) -> String {
        let isSound = text.wholeMatch(of: /[A-Za-z0-9!#$&^_.+\-]+\/[A-Za-z0-9!#$&^_.+\-]+/) != nil && text.utf8.count < 128
        let hasParts = text.lowercased().hasPrefix("multipart/") || text.lowercased().hasPrefix("message/")
        return isSound && !hasParts ? text : "application/octet-stream"
    }

    private static func multipart(_ subtype: String, _ boundary: String, _ parts: [[UInt8]]) -> [UInt8] {
        var bytes = Array("Content-Type: multipart/\(subtype); boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for part in parts { bytes += Array("--\(boundary)\r\n".utf8) + part + Array("\r\n".utf8) }
        return bytes + Array("--\(boundary)--\r\n".utf8)
    }

    private static func leaf(_ type: String, _ fields: [String], _ content: [UInt8]) -> [UInt8] {
        let head = (["Content-Type: \(type)"] + fields + ["Content-Transfer-Encoding: base64", "", ""]).joined(separator: "\r\n")
        let encoded = Data(content).base64EncodedData(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        return Array(head.utf8) + Array(encoded)
    }

    /// Text with CRLF line ends; a lone CR or a line separator becomes one too, other controls are left out.
    private static func lines(_ text: String) -> String {
        var result = ""
        for character in text {
            if character.isNewline {
                result += "\r\n"
            } else if character == "\t" || !character.unicodeScalars.allSatisfy({ $0.value < 0x20 || $0.value == 0x7F }) {
                result.append(character)
            }
        }
        return result
    }

    // MARK: Fields

    /// A field of free text, encoded word by word where it is not plain ASCII (RFC 2047), folded.
    private static func field(_ name: String, _ value: String) -> String {
        let value = line(value)
        // Spaces at the ends would be lost.
        let isPlain =
            value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !value.contains("=?") && !value.hasPrefix(" ") && !value.hasSuffix(" ")
        if isPlain, value.utf8.count + name.utf8.count < 70 { return "\(name): \(value)" }
        return "\(name): " + encoded(value)
    }

    private static func mailbox(_ name: String, _ address: String) -> String {
        let name = line(name)
        return name.isEmpty ? "<\(address)>" : "\(encoded(name))\r\n <\(address)>"
    }

    /// Encoded words of at most 75 characters, none of which cuts a character apart.
    private static func encoded(_ text: String) -> String {
        var (words, piece) = ([String](), "")
        for character in text.unicodeScalars {
            if piece.utf8.count + String(character).utf8.count > 42 {
                words.append(piece)
                piece = ""
            }
            piece.unicodeScalars.append(character)
        }
        words.append(piece)
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// One line: every control and every separator of lines becomes a space.
    private static func line(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isBreak = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
            result.append(isBreak ? " " : scalar)
        }
        return String(result)
    }

    /// What may stand between angle brackets: ASCII without white space, brackets and controls.
    private static func token(_ text: String) -> String {
        String(
            decoding: text.utf8.filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }.prefix(240),
            as: UTF8.self
        )
    }

    /// The field with these ids; none where nothing is left of them.
    private static func ids(_ name: String, _ ids: [String]) -> [String] {
        let tokens = ids.map(token).filter { !$0.isEmpty }.suffix(20)
        return tokens.isEmpty ? [] : ["\(name): " + tokens.map { "<\($0)>" }.joined(separator: "\r\n ")]
    }

    /// An addr-spec that can mean nothing else (RFC 5322, 3.4.1): dot-atoms, and letters beyond ASCII as RFC 6531 has them.
    private static func address(_ text: String) throws(Fault) -> String {
        let special = Set("()<>[]:;@\\,\"".utf8)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isSound =
            parts.count == 2 && text.utf8.count <= 254 && !text.contains("=?")
            && parts.allSatisfy { part in
                !part.isEmpty && !part.hasPrefix(".") && !part.hasSuffix(".") && !part.contains("..") && !part.hasPrefix("-")
                    && part.unicodeScalars.allSatisfy {
                        !$0.properties.isWhitespace && ![.control, .format].contains($0.properties.generalCategory)
                    }
                    && part.utf8.allSatisfy { !special.contains($0) }
            }
        guard isSound else { throw Fault(description: "„\(Label.escaped(text))“ ist keine Adresse, an die geschrieben werden kann.") }
        return text
    }

    /// A file name as it is, or encoded (RFC 2231): never both, since programs differ in which of two they take.
    private static func fileName(_ name: String) -> String {
        // Letter by letter, so that none is cut apart.
        let name = line(name).unicodeScalars.reduce(into: "") { short, scalar in
            if short.utf8.count < 200 { short.unicodeScalars.append(scalar) }
        }
        func isPlain(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || byte | 0x20 &- 0x61 < 26 || ".-_".utf8.contains(byte) }
        if name.utf8.count < 60, name.utf8.allSatisfy(isPlain) { return "filename=\"\(name)\"" }
        let encoded = name.utf8.map { byte in
            isPlain(byte) ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "filename*=utf-8''\(encoded.joined())"
    }

    /// A date as RFC 5322, 3.3 has it, in UTC.
    private static func written(_ instant: Instant) -> String {
        let (day, second) = (CalendarDate(dayNumber: instant.seconds / 86_400), instant.seconds % 86_400)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let weekday = days[(instant.seconds / 86_400 + 4) % 7]
        let clock = [second / 3600, second / 60 % 60, second % 60].map(two).joined(separator: ":")
        return "\(weekday), \(two(day.day)) \(months[day.month - 1]) \(day.year) \(clock) +0000"
    }
}

/// The text of a letter as HTML, so that both always say the same: paragraphs, and lists where lines begin with a dash.
enum HTMLLetter {
    static func page(_ text: String) -> String {
        var (blocks, paragraph, list) = ([String](), [String](), [String]())
        func close() {
            if !paragraph.isEmpty { blocks.append("<p>" + paragraph.joined(separator: "<br>\r\n") + "</p>") }
            if !list.isEmpty { blocks.append("<ul>\r\n" + list.map { "<li>\($0)</li>" }.joined(separator: "\r\n") + "\r\n</ul>") }
            (paragraph, list) = ([], [])
        }
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if trimmed.isEmpty {
                close()
            } else if trimmed.hasPrefix("– ") {
                if !paragraph.isEmpty { close() }
                list.append(escaped(trimmed.dropFirst(2)))
            } else {
                if !list.isEmpty { close() }
                paragraph.append(escaped(trimmed))
            }
        }
        close()
        let style = "font:16px/1.5 sans-serif;color:#111;max-width:40em"
        return
            "<!DOCTYPE html>\r\n<html lang=\"de\"><head><meta charset=\"utf-8\"><title>Schreiben</title></head>\r\n<body style=\"\(style)\">\r\n"
            + blocks.joined(separator: "\r\n") + "\r\n</body></html>\r\n"
    }

    private static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
