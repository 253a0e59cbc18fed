/// What definitions have to keep to: each rule with its id, what it means, what to do, and an example of both ways.
///
/// The rules stand in one file for each kind of file they are about. Every fault names one of them.
public struct DefinitionRule: Hashable, Sendable {
    /// A stable id such as `key.unknown`.
    public let id: String
    /// What follows from breaking it.
    public let severity: DefinitionFault.Severity
    /// What is wrong, a sentence in German.
    public let cause: String
    /// What to do, a sentence in German.
    public let help: String
    /// An example that breaks it.
    public let wrong: String
    /// The same as it should be.
    public let right: String

    init(_ id: String, _ severity: DefinitionFault.Severity, cause: String, help: String, wrong: String, right: String) {
        (self.id, self.severity, self.cause, self.help, self.wrong, self.right) = (id, severity, cause, help, wrong, right)
    }

    /// Every rule once, by id.
    public static let all = byId.values.sorted { $0.id < $1.id }

    /// The rule of an id.
    public static func named(_ id: String) -> DefinitionRule? { byId[id] }

    private static let byId = Dictionary((files + records + forms + sources + letters).map { ($0.id, $0) }) { first, _ in first }
}
