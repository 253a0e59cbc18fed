/// One kind of finding: its code, how much it matters, what follows from it, and how it is worded.
///
/// The kinds stand in one file for each module that makes them, all in this module: the program that prints them must not link
/// what opens foreign bytes.
public struct FindingKind: Hashable, Sendable {
    /// What follows from a finding.
    public enum Consequence: String, Sendable, Codable, CaseIterable {
        /// A person has to decide.
        case clerk
        /// The citizen is asked, and can mend it by answering.
        case citizen
        /// Something of the message was not read, so it cannot be taken as complete: a clerk looks, and the citizen may send it again.
        case unread
        /// Worth knowing; changes nothing.
        case note
    }

    /// A stable code such as `pdf.locked`.
    public let code: String
    /// How much it usually matters; in a single case it may matter less, never more.
    public let severity: Finding.Severity
    /// What follows when it matters as much as usual; what matters less is a note.
    public let consequence: Consequence
    /// The text for the clerk, with places such as `{document}`.
    public let clerk: String
    /// The text for the citizen; nil when nothing is asked, or when a definition says how.
    public let citizen: String?
    /// What it is, in English.
    public let english: String
    /// Whether it is about the case a message belongs to, and stays with it when the message itself does not.
    public let staysWithCase: Bool

    init(
        _ code: String,
        _ severity: Finding.Severity,
        _ consequence: Consequence,
        clerk: String,
        citizen: String? = nil,
        english: String,
        staysWithCase: Bool = false
    ) {
        (self.code, self.severity, self.consequence) = (code, severity, consequence)
        (self.clerk, self.citizen, self.english, self.staysWithCase) = (clerk, citizen, english, staysWithCase)
    }

    /// The same kind where it is about something else and the clerk needs other words; the citizen is asked nothing.
    func worded(_ clerk: String) -> FindingKind {
        FindingKind(code, severity, consequence, clerk: clerk, english: english, staysWithCase: staysWithCase)
    }

    /// What follows from a finding of this kind.
    func consequence(at severity: Finding.Severity, asks: Bool) -> Consequence {
        // The texts of a check stand in a definition: what it asks, however softly, the citizen can mend.
        if isDefinedElsewhere { return asks ? .citizen : severity == .error ? .clerk : .note }
        return severity < self.severity ? .note : consequence
    }

    /// Whether definitions make findings of this kind, each with a code of its own.
    var isDefinedElsewhere: Bool { code.utf8.contains(UInt8(ascii: "{")) }
}

// MARK: The catalogue

extension FindingKind {
    /// Every kind once, by code.
    public static let all = byCode.values.sorted { $0.code < $1.code }

    /// The kind of a code; of several wordings the first.
    public static func named(_ code: String) -> FindingKind? {
        byCode[code] ?? all.first { $0.isDefinedElsewhere && $0.matches(code) }
    }

    /// The texts for the clerk: several where one kind is worded in several ways.
    public var wordings: [String] { Self.listed.filter { $0.code == code }.map(\.clerk) }

    /// Every entry of every module.
    static let listed = documents + mail + trust + mapping + reader + deciding + objections + intake

    private static let byCode = Dictionary(listed.map { ($0.code, $0) }) { first, _ in first }

    /// Whether a code is made by filling in this one.
    private func matches(_ code: String) -> Bool {
        let stem = self.code.prefix { $0 != "{" }
        return code.starts(with: stem) && code.count > stem.count
    }
}

// MARK: Texts

extension FindingKind {
    /// The names of the places in its texts, without `document`, which the document of a finding fills.
    var places: Set<String> {
        var names: Set<String> = []
        for text in [clerk, citizen ?? ""] {
            _ = Self.replacing(in: text) { name in
                names.insert(name)
                return ""
            }
        }
        return names.subtracting(["document"])
    }

    /// A text with its places filled; what is filled in is not looked at again.
    static func filled(_ template: String, _ values: [String: String]) -> String {
        replacing(in: template) { name in
            guard let value = values[name] else { preconditionFailure("Nothing was given for {\(name)}") }
            return value
        }
    }

    private static func replacing(in template: String, _ value: (String) -> String) -> String {
        var text = ""
        var rest = template[...]
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")), let close = rest[open...].utf8.firstIndex(of: UInt8(ascii: "}")) {
            text += rest[..<open]
            text += value(String(rest[rest.utf8.index(after: open)..<close]))
            rest = rest[rest.utf8.index(after: close)...]
        }
        return text + rest
    }
}
