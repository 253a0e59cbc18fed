internal import Vocabulary

/// One element of a DER encoding (ITU-T X.690): its tag and the place of its content in the bytes.
///
/// Reads only what lies within the bytes: a length that lies, an indefinite length or a tag of more than one byte makes the
/// element unreadable, never a trap. Nothing is copied until asked for.
struct DER: Hashable {
    /// The bytes the element was read from.
    let source: ArraySlice<UInt8>
    /// The identifier octet, such as 0x30 for SEQUENCE.
    let tag: UInt8
    /// Where the content lies in `source`.
    let range: Range<Int>
    /// Where the element ends and the next begins; it starts at `source.startIndex`.
    let end: Int

    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31

    /// Reads the first element of some bytes; nil if there is none.
    init?(_ bytes: ArraySlice<UInt8>) {
        var index = bytes.startIndex
        guard bytes.count >= 2 else { return nil }
        tag = bytes[index]
        guard tag & 0x1F != 0x1F else { return nil }
        let first = bytes[index + 1]
        index += 2
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), bytes.endIndex - index >= count else { return nil }
            length = bytes[index..<index + count].reduce(0) { $0 << 8 | Int($1) }
            index += count
        }
        guard length <= bytes.endIndex - index else { return nil }
        source = bytes
        range = index..<index + length
        end = index + length
    }

    /// Reads the first element of an array.
    init?(_ bytes: [UInt8]) { self.init(bytes[...]) }

    /// The content octets.
    var content: ArraySlice<UInt8> { source[range] }

    /// The whole element: tag, length and content.
    var encoded: ArraySlice<UInt8> { source[source.startIndex..<end] }

    /// The elements inside a constructed one; empty if one of them is unreadable.
    var children: [DER] {
        guard tag & 0x20 != 0 else { return [] }
        return Self.all(in: content)
    }

    /// All elements of some bytes, one behind the other; empty if one of them is unreadable.
    static func all(in bytes: ArraySlice<UInt8>) -> [DER] {
        var rest = bytes
        var found: [DER] = []
        while !rest.isEmpty {
            guard let next = DER(rest) else { return [] }
            found.append(next)
            rest = rest[next.end...]
        }
        return found
    }

    /// The element in a context-specific tag, such as `[0]`, whatever its form.
    func child(tagged number: UInt8) -> DER? { children.first { $0.tag & 0xC0 == 0x80 && $0.tag & 0x1F == number } }

    /// An object identifier in dotted form.
    var oid: String? {
        guard tag == 0x06, let first = content.first, let last = content.last, last < 0x80, content.count <= 64 else { return nil }
        var numbers: [Int] = first >= 80 ? [] : [Int(first) / 40, Int(first) % 40]
        var value = 0
        for byte in first >= 80 ? content : content.dropFirst() {
            guard value < 1 << 48 else { return nil }
            value = value << 7 | Int(byte & 0x7F)
            if byte < 0x80 {
                numbers += numbers.isEmpty ? [2, value - 80] : [value]
                value = 0
            }
        }
        return numbers.map(String.init).joined(separator: ".")
    }

    /// An INTEGER that fits an Int.
    var integer: Int? {
        guard tag == 0x02 || tag == 0x0A, let first = content.first, content.count <= 8 else { return nil }
        return content.reduce(first >= 0x80 ? -1 : 0) { $0 << 8 | Int($1) }
    }

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
                decoding: stride(from: range.lowerBound, to: range.upperBound, by: 2).map {
                    UInt16(source[$0]) << 8 | UInt16(source[$0 + 1])
                },
                as: UTF16.self
            )
        default: nil
        }
    }

    /// A UTCTime or GeneralizedTime in UTC (RFC 5280, 4.1.2.5).
    var time: Instant? {
        let text = String(decoding: content, as: UTF8.self)
        guard tag == 0x17 || tag == 0x18, text.hasSuffix("Z"), content.count <= 32 else { return nil }
        let body = text.dropLast().prefix { $0 != "." }
        let digits = body.utf8.map { Int($0) - 48 }
        guard digits.allSatisfy({ (0...9).contains($0) }), digits.count == (tag == 0x17 ? 12 : 14) else { return nil }
        let numbers = stride(from: digits.count % 14 == 0 ? 4 : 2, to: digits.count, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
        let short = digits[0] * 10 + digits[1]
        let year = tag == 0x18 ? short * 100 + digits[2] * 10 + digits[3] : short < 50 ? 2000 + short : 1900 + short
        guard let date = CalendarDate(year: year, month: numbers[0], day: numbers[1]), numbers[2] < 24, numbers[3] < 60, numbers[4] <= 60
        else { return nil }
        return Instant(seconds: date.dayNumber * 86400 + numbers[2] * 3600 + numbers[3] * 60 + numbers[4])
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
