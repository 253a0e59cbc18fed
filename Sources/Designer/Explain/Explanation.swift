internal import Deciding
internal import Definitions
internal import Foundation
public import Intake
internal import Presentation
public import Readers
public import Vocabulary

/// Why a message became what it became: which form, which rule read what where, each conversion, each condition and check, what was verified.
public struct Explanation: Sendable {
    /// A form that it could be.
    struct Score: Sendable {
        var title, id: String
        /// How much of what the form is recognised by it shows, in percent.
        var percent: Int
        /// The document it is about.
        var document: String
        /// What it does not show, as far as that can be said.
        var lacking: [String]
        var isChosen = false
    }

    /// What one rule found.
    struct Step: Sendable {
        /// `file:line`, and the line.
        var rule, definition: String
        /// Where it looks, in German.
        var looks: String
        /// Where it found something: document, page, field or line; nil where it found nothing.
        var place: String?
        /// What stands there.
        var raw: String?
        /// What became of it, in German.
        var outcome: String
        /// Where on a page it stands, for a picture.
        var provenance: Provenance?
    }

    /// How an expression came out.
    struct Condition: Sendable {
        /// What it is for, in German.
        var role: String
        var expression: String
        var outcome: String
        /// `name = value`.
        var inputs: [String]
    }

    /// Everything about one field.
    struct Entry: Sendable {
        var path, title: String
        /// The value in words, and what is known of it.
        var value, state: String
        var steps: [Step] = []
        var conditions: [Condition] = []
        /// The codes and sentences of findings about it.
        var findings: [String] = []
    }

    /// What was explained.
    public let source: String
    var received: String
    var trust: [String]
    var scores: [Score]
    var choice: String
    var entries: [Entry] = []
    var checks: [Condition] = []
    var findings: [String]
    var outcome: String
    /// The pictures of pages that something was read from, by document and page.
    var pictures: [PictureKey: PagePicture] = [:]

    struct PictureKey: Hashable, Sendable {
        var document: Digest
        var page: Int
    }

    /// Whether anything is known about the field that was asked for.
    public var isFound: Bool { !entries.isEmpty }
}

/// Explains what the pipeline does with submissions.
public struct Explainer: Sendable {
    private let pipeline: Pipeline
    /// The directory of the definitions.
    private let root: String

    /// Makes an explainer.
    ///
    /// - Parameters:
    ///   - pipeline: reads and decides, as the service does.
    ///   - root: the directory of the definitions.
    public init(_ pipeline: Pipeline, root: String) { (self.pipeline, self.root) = (pipeline, root) }

    /// Explains a submission.
    ///
    /// - Parameters:
    ///   - submission: its bytes.
    ///   - path: the field that is asked about; a group or a row stands for all in it; nil for all.
    ///   - drawsPages: whether pages are drawn to show places on them.
    ///   - now: the present.
    /// - Returns: the explanation.
    /// - Throws: `ReaderPool.Failure` when nobody reads it.
    public func explanation(
        of submission: Submission,
        field path: String? = nil,
        drawsPages: Bool = false,
        now: Instant
    ) async throws(ReaderPool.Failure) -> Explanation {
        let (decision, _) = try await pipeline.process(submission, now: now)
        let extraction = try await pipeline.extract(submission, now: now)
        let narrator = Narrator(catalogue: pipeline.catalogue, decision: decision, extraction: extraction, root: root)
        var explanation = narrator.explanation(field: path)
        guard drawsPages else { return explanation }
        let wanted = Dictionary(
            grouping: Set(
                explanation.entries.flatMap(\.steps).compactMap { step in
                    step.provenance.flatMap { place in place.page.map { Explanation.PictureKey(document: place.document, page: $0) } }
                }
            ),
            by: \.document
        )
        for (document, keys) in wanted.sorted(by: { $0.key.description < $1.key.description }) {
            let pages = keys.map(\.page).sorted()
            let reading = try await pipeline.show(submission, .pages, document, pages: pages, now: now)
            for picture in reading.pictures {
                explanation.pictures[Explanation.PictureKey(document: document, page: picture.number)] = picture
            }
        }
        return explanation
    }
}
