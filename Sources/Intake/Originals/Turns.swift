/// One after the other: whoever is waited for comes before what is only prepared.
actor Turns {
    private var isTaken = false
    private var urgent: [CheckedContinuation<Void, Never>] = []
    private var patient: [CheckedContinuation<Void, Never>] = []
    private let mostWaiting: Int

    /// Makes it ready; no more than so many wait.
    init(mostWaiting: Int) { self.mostWaiting = mostWaiting }

    /// Does something when it is its turn.
    ///
    /// - Parameters:
    ///   - isUrgent: whether somebody waits for it.
    ///   - body: what is done.
    /// - Returns: nil when too many wait already.
    func take<Output: Sendable>(isUrgent: Bool, _ body: @Sendable () async -> Output) async -> Output? {
        if isTaken {
            guard urgent.count + patient.count < mostWaiting else { return nil }
            await withCheckedContinuation { isUrgent ? urgent.append($0) : patient.append($0) }
        }
        isTaken = true
        defer { pass() }
        return await body()
    }

    private func pass() {
        // It stays taken while it is handed on, so that nobody comes in between.
        if !urgent.isEmpty {
            urgent.removeFirst().resume()
        } else if !patient.isEmpty {
            patient.removeFirst().resume()
        } else {
            isTaken = false
        }
    }
}
