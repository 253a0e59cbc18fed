internal import Definitions
internal import Foundation
internal import Vocabulary

/// Reads what a citizen answered to one of our follow-ups: under each quoted question, by its number, or by its label.
struct AnswerReader {
    private let type: RecordType
    private let letter: Letter
    private let converter: Converter
    private let titles: Questions
    /// The paths of the quoted questions, by number.
    private var quoted: [Int: String] = [:]
    private var used: Set<Int> = []
    /// One reading for each question answered.
    private(set) var readings: [FieldReading] = []
    /// Answers that name their question by its number, without a quotation that says which question that is.
    private(set) var numbered: [NumberedAnswer] = []
    /// What a person has to transfer by hand.
    private(set) var findings: [Finding] = []

    init(type: RecordType, letter: Letter, converter: Converter) {
        self.type = type
        self.letter = letter
        self.converter = converter
        titles = Questions(of: type)
        readUnderQuestions()
        readByNumberOrLabel()
        noteRest()
    }

    /// What a line calls what it asks or answers: `3. Geburtsdatum`, `Geburtsdatum: …`.
    static func named(_ line: String) -> String? { Questions.numbered(line)?.rest ?? labelled(trimmed(line))?.0 }

    /// A quoted question below which an answer may stand.
    private struct Question {
        var path: String
        /// What of its words has not been repeated yet.
        var rest: String
        var answer: [Letter.Line] = []
    }

    /// An answer stands between its quoted question and the next quoted line.
    private mutating func readUnderQuestions() {
        var open: Question?
        for line in letter.lines {
            let text = Self.trimmed(line.text)
            if line.isQuoted, let (number, title) = Questions.numbered(text), let path = titles.path(of: title) {
                close(&open)
                // The latest letter comes first; those before it counted otherwise.
                quoted[number] = quoted[number] ?? path
                open = Question(path: path, rest: ask(path))
            } else if !line.isQuoted {
                if !text.isEmpty { open?.answer.append(line) }
            } else if line.isMarked {
                if open?.answer.isEmpty == false { close(&open) }
                if !text.isEmpty, let path = open?.path, !isQuestion(text, path) { open = nil }
            } else {
                readBetween(line, text, &open)
            }
        }
        // Below the last quotation stands the end of the letter; only a single line can be meant as an answer.
        if let last = open, last.answer.prefix(while: { !Self.ends($0.text) }).count == 1 { close(&open) }
    }

    /// A line of a quotation without marks: behind all words of a question, and before an empty line, only the citizen can have written it.
    private mutating func readBetween(_ line: Letter.Line, _ text: String, _ open: inout Question?) {
        guard !text.isEmpty, let rest = open?.rest else { return close(&open) }
        let folded = Converter.folded(text)
        if rest.isEmpty, !Self.isReason(folded) {
            open?.answer.append(line)
        } else if !folded.isEmpty, rest.hasPrefix(folded) {
            open?.rest = String(rest.dropFirst(folded.count).drop { $0 == " " })
        } else {
            open = nil
        }
    }

    private mutating func close(_ open: inout Question?) {
        if let open, !open.answer.isEmpty { take(open.answer, for: open.path) }
        open = nil
    }

    /// The words of a question, folded.
    private func ask(_ path: String) -> String {
        let field = type.field(at: FieldPath.generic(path))
        return Converter.folded(field?.ask ?? "Bitte geben Sie an: \(field?.label ?? path).")
    }

    /// Whether a quoted line is part of the question itself, however the mail program wrapped it.
    private func isQuestion(_ line: String, _ path: String) -> Bool {
        let folded = Converter.folded(line)
        return ask(path).contains(folded) || Self.isReason(folded)
    }

    /// Why what was said before could not be taken over.
    private static func isReason(_ folded: String) -> Bool { folded.hasPrefix("ihre bisherige angabe") }

    private mutating func take(_ lines: [Letter.Line], for path: String) {
        let own = lines.prefix { !Self.ends($0.text) }
        guard let first = own.first else { return }
        used.formUnion(own.map(\.number))
        let raw = own.map { Self.trimmed($0.text) }.joined(separator: " ")
        if type.field(at: FieldPath.generic(path))?.kind == .list {
            findings.append(Finding(.answerInOwnWords, ["title": type.title(of: path)]))
        } else {
            readings.append(titles.reading(path, place(first, raw), converter))
        }
    }

    private mutating func readByNumberOrLabel() {
        let answered = Set(readings.map(\.path))
        for line in letter.lines where !line.isQuoted && !used.contains(line.number) {
            let text = Self.trimmed(line.text)
            if let (number, value) = Questions.numbered(text) {
                if quoted.isEmpty {
                    numbered.append(NumberedAnswer(number: number, place: place(line, value)))
                    used.insert(line.number)
                } else if let path = quoted[number], !answered.contains(path) {
                    take([line.saying(value)], for: path)
                }
            } else if let (label, value) = Self.labelled(text), let path = titles.path(of: label), !answered.contains(path) {
                take([line.saying(value)], for: path)
            }
        }
    }

    /// Sentences that answer no question in a way that can be placed: with figures in them, or instead of answers.
    private mutating func noteRest() {
        let rest = letter.lines.filter { !$0.isQuoted && !used.contains($0.number) }
            .prefix { !Self.isClosing($0.text) }.map(\.text)
            .filter { text in text.contains { !$0.isWhitespace } && !Self.isGreeting(text) && !Self.isFooter(text) }
        // Who answers between unmarked lines may have written nothing else.
        let mayBeBetween = letter.lines.contains { $0.isQuoted && !$0.isMarked }
        let isAnswered = !readings.isEmpty || !numbered.isEmpty
        if rest.contains(where: { $0.contains(where: \.isNumber) || $0.count > 80 }) || (!isAnswered && (!rest.isEmpty || mayBeBetween)) {
            findings.append(Finding(.answerUnplaced))
        }
    }

    private func place(_ line: Letter.Line, _ raw: String) -> Provenance {
        var place = Provenance(document: letter.digest, name: "Nachrichtentext", rule: "answer", raw: raw)
        place.line = line.number
        return place
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

    /// Whether an answer goes on no further.
    private static func ends(_ text: String) -> Bool { isClosing(text) || isFooter(text) }

    /// What programs write below or above everything by themselves.
    private static func isFooter(_ text: String) -> Bool {
        let folded = Converter.folded(text)
        return [
            "von meinem ", "gesendet mit ", "gesendet von ", "gesendet aus ", "diese nachricht wurde von mein", "holen sie sich outlook",
            "get outlook", "sent from ",
        ].contains { folded.hasPrefix($0) }
    }

    private static func isGreeting(_ text: String) -> Bool {
        let folded = Converter.folded(text)
        return ["guten", "hallo", "sehr geehrte", "liebe", "moin"].contains { folded.hasPrefix($0) }
    }
}

extension Letter.Line {
    /// The line with other words.
    fileprivate func saying(_ text: String) -> Letter.Line {
        var line = self
        line.text = text
        return line
    }
}
