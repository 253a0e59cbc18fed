internal import Definitions
internal import Foundation
internal import Vocabulary

/// Reads what a citizen answered to one of our follow-ups: under each quoted question, by its number, or by its label.
struct AnswerReader {
    private let type: RecordType
    private let letter: Letter
    private let converter: Converter
    private let titles: [String: String]
    private var questions: [Int: String] = [:]
    private var used: Set<Int> = []
    /// One reading for each question answered.
    private(set) var readings: [FieldReading] = []
    /// What a person has to transfer by hand.
    private(set) var findings: [Finding] = []

    init(type: RecordType, letter: Letter, converter: Converter) {
        self.type = type
        self.letter = letter
        self.converter = converter
        let fields = type.leaves + type.lists
        titles = Dictionary(fields.map { (Converter.folded(type.title(of: $0.path)), $0.path) }) { first, _ in first }
        readUnderQuestions()
        readByNumberOrLabel()
        noteRest()
    }

    /// An answer stands between its quoted question and the next quoted line.
    private mutating func readUnderQuestions() {
        var open: String?
        var answer: [Letter.Line] = []
        for line in letter.lines {
            let text = Self.trimmed(line.text)
            guard line.isQuoted else {
                if open != nil, !text.isEmpty { answer.append(line) }
                continue
            }
            if let path = open, !answer.isEmpty {
                take(answer, for: path)
                open = nil
            }
            answer = []
            if let (number, title) = Self.numbered(text), let path = path(of: title) {
                questions[number] = path
                open = path
            } else if !text.isEmpty, let path = open, !isQuestion(text, path) {
                open = nil
            }
        }
        // Below the last quotation stands the end of the letter; only a single line can be meant as an answer.
        if let path = open, answer.count == 1, !Self.isClosing(answer[0].text) { take(answer, for: path) }
    }

    /// Whether a quoted line is part of the question itself, however the mail program wrapped it.
    private func isQuestion(_ line: String, _ path: String) -> Bool {
        let ask = type.field(at: FieldPath.generic(path))?.ask ?? ""
        let folded = Converter.folded(line)
        return Converter.folded(ask).contains(folded) || folded.hasPrefix("ihre bisherige angabe") || folded.hasPrefix("bitte geben sie an")
    }

    private mutating func take(_ lines: [Letter.Line], for path: String) {
        let own = lines.prefix { !Self.isClosing($0.text) }
        guard let first = own.first else { return }
        used.formUnion(own.map(\.number))
        let raw = own.map { Self.trimmed($0.text) }.joined(separator: " ")
        if type.field(at: FieldPath.generic(path))?.kind == .list {
            findings.append(Finding(.answerInOwnWords, ["title": type.title(of: path)]))
        } else {
            readings.append(reading(path, raw, first))
        }
    }

    private mutating func readByNumberOrLabel() {
        let answered = Set(readings.map(\.path))
        for line in letter.lines where !line.isQuoted && !used.contains(line.number) {
            let text = Self.trimmed(line.text)
            if let (number, value) = Self.numbered(text), let path = questions[number], !answered.contains(path) {
                var answer = line
                answer.text = value
                take([answer], for: path)
            } else if let (label, value) = Self.labelled(text), let path = path(of: label), !answered.contains(path) {
                var answer = line
                answer.text = value
                take([answer], for: path)
            }
        }
    }

    /// Sentences that answer no question in a way that can be placed: with figures in them, or instead of answers.
    private mutating func noteRest() {
        let rest = letter.lines.filter { !$0.isQuoted && !used.contains($0.number) }
            .prefix { !Self.isClosing($0.text) }.map(\.text)
            .filter { text in text.contains { !$0.isWhitespace } && !Self.isGreeting(text) }
        if rest.contains(where: { $0.contains(where: \.isNumber) || $0.count > 80 }) || (readings.isEmpty && !rest.isEmpty) {
            findings.append(Finding(.answerUnplaced))
        }
    }

    private func reading(_ path: String, _ raw: String, _ line: Letter.Line) -> FieldReading {
        var provenance = Provenance(document: letter.digest, name: "Nachrichtentext", rule: "answer", raw: raw)
        provenance.line = line.number
        guard let field = type.field(at: FieldPath.generic(path)) else {
            return FieldReading(path: path, state: .invalid, provenance: [provenance], reason: "unbekannt")
        }
        switch converter.convert(raw, for: field, as: field.kind) {
        case .value(let value, _):
            return FieldReading(path: path, state: .answered, value: field.isMany ? .list([value]) : value, provenance: [provenance])
        case .refused(let reason):
            return FieldReading(path: path, state: .invalid, provenance: [provenance], reason: reason)
        }
    }

    /// `Geburtsdatum (weitere Person 2)` names a row; the number is the citizen's count from 1.
    private func path(of title: String) -> String? {
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

    /// `3. Geburtsdatum` or `zu 3: …`; the space behind the mark tells it from an amount or a date.
    private static func numbered(_ text: String) -> (Int, String)? {
        // Most lines are no answer by number, and their first byte says so.
        guard let first = text.utf8.first, first &- 0x30 < 10 || first | 0x20 == UInt8(ascii: "z") else { return nil }
        var rest = text[...]
        if rest.prefix(3).lowercased() == "zu " { rest = rest.dropFirst(3) }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        guard let number = Int(digits), let mark = rest.first, mark == "." || mark == ":" || mark == ")",
            rest.dropFirst().first?.isWhitespace == true
        else { return nil }
        let value = trimmed(rest.dropFirst())
        return value.isEmpty ? nil : (number, value)
    }

    private static func labelled(_ text: String) -> (String, String)? {
        guard text.utf8.contains(UInt8(ascii: ":")), let colon = text.firstIndex(of: ":") else { return nil }
        let value = trimmed(text[text.index(after: colon)...])
        return value.isEmpty ? nil : (String(text[..<colon]), value)
    }

    /// Text without white space around it.
    ///
    /// Foundation is asked only where it could find other white space than ASCII's: it copies every line twice.
    private static func trimmed(_ text: some StringProtocol) -> String {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var bytes = Substring(text).utf8.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        let rest = Substring(bytes)
        let couldBeSpace = { (scalar: Unicode.Scalar?) in scalar.map { $0.value == 0xA0 || $0.value >= 0x1680 } ?? false }
        if couldBeSpace(rest.unicodeScalars.first) || couldBeSpace(rest.unicodeScalars.last) {
            return text.trimmingCharacters(in: .whitespaces)
        }
        return String(rest)
    }

    private static func isClosing(_ text: String) -> Bool {
        let folded = Converter.folded(text)
        return folded == "--"
            || ["mit freundlich", "freundliche grü", "viele grü", "beste grü", "liebe grü", "gruß", "mfg", "vielen dank", "danke"].contains
            { folded.hasPrefix($0) }
    }

    private static func isGreeting(_ text: String) -> Bool {
        let folded = Converter.folded(text)
        return ["guten", "hallo", "sehr geehrte", "liebe", "moin"].contains { folded.hasPrefix($0) }
    }
}
