public import Definitions
internal import FEEL

/// Hands a record type out in formats of others.
///
/// What is described is the record as `process --json` prints it and as it is handed over: `datensatz.json` and `datensatz.xml`.
public struct SchemaExport: Sendable {
    /// A format.
    public enum Format: String, Sendable, CaseIterable {
        /// JSON Schema 2020-12 of the record as JSON.
        case jsonSchema = "json-schema"
        /// XML Schema of the record as XML.
        case xsd
        /// A page for people, also on paper.
        case html
        /// The conditions and checks as FEEL text.
        case feel
    }

    private let type: RecordType

    /// Prepares an export.
    ///
    /// - Parameter type: the record type.
    public init(_ type: RecordType) { self.type = type }

    /// The text of a file.
    ///
    /// - Parameter format: its format.
    /// - Returns: the text, with a line end at its end.
    public func text(_ format: Format) -> String {
        switch format {
        case .jsonSchema: RecordJSONSchema(type).text
        case .xsd: RecordXSD(type).text
        case .html: RecordPage(type).text
        case .feel: RecordRules(type).text
        }
    }
}

extension Field {
    /// Whether every complete record has it, or something in it, as long as all groups around it apply.
    ///
    /// Documents are asked for, but an application goes on without them; what the engine sets is not asked for.
    var isAlwaysThere: Bool {
        guard applies == nil else { return false }
        let isNeeded = requirement.map { $0.isHard && $0.condition == nil } ?? false
        if isNeeded, kind != .attachment, system == nil { return true }
        return kind == .group && fields.contains(where: \.isAlwaysThere)
    }

    /// When it is needed, in words for people; nil when it never is.
    var need: String? {
        guard let requirement else { return nil }
        let word = requirement.isHard ? "nötig" : "erwünscht"
        return requirement.condition.map { "\(word), wenn \($0.text)" } ?? word
    }

    /// What is to be said of it to who programs or reads: what it is called, when it applies and is needed, the question, the law.
    var remarks: [String] {
        [
            unit.map { "Einheit: \($0)" }, applies.map { "Gilt nur, wenn \($0.text)" }, need.map { "Angabe \($0)" },
            ask.map { "Frage: \($0)" },
            law.map { "Rechtsgrundlage: \($0)" }, sensitive.map { "Besonders geschützt: \($0)" },
        ].compactMap(\.self)
    }

    /// What kind of value it is, for people.
    var kindInWords: String {
        (isMany ? "mehrere: " : "") + kind.german + (unit.map { " in \($0)" } ?? "")
    }
}
