import Foundation
import Testing
import Vocabulary
import Wire

/// Values as bytes and back, and what becomes of bytes that are no values.
struct WireTests {
    private struct Everything: Codable, Hashable {
        var flags = [true, false]
        var whole = [Int.min, -1, 0, 1, 63, 64, 127, 128, .max]
        var small: [Int8] = [.min, .max]
        var short: Int16 = -300
        var medium: Int32 = .min
        var long: Int64 = .max
        var natural: [UInt64] = [0, 1 << 63, .max]
        var byte: UInt8 = 255
        var others = [UInt(1), 2]
        var pair: [UInt16] = [.max]
        var quad: [UInt32] = [.max]
        var doubles = [0, -0.5, 1e300, .leastNonzeroMagnitude, 12]
        var float: Float = 1.5
        var text = "Müller „Ä“ \"\\ \n\r\t \u{1}\u{1F}\u{7F} \u{2028} 👩‍👧"
        var empty = ""
        var absent: Int?
        var present: String? = "da"
        var nothing = [Int?]([1, nil, 3])
        var names = ["ä.b": 1, "": 2, String(repeating: "lang", count: 100): 3]
        var kinds: [Kind: Int] = [.one: 1]
        var range = 3..<9
        var nested = [[[Int]]]([[[1], []], []])
        var decimals = ["0", "-12.50", "0.00000000000000000000000000000000001", "99999999999999999999999999999999999999", "1234.56"]
            .compactMap { Decimal(string: $0) }
        var hollow = Hollow()
        var choice = [Choice.none, .some(label: "x", 5)]
    }

    private enum Kind: String, Codable { case one = "eins" }
    private struct Hollow: Codable, Hashable {}
    private enum Choice: Codable, Hashable {
        case none
        case some(label: String, Int)
    }

    @Test func `everything comes back as it was`() throws {
        let value = Everything()
        #expect(try Wire.decode(Everything.self, from: Wire.encode(value)) == value)
    }

    @Test func `what is written as JSON, Foundation reads as it was`() throws {
        let value = Everything()
        let json = try Wire.json(value)
        #expect(try JSONDecoder().decode(Everything.self, from: Data(json.utf8)) == value)
        #expect(json.hasPrefix(#"{"flags":[true,false],"whole":[-9223372036854775808,-1,0,"#))
        #expect(
            json.contains(#""decimals":[0,-12.5,0.00000000000000000000000000000000001,99999999999999999999999999999999999999,1234.56]"#)
        )
        #expect(json.contains(#"\"\\ \n\r\t \u0001\u001f"#))
    }

    @Test func `numbers survive with all their digits`() throws {
        var number = Decimal(string: "-7.3") ?? 0
        for _ in 0..<60 {
            let back = try Wire.decode([Value].self, from: Wire.encode([Value.number(number)]))
            #expect(back == [.number(number)])
            number *= Decimal(string: "13.37") ?? 0
        }
    }

    @Test func `members are found in any order, missing ones are missing, unknown ones are passed over`() throws {
        struct Written: Encodable { var (a, b, c, d) = (1, [["x": 2]], "drei", Bool?.none) }
        struct Asked: Decodable, Equatable {
            var c: String
            var nowhere: Int?
            var a: Int
        }
        struct More: Decodable { var (a, z) = (0, 0) }
        let bytes = try Wire.encode(Written())
        #expect(try Wire.decode(Asked.self, from: bytes) == Asked(c: "drei", nowhere: nil, a: 1))
        #expect(throws: DecodingError.self) { try Wire.decode(More.self, from: bytes) }
    }

    @Test func `a number that is none is neither written nor read`() throws {
        for number in [Double.nan, .infinity] { #expect(throws: EncodingError.self) { try Wire.encode([number]) } }
        #expect(throws: EncodingError.self) { try Wire.json([Decimal.nan]) }
        let infinity: [UInt8] = [5, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F]
        #expect(throws: DecodingError.self) { try Wire.decode(Double.self, from: infinity) }
        for digits in ["", "-", "1.", ".5", "1.2.3", "1e400", "NaN", "--1", "12a", String(repeating: "9", count: 201)] {
            let bytes = [7, UInt8(digits.utf8.count & 0x7F | (digits.utf8.count > 127 ? 0x80 : 0))]
            let more = digits.utf8.count > 127 ? [UInt8(digits.utf8.count >> 7)] : []
            #expect(throws: DecodingError.self, "\(digits)") { try Wire.decode(Decimal.self, from: bytes + more + digits.utf8) }
        }
    }

    @Test(
        arguments: [
            [], [3], [3, 0x80], [3] + [UInt8](repeating: 0xFF, count: 10), [5, 1, 2], [6, 5, 65], [6, 2, 0xC3, 0x28], [10], [255], [1, 1],
            [6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [8, 255, 255, 255, 255], [8, 1, 0, 0], [8, 1, 0, 0, 0],
            [8, 1, 0, 0, 0, 6], [8, 2, 0, 0, 0, 6, 5], [9, 1, 0, 0, 0, 1], [9, 2, 0, 0, 0, 1, 97], [9, 3, 0, 0, 0, 5, 97, 0],
        ] as [[UInt8]]
    )
    func `bytes that are no value are an error, whatever is asked for`(bytes: [UInt8]) {
        #expect(throws: (any Error).self) { try Wire.decode(Bool.self, from: bytes) }
        #expect(throws: (any Error).self) { try Wire.decode(String.self, from: bytes) }
        #expect(throws: (any Error).self) { try Wire.decode([Int].self, from: bytes) }
        #expect(throws: (any Error).self) { try Wire.decode(Verification.Covered.self, from: bytes) }
        #expect(throws: (any Error).self) { try Wire.decode(Value.self, from: bytes) }
    }

    @Test func `what nests too deep is an error, not the end`() throws {
        func nested(_ depth: Int) -> Value { (0..<depth).reduce(.list([])) { value, _ in .list([value]) } }
        #expect(try Wire.decode(Value.self, from: Wire.encode(nested(30))) == nested(30))
        #expect(throws: DecodingError.self) { try Wire.decode(Value.self, from: Wire.encode(nested(40))) }
        // An array in an array in an array, each as long as what is left.
        var bomb: [UInt8] = []
        for level in 0..<100_000 {
            let length = (100_000 - level - 1) * 5
            bomb += [8, UInt8(length & 255), UInt8(length >> 8 & 255), UInt8(length >> 16 & 255), 0]
        }
        struct Endless: Decodable {
            init(from decoder: any Decoder) throws {
                var elements = try decoder.unkeyedContainer()
                while !elements.isAtEnd { _ = try elements.decode(Endless.self) }
            }
        }
        #expect(throws: DecodingError.self) { try Wire.decode(Endless.self, from: bomb) }
    }
}
