public import Definitions
internal import Foundation
internal import TextFiles
internal import Vocabulary
internal import Yams

/// The cases beside the definitions: in the folder `cases` of each record and of `shared`.
public struct CaseFiles: Sendable {
    /// The cases in the order of their files.
    public private(set) var cases: [TestCase] = []
    /// What is wrong with files of cases.
    public private(set) var faults: [DefinitionFault] = []
    private let root: String
    /// When messages of cases come in that do not say it themselves.
    private static let usualReceipt = Instant(iso: "2026-10-12T10:00:00+02:00")
    /// What stands beside a case and holds what has to come of it.
    static let expected = ".expected.yaml"

    /// Reads all cases below a directory of definitions.
    ///
    /// - Parameters:
    ///   - root: the directory.
    ///   - folder: the folder of one record; nil for all.
    public init(root: String, folder: String? = nil) {
        self.root = root
        let folders = folder.map { [$0] } ?? ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)/cases")) ?? []
            for name in names.sorted() where !name.hasSuffix(Self.expected) && !name.hasPrefix(".") { read(folder, name, names) }
        }
    }

    private mutating func read(_ folder: String, _ name: String, _ names: [String]) {
        let file = "\(folder)/cases/\(name)"
        let stem = String(file.prefix(upTo: file.lastIndex(of: ".") ?? file.endIndex))
        guard file.hasSuffix(".yaml") || file.hasSuffix(".yml") else {
            // A message or document by itself is a case, unless it is there for one.
            let own = stem.split(separator: "/").last.map(String.init) ?? ""
            guard names.contains(own + Self.expected), !names.contains(own + ".yaml"), !names.contains(own + ".yml") else { return }
            let message = TestCase(
                name: stem,
                folder: folder,
                place: "\(file):1",
                input: .file("\(root)/\(file)"),
                receivedAt: file.hasSuffix(".eml") ? nil : Self.usualReceipt,
                expectation: .whole(file: "\(root)/\(stem)\(Self.expected)")
            )
            cases.append(message)
            return
        }
        let reader = YAMLReader(file: file)
        if let text = try? String(contentsOfFile: "\(root)/\(file)", encoding: .utf8) {
            let found = reader.top(text).map { CaseReader(reader: reader, root: root, folder: folder, stem: stem).cases($0) } ?? []
            // A case of which a part was not understood would be another case.
            if reader.faults.isEmpty { cases += found }
        } else {
            reader.add(line: 1, column: 1, "Die Datei kann nicht als UTF-8 gelesen werden.")
        }
        faults += reader.faults
    }

    /// Reads the cases of one file.
    private struct CaseReader {
        let reader: YAMLReader
        let root, folder, stem: String

        func cases(_ top: Node) -> [TestCase] {
            let members = reader.members(of: top, .testCase)
            let received = receipt(members["received"])
            if let rules = members["rules"] { return self.rules(rules, reader.string(members["record"]) ?? folder, received) }
            if let letters = members["letters"] { return self.letters(letters, received) }
            guard let input = input(members, at: top) else { return [] }
            var receivedAt = received
            if case .file(let path) = input, path.hasSuffix(".eml"), members["received"] == nil { receivedAt = nil }
            let whole = TestCase.Expectation.whole(file: "\(root)/\(stem)\(CaseFiles.expected)")
            return [
                TestCase(
                    name: stem,
                    folder: folder,
                    place: reader.place(of: top),
                    input: input,
                    receivedAt: receivedAt,
                    expectation: whole
                )
            ]
        }

        private func receipt(_ node: Node?) -> Instant? {
            guard let node, let text = reader.string(node) else { return CaseFiles.usualReceipt }
            let instant = Instant(iso: text)
            if instant == nil { reader.fault(at: node, "„received“ ist ein Zeitpunkt wie 2026-10-12T10:00:00+02:00.") }
            return instant
        }

        private func input(_ members: [String: Node], at top: Node) -> TestCase.Input? {
            let kinds = ["fields", "file", "mail", "given"].filter { members[$0] != nil }
            if kinds.count > 1, let second = members[kinds[1]] {
                reader.fault(at: second, "„\(kinds[0])“ und „\(kinds[1])“ schließen einander aus: Ein Testfall hat einen Eingang.")
            }
            if let fields = members["fields"] {
                guard let form = reader.string(members["form"]) else {
                    reader.fault(at: fields, "Zu „fields“ gehört „form“: das Formular, das ausgefüllt wird.")
                    return nil
                }
                return .fields(form: form, values: texts(fields))
            }
            if let node = members["file"], let name = reader.string(node) { return .file(path(name, at: node)) }
            if let mail = members["mail"] { return .mail(self.mail(mail)) }
            if let given = members["given"] {
                return .given(record: reader.string(members["record"]) ?? folder, values: values(given))
            }
            reader.fault(at: top, "Ein Testfall braucht, was eingeht: fields mit form, file, mail oder given.")
            return nil
        }

        private func mail(_ node: Node) -> TestCase.Mail {
            let members = reader.members(of: node, .mail)
            var mail = TestCase.Mail()
            mail.from = reader.string(members["from"]) ?? mail.from
            mail.subject = reader.string(members["subject"]) ?? ""
            mail.text = reader.string(members["text"]) ?? ""
            mail.attached = members["attached"].map { node in reader.strings(node).map { path($0, at: node) } } ?? []
            return mail
        }

        /// A file is named from the folder of the case and lies among the definitions, wherever links lead.
        private func path(_ name: String, at node: Node) -> String {
            let path = "\(root)/\(folder)/cases/\(name)"
            let (place, home) = (
                URL(fileURLWithPath: path).resolvingSymlinksInPath().path, URL(fileURLWithPath: root).resolvingSymlinksInPath().path
            )
            if name.hasPrefix("/") || !place.hasPrefix(home + "/") {
                reader.fault(at: node, "„\(name)“ liegt nicht bei den Definitionen.")
            }
            return path
        }

        private func texts(_ node: Node?) -> [String: String] {
            Dictionary(reader.entries(of: node).map { ($0.key, reader.string($0.value) ?? "") }) { $1 }
        }

        private func values(_ node: Node?) -> [String: [String]] {
            Dictionary(reader.entries(of: node).map { ($0.key, reader.strings($0.value)) }) { $1 }
        }

        /// A table of conditions and checks: for each values with which it fires, and some with which it does not.
        private func rules(_ node: Node, _ record: String, _ received: Instant?) -> [TestCase] {
            reader.entries(of: node).flatMap { entry in
                let members = reader.members(of: entry.value, .rulePair)
                return [("fires", true), ("quiet", false)].compactMap { key, fires -> TestCase? in
                    guard let given = members[key] else { return nil }
                    return TestCase(
                        name: "\(stem) \(entry.key) \(fires ? "greift" : "greift nicht")",
                        folder: folder,
                        place: reader.place(of: entry.node),
                        input: .given(record: record, values: values(given)),
                        receivedAt: received,
                        expectation: .rule(entry.key, fires: fires)
                    )
                }
            }
        }

        /// A table of letters: for each the form it is, or none, and some of the values that are read from it.
        private func letters(_ node: Node, _ received: Instant?) -> [TestCase] {
            (node.sequence.map(Array.init) ?? []).compactMap { item in
                let members = reader.members(of: item, .letter)
                guard let id = reader.string(members["id"]), let form = reader.string(members["form"]) else {
                    reader.fault(at: item, "Ein Brief braucht „id“ und „form“: die Kennung des Formulars oder none.")
                    return nil
                }
                var mail = TestCase.Mail()
                mail.from = reader.string(members["from"]) ?? mail.from
                mail.subject = reader.string(members["subject"]) ?? ""
                mail.text = reader.string(members["text"]) ?? ""
                return TestCase(
                    name: "\(stem) \(id)",
                    folder: folder,
                    place: reader.place(of: item),
                    input: .mail(mail),
                    receivedAt: received,
                    expectation: .reading(form: form == "none" ? nil : form, values: texts(members["values"]))
                )
            }
        }
    }
}
