public import Vocabulary

/// The questions of our letters about one type of record: what they are called, and how an answer names them.
public struct Questions: Sendable {
    private let type: RecordType
    private let titles: [String: String]

    /// All that a letter can ask about a type of record.
    public init(of type: RecordType) {
        self.type = type
        titles = Dictionary((type.leaves + type.lists).map { (Converter.folded(type.title(of: $0.path)), $0.path) }) { first, _ in first }
    }

    /// The path that a title stands for; nil for what is no title.
    ///
    /// - Parameter title: as the letter has it. `Geburtsdatum (weitere Person 2)` names a row; the number is the citizen's count from 1.
    /// - Returns: the path in the record.
    public func path(of title: String) -> String? {
        let folded = Converter.folded(title)
        if let path = titles[folded] { return path }
        guard let open = folded.lastIndex(of: "("), folded.hasSuffix(")") else { return nil }
        let inside = folded[folded.index(after: open)...].dropLast()
        guard let space = inside.lastIndex(of: " "), let number = Int(inside[inside.index(after: space)...]), number >= 1 else {
            return nil
        }
        let generic = folded[..<open] + "(" + inside[..<space] + ")"
        return titles[String(generic)].map { $0.replacing("[]", with: "[\(number - 1)]", maxReplacements: 1) }
    }

    /// The paths that a letter asks for, by the number of the question.
    ///
    /// - Parameter letter: its text, as it was sent.
    /// - Returns: the paths; nothing for numbers whose question is about no field.
    public func numbers(in letter: String) -> [Int: String] {
        var paths: [Int: String] = [:]
        for line in letter.split(whereSeparator: \.isNewline) {
            guard let (number, title) = Self.numbered(line), let path = path(of: title) else { continue }
            paths[number] = paths[number] ?? path
        }
        return paths
    }

    /// What an answer says of a path.
    ///
    /// - Parameters:
    ///   - path: of the field.
    ///   - place: where the answer stands, with its words.
    ///   - converter: reads them.
    /// - Returns: an answered reading, or an invalid one with the reason.
    public func reading(_ path: String, _ place: Provenance, _ converter: Converter) -> FieldReading {
        guard let field = type.field(at: FieldPath.generic(path)) else {
            return FieldReading(path: path, state: .invalid, provenance: [place], reason: "unbekannt")
        }
        switch converter.convert(place.raw, for: field, as: field.kind) {
        case .value(let value, _):
            return FieldReading(path: path, state: .answered, value: field.isMany ? .list([value]) : value, provenance: [place])
        case .refused(let reason):
            return FieldReading(path: path, state: .invalid, provenance: [place], reason: reason)
        }
    }

    /// Takes `3. Geburtsdatum`, `3: 01.06.2021`, `zu 3: …` or `Frage 3: …` apart.
    ///
    /// The space behind the mark tells it from an amount or a date.
    ///
    /// - Parameter text: a line.
    /// - Returns: the number and what stands behind it; nil for other lines.
    public static func numbered(_ text: some StringProtocol) -> (number: Int, rest: String)? {
        var rest = Substring(text).drop(while: \.isWhitespace)
        // Most lines are no answer by number, and their first byte says so.
        guard let first = rest.utf8.first, first &- 0x30 < 10 || [0x7A, 0x66, 0x6E, 0x70].contains(first | 0x20) else { return nil }
        for word in ["zu ", "frage ", "nr. ", "nummer ", "punkt "] where rest.prefix(word.count).lowercased() == word {
            rest = rest.dropFirst(word.count)
        }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        guard let number = Int(digits), let mark = rest.first, mark == "." || mark == ":" || mark == ")",
            rest.dropFirst().first?.isWhitespace == true
        else { return nil }
        rest = rest.dropFirst().drop(while: \.isWhitespace)
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest.isEmpty ? nil : (number, String(rest))
    }
}
