internal import Foundation
internal import Vocabulary

/// Notices which files of a directory of definitions change, and which cases that concerns first.
public struct DefinitionWatch {
    private let root: String
    private var known: [String: Date]

    /// Begins to watch a directory; how its files are now counts as known.
    public init(root: String) {
        self.root = root
        known = Self.state(of: root)
    }

    /// The files that are new, gone or changed since the last look, relative to the directory.
    public mutating func changes() -> Set<String> {
        let state = Self.state(of: root)
        defer { known = state }
        return Set(state.filter { known[$0.key] != $0.value }.keys).union(known.keys.filter { state[$0] == nil })
    }

    private static func state(of root: String) -> [String: Date] {
        var found: [String: Date] = [:]
        guard let names = FileManager.default.enumerator(atPath: root) else { return found }
        for case let name as String in names {
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(root)/\(name)")
            guard let date = attributes?[.modificationDate] as? Date, attributes?[.type] as? FileAttributeType == .typeRegular else {
                continue
            }
            found[name] = date
        }
        return found
    }

    /// Which cases to try after a change: those it concerns for sure, and all others that it may concern.
    ///
    /// - Parameters:
    ///   - changes: the files, relative to the directory.
    ///   - cases: all cases.
    ///   - results: what came of them before, by name.
    /// - Returns: the first are those that were changed, failed before, were read by a rule of a changed form, or need no reader when a record changed.
    public static func order(
        _ changes: Set<String>,
        _ cases: [TestCase],
        _ results: [String: TestResult]
    ) -> (first: [TestCase], rest: [TestCase]) {
        // What records share may matter to all of them.
        let folders = Set(changes.compactMap { $0.split(separator: "/").first.map(String.init) })
        let concerned = cases.filter { folders.contains($0.folder) || folders.contains("shared") || $0.folder == "shared" }
        // Values without a form are tried at once, and there are many of them.
        let isRecord = changes.contains { $0.split(separator: "/").count == 2 }
        func isFirst(_ testCase: TestCase) -> Bool {
            if isRecord, case .given = testCase.input { return true }
            let file = String(testCase.place.prefix { $0 != ":" })
            let stem = file.prefix(upTo: file.lastIndex(of: ".") ?? file.endIndex)
            if changes.contains(where: { $0 == file || $0.hasPrefix("\(stem).") }) { return true }
            guard let result = results[testCase.name], result.failure == nil else { return true }
            return result.readings.contains { reading in
                reading.provenance.contains { place in changes.contains { place.rule.hasPrefix("\($0):") } }
            }
        }
        return (concerned.filter(isFirst), concerned.filter { !isFirst($0) })
    }
}
