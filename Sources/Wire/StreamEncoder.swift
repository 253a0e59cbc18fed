internal import Foundation

/// Bytes in the making.
private struct Draft {
    var bytes: [UInt8] = []
    /// Where the contents of the open arrays and objects begin, the outermost first.
    var open: [Int] = []

    mutating func begin(_ tag: UInt8) {
        bytes.append(tag)
        for _ in 0..<4 { bytes.append(0) }
        open.append(bytes.count)
    }

    mutating func close(to level: Int) throws {
        while open.count > level {
            let start = open.removeLast()
            guard let length = UInt32(exactly: bytes.count - start) else { throw Sink.invalid(bytes.count, "too long") }
            for index in 0..<4 { bytes[start - 4 + index] = UInt8(truncatingIfNeeded: length >> UInt32(8 * index)) }
        }
    }

    mutating func run(_ text: String) {
        let utf8 = text.utf8
        groups(UInt64(utf8.count))
        bytes.append(contentsOf: utf8)
    }

    mutating func groups(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func whole(_ number: some FixedWidthInteger) {
        if let number = Int64(exactly: number) {
            bytes.append(Tag.integer)
            groups(UInt64(bitPattern: number << 1 ^ number >> 63))
        } else {
            bytes.append(Tag.natural)
            groups(UInt64(truncatingIfNeeded: number))
        }
    }

    mutating func double(_ number: Double) {
        bytes.append(Tag.double)
        let pattern = number.bitPattern
        for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: pattern >> UInt64(8 * index))) }
    }

    mutating func text(_ tag: UInt8, _ text: String) {
        bytes.append(tag)
        run(text)
    }
}

/// Where values are written to; each step reaches for what is written so far only once.
final class Sink {
    private var draft = Draft()

    init() { draft.bytes.reserveCapacity(4096) }

    var bytes: [UInt8] { draft.bytes }
    var level: Int { draft.open.count }

    /// Opens an array or an object.
    func begin(_ tag: UInt8) { draft.begin(tag) }

    /// Closes what was opened deeper than a level, and writes down how long it became.
    func close(to level: Int) throws { try draft.close(to: level) }

    func null() { draft.bytes.append(Tag.null) }
    func write(_ flag: Bool) { draft.bytes.append(flag ? Tag.yes : Tag.no) }
    func write(whole number: some FixedWidthInteger) { draft.whole(number) }

    func write(_ number: Double) throws {
        guard number.isFinite else { throw Self.invalid(number, "not a number") }
        draft.double(number)
    }

    func write(_ text: String) { draft.text(Tag.text, text) }

    /// Closes what was opened deeper than a level, and writes the name of a member.
    func name(_ text: String, closing level: Int) throws { try Self.name(&draft, text, level) }

    private static func name(_ draft: inout Draft, _ text: String, _ level: Int) throws {
        try draft.close(to: level)
        draft.run(text)
    }

    func write<T: Encodable>(any value: T) throws {
        if T.self == Decimal.self, let number = value as? Decimal {
            guard let digits = number.digits else { throw Self.invalid(number, "not a number") }
            return draft.text(Tag.decimal, digits)
        }
        let (level, start) = (draft.open.count, draft.bytes.count)
        try value.encode(to: StreamEncoder(sink: self, level: level))
        // A value that has nothing to say is an object without members.
        if draft.bytes.count == start { draft.begin(Tag.object) }
        try close(to: level)
    }

    fileprivate static func invalid(_ value: some Any, _ what: String) -> EncodingError {
        .invalidValue(value, .init(codingPath: [], debugDescription: what))
    }
}

/// The place of one value: inside so many open arrays and objects.
struct StreamEncoder: Encoder, SingleValueEncodingContainer {
    let sink: Sink
    let level: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        begin(Tag.object)
        return KeyedEncodingContainer(Members(sink: sink, level: level + 1))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        begin(Tag.array)
        return Elements(sink: sink, level: level + 1)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    /// A value that asks twice goes on with what it began.
    private func begin(_ tag: UInt8) {
        guard sink.level > level else { return sink.begin(tag) }
        // What is too long to be closed now is so again when everything is.
        try? sink.close(to: level + 1)
    }

    func encodeNil() { sink.null() }
    func encode(_ value: Bool) { sink.write(value) }
    func encode(_ value: String) { sink.write(value) }
    func encode(_ value: Double) throws { try sink.write(value) }
    func encode(_ value: Float) throws { try sink.write(Double(value)) }
    func encode(_ value: Int) { sink.write(whole: value) }
    func encode(_ value: Int8) { sink.write(whole: value) }
    func encode(_ value: Int16) { sink.write(whole: value) }
    func encode(_ value: Int32) { sink.write(whole: value) }
    func encode(_ value: Int64) { sink.write(whole: value) }
    func encode(_ value: UInt) { sink.write(whole: value) }
    func encode(_ value: UInt8) { sink.write(whole: value) }
    func encode(_ value: UInt16) { sink.write(whole: value) }
    func encode(_ value: UInt32) { sink.write(whole: value) }
    func encode(_ value: UInt64) { sink.write(whole: value) }
    func encode(_ value: some Encodable) throws { try sink.write(any: value) }
}

/// The members of an open object.
private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let sink: Sink
    let level: Int
    var codingPath: [any CodingKey] { [] }

    /// Where nothing can be thrown: what is too long to be closed now is so again when everything is.
    private func begin(_ name: String) { try? sink.name(name, closing: level) }

    private func name(_ key: Key) throws { try sink.name(key.stringValue, closing: level) }

    func encodeNil(forKey key: Key) throws {
        try name(key)
        sink.null()
    }

    func encode(_ value: Bool, forKey key: Key) throws {
        try name(key)
        sink.write(value)
    }

    func encode(_ value: String, forKey key: Key) throws {
        try name(key)
        sink.write(value)
    }

    func encode(_ value: Double, forKey key: Key) throws {
        try name(key)
        try sink.write(value)
    }

    func encode(_ value: Float, forKey key: Key) throws { try encode(Double(value), forKey: key) }
    func encode(_ value: Int, forKey key: Key) throws { try whole(value, key) }
    func encode(_ value: Int8, forKey key: Key) throws { try whole(value, key) }
    func encode(_ value: Int16, forKey key: Key) throws { try whole(value, key) }
    func encode(_ value: Int32, forKey key: Key) throws { try whole(value, key) }
    func encode(_ value: Int64, forKey key: Key) throws { try whole(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { try whole(value, key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try whole(value, key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try whole(value, key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try whole(value, key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try whole(value, key) }

    private func whole(_ value: some FixedWidthInteger, _ key: Key) throws {
        try name(key)
        sink.write(whole: value)
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try name(key)
        try sink.write(any: value)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        begin(key.stringValue)
        return StreamEncoder(sink: sink, level: level).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        begin(key.stringValue)
        return StreamEncoder(sink: sink, level: level).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        begin("super")
        return StreamEncoder(sink: sink, level: level)
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        begin(key.stringValue)
        return StreamEncoder(sink: sink, level: level)
    }
}

/// The values of an open array.
private struct Elements: UnkeyedEncodingContainer {
    let sink: Sink
    let level: Int
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(sink: Sink, level: Int) { (self.sink, self.level) = (sink, level) }

    private mutating func next() -> StreamEncoder {
        // What is too long to be closed now is so again when everything is.
        try? sink.close(to: level)
        count += 1
        return StreamEncoder(sink: sink, level: level)
    }

    mutating func encodeNil() { next().encodeNil() }
    mutating func encode(_ value: Bool) { next().encode(value) }
    mutating func encode(_ value: String) { next().encode(value) }
    mutating func encode(_ value: Double) throws { try next().encode(value) }
    mutating func encode(_ value: Float) throws { try next().encode(value) }
    mutating func encode(_ value: Int) { next().encode(value) }
    mutating func encode(_ value: Int8) { next().encode(value) }
    mutating func encode(_ value: Int16) { next().encode(value) }
    mutating func encode(_ value: Int32) { next().encode(value) }
    mutating func encode(_ value: Int64) { next().encode(value) }
    mutating func encode(_ value: UInt) { next().encode(value) }
    mutating func encode(_ value: UInt8) { next().encode(value) }
    mutating func encode(_ value: UInt16) { next().encode(value) }
    mutating func encode(_ value: UInt32) { next().encode(value) }
    mutating func encode(_ value: UInt64) { next().encode(value) }
    mutating func encode(_ value: some Encodable) throws { try next().encode(value) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { next() }
}
