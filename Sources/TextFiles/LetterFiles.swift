public import Definitions
internal import Foundation

/// The letters of a folder: `<kind>.de.mustache`, one for each kind it has.
public struct LetterFiles {
    /// The templates by kind.
    public private(set) var templates: [LetterTemplate.Kind: LetterTemplate] = [:]
    /// What is wrong with the others.
    public private(set) var faults: [DefinitionFault] = []
    /// The files that were looked at.
    public private(set) var files: [String] = []
    private static let suffix = ".de.mustache"

    /// Reads a folder; one that is not there has no letters.
    ///
    /// - Parameters:
    ///   - root: where the names of faults begin.
    ///   - folder: the folder in it.
    public init(root: String, folder: String) {
        // A record without a folder of its own has the letters that all share.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
        for name in names.sorted() where name.hasSuffix(Self.suffix) {
            load(root, "\(folder)/\(name)", String(name.dropLast(Self.suffix.count)))
        }
    }

    private mutating func load(_ root: String, _ file: String, _ name: String) {
        files.append(file)
        let reader = YAMLReader(file: file)
        defer { faults += reader.faults }
        guard let kind = LetterTemplate.Kind(rawValue: name) else {
            let known = LetterTemplate.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            return reader.add(line: 1, column: 1, "Ein Schreiben „\(name)“ gibt es nicht. Möglich sind \(known).", .letterUnknown)
        }
        guard let text = try? String(contentsOfFile: "\(root)/\(file)", encoding: .utf8) else {
            return reader.add(line: 1, column: 1, "Die Datei kann nicht als UTF-8 gelesen werden.", .fileUnreadable)
        }
        do throws(LetterTemplate.Failure) {
            templates[kind] = try LetterTemplate(text)
        } catch {
            reader.show(text)
            let place = reader.place(of: error.offset)
            reader.add(line: place.line, column: place.column, error.reason, error.rule)
        }
    }
}
