internal import Foundation

/// A value at a place; it lies within the bytes, which was checked when the place was found.
struct StreamDecoder: Decoder, SingleValueDecodingContainer {
    let bytes: [UInt8]
    let place: Int
    /// In how many arrays and objects it lies.
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(MemberReader(bytes, try contents(Tag.object), depth: depth + 1))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        ElementReader(bytes: bytes, range: try contents(Tag.array), depth: depth + 1)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    private func contents(_ tag: UInt8) throws -> Range<Int> {
        guard bytes[place] == tag else { throw Wire.malformed("another kind of value") }
        guard depth < Wire.deepest else { throw Wire.malformed("too deep") }
        return try bytes.contents(place, bytes.count)
    }

    /// Any value, and those that describe themselves otherwise elsewhere.
    func value<Output: Decodable>(_ type: Output.Type) throws -> Output {
        guard type == Decimal.self else { return try Output(from: self) }
        guard bytes[place] == Tag.decimal else { throw Wire.malformed("another kind of value") }
        var next = place + 1
        guard let number = Decimal(digits: try bytes.text(try bytes.run(&next, bytes.count))) as? Output else {
            throw Wire.malformed("not a number")
        }
        return number
    }

    private func whole<Whole: FixedWidthInteger>() throws -> Whole {
        var next = place + 1
        let number: Whole?
        switch bytes[place] {
        case Tag.integer:
            let bits = try bytes.groups(&next, bytes.count)
            number = Whole(exactly: Int64(bitPattern: bits >> 1) ^ -Int64(bits & 1))
        case Tag.natural: number = Whole(exactly: try bytes.groups(&next, bytes.count))
        default: throw Wire.malformed("another kind of value")
        }
        guard let number else { throw Wire.malformed("a number out of range") }
        return number
    }

    func decodeNil() -> Bool { bytes[place] == Tag.null }

    func decode(_ type: Bool.Type) throws -> Bool {
        switch bytes[place] {
        case Tag.yes: true
        case Tag.no: false
        default: throw Wire.malformed("another kind of value")
        }
    }

    func decode(_ type: String.Type) throws -> String {
        guard bytes[place] == Tag.text else { throw Wire.malformed("another kind of value") }
        var next = place + 1
        return try bytes.text(try bytes.run(&next, bytes.count))
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard bytes[place] == Tag.double else { throw Wire.malformed("another kind of value") }
        return try bytes.double(place + 1)
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try whole() }
    func decode(_ type: Int8.Type) throws -> Int8 { try whole() }
    func decode(_ type: Int16.Type) throws -> Int16 { try whole() }
    func decode(_ type: Int32.Type) throws -> Int32 { try whole() }
    func decode(_ type: Int64.Type) throws -> Int64 { try whole() }
    func decode(_ type: UInt.Type) throws -> UInt { try whole() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try whole() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try whole() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try whole() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try whole() }
    func decode<Output: Decodable>(_ type: Output.Type) throws -> Output { try value(type) }
}

/// The members of an object.
///
/// Who asks for them in the order they were written finds each where the one before it ended.
private final class MemberReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let bytes: [UInt8]
    private let range: Range<Int>
    private let depth: Int
    /// The member that is looked at first.
    private var cursor: Int
    var codingPath: [any CodingKey] { [] }

    init(_ bytes: [UInt8], _ range: Range<Int>, depth: Int) {
        (self.bytes, self.range, self.depth) = (bytes, range, depth)
        cursor = range.lowerBound
    }

    var allKeys: [Key] {
        var keys: [Key] = []
        var place = range.lowerBound
        // What is malformed ends the list; whoever then asks for a member gets the error.
        while place < range.upperBound, let name = try? bytes.run(&place, range.upperBound),
            let end = try? bytes.valueEnd(place, range.upperBound)
        {
            if let text = try? bytes.text(name), let key = Key(stringValue: text) { keys.append(key) }
            place = end
        }
        return keys
    }

    /// Looks once through all members, from the cursor on and around; the next one is looked for behind the one that was found, or at it.
    private func find(_ key: Key, staying: Bool = false) throws -> Int? {
        let name = key.stringValue
        let first = cursor
        var place = first
        var isAround = false
        while true {
            if place >= range.upperBound {
                if isAround { return nil }
                isAround = true
                place = range.lowerBound
            }
            if isAround, place >= first { return nil }
            let member = place
            let own = try bytes.run(&place, range.upperBound)
            let end = try bytes.valueEnd(place, range.upperBound)
            if bytes.isText(own, name) {
                cursor = staying ? member : end
                return place
            }
            place = end
        }
    }

    private func decoder(_ key: Key) throws -> StreamDecoder {
        guard let place = try find(key) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: [], debugDescription: "no such member"))
        }
        return StreamDecoder(bytes: bytes, place: place, depth: depth)
    }

    func contains(_ key: Key) -> Bool {
        // What is malformed is an error as soon as something is decoded.
        ((try? find(key, staying: true)) ?? nil) != nil
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        guard let place = try find(key, staying: true) else { return true }
        return bytes[place] == Tag.null
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decoder(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try decoder(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try decoder(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try decoder(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decoder(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try decoder(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try decoder(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try decoder(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try decoder(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try decoder(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try decoder(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try decoder(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try decoder(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try decoder(key).decode(type) }
    func decode<Output: Decodable>(_ type: Output.Type, forKey key: Key) throws -> Output { try decoder(key).value(type) }

    /// What is there and not null, looked for once.
    private func present(_ key: Key) throws -> StreamDecoder? {
        guard let place = try find(key), bytes[place] != Tag.null else { return nil }
        return StreamDecoder(bytes: bytes, place: place, depth: depth)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try present(key)?.decode(type) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.decode(type) }
    func decodeIfPresent<Output: Decodable>(_ type: Output.Type, forKey key: Key) throws -> Output? { try present(key)?.value(type) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try decoder(key).unkeyedContainer() }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    func superDecoder() throws -> any Decoder {
        guard let key = Key(stringValue: "super") else { throw Wire.malformed("no such member") }
        return try decoder(key)
    }
}

/// The values of an array.
private struct ElementReader: UnkeyedDecodingContainer {
    let bytes: [UInt8]
    let depth: Int
    private let end: Int
    private var place: Int
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    /// How many there are is known when all are read.
    var count: Int? { nil }
    var isAtEnd: Bool { place >= end }

    init(bytes: [UInt8], range: Range<Int>, depth: Int) {
        (self.bytes, self.depth, place, end) = (bytes, depth, range.lowerBound, range.upperBound)
    }

    private mutating func next() throws -> StreamDecoder {
        let start = place
        place = try bytes.valueEnd(start, end)
        currentIndex += 1
        return StreamDecoder(bytes: bytes, place: start, depth: depth)
    }

    mutating func decodeNil() throws -> Bool {
        guard place < end else { throw Wire.malformed("no value") }
        guard bytes[place] == Tag.null else { return false }
        _ = try next()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try next().decode(type) }
    mutating func decode(_ type: String.Type) throws -> String { try next().decode(type) }
    mutating func decode(_ type: Double.Type) throws -> Double { try next().decode(type) }
    mutating func decode(_ type: Float.Type) throws -> Float { try next().decode(type) }
    mutating func decode(_ type: Int.Type) throws -> Int { try next().decode(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try next().decode(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try next().decode(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try next().decode(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try next().decode(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try next().decode(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next().decode(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next().decode(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next().decode(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next().decode(type) }
    mutating func decode<Output: Decodable>(_ type: Output.Type) throws -> Output { try next().value(type) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }
}
