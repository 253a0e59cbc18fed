internal import Definitions
internal import Vocabulary

/// The sentences of a letter in running text, as its writer meant them: wrapped lines joined, quotations left out.
struct Sentences {
    /// What the writer says.
    private(set) var own: [Statement] = []
    /// What the subject says.
    private(set) var subject: [Statement] = []
    /// What is only quoted in the text.
    private(set) var quoted: [Statement] = []

    var all: [Statement] { subject + own + quoted }

    init(_ text: String, subject line: String?) {
        if let line { subject = Self.split(line).map(\.statement) }
        for paragraph in Self.paragraphs(text) {
            let (plain, quotations) = Self.withoutQuotations(paragraph)
            own += Self.split(plain).map(\.statement)
            quoted += quotations.flatMap { Self.split($0).map(\.statement) }
        }
    }

    /// Paragraphs with their lines joined; a word set off by empty lines belongs to the sentence around it.
    private static func paragraphs(_ text: String) -> [String] {
        var paragraphs: [String] = []
        var lines: [String] = []
        func flush() {
            guard !lines.isEmpty else { return }
            let paragraph = unspaced(lines.joined(separator: " "))
            lines = []
            let isSetOff = paragraph.split(separator: " ").count <= 3 && !paragraph.contains { ".?!:,".contains($0) }
            let goesOn = paragraphs.last.map { $0.last.map { !".?!:".contains($0) } ?? false } ?? false
            let isBegun = paragraph.first?.isLowercase == true || isSetOff
            if goesOn, isBegun, let last = paragraphs.popLast() {
                paragraphs.append(last + " " + paragraph)
            } else {
                paragraphs.append(paragraph)
            }
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let trimmed = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if trimmed.isEmpty { flush() } else { lines.append(trimmed) }
        }
        flush()
        return paragraphs
    }

    /// `W i d e r s p r u c h` as one word.
    private static func unspaced(_ text: String) -> String {
        var out: [String] = []
        var letters = ""
        func flush() {
            if letters.count > 3 { out.append(letters) } else { out += letters.map(String.init) }
            letters = ""
        }
        for word in text.split(separator: " ") {
            if word.count == 1, word.first?.isLetter == true {
                letters += word
            } else {
                flush()
                out.append(String(word))
            }
        }
        flush()
        return out.joined(separator: " ")
    }

    private static let openers: [Character: Character] = ["„": "“", "“": "”", "»": "«", "«": "»", "\"": "\"", "‚": "‘"]

    /// The text without quotations of four words or more, and these; a single word in quotation marks is the writer's own.
    private static func withoutQuotations(_ text: String) -> (text: String, quotations: [String]) {
        var (plain, quotations): (String, [String]) = ("", [])
        var rest = text[...]
        while let open = rest.firstIndex(where: { openers[$0] != nil }), let close = openers[rest[open]] {
            let behind = rest[rest.index(after: open)...]
            guard let end = behind.firstIndex(where: { $0 == close || ($0 == "\"" && close == "“") || ($0 == "“" && close == "”") }) else {
                break
            }
            let inside = behind[..<end]
            plain += rest[..<open]
            if inside.split(separator: " ").count >= 4 {
                quotations.append(String(inside))
                // What ends inside the quotation ends the sentence around it too.
                plain += inside.last.map { ".?!".contains($0) } == true ? ". " : " "
            } else {
                plain += inside
            }
            rest = behind[behind.index(after: end)...]
        }
        return (plain + rest, quotations)
    }

    /// Short words that end with a full stop without ending a sentence.
    private static let abbreviations: Set<String> = [
        "az", "nr", "str", "geb", "dr", "z", "b", "u", "a", "d", "h", "i", "ca", "bzw", "evtl", "ggf", "inkl", "lt", "vgl", "abs", "art",
        "sept",
        "okt", "nov", "dez", "jan", "feb", "aug", "tel", "prof", "st", "bspw", "usw", "mtl", "eur", "s", "f", "ff", "max", "min", "hr",
        "fr", "og",
    ]

    private static func split(_ text: String) -> [(statement: Statement, end: Character?)] {
        var sentences: [(Statement, Character?)] = []
        var sentence = ""
        let characters = Array(text)
        func flush(_ end: Character?) {
            if sentence.contains(where: \.isLetter) { sentences.append((Statement(sentence, end: end), end)) }
            sentence = ""
        }
        for (index, character) in characters.enumerated() {
            let isLast = index + 1 == characters.count || characters[index + 1].isWhitespace || ".?!".contains(characters[index + 1])
            if character == "?" || character == "!" {
                flush(character)
            } else if character == ".", isLast, !isAbbreviation(sentence) {
                flush(character)
            } else {
                sentence.append(character)
            }
        }
        flush(nil)
        return sentences
    }

    private static func isAbbreviation(_ text: String) -> Bool {
        let word = text.reversed().prefix { $0.isLetter || $0.isNumber }.reversed()
        if word.isEmpty { return false }
        if word.allSatisfy(\.isNumber) { return word.count <= 2 }
        return abbreviations.contains(Declaration.plain(String(word)))
    }
}
