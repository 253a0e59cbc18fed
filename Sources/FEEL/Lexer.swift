/// A piece of an expression with its place.
struct Token: Equatable {
    enum Kind: Equatable { case number, string, word, symbol, end }

    var kind: Kind
    /// The text; of a string what it means.
    var text: String
    /// The first character, counted from 0.
    var at: Int
    /// Whether white space or a comment stands before it.
    var isApart: Bool
}

/// Splits an expression into tokens (DMN 1.5, 10.3.1.2).
struct Lexer {
    private let characters: [Character]
    private var index = 0
    private static let symbols: [[Character]] = [
        "..", "<=", ">=", "!=", "**", "(", ")", "[", "]", "{", "}", ",", ":", ".", "+", "-", "*", "/", "<", ">", "=", "@", "'",
    ].map(Array.init)

    init(_ text: String) { characters = Array(text) }

    /// The words and symbols of a name with spaces, such as `time offset`.
    static func words(_ name: String) -> [String] {
        var lexer = Lexer(name)
        guard let tokens = try? lexer.tokens() else { return [] }
        return tokens.dropLast().map(\.text)
    }

    mutating func tokens() throws(FEELError) -> [Token] {
        var tokens: [Token] = []
        while true {
            let start = index
            try skip()
            let at = index
            guard index < characters.count else { break }
            let (kind, text) = try next()
            tokens.append(Token(kind: kind, text: text, at: at, isApart: at > start))
        }
        tokens.append(Token(kind: .end, text: "", at: characters.count, isApart: true))
        return tokens
    }

    private func starts(with text: [Character]) -> Bool { characters[index...].starts(with: text) }

    /// Skips white space and comments.
    private mutating func skip() throws(FEELError) {
        while index < characters.count {
            if characters[index].isWhitespace || characters[index] == "\u{FEFF}" {
                index += 1
            } else if starts(with: ["/", "/"]) {
                while index < characters.count, !characters[index].isNewline { index += 1 }
            } else if starts(with: ["/", "*"]) {
                let start = index
                index += 2
                while index < characters.count, !starts(with: ["*", "/"]) { index += 1 }
                guard index < characters.count else { throw FEELError(.syntax, at: start, "der Kommentar hat kein Ende") }
                index += 2
            } else {
                return
            }
        }
    }

    private mutating func next() throws(FEELError) -> (Token.Kind, String) {
        let first = characters[index]
        if first == "\"" { return (.string, try string()) }
        if isDigit(index) || (first == "." && isDigit(index + 1)) { return (.number, number()) }
        for symbol in Self.symbols where starts(with: symbol) {
            index += symbol.count
            return (.symbol, String(symbol))
        }
        guard Self.isPart(first) else { throw FEELError(.syntax, at: index, "das Zeichen „\(first)“ gehört nicht in einen Ausdruck") }
        let start = index
        while index < characters.count, Self.isPart(characters[index]) { index += 1 }
        return (.word, String(characters[start..<index]))
    }

    /// Letters, digits, `_`, `?` and everything beyond ASCII that is no space, such as emoji.
    private static func isPart(_ character: Character) -> Bool {
        if character.isLetter || character.isNumber || character == "_" || character == "?" { return true }
        return !character.isASCII && !character.isWhitespace
    }

    private func isDigit(_ index: Int) -> Bool {
        index < characters.count && characters[index].isASCII && characters[index].isNumber
    }

    private mutating func number() -> String {
        let start = index
        while isDigit(index) { index += 1 }
        if index < characters.count, characters[index] == ".", isDigit(index + 1) {
            index += 1
            while isDigit(index) { index += 1 }
        }
        if index < characters.count, characters[index] == "e" || characters[index] == "E" {
            let sign = index + 1 < characters.count && "+-".contains(characters[index + 1]) ? 1 : 0
            if isDigit(index + 1 + sign) {
                index += 1 + sign
                while isDigit(index) { index += 1 }
            }
        }
        return String(characters[start..<index])
    }

    private mutating func string() throws(FEELError) -> String {
        let start = index
        var scalars = String.UnicodeScalarView()
        var surrogate: UInt32?
        index += 1
        while index < characters.count {
            let character = characters[index]
            index += 1
            if character == "\"" { return String(scalars) }
            guard character == "\\", index < characters.count else {
                scalars.append(contentsOf: character.unicodeScalars)
                continue
            }
            let escaped = characters[index]
            index += 1
            switch escaped {
            case "n": scalars.append("\n")
            case "t": scalars.append("\t")
            case "r": scalars.append("\r")
            case "\"", "\\", "'": scalars.append(contentsOf: escaped.unicodeScalars)
            case "u", "U":
                guard let code = hexadecimal(escaped == "u" ? 4 : 6) else {
                    throw FEELError(.syntax, at: index - 2, "nach \\\(escaped) fehlen Hexadezimalziffern")
                }
                if (0xD800..<0xDC00).contains(code) {
                    surrogate = code
                } else if (0xDC00..<0xE000).contains(code), let high = surrogate {
                    surrogate = nil
                    Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)).map { scalars.append($0) }
                } else {
                    Unicode.Scalar(code).map { scalars.append($0) }
                }
            default:
                scalars.append("\\")
                scalars.append(contentsOf: escaped.unicodeScalars)
            }
        }
        throw FEELError(.syntax, at: start, "die Zeichenkette hat kein Ende")
    }

    private mutating func hexadecimal(_ count: Int) -> UInt32? {
        guard index + count <= characters.count, let code = UInt32(String(characters[index..<index + count]), radix: 16) else { return nil }
        index += count
        return code
    }
}
