/// The keys that one mapping of a definition file may have: what loads the files, and what describes them, both go by these tables.
public struct DefinitionKeys: Sendable {
    /// A key.
    public struct Key: Sendable {
        /// Its name.
        public let name: String
        /// What stands behind it.
        public let shape: Shape
        /// What it says, a sentence in German.
        public let meaning: String
        /// Whether a mapping without it is a fault.
        public let isNeeded: Bool
    }

    /// What stands behind a key.
    public indirect enum Shape: Sendable {
        /// A text; a number or a word such as `true` is one as well.
        case text
        /// `true` or `false`.
        case boolean
        /// A whole number.
        case integer
        /// A day such as `2026-07-01`.
        case day
        /// A FEEL expression.
        case expression
        /// One of these words.
        case one([String])
        /// A mapping with the keys of a table, by the name of it.
        case keys(String)
        /// A mapping whose keys the designer chooses.
        case map(Shape)
        /// A list.
        case list(Shape)
        /// One of several.
        case either([Shape])

        /// A text or a list of texts.
        public static let texts = Shape.either([.text, .list(.text)])
    }

    /// The name of the table.
    public let name: String
    /// What the mapping is, in German.
    public let title: String
    /// The keys in the order in which they are documented.
    public let keys: [Key]
    /// The names of the keys.
    public let names: Set<String>

    init(_ name: String, _ title: String, _ keys: [Key]) {
        (self.name, self.title, self.keys) = (name, title, keys)
        names = Set(keys.map(\.name))
    }

    /// Every table.
    public static let all = [
        record, part, field, check, objection, blankForm, type, codeList, code, formerName, form, fingerprint, declaration, source, text,
        rows, repetition, testCase, mail, rulePair, letter,
    ]
}

extension DefinitionKeys.Key {
    /// A key that may be left out.
    static func may(_ name: String, _ shape: DefinitionKeys.Shape, _ meaning: String) -> Self {
        Self(name: name, shape: shape, meaning: meaning, isNeeded: false)
    }

    /// A key that has to be there.
    static func must(_ name: String, _ shape: DefinitionKeys.Shape, _ meaning: String) -> Self {
        Self(name: name, shape: shape, meaning: meaning, isNeeded: true)
    }
}
