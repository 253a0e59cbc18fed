internal import Definitions
internal import FEEL
internal import Vocabulary

/// The fields of a blank PDF, found by the names that rules use.
struct Blank {
    let fields: [FormField]
    /// Their names.
    let names: Set<String>
    private let byName: [String: FormField]
    /// So many numbers of rows are tried.
    private static let mostRows = 50

    init(_ fields: [FormField]) {
        self.fields = fields
        names = Set(fields.map(\.name))
        byName = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The fields that a name stands for: itself, or in rows each that it becomes with the number or name of a row.
    func fields(named template: String, in rows: [FormDefinition.Rows]) -> [FormField] {
        guard template.contains("{n}"), let innermost = rows.last else { return byName[template].map { [$0] } ?? [] }
        let pieces = template.split(separator: "{n}", omittingEmptySubsequences: false)
        var names = [""] + (1...Self.mostRows).map(String.init)
        if case .numbered(_, let own) = innermost, !own.isEmpty { names = own }
        return names.compactMap { byName[pieces.joined(separator: $0)] }
    }

    func has(_ template: String, in rows: [FormDefinition.Rows]) -> Bool { !fields(named: template, in: rows).isEmpty }

    /// ` Meinten Sie „ant_name“?`: of the names in the PDF the nearest, in rows with `{n}` for a number.
    func question(for template: String) -> String {
        let names = fields.map(\.name)
        return Suggestion.question(for: template, Set(template.contains("{n}") ? names.flatMap(Self.numbered) : names))
    }

    /// The ways to put `{n}` for one of the numbers in a name.
    private static func numbered(_ name: String) -> [String] {
        name.ranges(of: /[0-9]+/).map { name.replacingCharacters(in: $0, with: "{n}") }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}

extension FormField {
    /// Whether a person chooses among its export values.
    var isClosed: Bool { kind == .checkbox || kind == .radio || kind == .choice }
}

extension Source {
    /// The names of form fields it reads.
    var fieldNames: [String] {
        switch place {
        case .acro(let names, _): names
        case .yesNo(let yes, let no): [yes, no]
        default: []
        }
    }
}
