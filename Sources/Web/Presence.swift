internal import Vocabulary

/// Who has which case open; known to this process alone, and forgotten within a minute.
actor Presence {
    /// Somebody who has a case open.
    struct Person: Sendable, Hashable {
        var name: String
        /// When they opened it.
        var since: Instant
    }

    private struct Seat {
        var since: Instant
        var seenAt: Instant
    }

    /// Pages say every twenty seconds that they are open.
    private static let patience = 60
    private var seats: [String: [String: Seat]] = [:]

    /// Notes that somebody has a case open; gives who else has.
    func enter(_ person: String, _ number: String, office: String, now: Instant) -> [Person] {
        let key = "\(office)/\(number)"
        forget(before: Instant(seconds: now.seconds - Self.patience))
        seats[key, default: [:]][person] = Seat(since: seats[key]?[person]?.since ?? now, seenAt: now)
        return (seats[key] ?? [:]).filter { $0.key != person }.map { Person(name: $0.key, since: $0.value.since) }.sorted {
            $0.name < $1.name
        }
    }

    private func forget(before time: Instant) {
        seats = seats.compactMapValues { people in
            let left = people.filter { $0.value.seenAt >= time }
            return left.isEmpty ? nil : left
        }
    }
}
