internal import SwiftASN1
internal import Vocabulary

/// One element of a DER encoding (ITU-T X.690) as swift-asn1 reads it, with what certificates and signatures ask of it.
///
/// Everything inside an element must be well-formed, else it is unreadable. Lengths may be longer than needed, as OpenSSL takes them
/// too; an indefinite length or a tag of more than one byte is unreadable.
struct DER {
    /// The identifier octet, such as 0x30 for SEQUENCE.
    let tag: UInt8
    private let node: ASN1Node

    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31

    /// Reads the first element of some bytes, whatever is behind it; nil if there is none.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let end = Self.end(of: bytes), let node = try? BER.parse(bytes[..<end]) else { return nil }
        self.init(node)
    }

    /// Reads the first element of an array.
    init?(_ bytes: [UInt8]) { self.init(bytes[...]) }

    private init?(_ node: ASN1Node) {
        let head = Array(node.encodedBytes.prefix(2))
        guard head.count == 2, head[0] & 0x1F != 0x1F, head[1] != 0x80 else { return nil }
        tag = head[0]
        self.node = node
    }

    /// Where the first element ends: swift-asn1 takes nothing behind it, and signatures in PDFs are padded.
    private static func end(of bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 2 else { return nil }
        let start = bytes.startIndex + 2
        let first = bytes[start - 1]
        guard first >= 0x80 else { return start + Int(first) <= bytes.endIndex ? start + Int(first) : nil }
        let count = Int(first & 0x7F)
        guard (1...4).contains(count), bytes.endIndex - start >= count else { return nil }
        let length = bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
        return length <= bytes.endIndex - start - count ? start + count + length : nil
    }

    /// The whole element: tag, length and content.
    var encoded: ArraySlice<UInt8> { node.encodedBytes }

    /// The content octets.
    var content: ArraySlice<UInt8> {
        switch node.content {
        case .primitive(let bytes): bytes
        case .constructed(let nodes): encoded[(nodes.first { _ in true }?.encodedBytes.startIndex ?? encoded.endIndex)...]
        }
    }

    /// The elements inside a constructed one; empty if one of them is unreadable.
    var children: [DER] {
        guard case .constructed(let nodes) = node.content else { return [] }
        var found: [DER] = []
        for node in nodes {
            guard let child = DER(node) else { return [] }
            found.append(child)
        }
        return found
    }

    /// The element in a context-specific tag, such as `[0]`, whatever its form.
    func child(tagged number: UInt8) -> DER? { children.first { $0.tag & 0xC0 == 0x80 && $0.tag & 0x1F == number } }

    /// An object identifier in dotted form.
    var oid: String? { (try? ASN1ObjectIdentifier(derEncoded: node))?.description }

    /// An INTEGER or ENUMERATED that fits an Int.
    var integer: Int? { tag == 0x02 || tag == 0x0A ? try? Int(derEncoded: node, withIdentifier: node.identifier) : nil }

    /// A BOOLEAN.
    var boolean: Bool? { tag == 0x01 ? content.contains { $0 != 0 } : nil }

    /// The bytes of a BIT STRING without unused bits.
    var bits: ArraySlice<UInt8>? { tag == 0x03 && !content.isEmpty ? content.dropFirst() : nil }

    /// The content of an OCTET STRING.
    var octets: ArraySlice<UInt8>? { tag == 0x04 ? content : nil }

    /// A character string of any of the types a name may have.
    var string: String? {
        switch tag {
        case 0x0C, 0x12, 0x13, 0x16, 0x1A, 0x86, 0x81, 0x82: String(decoding: content, as: UTF8.self)
        case 0x14: String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
        case 0x1E where content.count % 2 == 0:
            String(
                decoding: stride(from: content.startIndex, to: content.endIndex, by: 2).map {
                    UInt16(content[$0]) << 8 | UInt16(content[$0 + 1])
                },
                as: UTF16.self
            )
        default: nil
        }
    }

    /// A UTCTime or GeneralizedTime in UTC (RFC 5280, 4.1.2.5).
    var time: Instant? {
        if let time = try? UTCTime(derEncoded: node) {
            return Instant(time.year, time.month, time.day, time.hours * 3600 + time.minutes * 60 + time.seconds)
        }
        guard let time = try? GeneralizedTime(derEncoded: node) else { return nil }
        return Instant(time.year, time.month, time.day, time.hours * 3600 + time.minutes * 60 + time.seconds)
    }

    /// Encodes one element.
    static func encode(_ tag: UInt8, _ content: some Collection<UInt8>) -> [UInt8] {
        var length: [UInt8] = []
        if content.count < 0x80 {
            length = [UInt8(content.count)]
        } else {
            var rest = content.count
            while rest > 0 {
                length.insert(UInt8(rest & 0xFF), at: 0)
                rest >>= 8
            }
            length.insert(0x80 | UInt8(length.count), at: 0)
        }
        return [tag] + length + content
    }
}

extension Instant {
    fileprivate init?(_ year: Int, _ month: Int, _ day: Int, _ second: Int) {
        guard let date = CalendarDate(year: year, month: month, day: day) else { return nil }
        self.init(seconds: date.dayNumber * 86400 + second)
    }
}
