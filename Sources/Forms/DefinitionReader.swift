internal import FEEL
internal import Foundation
internal import Yams

/// A fault in a definition: where, and what to do about it.
public struct DefinitionFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, relative to the schemas directory.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int
    /// What is wrong and what would be right, in German.
    public var message: String

    /// `file:line:column: message`.
    public var description: String { "\(file):\(line):\(column): \(message)" }
}

/// Reads one YAML file and collects all its faults instead of stopping at the first.
final class DefinitionReader {
    let file: String
    private(set) var faults: [DefinitionFault] = []

    init(file: String) { self.file = file }

    /// The top mapping; nil when the file is no YAML mapping.
    func top(_ text: String) -> Node? {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                faults.append(DefinitionFault(file: file, line: 1, column: 1, message: "Die Datei ist leer."))
                return nil
            }
            guard node.mapping != nil else {
                fault(at: node, "Hier wird eine Zuordnung „Schlüssel: Wert“ erwartet.")
                return nil
            }
            return node
        } catch let error as YamlError {
            add(error)
        } catch {
            faults.append(DefinitionFault(file: file, line: 1, column: 1, message: "Die Datei ist kein YAML."))
        }
        return nil
    }

    private func add(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            faults.append(
                DefinitionFault(file: file, line: mark.line, column: mark.column, message: "Das YAML ist fehlerhaft: \(problem).")
            )
        case .duplicatedKeysInMapping(let keys, let context):
            let mark = context.mark
            let names = keys.map { "„\($0)“" }.joined(separator: ", ")
            faults.append(DefinitionFault(file: file, line: mark.line, column: mark.column, message: "Schlüssel doppelt: \(names)."))
        case .reader(let problem, let offset, _, let text):
            let before = text.unicodeScalars.prefix(offset ?? 0)
            let line = before.reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
            faults.append(
                DefinitionFault(file: file, line: line, column: 1, message: "Die Datei enthält ein unzulässiges Zeichen: \(problem).")
            )
        default:
            faults.append(DefinitionFault(file: file, line: 1, column: 1, message: "Die Datei ist kein gültiges YAML."))
        }
    }

    func fault(at node: Node, _ message: String) {
        faults.append(
            DefinitionFault(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message)
        )
    }

    /// `file:line` of a node, as provenance names a rule.
    func place(of node: Node) -> String { "\(file):\(node.mark?.line ?? 1)" }

    /// The members of a mapping, with a fault for every key that is not among the known ones.
    func members(of node: Node, known: Set<String>) -> [String: Node] {
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
                    Self.nearest(name, known).map { " Meinten Sie „\($0)“?" } ?? " Möglich sind: \(known.sorted().joined(separator: ", "))."
                fault(at: key, "Den Schlüssel „\(name)“ gibt es hier nicht.\(help)")
            }
        }
        return members
    }

    /// The members of a mapping in order, whatever their keys.
    func entries(of node: Node?) -> [(key: String, node: Node, value: Node)] {
        guard let node else { return [] }
        guard let mapping = node.mapping else {
            fault(at: node, "Hier wird eine Zuordnung „Schlüssel: Wert“ erwartet.")
            return []
        }
        return mapping.map { (key: $0.key.scalar?.string ?? "", node: $0.key, value: $0.value) }
    }

    func string(_ node: Node?) -> String? {
        guard let node else { return nil }
        if let scalar = node.scalar { return scalar.string }
        fault(at: node, "Hier wird ein Text erwartet.")
        return nil
    }

    func boolean(_ node: Node?) -> Bool {
        guard let node else { return false }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            fault(at: node, "Hier wird true oder false erwartet.")
            return false
        }
    }

    func integer(_ node: Node?) -> Int? {
        guard let node else { return nil }
        if let number = node.scalar.flatMap({ Int($0.string) }) { return number }
        fault(at: node, "Hier wird eine ganze Zahl erwartet.")
        return nil
    }

    /// One text or a list of texts.
    func strings(_ node: Node?) -> [String] {
        guard let node else { return [] }
        guard let sequence = node.sequence else { return string(node).map { [$0] } ?? [] }
        return sequence.compactMap { string($0) }
    }

    func expression(_ node: Node?) -> FEEL.Expression? {
        guard let node, let text = string(node) else { return nil }
        do {
            return try FEEL.Expression(text)
        } catch {
            let quote = node.scalar.map { $0.style == .singleQuoted || $0.style == .doubleQuoted } == true ? 1 : 0
            faults.append(
                DefinitionFault(
                    file: file,
                    line: node.mark?.line ?? 1,
                    column: (node.mark?.column ?? 1) + quote + error.column - 1,
                    message: "Der Ausdruck „\(text)“ ist fehlerhaft: \(error.message)."
                )
            )
            return nil
        }
    }

    /// The known word that is at most two changes away.
    static func nearest(_ word: String, _ known: some Collection<String>) -> String? {
        known.map { ($0, distance(Array(word), Array($0))) }.filter { $0.1 <= 2 }.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// Levenshtein distance.
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
