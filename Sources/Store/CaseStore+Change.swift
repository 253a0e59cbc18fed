public import Deciding
public import Vocabulary

extension CaseStore {
    /// Has something happen to a case, from how it stands at that moment; a case that changes meanwhile is read and decided again.
    ///
    /// - Parameters:
    ///   - number: the number of the case.
    ///   - office: the key of its office.
    ///   - now: the time of the events.
    ///   - body: what follows from how it stands; one that refuses is not kept.
    /// - Returns: what followed; nil when there is no such case.
    /// - Throws: ``StoreError`` when it cannot be read or kept, or when something of the outbox is not what it was.
    @discardableResult
    public func change(
        _ number: String,
        office: String,
        now: Instant,
        _ body: (CaseState) -> Transition
    ) async throws(StoreError) -> Transition? {
        for attempt in 1... {
            guard let file = try await find(number, office: office) else { return nil }
            let transition = body(file.state)
            if transition.refusal != nil { return transition }
            do throws(StoreError) {
                try await keep(transition, number, office: office, expecting: file.version, now: now)
                return transition
            } catch {
                if error.code != .conflict || attempt >= Self.mostAttempts { throw error }
            }
        }
        return nil
    }

    /// Whoever loses that often has met a fault, not a rival.
    private static var mostAttempts: Int { 20 }
}
