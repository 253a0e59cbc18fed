extension XMLTree {
    /// XPath 1.0 for an expression in which `*:name` stands for a name in any namespace, or in none, as in XPath 2.0 (3.2.1.2).
    ///
    /// Formats that are published without a namespace of their own are read so, and JSON with the same rules.
    public static func withoutWildcards(_ xpath: String) -> String {
        guard xpath.contains("*:") else { return xpath }
        var out = ""
        var quotation: Character?
        var rest = xpath[...]
        while let character = rest.first {
            if quotation == nil, rest.hasPrefix("*:") {
                let name = rest.dropFirst(2).prefix { $0.isLetter || $0.isNumber || "_-.".contains($0) }
                if !name.isEmpty {
                    out += "*[local-name()='\(name)']"
                    rest = rest.dropFirst(2 + name.count)
                    continue
                }
            }
            if character == "\"" || character == "'" { quotation = quotation == nil ? character : quotation == character ? nil : quotation }
            out.append(character)
            rest = rest.dropFirst()
        }
        return out
    }
}
