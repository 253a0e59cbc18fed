import Deciding
import Foundation
import Intake
import Readers
import TestSupport
import Testing
import Vocabulary
import Yams

/// What citizens write in their own words: `Tests/Fixtures/letters.yaml`, written by people who did not know the rules.
struct LetterTests {
    struct Item: Decodable, Sendable, CustomTestStringConvertible {
        var id, kind, from, subject, text, why: String
        var values: [String: String]?

        var testDescription: String { id }

        /// The mail as it arrives on 12 October 2026.
        var message: String {
            let head = [
                "Received: from a by mx.stadt-beispiel.example; Mon, 12 Oct 2026 10:00:00 +0200", "From: \(from)",
                "To: wohngeld@stadt-beispiel.example", "Subject: \(subject)", "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: 8bit",
            ]
            return head.joined(separator: "\n") + "\n\n" + text
        }
    }

    static let items: [Item] = {
        let file = Place.repository.appendingPathComponent("Tests/Fixtures/letters.yaml")
        guard let text = try? String(contentsOf: file, encoding: .utf8), let items = try? YAMLDecoder().decode([Item].self, from: text)
        else {
            preconditionFailure("letters.yaml is not there or not readable")
        }
        return items
    }()

    private static let pipeline = Task { try await Pipelines.make(.init(schemas: Place.schemas.path)).0 }

    @Test func `there are letters of every kind`() {
        let kinds = Dictionary(grouping: Self.items, by: \.kind).mapValues(\.count)
        for (kind, least) in [("objection", 30), ("withdrawal", 12), ("question", 15), ("application", 12), ("other", 20)] {
            #expect(kinds[kind] ?? 0 >= least, "\(kind)")
        }
        #expect(Set(Self.items.map(\.id)).count == Self.items.count)
    }

    @Test("a letter is what it says, and its facts are read where they stand", arguments: items)
    func letter(_ item: Item) async throws {
        let submission = Submission(source: item.id, bytes: Array(item.message.utf8))
        let decision = try await Self.pipeline.value.process(submission, now: Instant(seconds: 1_791_900_000)).decision
        let codes = decision.assessment.findings.map(\.code)
        switch item.kind {
        case "objection": #expect(decision.record?.form == "widerspruch-brief", "\(codes)")
        case "application": #expect(decision.record?.form == "wohngeld-formlos", "\(codes)")
        case "withdrawal":
            #expect(decision.record?.form.hasSuffix("-ruecknahme") == true, "\(codes)")
            #expect(codes.contains("case.withdrawn"))
        default: #expect(decision.record == nil, "\(decision.record?.form ?? "")")
        }
        // Whoever takes something back, asks or tells gets no letter; a person answers.
        if !["objection", "application"].contains(item.kind) {
            #expect(decision.outcome == .review || decision.outcome == .rejected)
            #expect(decision.letters.isEmpty)
        }
        for (path, wanted) in item.values ?? [:] {
            let value = decision.readings.first { $0.path == path }?.value
            let text = value.map { Self.plain("\($0.json)") } ?? "nothing"
            #expect(text == Self.plain(wanted) || Double(text) == Double(wanted), "\(path): \(text)")
        }
    }

    /// Numbers and accounts are written with spaces or without.
    private static func plain(_ text: String) -> String { text.filter { $0 != " " && $0 != "\"" }.replacing("\\/", with: "/") }
}
