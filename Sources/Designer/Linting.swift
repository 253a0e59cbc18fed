public import Definitions
internal import Foundation
internal import Intake
public import Readers
public import Vocabulary

/// Has a reader look at definitions, with the fields of the blank PDFs that forms name.
public struct Linting: Sendable {
    private let pool: ReaderPool
    private let directory: String
    private let mostBytes: Int

    /// Makes a look at a directory.
    ///
    /// - Parameters:
    ///   - directory: the definitions that the readers were started with.
    ///   - pool: the readers.
    ///   - mostBytes: how large a blank PDF may be.
    public init(_ directory: String, pool: ReaderPool, mostBytes: Int) {
        (self.directory, self.pool, self.mostBytes) = (directory, pool, mostBytes)
    }

    /// What is wrong with the definitions.
    ///
    /// - Parameters:
    ///   - forms: the forms that loaded.
    ///   - now: the present.
    /// - Returns: the report; nil when the reader does not answer.
    /// - Throws: `ReaderPool.Failure` when no reader is free.
    public func report(on forms: [Form], now: Instant) async throws -> DefinitionReport? {
        let files = Set(forms.compactMap(\.template)).sorted()
        let blanks = try await withThrowingTaskGroup(of: (String, [FormField]).self) { group in
            for file in files { group.addTask { (file, try await fields(of: file, now: now)) } }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return try await pool.lint(blanks)
    }

    /// The fields of a blank PDF; none when it is no PDF form or cannot be read.
    private func fields(of file: String, now: Instant) async throws -> [FormField] {
        guard let source = try? SubmissionSource(paths: ["\(directory)/\(file)"], receivedAt: now, most: mostBytes),
            case .success(let submission)? = source.first(where: { _ in true })
        else { return [] }
        let reading = try await pool.read(submission, ReadRequest(.extraction, source: file, receivedAt: now, now: now))
        return reading.documents.first?.fields ?? []
    }
}
