internal import Foundation

/// The text of a definition file, as a person would write it: one line for what fits on one, comments where they belong, and every
/// scalar quoted so that YAML reads back exactly the text it was given.
struct DefinitionText: CustomStringConvertible {
    /// What stands behind a key.
    indirect enum Value {
        /// A text, whatever it looks like to YAML.
        case text(String)
        /// `true` or `false`.
        case flag(Bool)
        /// A whole number.
        case number(Int)
        /// A list.
        case list([Value])
        /// Keys with their values, in this order.
        case map([Entry])

        /// A list of texts.
        static func texts(_ texts: [String]) -> Value { .list(texts.map(Value.text)) }
    }

    /// A key with its value, and what is said about it on the lines above.
    struct Entry {
        var key: String
        var value: Value
        var comments: [String]

        init(_ key: String, _ value: Value, comments: [String] = []) {
            (self.key, self.value, self.comments) = (key, value, comments)
        }

        /// A text.
        init(_ key: String, _ text: String) { self.init(key, .text(text)) }
    }

    /// So long may a line be that holds a whole map or list.
    private static let longestLine = 150

    /// The lines of the file.
    private var lines: [String] = []

    /// Writes a file.
    ///
    /// - Parameters:
    ///   - entries: its keys.
    ///   - comments: what is said at its top.
    init(_ entries: [Entry], comments: [String] = []) {
        add(comments, indent: 0)
        add(entries, indent: 0)
    }

    /// The text, with a line end at its end.
    var description: String { lines.joined(separator: "\n") + "\n" }

    private mutating func add(_ comments: [String], indent: Int) {
        let space = String(repeating: " ", count: indent)
        for comment in comments {
            for line in comment.split(whereSeparator: \.isNewline) {
                let words = Self.printable(String(line)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
                if !words.isEmpty { lines.append("\(space)# \(words)") }
            }
        }
    }

    private mutating func add(_ entries: [Entry], indent: Int) {
        for entry in entries {
            add(entry.comments, indent: indent)
            add(String(repeating: " ", count: indent) + Self.quoted(entry.key) + ":", entry.value, indent: indent + 2)
        }
    }

    /// A value behind what introduces it: on the same line if it fits there, else on lines of its own.
    private mutating func add(_ head: String, _ value: Value, indent: Int) {
        if let line = Self.oneLine(value), head.count + 1 + line.count <= Self.longestLine || !Self.isLayered(value) {
            lines.append(head + " " + line)
            return
        }
        lines.append(head)
        switch value {
        case .map(let entries): add(entries, indent: indent)
        case .list(let items):
            for item in items { add(item, indent: indent) }
        case .text, .flag, .number: break
        }
    }

    /// An item of a list: a map begins on the line of its hyphen.
    private mutating func add(_ item: Value, indent: Int) {
        let head = String(repeating: " ", count: indent) + "-"
        guard case .map(let entries) = item, Self.oneLine(item).map({ head.count + 1 + $0.count > Self.longestLine }) ?? true else {
            return add(head, item, indent: indent + 2)
        }
        let start = lines.count
        add(entries, indent: indent + 2)
        guard lines.indices.contains(start) else { return }
        lines[start] = head + " " + lines[start].dropFirst(indent + 2)
    }

    /// Whether there is another way to write it than on one line.
    private static func isLayered(_ value: Value) -> Bool {
        switch value {
        case .map(let entries): !entries.isEmpty
        case .list(let items): !items.isEmpty
        case .text, .flag, .number: false
        }
    }

    /// The value on one line; nil for what is read better on several: maps in maps, and what has comments.
    private static func oneLine(_ value: Value) -> String? {
        switch value {
        case .text(let text): return quoted(text)
        case .flag(let flag): return flag ? "true" : "false"
        case .number(let number): return String(number)
        case .list(let items):
            let lines = items.compactMap { isLayered($0) ? nil : oneLine($0) }
            return lines.count == items.count ? "[" + lines.joined(separator: ", ") + "]" : nil
        case .map(let entries):
            var members: [String] = []
            for entry in entries {
                let isNested = if case .map(let inner) = entry.value { !inner.isEmpty && entries.count > 1 } else { false }
                guard entry.comments.isEmpty, !isNested, let line = oneLine(entry.value) else { return nil }
                members.append("\(quoted(entry.key)): \(line)")
            }
            return members.isEmpty ? "{}" : "{ " + members.joined(separator: ", ") + " }"
        }
    }
}

// Scalars.
extension DefinitionText {
    /// A scalar that YAML reads back as exactly this text, in lists and maps on one line as well.
    static func quoted(_ text: String) -> String {
        if isPlain(text) { return text }
        if printable(text) == text, !text.contains(where: \.isNewline) { return "'" + text.replacing("'", with: "''") + "'" }
        return JSONQuoted(text).text
    }

    /// Words that YAML 1.1 or 1.2 takes for something other than text.
    private static let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", "-.inf", "+.inf", ".nan"]

    /// Whether a text can stand without quotation marks.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.utf8.count <= 500 else { return false }
        // What looks like a number, a day or a time is one to some reader.
        guard first.properties.isAlphabetic || first == "§" || first == "/", !words.contains(text.lowercased()) else { return false }
        guard text.last?.isWhitespace == false, !text.hasSuffix(":"), !text.contains(": "), !text.contains(" #") else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || " §/().-_:;+=!?„“–".unicodeScalars.contains(scalar)
        }
    }

    /// The text without characters that YAML does not allow as they are, or that nobody sees.
    private static func printable(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: out.append(" ")
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// A text between double quotation marks, with everything escaped that is not to be seen.
    private struct JSONQuoted {
        var text = "\""

        init(_ raw: String) {
            for scalar in raw.unicodeScalars {
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "\n": text += "\\n"
                case "\t": text += "\\t"
                case _ where DefinitionText.printable(String(scalar)) != String(scalar):
                    let hex = String(scalar.value, radix: 16, uppercase: true)
                    text += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
                default: text.unicodeScalars.append(scalar)
                }
            }
            text += "\""
        }
    }
}
