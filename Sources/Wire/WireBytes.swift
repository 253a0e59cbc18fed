/// Reading bytes that may be anything: each place is checked before it is looked at.
extension [UInt8] {
    /// A number in groups of seven bits at a place, which moves behind it.
    func groups(_ place: inout Int, _ end: Int) throws -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while place < end, shift < 64 {
            let byte = self[place]
            place += 1
            let group = UInt64(byte & 0x7F)
            guard shift < 63 || group < 2 else { break }
            number |= group << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw Wire.malformed("not a number")
    }

    /// A length and as many bytes at a place, which moves behind them.
    func run(_ place: inout Int, _ end: Int) throws -> Range<Int> {
        let length = try groups(&place, end)
        guard length <= UInt64(end - place) else { throw Wire.malformed("longer than what holds it") }
        let start = place
        place += Int(length)
        return start..<place
    }

    /// The contents of the array or object whose tag stands at a place.
    func contents(_ place: Int, _ end: Int) throws -> Range<Int> {
        guard end - place >= 5 else { throw Wire.malformed("no length") }
        let start = place + 5
        let length = Int(self[place + 1]) | Int(self[place + 2]) << 8 | Int(self[place + 3]) << 16 | Int(self[place + 4]) << 24
        guard length <= end - start else { throw Wire.malformed("longer than what holds it") }
        return start..<start + length
    }

    /// Where the value at a place ends; it lies within `end`.
    func valueEnd(_ place: Int, _ end: Int) throws -> Int {
        guard place < end else { throw Wire.malformed("no value") }
        var next = place + 1
        switch self[place] {
        case Tag.null, Tag.no, Tag.yes: break
        case Tag.integer, Tag.natural: _ = try groups(&next, end)
        case Tag.double:
            guard end - next >= 8 else { throw Wire.malformed("not a number") }
            next += 8
        case Tag.text, Tag.decimal: _ = try run(&next, end)
        case Tag.array, Tag.object: return try contents(place, end).upperBound
        default: throw Wire.malformed("no such tag")
        }
        return next
    }

    /// The number whose eight bytes begin at a place.
    func double(_ place: Int) throws -> Double {
        guard count - place >= 8 else { throw Wire.malformed("not a number") }
        var pattern: UInt64 = 0
        for index in 0..<8 { pattern |= UInt64(self[place + index]) << UInt64(8 * index) }
        let number = Double(bitPattern: pattern)
        guard number.isFinite else { throw Wire.malformed("not a number") }
        return number
    }

    func text(_ range: Range<Int>) throws -> String {
        guard let text = String(validating: self[range], as: UTF8.self) else { throw Wire.malformed("not UTF-8") }
        return text
    }

    func isText(_ range: Range<Int>, _ text: String) -> Bool {
        let utf8 = text.utf8
        let name = utf8.span
        guard name.count == range.count else { return false }
        for index in 0..<name.count where self[range.lowerBound + index] != name[index] { return false }
        return true
    }
}

// MARK: JSON

extension [UInt8] {
    /// Writes the value at a place as JSON and returns where it ends.
    @discardableResult
    func writeJSON(_ place: Int, _ end: Int, into out: inout [UInt8]) throws -> Int {
        var next = place + 1
        switch self[place] {
        case Tag.null: out += "null".utf8
        case Tag.no: out += "false".utf8
        case Tag.yes: out += "true".utf8
        case Tag.integer:
            let bits = try groups(&next, end)
            out += String(Int64(bitPattern: bits >> 1) ^ -Int64(bits & 1)).utf8
        case Tag.natural: out += String(try groups(&next, end)).utf8
        case Tag.double:
            let text = try double(next).description
            out += (text.hasSuffix(".0") ? String(text.dropLast(2)) : text).utf8
            next += 8
        case Tag.text: writeString(try run(&next, end), into: &out)
        case Tag.decimal: out += self[try run(&next, end)]
        case Tag.array: next = try writeMembers(try contents(place, end), isObject: false, into: &out)
        case Tag.object: next = try writeMembers(try contents(place, end), isObject: true, into: &out)
        default: throw Wire.malformed("no such tag")
        }
        return next
    }

    private func writeMembers(_ range: Range<Int>, isObject: Bool, into out: inout [UInt8]) throws -> Int {
        out.append(UInt8(ascii: isObject ? "{" : "["))
        var place = range.lowerBound
        while place < range.upperBound {
            if place > range.lowerBound { out.append(UInt8(ascii: ",")) }
            if isObject {
                writeString(try run(&place, range.upperBound), into: &out)
                out.append(UInt8(ascii: ":"))
            }
            place = try writeJSON(place, range.upperBound, into: &out)
        }
        out.append(UInt8(ascii: isObject ? "}" : "]"))
        return place
    }

    /// RFC 8259, 7: only quotation mark, reverse solidus and control characters have to be escaped.
    private func writeString(_ range: Range<Int>, into out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var start = range.lowerBound
        for place in range {
            let byte = self[place]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            out += self[start..<place]
            start = place + 1
            switch byte {
            case 0x0A: out += "\\n".utf8
            case 0x0D: out += "\\r".utf8
            case 0x09: out += "\\t".utf8
            case 0..<0x10: out += "\\u000\(String(byte, radix: 16))".utf8
            case 0..<0x20: out += "\\u00\(String(byte, radix: 16))".utf8
            default: out += [UInt8(ascii: "\\"), byte]
            }
        }
        out += self[start..<range.upperBound]
        out.append(UInt8(ascii: "\""))
    }
}
