import Foundation
import TestSupport
import Testing

/// The rooms of the house: what may import what, read from the package as the compiler gets it.
struct ModuleTests {
    private struct Package: Decodable {
        struct Target: Decodable {
            var name: String
            var type: String
            var target_dependencies: [String]?
            var product_dependencies: [String]?
        }

        var targets: [Target]
    }

    private static let package = Result {
        let run = try Run("/usr/bin/env", ["swift", "package", "describe", "--type", "json"])
        let start = try #require(run.output.firstIndex(of: "{"))
        return try JSONDecoder().decode(Package.self, from: Data(run.output[start...].utf8))
    }

    /// Everything a target is built from, and the libraries of other packages.
    private static func closure(of name: String) throws -> Set<String> {
        let targets = Dictionary(uniqueKeysWithValues: try package.get().targets.map { ($0.name, $0) })
        var found: Set<String> = []
        var open = [name]
        while let next = open.popLast() {
            guard found.insert(next).inserted, let target = targets[next] else { continue }
            open += target.target_dependencies ?? []
            found.formUnion(target.product_dependencies ?? [])
        }
        return found
    }

    /// What opens foreign bytes, directly or through a library.
    private static let parsers: Set<String> = [
        "CPoppler", "CQPDF", "CArchive", "CLibXML2", "CXMLSec", "CXMLSecSystem", "CGMime", "Documents", "Mail", "Trust", "Mapping",
        "DefinitionFiles", "ReaderWorker",
    ]

    @Test(arguments: [
        "eingang", "Intake", "Presentation", "Store", "Deciding", "Readers", "Definitions", "TextFiles", "Vocabulary", "FEEL", "Deadlines",
        "Wire",
    ])
    func `nothing the program is built from can reach a parser of foreign bytes`(module: String) throws {
        #expect(try Self.closure(of: module).intersection(Self.parsers).sorted() == [])
    }

    @Test func `deciding reaches no file, no database, no network and no clock of others`() throws {
        let allowed: Set<String> = ["Deciding", "Definitions", "Deadlines", "FEEL", "Vocabulary", "Mustache", "CDecimal", "COpenSSL"]
        #expect(try Self.closure(of: "Deciding").subtracting(allowed).sorted() == [])
    }

    @Test func `nothing but the reader program depends on the reader's modules`() throws {
        let targets = try Self.package.get().targets.filter { $0.type != "test" && !Self.parsers.contains($0.name) }
        let users = targets.filter { !Self.parsers.isDisjoint(with: $0.target_dependencies ?? []) }.map(\.name)
        #expect(users == ["eingang-reader"])
    }

    @Test func `the reader reaches neither the store nor the network`() throws {
        let closure = try Self.closure(of: "eingang-reader")
        #expect(closure.intersection(["Store", "GRDB", "Intake", "CCurl", "Deciding", "Presentation"]) == [])
    }

    @Test func `the program loads no library that parses foreign bytes`() throws {
        let libraries = try Run("/usr/bin/ldd", [Place.program]).output
        #expect(libraries.contains("libcrypto"))
        for name in ["libpoppler", "libqpdf", "libarchive", "libxmlsec", "libgmime"] { #expect(!libraries.contains(name), "\(name)") }
    }

    /// Foundation's XML parser is libxml2 by another name.
    @Test func `no source of the program imports an XML parser`() throws {
        let sources = Place.repository.appendingPathComponent("Sources")
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
        #expect(files.count > 100)
        for file in files {
            let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
            #expect(!text.contains("import FoundationXML"), "\(file)")
        }
    }
}
