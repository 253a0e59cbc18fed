internal import Definitions
internal import Foundation
internal import Vocabulary

/// Who writes a letter, or for whom, and where they live: read where people write it - at the top, in the signature, in the sentence that
/// names somebody else.
struct LetterFacts {
    /// What can be asked for.
    enum Part: String, CaseIterable {
        case surname, given, birthday, street, number, postcode, town
        /// Who writes for somebody else.
        case representative
    }

    /// A text and the line it stands in, from 1.
    struct Fact: Sendable {
        var text: String
        var line: Int
    }

    private(set) var facts: [Part: Fact] = [:]
    private let lines: [String]
    /// So many lines are looked at.
    private static let mostLines = 400

    /// - Parameters:
    ///   - text: what the writer wrote, without quotations.
    ///   - author: the display name of the sender; it tells which of the names in the text is the writer's.
    init(_ text: String, author: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(Self.mostLines)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        if let client = client() {
            take(name: client.name, client.line)
            read(addressIn: client.rest, client.line)
            if let date = Self.first(Self.birth, in: client.rest) { facts[.birthday] = Fact(text: date, line: client.line) }
            let writer = Self.bare(author)
            if !writer.isEmpty { facts[.representative] = Fact(text: writer, line: client.line) }
            return
        }
        let place = writer(Self.bare(author))
        if let place { take(name: place.name, place.line) }
        readAddress(near: place?.line)
        readBirthday()
        readLabels()
    }

    // MARK: Somebody else

    /// `im Namen meiner Mutter, Frau Hannelore Kern, geb. …`: whom the letter is for, and the rest of that sentence.
    private func client() -> (name: String, line: Int, rest: String)? {
        for (index, line) in lines.enumerated() {
            // The sentence may go on in the next line.
            let text = ([line] + lines.dropFirst(index + 1).prefix(6)).joined(separator: "\n")
            guard let match = Self.match(Self.represented, in: text), match.range.lowerBound < line.endIndex.utf16Offset(in: line) else {
                continue
            }
            return (match.groups[0], index + 1, match.rest)
        }
        return nil
    }

    private static let name =
        #"((?:(?:Dr\.|Prof\.) )*[\p{Lu}][\p{L}'’-]+(?: (?:von|van|de|der|den|zu|zur|vom|dos|el|al|[\p{Lu}]\.))*(?: [\p{Lu}][\p{L}'’-]+){1,3})"#
    private static let represented = expression(
        #"(?:(?:[Ii]m Namen|[Ff]ür|[Nn]amens)\s(?:mein\w*|unser\w*|d\w{2}|Herrn|Frau)[^.!?\d]{0,40}?|(?:[Bb]etreuer|[Bb]evollmächtigte[rn]?)(?:in)? (?:von|für|meine\w|d\w{2}) [^.!?\d]{0,30}?|(?:wir|ich|mich|uns|für) )"#
            + #"(?:(?:Herrn|Frau|Mitglied|Mandanten|Mandantin|Mutter|Vaters?|Mannes?|Ehefrau|Sohnes|Tochter|Oma|Opa)[,\s]+(?:Herrn |Frau )?)"#
            + name
            + #"(?=[,\n])(?:(?<=Namen.{0,90})|(?=[^!?]{0,300}(?:vertret|Bevollm|Vollmacht|Namen|Betreu|Mitglied|Mandant|beantrag|leg|erheb|geb|wohnhaft|beauftrag)))"#
    )

    // MARK: The writer

    /// Where the sender's name stands in the text, else the name below the closing words.
    private func writer(_ author: String) -> (name: String, line: Int)? {
        let folded = Declaration.plain(author)
        let isName = author.split(separator: " ").count > 1
        // A signature comes last; what stands at the top is found when there is none.
        if isName {
            let names = Set(folded.split { !$0.isLetter && $0 != "-" })
            for (index, line) in lines.enumerated().reversed() {
                // In either order: some write the family name first.
                let words = Set(Declaration.plain(line).split { !$0.isLetter && $0 != "-" })
                if names.isSubset(of: words) { return (author, index + 1) }
            }
        }
        guard let closing = lines.lastIndex(where: { Self.closes($0) }) else { return nil }
        for (index, line) in lines.enumerated().dropFirst(closing).prefix(4) {
            let own = index == closing ? Self.behindClosing(line) : line
            if let match = Self.match(Self.wholeName, in: own) { return (match.groups[0], index + 1) }
        }
        return nil
    }

    private static let wholeName = expression("^(?:gez\\. |i\\. ?[AV]\\. |Ihre? )?" + name + "(?: und [^,\\d]*)?(?=,|$)")
    private static let closings = [
        "mit freundlich", "freundliche gruesse", "viele gruesse", "beste gruesse", "liebe gruesse", "herzliche gruesse", "mit bestem",
        "mit besten",
        "hochachtungsvoll", "mfg", "vg", "lg", "gruss", "schoene gruesse",
    ]

    private static func closes(_ line: String) -> Bool {
        let plain = Declaration.plain(line)
        return closings.contains { plain.hasPrefix($0) }
    }

    private static func behindClosing(_ line: String) -> String {
        let words = line.split(separator: " ")
        let end = words.lastIndex {
            ["gruesse", "gruessen", "gruss", "mfg", "vg", "lg", "hochachtungsvoll"].contains(
                Declaration.plain(String($0)).filter(\.isLetter)
            )
        }
        return words.dropFirst((end ?? words.count - 1) + 1).joined(separator: " ")
    }

    /// A name without titles and what else stands before it.
    private static func bare(_ name: String) -> String {
        let own = name.split(separator: ",").last.map(String.init) ?? name
        return own.split(separator: " ").drop {
            ["dr.", "prof.", "herr", "frau", "rechtsanwalt", "rechtsanwältin", "ra", "rain"].contains($0.lowercased())
        }
        .joined(separator: " ")
    }

    private mutating func take(name: String, _ line: Int) {
        let words = Self.bare(name).split(separator: " ").map(String.init)
        guard words.count > 1 else { return }
        // `von der Heide` belongs together.
        let particles: Set<String> = ["von", "van", "de", "der", "den", "zu", "zur", "vom", "dos", "el", "al"]
        let start = words.dropFirst().firstIndex { particles.contains($0) } ?? words.count - 1
        facts[.given] = Fact(text: words[..<start].joined(separator: " "), line: line)
        facts[.surname] = Fact(text: words[start...].joined(separator: " "), line: line)
    }

    // MARK: Addresses

    private struct Address {
        var street, number, postcode, town: String
        var line, townLine: Int
        /// Whether the words before it say that it is somebody else's.
        var isOthers: Bool
    }

    /// The address beside the writer's name, else the first that is not somebody else's.
    private mutating func readAddress(near name: Int?) {
        let all = addresses(in: lines.joined(separator: "\n"), from: 1)
        let near = name.flatMap { name in all.filter { (name...name + 3).contains($0.line) }.min { $0.line < $1.line } }
        let own = near ?? all.first { !$0.isOthers }
        if let own { take(own) }
    }

    private mutating func read(addressIn text: String, _ line: Int) {
        if let address = addresses(in: text, from: line).first { take(address) }
    }

    private mutating func take(_ address: Address) {
        facts[.street] = Fact(text: address.street, line: address.line)
        facts[.number] = Fact(text: address.number, line: address.line)
        facts[.postcode] = Fact(text: address.postcode, line: address.townLine)
        facts[.town] = Fact(text: address.town, line: address.townLine)
    }

    private static func isOthers(_ line: String) -> Bool {
        let plain = Declaration.plain(line)
        return ["vermieter", "hausverwaltung", "gmbh", "partner", "rechtsanw", "eltern"].contains { plain.contains($0) }
    }

    private static let address = expression(
        #"([\p{L}][\p{L} .'’-]{1,60}?) (\d{1,4} ?[a-zA-Z]?(?:[-/]\d{1,4})?)(?:, ?\d{1,2}\. ?(?:OG|Etage|Stock))?(?:, ?|\n| in )(\d{5}) ([\p{L}][\p{L}'’-]*(?: (?:an|am|im|in|bei|der|dem|a\.|d\.|ob|vor|\([\p{L}]+\)|[\p{Lu}][\p{L}'’-]*))*)"#
    )

    private func addresses(in text: String, from first: Int) -> [Address] {
        let whole = text as NSString
        return Self.address.matches(in: text, range: NSRange(location: 0, length: whole.length)).compactMap { match in
            let groups = (1...4).map { whole.substring(with: match.range(at: $0)) }
            let street = Self.street(groups[0])
            guard !street.isEmpty else { return nil }
            let before = whole.substring(to: match.range(at: 2).location).reduce(0) { $0 + ($1 == "\n" ? 1 : 0) }
            let town = groups[3].split(separator: " ").reversed().drop { $0.first?.isLowercase == true && groups[3].contains(" ") }
                .reversed()
            let start = match.range.location
            let lead = whole.substring(with: NSRange(location: max(0, start - 40), length: min(40, start))) + groups[0]
            return Address(
                street: street,
                number: groups[1],
                postcode: groups[2],
                town: town.joined(separator: " "),
                line: first + before,
                townLine: first + whole.substring(to: match.range(at: 3).location).reduce(0) { $0 + ($1 == "\n" ? 1 : 0) },
                isOthers: Self.isOthers(lead.split(separator: "\n").last.map(String.init) ?? "")
            )
        }
    }

    /// The street without the words before it: `wohnhaft Lerchenweg`, `in die Wohnung Hasselbachplatz`.
    private static func street(_ text: String) -> String {
        var words = text.split(separator: " ")[...]
        let stops: Set<String> = ["wohnung", "wohnhaft", "adresse", "anschrift", "strasse:", "haus"]
        if let stop = words.lastIndex(where: { stops.contains(Declaration.plain(String($0))) }) { words = words[(stop + 1)...] }
        // In a sentence the street begins with a capital letter behind the last small words that are no part of names of streets.
        let inner: Set<String> = ["den", "der", "dem", "des", "am", "an", "im", "auf", "unter", "zum", "zur", "von", "bei"]
        if words.contains(where: { $0.first?.isUppercase == true }) {
            if let small = words.indices.last(where: { words[$0].first?.isLowercase == true && !inner.contains(String(words[$0])) }) {
                words = words[(small + 1)...]
            }
            words = words.drop { $0.first?.isLowercase == true }
        }
        return words.joined(separator: " ")
    }

    // MARK: Birthday and labels

    private static let date = #"(\d{1,2}\. ?(?:\d{1,2}\.|\p{L}{3,9}\.?) ?(?:\d{4}|\d{2})\b)"#
    private static let birth = expression(
        #"(?:\b[Gg]eb(?:oren)?(?:\.|:)?(?: bin ich)?(?: am)?:?|\b[Gg]eburtsdatum:?|(?:^|\n)\*) ?"# + date + #"|\bbin am "# + date
            + " geboren"
    )

    private mutating func readBirthday() {
        for (index, line) in lines.enumerated() {
            // In brackets behind a name stands a child's.
            let open = line.replacing(/\([^)]*\)/, with: "")
            if let date = Self.first(Self.birth, in: open) {
                facts[.birthday] = Fact(text: date, line: index + 1)
                return
            }
        }
    }

    /// `Name: Polat` on lines of their own.
    private mutating func readLabels() {
        let labels: [(Part, [String])] = [
            (.surname, ["name", "familienname", "nachname"]), (.given, ["vorname", "vornamen"]),
            (.birthday, ["geburtsdatum", "geburtstag", "geboren am"]),
        ]
        for (index, line) in lines.enumerated() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let label = Declaration.plain(String(line[..<colon]))
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            if !value.isEmpty, ["strasse", "anschrift", "wohnort", "ort", "plz/ort", "plz ort", "plz"].contains(label) {
                take(label: label, value, index + 1)
            }
            guard !value.isEmpty, let part = labels.first(where: { $0.1.contains(label) })?.0 else { continue }
            facts[part] = Fact(text: value, line: index + 1)
        }
    }

    /// `Straße: Lange Reihe 12 b`, `PLZ/Ort: 24103 Kiel`.
    private mutating func take(label: String, _ value: String, _ line: Int) {
        if label == "strasse" || label == "anschrift" {
            guard let match = Self.match(Self.streetAndNumber, in: value), match.groups.count == 2 else { return }
            for (part, text) in zip([Part.street, .number], match.groups) where facts[part] == nil {
                facts[part] = Fact(text: text, line: line)
            }
        } else {
            let words = value.split(separator: " ")
            let postcode = words.first.flatMap { $0.count == 5 && $0.allSatisfy(\.isNumber) ? String($0) : nil }
            let town = words.dropFirst(postcode == nil ? 0 : 1).joined(separator: " ")
            if let postcode, facts[.postcode] == nil { facts[.postcode] = Fact(text: postcode, line: line) }
            if !town.isEmpty, facts[.town] == nil { facts[.town] = Fact(text: town, line: line) }
        }
    }

    private static let streetAndNumber = expression(#"^([\p{L}][\p{L} .'’-]{1,60}?) (\d{1,4} ?[a-zA-Z]?)(?:$|,)"#)

    // MARK: Patterns

    private static func expression(_ pattern: String) -> NSRegularExpression? { try? NSRegularExpression(pattern: pattern) }

    private static func match(_ expression: NSRegularExpression?, in text: String) -> (groups: [String], range: Range<Int>, rest: String)? {
        let whole = text as NSString
        guard let match = expression?.firstMatch(in: text, range: NSRange(location: 0, length: whole.length)) else { return nil }
        let groups = (1..<max(2, match.numberOfRanges)).map {
            match.range(at: $0).location == NSNotFound ? "" : whole.substring(with: match.range(at: $0))
        }
        let end = match.range.location + match.range.length
        return (groups.filter { !$0.isEmpty }, match.range.location..<end, whole.substring(from: end))
    }

    private static func first(_ expression: NSRegularExpression?, in text: String) -> String? { match(expression, in: text)?.groups.first }
}

extension NSRegularExpression? {
    fileprivate func matches(in text: String, range: NSRange) -> [NSTextCheckingResult] { self?.matches(in: text, range: range) ?? [] }
}
