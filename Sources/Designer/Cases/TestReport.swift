internal import Presentation
public import Vocabulary

/// What came of a run of cases, for people and for programs.
public struct TestReport: Sendable {
    /// The results in the order of the cases.
    public var results: [TestResult]

    /// Makes a report.
    public init(_ results: [TestResult]) { self.results = results }

    /// The cases that are not what was expected.
    public var failed: [TestResult] { results.filter { $0.failure != nil } }

    /// For a terminal: what failed and why, then how many.
    public var text: String {
        let shown = failed.map { result in
            "FEHLER \(result.testCase.name)  (\(result.testCase.place))\n\(Self.indented(Self.reason(result)))"
        }
        let count = results.count
        let last =
            failed.isEmpty
            ? "\(count) \(count == 1 ? "Testfall" : "Testfälle"), alle in Ordnung."
            : "\(count) \(count == 1 ? "Testfall" : "Testfälle"), davon \(failed.count) nicht in Ordnung."
        return Label.withoutControls((shown + [last]).joined(separator: "\n"), keeping: "\n")
    }

    /// One object for each case.
    public var json: JSON {
        .array(
            results.map { result in
                .object([
                    ("case", .string(result.testCase.name)), ("place", .string(result.testCase.place)),
                    ("ok", .boolean(result.failure == nil)),
                    ("reason", result.failure == nil ? .null : .string(Self.reason(result))),
                    ("form", .optional(result.form)), ("record", .optional(result.record)),
                ])
            }
        )
    }

    /// JUnit's XML, which build servers show.
    public var junit: String {
        let cases = results.map { result in
            let name = XMLText.escaped(result.testCase.name)
            let open = "  <testcase name=\"\(name)\" classname=\"\(XMLText.escaped(result.testCase.folder))\""
            guard result.failure != nil else { return open + "/>" }
            let reason = XMLText.escaped(Label.withoutControls(Self.reason(result), keeping: "\n"))
            return open + "><failure message=\"anderes Ergebnis\">\(reason)</failure></testcase>"
        }
        let head = "<testsuite name=\"eingang test\" tests=\"\(results.count)\" failures=\"\(failed.count)\">"
        return (["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", head] + cases + ["</testsuite>"]).joined(separator: "\n") + "\n"
    }

    /// Why a case is not what was expected.
    static func reason(_ result: TestResult) -> String {
        switch result.failure {
        case nil: ""
        case .broken(let reason): reason
        case .differs(let difference): difference
        case .unexpected: "Es steht noch nirgends, was herauskommen soll. Aufnehmen: eingang test --update"
        }
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n")
    }
}
