/// The lines of a text.
public enum Lines {
    /// Splits text at line feeds, as `split(separator: "\n")` does, which looks for the bounds of every character and takes far longer.
    ///
    /// A line feed behind a carriage return is one character with it and ends no line.
    public static func of(_ text: String) -> [Substring] {
        let utf8 = text.utf8
        let span = utf8.span
        var lines: [Substring] = []
        var start = utf8.startIndex
        var offset = 0
        for index in span.indices where span[index] == UInt8(ascii: "\n") && (index == 0 || span[index - 1] != UInt8(ascii: "\r")) {
            let end = utf8.index(start, offsetBy: index - offset)
            lines.append(Substring(utf8[start..<end]))
            start = utf8.index(after: end)
            offset = index + 1
        }
        lines.append(Substring(utf8[start...]))
        return lines
    }
}
