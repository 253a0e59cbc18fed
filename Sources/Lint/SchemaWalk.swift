internal import FEEL

/// Follows simple XPaths - child steps, attributes, `//name` - through what an XML Schema declares; leaves all others alone.
struct SchemaWalk {
    let names: SchemaNames
    let namespaces: [String: String]

    /// Where a path has led.
    enum Place {
        /// Before the root element.
        case top
        /// In one of these contents.
        case inside(Set<Int>)
        /// Nobody knows.
        case anywhere
    }

    enum Outcome {
        case place(Place)
        /// It selects nothing; a sentence says why.
        case nothing(String)
    }

    private struct Step {
        var isDeep: Bool
        var isAttribute: Bool
        var prefix: String?
        var local: String
    }

    func walk(_ xpath: String, from base: Place) -> Outcome {
        guard let (isAbsolute, steps) = Self.steps(xpath) else { return .place(.anywhere) }
        var place = isAbsolute ? Place.top : base
        for step in steps {
            if case .anywhere = place { return .place(.anywhere) }
            if let prefix = step.prefix, namespaces[prefix] == nil {
                let help = Suggestion.question(for: prefix, namespaces.keys.sorted())
                return .nothing("Den Vorsatz „\(prefix):“ gibt es unter „namespaces:“ nicht.\(help)")
            }
            switch step.isAttribute ? attribute(step, in: place) : element(step, in: place) {
            case .place(let next): place = next
            case .nothing(let message): return .nothing(message)
            }
        }
        return .place(place)
    }

    private func element(_ step: Step, in place: Place) -> Outcome {
        let (found, isOpen) = candidates(step, in: place)
        if isOpen { return .place(.anywhere) }
        let wanted = SchemaNames.Name(namespace: step.prefix.flatMap { namespaces[$0] }, local: step.local)
        let hits = found.filter { names.elements[$0].name == wanted }
        if !hits.isEmpty { return .place(.inside(Set(hits.map { names.elements[$0].content }))) }
        if let other = found.map({ names.elements[$0].name }).first(where: { $0.local == step.local }) {
            let space = other.namespace.map { "gehört zum Namensraum „\($0)“" } ?? "gehört zu keinem Namensraum"
            return .nothing("Das Element „\(step.local)“ \(space), der Schritt nennt einen anderen oder keinen.")
        }
        let help = Suggestion.question(for: step.local, Set(found.map { names.elements[$0].name.local }))
        return .nothing("Ein Element „\(step.local)“ gibt es an dieser Stelle nicht.\(help)")
    }

    /// The elements that a step may lead to, and whether there may be others.
    private func candidates(_ step: Step, in place: Place) -> (elements: [Int], isOpen: Bool) {
        switch (place, step.isDeep) {
        case (.anywhere, _): return ([], true)
        case (.top, false): return (names.roots, false)
        case (.top, true): return (Array(names.elements.indices), names.contents.contains(where: \.isOpen))
        case (.inside(let contents), let isDeep):
            let all = isDeep ? reach(contents) : contents
            return (all.flatMap { names.contents[$0].elements }, all.contains { names.contents[$0].isOpen })
        }
    }

    /// These contents and all that lie in them.
    private func reach(_ contents: Set<Int>) -> Set<Int> {
        var (found, open) = (contents, Array(contents))
        while let next = open.popLast() {
            for element in names.contents[next].elements where found.insert(names.elements[element].content).inserted {
                open.append(names.elements[element].content)
            }
        }
        return found
    }

    private func attribute(_ step: Step, in place: Place) -> Outcome {
        guard case .inside(let contents) = place else { return .place(.anywhere) }
        let all = step.isDeep ? reach(contents) : contents
        if all.contains(where: { names.contents[$0].isOpen }) { return .place(.anywhere) }
        let known = all.reduce(into: Set<SchemaNames.Name>()) { $0.formUnion(names.contents[$1].attributes) }
        if known.contains(SchemaNames.Name(namespace: step.prefix.flatMap { namespaces[$0] }, local: step.local)) {
            return .place(.anywhere)
        }
        let help = Suggestion.question(for: step.local, known.map(\.local))
        return .nothing("Ein Attribut „\(step.local)“ gibt es an dieser Stelle nicht.\(help)")
    }

    /// The steps of a simple path; nil for any other expression.
    private static func steps(_ xpath: String) -> (isAbsolute: Bool, steps: [Step])? {
        var rest = xpath[...]
        var steps: [Step] = []
        let isAbsolute = rest.hasPrefix("/")
        var isFirst = true
        while !rest.isEmpty {
            var isDeep = false
            if rest.hasPrefix("//") {
                (isDeep, rest) = (true, rest.dropFirst(2))
            } else if rest.hasPrefix("/") {
                rest = rest.dropFirst()
            } else if !isFirst {
                return nil
            }
            isFirst = false
            let word = rest.prefix { $0 != "/" }
            rest = rest.dropFirst(word.count)
            if word == "text()", rest.isEmpty { break }
            let isAttribute = word.hasPrefix("@")
            let names = word.dropFirst(isAttribute ? 1 : 0).split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(names.count), names.allSatisfy(isName), !isAttribute || rest.isEmpty else { return nil }
            let prefix = names.count == 2 ? String(names[0]) : nil
            steps.append(Step(isDeep: isDeep, isAttribute: isAttribute, prefix: prefix, local: String(names[names.count - 1])))
        }
        return steps.isEmpty ? nil : (isAbsolute, steps)
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, first.isLetter || first == "_" else { return false }
        return text.allSatisfy { $0.isLetter || $0.isNumber || "_.-".contains($0) }
    }
}
