/// Finds the exact bytes of header fields and parts in a raw message, with CRLF or LF line ends.
enum RawBytes {
    private static let lf = UInt8(ascii: "\n")
    private static let cr = UInt8(ascii: "\r")

    /// The bytes before the line that begins with two hyphens and is one too many.
    static func beforeDelimiter(_ most: Int, in raw: [UInt8]) -> Int {
        var (left, line) = (most, 0)
        while line < raw.count {
            if raw[line] == UInt8(ascii: "-"), line + 1 < raw.count, raw[line + 1] == UInt8(ascii: "-") {
                if left == 0 { return line }
                left -= 1
            }
            line = nextLine(in: raw, from: line)
        }
        return raw.count
    }

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
    static func headerEnd(in raw: [UInt8], within range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound {
            if raw[index] == lf || (raw[index] == cr && index + 1 < range.upperBound && raw[index + 1] == lf) { return index }
            index = nextLine(in: raw, from: index)
        }
        return range.upperBound
    }

    /// The first byte behind the empty line that starts at `from`.
    static func afterEmptyLine(in raw: [UInt8], from: Int) -> Int {
        guard from < raw.count, raw[from] == lf || raw[from] == cr else { return from }
        return nextLine(in: raw, from: from)
    }

    /// The next delimiter line: from the line break before it, which belongs to it (RFC 2046, 5.1.1), to the line after it.
    static func delimiterLine(_ delimiter: String, in raw: [UInt8], within range: Range<Int>) -> Range<Int>? {
        let wanted = Array(delimiter.utf8)
        var line = range.lowerBound
        while line < range.upperBound {
            let next = min(nextLine(in: raw, from: line), range.upperBound)
            if next - line >= wanted.count, raw[line] == wanted[0], raw[line..<line + wanted.count].elementsEqual(wanted),
                isDelimiterEnd(raw[line + wanted.count..<next])
            {
                var start = line
                if start > range.lowerBound, raw[start - 1] == lf { start -= 1 }
                if start > range.lowerBound, raw[start - 1] == cr { start -= 1 }
                return start..<next
            }
            line = next
        }
        return nil
    }

    /// Behind a boundary only `--` and white space may stand; otherwise it is the beginning of a longer boundary.
    private static func isDelimiterEnd(_ rest: ArraySlice<UInt8>) -> Bool {
        let tail = rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) ? rest.dropFirst(2) : rest
        return tail.allSatisfy { $0 == lf || $0 == cr || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == lf || byte == cr || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// Whether Base64 text (RFC 2045, 6.8) ends where it should and holds only its alphabet.
    static func isWholeBase64(_ body: ArraySlice<UInt8>) -> Bool {
        // Padding stands at the end; what is before it is gone through without looking for it.
        var end = body.endIndex
        var padding = 0
        while end > body.startIndex {
            let byte = body[end - 1]
            guard byte == UInt8(ascii: "=") || isSpace(byte) else { break }
            if byte == UInt8(ascii: "=") { padding += 1 }
            end -= 1
        }
        var letters = 0
        var others = 0
        for byte in body[..<end] {
            let isLetter = (byte | 0x20) &- 0x61 < 26 || byte &- 0x2F < 11 || byte == UInt8(ascii: "+")
            letters &+= isLetter ? 1 : 0
            others &+= isLetter || isSpace(byte) ? 0 : 1
        }
        guard others == 0 else { return false }
        return (letters + padding) % 4 == 0 && padding <= 2
    }
}
