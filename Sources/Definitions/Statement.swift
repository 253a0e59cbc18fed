/// A sentence of running text as its words, ready to be compared with declarations.
public struct Statement: Sendable {
    /// The words in lower case, umlauts as two letters.
    let words: [[UInt8]]
    /// Before which words a comma or the like stands.
    let commas: Set<Int>
    /// Whether it asks something.
    public let isQuestion: Bool
    /// Sentences are looked at up to this length; nobody writes longer ones.
    private static let mostWords = 400

    /// Splits a sentence without its end.
    ///
    /// - Parameters:
    ///   - text: the sentence.
    ///   - end: the sign it ends with, if any.
    public init(_ text: String, end: Character?) {
        var (words, commas): ([[UInt8]], Set<Int>) = ([], [])
        var word = ""
        for character in Declaration.plain(text) {
            if character.isLetter || character.isNumber {
                word.append(character)
                continue
            }
            if !word.isEmpty { words.append(Array(word.utf8)) }
            word = ""
            if ",;:–(".contains(character) { commas.insert(words.count) }
        }
        if !word.isEmpty { words.append(Array(word.utf8)) }
        self.words = Array(words.prefix(Self.mostWords))
        self.commas = commas
        isQuestion = end == "?" || Self.asks(self.words)
    }

    private static func words(_ text: String) -> Set<[UInt8]> { Set(text.split(separator: " ").map { Array($0.utf8) }) }

    /// Questions that are written without their mark begin like this.
    private static func asks(_ words: [[UInt8]]) -> Bool {
        guard words.count > 1 else { return false }
        if questionWords.contains(words[0]) { return true }
        return verbs.contains(words[0]) && subjects.contains(words[1])
    }

    private static let questionWords = words("wie wann warum wieso weshalb welche welcher welches wohin woher wieviel")
    private static let verbs = words("muss kann darf soll ist war haben hat habe wird lohnt koennen koennte brauche gibt")
    private static let subjects = words("ich wir man mein meine unser ein sie es sich der die das")

    // MARK: Declarations

    /// How a sentence relates to a declaration.
    public enum Stance: Sendable {
        /// It declares it.
        case declares
        /// It only speaks of it: asks, denies, or says what would be if.
        case mentions
        /// It has nothing to do with it.
        case silent
    }

    /// Whether the sentence makes a declaration, or only speaks of it.
    public func stance(to declaration: Declaration) -> Stance {
        var stance = Stance.silent
        for start in words.indices {
            var used: [Int] = []
            let isDeclared = match(declaration.pieces[...], from: start, &used) { used in
                if asks(used) || isDenied(used) || isConditional(used) || isReported(used) {
                    stance = .mentions
                    return false
                }
                return true
            }
            if isDeclared { return .declares }
        }
        return stance
    }

    /// Whether one of these words stands in it.
    func holds(_ wanted: [Declaration.Word]) -> Bool { words.contains { word in wanted.contains { $0.fits(word[...]) } } }

    /// Whether it tells of something that was declared before: `habe ich eingelegt`.
    public var isReport: Bool {
        words.contains { Self.auxiliaries.contains($0) } && words.contains { Self.participles.contains($0) }
    }

    private static let auxiliaries = words("habe hab hatte hatten haben hat wurde")
    private static let participles = words(
        "eingelegt erhoben gestellt beantragt eingereicht zurueckgenommen zurueckgezogen geschickt abgegeben"
    )

    /// Tries the pieces from a word on; `accept` says of each way to match whether it counts.
    private func match(
        _ pieces: ArraySlice<Declaration.Piece>,
        from index: Int,
        _ used: inout [Int],
        _ accept: ([Int]) -> Bool
    ) -> Bool {
        guard let piece = pieces.first else { return accept(used) }
        switch piece {
        case .start: return used.isEmpty && index == 0 && match(pieces.dropFirst(), from: index, &used, accept)
        case .end: return index == words.count && match(pieces.dropFirst(), from: index, &used, accept)
        case .word(let alternatives):
            guard index < words.count, alternatives.contains(where: { $0.fits(words[index][...]) }) else { return false }
            used.append(index)
            defer { used.removeLast() }
            return match(pieces.dropFirst(), from: index + 1, &used, accept)
        case .gap(let most):
            // What follows a gap is looked for from left to right; that it is found behind only some words more changes nothing.
            let last = most > words.count - index ? words.count : index + most
            var tries = 0
            for next in index...max(index, last) where next <= words.count {
                if match(pieces.dropFirst(), from: next, &used, accept) { return true }
                tries += 1
                if tries > 60 { return false }
            }
            return false
        }
    }

    /// Whether the clause of a declaration is the question in a sentence that asks: its last one, or one that begins like a question.
    private func asks(_ used: [Int]) -> Bool {
        guard isQuestion, !isRequest, let first = used.first, let last = used.last else { return false }
        let start = (0...first).last { commas.contains($0) } ?? 0
        guard commas.contains(where: { $0 > last }) else { return true }
        let clause = Array(words[start...])
        // A word or two, such as an address, are no clause.
        return Self.asks(clause) || clause.count <= 2
    }

    /// `Könnten Sie bitte …?` asks for something to be done.
    private var isRequest: Bool {
        words.count > 2 && words.contains { Self.please.contains($0) }
            && words.prefix(6).contains { Self.couldYou.contains($0) } && words.prefix(8).contains { Self.you.contains($0) }
    }

    private static let please = words("bitte")
    private static let couldYou = words("koennen koennten koennt wuerden wuerdet")
    private static let you = words("sie ihr")

    /// `Letzte Woche hatte ich geschrieben, dass …` tells of what was declared before.
    private func isReported(_ used: [Int]) -> Bool {
        guard let first = used.first else { return false }
        let before = words[..<first]
        return before.contains { Self.auxiliaries.contains($0) } && before.contains { Self.saying.contains($0) }
    }

    private static let saying = words("geschrieben mitgeteilt gesagt erklaert gemeldet")

    /// A word of denial right before a word of the declaration, in the same clause.
    private func isDenied(_ used: [Int]) -> Bool {
        used.contains { place in
            for index in stride(from: place - 1, through: max(0, place - 2), by: -1) {
                if commas.contains(index + 1) { return false }
                if used.contains(index) { continue }
                if Self.denials.contains(words[index]) || words[index].starts(with: Array("kein".utf8)) { return true }
            }
            return false
        }
    }

    private static let denials = words("nicht nie niemals ned net nicht weder ohne statt")

    private func isConditional(_ used: [Int]) -> Bool {
        guard let first = used.first, let last = used.last else { return false }
        if words[..<first].contains(where: { Self.conditions.contains($0) }) || words[0] == Self.when { return true }
        if words[first..<last].contains(where: { Self.doubts.contains($0) }) { return true }
        let clause = (0..<first).last { commas.contains($0) } ?? 0
        if words[clause..<first].contains(where: { Self.inClause.contains($0) }) { return true }
        // `Ich würde gerne` is only polite.
        if words.contains(where: { Self.polite.contains($0) }) { return false }
        let around = max(clause, first - 3)..<min(words.count, last + 3)
        return words[around].contains { Self.wouldBe.contains($0) }
    }

    private static let when = Array("wenn".utf8)
    private static let doubts = words("eventuell evtl vielleicht moeglicherweise")
    private static let conditions = words("falls sollte sollten sofern angenommen").union(doubts)
    private static let inClause = words("wenn ob bevor falls")
    private static let wouldBe = words("wuerde wuerden haette haetten koennte koennten")
    private static let polite = words("gern gerne hiermit")
}

extension Declaration {
    /// Whether a letter speaks of what the declaration has to be about.
    public func isAbout(_ statements: [Statement]) -> Bool { about.isEmpty || statements.contains { $0.holds(about) } }
}
