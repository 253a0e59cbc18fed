private import Foundation

/// The textual encoding of certificates and lists (RFC 7468).
enum PEM {
    static func blocks(of bytes: [UInt8]) -> [(label: String, bytes: [UInt8])] {
        guard bytes.starts(with: "-----BEGIN ".utf8) || String(decoding: bytes.prefix(65536), as: UTF8.self).contains("-----BEGIN ") else {
            return []
        }
        var blocks: [(String, [UInt8])] = []
        var label: String?
        var text = ""
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
            if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
                label = String(line.dropFirst(11).dropLast(5))
                text = ""
            } else if line.hasPrefix("-----END "), let name = label {
                if let data = Data(base64Encoded: text) { blocks.append((name, Array(data))) }
                label = nil
            } else if label != nil {
                text += line
            }
        }
        return blocks
    }
}
