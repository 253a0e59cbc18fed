// TestSupport: what several test targets need - the repository, the program, temporary directories, fixtures made by
// other programs.

package import Foundation
package import Vocabulary

/// Where things are.
package enum Place {
    /// The repository's top directory.
    package static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The program, built beside the tests.
    package static let program: String = {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("eingang").path
        return FileManager.default.isExecutableFile(atPath: beside)
            ? beside : repository.appendingPathComponent(".build/debug/eingang").path
    }()

    /// The program that opens foreign bytes, built beside the tests.
    package static let reader = URL(fileURLWithPath: program).deletingLastPathComponent().appendingPathComponent("eingang-reader").path

    /// The program that holds the keys, built beside the tests.
    package static let keyHolder = URL(fileURLWithPath: program).deletingLastPathComponent().appendingPathComponent("eingang-keys").path

    /// The definitions of the project.
    package static let schemas = repository.appendingPathComponent("Schemas")

    /// Real material beside the repository; nil, and said so, when it is not there.
    package static func shared(_ path: String) -> URL? {
        let url = repository.deletingLastPathComponent().appendingPathComponent("shared/data/\(path)")
        if FileManager.default.fileExists(atPath: url.path) { return url }
        print("Not there, so not tested: shared/data/\(path)")
        return nil
    }

    /// A new empty directory, which the system removes some day.
    package static func temporary() -> URL {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("eingang-\(UUID().uuidString)")
        // A test that cannot write will fail where it writes.
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }
}

/// What letters of a test store carry: its secret is known here.
package enum Tokens {
    private static let bytes = [UInt8](repeating: 0x6B, count: 32)
    /// The key of every store that ``store()`` makes.
    package static let key = TokenKey(bytes)

    /// A directory for a store whose secret is ``key``.
    package static func store() -> URL {
        let url = Place.temporary()
        // A test that cannot write will fail where it writes.
        try? Data(bytes).write(to: url.appendingPathComponent("token.key"))
        return url
    }

    /// The token of a letter, as it stands in the subject: in brackets.
    package static func of(_ number: String, _ round: Int = 1, office: String = "office") -> String {
        "[\(key.sealed(ThreadToken(number: number, round: round), office: office))]"
    }
}

/// What a program run printed and how it ended.
package struct Run: Sendable {
    package var status: Int32
    package var output: String
    package var errors: String

    /// Runs a program and waits for its end.
    package init(
        _ program: String,
        _ arguments: [String],
        input: Data = Data(),
        directory: URL = Place.repository,
        environment: [String: String] = [:]
    )
        throws
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = directory
        if !environment.isEmpty { process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 } }
        let files = Place.temporary()
        let paths = ["in", "out", "err"].map { files.appendingPathComponent($0) }
        try input.write(to: paths[0])
        for path in paths[1...] { _ = FileManager.default.createFile(atPath: path.path, contents: nil) }
        process.standardInput = try FileHandle(forReadingFrom: paths[0])
        process.standardOutput = try FileHandle(forWritingTo: paths[1])
        process.standardError = try FileHandle(forWritingTo: paths[2])
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = String(decoding: try Data(contentsOf: paths[1]), as: UTF8.self)
        errors = String(decoding: try Data(contentsOf: paths[2]), as: UTF8.self)
        try FileManager.default.removeItem(at: files)
    }

    /// Runs `eingang` in the repository.
    package static func eingang(_ arguments: String..., input: Data = Data()) throws -> Run {
        try Run(Place.program, arguments, input: input)
    }

    /// The JSON objects it printed, one a line.
    package var objects: [[String: Any]] {
        get throws {
            try output.split(separator: "\n").compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        }
    }
}

/// PDFs and archives made by pikepdf, pypdf and zipfile, once per test run.
package enum Fixtures {
    package static let directory: URL = {
        let url = Place.temporary()
        let script = Place.repository.appendingPathComponent("Tests/Fixtures/pdfs.py").path
        let real = Place.shared("forms/mietzuschuss-2013.pdf").map { [$0.path] } ?? []
        guard let run = try? Run("/usr/bin/python3", [script, url.path] + real), run.status == 0 else {
            preconditionFailure("Tests/Fixtures/pdfs.py failed; it needs python3-pikepdf")
        }
        return url
    }()

    package static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: directory.appendingPathComponent(name)))
    }
}
