internal import Store
internal import Vocabulary

/// Whether everything runs, as a clerk can understand it.
struct Health {
    var backlog = Backlog()
    var paused: [String] = []
    var trustListsEnd: Instant?
    var isFull = false
    var now = Instant(seconds: 0)

    /// Messages are read within seconds; after so many minutes something is wrong.
    private static let mostMinutes = 10
    /// What leaves is tried again for hours; after so many of them something is wrong.
    private static let mostHours = 4

    /// What is wrong, each in a sentence; empty when everything runs.
    func troubles(_ language: Language) -> [String] {
        var troubles: [String] = []
        if let minutes = age(backlog.oldest, 60), minutes >= Self.mostMinutes {
            troubles.append(language("Seit {1} Minuten wartet eine Nachricht darauf, gelesen zu werden.", minutes))
        }
        if let hours = age(backlog.oldestLeaving, 3600), hours >= Self.mostHours {
            troubles.append(language("Seit {1} Stunden kann etwas nicht hinausgehen.", hours))
        }
        if backlog.dead == 1 { troubles.append(language("Eine Sendung war nicht zustellbar.")) }
        if backlog.dead > 1 { troubles.append(language("{1} Sendungen waren nicht zustellbar.", backlog.dead)) }
        for name in paused { troubles.append(language("Angehalten ist „{1}“: Von dort kommt nichts.", Label.withoutControls(name))) }
        if let end = trustListsEnd, end < now {
            troubles.append(
                language("Die Vertrauensliste galt bis zum {1}: Neuere Unterschriften bleiben ungeprüft.", end.localDate.german)
            )
        }
        if isFull { troubles.append(language("Der Speicher ist fast voll.")) }
        return troubles
    }

    /// What is being done, in a sentence; empty when nothing is.
    func work(_ language: Language) -> String {
        switch backlog.submissions {
        case 0: ""
        case 1: language("Eine Nachricht wird gerade gelesen.")
        default: language("{1} Nachrichten werden gerade gelesen.", backlog.submissions)
        }
    }

    private func age(_ since: Instant?, _ unit: Int) -> Int? { since.map { (now.seconds - $0.seconds) / unit } }
}
