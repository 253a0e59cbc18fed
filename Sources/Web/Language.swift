internal import Presentation

/// The language of the desk's own words.
///
/// What citizens wrote, what definitions say and what is written to citizens stays German.
enum Language: String, Sendable, CaseIterable {
    case german = "de"
    case english = "en"

    /// A sentence of the desk in this language.
    ///
    /// - Parameters:
    ///   - german: the sentence, with `{1}`, `{2}` ... where values stand.
    ///   - values: the values in their order.
    /// - Returns: the sentence; the German one where there is no other.
    func callAsFunction(_ german: String, _ values: Any...) -> String {
        var text = self == .german ? german : English.words[german] ?? german
        for (index, value) in values.enumerated() { text = text.replacing("{\(index + 1)}", with: "\(value)") }
        return text
    }

    /// The other one.
    var other: Language { self == .german ? .english : .german }
}

/// A page of the desk in every language: what stands in `[[ ]]` is a sentence of the desk.
struct Layout: Sendable {
    private let german: Template
    private let english: Template
    /// The sentences that have no English words.
    let untranslated: [String]

    init(_ text: String) {
        var untranslated: [String] = []
        german = Template(Self.replacing(text) { $0 })
        english = Template(
            Self.replacing(text) { sentence in
                if English.words[sentence] == nil { untranslated.append(sentence) }
                return English.words[sentence] ?? sentence
            }
        )
        self.untranslated = untranslated
    }

    /// The page for a context.
    func render(_ context: [String: Any], in language: Language) -> String {
        (language == .german ? german : english).render(context)
    }

    private static func replacing(_ text: String, _ word: (String) -> String) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "[["), let close = rest[open.upperBound...].firstRange(of: "]]") {
            result += rest[..<open.lowerBound] + word(String(rest[open.upperBound..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        return result + rest
    }
}
