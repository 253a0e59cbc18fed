public import Vocabulary

/// The sub-indications of ETSI EN 319 102-1 (V1.3.1, tables 5 and 6) that this service gives.
public enum SubIndication: String, Sendable, Codable, CaseIterable {
    case formatFailure = "FORMAT_FAILURE"
    case hashFailure = "HASH_FAILURE"
    case cryptoFailure = "SIG_CRYPTO_FAILURE"
    case revoked = "REVOKED"
    case expired = "EXPIRED"
    case notYetValid = "NOT_YET_VALID"
    case signatureConstraints = "SIG_CONSTRAINTS_FAILURE"
    case chainConstraints = "CHAIN_CONSTRAINTS_FAILURE"
    case chainGeneral = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    case cryptoConstraints = "CRYPTO_CONSTRAINTS_FAILURE"
    case cryptoConstraintsNoProof = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    case noSigningCertificate = "NO_SIGNING_CERTIFICATE_FOUND"
    case noChain = "NO_CERTIFICATE_CHAIN_FOUND"
    case revokedNoProof = "REVOKED_NO_POE"
    case revokedAuthority = "REVOKED_CA_NO_POE"
    case outOfBounds = "OUT_OF_BOUNDS_NO_POE"
    case timestampOrder = "TIMESTAMP_ORDER_FAILURE"
    case tryLater = "TRY_LATER"
    case dataNotFound = "SIGNED_DATA_NOT_FOUND"

    /// The main indication it belongs to.
    public var indication: Verification.Indication {
        switch self {
        case .formatFailure, .hashFailure, .cryptoFailure, .revoked, .expired, .notYetValid: .failed
        default: .indeterminate
        }
    }

    /// What it means for the person who reads the result.
    public var german: String {
        switch self {
        case .formatFailure: "Die Signatur oder das, was sie umgibt, ist nicht so aufgebaut, wie es sein muss"
        case .hashFailure: "Der Inhalt wurde nach dem Signieren verändert"
        case .cryptoFailure: "Die Signatur passt nicht zum Zertifikat"
        case .revoked: "Das Zertifikat war gesperrt, als signiert wurde"
        case .expired: "Das Zertifikat war abgelaufen, als signiert wurde"
        case .notYetValid: "Das Zertifikat war noch nicht gültig, als signiert wurde"
        case .signatureConstraints:
            "Die Signatur ist rechnerisch richtig, gehört aber nicht zum Absender oder erfüllt andere Bedingungen nicht"
        case .chainConstraints: "Das Zertifikat ist nicht zum Signieren bestimmt"
        case .chainGeneral: "Ein Zertifikat auf dem Weg zum Aussteller ist fehlerhaft"
        case .cryptoConstraints: "Das Verfahren der Signatur galt schon nicht mehr als sicher, als signiert wurde"
        case .cryptoConstraintsNoProof:
            "Das Verfahren der Signatur gilt nicht mehr als sicher, und es ist nicht bewiesen, dass sie früher entstand"
        case .noSigningCertificate: "Das Zertifikat zur Signatur fehlt"
        case .noChain: "Der Aussteller des Zertifikats ist hier nicht bekannt"
        case .revokedNoProof: "Das Zertifikat ist gesperrt, und es ist nicht bewiesen, dass vorher signiert wurde"
        case .revokedAuthority: "Das Zertifikat des Ausstellers ist gesperrt"
        case .outOfBounds: "Das Zertifikat ist abgelaufen, und es ist nicht bewiesen, dass vorher signiert wurde"
        case .timestampOrder: "Die Zeitstempel stehen nicht in der richtigen Reihenfolge"
        case .tryLater: "Ob das Zertifikat gesperrt war, konnte nicht festgestellt werden"
        case .dataNotFound: "Was die Signatur abdeckt, liegt nicht vor oder ist nicht das, was gelesen wurde"
        }
    }
}
