/// What bytes are, told by their first bytes; names and declared types only break ties.
enum ContentKind: Equatable {
    case pdf
    case xml
    /// What looks like JSON, as text.
    case json(String)
    case zip
    case text(String)
    case image
    /// A file of an office suite, and what people call it.
    case office(String)
    case other
    case empty

    static func of(_ bytes: [UInt8], name: String) -> ContentKind {
        if bytes.isEmpty { return .empty }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return .zip }
        let head = bytes.prefix(1024)
        // ISO 32000-1, annex H: readers accept the header anywhere within the first 1024 bytes.
        if position(of: "%PDF-", in: head) != nil { return .pdf }
        if images.contains(where: { bytes.starts(with: $0) }) || isHEIF(head) || isWebP(head) { return .image }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) || bytes.starts(with: "{\\rtf".utf8) {
            return .office(officeFile(name) ?? "Office-Datei")
        }
        if looksLikeXML(bytes, name: name) { return .xml }
        if let text = text(bytes) {
            if looksLikeJSON(text, name: name) { return .json(text) }
            return .text(isHTML(text) ? HTMLText.plain(from: text) : text)
        }
        return .other
    }

    /// Whether a name says signature or signed container (CMS); its content is checked elsewhere.
    static func isCMS(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix(".p7s") || name.hasSuffix(".p7m")
    }

    private static let images: [[UInt8]] = [
        [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [0x47, 0x49, 0x46, 0x38], [0x49, 0x49, 0x2A, 0x00],
        [0x4D, 0x4D, 0x00, 0x2A], [0x42, 0x4D],
    ]

    /// HEIF in the brands that telephones write (ISO/IEC 23008-12), and AVIF.
    private static func isHEIF(_ head: ArraySlice<UInt8>) -> Bool {
        head.count > 12 && ["ftyphei", "ftyphev", "ftypmif1", "ftypmsf1", "ftypavif"].contains { head.dropFirst(4).starts(with: $0.utf8) }
    }

    private static func isWebP(_ head: ArraySlice<UInt8>) -> Bool {
        head.starts(with: "RIFF".utf8) && head.dropFirst(8).starts(with: "WEBP".utf8)
    }

    /// What people call a file of an office suite, by its ending.
    static func officeFile(_ name: String) -> String? {
        let ending = name.lowercased().split(separator: ".").last.map(String.init) ?? ""
        return switch ending {
        case "doc", "docx", "docm", "dot", "dotx": "Word-Datei"
        case "xls", "xlsx", "xlsm": "Excel-Datei"
        case "ppt", "pptx": "PowerPoint-Datei"
        case "odt", "ods", "odp": "OpenDocument-Datei"
        case "pages", "numbers": "Pages-Datei"
        case "rtf": "RTF-Datei"
        default: nil
        }
    }

    private static func looksLikeXML(_ bytes: [UInt8], name: String) -> Bool {
        if bytes.starts(with: [0xFE, 0xFF, 0x00, 0x3C]) || bytes.starts(with: [0xFF, 0xFE, 0x3C, 0x00]) { return true }
        let start = bytes.prefix(256).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        guard start.first == UInt8(ascii: "<") else { return false }
        return start.starts(with: "<?xml".utf8) || name.lowercased().hasSuffix(".xml")
    }

    /// An object, or anything else under a name that says so; whether it is JSON shows when it is opened.
    private static func looksLikeJSON(_ text: String, name: String) -> Bool {
        let start = text.utf8.prefix(256).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        if name.lowercased().hasSuffix(".json") { return start.first == UInt8(ascii: "{") || start.first == UInt8(ascii: "[") }
        guard start.first == UInt8(ascii: "{") else { return false }
        return start.dropFirst().first { $0 > 0x20 } == UInt8(ascii: "\"")
    }

    /// Bytes without control characters are text: UTF-8, or else Windows-1252.
    private static func text(_ bytes: [UInt8]) -> String? {
        let isText = bytes.allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D || $0 == 0x0C }
        guard isText else { return nil }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let text =
            String(validating: body, as: UTF8.self)
            ?? String(String.UnicodeScalarView(body.map { Unicode.Scalar($0) }))
        return text.utf8.contains(0x0D)
            ? text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\n") : text
    }

    private static func isHTML(_ text: String) -> Bool {
        let start = text.prefix(512).lowercased()
        return start.contains("<html") || start.contains("<!doctype html")
    }

    static func position(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        return (bytes.startIndex...(bytes.endIndex - wanted.count)).first { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
    }
}
