internal import Deciding

/// What a list shows.
enum Shelf: String, CaseIterable, Sendable {
    /// What a person has to look at.
    case look = "ansehen"
    /// Letters that wait for a person.
    case letters = "schreiben"
    /// Cases that wait for the citizen.
    case asked = "nachgefordert"
    /// Cases that are complete.
    case done = "vollstaendig"
    /// All of them.
    case all = "alle"

    /// The phases of its cases; empty for all.
    var phases: [CaseState.Phase] {
        switch self {
        case .look: [.review]
        case .letters: [.incomplete]
        case .asked: [.requested, .reminded]
        case .done: [.complete, .handedOver]
        case .all: []
        }
    }

    /// What clerks call it.
    var german: String {
        switch self {
        case .look: "Ansehen"
        case .letters: "Schreiben"
        case .asked: "Warten auf Antwort"
        case .done: "Vollständig"
        case .all: "Alle"
        }
    }
}
