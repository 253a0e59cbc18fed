/// The kept message that a confirmation of a De-Mail provider is about (BSI TR-01201 part 3.4, 3.4-3.5).
public enum ConfirmedMessage: Equatable, Sendable {
    /// A message, or a letter, of this case.
    case found(number: String)
    /// A message of this case has that id, but another integrity header.
    case differs(number: String)
    /// None that is kept here.
    case unknown
}
