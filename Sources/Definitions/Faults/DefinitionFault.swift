/// A fault in a definition or a setting: where, and what to do about it.
public struct DefinitionFault: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// What follows from a fault.
    public enum Severity: String, Sendable, Codable {
        /// The file is not loaded.
        case error
        /// The file is loaded; only `schema lint` says it.
        case warning
    }

    /// The file, relative to the schemas directory.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column, from 1.
    public var column: Int
    /// What is wrong, and where it is short what would be right, in German.
    public var message: String
    /// The line of the file with a caret under the place; empty when there is none.
    public var excerpt = ""
    /// The id of the rule that is broken, such as `key.unknown`; ``DefinitionRule/named(_:)`` explains it.
    public var rule: String
    /// What follows from it.
    public var severity: Severity
    /// What to do about it, in German; what the rule says where nothing else is known.
    public var help: String

    /// Makes a fault.
    ///
    /// - Parameters:
    ///   - file: relative to the schemas directory.
    ///   - line: from 1.
    ///   - column: from 1.
    ///   - message: what is wrong, in German.
    ///   - rule: what is broken.
    ///   - help: what to do here; nil for what the rule says.
    public init(file: String, line: Int, column: Int, message: String, rule: DefinitionRule = .value, help: String? = nil) {
        (self.file, self.line, self.column, self.message) = (file, line, column, message)
        (self.rule, severity, self.help) = (rule.id, rule.severity, help ?? rule.help)
    }

    /// `file:line:column: message`.
    public var description: String { "\(file):\(line):\(column): \(message)" }

    /// The description with the line it is about.
    public var long: String { excerpt.isEmpty ? description : "\(description)\n\(excerpt)" }

    /// Files in order, in each from top to bottom.
    public static func inOrder(_ a: DefinitionFault, _ b: DefinitionFault) -> Bool {
        (a.file, a.line, a.column, a.rule, a.message) < (b.file, b.line, b.column, b.rule, b.message)
    }
}

/// What was looked at in a directory of definitions, and what is wrong with it.
public struct DefinitionReport: Sendable, Codable {
    /// The files, relative to the directory, in order.
    public var files: [String]
    /// The faults, in the order of their places.
    public var faults: [DefinitionFault]

    /// Makes a report.
    public init(files: [String], faults: [DefinitionFault]) { (self.files, self.faults) = (files, faults) }

    /// How many faults keep a file from being loaded.
    public var errors: Int { faults.count { $0.severity == .error } }
    /// How many faults only `schema lint` names.
    public var warnings: Int { faults.count - errors }
}
