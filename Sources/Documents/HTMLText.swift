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
                append(spaced: text, to: &out)
            } else if !hidden.contains(name), depth < 200, unsafe !isHidden(current) {
                if blocks.contains(name) { out += "\n" }
                if name == "td" || name == "th" { out += " " }
                if name == "blockquote" {
                    // What is quoted is marked as in plain text, so that our own words are not read as the sender's.
                    var quoted = ""
                    unsafe append(current.pointee.children, to: &quoted, depth: depth + 1)
                    out += quoted.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }.joined(separator: "\n")
                } else {
                    unsafe append(current.pointee.children, to: &out, depth: depth + 1)
                }
                if blocks.contains(name), name != "br" { out += "\n" }
            }
            unsafe node = current.pointee.next
        }
    }

    /// White space of whatever kind counts as spaces.
    private static func append(spaced text: String, to out: inout String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            let isSpace = scalar.isASCII ? (9...13).contains(scalar.value) : scalar.properties.isWhitespace
            bytes += UTF8.encode(isSpace ? " " : scalar) ?? UTF8.encodedReplacementCharacter
        }
        out += String(decoding: bytes, as: UTF8.self)
    }

    /// Whether nobody who looks at the mail sees an element.
    private static func isHidden(_ node: UnsafeMutablePointer<xmlNode>) -> Bool {
        if unsafe xmlHasProp(node, "hidden") != nil { return true }
        guard let value = unsafe xmlGetProp(node, "style") else { return false }
        defer { unsafe eg_xml_free(value) }
        let style = (unsafe XMLLibrary.string(value) ?? "").lowercased().filter { !$0.isWhitespace }
        return style.split(separator: ";").contains { item in
            ["display:none", "visibility:hidden", "mso-hide:all"].contains { item.hasPrefix($0) }
                || ["font-size:0", "opacity:0"].contains {
                    item.hasPrefix($0) && item.dropFirst($0.count).allSatisfy { "0.%ptxem!iorant".contains($0) }
                }
        }
    }

    /// No spaces at the ends of lines, no more than one empty line.
    private static func tidy(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        // How many lines have ended since the last word, and whether a space stands before the next.
        var (breaks, isSpaced) = (0, false)
        for byte in text.utf8 {
            switch byte {
            case 10: (breaks, isSpaced) = (breaks + 1, false)
            case 32: isSpaced = true
            default:
                if !out.isEmpty { out += repeatElement(10, count: min(breaks, 2)) }
                if isSpaced, breaks == 0, !out.isEmpty { out.append(32) }
                (breaks, isSpaced) = (0, false)
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
