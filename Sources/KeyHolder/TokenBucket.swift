/// How often something may happen: so many times at one go, and so many times a minute again.
public struct TokenBucket: Sendable {
    private let most: Double
    private var left: Double
    private var last: Double

    /// Begins full.
    ///
    /// - Parameters:
    ///   - perMinute: how many come back in a minute, and how many there are at most.
    ///   - now: the present, in seconds of a clock that nobody sets.
    public init(perMinute: Int, now: Double) {
        most = Double(max(1, perMinute))
        (left, last) = (most, now)
    }

    /// Takes one.
    ///
    /// - Parameter now: the present, in seconds of the same clock.
    /// - Returns: false when there is none.
    public mutating func take(now: Double) -> Bool {
        left = min(most, left + max(0, now - last) * most / 60)
        last = max(last, now)
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
