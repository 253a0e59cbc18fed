import Foundation
import TestSupport
import Testing

/// `Documentation/Reference.md`: what the program makes of its own tables.
struct ReferenceTests {
    @Test func `the page to look things up in is the one the program makes`() throws {
        let page = try String(contentsOf: Place.repository.appending(path: "Documentation/Reference.md"), encoding: .utf8)
        let run = try Run.eingang("help", "reference")
        #expect(run.output == page, "eingang help reference > Documentation/Reference.md")
        #expect(
            page.contains("| `requiredWhen` |") && page.contains("| `pdf.locked` |")
                && page.contains("`31.02.1984` → abgelehnt: kein Tag, den es gibt")
        )
    }
}

/// `Documentation/Designing-forms.md`: every command in it, in its order, with what it says comes of it.
struct DocumentationTests {
    /// A block between fences, and the line above it.
    private struct Block {
        var kind: Substring
        var text: String
        var lead: Substring
    }

    private static func blocks(of text: String) -> [Block] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var (blocks, lead, index): ([Block], Substring, Int) = ([], "", 0)
        while index < lines.count {
            guard lines[index].hasPrefix("```") else {
                if !lines[index].isEmpty { lead = lines[index] }
                index += 1
                continue
            }
            let end = lines[(index + 1)...].firstIndex { $0 == "```" } ?? lines.count
            blocks.append(Block(kind: lines[index].dropFirst(3), text: lines[(index + 1)..<end].joined(separator: "\n"), lead: lead))
            index = end + 1
        }
        return blocks
    }

    @Test func `ten minutes from a blank PDF to a tested form, as the page says`() throws {
        let place = Place.temporary()
        let documentation = Place.repository.appending(path: "Documentation")
        try FileManager.default.copyItem(
            at: documentation.appending(path: "examples/hundesteuer.pdf"),
            to: place.appending(path: "hundesteuer.pdf")
        )
        let page = try String(contentsOf: documentation.appending(path: "Designing-forms.md"), encoding: .utf8)
        var (output, file, commands) = ("", "", 0)
        for block in Self.blocks(of: page) {
            // A file that is changed or written is named in the line above; a change without one is to the same file.
            if let name = block.lead.matches(of: /`(Formulare\/[^`]+\.yaml)`/).last { file = String(name.1) }
            let url = place.appending(path: file)
            switch block.kind {
            case "sh":
                let script =
                    "set -e\ncd '\(place.path)'\nexport PATH=\"\(URL(fileURLWithPath: Place.program).deletingLastPathComponent().path):$PATH\"\n\(block.text)\n"
                let run = try Run("/bin/bash", ["-c", script])
                #expect(run.status == 0, "\(block.text)\n\(run.output)\(run.errors)")
                output = run.output
                commands += block.text.split(separator: "\n").count
            case "text":
                for line in block.text.split(separator: "\n") { #expect(output.contains(line), "„\(line)“ in\n\(output)") }
            case "diff":
                let lines = block.text.split(separator: "\n", omittingEmptySubsequences: false)
                func part(_ sign: String) -> String {
                    lines.filter { $0.hasPrefix(sign) }.map { String($0.dropFirst()) }.joined(separator: "\n")
                }
                let (old, new) = (part("-"), part("+"))
                let text = try String(contentsOf: url, encoding: .utf8)
                try #require(text.contains(old), "\(file): \(old)\n\(text)")
                try Data(text.replacing(old, with: new).utf8).write(to: url)
            case "yaml": try Data((block.text + "\n").utf8).write(to: url)
            default: break
            }
        }
        #expect(commands >= 12)
    }
}
