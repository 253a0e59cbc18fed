internal import Definitions
internal import FEEL
internal import TextFiles
internal import Yams

/// Reads one file of definitions: YAML with expressions in it.
final class DefinitionReader: YAMLReader {
    /// The expressions read so far, each with its node and the path of the field or rows it belongs to.
    private(set) var expressions: [(expression: FEEL.Expression, node: Node, path: String)] = []

    /// An expression, to be checked against the record when all of it is known.
    ///
    /// - Parameters:
    ///   - node: where it stands.
    ///   - path: the field or the rows it belongs to, which says what its names mean.
    /// - Returns: the expression; nil when there is none or it is faulty, which is then noted.
    func expression(_ node: Node?, at path: String) -> FEEL.Expression? {
        guard let node, let text = string(node) else { return nil }
        do throws(FEELError) {
            let expression = try FEEL.Expression(text, functions: DomainFunctions.all)
            for pattern in expression.patterns {
                guard let witness = PatternSafety(pattern.text).witness else { continue }
                let place = place(of: pattern.offset, in: text, at: node)
                add(line: place.line, column: place.column, PatternSafety.sentence(on: witness), .patternExplodes)
            }
            expressions.append((expression, node, path))
            return expression
        } catch {
            fault(in: text, at: node, error)
            return nil
        }
    }

    /// Notes what is wrong with the types of the expressions, now that the record is known.
    func checkExpressions(of type: RecordType) {
        for (expression, node, path) in expressions {
            for error in expression.faults(in: type.scopes(at: path), expecting: .boolean) { fault(in: expression.text, at: node, error) }
        }
    }

    private func fault(in text: String, at node: Node, _ error: FEELError) {
        let place = place(of: error.offset, in: text, at: node)
        let ending = error.message.hasSuffix("?") ? "" : "."
        add(line: place.line, column: place.column, "Der Ausdruck ist fehlerhaft: \(error.message)\(ending)", .expression)
    }
}
