/// File names from foreign bytes, made safe to show: labels, never paths.
public enum Label {
    /// The text with a space for every control, format or line-separating character, except those in `kept`.
    public static func withoutControls(_ text: String, keeping kept: String = "") -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: out.append(kept.unicodeScalars.contains(scalar) ? scalar : " ")
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// A path or name as it is printed: characters that could move the cursor, break the line or turn the direction as `\u{1B}`.
    public static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return text.unicodeScalars.map { isControl($0) ? "\\u{\(String($0.value, radix: 16, uppercase: true))}" : String($0) }.joined()
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// The last component without control or direction-changing characters, at most 200 characters; never empty.
    public static func of(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let visible = last.unicodeScalars.filter {
            switch $0.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        let label = String(String(String.UnicodeScalarView(visible)).prefix(200))
        return label.isEmpty || label == "." || label == ".." ? "unbenannt" : label
    }
}
