/// Object identifiers of CMS and CAdES.
enum ObjectID {
    static let data = "1.2.840.113549.1.7.1"
    static let signedData = "1.2.840.113549.1.7.2"
    static let envelopedData = "1.2.840.113549.1.7.3"
    static let authEnvelopedData = "1.2.840.113549.1.9.16.1.23"
    static let timestampInfo = "1.2.840.113549.1.9.16.1.4"
    static let contentType = "1.2.840.113549.1.9.3"
    static let messageDigest = "1.2.840.113549.1.9.4"
    static let signingTime = "1.2.840.113549.1.9.5"
    static let countersignature = "1.2.840.113549.1.9.6"
    static let signingCertificate = "1.2.840.113549.1.9.16.2.12"
    static let signingCertificateV2 = "1.2.840.113549.1.9.16.2.47"
    static let signatureTimestamp = "1.2.840.113549.1.9.16.2.14"
    static let contentTimestamp = "1.2.840.113549.1.9.16.2.20"

    /// Attributes that may stand once only (RFC 5652, 11.1 to 11.3; ETSI EN 319 122-1, 5 and annex A): content type, digest, time,
    /// certificate, policy, commitment, place, role, kind of content, and references to and values of certificates and revocations.
    ///
    /// All others may repeat: timestamps, evidence records, countersignatures.
    static let single: Set<String> = [
        contentType, messageDigest, signingTime, signingCertificate, signingCertificateV2, "1.2.840.113549.1.9.16.2.15",
        "1.2.840.113549.1.9.16.2.16", "1.2.840.113549.1.9.16.2.17", "1.2.840.113549.1.9.16.2.18", "1.2.840.113549.1.9.16.2.4",
        "1.2.840.113549.1.9.16.2.10", "0.4.0.19122.1.1", "0.4.0.1733.2.1", "1.2.840.113549.1.9.16.2.21", "1.2.840.113549.1.9.16.2.22",
        "1.2.840.113549.1.9.16.2.23", "1.2.840.113549.1.9.16.2.24", "1.2.840.113549.1.9.16.2.44", "1.2.840.113549.1.9.16.2.45",
    ]
}
