import Foundation
import TestSupport
import Testing

/// The rooms of the house: what may import what, read from the package as the compiler gets it.
struct ModuleTests {
    private struct Manifest: Decodable {
        struct Target: Decodable {
            /// `byName` or `product`, then the name and more.
            var dependencies: [[String: [Part?]]]
            var name: String
            var type: String

            var names: [String] { dependencies.flatMap { $0.values.compactMap { $0.first??.text } } }
        }

        /// A name, or something else that is of no interest here.
        struct Part: Decodable {
            var text: String?

            init(from decoder: any Decoder) throws { text = try? decoder.singleValueContainer().decode(String.self) }
        }

        var targets: [Target]
    }

    /// The manifest as the package manager reads it, in a place of its own: the tests hold the lock of the usual one.
    private static let targets = Result {
        let place = Place.temporary().path
        let run = try Run("/usr/bin/env", ["swift", "package", "--scratch-path", place, "dump-package"])
        return try JSONDecoder().decode(Manifest.self, from: Data(run.output.utf8)).targets
    }

    /// Everything a target is built from, and the libraries of other packages.
    private static func closure(of name: String) throws -> Set<String> {
        let targets = Dictionary(uniqueKeysWithValues: try targets.get().map { ($0.name, $0) })
        var found: Set<String> = []
        var open = [name]
        while let next = open.popLast() {
            if found.insert(next).inserted { open += targets[next]?.names ?? [] }
        }
        return found
    }

    /// What opens foreign bytes, directly or through a library.
    private static let parsers: Set<String> = [
        "CPicture", "CPoppler", "CQPDF", "CArchive", "CLibXML2", "CXMLSec", "CXMLSecSystem", "CGMime", "Documents", "Mail", "Trust",
        "Mapping",
        "DefinitionFiles", "Lint", "ReaderWorker",
    ]

    @Test(arguments: [
        "eingang", "Intake", "Presentation", "Store", "Deciding", "Readers", "Definitions", "TextFiles", "Vocabulary", "FEEL", "Deadlines",
        "Wire", "KeyHolder", "eingang-keys",
    ])
    func `nothing the program is built from can reach a parser of foreign bytes`(module: String) throws {
        #expect(try Self.closure(of: module).intersection(Self.parsers).sorted() == [])
    }

    @Test func `deciding reaches no file, no database, no network and no clock of others`() throws {
        let allowed: Set<String> = ["Deciding", "Definitions", "Deadlines", "FEEL", "Vocabulary", "Mustache", "CDecimal", "COpenSSL"]
        #expect(try Self.closure(of: "Deciding").subtracting(allowed).sorted() == [])
    }

    @Test func `nothing but the reader program depends on the reader's modules`() throws {
        let targets = try Self.targets.get().filter { $0.type != "test" && !Self.parsers.contains($0.name) }
        let users = targets.filter { !Self.parsers.isDisjoint(with: $0.names) }.map(\.name)
        #expect(users == ["eingang-reader"])
    }

    @Test func `the reader program is built from all of them`() throws {
        #expect(Self.parsers.subtracting(try Self.closure(of: "eingang-reader")).sorted() == [])
    }

    @Test func `the reader reaches neither the store nor the network`() throws {
        let closure = try Self.closure(of: "eingang-reader")
        #expect(closure.intersection(["Store", "GRDB", "Intake", "CCurl", "Deciding", "Presentation"]) == [])
    }

    @Test func `nothing but the key program is built from what loads private keys, and it is built from little else`() throws {
        let users = try Self.targets.get().filter { $0.type != "test" && $0.names.contains("KeyHolder") }.map(\.name)
        #expect(users == ["eingang-keys"])
        let closure = try Self.closure(of: "eingang-keys")
        #expect(closure == ["eingang-keys", "KeyHolder", "Vocabulary", "Wire", "COpenSSL", "CConfine"])
    }

    @Test func `neither the reader nor the program calls what loads or uses private keys`() throws {
        let calls = ["PrivateKey", "PKCS8", "PKCS12", "CMS_decrypt_set1_pkey", "EVP_PKEY_decrypt", "EVP_PKEY_derive", "EVP_PKEY_sign"]
        func found(_ program: String) throws -> [String] {
            let names = try Run("/usr/bin/nm", ["--dynamic", "--undefined-only", program]).output.split(separator: "\n")
            #expect(names.contains { $0.contains("EVP_Digest") }, "\(program)")
            return names.map(String.init).filter { name in calls.contains { name.contains($0) } }
        }
        #expect(try found(Place.reader) == [])
        #expect(try found(Place.program) == [])
        #expect(try found(Place.keyHolder).contains { $0.contains("PEM_read_bio_PrivateKey") })
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
