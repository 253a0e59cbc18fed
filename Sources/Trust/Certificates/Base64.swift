private import Foundation

/// Base64 as mail headers and XML carry it: white space is ignored (RFC 4648).
enum Base64 {
    static func decode(_ text: some StringProtocol) -> [UInt8]? { Data(base64Encoded: String(text).withoutSpace).map(Array.init) }

    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}

extension String {
    /// The text without white space of any kind.
    var withoutSpace: String {
        // Outside of ASCII only the tables of Unicode know what is white.
        guard utf8.allSatisfy({ $0 < 0x80 }) else { return filter { !$0.isWhitespace } }
        guard utf8.contains(where: { $0 == 0x20 || (0x09...0x0D).contains($0) }) else { return self }
        return String(decoding: utf8.filter { $0 != 0x20 && !(0x09...0x0D).contains($0) }, as: UTF8.self)
    }
}
