internal import Deciding
internal import Foundation
internal import Wire

/// A decision as it is kept: JSON with the version of its shape.
///
/// A stored decision outlives every refactoring. Whoever changes the shape raises ``current`` and adds a step that brings the shape
/// before it up to date; `Tests/Fixtures/store` holds a store of every former one.
enum DecisionSnapshot {
    /// The version that is written.
    static let current = 3

    private typealias Tree = [String: Any]

    static func encode(_ decision: Decision) throws -> String { try Wire.json(decision) }

    static func decode(_ text: String, version: Int) throws -> Decision {
        var data = Data(text.utf8)
        if version < current {
            guard var tree = try JSONSerialization.jsonObject(with: data) as? Tree else { throw CocoaError(.coderReadCorrupt) }
            for step in version..<current { tree = steps[step]?(tree) ?? tree }
            data = try JSONSerialization.data(withJSONObject: tree)
        }
        return try JSONDecoder().decode(Decision.self, from: data)
    }

    /// From each version to the next.
    private static var steps: [Int: (Tree) -> Tree] { [1: inParts, 2: withEnclosures] }

    /// Version 2 had letters without enclosures.
    private static func withEnclosures(_ old: Tree) -> Tree {
        var new = old
        let letters = old["letters"] as? [Tree] ?? []
        new["letters"] = letters.map { $0.merging(["enclosures": [String]()]) { kept, _ in kept } }
        return new
    }

    /// Version 1 had everything side by side.
    private static func inParts(_ old: Tree) -> Tree {
        func part(_ keys: [String]) -> Tree { old.filter { keys.contains($0.key) } }
        var received = part(["source", "digest", "messageId", "sender", "replyTo", "receivedAt", "verification", "documents"])
        // The author's address stood only in what a person reads: `Name <address>`.
        if let sender = old["sender"] as? String {
            received["from"] = sender.hasSuffix(">") ? sender.split(separator: "<").last.map { String($0.dropLast()) } : sender
        }
        received["isReceiptKnown"] = old["isReceiptKnown"] ?? true
        received["isAutomatic"] = false
        received["recognition"] = ["candidates": old["candidates"] ?? [], "findings": []]
        received["findings"] = []
        var new: Tree = ["received": received, "assessment": part(["missing", "findings"]), "outcome": old["outcome"] ?? "review"]
        if let type = old["recordType"] {
            new["record"] = [
                "form": old["form"] ?? "", "type": type, "version": old["recordVersion"] ?? "", "readings": old["readings"] ?? [],
            ]
        }
        var letter = old["followUp"] as? Tree
        letter?["kind"] = "follow-up"
        new["letters"] = letter.map { [$0] } ?? []
        new["isSetAside"] = old["isSetAside"] ?? false
        return new
    }
}
