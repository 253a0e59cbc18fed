internal import CLibXML2

/// The readable text of an HTML mail.
///
/// Nothing of the markup survives.
enum HTMLText {
    private static let blocks: Set<String> = [
        "p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "hr",
    ]
    private static let hidden: Set<String> = ["script", "style", "head", "title", "template", "noscript"]

    static func plain(from html: String) -> String {
        XMLLibrary.prepare()
        let options = HTML_PARSE_NONET.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_RECOVER.rawValue
        let bytes = Array(html.utf8)
        let parsed = unsafe bytes.withUnsafeBytes { raw in
            unsafe htmlReadMemory(
                raw.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(clamping: raw.count),
                nil,
                "UTF-8",
                Int32(options)
            )
        }
        guard let document = unsafe parsed else { return "" }
        defer { unsafe xmlFreeDoc(document) }
        var out = ""
        unsafe append(xmlDocGetRootElement(document), to: &out, depth: 0)
        return tidy(out)
    }

    private static func append(_ first: UnsafeMutablePointer<xmlNode>?, to out: inout String, depth: Int) {
        var node = unsafe first
        while let current = unsafe node {
            let name = unsafe XMLLibrary.string(current.pointee.name) ?? ""
            if unsafe current.pointee.type == XML_TEXT_NODE {
                let text = unsafe XMLLibrary.string(current.pointee.content) ?? ""
                out += text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace).joined(separator: " ")
            } else if !hidden.contains(name), depth < 200 {
                if blocks.contains(name) { out += "\n" }
                if name == "td" || name == "th" { out += " " }
                unsafe append(current.pointee.children, to: &out, depth: depth + 1)
                if blocks.contains(name), name != "br" { out += "\n" }
            }
            unsafe node = current.pointee.next
        }
    }

    /// No spaces at the ends of lines, no more than one empty line.
    private static func tidy(_ text: String) -> String {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(separator: " ").joined(separator: " ")
            if !words.isEmpty || lines.last?.isEmpty == false { lines.append(words) }
        }
        return lines.joined(separator: "\n")
    }
}
