internal import Foundation

/// A pattern of XPath (XPath Functions 3.1, 5.6.1; XML Schema part 2, appendix G) as the pattern that ICU reads.
///
/// ICU takes most of them as they are and some of them for something else: it knows class subtraction and blocks in another
/// spelling, ends lines at more signs, and has escapes that XPath does not have. What XPath does not have is refused.
struct XPathPattern {
    private let source: [Unicode.Scalar]
    private let flags: Set<Unicode.Scalar>
    private var place = 0
    private var result = ""
    /// How many groups were opened, and which of them are closed: only they can be referred to.
    private var groups = 0
    private var open: [Int?] = []
    private var closed: Set<Int> = []

    /// - Parameters:
    ///   - pattern: the pattern.
    ///   - flags: `s`, `m`, `i`, `x`, `q`.
    /// - Returns: the pattern, ready to be looked for.
    /// - Throws: ``FEELFailure`` with what is wrong.
    static func expression(_ pattern: String, flags: String) throws -> NSRegularExpression {
        if let unknown = flags.first(where: { !"smixq".contains($0) }) { throw FEELFailure("den Schalter „\(unknown)“ gibt es nicht") }
        // Lines end with a line feed only, and `$` stands before the last one only where lines count.
        var options: NSRegularExpression.Options = [.useUnixLineSeparators]
        if flags.contains("m") { options.insert(.anchorsMatchLines) }
        if flags.contains("i") { options.insert(.caseInsensitive) }
        if flags.contains("q") { options.insert(.ignoreMetacharacters) }
        var translation = XPathPattern(pattern, flags)
        let text = flags.contains("q") ? pattern : try translation.translated()
        guard let expression = try? NSRegularExpression(pattern: text, options: options) else {
            throw FEELFailure("das Muster „\(pattern)“ ist fehlerhaft")
        }
        return expression
    }

    private init(_ pattern: String, _ flags: String) {
        self.flags = Set(flags.unicodeScalars)
        // White space counts in classes only.
        guard flags.contains("x") else {
            source = Array(pattern.unicodeScalars)
            return
        }
        var (kept, depth, isEscaped) = ([Unicode.Scalar](), 0, false)
        for sign in pattern.unicodeScalars where depth > 0 || !Self.isSpace(sign) {
            kept.append(sign)
            if !isEscaped { depth += sign == "[" ? 1 : sign == "]" ? -1 : 0 }
            isEscaped = !isEscaped && sign == "\\"
        }
        source = kept
    }

    private static func isSpace(_ sign: Unicode.Scalar) -> Bool { [" ", "\t", "\n", "\r"].contains(sign) }

    private mutating func next() -> Unicode.Scalar? {
        guard place < source.count else { return nil }
        place += 1
        return source[place - 1]
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? { place + ahead < source.count ? source[place + ahead] : nil }

    private mutating func translated() throws -> String {
        while let sign = next() {
            switch sign {
            case "\\": result += try escape(inClass: false)
            case "[": result += try characterClass()
            case ".": result += flags.contains("s") ? "(?s:.)" : "[^\\n\\r]"
            case "$": result += flags.contains("m") ? "$" : "\\z"
            case "(": try group()
            case ")":
                guard let number = open.popLast() else { throw FEELFailure("im Muster fehlt „(“") }
                if let number { closed.insert(number) }
                result += ")"
            case "*", "+", "?", "{": try quantifier(sign)
            case "]", "}": throw FEELFailure("im Muster steht „\(sign)“ ohne Anfang; das Zeichen selbst ist „\\\(sign)“")
            default: result += Self.literal(sign)
            }
        }
        return result
    }

    private mutating func group() throws {
        guard peek() == "?" else {
            groups += 1
            open.append(groups)
            result += "("
            return
        }
        guard peek(1) == ":" else { throw FEELFailure("„(?“ gibt es im Muster nur als „(?:“") }
        place += 2
        open.append(nil)
        result += "(?:"
    }

    private mutating func quantifier(_ sign: Unicode.Scalar) throws {
        result.unicodeScalars.append(sign)
        if sign == "{" {
            while let digit = next() {
                guard digit == "}" || digit == "," || ("0"..."9").contains(digit) else {
                    throw FEELFailure("„{“ gibt es im Muster nur vor einer Anzahl")
                }
                result.unicodeScalars.append(digit)
                if digit == "}" { break }
            }
        }
        if peek() == "?" {
            place += 1
            result += "?"
        }
        if let more = peek(), ["*", "+", "?", "{"].contains(more) { throw FEELFailure("im Muster stehen zwei Anzahlen hintereinander") }
    }

    // MARK: Escapes

    /// What stands behind a backslash.
    private mutating func escape(inClass: Bool) throws -> String {
        guard let sign = next() else { throw FEELFailure("das Muster endet mit „\\“") }
        switch sign {
        case "n", "r", "t", "d", "D": return "\\\(sign)"
        case "s", "S": return sign == "s" ? "[ \\t\\n\\r]" : "[^ \\t\\n\\r]"
        case "w", "W": return sign == "w" ? "[^\\p{P}\\p{Z}\\p{C}]" : "[\\p{P}\\p{Z}\\p{C}]"
        case "i", "I": return "[\(sign == "I" ? "^" : "")\\p{L}\\p{Nl}_:]"
        case "c", "C": return "[\(sign == "C" ? "^" : "")\\p{L}\\p{Nl}\\p{M}\\p{Nd}\\p{Lm}\\-._:\u{B7}]"
        case "p", "P": return try property(sign)
        case "1"..."9" where !inClass: return try reference(sign)
        default:
            guard "\\|.?*+(){}-[]^$".unicodeScalars.contains(sign) else { throw FEELFailure("„\\\(sign)“ gibt es im Muster nicht") }
            return "\\\(sign)"
        }
    }

    /// `\p{Lu}`, `\p{IsBasicLatin}`.
    private mutating func property(_ letter: Unicode.Scalar) throws -> String {
        var name = ""
        guard next() == "{" else { throw FEELFailure("hinter „\\\(letter)“ fehlt „{“") }
        while let sign = next(), sign != "}" { name.unicodeScalars.append(sign) }
        guard !name.isEmpty,
            name.unicodeScalars.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-") })
        else {
            throw FEELFailure("„\\\(letter){\(name)}“ gibt es im Muster nicht")
        }
        return name.hasPrefix("Is") ? "\\\(letter){Block=\(name.dropFirst(2))}" : "\\\(letter){\(name)}"
    }

    /// `\1`: as many digits as there are groups, and the group must be closed.
    private mutating func reference(_ first: Unicode.Scalar) throws -> String {
        var number = Int(first.value - 48)
        while let digit = peek(), ("0"..."9").contains(digit), number * 10 + Int(digit.value - 48) <= groups {
            number = number * 10 + Int(digit.value - 48)
            place += 1
        }
        guard closed.contains(number) else { throw FEELFailure("„\\\(number)“ verweist im Muster auf keine Klammer davor") }
        // What follows could be a digit.
        return "(?:\\\(number))"
    }

    // MARK: Classes

    /// A class behind its opening bracket, with its subtraction: `[A-Z-[OI]]`.
    private mutating func characterClass() throws -> String {
        var text = "["
        if peek() == "^" {
            place += 1
            text += "^"
        }
        var isEmpty = true
        while let sign = next() {
            if sign == "]" {
                guard !isEmpty else { throw FEELFailure("im Muster ist „[]“ leer") }
                return text + "]"
            }
            if sign == "-", peek() == "[", !isEmpty {
                place += 1
                let without = try characterClass()
                guard next() == "]" else { throw FEELFailure("im Muster endet eine Klasse mit dem, was von ihr abgezogen wird") }
                return "[\(text)]--\(without)]"
            }
            text += try range(from: sign, isFirst: isEmpty)
            isEmpty = false
        }
        throw FEELFailure("im Muster fehlt „]“")
    }

    /// A sign of a class, or a range that begins with it.
    private mutating func range(from sign: Unicode.Scalar, isFirst: Bool) throws -> String {
        if sign == "[" { throw FEELFailure("in einer Klasse des Musters ist „[“ als „\\[“ zu schreiben") }
        if sign == "-", !isFirst, peek() != "]" { throw FEELFailure("in einer Klasse des Musters ist „-“ als „\\-“ zu schreiben") }
        let start = sign == "\\" ? try escape(inClass: true) : Self.literal(sign)
        guard peek() == "-", let end = peek(1), end != "]", end != "[" else { return start }
        place += 2
        guard start.unicodeScalars.count <= 2, end != "-" else { throw FEELFailure("im Muster ist „-“ zwischen zwei Zeichen gemeint") }
        return start + "-" + (end == "\\" ? try escape(inClass: true) : Self.literal(end))
    }

    /// A sign that stands for itself in ICU too.
    private static func literal(_ sign: Unicode.Scalar) -> String {
        if sign == "^" || sign == "|" { return String(sign) }
        return sign.isASCII && !sign.properties.isAlphabetic && !("0"..."9").contains(sign) && sign.value > 32 ? "\\\(sign)" : String(sign)
    }
}
