internal import Foundation

extension Builtins {
    static let strings: [FEELFunction] = [
        function("substring", [text, number("start position"), number("length").optional], .string) { try substring($0) },
        function("string length", [text], .number) { .number(Number(try $0.string(0).unicodeScalars.count)) },
        function("upper case", [text], .string) { .string(try $0.string(0).uppercased()) },
        function("lower case", [text], .string) { .string(try $0.string(0).lowercased()) },
        function("substring before", [text, string("match")], .string) { arguments in
            let (text, match) = (try arguments.string(0), try arguments.string(1))
            guard !match.isEmpty, let range = text.range(of: match, options: .literal) else { return .string("") }
            return .string(String(text[..<range.lowerBound]))
        },
        function("substring after", [text, string("match")], .string) { arguments in
            let (text, match) = (try arguments.string(0), try arguments.string(1))
            guard !match.isEmpty else { return .string(text) }
            guard let range = text.range(of: match, options: .literal) else { return .string("") }
            return .string(String(text[range.upperBound...]))
        },
        function("contains", [text, string("match")], .boolean) { arguments in
            let match = try arguments.string(1)
            return .boolean(try match.isEmpty || arguments.string(0).range(of: match, options: .literal) != nil)
        },
        function("starts with", [text, string("match")], .boolean) { arguments in
            .boolean(try arguments.string(0).unicodeScalars.starts(with: arguments.string(1).unicodeScalars))
        },
        function("ends with", [text, string("match")], .boolean) { arguments in
            .boolean(try arguments.string(0).unicodeScalars.reversed().starts(with: arguments.string(1).unicodeScalars.reversed()))
        },
        function("matches", [FEELParameter("input", .string), string("pattern"), string("flags").optional], .boolean) { arguments in
            let text = try arguments.string(0)
            let pattern = try regularExpression(try arguments.string(1), flags: arguments[2])
            return .boolean(pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil)
        },
        function(
            "replace",
            [FEELParameter("input", .string), string("pattern"), string("replacement"), string("flags").optional],
            .string
        ) { arguments in
            let text = try arguments.string(0)
            let pattern = try regularExpression(try arguments.string(1), flags: arguments[3])
            let range = NSRange(text.startIndex..., in: text)
            return .string(pattern.stringByReplacingMatches(in: text, range: range, withTemplate: try arguments.string(2)))
        },
        function("split", [text, string("delimiter")], .list(.string)) { arguments in
            let text = try arguments.string(0)
            let pattern = try regularExpression(try arguments.string(1), flags: .null)
            var (parts, start) = ([FEELValue](), text.startIndex)
            for match in pattern.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
                guard let range = Range(match.range, in: text), !range.isEmpty else { continue }
                parts.append(.string(String(text[start..<range.lowerBound])))
                start = range.upperBound
            }
            return .list(parts + [.string(String(text[start...]))])
        },
        function("string join", [FEELParameter("list", .list(.any)), string("delimiter").optional], .string) { arguments in
            let strings = try arguments.list(0).compactMap { item -> String? in
                if item == .null { return nil }
                guard case .string(let text) = item else { throw FEELFailure("die Liste enthält \(FEELType(of: item).name)") }
                return text
            }
            return .string(strings.joined(separator: arguments[1] == .null ? "" : try arguments.string(1)))
        },
    ]

    private static func substring(_ arguments: Arguments) throws -> FEELValue {
        let scalars = Array(try arguments.string(0).unicodeScalars)
        let position = try arguments.integer(1)
        guard position != 0, abs(position) <= scalars.count else { throw FEELFailure("die Stelle \(position) gibt es nicht") }
        let start = position > 0 ? position - 1 : scalars.count + position
        let length = arguments[2] == .null ? scalars.count : try arguments.integer(2)
        guard length >= 0, arguments[2] == .null || length > 0 else { throw FEELFailure("die Länge ist nicht größer als 0") }
        let end = min(scalars.count, start + min(length, scalars.count))
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<end])
        return .string(String(view))
    }

    private static func regularExpression(_ pattern: String, flags: FEELValue) throws -> NSRegularExpression {
        guard case .string(let letters) = flags else { return try XPathPattern.expression(pattern, flags: "") }
        return try XPathPattern.expression(pattern, flags: letters)
    }
}
