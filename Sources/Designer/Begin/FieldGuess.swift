internal import Definitions

/// What a field of somebody else's form probably holds, by its name, its label and its look; where nothing tells, text.
struct FieldGuess {
    /// The type.
    var kind: Field.Kind
    /// The unit of an amount.
    var unit: String?

    /// Beginnings of words that tell a type, the surest first.
    ///
    /// A word counts from its beginning, unless a star stands before it: `*datum` is also the end of `Geburtsdatum`.
    private static let words: [(Field.Kind, [String])] = [
        (.iban, ["iban"]), (.bic, ["bic", "swift"]), (.postcode, ["plz", "postleitzahl"]), (.email, ["email", "mail"]),
        (.phone, ["tel", "telefon", "handy", "mobil", "rufnummer", "fax"]),
        (.date, ["geb", "*datum", "*tag", "seit", "einzug", "*beginn", "gueltig", "*geburt"]),
        (
            .money,
            [
                "betrag", "*betrag", "*miete", "*kosten", "summe", "brutto", "netto", "*gebuehr", "preis", "*beitrag", "*einkommen", "euro",
                "eur",
            ]
        ),
        (.month, ["*monat"]), (.integer, ["anzahl", "zahl", "personen", "raeume", "stueck", "alter"]),
        (.decimal, ["*flaeche", "qm", "prozent", "anteil"]),
        (.name, ["nachname", "vorname", "vornamen", "familienname", "geburtsname", "kontoinhaber", "rufname"]),
    ]
    /// Words that begin like others and mean something else.
    private static let others = [
        "geburtsort", "gebort", "monatlich", "mietverhaeltnis", "mietvertrag", "mitteilung", "alternativ", "beitragsnummer",
    ]

    /// Guesses from what a field is called.
    ///
    /// - Parameters:
    ///   - name: its name in the form.
    ///   - label: what people read beside it.
    ///   - comb: into how many cells it is divided; nil for none.
    init(name: String, label: String, comb: Int? = nil) {
        let words = Self.split(name) + Self.split(label)
        kind = .text
        for (candidate, tells) in Self.words where words.contains(where: { word in tells.contains { Self.fits(word, $0) } }) {
            kind = candidate
            break
        }
        // A comb has as many cells as what belongs there has signs.
        if comb == 22, kind == .text { kind = .iban }
        if comb == 5, kind == .text || kind == .integer { kind = .postcode }
        if comb == 8 || comb == 10, kind == .text, words.contains(where: { $0.hasPrefix("geb") }) { kind = .date }
        unit = kind == .money ? "EUR" : nil
    }

    /// Guesses from a value somebody gave as an example, where the name tells nothing.
    ///
    /// - Parameter value: the value.
    mutating func heed(_ value: String) {
        guard kind == .text, !value.isEmpty else { return }
        let converter = Converter(referenceYear: 2026)
        let field = Field(name: "x", path: "x", label: "x", kind: .text)
        let kinds: [Field.Kind] = ["true", "false"].contains(value) ? [.boolean] : [.iban, .date, .email]
        kind = kinds.first { if case .value = converter.convert(value, for: field, as: $0) { true } else { false } } ?? .text
    }

    private static func fits(_ word: String, _ tell: String) -> Bool {
        if others.contains(where: word.hasPrefix) { return false }
        return tell.hasPrefix("*")
            ? word.hasSuffix(tell.dropFirst()) || word.hasPrefix(tell.dropFirst())
            : word == tell || (tell.count > 3 && word.hasPrefix(tell))
    }

    /// The words of a name in lower case, umlauts as two letters: `hundSeit_Datum` is `hund`, `seit`, `datum`.
    static func split(_ text: String) -> [String] {
        Converter.folded(FieldName.label(text)).replacing("ä", with: "ae").replacing("ö", with: "oe").replacing("ü", with: "ue")
            .replacing("ß", with: "ss").replacing("e-mail", with: "email").split { !$0.isLetter }.map(String.init)
    }

    /// Something that could stand there, of invented people.
    static func example(_ kind: Field.Kind, name: String) -> String {
        switch kind {
        case .iban: "DE02 1203 0000 0000 2020 51"
        case .bic: "BYLADEM1001"
        case .postcode: "39104"
        case .email: "erika.beispiel@example.org"
        case .phone: "0391 555 0100"
        case .date: split(name).contains { $0.hasPrefix("geb") } ? "14.03.1985" : "01.06.2026"
        case .month: "06/2026"
        case .time: "2026-06-01T10:00:00+02:00"
        case .money: "120,50"
        case .decimal: "64,5"
        case .integer, .member: "2"
        case .boolean: "ja"
        case .name: split(name).contains { $0.hasPrefix("vor") || $0.hasPrefix("ruf") } ? "Erika" : "Beispiel"
        case .text, .code, .attachment, .group, .list: "Beispiel"
        }
    }
}
