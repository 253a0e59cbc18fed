/// Characters of one scalar each that are in normal form C and never join with a neighbour of their kind.
///
/// These are the letters and signs of ASCII, Latin-1, Latin Extended A and B, Latin Extended Additional, and common punctuation.
enum PlainText {
    private enum Kind { case other, space, plain }

    /// Adds folded text, with a space before its first character unless nothing is there yet; false if it is not plain.
    ///
    /// What was added before a character that is not plain stays there.
    static func fold(_ text: String, into bytes: inout [UInt8]) -> Bool {
        let utf8 = text.utf8
        let span = utf8.span
        var isSpace = !bytes.isEmpty
        var index = 0
        while index < span.count {
            let byte = span[index]
            if byte < 0x80 {
                index += 1
                switch asciiKind(byte) {
                case .other: return false
                case .space: isSpace = !bytes.isEmpty
                case .plain:
                    if isSpace { bytes.append(UInt8(ascii: " ")) }
                    isSpace = false
                    bytes.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
                }
                continue
            }
            let (kind, length) = kind(span, index)
            switch kind {
            case .other: return false
            case .space: isSpace = !bytes.isEmpty
            case .plain:
                if isSpace { bytes.append(UInt8(ascii: " ")) }
                isSpace = false
                lower(span, index, length, &bytes)
            }
            index += length
        }
        return true
    }

    /// The words of text between white space; nil if it is not plain.
    static func words(_ text: Substring) -> [String]? {
        let utf8 = text.utf8
        let span = utf8.span
        var words: [String] = []
        var start = 0
        var index = 0
        func end(_ place: Int) {
            guard start < place else { return }
            let from = utf8.index(utf8.startIndex, offsetBy: start)
            words.append(String(Substring(utf8[from..<utf8.index(from, offsetBy: place - start)])))
        }
        while index < span.count {
            let byte = span[index]
            let (kind, length) = byte < 0x80 ? (asciiKind(byte), 1) : kind(span, index)
            if kind == .other { return nil }
            if kind == .space {
                end(index)
                start = index + length
            }
            index += length
        }
        end(index)
        return words
    }

    /// The length of the letter or digit at a place, or that of another character, negative.
    static func wordCharacter(in text: borrowing Span<UInt8>, at place: Int, to end: Int) -> Int {
        let byte = text[place]
        if byte < 0x80 { return (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 ? 1 : -1 }
        guard let scalar = scalar(in: text, at: place, to: end) else { return -1 }
        let length = UTF8.width(scalar)
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? length : -length
    }

    /// The scalar whose first byte stands at a place.
    static func scalar(in text: borrowing Span<UInt8>, at place: Int, to end: Int) -> Unicode.Scalar? {
        guard place < end else { return nil }
        let byte = text[place]
        if byte < 0x80 { return Unicode.Scalar(byte) }
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        guard place + length <= end else { return nil }
        var value = UInt32(byte & (0x7F >> UInt8(length)))
        for index in place + 1..<place + length { value = value << 6 | UInt32(text[index] & 0x3F) }
        return Unicode.Scalar(value)
    }

    /// The control characters from tab to carriage return are white space, too.
    private static func asciiKind(_ byte: UInt8) -> Kind {
        byte == 0x20 || byte &- 9 < 5 ? .space : byte < 0x20 || byte == 0x7F ? .other : .plain
    }

    /// What begins at a byte beyond ASCII.
    private static func kind(_ text: borrowing Span<UInt8>, _ place: Int) -> (Kind, length: Int) {
        let (first, second) = (text[place], text[place + 1])
        switch first {
        case 0xC2: return (second == 0xA0 ? .space : second < 0xA0 || second == 0xAD ? .other : .plain, 2)
        case 0xC3, 0xC5, 0xC6, 0xC8...0xCB: return (.plain, 2)
        // U+0130 becomes two scalars in lower case; U+01F0 is what a lower-case j and a mark behind it may mean as well.
        case 0xC4, 0xC7: return (second == 0xB0 ? .other : .plain, 2)
        // U+1E00 to U+1EFF, but for five that are like U+01F0.
        case 0xE1 where second &- 0xB8 < 4: return (second == 0xBA && text[place + 2] &- 0x96 < 5 ? .other : .plain, 3)
        case 0xE2: return (punctuation(second, text[place + 2]), 3)
        default: return (.other, 1)
        }
    }

    /// Spaces that have a width, dashes, quotation marks and currencies (U+2002 to U+20BF).
    private static func punctuation(_ second: UInt8, _ third: UInt8) -> Kind {
        switch (second, third) {
        case (0x80, 0x82...0x8A), (0x80, 0xAF): .space
        case (0x80, 0x90...0xA7), (0x80, 0xB0...0xBF), (0x81, 0x80...0x9E), (0x82, 0xA0...0xBF): .plain
        default: .other
        }
    }

    private static func lower(_ text: borrowing Span<UInt8>, _ place: Int, _ length: Int, _ bytes: inout [UInt8]) {
        let (first, second) = (text[place], text[place + 1])
        if first == 0xC3 {
            bytes.append(first)
            bytes.append(second < 0x9F && second != 0x97 ? second | 0x20 : second)
        } else if first == 0xC2 || first == 0xE2 {
            for index in place..<place + length { bytes.append(text[index]) }
        } else if let scalar = scalar(in: text, at: place, to: place + length) {
            bytes += scalar.properties.lowercaseMapping.utf8
        }
    }
}
