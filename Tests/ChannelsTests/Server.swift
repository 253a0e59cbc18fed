import Foundation
import TestSupport

/// A server of Tests/Fixtures while it runs.
struct Server: Sendable {
    /// What it says of itself when it is ready.
    struct Words: Codable {
        var port: Int?
        var imaps: Int?
        var ca: String?
        var maildir: String?
    }

    /// Where it keeps what it has.
    var directory: URL
    var words: Words
    private var process: Process
    private var input: FileHandle

    /// Starts it; the directory may be that of an earlier one.
    static func start(_ script: String, in directory: URL = Place.temporary(), _ arguments: String...) async throws -> Server {
        try await thread {
            let (process, input, output) = (Process(), Pipe(), Pipe())
            process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            process.arguments = [Place.repository.appendingPathComponent("Tests/Fixtures/\(script)").path, directory.path] + arguments
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            var line = Data()
            while !line.contains(UInt8(ascii: "\n")), case let more = output.fileHandleForReading.availableData, !more.isEmpty {
                line += more
            }
            let words = try JSONDecoder().decode(Words.self, from: line)
            return Server(directory: directory, words: words, process: process, input: input.fileHandleForWriting)
        }
    }

    /// Runs something beside it and ends it.
    func during(_ test: (Server) async throws -> Void) async throws {
        do {
            try await test(self)
        } catch {
            await stop()
            throw error
        }
        await stop()
    }

    /// Ends it and waits for that.
    func stop() async {
        // It may have ended by itself.
        try? input.close()
        try? await Self.thread {
            process.terminate()
            process.waitUntilExit()
        }
    }

    /// Does what blocks on a thread of its own.
    static func thread<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }

    /// The bytes of a file it made.
    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: directory.appendingPathComponent(name))) }

    /// The names of the files it made, of one kind.
    func names(_ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasSuffix(suffix) }.sorted()
    }
}
