internal import Foundation
public import Vocabulary

extension FindingKind {
    /// The entry of the catalogue as a person reads it.
    public var plain: String {
        var lines = ["Code:        \(code)", "Schwere:     \(severity.german)", "Folge:       \(consequence.sentence)"]
        lines += wordings.enumerated().map { ($0 == 0 ? "Amt:         " : "       oder: ") + $1 }
        if let citizen {
            lines.append("Bürger:      \(citizen)")
        } else if consequence == .citizen {
            lines.append("Bürger:      Was gefragt wird, steht in den Definitionen und Briefvorlagen.")
        }
        lines.append("English:     \(english)")
        return lines.joined(separator: "\n")
    }

    /// All codes, a line each.
    public static var overview: String {
        let width = (all.map(\.code.count).max() ?? 0) + 2
        let lines = all.map { kind in
            let code = kind.code.padding(toLength: width, withPad: " ", startingAt: 0)
            return code + kind.severity.german.padding(toLength: 10, withPad: " ", startingAt: 0) + kind.consequence.german
        }
        return lines.joined(separator: "\n")
            + "\nWas im Einzelfall weniger schwer wiegt als hier genannt, dient nur zur Kenntnis. Mehr: eingang help CODE"
    }
}

extension Finding.Severity {
    /// What clerks call it.
    var german: String {
        switch self {
        case .error: "Fehler"
        case .warning: "Warnung"
        case .info: "Hinweis"
        }
    }
}

extension FindingKind.Consequence {
    /// What clerks call it.
    var german: String {
        switch self {
        case .clerk: "ansehen"
        case .citizen: "Rückfrage"
        case .unread: "nicht gelesen"
        case .note: "zur Kenntnis"
        }
    }

    /// What follows, in a sentence.
    fileprivate var sentence: String {
        switch self {
        case .clerk: "Ansehen: Hier muss ein Mensch entscheiden."
        case .citizen: "Rückfrage: Die Bürgerin oder der Bürger wird gefragt und kann es mit einer Antwort beheben."
        case .unread: "Nicht gelesen: Die Nachricht gilt nicht als vollständig; ein Mensch sieht sie an."
        case .note: "Zur Kenntnis: Am Ergebnis ändert sich nichts."
        }
    }
}
