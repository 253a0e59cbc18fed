internal import FEEL

extension LetterTemplate {
    /// What a letter may name.
    ///
    /// Letters are filled by these names and by no others, so what fills them and what is allowed cannot differ.
    public enum Name: String, Sendable, CaseIterable {
        /// Of the record type; of a question, of a file.
        case title
        /// Of the case; of a question, of a file.
        case number
        /// The mark for the subject that leads an answer to its case.
        case token
        /// Of the addressee.
        case name
        /// Of the office.
        case office
        /// How the office is reached, line by line.
        case contact, hasContact
        /// The day of receipt.
        case received
        /// The day until which an answer is expected.
        case deadline
        /// What has to be answered.
        case questions, hasQuestions, isOne, isMany
        /// What helps.
        case wanted, hasWanted, hasAny
        /// Documents that are missing.
        case proofs, hasProofs, isNeeded
        /// Blank forms that go with the letter.
        case forms, hasForms
        /// What can be done about files that could not be read.
        case documents
        /// What stands behind a question about one of several rows.
        case rowExample
        /// The last day for an objection.
        case lastDay, isLastDayPast
        /// What follows from not answering.
        case consequence
        /// What was received when.
        case isReceipt, receivedTime, files, hasFiles, messageDigest
        /// Of a file.
        case digest
        /// Of a question.
        case ask, reason

        /// What only the rows of a section have; nil for what is no section with rows.
        public var rows: Set<Name>? {
            switch self {
            case .questions, .wanted: [.number, .title, .ask, .reason]
            case .proofs: [.title, .ask]
            case .forms: [.title]
            case .files: [.number, .title, .digest]
            default: nil
            }
        }

        /// What stands nowhere but in rows.
        static let onlyInRows: Set<Name> = [.ask, .reason, .digest]
    }

    /// A name that a text uses where nothing stands behind it.
    public struct Misplaced: Sendable {
        /// The name as written.
        public var name: String
        /// Where it stands, in characters from the beginning of the text.
        public var offset: Int
    }

    /// The names in a text that no letter has.
    static func unknownNames(in text: String) -> [Misplaced] {
        tags(in: text).filter { $0.name != "." && Name(rawValue: $0.name) == nil }.map { Misplaced(name: $0.name, offset: $0.offset) }
    }

    /// The names in the text that stand outside of the section whose rows have them.
    public var misplaced: [Misplaced] {
        var open: [Name?] = []
        var found: [Misplaced] = []
        for tag in Self.tags(in: source) {
            let name = Name(rawValue: tag.name)
            if tag.sign == "/" {
                _ = open.popLast()
                continue
            }
            if let name, Name.onlyInRows.contains(name), !open.contains(where: { $0?.rows?.contains(name) ?? false }) {
                found.append(Misplaced(name: tag.name, offset: tag.offset))
            }
            if tag.sign == "#" || tag.sign == "^" { open.append(name) }
        }
        return found
    }

    /// What stands in double braces, comments and settings left out.
    private static func tags(in text: String) -> [(sign: Character?, name: String, offset: Int)] {
        var tags: [(sign: Character?, name: String, offset: Int)] = []
        var offset = 0
        for (index, piece) in text.split(separator: "{{", omittingEmptySubsequences: false).enumerated() {
            defer { offset += piece.count + 2 }
            guard index > 0, let end = piece.firstIndex(of: "}"), let first = piece.first, !"!=%".contains(first) else { continue }
            let name = piece[..<end].drop { "#^/&{ ".contains($0) }.split(separator: " ").first.map(String.init) ?? ""
            tags.append(("#^/".contains(first) ? first : nil, name, offset))
        }
        return tags
    }

    /// Values as the template engine takes them.
    static func plain(_ facts: [Name: Any]) -> [String: Any] {
        var plain: [String: Any] = [:]
        for (name, value) in facts { plain[name.rawValue] = (value as? [[Name: Any]])?.map(Self.plain) ?? value }
        return plain
    }
}
