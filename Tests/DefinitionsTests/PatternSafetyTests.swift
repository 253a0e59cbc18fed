import DefinitionFiles
import Definitions
import Foundation
import TestSupport
import Testing

/// Patterns in definitions, seen through what is said of the definition.
struct PatternSafetyTests {
    private func faults(_ pattern: String) throws -> [String] {
        let folder = Place.temporary().appendingPathComponent("test/forms")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let record = "record: test\nversion: '1'\ntitle: Test\nfields: { name: { label: Name } }\n"
        try Data(record.utf8).write(to: folder.deletingLastPathComponent().appendingPathComponent("record.yaml"))
        let quoted = pattern.replacing("'", with: "''")
        let form = "form: f\nrecord: test\nrecognise: { text: [x] }\nmap: { name: { text: { pattern: '\(quoted)' } } }\n"
        try Data(form.utf8).write(to: folder.appendingPathComponent("f.yaml"))
        let root = folder.deletingLastPathComponent().deletingLastPathComponent()
        return try LoadedDefinitions(directory: root).catalogue.faults.map(\.message)
    }

    @Test(arguments: [
        "(a+)+b", "(a*)*b", "(a|a)*b", "(a|ab|b)*c", "([a-z]+)*1", "(\\w+\\s?)*$", "(.*,)*x", "(?:\\d+\\.?)+ €", "(a?b?)*c", "(x+x+)+y",
        "([^.]{0,300} ?)*weil",
    ])
    func `a pattern that can explode is found with a text that shows it`(pattern: String) throws {
        let fault = try #require(try faults(pattern).first)
        #expect(fault.hasPrefix("Das Muster kann explodieren: Auf „"))
    }

    @Test(arguments: [
        "a+b+", "(?:ab)+c", "[^\\n]{0,80}?([\\p{L}-]+)\\s*(?:\\n|$)", "(\\d{1,2}\\. ?(?:\\d{1,2}\\.|\\p{L}+) ?\\d{2,4})", "(a|b)*c",
        "(?:\\p{L}+ )*x",
        "(\\d+),(\\d+)?", "\\b[A-Z0-9][A-Za-z0-9/.-]*[A-Za-z0-9]", "(?:[a-z]+;)*", "^\\s*$", "(ab|cd)+", "(a{2}b)*",
    ])
    func `a sound pattern is left alone`(pattern: String) throws { #expect(try faults(pattern) == []) }
}
