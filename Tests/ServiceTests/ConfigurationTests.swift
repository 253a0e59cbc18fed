import Foundation
import TestSupport
import Testing

/// The configuration as people write it: every documented key is understood, and all faults are told at once.
struct ConfigurationTests {
    private static let fixtures = Place.repository.appendingPathComponent("Tests/Fixtures/configuration")

    /// What the program says of a configuration whose files and folders are there.
    private func read(_ name: String) throws -> Run {
        let folder = Place.temporary()
        for name in ["schreiben", "vertrauen", "schluessel", "uebergabe", "postfach", "ablage"] {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        for name in ["kennwort", "geheimnis", "cert.pem", "key.pem", "ca.pem"] {
            try Data("whsec_Z2VoZWlt".utf8).write(to: folder.appendingPathComponent(name))
        }
        try Data().write(to: folder.appendingPathComponent("leer"))
        try FileManager.default.copyItem(at: Self.fixtures.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        var run = try Run(
            Place.program,
            ["sources", "--config", name, "--store", "store", "--schemas", Place.schemas.path],
            directory: folder
        )
        run.errors = run.errors.replacing(folder.path + "/", with: "")
        return run
    }

    /// The keys in the first column of a table in a document.
    private func documented() throws -> [String] {
        let text = try String(contentsOf: Place.repository.appendingPathComponent("Documentation/Operating.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "|").first }
        return rows.flatMap { $0.matches(of: /[A-Za-z]+/).map { String($0.output) } }.filter {
            $0 != "or" && $0 != "key" && $0 != "name" && $0 != "DIR"
        }
    }

    @Test func `every key that is documented is understood`() throws {
        for name in ["all.yaml", "webhook.yaml"] {
            let run = try read(name)
            // A store that is not there yet is all that is wrong.
            #expect(!run.errors.contains("Die Konfiguration ist fehlerhaft"), "\(run.errors)")
        }
        let texts = try ["all.yaml", "webhook.yaml"].map {
            try String(contentsOf: Self.fixtures.appendingPathComponent($0), encoding: .utf8)
        }
        let keys = try documented()
        #expect(keys.count > 40)
        for key in keys { #expect(texts.contains { $0.contains("\(key):") }, "\(key) is documented and not tried") }
    }

    @Test func `a key that is unknown is told with the one that is meant`() throws {
        let text = try String(contentsOf: Self.fixtures.appendingPathComponent("faulty.txt"), encoding: .utf8)
        #expect(text.contains("adresses") && text.contains("addresses"))
    }

    @Test func `all faults of a configuration are told at once, each with its line`() throws {
        let run = try read("faulty.yaml")
        #expect(run.status == 3)
        let golden = Self.fixtures.appendingPathComponent("faulty.txt")
        let expected = (try? String(contentsOf: golden, encoding: .utf8)) ?? ""
        if run.errors != expected { try Data(run.errors.utf8).write(to: Self.fixtures.appendingPathComponent("faulty.actual.txt")) }
        #expect(run.errors == expected, "see Tests/Fixtures/configuration/faulty.actual.txt")
    }
}
