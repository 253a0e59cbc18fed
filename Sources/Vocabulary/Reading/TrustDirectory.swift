/// How the directory is laid out that says whom an office trusts.
public enum TrustDirectory {
    /// What of it is kept as evidence: everything but the office's keys.
    public static let evidence = [
        "anchors", "qualified", "demail", "lists", "list-signers", "revocation", "intermediates", "algorithms.txt",
    ]
}
