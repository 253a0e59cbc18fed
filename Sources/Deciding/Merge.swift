internal import Definitions
internal import Foundation
internal import Vocabulary

/// Brings what a later message says into what is known; the same input always gives the same record.
///
/// Nothing is overwritten silently: what was missing or invalid is filled, what is said again stays as it is, and what is
/// said differently becomes a conflict that a clerk decides, whoever signed it. Every value that was there before stays in
/// the history with its message, its time and what was verified.
struct Merge {
    /// The message that brings the new readings.
    struct Message {
        var digest: Digest
        var receivedAt: Instant
        var indication: Verification.Indication
    }

    let type: RecordType
    let message: Message

    /// The readings of both.
    func merged(_ known: [FieldReading], _ new: [FieldReading]) -> [FieldReading] {
        guard !known.isEmpty else { return new.map(stamped) }
        var merged = known.filter { !$0.isAbsence }
        var places = Dictionary(merged.indices.map { (merged[$0].path, $0) }) { first, _ in first }
        for reading in aligned(new, with: merged) {
            guard let index = places[reading.path] else {
                places[reading.path] = merged.count
                merged.append(stamped(reading))
                continue
            }
            merged[index] = joined(merged[index], reading)
        }
        return merged
    }

    /// A reading that knows which message it came with.
    private func stamped(_ reading: FieldReading) -> FieldReading {
        var reading = reading
        reading.origin =
            reading.origin ?? FieldReading.Origin(message: message.digest, receivedAt: message.receivedAt, indication: message.indication)
        return reading
    }

    private func joined(_ old: FieldReading, _ new: FieldReading) -> FieldReading {
        guard new.value != nil || old.state == .invalid else { return old }
        if let value = old.value, old.state != .invalid {
            guard let other = new.value, other != value else { return old }
            var conflict = FieldReading(
                path: old.path,
                state: .conflict,
                value: value,
                provenance: old.provenance + new.provenance,
                reason: "widersprüchlich"
            )
            conflict.origin = old.origin
            conflict.history = (old.history ?? [old.past]) + [stamped(new).past]
            return conflict
        }
        var filled = stamped(new)
        filled.history = (old.history ?? []) + [old.past]
        return filled
    }

    // MARK: Rows

    /// The new readings with the row numbers of the known record: a person named before keeps the number.
    ///
    /// Answers to our questions name the row already. Rows that match no known one are put behind them.
    private func aligned(_ new: [FieldReading], with known: [FieldReading]) -> [FieldReading] {
        var members: [Int: Int] = [:]
        var readings = new
        // Persons first: other rows refer to them by number.
        for list in type.lists.sorted(by: { $0.hasMembers && !$1.hasMembers }) {
            let moves = rows(of: list, readings, known)
            guard moves.contains(where: { $0.key != $0.value }) else { continue }
            readings = readings.map { moved($0, in: list, moves) }
            if list.hasMembers {
                members = moves
                readings = readings.map { renumbered($0, members) }
            }
        }
        return readings
    }

    /// Which known row each new row is.
    private func rows(of list: Field, _ new: [FieldReading], _ known: [FieldReading]) -> [Int: Int] {
        let keys = list.identity
        guard !keys.isEmpty else { return [:] }
        let old = identities(of: list, keys, known), fresh = identities(of: list, keys, new.filter { $0.state != .answered })
        var next = (old.keys.max() ?? -1) + 1
        var moves: [Int: Int] = [:]
        for (row, identity) in fresh.sorted(by: { $0.key < $1.key }) {
            let match = identity.flatMap { wanted in old.filter { $0.value == wanted && !moves.values.contains($0.key) }.keys.min() }
            if let match {
                moves[row] = match
            } else {
                moves[row] = next
                next += 1
            }
        }
        return moves
    }

    /// What tells each row from others: its key values, folded; nil when one of them is not known.
    private func identities(of list: Field, _ keys: [String], _ readings: [FieldReading]) -> [Int: [String]?] {
        var rows: [Int: [String: String]] = [:]
        let prefix = list.path + "["
        for reading in readings where reading.path.hasPrefix(prefix) {
            let rest = reading.path.dropFirst(prefix.count)
            guard let close = rest.firstIndex(of: "]"), let row = Int(rest[..<close]) else { continue }
            rows[row, default: [:]][String(rest[close...].dropFirst(2))] = reading.value.map { Converter.folded($0.german) }
        }
        return rows.mapValues { values in
            let identity = keys.compactMap { values[$0] }
            return identity.count == keys.count ? identity : nil
        }
    }

    private func moved(_ reading: FieldReading, in list: Field, _ moves: [Int: Int]) -> FieldReading {
        let prefix = list.path + "["
        guard reading.state != .answered, reading.path.hasPrefix(prefix) else { return reading }
        let rest = reading.path.dropFirst(prefix.count)
        guard let close = rest.firstIndex(of: "]"), let row = Int(rest[..<close]), let place = moves[row] else { return reading }
        var reading = reading
        reading.path = prefix + String(place) + rest[close...]
        return reading
    }

    /// A reference to the n-th other person follows that person to the new number.
    private func renumbered(_ reading: FieldReading, _ members: [Int: Int]) -> FieldReading {
        guard type.field(at: FieldPath.generic(reading.path))?.kind == .member, case .number(let number)? = reading.value, number > 0,
            let place = members[Int(truncating: number as NSNumber) - 1]
        else { return reading }
        var reading = reading
        reading.value = .number(Decimal(place + 1))
        return reading
    }
}

extension FieldReading {
    /// What it said, for the history.
    var past: Past { Past(value: value, state: state, provenance: provenance, origin: origin) }
}
