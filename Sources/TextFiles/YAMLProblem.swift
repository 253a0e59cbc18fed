internal import Yams

/// What libyaml says is wrong with a text, in German.
struct YAMLProblem {
    /// What is wrong; completing „Das YAML ist fehlerhaft: “.
    let german: String

    /// Translates a problem; what is not known is told by the kind of its place.
    init(_ error: YamlError) {
        let (problem, place): (String, String) =
            switch error {
            case .scanner(let context, let problem, _, _): (problem, Self.place(context?.text ?? ""))
            case .parser(let context, let problem, _, _): (problem, Self.place(context?.text ?? ""))
            case .composer(let context, let problem, _, _): (problem, Self.place(context?.text ?? ""))
            case .reader(let problem, _, _, _): (problem, "in den Bytes der Datei")
            default: ("", "in dieser Datei")
            }
        german = Self.sentences[problem] ?? "\(place) steht etwas, das hier nicht stehen darf"
    }

    /// Where it is, by what was being read.
    private static func place(_ context: String) -> String {
        places.first { context.contains($0.key) }?.value ?? "an dieser Stelle"
    }

    private static let places: KeyValuePairs = [
        "block mapping": "in dieser Zuordnung „Schlüssel: Wert“", "block collection": "in dieser Liste mit „-“",
        "flow mapping": "in den geschweiften Klammern", "flow sequence": "in den eckigen Klammern",
        "quoted scalar": "in dem Text in Anführungszeichen", "block scalar": "in dem mehrzeiligen Text nach „|“ oder „>“",
        "plain scalar": "in dem Text ohne Anführungszeichen", "simple key": "in diesem Schlüssel", "anchor": "in dem Anker nach „&“",
        "alias": "in dem Verweis nach „*“", "directive": "in der Anweisung nach „%“", "tag": "in der Angabe nach „!“",
        "node": "an der Stelle, an der ein Wert erwartet wird",
    ]

    private static let sentences: [String: String] = [
        // The scanner: characters.
        "block sequence entries are not allowed in this context": "hier darf keine Liste mit „-“ beginnen; sie gehört in eine neue Zeile",
        "mapping keys are not allowed in this context": "hier darf kein Schlüssel mit „?“ beginnen",
        "mapping values are not allowed in this context":
            "hier darf kein „:“ stehen; ein Text mit Doppelpunkt gehört in Anführungszeichen, oder die Einrückung stimmt nicht",
        "could not find expected ':'": "nach einem Schlüssel fehlt der Doppelpunkt",
        "found character that cannot start any token":
            "mit diesem Zeichen darf hier nichts beginnen; ein Text, der damit beginnt, gehört in Anführungszeichen",
        "found unexpected end of stream": "die Datei endet, bevor ein Text in Anführungszeichen zu Ende ist",
        "found unexpected document indicator": "ein Text in Anführungszeichen ist vor „---“ oder „...“ nicht zu Ende",
        "found unknown escape character":
            "diesen Rückstrich gibt es in doppelten Anführungszeichen nicht; Muster gehören in einfache Anführungszeichen",
        "found invalid Unicode character escape code": "die Nummer nach „\\u“ ist kein Zeichen",
        "did not find expected hexdecimal number": "nach dem Rückstrich fehlt eine hexadezimale Zahl",
        "found a tab character where an indentation space is expected": "hier ist mit einem Tabulator eingerückt",
        "found a tab character that violates indentation": "hier ist mit einem Tabulator eingerückt",
        "found an indentation indicator equal to 0": "die Einrückung nach „|“ oder „>“ darf nicht 0 sein",
        "did not find expected comment or line break": "hier darf in derselben Zeile nichts mehr folgen",
        "did not find expected alphabetic or numeric character": "nach „&“ oder „*“ fehlt ein Name aus Buchstaben und Ziffern",
        "found unexpected ':'": "hier darf kein „:“ stehen; ein Text mit Doppelpunkt gehört in Anführungszeichen",
        "did not find expected whitespace or line break": "hier fehlt ein Leerzeichen",
        "did not find expected whitespace": "hier fehlt ein Leerzeichen",
        "did not find expected '!'": "nach „!“ fehlt ein zweites „!“", "did not find expected tag URI": "nach „!“ fehlt ein Name",
        "did not find the expected '>'": "nach „!<“ fehlt „>“", "did not find URI escaped octet": "nach „%“ fehlen zwei Ziffern",
        "found unknown directive name": "diese Anweisung nach „%“ gibt es nicht",
        "could not find expected directive name": "nach „%“ fehlt der Name einer Anweisung",
        "found unexpected non-alphabetical character": "in der Anweisung nach „%“ steht ein unerwartetes Zeichen",
        // The parser: how they are put together.
        "did not find expected key":
            "hier wird ein Schlüssel erwartet; oft ist die Zeile anders eingerückt als die vorige, oder davor fehlt ein Anführungszeichen",
        "did not find expected '-' indicator":
            "hier wird ein weiterer Eintrag der Liste mit „-“ erwartet; oft ist die Zeile falsch eingerückt",
        "did not find expected ',' or ']'": "in einer Liste in eckigen Klammern fehlt „,“ oder „]“",
        "did not find expected ',' or '}'": "in einer Zuordnung in geschweiften Klammern fehlt „,“ oder „}“",
        "did not find expected node content": "hier fehlt ein Wert",
        "did not find expected <document start>": "nach dem Ende der Zuordnung steht noch etwas; oft ist die Zeile falsch eingerückt",
        "did not find expected <stream-start>": "der Anfang der Datei fehlt",
        "found undefined tag handle": "die Angabe nach „!“ gibt es nicht",
        "found duplicate %YAML directive": "„%YAML“ steht zweimal da", "found duplicate %TAG directive": "„%TAG“ steht zweimal da",
        "found incompatible YAML document": "diese Fassung von YAML wird nicht gelesen; bitte löschen Sie die Zeile „%YAML“",
        // The composer.
        "found undefined alias": "„*“ verweist auf nichts; ein Text, der mit * beginnt, gehört in Anführungszeichen",
        "but found another document": "die Datei hat mehrere Teile, die „---“ trennt; bitte machen Sie daraus mehrere Dateien",
        // The reader: bytes.
        "control characters are not allowed": "ein Steuerzeichen", "invalid leading UTF-8 octet": "ein Byte, das kein UTF-8 ist",
        "invalid trailing UTF-8 octet": "ein Byte, das kein UTF-8 ist", "incomplete UTF-8 octet sequence": "ein unvollständiges Zeichen",
        "invalid Unicode character": "eine Nummer, die kein Zeichen ist", "input is too long": "die Datei ist zu lang",
    ]
}

/// Finds the second of two equal keys of one mapping: Yams names only the first.
struct DuplicateKey {
    private let lines: [Substring]

    init(_ lines: [Substring]) { self.lines = lines }

    /// The place of the next key of this name beside the one that begins at a place; nil where it is written in some unusual way.
    func second(_ key: String, after line: Int, _ column: Int) -> (line: Int, column: Int)? {
        guard lines.indices.contains(line - 1), column >= 1 else { return nil }
        return inBlock(key, line, column) ?? inFlow(key, line, column)
    }

    /// In a block all keys begin in one column.
    private func inBlock(_ key: String, _ line: Int, _ column: Int) -> (line: Int, column: Int)? {
        guard lines[line - 1].prefix(column - 1).allSatisfy({ " -".contains($0) }) else { return nil }
        for index in lines.indices.dropFirst(line) {
            let text = lines[index]
            let rest = text.drop { $0 == " " }
            guard let first = rest.first, first != "#" else { continue }
            let indent = text.count - rest.count
            if indent < column - 1 { return nil }
            if indent == column - 1, Self.begins(rest, with: key) { return (index + 1, column) }
        }
        return nil
    }

    /// In braces keys follow a comma that stands no deeper.
    private func inFlow(_ key: String, _ line: Int, _ column: Int) -> (line: Int, column: Int)? {
        var (depth, quote, isAfterComma): (Int, Character?, Bool) = (0, nil, false)
        for index in lines.indices.dropFirst(line - 1) {
            let start = index == line - 1 ? column : 0
            for (offset, character) in lines[index].enumerated() where offset >= start {
                if let open = quote {
                    if character == open { quote = nil }
                    continue
                }
                if isAfterComma, character != " " {
                    isAfterComma = false
                    if depth == 0, Self.begins(lines[index].dropFirst(offset), with: key) { return (index + 1, offset + 1) }
                }
                switch character {
                case "\"", "'": quote = character
                case "{", "[": depth += 1
                case "}", "]": depth -= 1
                case ",": isAfterComma = true
                default: break
                }
                if depth < 0 { return nil }
            }
        }
        return nil
    }

    private static func begins(_ text: Substring, with key: String) -> Bool {
        [key, "\"\(key)\"", "'\(key)'"].contains { word in
            guard text.hasPrefix(word) else { return false }
            return text.dropFirst(word.count).drop { $0 == " " }.first == ":"
        }
    }
}
