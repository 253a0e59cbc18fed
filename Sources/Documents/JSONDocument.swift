internal import Vocabulary

/// JSON (RFC 8259) written as XML, so that the same rules read both.
///
/// The document is an element `json`. A member of an object is an element of its name; an array is one such element for each of its
/// entries. A name that is none in XML stands in the attribute `name` of an element `_`, and so do the entries of an array within an array.
/// Every value stands in the line it stands in the JSON. A fraction is written with a comma, as forms write it: `12.345` is no thousands.
struct JSONDocument {
    /// The attribute with a name that is none in XML.
    static let nameAttribute = "name"

    /// What is wrong with a text that is no JSON.
    private struct Fault: Error {
        var what: String
    }

    /// Deeper than this nothing is read: libxml2 stops at 256.
    private static let deepest = 200

    private let bytes: [UInt8]
    private var place = 0
    private var line = 1
    private var out: [UInt8] = []

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Opens a document; no tree, and why, for what is no JSON.
    static func open(_ raw: [UInt8], limits: Limits) -> (tree: XMLTree?, problems: [XMLTree.Problem]) {
        let bytes = raw.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(raw.dropFirst(3)) : raw
        func refused(_ line: Int, _ what: String) -> (tree: XMLTree?, problems: [XMLTree.Problem]) {
            (nil, [XMLTree.Problem(kind: .jsonMalformed, values: ["line": "\(line)", "what": what], line: line)])
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { return refused(1, "kein UTF-8") }
        var document = JSONDocument(bytes)
        do {
            try document.value(as: "json", depth: 0)
            document.skipSpace()
            if document.place < bytes.count { throw Fault(what: "nach dem Ende steht noch etwas") }
        } catch {
            return refused(document.line, (error as? Fault)?.what ?? "")
        }
        let parsed = XMLTree.parse(document.out, limits: limits)
        // What libxml2 does not take, such as ten million characters in one value.
        if parsed.problems.contains(where: { $0.kind == .xmlMalformed }) {
            return refused(parsed.problems.first?.line ?? 1, "ein Wert ist zu lang")
        }
        return parsed
    }

    // MARK: Values

    private mutating func value(as name: String, depth: Int) throws {
        guard depth < Self.deepest else { throw Fault(what: "zu tief verschachtelt") }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): try enclosed(name) { document throws in try document.object(depth: depth) }
        case UInt8(ascii: "["): try array(as: name, depth: depth)
        case UInt8(ascii: "\""):
            let text = try string()
            enclosed(name) { $0.write(text) }
        case UInt8(ascii: "t"): try word("true", as: name, "true")
        case UInt8(ascii: "f"): try word("false", as: name, "false")
        case UInt8(ascii: "n"): try word("null", as: name, "")
        case nil: throw Fault(what: "das Ende fehlt")
        default:
            let text = try number()
            enclosed(name) { $0.write(text) }
        }
    }

    private mutating func object(depth: Int) throws {
        place += 1
        var names: Set<String> = []
        skipSpace()
        while peek != UInt8(ascii: "}") {
            if !names.isEmpty { try expect(",", "zwischen zwei Angaben fehlt ein Komma") }
            skipSpace()
            guard peek == UInt8(ascii: "\"") else {
                throw Fault(what: peek == nil ? "das Ende fehlt" : "hier wird ein Name in Anführungszeichen erwartet")
            }
            let name = try string()
            guard names.insert(name).inserted else {
                throw Fault(what: "der Name „\(Label.escaped(String(name.prefix(60))))“ steht zweimal da")
            }
            skipSpace()
            try expect(":", "nach dem Namen fehlt der Doppelpunkt")
            try value(as: name, depth: depth + 1)
            skipSpace()
        }
        place += 1
    }

    private mutating func array(as name: String, depth: Int) throws {
        // A whole document that is an array still has one root.
        guard depth == 0 else { return try items(as: name, depth: depth) }
        try enclosed(name) { document throws in try document.items(as: "_", depth: depth) }
    }

    private mutating func items(as name: String, depth: Int) throws {
        guard depth < Self.deepest else { throw Fault(what: "zu tief verschachtelt") }
        place += 1
        skipSpace()
        var isFirst = true
        while peek != UInt8(ascii: "]") {
            if !isFirst { try expect(",", "zwischen zwei Einträgen fehlt ein Komma") }
            isFirst = false
            skipSpace()
            if peek == UInt8(ascii: "[") {
                try enclosed(name) { document throws in try document.items(as: "_", depth: depth + 1) }
            } else {
                try value(as: name, depth: depth + 1)
            }
            skipSpace()
        }
        place += 1
    }

    private mutating func word(_ word: String, as name: String, _ text: String) throws {
        guard bytes[place...].starts(with: word.utf8) else { throw Fault(what: "hier wird ein Wert erwartet") }
        place += word.utf8.count
        enclosed(name) { $0.write(text) }
    }

    private mutating func number() throws -> String {
        let start = place
        while let byte = peek, byte &- 48 < 10 || "+-.eE".utf8.contains(byte) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard text.wholeMatch(of: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/) != nil else {
            throw Fault(what: "hier wird ein Wert erwartet")
        }
        return text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") } ? text : text.replacing(".", with: ",")
    }

    private mutating func string() throws -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw Fault(what: "ein Text endet nicht auf seiner Zeile") }
            place += 1
            if byte == UInt8(ascii: "\\") { text += try escaped() } else { text.append(byte) }
        }
        guard peek != nil else { throw Fault(what: "ein Text endet nicht") }
        place += 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func escaped() throws -> [UInt8] {
        guard let byte = peek else { throw Fault(what: "ein Text endet nicht") }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var units = [try unit()]
            // The second half of a pair stands in an escape of its own; a half alone becomes the replacement character.
            if units[0] & 0xFC00 == 0xD800, bytes[place...].starts(with: "\\u".utf8) {
                place += 2
                units.append(try unit())
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        default: throw Fault(what: "ein Text enthält ein unbekanntes Zeichen nach „\\“")
        }
    }

    private mutating func unit() throws -> UInt16 {
        let digits = bytes[place...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ $0 &- 48 < 10 || ($0 | 0x20) &- 97 < 6 }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw Fault(what: "nach „\\u“ stehen keine vier Ziffern") }
        place += 4
        return unit
    }

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func expect(_ sign: Character, _ what: String) throws {
        guard peek == sign.asciiValue else { throw Fault(what: peek == nil ? "das Ende fehlt" : what) }
        place += 1
    }

    /// Steps over space; ends of lines are written, so that lines stay lines.
    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) {
            if byte == 0x0A {
                line += 1
                out.append(byte)
            }
            place += 1
        }
    }

    // MARK: XML

    private mutating func enclosed(_ name: String, _ body: (inout JSONDocument) throws -> Void) rethrows {
        let isName = Self.isName(name)
        out += isName ? Array("<\(name)>".utf8) : Array("<_ \(Self.nameAttribute)=\"".utf8)
        if !isName {
            write(name)
            out += "\">".utf8
        }
        try body(&self)
        out += "</\(isName ? name : "_")>".utf8
    }

    /// Whether a name can be that of an element.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, first == UInt8(ascii: "_") || (first | 0x20) &- 97 < 26 else { return false }
        return name.utf8.allSatisfy { ($0 | 0x20) &- 97 < 26 || $0 &- 48 < 10 || "_-.".utf8.contains($0) }
    }

    /// Text as XML 1.0 allows it; what it does not allow becomes the replacement character.
    private mutating func write(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;".utf8
            case "<": out += "&lt;".utf8
            case ">": out += "&gt;".utf8
            case "\"": out += "&quot;".utf8
            case "\n", "\r", "\t": out += "&#\(scalar.value);".utf8
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: out += "\u{FFFD}".utf8
            default: out += String(scalar).utf8
            }
        }
    }
}
