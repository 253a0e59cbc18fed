internal import FEEL
internal import Mustache

/// The text of a letter (Schreiben) as a designer writes it: a line with the subject, an empty line, the text.
///
/// Both are Mustache; what a template may name stands in `Documentation/Definitions.md`.
public struct LetterTemplate: Sendable {
    /// What letters there are.
    public enum Kind: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
        /// Asks for what is missing (Nachforderung).
        case followUp = "follow-up"
        /// Asks for documents alone (Nachweise); everything else is there.
        case proof
        /// Says at once that the written form is missing.
        case formMissing = "form-missing"
        /// Says that nothing could be read.
        case unreadable
        /// Says that and when a message came in.
        case receipt
        /// Asks again, with the consequence of not answering (§ 66 Abs. 3 SGB I).
        case reminder
    }

    /// Why a text cannot be a letter, in German.
    public struct Failure: Error, Sendable {
        /// The reason, a whole sentence.
        public var reason: String
        /// What is broken.
        public var rule = DefinitionRule.letterSyntax
        /// Where, in characters from the beginning.
        public var offset = 0
    }

    /// The text as written.
    public let source: String
    private let subject: MustacheTemplate
    private let body: MustacheTemplate
    private static let mark = "Betreff: "

    /// Takes a text apart.
    ///
    /// - Parameter source: the text, whose first line begins with `Betreff: `.
    /// - Throws: ``Failure`` when it is no letter.
    public init(_ source: String) throws(Failure) {
        guard source.hasPrefix(Self.mark), let end = source.firstIndex(of: "\n") else {
            throw Failure(reason: "Die erste Zeile eines Schreibens ist „\(Self.mark)…“, danach kommen eine leere Zeile und der Text.")
        }
        self.source = source
        try Self.checkNames(in: source)
        subject = try Self.template(String(source[..<end].dropFirst(Self.mark.count)))
        let rest = source[end...].drop { $0 == "\n" }
        guard !rest.isEmpty else { throw Failure(reason: "Das Schreiben hat keinen Text.") }
        body = try Self.template(String(rest))
    }

    /// Names that nothing stands behind would leave a hole in the letter.
    private static func checkNames(in text: String) throws(Failure) {
        guard let unknown = unknownNames(in: text).first else { return }
        let help = Suggestion.question(for: unknown.name, Name.allCases.map(\.rawValue))
        throw Failure(
            reason: "In einem Schreiben gibt es „{{\(unknown.name)}}“ nicht.\(help)",
            rule: .letterName,
            offset: unknown.offset
        )
    }

    /// Letters are plain text: nothing in them is markup.
    private static func template(_ text: String) throws(Failure) -> MustacheTemplate {
        do {
            return try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + text)
        } catch {
            throw Failure(reason: "Der Text ist keine gültige Mustache-Vorlage: \(error).")
        }
    }

    /// The letter.
    ///
    /// - Parameter facts: what the template may name; the rows of a section are such facts again.
    /// - Returns: subject and text; line breaks in the subject become spaces, so that it stays one header field.
    public func written(_ facts: [Name: Any]) -> (subject: String, text: String) {
        let context = Self.plain(facts)
        let line = subject.render(context).split(whereSeparator: \.isNewline).joined(separator: " ")
        return (line, body.render(context))
    }
}

extension LetterTemplate: Codable {
    /// Reads the text.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(source)
    }
}
