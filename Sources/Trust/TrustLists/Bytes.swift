/// Writes values one behind the other, in a form that ``ByteReader`` reads back.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ number: Int) {
        for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (place * 8))) }
    }

    mutating func write(_ content: [UInt8]) {
        write(content.count)
        bytes += content
    }

    mutating func write(_ text: String) { write(Array(text.utf8)) }

    /// A list with its length in front.
    mutating func write<Element>(_ elements: some Collection<Element>, _ each: (inout ByteWriter, Element) -> Void) {
        write(elements.count)
        for element in elements { each(&self, element) }
    }
}

/// Reads back what ``ByteWriter`` wrote; bytes that are anything else are an error, never a trap.
struct ByteReader {
    struct Damaged: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number() throws(Damaged) -> Int {
        guard rest.count >= 8 else { throw Damaged() }
        defer { rest = rest.dropFirst(8) }
        return Int(bitPattern: rest.prefix(8).reversed().reduce(UInt(0)) { $0 << 8 | UInt($1) })
    }

    mutating func content() throws(Damaged) -> [UInt8] {
        let count = try self.count()
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func text() throws(Damaged) -> String { String(decoding: try content(), as: UTF8.self) }

    /// A list with its length in front.
    mutating func list<Element>(_ each: (inout ByteReader) throws(Damaged) -> Element) throws(Damaged) -> [Element] {
        let count = try self.count()
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try each(&self)) }
        return elements
    }

    /// A number of things that take at least a byte each.
    private mutating func count() throws(Damaged) -> Int {
        let count = try number()
        guard (0...rest.count).contains(count) else { throw Damaged() }
        return count
    }
}
