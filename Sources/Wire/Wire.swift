internal import Foundation

// Wire: values as bytes, for the pipe between the program and its readers, and as JSON for what is kept.
//
// A value is a tag and what belongs to it; `Tag` has them all. Objects and arrays carry the length of their contents, so that what
// nobody asks for is stepped over at once. `StreamEncoder` writes while values describe themselves, `StreamDecoder` reads in place;
// nothing is built in between. What is decoded may come from a reader that a hostile message has taken over: every length is checked
// against what is there, nothing is allocated by a length that was told, and what does not fit is an error.

/// Values as bytes between the program and its readers; private to one version, and never kept.
public enum Wire {
    /// So deep may arrays and objects nest in what is decoded.
    static let deepest = 64

    /// Writes a value.
    ///
    /// - Throws: `EncodingError` for a number that is none.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let sink = Sink()
        try sink.write(any: value)
        return sink.bytes
    }

    /// Reads a value from bytes that may come from anybody.
    ///
    /// - Throws: `DecodingError` for everything that is not what was asked for.
    public static func decode<Output: Decodable>(_ type: Output.Type, from bytes: [UInt8]) throws -> Output {
        guard try bytes.valueEnd(0, bytes.count) == bytes.count else { throw malformed("bytes after the value") }
        return try StreamDecoder(bytes: bytes, place: 0, depth: 0).value(type)
    }

    /// Writes a value as JSON: whole numbers and decimals with all their digits, members in the order they are written.
    ///
    /// - Throws: `EncodingError` for a number that is none.
    public static func json(_ value: some Encodable) throws -> String {
        let bytes = try encode(value)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count * 2)
        try bytes.writeJSON(0, bytes.count, into: &out)
        return String(decoding: out, as: UTF8.self)
    }

    static func malformed(_ what: String) -> DecodingError { .dataCorrupted(.init(codingPath: [], debugDescription: what)) }
}

/// What a value begins with.
enum Tag {
    /// No value.
    static let null: UInt8 = 0
    static let no: UInt8 = 1
    static let yes: UInt8 = 2
    /// A whole number of 64 bits, zigzag, in groups of seven bits, the lowest first.
    static let integer: UInt8 = 3
    /// A whole number beyond that, in groups of seven bits.
    static let natural: UInt8 = 4
    /// Eight bytes, the lowest first; a finite number.
    static let double: UInt8 = 5
    /// A length in groups of seven bits, and as many bytes of UTF-8.
    static let text: UInt8 = 6
    /// The same with the digits of a decimal number.
    static let decimal: UInt8 = 7
    /// Four bytes of length, the lowest first, and values.
    static let array: UInt8 = 8
    /// The same with a name before each value: its length and bytes as of a text.
    static let object: UInt8 = 9
}

extension Decimal {
    /// All digits; nil for what is no number.
    var digits: String? { isNaN ? nil : description }

    /// Reads `-12.5` and nothing else.
    init?(digits: String) {
        let utf8 = digits.utf8
        let plain = utf8.first == UInt8(ascii: "-") ? utf8.dropFirst() : utf8[...]
        let point = UInt8(ascii: ".")
        guard (1...200).contains(plain.count), plain.allSatisfy({ $0 &- 48 < 10 || $0 == point }), plain.first != point,
            plain.last != point,
            plain.count(where: { $0 == point }) < 2
        else { return nil }
        self.init(string: digits, locale: Locale(identifier: "en_US_POSIX"))
        if isNaN { return nil }
    }
}
