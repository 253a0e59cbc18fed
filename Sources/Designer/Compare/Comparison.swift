internal import Deciding
public import Intake
internal import Readers
public import Store
public import Vocabulary

/// What the same messages become under two states of definitions.
public struct DefinitionComparison: Sendable {
    /// A message or a case that becomes something else.
    public struct Difference: Sendable {
        /// Which.
        public var name: String
        /// The lines that differ: before with `-`, now with `+`.
        public var lines: String
    }

    private let old: Pipeline
    private let new: Pipeline
    /// The directories of the definitions.
    private let roots: (old: String, new: String)
    private let width: Int

    /// Makes a comparison.
    ///
    /// - Parameters:
    ///   - old: with the definitions as they were.
    ///   - new: with the definitions as they will be.
    ///   - roots: the directories of both.
    ///   - width: how many messages are tried side by side.
    public init(_ old: Pipeline, _ new: Pipeline, roots: (old: String, new: String), width: Int) {
        (self.old, self.new, self.roots, self.width) = (old, new, roots, width)
    }

    /// The cases beside the old definitions that come out otherwise under the new ones.
    ///
    /// - Returns: how many there are, and those that differ.
    public func cases() async -> (count: Int, differences: [Difference]) {
        let cases = CaseFiles(root: roots.old).cases.filter { if case .whole = $0.expectation { true } else { false } }
        let before = await TestRun(old, root: roots.old, width: width).results(of: cases)
        let after = await TestRun(new, root: roots.new, width: width).results(of: cases)
        let differences = zip(before, after).compactMap { a, b -> Difference? in
            let (then, now) = (Self.text(of: a), Self.text(of: b))
            return then == now ? nil : Difference(name: a.testCase.name, lines: TextDifference.between(then, now))
        }
        return (cases.count, differences)
    }

    private static func text(of result: TestResult) -> String {
        if let text = result.text { return text }
        if case .broken(let reason) = result.failure { return reason + "\n" }
        return ""
    }

    /// What differs for one message; nil when nothing does.
    ///
    /// - Throws: `ReaderPool.Failure` when nobody reads it.
    public func difference(for submission: Submission, now: Instant) async throws -> Difference? {
        let before = ResultText(try await old.process(submission, now: now).decision, old.catalogue).text
        let after = ResultText(try await new.process(submission, now: now).decision, new.catalogue).text
        return before == after ? nil : Difference(name: submission.source, lines: TextDifference.between(before, after))
    }

    /// What differs for one kept case when its messages are read under the new definitions; nil when nothing does.
    ///
    /// - Throws: `StoreError` or `ReaderPool.Failure` when it cannot be read.
    public func difference(forCase number: String, in archive: Archive, now: Instant) async throws -> Difference? {
        guard let (before, after) = try await new.replay(number, in: archive, now: now) else { return nil }
        let lines = TextDifference.between(ResultText(before, old.catalogue).text, ResultText(after, new.catalogue).text)
        return Difference(name: number, lines: lines)
    }
}
