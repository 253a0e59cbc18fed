public import Definitions
internal import Foundation
public import Vocabulary

extension DefinitionReport {
    /// The report as one JSON object.
    public var json: JSON {
        .object([
            ("errors", .integer(errors)), ("warnings", .integer(warnings)), ("files", .array(files.map(JSON.string))),
            (
                "faults",
                .array(
                    faults.map { fault in
                        .object([
                            ("file", .string(fault.file)), ("line", .integer(fault.line)), ("column", .integer(fault.column)),
                            ("rule", .string(fault.rule)), ("severity", .string(fault.severity.rawValue)),
                            ("message", .string(fault.message)), ("help", .string(fault.help)), ("excerpt", .string(fault.excerpt)),
                        ])
                    }
                )
            ),
        ])
    }

    // MARK: SARIF

    /// The report as SARIF 2.1.0 (OASIS), with every rule that is broken.
    ///
    /// - Parameter directory: where the definitions lie, as it was given.
    /// - Returns: the whole log.
    public func sarif(directory: String) -> JSON {
        let rules = DefinitionRule.all.filter { rule in faults.contains { $0.rule == rule.id } }
        let driver: JSON = .object([
            ("name", .string("eingang schema lint")), ("language", .string("de")), ("rules", .array(rules.map(Self.sarif))),
        ])
        let results = faults.map { fault in
            Self.sarif(fault, index: rules.firstIndex { $0.id == fault.rule } ?? 0, directory: directory)
        }
        return .object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
            (
                "runs",
                .array([
                    .object([
                        ("tool", .object([("driver", driver)])), ("columnKind", .string("unicodeCodePoints")), ("results", .array(results)),
                    ])
                ])
            ),
        ])
    }

    private static func sarif(_ rule: DefinitionRule) -> JSON {
        .object([
            ("id", .string(rule.id)), ("shortDescription", text(rule.cause)),
            ("help", text("\(rule.help)\n\nFalsch:\n\(rule.wrong)\n\nRichtig:\n\(rule.right)")),
            ("defaultConfiguration", .object([("level", .string(rule.severity.rawValue))])),
        ])
    }

    private static func sarif(_ fault: DefinitionFault, index: Int, directory: String) -> JSON {
        let path = (directory.hasSuffix("/") ? directory : directory + "/") + fault.file
        let address = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
        let region: JSON = .object([("startLine", .integer(fault.line)), ("startColumn", .integer(fault.column))])
        let location: JSON = .object([
            ("artifactLocation", .object([("uri", .string(path.hasPrefix("/") ? "file://" + address : address))])), ("region", region),
        ])
        return .object([
            ("ruleId", .string(fault.rule)), ("ruleIndex", .integer(index)), ("level", .string(fault.severity.rawValue)),
            ("message", text("\(fault.message) \(fault.help)")),
            ("locations", .array([.object([("physicalLocation", location)])])),
        ])
    }

    private static func text(_ text: String) -> JSON { .object([("text", .string(text))]) }

    // MARK: JUnit

    /// The report as JUnit's XML: a case for each file, failed by its errors.
    ///
    /// - Parameter isStrict: whether warnings fail a file as well.
    /// - Returns: an XML document.
    public func junit(isStrict: Bool) -> String {
        let byFile = Dictionary(grouping: faults, by: \.file)
        func fails(_ fault: DefinitionFault) -> Bool { isStrict || fault.severity == .error }
        let failed = byFile.values.count { $0.contains(where: fails) }
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites>"]
        lines.append("  <testsuite name=\"eingang schema lint\" tests=\"\(files.count)\" failures=\"\(failed)\" errors=\"0\">")
        for file in files {
            let name = XMLText.escaped(file)
            guard let own = byFile[file] else {
                lines.append("    <testcase classname=\"schema\" name=\"\(name)\"/>")
                continue
            }
            lines.append("    <testcase classname=\"schema\" name=\"\(name)\">")
            let failures = own.filter(fails)
            if let first = failures.first {
                let texts = failures.map(\.words).joined(separator: "\n")
                lines.append(
                    "      <failure type=\"\(first.rule)\" message=\"\(XMLText.escaped(first.description))\">\(XMLText.escaped(texts))</failure>"
                )
            }
            let others = own.filter { !fails($0) }.map(\.words).joined(separator: "\n")
            if !others.isEmpty { lines.append("      <system-out>\(XMLText.escaped(others))</system-out>") }
            lines.append("    </testcase>")
        }
        return (lines + ["  </testsuite>", "</testsuites>"]).joined(separator: "\n")
    }
}

extension DefinitionFault {
    /// Place, cause, rule, line and help.
    fileprivate var words: String { "\(long)\n[\(rule)] \(help)" }
}
