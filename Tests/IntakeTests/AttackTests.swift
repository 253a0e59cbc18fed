import Foundation
import TestSupport
import Testing
import Yams

/// The attacks of `Tests/Fixtures/attacks/attacks.yaml`, each through the program.
enum AttackFixtures {
    struct Attack: Decodable, Sendable, CustomTestStringConvertible {
        struct Expectation: Decodable, Sendable {
            var outcome, to, verdict, name: String?
            var writtenForm: Bool?
            var codes, never, kept, names: [String]?
            var states, values: [String: String]?
            var places: [String: Int]?
        }

        var id, tries, comes: String
        var expect: Expectation

        var testDescription: String { id }
    }

    static let folder = Place.repository.appendingPathComponent("Tests/Fixtures/attacks")

    static let attacks: [Attack] = {
        guard let text = try? String(contentsOf: folder.appendingPathComponent("attacks.yaml"), encoding: .utf8),
            let attacks = try? YAMLDecoder().decode([Attack].self, from: text)
        else { preconditionFailure("attacks.yaml is not there or not readable") }
        return attacks
    }()

    /// The messages, made once.
    static let directory: URL = {
        let url = Place.temporary()
        guard let run = try? Run("/usr/bin/python3", [folder.appendingPathComponent("make.py").path, url.path]), run.status == 0 else {
            preconditionFailure(
                "Tests/Fixtures/attacks/make.py failed; it needs python3-cryptography, python3-pikepdf and python3-reportlab"
            )
        }
        return url
    }()
}

struct AttackTests {
    @Test func `every attack that is made is in the table, and the other way round`() throws {
        let made = try FileManager.default.contentsOfDirectory(atPath: AttackFixtures.directory.path).filter { $0 != "trust" }
        #expect(Set(made) == Set(AttackFixtures.attacks.map(\.id)))
        #expect(AttackFixtures.attacks.count >= 40)
    }

    @Test("nothing comes of an attack", arguments: AttackFixtures.attacks)
    func attack(_ attack: AttackFixtures.Attack) throws {
        let folder = AttackFixtures.directory.appendingPathComponent(attack.id)
        let messages = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            folder.appendingPathComponent($0).path
        }
        let (store, trust) = (Tokens.store().path, AttackFixtures.directory.appendingPathComponent("trust").path)
        let run = try Run(Place.program, ["ingest", "--json", "--store", store, "--trust", trust] + messages)
        let decisions = try run.objects.map { try #require($0["decision"] as? [String: Any]) }
        try #require(decisions.count == messages.count, "\(run.errors)")
        let (first, last) = (decisions[0], decisions[decisions.count - 1])
        let expect = attack.expect
        if let outcome = expect.outcome { #expect(last["outcome"] as? String == outcome) }
        let codes = (last["findings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
        for code in expect.codes ?? [] { #expect(codes.contains(code), "\(codes)") }
        check(trust: last["verification"] as? [String: Any] ?? [:], expect)
        check(letter: last["followUp"] as? [String: Any] ?? [:], expect)
        try check(fields: Self.fields(last), expect)
        let names = (last["documents"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
        for name in expect.names ?? [] { #expect(names.contains(name), "\(names)") }
        // What the case shows afterwards is what the first message left.
        guard let kept = expect.kept, let number = try run.objects.first?["case"] as? String else { return }
        let shown = try #require(try Run.eingang("show", "--json", "--store", store, number).objects.first?["decision"] as? [String: Any])
        for path in kept {
            #expect(NSDictionary(dictionary: Self.fields(shown)[path] ?? [:]) == NSDictionary(dictionary: Self.fields(first)[path] ?? [:]))
        }
        #expect((shown["missing"] as? [String])?.count == (first["missing"] as? [String])?.count)
    }

    private func check(trust verification: [String: Any], _ expect: AttackFixtures.Attack.Expectation) {
        if let verdict = expect.verdict { #expect(verification["indication"] as? String == verdict, "\(verification)") }
        if let written = expect.writtenForm { #expect(verification["writtenForm"] as? Bool == written, "\(verification)") }
    }

    private func check(letter: [String: Any], _ expect: AttackFixtures.Attack.Expectation) {
        let to = letter["to"] as? String
        if let wanted = expect.to { #expect(to == (wanted == "none" ? nil : wanted)) }
        let head = "\(to ?? "")\n\(letter["subject"] as? String ?? "")"
        #expect(!letter.keys.contains("subject") || head.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(head)")
        if let name = expect.name { #expect(!head.contains(name), "\(head)") }
    }

    private func check(fields: [String: [String: Any]], _ expect: AttackFixtures.Attack.Expectation) throws {
        for (path, state) in expect.states ?? [:] { #expect(fields[path]?["state"] as? String == state) }
        for (path, value) in expect.values ?? [:] { #expect(fields[path]?["value"] as? String == value) }
        for (path, count) in expect.places ?? [:] { #expect(1 + ((fields[path]?["others"] as? [Any])?.count ?? 0) == count) }
        let values = fields.values.compactMap { $0["value"] as? String }
        for value in expect.never ?? [] { #expect(!values.contains(value), "\(values)") }
    }

    private static func fields(_ decision: [String: Any]) -> [String: [String: Any]] {
        let fields = decision["fields"] as? [[String: Any]] ?? []
        return Dictionary(fields.compactMap { field in (field["path"] as? String).map { ($0, field) } }) { first, _ in first }
    }
}
