import Foundation
import TestSupport
import Testing
import Vocabulary

struct FindingKindTests {
    @Test func `every code is there once, well-formed and in order`() {
        let codes = FindingKind.all.map(\.code)
        #expect(codes.count > 70)
        #expect(codes == Set(codes).sorted())
        for kind in FindingKind.all {
            #expect(kind.code.wholeMatch(of: /[a-z]+\.([a-z0-9]+(-[a-z0-9]+)*|\{id\})/) != nil, "\(kind.code)")
            #expect(FindingKind.named(kind.code) == kind)
        }
        #expect(FindingKind.named("check.mietsumme") == .check)
        for code in ["", "check", "check.", "pdf", "pdf.lockd"] { #expect(FindingKind.named(code) == nil, "\(code)") }
    }

    @Test(arguments: FindingKind.all)
    func `every kind has all its texts`(kind: FindingKind) {
        #expect(kind.wordings.first == kind.clerk)
        #expect(kind.wordings.count == Set(kind.wordings).count)
        for text in kind.wordings + [kind.citizen].compactMap(\.self) {
            #expect(text.contains(" ") && (text.hasSuffix(".") || text.hasSuffix("}")), "\(text)")
            #expect(text.replacing(/\{[a-z]+\}/, with: "").allSatisfy { $0 != "{" && $0 != "}" }, "\(text)")
        }
        #expect(kind.english.wholeMatch(of: /[A-Z][^{}.]*\./) != nil || kind.english.contains("winmail.dat"), "\(kind.english)")
        // Who only takes note or decides alone asks the citizen nothing.
        if kind.citizen != nil { #expect([.citizen, .unread].contains(kind.consequence)) }
        if kind.consequence != .note { #expect(kind.severity != .info) }
    }
}

/// What holds for the sources as a whole, read as text.
struct FindingSourcesTests {
    private let catalogue: [Source]
    private let makers: [Source]

    private struct Source {
        var name: String
        var text: String
    }

    /// An entry of the catalogue as it is written down.
    private struct Entry {
        var name: String
        var places: Set<String>
        var isInList: Bool
    }

    init() throws {
        let root = Place.repository.appendingPathComponent("Sources")
        let files = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
        let sources = try files.sorted().map { name in
            Source(name: name, text: try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8))
        }
        catalogue = sources.filter { $0.name.hasPrefix("Vocabulary/Findings/") }
        makers = sources.filter { !$0.name.hasPrefix("Vocabulary/Findings/") }
    }

    private static func places(_ text: some StringProtocol) -> Set<String> {
        Set(String(text).matches(of: /\{([a-z]+)\}/).map { String($0.1) })
    }

    private var entries: [Entry] {
        catalogue.flatMap { source in
            let helpers = source.text.matches(of: /private static func (\w+)\((?:.|\n)*?\n    \}/).map { (String($0.1), $0.0) }
            let list = source.text.firstMatch(of: /\n    static let \w+ = \[((?:.|\n)*?)\]/)?.1 ?? ""
            let names = Set(list.split { !$0.isLetter && !$0.isNumber }.map(String.init))
            return source.text.matches(of: /public static let (\w+) = (?:\w+\.)?\w+\((?:.|\n)*?\n(?:\n|    \/\/\/|    \)|\})/).map {
                match in
                let used = helpers.filter { match.0.contains("\($0.0)(") }.map(\.1)
                return Entry(
                    name: String(match.1),
                    places: ([match.0] + used).reduce(into: []) { $0.formUnion(Self.places($1)) },
                    isInList: names.contains(String(match.1))
                )
            }
        }
    }

    @Test func `every entry is in the list of its module, and some module makes it`() throws {
        let entries = entries
        #expect(
            entries.count == catalogue.flatMap { $0.text.matches(of: /public static let \w+ = (FindingKind\(|\w+\(|\w+\.worded\()/) }.count
        )
        #expect(entries.count >= FindingKind.all.count)
        for entry in entries {
            #expect(entry.isInList, "\(entry.name)")
            guard entry.name != "check" else { continue }
            let use = try Regex("\\.\(entry.name)\\b")
            #expect(makers.contains { $0.text.contains(use) }, "\(entry.name)")
        }
        #expect(FindingKind.all.flatMap(\.wordings).count == entries.count)
    }

    @Test func `whoever makes a finding fills every place of its texts`() throws {
        let entries = Dictionary(entries.map { ($0.name, $0.places) }) { first, _ in first }
        var made: Set<String> = []
        for source in makers {
            for match in source.text.matches(of: /(Finding|Problem)\(\s*(?:kind: )?\.(\w+)/) {
                let name = String(match.2)
                let call = Self.call(in: source.text[match.range.lowerBound...])
                let places = try #require(entries[name], "\(source.name): \(name)")
                var given = Set(call.matches(of: /"([a-z]+)":/).map { String($0.1) })
                if let variable = call.firstMatch(of: /, (\w+)\)$/)?.1,
                    let words = source.text.firstMatch(of: try Regex("let \(variable) = \\[.*\\]"))
                {
                    given.formUnion(source.text[words.range].matches(of: /"([a-z]+)":/).map { String($0.1) })
                }
                // A problem of an XML document gets its document later.
                if call.contains("document:") || match.1 == "Problem" { given.insert("document") }
                #expect(places.subtracting(given).isEmpty, "\(source.name): \(call)")
                #expect(given.subtracting(places).subtracting(["document"]).isEmpty, "\(source.name): \(call)")
                made.insert(name)
            }
        }
        #expect(made == Set(entries.keys).subtracting(["check"]))
    }

    @Test func `no finding is made outside the catalogue, and nothing is told from how a code begins`() {
        for source in makers {
            #expect(!source.text.contains(/Finding\(\s*"/), "\(source.name)")
            #expect(!source.text.contains(/[cC]ode\.(hasPrefix|starts)\(/), "\(source.name)")
        }
    }

    /// From the name of an initialiser to the bracket that closes it.
    private static func call(in text: Substring) -> String {
        var depth = 0
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0, text[index] == ")" { return String(text[...index]) }
        }
        return String(text)
    }
}
