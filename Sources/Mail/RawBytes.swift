/// Finds the exact bytes of header fields and parts in a raw message, with CRLF or LF line ends.
enum RawBytes {
    private static let lf = UInt8(ascii: "\n")
    private static let cr = UInt8(ascii: "\r")

    /// The start of the line after the one `from` lies in.
    static func nextLine(in raw: [UInt8], from: Int) -> Int {
        var index = from
        while index < raw.count, raw[index] != lf { index += 1 }
        return min(index + 1, raw.count)
    }

    /// The end of a header field: behind its last folded line.
    static func fieldEnd(in raw: [UInt8], from: Int) -> Int {
        var index = nextLine(in: raw, from: from)
        while index < raw.count, raw[index] == UInt8(ascii: " ") || raw[index] == UInt8(ascii: "\t") {
            index = nextLine(in: raw, from: index)
        }
        return index
    }

    /// The end of a header: the start of its empty line.
    static func headerEnd(in raw: [UInt8], from: Int, to end: Int) -> Int {
        var index = from
        while index < end {
            if raw[index] == lf || (raw[index] == cr && index + 1 < end && raw[index + 1] == lf) { return index }
            index = nextLine(in: raw, from: index)
        }
        return end
    }

    /// The first byte behind the empty line that starts at `from`.
    static func afterEmptyLine(in raw: [UInt8], from: Int) -> Int {
        guard from < raw.count, raw[from] == lf || raw[from] == cr else { return from }
        return nextLine(in: raw, from: from)
    }

    /// The end of a part: the line break before the next line that begins with the delimiter belongs to the delimiter
    /// (RFC 2046, 5.1.1).
    static func boundaryStart(_ delimiter: String, in raw: [UInt8], from: Int, to end: Int) -> Int? {
        let wanted = Array(delimiter.utf8)
        var line = from
        while line < end {
            if line + wanted.count <= end, raw[line..<line + wanted.count].elementsEqual(wanted) {
                var stop = line
                if stop > from, raw[stop - 1] == lf { stop -= 1 }
                if stop > from, raw[stop - 1] == cr { stop -= 1 }
                return stop
            }
            line = nextLine(in: raw, from: line)
        }
        return nil
    }

    /// Whether Base64 text (RFC 2045, 6.8) ends where it should and holds only its alphabet.
    static func isWholeBase64(_ body: ArraySlice<UInt8>) -> Bool {
        var letters = 0
        var padding = 0
        for byte in body {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "/"):
                if padding > 0 { return false }
                letters += 1
            case UInt8(ascii: "="): padding += 1
            case lf, cr, UInt8(ascii: " "), UInt8(ascii: "\t"): break
            default: return false
            }
        }
        return (letters + padding) % 4 == 0 && padding <= 2
    }
}
