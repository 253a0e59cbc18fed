/// Kinds of findings about what is asked over the network: what `Intake` makes.
extension FindingKind {
    static let intake = [trustRevocationUnreachable]

    /// A CRL or OCSP service that does not answer.
    public static let trustRevocationUnreachable = FindingKind(
        "trust.revocation-unreachable",
        .warning,
        .note,
        clerk:
            "Ob ein Zertifikat gesperrt ist, war unter {service} nicht zu erfahren: {reason}. Bitte prüfen Sie die Verbindung und später noch einmal die Signatur.",
        english: "A revocation service could not be asked whether a certificate is revoked."
    )
}
