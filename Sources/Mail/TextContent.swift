public import Vocabulary

/// The text of a part as Unicode, and whether its declared charset was true.
public struct TextContent: Sendable {
    /// The text with LF line ends.
    public var text: String
    /// What was wrong with the charset.
    public var finding: Finding?

    /// Decodes text from the charset it declares.
    ///
    /// A declaration that cannot be true is overruled: valid UTF-8 beyond ASCII is UTF-8, everything else that does not fit
    /// is read as Windows-1252, and a finding says so.
    public init(_ bytes: [UInt8], charset declared: String?, name: String?) {
        let charset = declared ?? "utf-8"
        let utf8 = String(validating: bytes, as: UTF8.self)
        let isASCII = bytes.allSatisfy { $0 < 0x80 }
        let decoded: String
        var fits = true
        if isASCII, !charset.hasPrefix("utf-16"), !charset.hasPrefix("utf-7"), !charset.hasPrefix("iso-2022") {
            decoded = String(decoding: bytes, as: UTF8.self)
        } else if let utf8, ["utf-8", "utf8", "us-ascii", "iso-8859-1", "windows-1252"].contains(charset) {
            decoded = utf8
            fits = charset.hasPrefix("utf")
        } else if utf8 == nil, charset == "us-ascii" || charset.hasPrefix("utf-8") || charset == "utf8" {
            decoded = GMimeHandle.utf8(bytes, from: "WINDOWS-1252") ?? Self.latin1(bytes)
            fits = declared == nil
        } else if let converted = GMimeHandle.utf8(bytes, from: charset == "iso-8859-1" ? "WINDOWS-1252" : charset) {
            decoded = converted
        } else {
            decoded = utf8 ?? Self.latin1(bytes)
            fits = false
        }
        text = Self.withLineFeeds(decoded)
        if !fits {
            finding = Finding(.mailWrongCharset, document: name)
        }
    }

    private static func withLineFeeds(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var afterReturn = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
            } else if byte != UInt8(ascii: "\n") || !afterReturn {
                bytes.append(byte)
            }
            afterReturn = byte == UInt8(ascii: "\r")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func latin1(_ bytes: [UInt8]) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
