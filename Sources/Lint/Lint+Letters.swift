internal import DefinitionFiles
internal import Definitions
internal import TextFiles

extension Lint {
    /// Names in letters that stand outside of the section whose rows have them.
    static func checkLetters(_ desk: Workbench) {
        check(desk.definitions.catalogue.letters, in: "shared", desk)
        for record in desk.records {
            guard let slash = record.file.lastIndex(of: "/") else { continue }
            check(record.type.letters, in: String(record.file[..<slash]), desk)
        }
    }

    private static func check(_ letters: [LetterTemplate.Kind: LetterTemplate], in folder: String, _ desk: Workbench) {
        for (kind, letter) in letters {
            let misplaced = letter.misplaced
            guard !misplaced.isEmpty else { continue }
            let reader = desk.show("\(folder)/replies/\(kind.rawValue).de.mustache", letter.source)
            for name in misplaced {
                let sections = LetterTemplate.Name.allCases.filter { section in
                    section.rows?.contains { $0.rawValue == name.name } ?? false
                }
                let place = reader.place(of: name.offset)
                let names = sections.map { "{{#\($0.rawValue)}}" }.joined(separator: ", ")
                reader.add(
                    line: place.line,
                    column: place.column,
                    "„{{\(name.name)}}“ steht nur in einem Abschnitt für etwas: \(names).",
                    .letterScope
                )
            }
        }
    }
}
