package import Foundation

/// Signed messages and what must come out of them, made once per run by `Tests/Fixtures/trust/make.py`.
package enum TrustFixtures {
    /// A message and its verdict.
    package struct Case: Decodable, Sendable, CustomStringConvertible {
        package var name: String
        package var at: String
        package var indication: String
        package var sub: String?
        package var level: String?
        package var writtenForm: Bool?
        package var signer: String?
        package var binding: String?
        package var reports: Int?
        package var covers: String?
        package var uncovered: String?
        package var check: String?
        package var finding: String?
        package var file: String?
        package var outcome: String?
        package var documentFinding: String?
        package var field: String?
        package var text: String?
        package var notText: String?

        package var description: String { name }
    }

    package static let directory: URL = {
        let url = Place.temporary()
        let script = Place.repository.appendingPathComponent("Tests/Fixtures/trust/make.py").path
        guard let run = try? Run("/usr/bin/python3", [script, url.path]), run.status == 0 else {
            preconditionFailure("Tests/Fixtures/trust/make.py failed; it needs python3-cryptography, python3-pikepdf, openssl and xmlsec1")
        }
        return url
    }()

    package static let cases: [Case] = {
        guard let data = try? Data(contentsOf: directory.appendingPathComponent("cases.json")),
            let cases = try? JSONDecoder().decode([Case].self, from: data)
        else { preconditionFailure("cases.json is not there or not readable") }
        return cases
    }()

    package static func bytes(_ item: Case) throws -> [UInt8] {
        Array(try Data(contentsOf: directory.appendingPathComponent("messages/" + (item.file ?? item.name + ".eml"))))
    }
}
