internal import Foundation

/// A piece of an expression with its column.
struct Token: Equatable {
    enum Kind: Equatable {
        case number(Decimal)
        case string(String)
        case name(String)
        case symbol(String)
        case end
    }

    var kind: Kind
    var column: Int
}

/// Splits an expression into tokens (DMN 1.5, 10.3.1.2).
struct Lexer {
    private let characters: [Character]
    private var index = 0
    private static let symbols = [
        "..", "<=", ">=", "!=", "**", "(", ")", "[", "]", "{", "}", ",", ":", ".", "+", "-", "*", "/", "<", ">", "=",
    ]

    init(_ text: String) { characters = Array(text) }

    mutating func tokens() throws(FEELError) -> [Token] {
        var tokens: [Token] = []
        while let token = try next() { tokens.append(token) }
        tokens.append(Token(kind: .end, column: characters.count + 1))
        return tokens
    }

    private mutating func next() throws(FEELError) -> Token? {
        while index < characters.count, characters[index].isWhitespace { index += 1 }
        guard index < characters.count else { return nil }
        let column = index + 1
        let first = characters[index]
        if first == "\"" { return Token(kind: .string(try string()), column: column) }
        if first.isNumber { return Token(kind: .number(try number()), column: column) }
        if first.isLetter || first == "_" || first == "?" {
            let start = index
            while index < characters.count,
                characters[index].isLetter || characters[index].isNumber || characters[index] == "_" || characters[index] == "?"
            { index += 1 }
            return Token(kind: .name(String(characters[start..<index])), column: column)
        }
        for symbol in Self.symbols where characters[index...].starts(with: Array(symbol)) {
            index += symbol.count
            return Token(kind: .symbol(symbol), column: column)
        }
        throw FEELError(.syntax, column: column, "das Zeichen „\(first)“ gehört nicht in einen Ausdruck")
    }

    private mutating func string() throws(FEELError) -> String {
        let column = index + 1
        var text = ""
        index += 1
        while index < characters.count {
            let character = characters[index]
            index += 1
            if character == "\"" { return text }
            guard character == "\\", index < characters.count else {
                text.append(character)
                continue
            }
            let escaped = characters[index]
            index += 1
            text.append(escaped == "n" ? "\n" : escaped == "t" ? "\t" : escaped)
        }
        throw FEELError(.syntax, column: column, "die Zeichenkette hat kein Ende")
    }

    private mutating func number() throws(FEELError) -> Decimal {
        let column = index + 1
        let start = index
        while index < characters.count, characters[index].isNumber { index += 1 }
        if index + 1 < characters.count, characters[index] == ".", characters[index + 1].isNumber {
            index += 1
            while index < characters.count, characters[index].isNumber { index += 1 }
        }
        guard let number = Decimal(string: String(characters[start..<index]), locale: Locale(identifier: "en_US_POSIX")) else {
            throw FEELError(.syntax, column: column, "das ist keine Zahl")
        }
        return number
    }
}
