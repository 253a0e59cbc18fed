/// Tells whether a regular expression can take exponential time on some text, and on which.
///
/// A backtracking engine tries every way to match. If a repeated part can match the same characters in two ways, a text that
/// matches nearly makes it try all of them. The pattern is read as an automaton of its characters (Glushkov); a loop that can be
/// run through in two ways on the same characters is the fault (Weber and Seidl, "On the degree of ambiguity of finite automata").
struct PatternSafety {
    /// A text of some dozen characters on which the pattern takes practically forever; nil when there is none.
    let witness: String?

    /// What is wrong with a pattern, and on which text.
    static func sentence(on witness: String) -> String {
        let shown = witness.prefix(12).replacing("\n", with: "\\n")
        return "Das Muster kann explodieren: Auf „\(shown)…“ probiert es mit jedem Zeichen doppelt so viele Wege. "
            + "Bitte vermeiden Sie Wiederholungen in Wiederholungen."
    }

    init(_ pattern: String) {
        var parser = PatternParser(pattern)
        let node = parser.alternation()
        var automaton = Automaton(alphabet: parser.alphabet)
        automaton.add(node)
        witness = automaton.ambiguousLoop().map { String(repeating: $0, count: 40) + "\u{1}" }
    }
}

/// The parts of a pattern that matter: which characters, in which order, how often.
indirect enum PatternNode {
    case empty
    /// The characters it takes, as a set of places in the alphabet.
    case characters(Set<Int>)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// Any number of times, or at least once.
    case repeated(PatternNode, orNone: Bool)
    case optional(PatternNode)
}

/// Reads a pattern; what is no regular expression was refused before.
struct PatternParser {
    private let characters: [Character]
    private var index = 0
    /// Characters that stand for all others: those of the pattern and one of each kind.
    let alphabet: [Character]
    /// So many repetitions count as any number.
    private static let many = 10

    init(_ pattern: String) {
        characters = Array(pattern)
        var known = Set("aZä09 \n-._€,:/!".map { $0 })
        known.formUnion(characters)
        alphabet = known.sorted()
    }

    private var current: Character? { index < characters.count ? characters[index] : nil }

    mutating func alternation() -> PatternNode {
        var choices = [sequence()]
        while current == "|" {
            index += 1
            choices.append(sequence())
        }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func sequence() -> PatternNode {
        var parts: [PatternNode] = []
        while let character = current, character != "|", character != ")" { parts.append(quantified(atom())) }
        return .sequence(parts)
    }

    private mutating func quantified(_ node: PatternNode) -> PatternNode {
        var node = node
        while let mark = current {
            switch mark {
            case "*": node = .repeated(node, orNone: true)
            case "+": node = .repeated(node, orNone: false)
            case "?": node = .optional(node)
            case "{":
                guard let (least, most, end) = bounds() else { return node }
                index = end - 1
                if most.map({ $0 >= Self.many }) ?? true {
                    node = .repeated(node, orNone: least == 0)
                } else {
                    let needed = Array(repeating: node, count: least)
                    node = .sequence(needed + Array(repeating: .optional(node), count: max(0, (most ?? least) - least)))
                }
            default: return node
            }
            index += 1
            if current == "?" || current == "+" { index += 1 }
        }
        return node
    }

    /// `{2}`, `{2,}` or `{2,5}`.
    private func bounds() -> (least: Int, most: Int?, end: Int)? {
        guard let close = characters[index...].firstIndex(of: "}") else { return nil }
        let parts = String(characters[index + 1..<close]).split(separator: ",", omittingEmptySubsequences: false)
        guard let least = parts.first.flatMap({ Int($0) }) else { return nil }
        return (least, parts.count == 1 ? least : Int(parts[1]), close + 1)
    }

    private mutating func atom() -> PatternNode {
        guard let character = current else { return .empty }
        index += 1
        switch character {
        case "(": return group()
        case "[": return .characters(set())
        case ".": return .characters(places { $0 != "\n" })
        case "^", "$": return .empty
        case "\\": return escape()
        default: return .characters(places { $0 == character })
        }
    }

    private mutating func group() -> PatternNode {
        var isLookaround = false
        if current == "?" {
            isLookaround = index + 1 < characters.count && "=!".contains(characters[index + 1])
            if index + 2 < characters.count, characters[index + 1] == "<", "=!".contains(characters[index + 2]) { isLookaround = true }
            while let character = current, character != ":", character != ">", character != "=", character != "!", character != ")" {
                index += 1
            }
            if current != ")" { index += 1 }
        }
        let node = alternation()
        if current == ")" { index += 1 }
        return isLookaround ? .empty : node
    }

    private mutating func escape() -> PatternNode {
        guard let character = current else { return .empty }
        index += 1
        if "bBAzZG".contains(character) { return .empty }
        if character.isNumber { return .repeated(.characters(places { _ in true }), orNone: true) }
        return .characters(escaped(character))
    }

    /// The characters that an escape stands for; the index is behind its letter.
    private mutating func escaped(_ character: Character) -> Set<Int> {
        switch character {
        case "d": return places(\.isNumber)
        case "D": return places { !$0.isNumber }
        case "w": return places { $0.isLetter || $0.isNumber || $0 == "_" }
        case "W": return places { !($0.isLetter || $0.isNumber || $0 == "_") }
        case "s": return places(\.isWhitespace)
        case "S": return places { !$0.isWhitespace }
        case "n": return places { $0 == "\n" }
        case "t": return places { $0 == "\t" }
        case "p", "P":
            guard current == "{", let close = characters[index...].firstIndex(of: "}") else { return places { _ in true } }
            let name = String(characters[index + 1..<close])
            index = close + 1
            let isOfKind: (Character) -> Bool = name.hasPrefix("L") ? \.isLetter : name.hasPrefix("N") ? \.isNumber : { _ in true }
            return places { isOfKind($0) != (character == "P") }
        default: return places { $0 == character }
        }
    }

    /// A character class; the index is behind `[`.
    private mutating func set() -> Set<Int> {
        let isNegated = current == "^"
        if isNegated { index += 1 }
        var found: Set<Int> = []
        var isFirst = true
        while let character = current, character != "]" || isFirst {
            isFirst = false
            index += 1
            if character == "\\", let escapedCharacter = current {
                index += 1
                found.formUnion(escaped(escapedCharacter))
            } else if character == "[" {
                found.formUnion(set())
            } else if current == "-", index + 1 < characters.count, characters[index + 1] != "]" {
                let last = characters[index + 1]
                index += 2
                found.formUnion(places { character <= $0 && $0 <= last })
            } else {
                found.formUnion(places { $0 == character })
            }
        }
        index += 1
        return isNegated ? Set(alphabet.indices).subtracting(found) : found
    }

    private func places(_ isMember: (Character) -> Bool) -> Set<Int> { Set(alphabet.indices.filter { isMember(alphabet[$0]) }) }
}

/// The positions of a pattern's characters, and which may follow which in how many ways.
private struct Automaton {
    let alphabet: [Character]
    private var sets: [Set<Int>] = []
    private var follow: [[Int: Int]] = []

    private struct Piece {
        var first: [Int] = []
        var last: [Int] = []
        var isNullable = true
    }

    init(alphabet: [Character]) { self.alphabet = alphabet }

    mutating func add(_ node: PatternNode) { _ = piece(node) }

    private mutating func connect(_ last: [Int], _ first: [Int]) {
        for a in last { for b in first { follow[a][b, default: 0] += 1 } }
    }

    private mutating func piece(_ node: PatternNode) -> Piece {
        switch node {
        case .empty: return Piece()
        case .characters(let set):
            sets.append(set)
            follow.append([:])
            return Piece(first: [sets.count - 1], last: [sets.count - 1], isNullable: false)
        case .sequence(let parts):
            return parts.reduce(into: Piece()) { whole, part in
                let next = piece(part)
                connect(whole.last, next.first)
                whole.first += whole.isNullable ? next.first : []
                whole.last = next.last + (next.isNullable ? whole.last : [])
                whole.isNullable = whole.isNullable && next.isNullable
            }
        case .choice(let parts):
            let pieces = parts.map { piece($0) }
            return Piece(first: pieces.flatMap(\.first), last: pieces.flatMap(\.last), isNullable: pieces.contains(where: \.isNullable))
        case .optional(let inner):
            var inner = piece(inner)
            inner.isNullable = true
            return inner
        case .repeated(let inner, let orNone):
            var inner = piece(inner)
            connect(inner.last, inner.first)
            inner.isNullable = inner.isNullable || orNone
            return inner
        }
    }

    /// Characters on which some loop can be run through in two ways.
    func ambiguousLoop() -> String? {
        let loops = cyclic()
        for (a, next) in follow.enumerated() where loops.contains(a) {
            // A loop within a loop: the same step belongs to both.
            if let b = next.first(where: { $0.value > 1 && reaches($0.key, a) })?.key, let text = text(sets[b]) {
                return path(from: b, to: a).map { text + $0 } ?? text
            }
        }
        for start in loops.sorted() { if let text = doublePath(from: start, within: loops) { return text } }
        return nil
    }

    private func cyclic() -> Set<Int> {
        Set(follow.indices.filter { position in follow[position].keys.contains { reaches($0, position) } })
    }

    /// Asked far more often than for the way itself, which is spelt out.
    private func reaches(_ from: Int, _ to: Int) -> Bool {
        var seen = Array(repeating: false, count: follow.count)
        var open = [from]
        while let position = open.popLast() {
            if position == to { return true }
            for next in follow[position].keys where !seen[next] {
                seen[next] = true
                open.append(next)
            }
        }
        return false
    }

    /// The characters on the way from one position to another, without the first.
    private func path(from: Int, to: Int) -> String? {
        var texts: [Int: String] = [from: ""]
        var queue = [from]
        while !queue.isEmpty {
            let position = queue.removeFirst()
            if position == to { return texts[position] }
            for next in follow[position].keys.sorted() where texts[next] == nil {
                texts[next] = (texts[position] ?? "") + (text(sets[next]) ?? "")
                queue.append(next)
            }
        }
        return nil
    }

    /// The characters of a way from a position back to it that can be gone in two ways.
    private func doublePath(from start: Int, within loops: Set<Int>) -> String? {
        struct Pair: Hashable { var a, b: Int, differs: Bool }
        var texts: [Pair: String] = [Pair(a: start, b: start, differs: false): ""]
        var queue = [Pair(a: start, b: start, differs: false)]
        while !queue.isEmpty, texts.count < 20_000 {
            let pair = queue.removeFirst()
            for a in follow[pair.a].keys.sorted() where loops.contains(a) {
                for b in follow[pair.b].keys.sorted() where loops.contains(b) {
                    guard let character = text(sets[a].intersection(sets[b])) else { continue }
                    let next = Pair(a: a, b: b, differs: pair.differs || a != b)
                    let word = (texts[pair] ?? "") + character
                    if next == Pair(a: start, b: start, differs: true) { return word }
                    if texts[next] == nil {
                        texts[next] = word
                        queue.append(next)
                    }
                }
            }
        }
        return nil
    }

    private func text(_ set: Set<Int>) -> String? {
        let preferred = set.min { (alphabet[$0].isLetter ? 0 : 1, $0) < (alphabet[$1].isLetter ? 0 : 1, $1) }
        return preferred.map { String(alphabet[$0]) }
    }
}
