import Foundation
import TestSupport
import Testing

/// The scripts of `Tests/Fixtures/browser`, which drive Chromium and tell in lines of JSON what they saw.
enum Browser {
    /// What a script tells of one thing that it looked at.
    struct Check: Decodable, Sendable {
        var check: String
        /// What is wrong; nothing when all is well.
        var faults: [String]
        var kind, page: String?
        var acted, refused, of, pages, cases, keys: Int?
        var seen: [String: Int]?
        var still, groups: [String]?
    }

    /// Runs a script on the program; gives what it told.
    ///
    /// - Throws: when it did not run to its end.
    static func run(_ script: String, _ arguments: String...) throws -> [Check] {
        let python = Place.repository.appendingPathComponent(".build/browser/bin/python").path
        try #require(FileManager.default.isExecutableFile(atPath: python), "Selenium and axe-core are not there: run .ci/browser")
        let path = Place.repository.appendingPathComponent("Tests/Fixtures/browser/\(script)").path
        let run = try Run(python, [path, Place.program] + arguments)
        try #require(run.status == 0, "\(script): \(run.errors.suffix(4000))")
        return try run.output.split(separator: "\n").map { try JSONDecoder().decode(Check.self, from: Data($0.utf8)) }
    }
}

extension [Browser.Check] {
    /// The checks of one name.
    func named(_ name: String) -> [Browser.Check] { filter { $0.check == name } }

    /// Whether nothing is wrong anywhere; each fault is told with its page.
    func expectNoFault(_ isExpected: (Browser.Check) -> Bool = { _ in true }) {
        for check in self where isExpected(check) && !check.faults.isEmpty {
            Issue.record("\(check.check): \(check.kind ?? "") \(check.page ?? "")\n\(check.faults.joined(separator: "\n"))")
        }
    }
}
