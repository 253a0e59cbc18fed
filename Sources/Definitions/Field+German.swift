extension Field.Kind {
    /// What a value is, in German.
    public var german: String {
        switch self {
        case .text: "Text"
        case .name: "Name"
        case .code: "Eintrag der Codeliste"
        case .boolean: "Ja oder Nein"
        case .integer: "ganze Zahl"
        case .decimal: "Zahl"
        case .money: "Geldbetrag"
        case .date: "Tag"
        case .month: "Monat"
        case .time: "Zeitpunkt"
        case .iban: "IBAN"
        case .bic: "BIC"
        case .postcode: "Postleitzahl"
        case .email: "E-Mail-Adresse"
        case .phone: "Telefonnummer"
        case .attachment: "Nachweis"
        case .member: "Person des Haushalts (0 ist die antragstellende)"
        case .group: "Gruppe"
        case .list: "Liste"
        }
    }
}
