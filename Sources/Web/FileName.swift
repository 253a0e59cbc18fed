internal import Foundation

/// The name that a browser saves a file under: made of a name that a message gave it, and harmless on every system.
struct FileName: Equatable {
    /// The name.
    let text: String

    /// So many bytes has a name: less than the 255 that file systems take, so that browsers can number it.
    private static let mostBytes = 150
    /// What Windows takes for a device, whatever follows after a dot.
    private static let devices: Set<String> = {
        let numbered = "123456789¹²³".flatMap { ["COM\($0)", "LPT\($0)"] }
        return Set(["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"] + numbered)
    }()
    /// Endings that a double click would run.
    private static let programs: Set<String> = [
        "app", "application", "bat", "chm", "cmd", "com", "command", "cpl", "desktop", "diagcab", "dll", "dmg", "exe", "gadget", "hta",
        "htm",
        "html", "img", "inf", "ins", "iso", "jar", "js", "jse", "jnlp", "lnk", "mht", "mhtml", "mjs", "msc", "msi", "msp", "mst", "pif",
        "ps1",
        "ps2", "psc1", "reg", "scf", "scr", "sct", "sh", "shb", "shtml", "svg", "svgz", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "website",
        "ws", "wsc", "wsf", "wsh", "xhtml", "xht", "xll",
    ]

    /// Makes a name safe.
    ///
    /// - Parameter foreign: any text; of a path the last part.
    init(_ foreign: String) {
        let whole = foreign.precomposedStringWithCanonicalMapping
        let last = whole.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        // What is not seen, or turns the rest around, is left out; what means something to a shell or a file system becomes a line.
        let kept = last.unicodeScalars.filter {
            ![.format, .control, .surrogate, .privateUse, .unassigned].contains($0.properties.generalCategory)
        }
        var name = kept.reduce(into: "") { name, scalar in name.unicodeScalars.append(Self.isPlain(scalar) ? scalar : "_") }
        name = String(name.drop { $0 == "." || $0 == " " })
        while let last = name.last, last == "." || last == " " { name.removeLast() }
        var (stem, ending) = Self.parts(name)
        if Self.programs.contains(ending.lowercased()) { (stem, ending) = ("\(stem).\(ending)", "datei") }
        let room = Self.mostBytes - ending.utf8.count - 1
        while stem.utf8.count > room { stem.removeLast() }
        while stem.last == " " || stem.last == "." { stem.removeLast() }
        let device = stem.prefix { $0 != "." }.trimmingCharacters(in: .whitespaces).uppercased()
        if stem.isEmpty { stem = "datei" }
        if Self.devices.contains(device) { stem = "_" + stem }
        text = ending.isEmpty ? stem : "\(stem).\(ending)"
    }

    /// The header of a download (RFC 6266): once in ASCII, once in full (RFC 8187).
    var disposition: String {
        let quoted = text.addingPercentEncoding(withAllowedCharacters: Self.attributeCharacters) ?? ""
        return "attachment; filename=\"\(ascii)\"; filename*=UTF-8''\(quoted)"
    }

    /// In ASCII: umlauts are written out, everything else becomes a line.
    var ascii: String {
        let written = ["ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"]
        return text.map { written[String($0)] ?? ($0.isASCII ? String($0) : "_") }.joined()
    }

    private static func parts(_ name: String) -> (stem: String, ending: String) {
        guard let dot = name.lastIndex(of: ".") else { return (name, "") }
        let ending = String(name[name.index(after: dot)...])
        return ending.utf8.count <= 12 ? (String(name[..<dot]), ending) : (name, "")
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .nonspacingMark,
            .spacingMark:
            true
        default: " .-_()+,".unicodeScalars.contains(scalar)
        }
    }

    /// `attr-char` of RFC 8187, 3.2.1.
    private static let attributeCharacters = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~"
    )
}
