/// What reading a case again came to.
public enum Retried: Sendable {
    /// It was decided anew and kept.
    case decided(Decision)
    /// Everything is as it was.
    case unchanged
    /// It stays as it is, for a reason in German.
    case refused(String)
}
