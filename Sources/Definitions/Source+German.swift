extension Source {
    /// Where it looks, in German: `im Feld „ant_name“`.
    var german: String {
        switch place {
        case .acro(let names, _): names.count == 1 ? "im Feld „\(names[0])“" : "in den Feldern \(Self.quoted(names))"
        case .yesNo(let yes, let no): "in den Kästchen „\(yes)“ (Ja) und „\(no)“ (Nein)"
        case .xml(let xpath): "im XML unter \(xpath)"
        case .text(let rule): rule.german
        case .column(let heading): "in der Spalte „\(heading)“"
        case .body(let labels): "im Nachrichtentext hinter \(Self.quoted(labels))"
        case .message(let part): "im Kopf der Nachricht (\(part))"
        case .letter(let part): "im Brief (\(part))"
        case .value(let value): "nirgends: fester Wert „\(value)“"
        }
    }

    fileprivate static func quoted(_ texts: [String]) -> String { texts.map { "„\($0)“" }.joined(separator: ", ") }
}

extension Source.Place {
    /// The names of the form fields it looks at.
    var fields: [String] {
        switch self {
        case .acro(let names, _): names
        case .yesNo(let yes, let no): [yes, no]
        default: []
        }
    }
}

extension TextRule {
    fileprivate var german: String {
        switch direction {
        case .rightOf: "im Text rechts von \(Source.quoted(anchors))"
        case .below: "im Text unter \(Source.quoted(anchors))"
        case .pattern: anchors.count == 1 ? "im Text nach dem Muster \(anchors[0])" : "im Text nach \(anchors.count) Mustern"
        case .contains: "im Text: \(Source.quoted(anchors))"
        case .all: "der ganze Text"
        case .region: "im Rechteck \(anchors.joined(separator: ", "))"
        }
    }
}
