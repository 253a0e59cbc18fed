/// The number a submission can be traced by, from the moment it was received: `E-123456-7`.
///
/// Its place in the order of receipt with a check digit; it says nothing about anybody.
public struct IntakeNumber: Hashable, Sendable, CustomStringConvertible {
    /// The place in the order of receipt, from 1.
    public let place: Int

    /// The number of a place.
    public init(place: Int) { self.place = place }

    /// Reads a number; nil for what is none, and when a digit is wrong.
    public init?(_ text: String) {
        let parts = text.uppercased().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "E", parts[1].count >= 6, let place = Int(parts[1]), place > 0 else { return nil }
        self.init(place: place)
        guard description == text.uppercased() else { return nil }
    }

    /// As it is told and written.
    public var description: String {
        let digits = String(place)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        return "E-\(padded)-\(NumberPattern.check(padded))"
    }
}
