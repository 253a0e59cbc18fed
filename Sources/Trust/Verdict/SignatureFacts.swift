internal import Vocabulary

/// What a format found out about one signature: the input of a validation.
struct SignatureFacts {
    /// What is wrong with the signature itself; nil when it is mathematically right over what it covers.
    var fault: SubIndication?
    /// Words about the fault.
    var faultDetail: String?
    /// The signer's certificate.
    var certificate: Certificate?
    /// Other certificates that came along.
    var certificates: [Certificate] = []
    /// Revocation data that came along.
    var revocation = RevocationData()
    /// Names of the hashes the signature relies on.
    var hashes: [String] = []
    /// What the signer's clock said.
    var claimedTime: Instant?
    /// Tokens and the bytes they must be over.
    var timestamps: [(token: [UInt8], over: [UInt8])] = []
    /// Whether the certificate must be one for timestamps instead of signatures.
    var isTimestamp = false
}
