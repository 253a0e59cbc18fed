internal import NIOCore

/// How far a peer is behind one that sends a kilobyte a second; who sends a byte a second is soon far behind.
struct Pace {
    /// Bytes a second that a slow line carries in any case.
    private static let least = 1000.0

    private let start: NIODeadline
    private var bytes = 0

    /// Begins to count.
    init(since start: NIODeadline = .now()) { self.start = start }

    /// Counts what came.
    mutating func count(_ bytes: Int) { self.bytes += bytes }

    /// When a peer that sends no more is so far behind.
    func isBehind(by time: TimeAmount) -> NIODeadline {
        start + time + .nanoseconds(Int64(Double(bytes) / Self.least * 1e9))
    }
}
