internal import Deciding
internal import Store

/// What a list shows.
enum Shelf: String, CaseIterable, Sendable {
    /// What a person has to look at.
    case look = "ansehen"
    /// What no form was recognised in, or could not be read.
    case unknown = "unbekannt"
    /// Letters that wait for a person.
    case letters = "schreiben"
    /// Cases that wait for the citizen.
    case asked = "nachgefordert"
    /// Cases that are complete.
    case done = "vollstaendig"
    /// Cases that are put off.
    case deferred = "zurueckgestellt"
    /// All of them.
    case all = "alle"

    /// Its cases.
    var choice: CaseList.Choice {
        switch self {
        case .look: .shelf(.look)
        case .unknown: .shelf(.unknown)
        case .letters: .shelf(.letters)
        case .asked: .shelf(.asked)
        case .done: .shelf(.done)
        case .deferred: .deferred
        case .all: .all
        }
    }

    /// What clerks call it.
    var german: String {
        switch self {
        case .look: "Ansehen"
        case .unknown: "Nicht erkannt"
        case .letters: "Schreiben"
        case .asked: "Warten auf Antwort"
        case .done: "Vollständig"
        case .deferred: "Zurückgestellt"
        case .all: "Alle"
        }
    }
}
