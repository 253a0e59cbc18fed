internal import Vocabulary

extension Expression {
    /// What is wrong with the expression before it is ever evaluated: unknown names, types that do not go together, comparisons
    /// that can never hold, calls with wrong arguments.
    ///
    /// - Parameters:
    ///   - scopes: the names and their types, from the outermost context to the innermost.
    ///   - expected: the type the whole has to have; nil for any.
    /// - Returns: the faults in the order of the text, each with its place and, where there is one, a suggestion.
    public func faults(in scopes: [[String: FEELType]], expecting expected: FEELType? = nil) -> [FEELError] {
        let check = TypeCheck(functions: functions)
        let type = check.type(of: root, scopes)
        if let expected, check.faults.isEmpty, !TypeCheck.isCompatible(type, expected) {
            check.fault(.type, root, "das Ergebnis ist \(type.name) statt \(expected.name)")
        }
        return check.faults.map { $0.placed(in: text) }.sorted { $0.offset < $1.offset }
    }
}

/// Walks an expression with types in place of values and collects what cannot work.
final class TypeCheck {
    typealias Scopes = [[String: FEELType]]

    let functions: FunctionLibrary
    private(set) var faults: [FEELError] = []

    init(functions: FunctionLibrary) { self.functions = functions }

    func fault(_ code: FEELError.Code, _ node: Node, _ message: String) { faults.append(FEELError(code, at: node.at, message)) }

    func type(of node: Node, _ scopes: Scopes) -> FEELType {
        switch node.kind {
        case .literal(.string(let text)): return .oneOf([text])
        case .literal(let value): return FEELType(of: value)
        case .name(let name): return named(name, node, scopes)
        case .member(let base, let name): return member(name, of: type(of: base, scopes), node)
        case .filter(let base, let condition): return filter(type(of: base, scopes), condition, scopes)
        case .negate(let inner):
            let type = type(of: inner, scopes)
            if ![.any, .number, .yearsMonths, .daysTime].contains(type) { fault(.type, node, "„-“ geht nicht mit \(type.name)") }
            return type
        case .arithmetic(let operation, let a, let b): return arithmetic(operation, type(of: a, scopes), type(of: b, scopes), node)
        case .comparison(let comparison, let a, let b):
            compare(comparison, type(of: a, scopes), type(of: b, scopes), node)
            return .boolean
        case .and(let a, let b), .or(let a, let b):
            for side in [a, b] { expect(.boolean, side, scopes) }
            return .boolean
        case .between(let inner, let lower, let upper):
            let tested = type(of: inner, scopes)
            for end in [lower, upper] { compare(.lessOrEqual, tested, type(of: end, scopes), end) }
            return .boolean
        case .within(let inner, let tests):
            let tested = type(of: inner, scopes)
            for test in tests { self.test(test, of: tested, scopes) }
            return .boolean
        case .tests(let tests, _):
            let tested = scopes.reversed().lazy.compactMap { $0["?"] }.first ?? .any
            for test in tests { self.test(test, of: tested, scopes) }
            return .boolean
        case .instanceOf(let inner, _):
            _ = type(of: inner, scopes)
            return .boolean
        case .choice(let condition, let yes, let no):
            expect(.boolean, condition, scopes)
            return Self.union([type(of: yes, scopes), type(of: no, scopes)])
        case .loop(let iterators, let body): return .list(type(of: body, inside(iterators, scopes)))
        case .quantified(_, let iterators, let condition):
            expect(.boolean, condition, inside(iterators, scopes))
            return .boolean
        case .list(let items): return .list(Self.union(items.map { type(of: $0, scopes) }))
        case .context(let entries): return context(entries, scopes)
        case .range(let lower, _, let upper, _):
            let (low, high) = (type(of: lower, scopes), type(of: upper, scopes))
            compare(.lessOrEqual, low, high, node)
            return .range(Self.union([low, high]))
        case .unary(_, let end): return .range(type(of: end, scopes))
        case .function(let parameters, let body):
            let scope = Dictionary(parameters.map { ($0.name, $0.type) }) { first, _ in first }
            return .function(parameters.map(\.type), type(of: body, scopes + [scope]))
        case .call(let callee, let arguments): return call(callee, arguments, node, scopes)
        case .external: return .any
        }
    }

    private func expect(_ expected: FEELType, _ node: Node, _ scopes: Scopes) {
        let found = type(of: node, scopes)
        if !Self.isCompatible(found, expected) { fault(.type, node, "hier steht \(found.name) statt \(expected.name)") }
    }

    // MARK: Names

    private func named(_ name: String, _ node: Node, _ scopes: Scopes) -> FEELType {
        for scope in scopes.reversed() { if let type = scope[name] { return type } }
        if let function = functions[name] { return .function(function.parameters.map(\.type), function.result) }
        let known = scopes.flatMap(\.keys) + functions.functions.keys
        fault(.unknownName, node, "„\(name)“ gibt es hier nicht" + Suggestion.sentence(for: name, among: known))
        return .any
    }

    private func member(_ name: String, of base: FEELType, _ node: Node) -> FEELType {
        switch base {
        case .any, .null: return .any
        case .list(let item): return .list(member(name, of: item, node))
        case .context(let members):
            if members.isEmpty { return .any }
            if let type = members[name] { return type }
            fault(.unknownName, node, "„\(name)“ gibt es hier nicht" + Suggestion.sentence(for: name, among: members.keys))
            return .any
        default:
            if let type = Self.property(name, of: base) { return type }
            fault(.unknownName, node, "\(base.name) hat kein „\(name)“" + Suggestion.sentence(for: name, among: Properties.all))
            return .any
        }
    }

    private static func property(_ name: String, of base: FEELType) -> FEELType? {
        let sample: FEELValue
        switch base {
        case .date: sample = .date(.init(dayNumber: 0))
        case .time: sample = .time(FEELTime(nanoseconds: 0, zone: .region("Etc/UTC")))
        case .dateTime:
            sample = .dateTime(FEELDateTime(date: .init(dayNumber: 0), time: FEELTime(nanoseconds: 0, zone: .region("Etc/UTC"))))
        case .yearsMonths: sample = .yearsMonths(0)
        case .daysTime: sample = .daysTime(0)
        case .range(let item): return name.hasSuffix("included") ? .boolean : ["start", "end"].contains(name) ? item : nil
        default: return nil
        }
        return Properties.value(name, of: sample).map { FEELType(of: $0) }
    }

    private func context(_ entries: [(key: String, value: Node)], _ scopes: Scopes) -> FEELType {
        var members: [String: FEELType] = [:]
        for (key, value) in entries { members[key] = type(of: value, scopes + [members]) }
        return .context(members)
    }

    private func inside(_ iterators: [Node.Iterator], _ scopes: Scopes) -> Scopes {
        var scopes = scopes + [["partial": .list(.any)]]
        for iterator in iterators {
            let list = type(of: iterator.list, scopes)
            if let end = iterator.upTo { _ = type(of: end, scopes) }
            let item: FEELType = if case .list(let item) = list { item } else if case .range(let item) = list { item } else { list }
            scopes.append([iterator.name: item])
        }
        return scopes
    }

    private func filter(_ base: FEELType, _ condition: Node, _ scopes: Scopes) -> FEELType {
        let item: FEELType = if case .list(let item) = base { item } else { base }
        var scope: [String: FEELType] = ["item": item]
        if case .context(let members) = item { scope.merge(members) { $1 } }
        switch type(of: condition, scopes + [scope]) {
        case .number: return item
        case .boolean, .null: return .list(item)
        case .any: return .any
        case let other:
            fault(.type, condition, "hier steht \(other.name) statt boolean oder number")
            return .any
        }
    }

    // MARK: Comparing

    private func compare(_ comparison: Comparison, _ a: FEELType, _ b: FEELType, _ node: Node) {
        if comparison != .equal, comparison != .notEqual {
            for type in [a, b] where !type.hasOrder {
                return fault(.type, node, "\(type.name) hat keine Reihenfolge für „\(comparison.rawValue)“")
            }
        }
        guard !Self.isCompatible(a, b) else { return }
        if let (wrong, possible) = Self.foreignKey(a, b) {
            let help = Suggestion.sentence(for: wrong, among: possible, listing: true)
            return fault(.neverHolds, node, "der Vergleich mit „\(wrong)“ trifft nie zu\(help)")
        }
        if case .list = a, case .oneOf = b { return fault(.type, node, "das Feld hat mehrere Werte; gemeint ist wohl list contains(…)") }
        fault(.type, node, "\(a.name) wird mit \(b.name) verglichen; das trifft nie zu")
    }

    /// A string that is none of the other side's, and those.
    private static func foreignKey(_ a: FEELType, _ b: FEELType) -> (String, [String])? {
        guard case .oneOf(let x) = a, case .oneOf(let y) = b else { return nil }
        return y.count == 1 ? (y[0], x) : x.count == 1 ? (x[0], y) : nil
    }

    private func test(_ test: Node, of tested: FEELType, _ scopes: Scopes) {
        switch test.kind {
        case .list(let items): for item in items { self.test(item, of: tested, scopes) }
        case .unary(let comparison, let end): compare(comparison, tested, type(of: end, scopes), test)
        default:
            switch type(of: test, scopes + [["?": tested]]) {
            case .range(let item), .list(let item): compare(.equal, tested, item, test)
            case .boolean: break
            case let type: compare(.equal, tested, type, test)
            }
        }
    }

    // MARK: Calling

    private func call(_ callee: Node, _ arguments: [Node.Argument], _ node: Node, _ scopes: Scopes) -> FEELType {
        let types = arguments.map { type(of: $0.value, scopes) }
        guard case .name(let name) = callee.kind, !scopes.contains(where: { $0[name] != nil }) else {
            guard case .function(_, let result) = type(of: callee, scopes) else { return .any }
            return result
        }
        guard let function = functions[name] else {
            let help = Suggestion.sentence(for: name, among: functions.functions.keys)
            fault(.unknownFunction, callee, "die Funktion „\(name)“ gibt es nicht" + help)
            return .any
        }
        let names = arguments.compactMap(\.name)
        let signatures = function.signatures.filter { names.isEmpty ? $0.takes(arguments.count) : $0.takes(names) }
        if signatures.isEmpty {
            fault(.arguments, node, name + ": " + function.wrongArguments(names))
        } else if let wrong = signatures.map({ mismatch($0, arguments, types) }).min(by: { $0 == nil && $1 != nil }) ?? nil {
            fault(.arguments, arguments[wrong.index].value, "\(name): hier steht \(types[wrong.index].name) statt \(wrong.expected.name)")
        }
        if name == "list contains", types.count == 2, case .list(let item) = types[0] {
            compare(.equal, item, types[1], arguments[1].value)
        }
        return function.resultOf.map { types.isEmpty ? function.result : $0(types) } ?? function.result
    }

    /// The first argument that a signature does not take.
    private func mismatch(_ signature: FEELFunction.Signature, _ arguments: [Node.Argument], _ types: [FEELType]) -> (
        index: Int, expected: FEELType
    )? {
        for (index, argument) in arguments.enumerated() {
            let named = argument.name.flatMap { name in signature.parameters.first { $0.name == name } }
            let parameter = named ?? signature.parameters[min(index, signature.parameters.count - 1)]
            if !Self.isCompatible(types[index], parameter.type) { return (index, parameter.type) }
        }
        return nil
    }

    // MARK: Types

    /// Whether a value of one type may be, or may become, one of the other.
    static func isCompatible(_ a: FEELType, _ b: FEELType) -> Bool {
        switch (a, b) {
        case (.any, _), (_, .any), (.null, _), (_, .null): true
        case (.oneOf(let x), .oneOf(let y)): !Set(x).isDisjoint(with: y)
        case (.oneOf, .string), (.string, .oneOf): true
        case (.list(let x), .list(let y)), (.range(let x), .range(let y)): isCompatible(x, y)
        case (.context, .context), (.function, .function): true
        case (.list, _): false
        case (_, .list(let y)): isCompatible(a, y)
        case (.date, .dateTime): true
        default: a == b
        }
    }

    /// One type for several: the same, the strings of all, or any.
    static func union(_ types: [FEELType]) -> FEELType {
        let known = types.filter { $0 != .null }
        guard let first = known.first else { return .any }
        if known.allSatisfy({ $0 == first }) { return first }
        let keys = known.compactMap { if case .oneOf(let keys) = $0 { keys } else { nil } }
        if keys.count == known.count { return .oneOf(keys.flatMap { $0 }) }
        return known.allSatisfy { $0 == .string || $0.name == "string" } ? .string : .any
    }

    /// The type of a calculation, tried on a value of each type.
    private func arithmetic(_ operation: Node.Arithmetic, _ a: FEELType, _ b: FEELType, _ node: Node) -> FEELType {
        if a == .any || b == .any { return .any }
        guard let x = a.sample, let y = b.sample else {
            fault(.type, node, "„\(operation.rawValue)“ geht nicht mit \(a.name) und \(b.name)")
            return .any
        }
        let log = EvaluationLog(functions: functions, now: nil)
        let value = Evaluation(scopes: [], log: log).arithmetic(operation, x, y, node)
        guard log.cause?.code != .type else {
            fault(.type, node, "„\(operation.rawValue)“ geht nicht mit \(a.name) und \(b.name)")
            return .any
        }
        return FEELType(of: value)
    }
}

extension FEELType {
    var hasOrder: Bool {
        switch self {
        case .any, .number, .string, .oneOf, .date, .time, .dateTime, .yearsMonths, .daysTime: true
        default: false
        }
    }

    /// Some value of the type, for trying what a calculation gives.
    var sample: FEELValue? {
        switch self {
        case .number: .number(1)
        case .string, .oneOf: .string("")
        case .date: .date(.init(dayNumber: 0))
        case .time: .time(FEELTime(nanoseconds: 0))
        case .dateTime: .dateTime(FEELDateTime(date: .init(dayNumber: 0), time: FEELTime(nanoseconds: 0)))
        case .yearsMonths: .yearsMonths(1)
        case .daysTime: .daysTime(1)
        default: nil
        }
    }
}

/// What someone probably meant.
public enum Suggestion {
    /// The known word that is at most two changes away, and fewer than the word has letters.
    public static func nearest(_ word: String, _ known: some Collection<String>) -> String? {
        let limit = max(1, min(2, word.count - 1))
        return known.map { ($0, distance(Array(word), Array($0))) }.filter { $0.1 <= limit }.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// ` Meinten Sie „art“?`; empty when nothing is near.
    public static func question(for word: String, _ known: some Collection<String>) -> String {
        nearest(word, known).map { " Meinten Sie „\($0)“?" } ?? ""
    }

    /// `. Meinten Sie „art“?`, or what there is; empty when nothing is near.
    static func sentence(for word: String, among known: some Collection<String>, listing: Bool = false) -> String {
        let question = question(for: word, known)
        if !question.isEmpty { return "." + question }
        guard listing || known.count <= 12, !known.isEmpty else { return "" }
        return ". Möglich sind: " + known.sorted().prefix(12).joined(separator: ", ") + (known.count > 12 ? " …" : "")
    }

    /// The number of letters to change, add or leave out (Levenshtein); 3 for three or more.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        if abs(a.count - b.count) > 2 { return 3 }
        var row = Array(0...b.count)
        for i in a.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let next = min(row[j + 1] + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[b.count]
    }
}
