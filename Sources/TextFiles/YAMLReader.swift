public import Definitions
internal import FEEL
public import Yams

/// Reads one YAML file and collects all its faults instead of stopping at the first.
open class YAMLReader {
    /// The file, as faults name it.
    public let file: String
    /// What is wrong, in the order it was found.
    public private(set) var faults: [DefinitionFault] = []
    private var lines: [Substring] = []

    /// Makes a reader of one file.
    public init(file: String) { self.file = file }

    /// Takes the lines that faults are shown in, of a file that need not be YAML.
    public func show(_ text: String) { lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) }

    /// Where a character of the text stands, counted from its beginning.
    public func place(of offset: Int) -> (line: Int, column: Int) {
        var left = offset
        for (index, line) in lines.enumerated() {
            if left <= line.count { return (index + 1, left + 1) }
            left -= line.count + 1
        }
        return (max(1, lines.count), 1)
    }

    /// The top mapping; nil when the file is no YAML mapping.
    public func top(_ text: String) -> Node? {
        show(text)
        // Before they are followed: ten lines of references can stand for thousands of millions.
        if let anchor = Self.repeatedAnchor(in: text) {
            let before = text[..<anchor.startIndex]
            let line = before.count { $0 == "\n" } + 1
            let column =
                before.distance(from: before.lastIndex(of: "\n").map(before.index(after:)) ?? before.startIndex, to: before.endIndex) + 1
            add(line: line, column: column, Self.anchors(String(anchor.dropFirst())), .yamlAnchor)
            return nil
        }
        do {
            // What a scalar is, readers ask themselves; Yams would try eight patterns on every key.
            let parser = try Yams.Parser(yaml: text, resolver: .basic)
            guard let node = try parser.singleRoot() else {
                add(line: 1, column: 1, "Die Datei ist leer.", .fileUnreadable)
                return nil
            }
            withExtendedLifetime(parser) { refuseAnchors(in: node) }
            guard node.mapping != nil else {
                fault(at: node, "Hier wird eine Zuordnung „Schlüssel: Wert“ erwartet.")
                return nil
            }
            return node
        } catch let error as YamlError {
            add(error)
        } catch {
            add(line: 1, column: 1, "Die Datei ist kein YAML.", .yamlSyntax)
        }
        return nil
    }

    /// An anchor that something refers to.
    private static func repeatedAnchor(in text: String) -> Substring? {
        text.matches(of: /(?:^|[:\-\[{,] *)(&([A-Za-z0-9_-]+))(?=\s|$)/.anchorsMatchLineEndings()).first { match in
            text.contains("*\(match.2)")
        }?.1
    }

    private static func anchors(_ name: String) -> String {
        "Anker und Verweise (&\(name)) sind hier nicht erlaubt. Bitte schreiben Sie den Inhalt an jede Stelle."
    }

    /// Anchors say things twice and far from where they hold.
    private func refuseAnchors(in node: Node) {
        if let anchor = node.anchor {
            fault(at: node, Self.anchors(anchor.rawValue), .yamlAnchor)
        }
        node.mapping?.forEach { [$0.key, $0.value].forEach(refuseAnchors) }
        node.sequence?.forEach(refuseAnchors)
    }

    private func add(_ error: YamlError) {
        let problem = YAMLProblem(error).german
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            let hasTab = lines.indices.contains(mark.line - 1) && lines[mark.line - 1].contains("\t")
            let help = hasTab ? " In dieser Zeile steht ein Tabulator; bitte rücken Sie mit Leerzeichen ein." : ""
            add(line: mark.line, column: mark.column, "Das YAML ist fehlerhaft: \(problem).\(help)", .yamlSyntax)
        case .duplicatedKeysInMapping(let keys, let context):
            // Yams names the first place of the first key.
            let first = context.mark
            for (index, key) in keys.enumerated() {
                let place = index == 0 ? DuplicateKey(lines).second(key, after: first.line, first.column) : nil
                guard index == 0 || place != nil else { continue }
                let before = place == nil ? "" : " Zum ersten Mal steht er in Zeile \(first.line)."
                add(
                    line: place?.line ?? first.line,
                    column: place?.column ?? first.column,
                    "Den Schlüssel „\(key)“ gibt es hier doppelt.\(before)",
                    .yamlDuplicateKey
                )
            }
        case .reader(_, let offset, _, let text):
            let line = text.unicodeScalars.prefix(offset ?? 0).reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
            add(line: line, column: 1, "Die Datei enthält ein unzulässiges Zeichen: \(problem).", .yamlCharacter)
        default: add(line: 1, column: 1, "Die Datei ist kein gültiges YAML.", .yamlSyntax)
        }
    }

    /// Notes a fault with the line it stands in.
    ///
    /// - Parameters:
    ///   - line: from 1.
    ///   - column: from 1.
    ///   - message: what is wrong, in German.
    ///   - rule: what is broken.
    ///   - help: what to do here; nil for what the rule says.
    public func add(line: Int, column: Int, _ message: String, _ rule: DefinitionRule = .value, help: String? = nil) {
        var fault = DefinitionFault(file: file, line: line, column: column, message: message, rule: rule, help: help)
        if lines.indices.contains(line - 1) {
            // Of a long line the part around the place.
            let text = Array(lines[line - 1])
            let start = max(0, min(column - 60, text.count - 100))
            let shown = String(text[start..<min(text.count, start + 100)]).replacing("\t", with: " ")
            fault.excerpt = "    \(shown)\n    " + String(repeating: " ", count: max(0, column - 1 - start)) + "^"
        }
        faults.append(fault)
    }

    /// Notes a fault where a node begins.
    ///
    /// - Parameters:
    ///   - node: what is wrong.
    ///   - message: why, in German.
    ///   - rule: what is broken.
    ///   - help: what to do here; nil for what the rule says.
    public func fault(at node: Node, _ message: String, _ rule: DefinitionRule = .value, help: String? = nil) {
        add(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message, rule, help: help)
    }

    /// `file:line` of a node, as provenance names a rule.
    public func place(of node: Node) -> String { "\(file):\(node.mark?.line ?? 1)" }

    /// The members of a mapping, with a fault for every key that is not among the known ones.
    public func members(of node: Node, known: Set<String>) -> [String: Node] {
        guard let mapping = node.mapping else {
            fault(at: node, "Hier wird eine Zuordnung „Schlüssel: Wert“ erwartet.")
            return [:]
        }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            if known.contains(name) {
                members[name] = value
            } else {
                let help =
                    Suggestion.nearest(name, known).map { " Meinten Sie „\($0)“?" }
                    ?? " Möglich sind: \(known.sorted().joined(separator: ", "))."
                fault(at: key, "Den Schlüssel „\(name)“ gibt es hier nicht.\(help)", .keyUnknown)
            }
        }
        return members
    }

    /// The members of a mapping that may have the keys of a table, with a fault for every other.
    public func members(of node: Node, _ keys: DefinitionKeys) -> [String: Node] { members(of: node, known: keys.names) }

    /// The members of a mapping in order, whatever their keys.
    public func entries(of node: Node?) -> [(key: String, node: Node, value: Node)] {
        guard let node else { return [] }
        guard let mapping = node.mapping else {
            fault(at: node, "Hier wird eine Zuordnung „Schlüssel: Wert“ erwartet.")
            return []
        }
        return mapping.map { (key: $0.key.scalar?.string ?? "", node: $0.key, value: $0.value) }
    }

    /// A text; anything else is a fault.
    public func string(_ node: Node?) -> String? {
        guard let node else { return nil }
        if let scalar = node.scalar { return scalar.string }
        fault(at: node, "Hier wird ein Text erwartet.")
        return nil
    }

    /// True or false; anything else is a fault, and false.
    public func boolean(_ node: Node?) -> Bool {
        guard let node else { return false }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            fault(at: node, "Hier wird true oder false erwartet.")
            return false
        }
    }

    /// A whole number; anything else is a fault.
    public func integer(_ node: Node?) -> Int? {
        guard let node else { return nil }
        if let number = node.scalar.flatMap({ Int($0.string) }) { return number }
        fault(at: node, "Hier wird eine ganze Zahl erwartet.")
        return nil
    }

    /// One text or a list of texts.
    public func strings(_ node: Node?) -> [String] {
        guard let node else { return [] }
        guard let sequence = node.sequence else { return string(node).map { [$0] } ?? [] }
        return sequence.compactMap { string($0) }
    }

    /// Where a character of a scalar stands in the file: YAML may have folded its lines, so only what is no space is counted.
    public func place(of offset: Int, in text: String, at node: Node) -> (line: Int, column: Int) {
        let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
        guard let style = node.scalar?.style else { return (line, column) }
        var left = text.prefix(offset).count { !$0.isWhitespace }
        let isBlock = style == .folded || style == .literal
        var (index, start) = isBlock ? (line, 0) : (line - 1, column - 1 + (style == .plain || style == .any ? 0 : 1))
        while index < lines.count {
            for (position, character) in lines[index].enumerated() where position >= start && !character.isWhitespace {
                if left == 0 { return (index + 1, position + 1) }
                left -= 1
            }
            (index, start) = (index + 1, 0)
        }
        return (line, column + offset)
    }
}
